package source

import (
	"bytes"
	"html"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// pattern returns a function that compiles an expression when it is first called: most runs need few of them, and
// compiling all takes a twentieth of the time that a short run has.
func pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// A link is what a page says about another file.
type link struct {
	href    string // without query and fragment, escapes undone
	text    string // of the link, without tags
	address string // as written, with query, without fragment
}

const (
	mostLinks = 2000 // of a page; the rest is not looked at
	longLink  = 1000 // bytes of an address or of the text of a link
)

// linksIn returns what the elements of a page point to by href or src. It looks for these words only and builds no
// tree, since most pages have nothing that matters here.
func linksIn(page []byte) []link {
	var links []link
	for len(links) < mostLinks {
		i := nextReference(page)
		if i < 0 {
			break
		}
		page = page[i:]
		value, rest := attributeValue(page)
		page = rest
		if href := cleanHref(value); href != "" {
			links = append(links, link{href, linkText(rest), address(value)})
		}
	}
	return links
}

// nextReference returns where the value of the next href or src begins behind its =, or -1.
func nextReference(s []byte) int {
	for at := 0; ; {
		i := bytes.IndexByte(s[at:], '=')
		if i < 0 {
			return -1
		}
		at += i + 1
		name := bytes.ToLower(bytes.TrimRight(s[max(0, at-9):at-1], " "))
		if bytes.HasSuffix(name, []byte("href")) || bytes.HasSuffix(name, []byte("src")) {
			return at
		}
	}
}

// attributeValue returns the value that s begins with, and what follows it.
func attributeValue(s []byte) (value, rest []byte) {
	s = bytes.TrimLeft(s, " ")
	if len(s) == 0 {
		return nil, nil
	}
	end := 0
	if quote := s[0]; quote == '"' || quote == '\'' {
		s = s[1:]
		end = bytes.IndexByte(s, quote)
	} else {
		end = bytes.IndexAny(s, " \t\r\n>")
	}
	if end < 0 || end > longLink {
		return nil, s
	}
	return s[:end], s[end:]
}

// cleanHref returns the path of an address within a site, or "" where it points to nothing of its own.
func cleanHref(value []byte) string {
	href := strings.TrimSpace(html.UnescapeString(text(value)))
	if i := strings.IndexAny(href, "#?"); i >= 0 {
		href = href[:i]
	}
	if lower := strings.ToLower(href); strings.HasPrefix(lower, "javascript:") || strings.HasPrefix(lower, "mailto:") || strings.HasPrefix(lower, "data:") {
		return ""
	}
	if plain, err := url.PathUnescape(href); err == nil {
		href = text([]byte(plain))
	}
	return href
}

// address returns an address as a page writes it, up to its fragment.
func address(value []byte) string {
	whole, _, _ := strings.Cut(strings.TrimSpace(html.UnescapeString(text(value))), "#")
	return whole
}

// text returns bytes as text: they are UTF-8 or else GB18030.
func text(b []byte) string {
	if !utf8.Valid(b) {
		if s, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b); err == nil {
			return string(s)
		}
	}
	return string(b)
}

var tag = pattern(`<[^>]*>`)

// linkText returns the words of the link whose start tag goes on with s.
func linkText(s []byte) string {
	s = s[:min(len(s), longLink)]
	_, s, _ = bytes.Cut(s, []byte(">"))
	end := bytes.Index(s, []byte("</"))
	for end >= 0 && !bytes.HasPrefix(bytes.ToLower(s[end:min(end+3, len(s))]), []byte("</a")) {
		next := bytes.Index(s[end+2:], []byte("</"))
		if next < 0 {
			return ""
		}
		end += 2 + next
	}
	if end < 0 {
		return ""
	}
	return strings.TrimSpace(html.UnescapeString(tag().ReplaceAllString(text(s[:end]), "")))
}

// stemOf parts a name from its ending.
func stemOf(name string) (stem, ext string) {
	ext = path.Ext(name)
	return strings.TrimSuffix(name, ext), strings.ToLower(ext)
}

// later matches what stands behind a name's stem to say which page of it a file is: t_2, page2, x(2), x_第2页.
var later = pattern(`^(?:[_-]?(\d{1,3})|[(（](\d{1,3})[)）]|[_-]?第(\d{1,3})页)$`)

// pageOf returns which further page of the page own a file is, or 0 where its name does not say that it is one.
func pageOf(own, name string) int {
	stem, ext := stemOf(own)
	other, otherExt := stemOf(name)
	if ext != otherExt || stem == "" || !strings.HasPrefix(other, stem) {
		return 0
	}
	for _, n := range later().FindStringSubmatch(strings.TrimPrefix(other, stem)) {
		if i, err := strconv.Atoi(n); err == nil {
			return i
		}
	}
	return 0
}

// series matches a name that ends in a number.
var series = pattern(`^(.*?[_(（-]?第?)(\d{1,3})(页?[)）]?)$`)

// follows reports whether a name is that of the page behind own where both have a number: x_1.html and x_2.html.
func follows(own, name string) bool {
	stem, ext := stemOf(own)
	other, otherExt := stemOf(name)
	a, b := series().FindStringSubmatch(stem), series().FindStringSubmatch(other)
	if a == nil || b == nil || ext != otherExt || a[1] != b[1] || a[3] != b[3] {
		return false
	}
	i, _ := strconv.Atoi(a[2])
	k, _ := strconv.Atoi(b[2])
	return k == i+1
}

// onward matches the text of a link to another page of the same text.
var onward = pattern(`^[\[［<《]?\s*(?:下一页|下页|后一页|第?\s*\d{1,3}\s*页?|next)\s*[\]］>》]*$`)

// Onward reports whether the words of a link say that it leads to another page of the same text or list: 下一页, or the
// number of a page.
func Onward(words string) bool { return onward().MatchString(words) }

// paged matches the script by which many sites link the pages of a text: how many there are, which this is, and the
// name and ending of the first.
var paged = pattern(`createPageHTML\(\s*["']?(\d{1,3})["']?\s*,\s*["']?(\d{1,3})["']?\s*,\s*["']([^"']{1,200})["']\s*,\s*["']([^"']{1,10})["']`)

// scriptedPages returns the names of the further pages that a script of the first page links.
func scriptedPages(page []byte) []string {
	if !bytes.Contains(page, []byte("createPageHTML(")) {
		return nil
	}
	m := paged().FindSubmatch(page)
	if m == nil {
		return nil
	}
	count, _ := strconv.Atoi(string(m[1]))
	if current, _ := strconv.Atoi(string(m[2])); current != 0 {
		return nil
	}
	var names []string
	for i := 1; i < min(count, mostPages); i++ {
		names = append(names, text(m[3])+"_"+strconv.Itoa(i)+"."+string(m[4]))
	}
	return names
}
