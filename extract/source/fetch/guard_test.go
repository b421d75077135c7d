package fetch

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

func TestGuard(t *testing.T) {
	for address, public := range map[string]bool{
		"8.8.8.8:80": true, "202.96.128.86:443": true, "[2400:3200::1]:443": true, "[::ffff:8.8.8.8]:80": true,
		"0.0.0.0:80": false, "127.0.0.1:80": false, "127.9.9.9:80": false, "10.1.2.3:80": false, "172.16.0.1:80": false, "172.31.255.255:80": false,
		"172.32.0.1:80": true, "192.168.1.1:80": false, "169.254.169.254:80": false, "100.64.0.1:80": false, "100.127.255.255:80": false, "100.128.0.1:80": true,
		"192.0.0.8:80": false, "192.0.2.1:80": false, "198.18.0.1:80": false, "198.51.100.1:80": false, "203.0.113.1:80": false, "224.0.0.1:80": false,
		"240.0.0.1:80": false, "255.255.255.255:80": false, "[::]:80": false, "[::1]:80": false, "[::ffff:127.0.0.1]:80": false, "[::ffff:a00:1]:80": false,
		"[::127.0.0.1]:80": false, "[::ffff:0:7f00:1]:80": false, "[64:ff9b::7f00:1]:80": false, "[64:ff9b:1::1]:80": false, "[2002:7f00:1::]:80": false,
		"[2001::1]:80": false, "[2001:db8::1]:80": false, "[2001:200::1]:80": true, "[fc00::1]:80": false, "[fd12::1]:80": false, "[fe80::1%eth0]:80": false,
		"[fec0::1]:80": false, "[ff02::1]:80": false, "[100::1]:80": false, "[3fff::1]:80": false, "[4000::1]:80": false, "[5f00::1]:80": false,
		"localhost:80": false, "": false,
	} {
		if err := guard("tcp", address, nil); (err == nil) != public {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// but returns a guard that takes the address of a site for a public one.
func but(s *site) func(string, string, syscall.RawConn) error {
	return func(network, address string, c syscall.RawConn) error {
		if address == s.Listener.Addr().String() {
			return nil
		}
		return guard(network, address, c)
	}
}

// TestGuardedRun has a site, taken for a public one, that leads to hosts that are not public.
func TestGuardedRun(t *testing.T) {
	s, inner := newSite(t), newSite(t)
	inner.page("/secret.html", "text/html", noticePage)
	f := patient()
	f.AllowPrivate = false
	f.control = but(s)
	list := ""
	for path, to := range map[string]string{
		"/loopback.html": inner.URL + "/secret.html", "/name.html": strings.Replace(inner.URL, "127.0.0.1", "localhost", 1) + "/secret.html",
		"/metadata.html": "http://169.254.169.254/latest/meta-data/", "/mapped.html": "http://[::ffff:10.0.0.1]/", "/nat64.html": "http://[64:ff9b::a00:1]/",
		"/zero.html": "http://0.0.0.0:1/", "/robots.html": "http://192.168.0.1/robots.txt",
	} {
		s.handle(path, http.RedirectHandler(to, http.StatusFound).ServeHTTP)
		list += s.URL + path + "\n"
	}
	sum := fetchAll(t, f, t.TempDir(), list+strings.Replace(inner.URL, "127.0.0.1", "localhost", 1)+"/secret.html")
	if len(sum.Failures) != 8 || sum.Fetched != 0 || len(inner.all()) != 0 {
		t.Errorf("%+v, asked for %q", sum, inner.all())
	}
	for _, failure := range sum.Failures {
		if !strings.Contains(failure.Reason, "no public address") {
			t.Errorf("%s: %s", failure.URL, failure.Reason)
		}
	}
}

// TestNamesThatMove has names that lead to hosts that are not public, one of them from the second time on.
func TestNamesThatMove(t *testing.T) {
	s := newSite(t)
	s.handle("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close") // so that the name is looked up again
		if r.URL.Path == "/robots.txt" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		io.WriteString(w, noticePage)
	})
	var looked atomic.Int32
	f := patient()
	f.AllowPrivate = false
	f.control = but(s)
	f.resolver = nameServer(t, func(name string) string {
		switch {
		case strings.HasPrefix(name, "site."), strings.HasPrefix(name, "moving.") && looked.Add(1) <= 2: // robots.txt and a page
			return "127.0.0.1"
		case strings.HasPrefix(name, "mapped."):
			return "::ffff:10.0.0.1"
		}
		return "169.254.169.254"
	})
	port := s.Listener.Addr().(*net.TCPAddr).Port
	list := ""
	for _, host := range []string{"site.test/1", "site.test/2", "inner.test/3", "mapped.test/4", "moving.test/5", "moving.test/6"} {
		name, page, _ := strings.Cut(host, "/")
		list += fmt.Sprintf("http://%s:%d/%s.html\n", name, port, page)
	}
	sum := fetchAll(t, f, t.TempDir(), list)
	if sum.Fetched != 3 || len(sum.Failures) != 3 {
		t.Errorf("%+v", sum)
	}
	for _, failure := range sum.Failures {
		if !strings.Contains(failure.Reason, "no public address") {
			t.Errorf("%s: %s", failure.URL, failure.Reason)
		}
	}
}

// nameServer returns a resolver that asks a function for the address of a name.
func nameServer(t *testing.T, find func(name string) string) *net.Resolver {
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := server.ReadFrom(buf)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buf[:n]) == nil && len(m.Questions) == 1 {
				data, _ := reply(m, find).Pack()
				_, _ = server.WriteTo(data, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", server.LocalAddr().String())
	}}
}

// reply answers a question about a name. Only the question about its kind of address counts as a look.
func reply(m dnsmessage.Message, find func(name string) string) *dnsmessage.Message {
	q := m.Questions[0]
	m.Header.Response, m.Additionals = true, nil
	wants4 := q.Type == dnsmessage.TypeA
	if is6 := strings.HasPrefix(q.Name.String(), "mapped."); is6 == wants4 {
		return &m
	}
	ip := netip.MustParseAddr(find(q.Name.String()))
	head := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: dnsmessage.ClassINET}
	if wants4 {
		m.Answers = []dnsmessage.Resource{{Header: head, Body: &dnsmessage.AResource{A: ip.As4()}}}
	} else {
		m.Answers = []dnsmessage.Resource{{Header: head, Body: &dnsmessage.AAAAResource{AAAA: ip.As16()}}}
	}
	return &m
}
