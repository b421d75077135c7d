package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/licensecheck"
)

// A part is the work of others: a module, or what a module or a table was made of.
type part struct {
	name, version string
	in            string   // the module or table that carries it, "" for a module
	licence       string   // an SPDX expression
	copyright     []string // lines
	texts         []text
	tested        bool // a test or tool of this repository needs it
}

// A text is a file with a licence or a notice.
type text struct{ name, body string }

// enough is how many per cent of a file the licences must make that are known in it, so that nothing else of weight is said.
const enough = 80

// The tables that people keep.
const (
	decidedFile  = "decided.tsv"
	carriedFile  = "carried.tsv"
	acceptedFile = "accepted.txt"
	ownTable     = "extract/rules/divisions.tsv" // made of the data of others
)

// A decision says the licence of a file that cannot be told by its words alone.
type decision struct {
	licence string // "-" for a file about what is not held, which is left out
	used    bool
}

// decisions are what people have decided.
type decisions struct {
	files    map[string]*decision // by module and file: PATH FILE
	carried  map[string][]part    // by the module, PATH@VERSION, or table that carries them
	accepted []string             // SPDX identifiers
	seen     map[string]bool      // keys of carried that were asked for
}

func readDecisions(dir string) (*decisions, error) {
	d := &decisions{files: map[string]*decision{}, carried: map[string][]part{}, seen: map[string]bool{}}
	err := readTable(filepath.Join(dir, decidedFile), 4, func(f []string) error {
		d.files[f[0]+" "+f[1]] = &decision{licence: f[2]}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = readTable(filepath.Join(dir, carriedFile), 6, func(f []string) error {
		p := part{name: f[1], version: f[2], in: f[0], licence: f[3], copyright: strings.Split(f[5], " | ")}
		for _, name := range strings.Fields(f[4]) {
			body, err := os.ReadFile(filepath.Join(dir, "texts", name))
			if err != nil {
				return err
			}
			p.texts = append(p.texts, text{name, string(body)})
		}
		d.carried[f[0]] = append(d.carried[f[0]], p)
		return nil
	})
	if err != nil {
		return nil, err
	}
	accepted, err := os.ReadFile(filepath.Join(dir, acceptedFile))
	d.accepted = strings.Fields(string(accepted))
	return d, err
}

// readTable gives the fields of each line to take. Lines that begin with # are comments.
func readTable(file string, fields int, take func([]string) error) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != fields {
			return fmt.Errorf("%s:%d: %d fields, want %d", file, n, len(f), fields)
		}
		if err := take(f); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	return nil
}

// unused returns an error for each decision that nothing needs, such as one for a version that is no longer held: it may
// hide that its subject has changed.
func (d *decisions) unused() []error {
	var errs []error
	for _, key := range slices.Sorted(maps.Keys(d.files)) {
		if !d.files[key].used {
			errs = append(errs, fmt.Errorf("%s: %s: there is no such file any more; remove the line", decidedFile, key))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(d.carried)) {
		if !d.seen[key] {
			errs = append(errs, fmt.Errorf("%s: %s is not held any more; look what the version that is held carries, and put it right", carriedFile, key))
		}
	}
	return errs
}

// carriedBy returns what a module, PATH@VERSION, or a table carries of others.
func (d *decisions) carriedBy(key string) []part {
	d.seen[key] = true
	return d.carried[key]
}

// licenceFile is a name of a file with a licence, noticeFile one of a file that has to be passed on beside it.
var (
	licenceFile = regexp.MustCompile(`(?i)^((un)?licen[cs]es?|copying|ofl|ftl)([.-].*)?$`)
	noticeFile  = regexp.MustCompile(`(?i)^(notice|patents|copyright)([.-].*)?$`)
)

// judge reads the licences and notices of a module.
func (d *decisions) judge(m *module) (part, error) {
	p := part{name: m.Path, version: m.Version}
	files, err := licenceFiles(m)
	if err != nil {
		return p, fmt.Errorf("%s: %w", m, err)
	}
	var errs []error
	var licences []string
	for _, f := range files {
		if d.leftOut(m.Path, f.name) {
			continue
		}
		if !noticeFile.MatchString(path.Base(f.name)) {
			found, err := d.licences(m.Path, f)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", m, err))
			}
			licences = append(licences, found...)
		}
		if !strings.Contains(f.name, "/") {
			p.copyright = append(p.copyright, copyrights(f.body)...)
		}
		p.texts = append(p.texts, f)
	}
	slices.Sort(licences)
	p.licence = strings.Join(slices.Compact(licences), " AND ")
	p.copyright = distinct(p.copyright)
	if p.licence == "" && len(errs) == 0 {
		errs = append(errs, fmt.Errorf("%s: no file states a licence", m))
	}
	return p, errors.Join(errs...)
}

// leftOut reports whether a file is about nothing that is held.
func (d *decisions) leftOut(module, file string) bool {
	decided := d.files[module+" "+file]
	if decided == nil || decided.licence != "-" {
		return false
	}
	decided.used = true
	return true
}

// licences returns the SPDX identifiers of what a file of a module says.
func (d *decisions) licences(module string, f text) ([]string, error) {
	if decided := d.files[module+" "+f.name]; decided != nil {
		decided.used = true
		return strings.Split(decided.licence, " AND "), nil
	}
	coverage := licensecheck.Scan([]byte(f.body))
	if len(coverage.Match) == 0 || coverage.Percent < enough {
		return nil, fmt.Errorf("%s: unknown licence (%.0f %% of it is known); decide what it is in .ci/licences/%s", f.name, coverage.Percent, decidedFile)
	}
	var ids []string
	for _, match := range coverage.Match {
		if !slices.Contains(d.accepted, match.ID) {
			return nil, fmt.Errorf("%s: the licence %s is not among those of .ci/licences/%s", f.name, match.ID, acceptedFile)
		}
		ids = append(ids, match.ID)
	}
	return ids, nil
}

// licenceFiles returns the files with licences and notices at the root of a module, and beside and above what is held of it.
func licenceFiles(m *module) ([]text, error) {
	folders := map[string]bool{m.Dir: true}
	for dir := range m.folders {
		for ; len(dir) > len(m.Dir); dir = filepath.Dir(dir) {
			folders[dir] = true
		}
	}
	var all []text
	for dir := range folders {
		files, err := textsIn(m.Dir, dir)
		if err != nil {
			return nil, err
		}
		more, err := textsIn(m.Dir, filepath.Join(dir, "licenses")) // where some keep them
		if err != nil && !os.IsNotExist(err) {
			return nil, err
		}
		all = append(append(all, files...), more...)
	}
	slices.SortFunc(all, func(a, b text) int { return strings.Compare(a.name, b.name) })
	return all, nil
}

// textsIn returns the licences and notices of a folder. In a folder of licences every file is one.
func textsIn(root, dir string) ([]text, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var all []text
	for _, e := range entries {
		name := e.Name()
		known := licenceFile.MatchString(name) || noticeFile.MatchString(name) || filepath.Base(dir) == "licenses"
		if !known || e.IsDir() || filepath.Ext(name) == ".go" {
			continue
		}
		body, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		rel, err := filepath.Rel(root, filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		all = append(all, text{filepath.ToSlash(rel), strings.ReplaceAll(readable(body), "\r\n", "\n")})
	}
	return all, nil
}

// readable returns a text in UTF-8. A few are in Latin-1, whose bytes are the first code points.
func readable(body []byte) string {
	if utf8.Valid(body) {
		return string(body)
	}
	runes := make([]rune, len(body))
	for i, b := range body {
		runes[i] = rune(b)
	}
	return string(runes)
}

// copyright is a line that says who holds a right.
var copyright = regexp.MustCompile(`(?m)^[\s#*/;-]*((?:Portions )?(?:Copyright|COPYRIGHT|©|\([cC]\))[^\n]*)$`)

// dated is what such a line has, and no sentence of a licence that begins with the same word.
var dated = regexp.MustCompile(`(?i)\b(19|20)\d\d\b|©|copyright \(c\)`)

func copyrights(body string) []string {
	var all []string
	for _, m := range copyright.FindAllStringSubmatch(body, -1) {
		if line := strings.TrimSpace(m[1]); dated.MatchString(line) {
			all = append(all, line)
		}
	}
	return all
}

// distinct removes repeated lines and keeps the order.
func distinct(lines []string) []string {
	var all []string
	for _, line := range lines {
		if !slices.Contains(all, line) {
			all = append(all, line)
		}
	}
	return all
}
