package fetch

import (
	"cmp"
	"context"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A polite transport asks a host for one thing at a time and waits in between, and for nothing that its robots.txt
// forbids. Redirects go through it as well, so that they are held to the same.
type polite struct {
	next    http.RoundTripper
	fetcher *Fetcher
	client  *client // for robots.txt

	mu    sync.Mutex
	hosts map[string]*host
	rules map[string]*rulebook
}

// A host is a server that is asked for things.
type host struct {
	slot chan struct{} // holds one thing while the host is asked
	pace *rate.Limiter

	mu     sync.Mutex
	silent int   // tries in a row that it did not answer
	until  error // why it is asked for nothing more
}

// mostSilent is how many tries in a row a host may leave without an answer until nobody waits for it any more.
const mostSilent = 12

func newPolite(f *Fetcher, next http.RoundTripper) *polite {
	p := &polite{next: next, fetcher: f, hosts: map[string]*host{}, rules: map[string]*rulebook{}}
	p.client = newClient(f, p)
	return p
}

// host returns the state of a host by its name, however a redirect spells it.
func (p *polite) host(name string) *host {
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.hosts[name]
	if h == nil {
		h = &host{slot: make(chan struct{}, 1), pace: rate.NewLimiter(rate.Every(p.fetcher.Delay), 1)}
		p.hosts[name] = h
	}
	return h
}

// rulebook returns the robots.txt of a site, which is read once.
func (p *polite) rulebook(u *url.URL) *rulebook {
	p.mu.Lock()
	defer p.mu.Unlock()
	site := u.Scheme + "://" + strings.ToLower(u.Host)
	r := p.rules[site]
	if r == nil {
		r = &rulebook{}
		p.rules[site] = r
	}
	return r
}

// RoundTrip asks for one thing and reads the answer.
func (p *polite) RoundTrip(req *http.Request) (*http.Response, error) {
	ex, _ := req.Context().Value(exchangeKey{}).(*exchange)
	if err := p.mayAsk(req.URL); err != nil {
		return nil, err
	}
	h := p.host(req.URL.Hostname())
	if !ex.robots {
		if err := p.obey(req.Context(), h, req.URL); err != nil {
			return nil, err
		}
	}
	select {
	case h.slot <- struct{}{}:
		defer func() { <-h.slot }()
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
	if err := h.refuses(); err != nil {
		return nil, err
	}
	if err := h.pace.Wait(req.Context()); err != nil {
		return nil, err
	}
	if req.Response == nil { // else it is led on by a redirect
		ex.tries++
	}
	resp, err := p.ask(req, ex)
	if req.Context().Err() == nil {
		h.note(resp, err, p.fetcher.Patience)
	}
	return resp, err
}

// mayAsk refuses addresses that name a host that is not public by its number. Of names the dialer decides.
func (p *polite) mayAsk(u *url.URL) error {
	ip, err := netip.ParseAddr(u.Hostname())
	if err != nil || p.fetcher.AllowPrivate {
		return nil
	}
	return p.fetcher.control("tcp", net.JoinHostPort(ip.String(), cmp.Or(u.Port(), "80")), nil)
}

// obey reads the robots.txt of a site before the first thing is asked for, and refuses what it forbids.
func (p *polite) obey(ctx context.Context, h *host, u *url.URL) error {
	r := p.rulebook(u)
	if err := r.read(ctx, p.client, u); err != nil {
		return err
	}
	if r.delay > p.fetcher.Patience {
		return refuse("robots.txt: wants %s between requests; nothing is fetched from there", r.delay)
	}
	if every := rate.Every(max(r.delay, p.fetcher.Delay)); every < h.pace.Limit() {
		h.pace.SetLimit(every)
	}
	if !r.allows(u) {
		return refuse("robots.txt does not allow it")
	}
	return nil
}

// ask sends a request and reads the answer, within the time for one.
func (p *polite) ask(req *http.Request, ex *exchange) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), p.fetcher.Timeout)
	defer cancel()
	resp, err := p.next.RoundTrip(req.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		_, _ = io.CopyN(io.Discard, resp.Body, 2<<10) // so that the connection can go on
		return whole(resp, nil), nil                  // nobody reads what errors and redirects say
	}
	if how := resp.Header.Get("Content-Encoding"); how != "" && how != "identity" {
		resp.Body.Close()
		return nil, refuse("it is packed as %s, which was not asked for", how)
	}
	data, err := readBody(resp, ex)
	if err != nil {
		resp.Body.Close()
		return nil, err
	}
	return whole(resp, data), nil
}

// note keeps in mind that a host does not answer, or that it asks to be left alone for longer than anybody waits.
func (h *host) note(resp *http.Response, err error, patience time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err != nil {
		if isFinal(err) {
			return
		}
		if h.silent++; h.silent >= mostSilent {
			h.until = refuse("the host did not answer %d times in a row; try again later", h.silent)
		}
		return
	}
	h.silent = 0
	busy := resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusServiceUnavailable
	if wait := retryAfter(resp.Header, time.Now()); busy && wait > patience {
		h.until = refuse("the host asks to be left alone for %s; try again then", wait.Round(time.Second))
	}
}

// refuses returns why a host is asked for nothing more.
func (h *host) refuses() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.until
}
