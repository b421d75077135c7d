package review

import (
	"crypto/subtle"
	"net"
	"net/http"
	"strings"
)

// policy lets a page load its own style and script, and nothing else.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guarded answers only requests to this host from its own pages.
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
		case subtle.ConstantTimeCompare([]byte(r.PostForm.Get("token")), []byte(s.token)) != 1:
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
