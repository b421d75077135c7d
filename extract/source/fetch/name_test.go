package fetch

import (
	"path"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNames(t *testing.T) {
	long := strings.Repeat("整", 100)
	for address, want := range map[string]string{
		"https://example.org/":                                               "example.org/index.html",
		"https://example.org/a/b/t2024.html":                                 "example.org/a/b/t2024.html",
		"https://example.org/a/T.HTML":                                       "example.org/a/T.HTML",
		"https://example.org:8080/a/post_1":                                  "example.org_8080/a/post_1.html",
		"https://example.org/show.jsp?id=3":                                  "example.org/show.jsp~" + hash("id=3") + ".html",
		"https://example.org/%E6%95%B4%E6%94%B9.htm":                         "example.org/整改.htm.html",
		"https://example.org/index.tsv":                                      "example.org/index.tsv.html",
		"https://example.org/a.pdf/t.html":                                   "example.org/a.pdf~" + hash("a.pdf") + "/t.html",
		"https://example.org//a//t.html":                                     "example.org/a/t.html",
		"https://example.org/%2e%2e/%2E%2E/etc":                              "example.org/__~" + hash("..") + "/__~" + hash("..") + "/etc.html",
		"https://example.org/..%2F..%2Fetc/t.html":                           "example.org/__~" + hash("..") + "/__~" + hash("..") + "/etc/t.html",
		"https://example.org/con.html":                                       "example.org/_con~" + hash("con") + ".html",
		"https://example.org/COM1.x/t.html":                                  "example.org/_COM1.x~" + hash("COM1.x") + "/t.html",
		"https://example.org/.git/t.html":                                    "example.org/_git~" + hash(".git") + "/t.html",
		"https://example.org/a:b%7C.html":                                    "example.org/a_b_~" + hash("a:b|") + ".html",
		"https://example.org/%D5%FB.html":                                    "example.org/_~" + hash("\xD5\xFB") + ".html",
		"https://example.org/a%20/t.html":                                    "example.org/a_~" + hash("a ") + "/t.html",
		"https://example.org/" + long + ".html":                              "example.org/" + long[:99] + "~" + hash(long) + ".html",
		"https://example.org" + strings.Repeat("/abcdefghi", 30) + "/t.html": "example.org/~" + hash(strings.Repeat("/abcdefghi", 30)[1:]) + "/t.html",
	} {
		if got := (names{}).take(at(t, address), ".html"); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}

// TestNamesDiffer gives addresses whose files would have one name, on some file system, different ones.
func TestNamesDiffer(t *testing.T) {
	n := names{}
	seen := map[string]string{}
	addresses := []string{
		"https://example.org/a.html", "https://example.org/A.html", "https://EXAMPLE.org/a.HTML", "http://example.org/a.html", "https://example.org/a",
		"https://example.org//a.html", "https://example.org/a.html?x", "https://example.org/a.html?y", "https://example.org/K", "https://example.org/%E2%84%AA",
		"https://example.org/%C5%BF", "https://example.org/s", "https://example.org/%C3%A9", "https://example.org/e%CC%81", "https://example.org/a%2Fb", "https://example.org/a/b",
	}
	for range 2 {
		for _, a := range addresses {
			name := n.take(at(t, a), ".html")
			key := strings.ToLower(name)
			if by, taken := seen[key]; taken && by != a {
				t.Errorf("%s and %s are both %s", by, a, name)
			}
			seen[key] = a
		}
	}
	if len(seen) != len(addresses) {
		t.Errorf("%d names of %d addresses", len(seen), len(addresses))
	}
}

func FuzzNames(f *testing.F) {
	f.Add("https://example.org/../../etc/passwd", "http://example.org/CON?x=1", uint8(0))
	f.Add("https://h/a/%00%2e%2e%5c..%5Ct.html", "https://h/A/%2F/.t.HTML", uint8(1))
	f.Fuzz(func(t *testing.T, a, b string, which uint8) {
		n := names{}
		list := []string{".html", ".pdf", ".txt", ".docx"}
		ending := list[int(which)%len(list)]
		paths := map[string]string{}
		for _, s := range []string{a, b, a, strings.ToUpper(b)} {
			u, err := parseAddress(s)
			if err != nil {
				continue
			}
			name := n.take(u, ending)
			if by, taken := paths[fold(name)]; taken && by != u.String() {
				t.Errorf("%s and %s are both %s", by, u, name)
			}
			paths[fold(name)] = u.String()
			checkName(t, name, ending)
		}
	})
}

// checkName insists that a name is local, and can stand on every file system.
func checkName(t *testing.T, name, ending string) {
	if !filepath.IsLocal(filepath.FromSlash(name)) || path.Clean(name) != name || len(name) > 400 || !utf8.ValidString(name) {
		t.Errorf("%q is not safe", name)
	}
	if !strings.EqualFold(path.Ext(name), ending) {
		t.Errorf("%q does not end with %s", name, ending)
	}
	segments := strings.Split(name, "/")
	for i, s := range segments {
		if s == "" || len(s) > 160 || strings.HasPrefix(s, ".") || strings.HasSuffix(s, ".") || strings.HasSuffix(s, " ") || strings.ContainsAny(s, "<>:\"\\|?*\x00\t\n") || isReserved(s) {
			t.Errorf("%q cannot stand in %q", s, name)
		}
		if ext := strings.ToLower(path.Ext(s)); i < len(segments)-1 && isKnown(ext) {
			t.Errorf("the folder %q in %q looks like a file", s, name)
		}
	}
}
