package fetch

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/temoto/robotstxt"
)

// mostRobots is how many bytes of a robots.txt count.
const mostRobots = 500 << 10

// robot is the name by which robots.txt may speak of the program.
const robot = "zhenggai"

// A rulebook is what a site says in its robots.txt.
type rulebook struct {
	mu    sync.Mutex
	done  bool
	err   error // why nothing may be fetched
	group *robotstxt.Group
	delay time.Duration
}

// read gets the robots.txt of the site of an address, once. Where it is not there, all is allowed; where nobody can tell
// what it says, nothing is.
func (r *rulebook) read(ctx context.Context, c *client, u *url.URL) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.done {
		return r.err
	}
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	a, err := c.get(ctx, at, &exchange{robots: true, limit: mostRobots}, nil)
	if ctx.Err() != nil {
		return ctx.Err() // nothing is known of the site
	}
	r.done = true
	switch {
	case err != nil:
		r.err = refuse("robots.txt: %s; nothing is fetched from there", because(err))
	case a.status == http.StatusOK:
		r.parse(a)
	case a.status >= 500 || a.status == http.StatusTooManyRequests || a.status < 300:
		r.err = refuse("robots.txt: %s; nothing is fetched from there", statusText(a.status))
	}
	return r.err
}

// parse takes the rules for the program over. A page in the place of the file says nothing.
func (r *rulebook) parse(a *answer) {
	if strings.HasPrefix(http.DetectContentType(a.body), "text/html") {
		return
	}
	data, err := robotstxt.FromBytes(readable(a.body))
	if err != nil {
		r.err = refuse("robots.txt: %w; nothing is fetched from there", err)
		return
	}
	r.group = data.FindGroup(robot)
	r.delay = r.group.CrawlDelay
}

// allows reports whether a site allows an address to be fetched.
func (r *rulebook) allows(u *url.URL) bool {
	return r.group == nil || r.group.Test(u.RequestURI())
}

// readable keeps the lines of a robots.txt that say something: a line that nobody understands must not void the others.
func readable(body []byte) []byte {
	var out bytes.Buffer
	agent := false
	for line := range strings.Lines(strings.ToValidUTF8(strings.ReplaceAll(string(body), "\r", "\n"), "?")) {
		if len(line) > longest {
			continue // it speaks of addresses that are not fetched
		}
		line, _, _ = strings.Cut(line, "#")
		key, value, _ := strings.Cut(strings.TrimPrefix(line, "\ufeff"), ":")
		key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
		switch key {
		case "user-agent", "useragent":
			agent = true
		case "crawl-delay", "crawldelay":
			seconds, err := strconv.ParseFloat(value, 64)
			if err != nil || !(seconds >= 0) {
				continue
			}
			value = strconv.FormatFloat(min(seconds, 1e6), 'f', -1, 64) // beyond all patience, and within a time.Duration
		case "allow", "disallow":
		default:
			continue
		}
		if agent {
			out.WriteString(key + ": " + value + "\n")
		}
	}
	return out.Bytes()
}

// statusText names a status.
func statusText(status int) string {
	return strings.TrimSpace("status " + strconv.Itoa(status) + " " + http.StatusText(status))
}
