package fetch

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

const (
	mostRedirects = 10
	mostHeader    = 256 << 10 // bytes of the header of an answer
	longestPause  = 30 * time.Second
)

// An exchange is one address that is asked for, with all tries and redirects. Its context carries it.
type exchange struct {
	robots bool  // it is a robots.txt, which nothing forbids
	limit  int64 // bytes that may be read
	tries  int
}

type exchangeKey struct{}

// An answer is what a server sent, complete.
type answer struct {
	address *url.URL // behind all redirects
	status  int
	header  http.Header
	body    []byte
}

// A client asks servers: again where that may help, and never sooner than they wish.
type client struct {
	http     *retryablehttp.Client
	agent    string
	patience time.Duration
}

func newClient(f *Fetcher, transport http.RoundTripper) *client {
	c := &client{http: retryablehttp.NewClient(), agent: f.Agent, patience: f.Patience}
	c.http.Logger = nil
	c.http.HTTPClient = &http.Client{Transport: transport, CheckRedirect: checkRedirect}
	c.http.RetryMax = f.Retries
	c.http.RetryWaitMin, c.http.RetryWaitMax = f.pause, longestPause
	c.http.CheckRetry = c.tryAgain
	c.http.Backoff = pause
	c.http.ErrorHandler = retryablehttp.PassthroughErrorHandler
	return c
}

// newTransport returns what connects to servers, to public ones only unless the Fetcher allows others.
func newTransport(f *Fetcher) *http.Transport {
	dialer := &net.Dialer{Timeout: f.Timeout, Resolver: f.resolver}
	if !f.AllowPrivate && !f.ProxyFromEnv {
		dialer.Control = f.control
	}
	t := &http.Transport{
		DialContext: dialer.DialContext, TLSHandshakeTimeout: f.Timeout, ForceAttemptHTTP2: true,
		MaxResponseHeaderBytes: mostHeader, IdleConnTimeout: time.Minute, MaxIdleConnsPerHost: 1,
	}
	if f.ProxyFromEnv {
		t.Proxy = http.ProxyFromEnvironment
	}
	return t
}

// checkRedirect refuses to be led on without end, and to anything but a page of the web.
func checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > mostRedirects {
		return refuse("redirected more than %d times", mostRedirects)
	}
	if _, err := canonical(req.URL); err != nil {
		return refuse("redirected to what is not fetched: %w", err)
	}
	return nil
}

// get asks for an address. extra is for the header. An answer with any status is no error.
func (c *client) get(ctx context.Context, u *url.URL, ex *exchange, extra http.Header) (*answer, error) {
	req, err := retryablehttp.NewRequestWithContext(context.WithValue(ctx, exchangeKey{}, ex), http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, refusal{err}
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept", "text/html, application/xhtml+xml, text/plain, application/pdf, */*;q=0.5")
	req.Header.Set("Accept-Language", "zh-CN, zh;q=0.9, *;q=0.5")
	for name, values := range extra {
		req.Header[name] = values
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body) // the transport has read it
	return &answer{resp.Request.URL, resp.StatusCode, resp.Header, body}, err
}

// tryAgain decides whether an address is asked for once more.
func (c *client) tryAgain(ctx context.Context, resp *http.Response, err error) (bool, error) {
	switch {
	case ctx.Err() != nil:
		return false, ctx.Err()
	case err != nil:
		return !isFinal(err), nil
	case resp.StatusCode == http.StatusTooManyRequests, resp.StatusCode >= 500 && resp.StatusCode != http.StatusNotImplemented:
		return retryAfter(resp.Header, time.Now()) <= c.patience, nil
	}
	return false, nil
}

// isFinal reports whether an error will be the same at the next try.
func isFinal(err error) bool {
	var dns *net.DNSError
	return errors.As(err, new(refusal)) || errors.As(err, new(*tls.CertificateVerificationError)) ||
		errors.As(err, new(tls.RecordHeaderError)) || errors.As(err, &dns) && dns.IsNotFound
}

// pause returns how long to wait before the next try: twice as long each time, and no shorter than the server asks for.
func pause(shortest, longest time.Duration, try int, resp *http.Response) time.Duration {
	wait := min(shortest<<min(try, 20), longest)
	if resp != nil {
		wait = max(wait, retryAfter(resp.Header, time.Now()))
	}
	return wait
}

// retryAfter returns how long a server asks to be left alone.
func retryAfter(h http.Header, now time.Time) time.Duration {
	const long = 365 * 24 * time.Hour
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		return 0
	}
	if strings.Trim(value, "0123456789") == "" {
		if n, err := strconv.Atoi(value); err == nil && n < int(long/time.Second) {
			return time.Duration(n) * time.Second
		}
		return long
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}

// because returns the reason of an error as a person wants to read it.
func because(err error) string {
	var dns *net.DNSError
	var op *net.OpError
	var cert *tls.CertificateVerificationError
	var timeout net.Error
	var outer *url.Error
	var final refusal
	switch {
	case errors.As(err, &final):
		return final.Error()
	case errors.As(err, &cert):
		return "the certificate is not accepted: " + certificate(cert.Err)
	case errors.As(err, &dns) && dns.IsNotFound:
		return "no such host"
	case errors.As(err, &timeout) && timeout.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return "no complete answer in time"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "the answer ends too early"
	case errors.As(err, &op):
		return op.Op + ": " + op.Err.Error()
	case errors.As(err, &outer):
		return outer.Err.Error()
	}
	return err.Error()
}

// certificate says in short what is wrong with a certificate.
func certificate(err error) string {
	if errors.As(err, new(x509.UnknownAuthorityError)) {
		return "nobody known has signed it"
	}
	return strings.TrimPrefix(err.Error(), "x509: ")
}

// readBody reads the body of an answer, no more than one byte beyond the limit.
func readBody(resp *http.Response, ex *exchange) ([]byte, error) {
	if ex.robots {
		return io.ReadAll(io.LimitReader(resp.Body, ex.limit)) // what is further down does not count
	}
	if resp.ContentLength > ex.limit {
		return nil, refuse("it is larger than %d bytes", ex.limit)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, ex.limit+1))
	if int64(len(data)) > ex.limit {
		return nil, refuse("it is larger than %d bytes", ex.limit)
	}
	if err != nil {
		return nil, fmt.Errorf("the answer is not complete: %w", err)
	}
	return data, nil
}

// whole replaces the body of an answer by what was read of it.
func whole(resp *http.Response, data []byte) *http.Response {
	resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(data))
	return resp
}
