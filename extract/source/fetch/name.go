package fetch

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/runes"
)

const (
	longestName = 100 // bytes of a file's or folder's name
	longestPath = 200 // bytes of a path
)

// names gives each address the path of its file. No two have the same, on file systems that do not tell A from a either.
type names map[string]string // folded paths to addresses

// take returns the path of the file for an address: that by which it is known, or one with a hash where another address
// has it.
func (n names) take(u *url.URL, ending string) string {
	name := nameFor(u, ending)
	for i := 0; ; i++ {
		if by, taken := n[fold(name)]; !taken || by == u.String() {
			n[fold(name)] = u.String()
			return name
		}
		name = strings.TrimSuffix(nameFor(u, ending), ending) + "~" + hash(u.String()+strconv.Itoa(i)) + ending
	}
}

// fold returns a path as a file system that does not tell A from a knows it.
func fold(name string) string { return strings.ToLower(strings.ToUpper(name)) }

// nameFor returns the path for an address: host, folders and name as on the site, so that relative links lead from file
// to file. What no file system takes is changed, and has a hash of what it was.
func nameFor(u *url.URL, ending string) string {
	host := folderName(strings.ReplaceAll(u.Host, ":", "_"))
	dirs := strings.Split(u.Path, "/")
	file := dirs[len(dirs)-1]
	dirs = slices.DeleteFunc(dirs[:len(dirs)-1], func(s string) bool { return s == "" })
	file = fileName(file, u, ending)
	raw := strings.Join(dirs, "/")
	for i, d := range dirs {
		dirs[i] = folderName(d)
	}
	all := append([]string{host}, dirs...)
	if name := path.Join(append(all, file)...); len(name) <= longestPath {
		return name
	}
	return path.Join(host, "~"+hash(raw), file)
}

// fileName returns the name of a file with its ending, which stays where the address has it.
func fileName(name string, u *url.URL, ending string) string {
	stem := name
	if strings.EqualFold(path.Ext(name), ending) {
		stem, ending = name[:len(name)-len(ending)], path.Ext(name)
	}
	if name == "" {
		stem = "index"
	}
	safe := safeName(stem)
	if u.RawQuery != "" {
		safe += "~" + hash(u.RawQuery)
	}
	return safe + ending
}

// folderName returns the name of a folder, which never ends as that of a file does, so that no file is in its way.
func folderName(name string) string {
	safe := safeName(name)
	if ext := strings.ToLower(path.Ext(safe)); isKnown(ext) || ext == ".tsv" {
		safe += "~" + hash(name)
	}
	return safe
}

// safeName returns a name that every file system takes, of which a hash is a part where it is not the name as it was.
func safeName(name string) string {
	safe := strings.Map(safeRune, strings.ToValidUTF8(name, "_"))
	safe = safe[:runes.Before(safe, longestName)]
	if strings.HasPrefix(safe, ".") {
		safe = "_" + safe[1:]
	}
	if strings.HasSuffix(safe, ".") {
		safe = safe[:len(safe)-1] + "_"
	}
	if isReserved(safe) {
		safe = "_" + safe
	}
	if safe != name || safe == "" {
		safe += "~" + hash(name)
	}
	return safe
}

// safeRune lets through what is written in one way only, and can stand in a name everywhere.
func safeRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)), strings.ContainsRune("-_.()+=,@!~", r):
		return r
	case unicode.Is(unicode.Han, r) && (r >= 0x3400 && r <= 0x9FFF || r == chinese.Zero), strings.ContainsRune("，。、；：（）《》〈〉【】“”—", r):
		return r
	}
	return '_'
}

// isReserved reports whether Windows has a device of a name.
func isReserved(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	stem = strings.TrimRight(stem, " ")
	switch stem {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	device := strings.TrimRight(stem, "0123456789")
	return (device == "COM" || device == "LPT") && len(stem) == len(device)+1
}

// hash returns some figures by which texts are told apart.
func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:4])
}
