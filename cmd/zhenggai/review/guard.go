package review

import (
	"crypto/rand"
	"crypto/subtle"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// policy lets a page load its own style and script, and nothing else.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// keyCookie holds the key. Behind it stands the port, since a browser sends cookies to all ports of a computer.
const keyCookie = "zhenggai-key-"

// Address returns the address of the pages on a host, with the key without which nothing is served.
func (s *Server) Address(host string) string { return "http://" + host + "/?key=" + s.key }

// AddressOnce returns an address that holds good once, and no more those that it has returned before. It is for the command line of
// a browser, which others on the computer can read.
func (s *Server) AddressOnce(host string) string {
	ticket := rand.Text()
	s.ticket.Store(&ticket)
	return "http://" + host + "/?key=" + ticket
}

// opens reports whether a key is the right one.
func (s *Server) opens(key string) bool {
	if same(key, s.key) {
		return true
	}
	ticket := s.ticket.Load()
	return ticket != nil && same(key, *ticket) && s.ticket.CompareAndSwap(ticket, nil)
}

// same compares secrets in a time that says nothing of where they differ.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

const keyless = "403\n\n" +
	"请用 zhenggai review 打印的完整网址（含 ?key=…）打开本页。程序每次启动，网址都不同；自动打开的网址只能用一次。\n\n" +
	"Open this page by the whole address that zhenggai review has printed, with ?key=…. Each start of the program has an address of its own, " +
	"and the one that a browser was given by itself holds good once.\n"

// admitted reports whether a request has the cookie with the key. Where its address has the key, it gets the cookie, and is sent on to
// the address without. Else it is refused.
func (s *Server) admitted(w http.ResponseWriter, r *http.Request) bool {
	_, port, _ := net.SplitHostPort(r.Host) // without a port there is no more to tell cookies by
	name := keyCookie + port
	if q := r.URL.Query(); r.Method == http.MethodGet && s.opens(q.Get("key")) {
		http.SetCookie(w, &http.Cookie{Name: name, Value: s.key, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
		q.Del("key")
		s.sendOn(w, r, local(&url.URL{Path: r.URL.Path, RawQuery: q.Encode()}))
		return false
	}
	if c, err := r.Cookie(name); err == nil && same(c.Value, s.key) {
		return true
	}
	http.Error(w, keyless, http.StatusForbidden)
	return false
}

// sendOn leads to another address of ours. A browser that comes from another site would not show its new cookie there, and so goes there
// from a page of ours.
func (s *Server) sendOn(w http.ResponseWriter, r *http.Request, to string) {
	w.Header().Set("Referrer-Policy", "no-referrer")
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		s.show(w, r, "enter.html", to)
		return
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// local returns an address if it leads to a page of ours, or else that of the first page.
func local(u *url.URL) string {
	if u.Host == "" && u.Scheme == "" && len(u.Path) > 0 && u.Path[0] == '/' && (len(u.Path) == 1 || u.Path[1] != '/' && u.Path[1] != '\\') {
		return u.RequestURI()
	}
	return "/"
}

// guarded answers only requests to this host that know the key, and forms of its own pages.
func (s *Server) guarded(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if !localHost(r.Host) {
			http.Error(w, "this page is served to its own address only", http.StatusMisdirectedRequest)
			return
		}
		if !s.admitted(w, r) {
			return
		}
		if r.Method != http.MethodPost {
			next.ServeHTTP(w, r)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, requestBytes)
		switch {
		case cross.Check(r) != nil, r.Header.Get("Origin") != "" && r.Header.Get("Origin") != "http://"+r.Host:
			http.Error(w, "the form comes from another page", http.StatusForbidden)
		case r.ParseForm() != nil:
			http.Error(w, "the form is too large or damaged", http.StatusRequestEntityTooLarge)
		case !same(r.PostForm.Get("token"), s.token):
			http.Error(w, "the form is of another run of the program: reload the page", http.StatusForbidden)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// localHost reports whether a request was meant for this computer by an address that no other site can have, so that a name that
// leads here by a trick of DNS is refused.
func localHost(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	if strings.EqualFold(name, "localhost") {
		return true
	}
	ip := net.ParseIP(strings.Trim(name, "[]"))
	return ip != nil
}
