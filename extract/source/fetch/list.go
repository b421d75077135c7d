package fetch

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// An Entry is one line of a list: the address of a notice, or of a page that lists notices.
type Entry struct {
	Address *url.URL
	List    bool
	Pages   int // of the list, that are looked at
}

const (
	longest   = 2000 // bytes of an address
	mostPages = 1000 // of a list
)

// ParseList reads a list of addresses, an entry a line:
//
//	# a comment
//	https://example.org/t1.html
//	list https://example.org/notices/ pages=3
//
// name is that of the list in messages. The error joins all mistakes, each with its line.
func ParseList(r io.Reader, name string) ([]Entry, error) {
	var entries []Entry
	var errs []error
	lines := bufio.NewScanner(r)
	n := 1
	for ; lines.Scan(); n++ {
		fields := withoutComment(strings.Fields(strings.TrimPrefix(lines.Text(), "\ufeff")))
		if len(fields) == 0 {
			continue
		}
		e, err := parseEntry(fields)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %w", name, n, err))
			continue
		}
		entries = append(entries, e)
	}
	if err := lines.Err(); err != nil {
		errs = append(errs, fmt.Errorf("%s:%d: %w", name, n, err))
	}
	if len(entries) == 0 && len(errs) == 0 {
		errs = append(errs, fmt.Errorf("%s: no address in it; write one a line", name))
	}
	return entries, errors.Join(errs...)
}

// withoutComment drops the words from the first that begins with #. One within an address is a part of it.
func withoutComment(fields []string) []string {
	for i, f := range fields {
		if strings.HasPrefix(f, "#") {
			return fields[:i]
		}
	}
	return fields
}

// parseEntry reads the words of one line.
func parseEntry(fields []string) (Entry, error) {
	if fields[0] != "list" {
		if len(fields) > 1 {
			return Entry{}, fmt.Errorf("%q behind the address; want one address a line, or list ADDRESS [pages=N]", fields[1])
		}
		address, err := parseAddress(fields[0])
		return Entry{Address: address}, err
	}
	if len(fields) < 2 {
		return Entry{}, errors.New("no address behind list; want list ADDRESS [pages=N]")
	}
	e := Entry{List: true, Pages: 1}
	var err error
	if e.Address, err = parseAddress(fields[1]); err != nil {
		return e, err
	}
	for _, option := range fields[2:] {
		value, ok := strings.CutPrefix(option, "pages=")
		if !ok {
			return e, fmt.Errorf("unknown option %q; want list ADDRESS [pages=N]", option)
		}
		if e.Pages, err = strconv.Atoi(value); err != nil || e.Pages < 1 || e.Pages > mostPages {
			return e, fmt.Errorf("pages=%s: want a number from 1 to %d", value, mostPages)
		}
	}
	return e, nil
}

// parseAddress reads an address and brings it into the form by which it is known.
func parseAddress(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil {
		return nil, fmt.Errorf("%q is no address", s)
	}
	return canonical(u)
}

// resolve returns the whole address for one that a page at base writes.
func resolve(base *url.URL, written string) (*url.URL, error) {
	u, err := base.Parse(strings.TrimSpace(written))
	if err != nil {
		return nil, err
	}
	return canonical(u)
}

// canonical returns an address in the form by which it is known, or says why nothing is fetched from it.
func canonical(u *url.URL) (*url.URL, error) {
	switch {
	case len(u.String()) > longest:
		return nil, fmt.Errorf("an address of more than %d bytes", longest)
	case u.Scheme == "" || u.Opaque != "":
		return nil, fmt.Errorf("%q is no whole address; begin it with https:// or http://", u)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%s: addresses are not fetched; want https or http", u.Scheme)
	case u.User != nil:
		return nil, errors.New("the address has a user name or password; leave it out")
	}
	host, err := hostName(u)
	if err != nil {
		return nil, err
	}
	c := u.ResolveReference(&url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: u.RawQuery, ForceQuery: u.ForceQuery}) // without . and ..
	c.Host, c.Fragment, c.RawFragment = host, "", ""
	if c.Path == "" {
		c.Path = "/"
	}
	c.RawQuery = escaped(c.RawQuery)
	return c, nil
}

// escaped returns a query with what may not stand in one escaped.
func escaped(query string) string {
	var b strings.Builder
	for _, c := range []byte(query) {
		if c <= ' ' || c >= 0x7F {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// hostName returns the host of an address in its ASCII form, with the port where it is not the usual one.
func hostName(u *url.URL) (string, error) {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if strings.Contains(host, ":") {
		host = "[" + host + "]" // IPv6
	} else if ascii, err := idna.Lookup.ToASCII(strings.ReplaceAll(host, "_", "-")); err != nil || ascii == "" {
		return "", fmt.Errorf("%q is no name of a host", u.Hostname())
	} else if !strings.Contains(host, "_") { // which some sites have in their names
		host = ascii
	}
	port := u.Port()
	if port == "" || port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https" {
		return host, nil
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return "", fmt.Errorf("%q is no port", port)
	}
	return host + ":" + port, nil
}
