package batch

import (
	"hash/fnv"
	"path"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhenggai/extract/internal/runes"
)

// maxName is the longest file name that Names gives, in bytes: file systems allow 255 with the ending.
const maxName = 120

// reserved are names that Windows keeps for devices.
const reserved = "|con|prn|aux|nul|com1|com2|com3|com4|com5|com6|com7|com8|com9|lpt1|lpt2|lpt3|lpt4|lpt5|lpt6|lpt7|lpt8|lpt9|"

// Names returns a function that gives each notice a file name of its own, made from the path of its source and fit for
// every file system. Names that differ only in case count as the same. The same paths give the same names.
func Names() func(path string) string {
	used := map[uint64]int32{} // hashes of names in lower case, and the last number that was put behind each
	return func(path string) string {
		base := fileName(path)
		name, first := base, folded(base)
		for i := used[first]; used[folded(name)] > 0; {
			i++
			name = base + "-" + strconv.Itoa(int(i))
			used[first] = i
		}
		used[folded(name)] = 1
		return name
	}
}

// folded returns a hash of a name in lower case. Runs over many notices keep hashes and no names; two names of one hash
// would cost one of them a number.
func folded(name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(strings.ToLower(name))) // a hash returns no error
	return h.Sum64()
}

// fileName makes a safe name of the last element of a path, without its ending.
func fileName(p string) string {
	base := path.Base(strings.ReplaceAll(p, `\`, "/"))
	base = strings.TrimSuffix(base, path.Ext(base))
	name := strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || strings.ContainsRune(`<>:"/\|?*!`, r) {
			return '_'
		}
		return r
	}, base)
	name = name[:runes.Before(name, maxName)]
	name = strings.TrimLeft(strings.TrimRight(name, ". "), ". ")
	device, _, _ := strings.Cut(strings.ToLower(name), ".")
	if name == "" || name == "-" || strings.Contains(reserved, "|"+device+"|") {
		name = "notice" + strings.Trim(name, "-")
	}
	return name
}
