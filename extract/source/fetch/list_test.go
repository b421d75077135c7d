package fetch

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseList(t *testing.T) {
	const list = "\ufeff# notices\r\n\r\nhttps://Example.org/a/../t.html#top\r\n" +
		"  list http://example.org:80/l/?q=整 pages=3 # three\nlist https://example.org\nhttps://例子.cn/%E6%95%B4.html\nhttp://[2400:3200::1]:8080/a_b\nhttp://a_b.example.org/"
	entries, err := ParseList(strings.NewReader(list), "list")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		s := e.Address.String()
		if e.List {
			s += strings.Repeat(" +", e.Pages)
		}
		got = append(got, s)
	}
	want := []string{
		"https://example.org/t.html", "http://example.org/l/?q=%E6%95%B4 + + +", "https://example.org/ +",
		"https://xn--fsqu00a.cn/%E6%95%B4.html", "http://[2400:3200::1]:8080/a_b", "http://a_b.example.org/",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseListMistakes(t *testing.T) {
	for list, want := range map[string]string{
		"":                          "l: no address in it; write one a line",
		"# nothing":                 "l: no address in it; write one a line",
		"t.html":                    `l:1: "t.html" is no whole address; begin it with https:// or http://`,
		"\nmailto:a@example.org":    `l:2: "mailto:a@example.org" is no whole address; begin it with https:// or http://`,
		"file:///etc/passwd":        "l:1: file: addresses are not fetched; want https or http",
		"http:///t.html":            `l:1: "" is no name of a host`,
		"http://a%20b/":             `l:1: "http://a%20b/" is no address`,
		"http://-a-/":               `l:1: "-a-" is no name of a host`,
		"http://u@example.org/":     "l:1: the address has a user name or password; leave it out",
		"http://example.org:0/":     `l:1: "0" is no port`,
		"http://example.org:x/":     `l:1: "http://example.org:x/" is no address`,
		"http://a.org http://b.org": `l:1: "http://b.org" behind the address; want one address a line, or list ADDRESS [pages=N]`,
		"list":                      "l:1: no address behind list; want list ADDRESS [pages=N]",
		"list # http://a.org":       "l:1: no address behind list; want list ADDRESS [pages=N]",
		"list http://a.org pages=x": "l:1: pages=x: want a number from 1 to 1000",
		"list http://a.org pages=1001\nlist http://a.org page=1": "l:1: pages=1001: want a number from 1 to 1000\n" +
			`l:2: unknown option "page=1"; want list ADDRESS [pages=N]`,
		"http://a.org/" + strings.Repeat("x", longest):  "l:1: an address of more than 2000 bytes",
		"http://a.org/\n" + strings.Repeat("x", 70_000): "l:2: bufio.Scanner: token too long",
	} {
		_, err := ParseList(strings.NewReader(list), "l")
		if err == nil || err.Error() != want {
			t.Errorf("%.40q: %v, want %s", list, err, want)
		}
	}
}

func FuzzParseList(f *testing.F) {
	f.Add("https://example.org/a b.html?q=整\nlist http://[::1]:8/ pages=2 # x")
	f.Add("list\nhttp://u:p@h/\r\nhttp://%2e%2e/")
	f.Fuzz(func(t *testing.T, list string) {
		entries, err := ParseList(strings.NewReader(list), "l")
		if err == nil && len(entries) == 0 {
			t.Error("neither an entry nor a mistake")
		}
		for _, e := range entries {
			s := e.Address.String()
			if strings.ContainsAny(s, " \t\r\n") || e.Address.Scheme != "http" && e.Address.Scheme != "https" || e.Address.Host == "" {
				t.Errorf("%q is taken for an address", s)
			}
			again, err := parseAddress(s)
			if err != nil || again.String() != s {
				t.Errorf("%q is read back as %v, %v", s, again, err)
			}
		}
	})
}

func at(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := parseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
