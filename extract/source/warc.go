package source

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http/httputil"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
)

// maxHead is how long the header of a record or of a response may be.
const maxHead = 64 << 10

// mediaTypes are the types of content that notices have in crawls. A response without one is judged by its bytes.
var mediaTypes = []string{
	"", "text/html", "text/plain", "application/xhtml+xml", "application/pdf", "application/msword",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/ofd",
}

// warc reads a crawl: the pages that servers gave, without what the crawler notes about them. A page stands at
// crawl.warc.gz!URL. Records that are left out are too many to be listed and are counted by reason.
func (u *unpacking) warc(at place, r *bufio.Reader) error {
	if err := u.enter(at); err != nil {
		return err
	}
	c := &crawl{
		unpacking: u, at: at, r: bufio.NewReaderSize(r, maxHead), content: bufio.NewReaderSize(nil, maxHead), skipped: map[string]int{},
	}
	err := c.records()
	if errors.As(err, new(fatal)) {
		return err
	}
	for _, why := range slices.Sorted(maps.Keys(c.skipped)) {
		if err := u.give(Item{Document: Document{Path: at.Path}, Skip: why, Count: c.skipped[why]}); err != nil {
			return err
		}
	}
	return err
}

// crawl is the state of reading one crawl.
type crawl struct {
	*unpacking
	at      place
	r       *bufio.Reader
	content *bufio.Reader  // of the response in hand
	skipped map[string]int // by reason; the reasons are few whatever a crawl says
}

// A record is one record of a crawl.
type record struct {
	head textproto.MIMEHeader
	body *exact
}

// An exact reads just left bytes. That there are fewer is an error.
type exact struct {
	r    io.Reader
	left int64
}

func (e *exact) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n, err := e.r.Read(p[:min(int64(len(p)), e.left)])
	e.left -= int64(n)
	if err == io.EOF && e.left > 0 {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// records reads all records up to the end.
func (c *crawl) records() error {
	for {
		rec, err := c.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = c.count()
		}
		if err == nil {
			err = c.record(rec)
		}
		if err == nil {
			_, err = io.Copy(io.Discard, rec.body)
		}
		if err != nil {
			return err
		}
	}
}

// next reads the header of the next record. At the end of the crawl the error is io.EOF.
func (c *crawl) next() (*record, error) {
	line := ""
	for line == "" { // records end in empty lines
		var err error
		if line, err = readLine(c.r); err != nil {
			return nil, err
		}
	}
	if !strings.HasPrefix(line, "WARC/") {
		return nil, fmt.Errorf("%w: no WARC record where one should begin", ErrDamaged)
	}
	head, err := readHead(c.r)
	if err != nil {
		return nil, noEOF(err)
	}
	length, err := strconv.ParseInt(head.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return nil, fmt.Errorf("%w: a WARC record without its length", ErrDamaged)
	}
	return &record{head, &exact{c.r, length}}, nil
}

// noEOF turns the end of the data, which has come too early, into the error that says so.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// readLine reads one line of a header.
func readLine(r *bufio.Reader) (string, error) {
	line, err := r.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return "", fmt.Errorf("%w: a line of a header is too long", ErrDamaged)
	case errors.Is(err, io.EOF) && len(line) > 0:
		return "", io.ErrUnexpectedEOF
	case err != nil:
		return "", err
	}
	return strings.TrimRight(string(line), "\r\n"), nil
}

// readHead reads the lines of a header up to the empty line. Servers write all kinds of things there; what is no field
// is passed over.
func readHead(r *bufio.Reader) (textproto.MIMEHeader, error) {
	head := textproto.MIMEHeader{}
	for size := 0; size <= maxHead; {
		line, err := readLine(r)
		if err != nil || line == "" {
			return head, err
		}
		size += len(line) + 2
		if name, value, ok := strings.Cut(line, ":"); ok {
			head.Add(strings.TrimSpace(name), strings.TrimSpace(value))
		}
	}
	return nil, fmt.Errorf("%w: a header is too long", ErrDamaged)
}

// record reads one record, or counts it as skipped.
func (c *crawl) record(rec *record) error {
	why := rec.use()
	if why != "" {
		c.skipped[why]++
		return nil
	}
	in := c.at.within(rec.address())
	in.URL, in.Retrieved = rec.address(), rec.date()
	in.ContentType = rec.head.Get("Content-Type")
	if rec.head.Get("WARC-Type") == "resource" {
		return c.body(in, rec.body, nil)
	}
	return c.response(in, rec)
}

// address returns where the content of a record was found. Old crawlers write it in angle brackets.
func (rec *record) address() string {
	return printable(strings.Trim(rec.head.Get("WARC-Target-URI"), "<>"))
}

// date returns when the content was fetched, or "" where that is no time.
func (rec *record) date() string {
	date := rec.head.Get("WARC-Date")
	if _, err := time.Parse(time.RFC3339, date); err != nil {
		return ""
	}
	return date
}

// use says why a record holds no page, or "".
func (rec *record) use() string {
	switch what := rec.head.Get("WARC-Type"); what {
	case "response":
		return ""
	case "resource":
		if !fetched(rec.address()) {
			return "what the crawler notes about itself"
		}
		return unread(rec.head.Get("Content-Type"))
	case "warcinfo", "request", "metadata", "revisit", "conversion", "continuation":
		return "a record of type " + what
	}
	return "a record of another type"
}

// fetched reports whether an address is one that pages have. Crawlers also keep their settings and logs as resources, at
// addresses such as metadata: and urn:.
func fetched(address string) bool {
	scheme, _, _ := strings.Cut(address, ":")
	return slices.Contains([]string{"http", "https", "ftp", "file"}, strings.ToLower(scheme))
}

// unread says why content of a type is not read, or "".
func unread(contentType string) string {
	media, _, _ := strings.Cut(contentType, ";")
	media = strings.ToLower(strings.TrimSpace(media))
	if slices.Contains(mediaTypes, media) {
		return ""
	}
	family, _, _ := strings.Cut(media, "/")
	if slices.Contains([]string{"application", "audio", "font", "image", "text", "video"}, family) {
		return "content of another type: " + family
	}
	return "content of another type"
}

// response reads the page that a server gave.
func (c *crawl) response(in place, rec *record) error {
	c.content.Reset(rec.body)
	head, why, err := readResponse(c.content)
	if err != nil {
		return c.give(Item{Document: Document{Path: in.Path}, Err: err})
	}
	if why != "" {
		c.skipped[why]++
		return nil
	}
	in.ContentType = head.Get("Content-Type")
	return c.body(in, c.content, head)
}

// readResponse reads the head of a response, and says why its body is not read, or "".
func readResponse(r *bufio.Reader) (head textproto.MIMEHeader, why string, err error) {
	if start, _ := r.Peek(5); string(start) != "HTTP/" {
		return nil, "a response that is not HTTP", nil
	}
	line, err := readLine(r)
	if err != nil {
		return nil, "", noEOF(err)
	}
	status := append(strings.Fields(line), "")[1]
	if n, err := strconv.Atoi(status); err != nil || n < 100 || n > 999 {
		return nil, "a response without a status", nil
	}
	if status != "200" {
		return nil, "a response with status " + status, nil
	}
	if head, err = readHead(r); err != nil {
		return nil, "", noEOF(err)
	}
	return head, unread(head.Get("Content-Type")), nil
}

// body reads the content of a page. What cannot be read fails by itself, since the next record begins where the
// header says.
func (c *crawl) body(in place, r io.Reader, head textproto.MIMEHeader) error {
	return c.open(in, func() (io.ReadCloser, error) { return c.decoded(r, head) })
}

// decoded undoes the encodings of a response's body that its header names. Many crawlers undo them and leave the
// header as it was, so that the bytes have the last word.
func (c *crawl) decoded(r io.Reader, head textproto.MIMEHeader) (io.ReadCloser, error) {
	stream := bufio.NewReader(r)
	if strings.EqualFold(head.Get("Transfer-Encoding"), "chunked") && isChunked(stream) {
		stream = bufio.NewReader(httputil.NewChunkedReader(stream))
	}
	packed := &counter{r: stream}
	start, _ := stream.Peek(4)
	var out io.ReadCloser
	var err error
	switch encoding := strings.ToLower(head.Get("Content-Encoding")); {
	case bytes.HasPrefix(start, []byte("\x1F\x8B\x08")) && strings.Contains(encoding, "gzip"):
		out, err = ungzip(packed, 0)
	case bytes.HasPrefix(start, []byte("\x28\xB5\x2F\xFD")) && encoding == "zstd":
		out, err = unzstd(packed, streamWindow)
	case encoding == "deflate" && isZlib(start):
		out, err = zlib.NewReader(packed)
	case encoding == "deflate" && !isText(stream):
		out = flate.NewReader(packed)
	case encoding == "br" && !isText(stream):
		out = io.NopCloser(brotli.NewReader(packed))
	default:
		return io.NopCloser(stream), nil
	}
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{c.meter(out, func() int64 { return packed.n }), out}, nil
}

// isChunked reports whether a stream begins with the length of a chunk.
func isChunked(r *bufio.Reader) bool {
	start, _ := r.Peek(18)
	line, _, ok := bytes.Cut(start, []byte("\n"))
	if !ok {
		line, _, ok = bytes.Cut(start, []byte(";"))
	}
	_, err := strconv.ParseUint(string(bytes.TrimRight(line, "\r ")), 16, 63)
	return ok && err == nil
}

// isZlib reports whether a stream begins with the header of zlib, two bytes with a check.
func isZlib(start []byte) bool {
	return len(start) > 1 && start[0]&0x0F == 8 && (int(start[0])<<8|int(start[1]))%31 == 0
}

// isText reports whether a stream begins as a page does, with no byte that only compressed data have.
func isText(r *bufio.Reader) bool {
	start, _ := r.Peek(64)
	return !bytes.ContainsFunc(start, func(c rune) bool { return c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' })
}
