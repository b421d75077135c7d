package source

import (
	"bytes"
	"cmp"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Part is a further file of a notice: a page on which it goes on, or a document that it has attached.
type Part struct {
	Document
	Page bool  // else it is attached
	Err  error // why it cannot be read
}

const (
	mostPages    = 50      // of a notice
	mostAttached = 20      // of a page
	mostBeside   = 10_000  // files of a folder that are looked at for a page that was named by itself
	mostScanned  = 1 << 20 // bytes of a page in which links are sought
)

// pageEndings are the endings of pages, which may go on in others and name attachments.
var pageEndings = []string{".html", ".htm", ".shtml", ".xhtml"}

// attachedEndings are the endings of documents that a page may have attached.
var attachedEndings = []string{".pdf", ".docx", ".doc", ".docm", ".dotx", ".dotm", ".xlsx", ".xlsm", ".ofd", ".wps", ".rtf", ".odt"}

func isPage(name string) bool { return slices.Contains(pageEndings, strings.ToLower(path.Ext(name))) }

func isAttached(name string) bool {
	return slices.Contains(attachedEndings, strings.ToLower(path.Ext(name)))
}

// Missing are the files that a page names as parts of its notice and that do not lie beside it.
type Missing struct {
	Pages    []string
	Attached []string
}

// A claim says to which page a file belongs, and as what.
type claim struct{ by, as string }

// A bundle is a page and the files that belong to it, by their names.
type bundle struct {
	pages    []string
	attached []string
	missing  Missing
}

// A shelf is a set of files that lie together: those of a folder or of a ZIP archive, by names with slashes.
type shelf struct {
	names  []string           // of the documents that are sources of their own unless they are parts
	files  map[string]pending // these, and others that may be parts
	byURL  map[string]string  // addresses, as far as known, to names
	wanted func(string) bool  // whether the words of a link speak of what belongs to a notice
	out    map[string]*bundle // by the name of the first page
	looked map[string]bool    // pages that were looked at
	taken  map[string]claim   // files that belong to a page
}

func newShelf(wanted func(string) bool) *shelf {
	return &shelf{
		files: map[string]pending{}, byURL: map[string]string{}, wanted: wanted,
		out: map[string]*bundle{}, looked: map[string]bool{}, taken: map[string]claim{},
	}
}

// add puts a source on the shelf; of two with one name the first stays.
func (s *shelf) add(name string, file pending) {
	if !s.has(name) {
		s.names = append(s.names, name)
		s.put(name, file)
	}
}

// put puts a file on the shelf that is a part of a notice or nothing.
func (s *shelf) put(name string, file pending) {
	s.files[name] = file
	if file.at.URL != "" {
		s.byURL[file.at.URL] = name
	}
}

func (s *shelf) has(name string) bool { return s.files[name].open != nil }

// parts returns the parts of a bundle, the pages first.
func (s *shelf) parts(b *bundle) []pending {
	var parts []pending
	for i, name := range slices.Concat(b.pages, b.attached) {
		part := s.files[name]
		part.page = i < len(b.pages)
		parts = append(parts, part)
	}
	return parts
}

// bundles finds what belongs together. A page itself must say so, names alone prove nothing: it links the further page
// or the attachment. Pages with short names come first, so that the first page of a notice leads.
func (s *shelf) bundles() {
	pages := slices.DeleteFunc(slices.Clone(s.names), func(name string) bool { return !isPage(name) })
	slices.SortFunc(pages, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	attachments := slices.ContainsFunc(s.names, isAttached)
	for _, name := range pages {
		if _, taken := s.taken[name]; !taken && (attachments || s.goesOn(name)) {
			s.bundle(name)
		}
	}
}

// goesOn reports whether a file lies beside a page that may be a further page by its name.
func (s *shelf) goesOn(name string) bool {
	stem, ext := name[:len(name)-len(path.Ext(name))], path.Ext(name)
	for _, suffix := range []string{"_1", "_2", "-1", "-2", "1", "2", "(1)", "(2)", "（2）", "_第2页", "第2页"} {
		if s.has(stem + suffix + ext) {
			return true
		}
	}
	m := series().FindStringSubmatch(stem)
	if m == nil {
		return false
	}
	n, _ := strconv.Atoi(m[2])
	return s.has(m[1] + strconv.Itoa(n+1) + m[3] + ext)
}

// bundle finds what belongs to a page, going from page to page.
func (s *shelf) bundle(first string) {
	b := &bundle{}
	for at := first; at != ""; {
		s.looked[at] = true
		data := head(s.files[at].open)
		links := linksIn(data)
		next, missing := s.nextPage(first, at, data, links, b)
		s.attachments(first, at, data, links, b)
		if missing != "" {
			b.missing.Pages = append(b.missing.Pages, missing)
		}
		at = next
	}
	if len(b.pages)+len(b.attached)+len(b.missing.Pages)+len(b.missing.Attached) > 0 {
		s.out[first] = b
	}
}

// nextPage returns the page that follows page at of a notice, or the name of one that is not there.
func (s *shelf) nextPage(first, at string, data []byte, links []link, b *bundle) (next, missing string) {
	for _, name := range furtherPages(path.Base(first), path.Base(at), data, links) {
		full := path.Join(path.Dir(at), name)
		switch {
		case full == first || slices.Contains(b.pages, full) || len(b.pages) >= mostPages:
		case !s.has(full):
			if missing == "" {
				missing = name
			}
		default:
			if _, taken := s.taken[full]; !taken {
				b.pages = append(b.pages, full)
				s.taken[full] = claim{first, "page " + strconv.Itoa(len(b.pages)+1)}
				return full, missing
			}
		}
	}
	return "", missing
}

// furtherPages returns the names of the pages that page at says follow it, the next first.
func furtherPages(first, at string, data []byte, links []link) []string {
	names := scriptedPages(data)
	for _, l := range links {
		name := path.Base(l.href)
		if strings.Contains(l.href, "://") || !isPage(name) || name == at || name == first {
			continue
		}
		if Onward(l.text) && (pageOf(first, name) > 0 || follows(at, name)) {
			names = append(names, name)
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(pageOf(first, a), pageOf(first, b)) })
	return slices.Compact(names)
}

// attachments adds the documents that a page has attached to its bundle.
func (s *shelf) attachments(first, at string, data []byte, links []link, b *bundle) {
	for _, l := range attachedBy(data, links, s.wanted) {
		if len(b.attached) >= mostAttached {
			return
		}
		name, ok := s.resolve(at, l)
		switch _, taken := s.taken[name]; {
		case !ok && !slices.Contains(b.missing.Attached, path.Base(l.href)):
			b.missing.Attached = append(b.missing.Attached, path.Base(l.href))
		case ok && !taken:
			b.attached = append(b.attached, name)
			s.taken[name] = claim{first, "attachment"}
		}
	}
}

// attachedBy returns the links of a page that lead to what it has attached: to documents of which the link speaks as of
// rectification, and to all where the page says hardly anything itself. A link that reads like the title of another
// notice, as in lists of notices and beside a text, leads to a document of its own.
func attachedBy(data []byte, links []link, wanted func(words string) bool) []link {
	links = slices.DeleteFunc(links, func(l link) bool { return !isAttached(l.href) })
	if len(links) == 0 {
		return nil
	}
	page := text(data)
	stub := isStub(data)
	if stub && len(links) > 1 && !strings.Contains(page, "附件") {
		return nil // a list of documents
	}
	return slices.DeleteFunc(links, func(l link) bool {
		speaks := wanted != nil && (wanted(l.text) || wanted(path.Base(l.href)))
		return !stub && !speaks || titlesAnother(l.text, page)
	})
}

// A Reference is what a page says about a file that belongs to its notice.
type Reference struct {
	Address string // as the page writes it, relative to its own
	Page    bool   // the notice goes on there, else the file is attached
}

// References returns what a page names as parts of its notice, the further pages first, by the same judgement as a Finder
// joins files. first is the name of the notice's first page and at that of this one, wanted is Finder.Attached.
func References(first, at string, page []byte, wanted func(words string) bool) []Reference {
	page = page[:min(len(page), mostScanned)]
	links := linksIn(page)
	var all []Reference
	for _, name := range furtherPages(first, at, page, links) {
		all = append(all, Reference{(&url.URL{Path: name}).String(), true})
	}
	attached := attachedBy(page, links, wanted)
	for _, l := range attached[:min(len(attached), mostAttached)] {
		all = append(all, Reference{Address: l.address})
	}
	return all
}

// titlesAnother reports whether the words of a link name a body and what its notice is about, 某县委关于…的通报, and the page
// does not have them as its own title too.
func titlesAnother(words, page string) bool {
	const shortest = 4 // characters: 某某县委
	words = strings.TrimSuffix(words, path.Ext(words))
	if i := strings.LastIndexAny(words, "：: "); i >= 0 {
		_, size := utf8.DecodeRuneInString(words[i:])
		words = words[i+size:] // 附件1：
	}
	body, _, ok := strings.Cut(words, "关于")
	return ok && utf8.RuneCountInString(body) >= shortest && strings.Count(page, words) < 2
}

// lacking returns what a page names as its parts, where none of it lies beside the page. attached says whether documents
// that are attached are looked for too.
func lacking(name string, page []byte, attached bool, wanted func(string) bool) Missing {
	links := linksIn(page)
	m := Missing{Pages: furtherPages(path.Base(name), path.Base(name), page, links)}
	if attached {
		var b bundle
		s := newShelf(wanted)
		s.attachments(name, name, page, links, &b)
		m.Attached = b.missing.Attached
	}
	return m
}

// isStub reports whether a page has hardly a sentence, in UTF-8 or GB18030.
func isStub(data []byte) bool {
	const few = 4
	return bytes.Count(data, []byte("。")) < few && bytes.Count(data, []byte("\xA1\xA3")) < few
}

// resolve returns the file that an address on a page means: by the addresses of both where they are known, or else by
// the place beside the page.
func (s *shelf) resolve(page string, l link) (string, bool) {
	href := l.href
	if base, err := url.Parse(s.files[page].at.URL); err == nil && base.String() != "" {
		for _, address := range []string{l.address, (&url.URL{Path: href}).String()} { // the second is without query and needless escapes
			if to, err := base.Parse(address); err == nil {
				if name, ok := s.byURL[to.String()]; ok {
					return name, true
				}
			}
		}
	}
	if name, ok := s.byURL[href]; ok {
		return name, true
	}
	if strings.Contains(href, "://") {
		href = path.Base(href)
	}
	name := path.Join(path.Dir(page), href)
	if strings.HasPrefix(href, "/") || !s.has(name) {
		name = path.Join(path.Dir(page), path.Base(href)) // crawls keep the files of a page beside it
	}
	return name, s.has(name)
}

// pending is a part of a notice that is yet to be read.
type pending struct {
	at   Document
	page bool
	open func() (io.ReadCloser, error)
}

// readParts reads the parts of a notice, all of them together no longer than a document.
func readParts(parts []pending, limit int64) []Part {
	var all []Part
	for _, p := range parts {
		part := Part{Document: p.at, Page: p.page}
		part.Data, part.Err = readPart(p, limit)
		limit -= int64(len(part.Data))
		all = append(all, part)
	}
	return all
}

func readPart(p pending, limit int64) ([]byte, error) {
	r, err := p.open()
	if err != nil {
		return nil, reason(err)
	}
	defer r.Close()
	return readAll(r, 0, limit)
}

// join finds what belongs together among the files that were found, and takes the parts of notices out of the list.
func (s *search) join() {
	byRoot := map[string][]int{}
	var roots []string
	for i := range s.list.Entries {
		root := s.list.Entries[i].root
		if root == "" {
			continue // standard input
		}
		if byRoot[root] == nil {
			roots = append(roots, root)
		}
		byRoot[root] = append(byRoot[root], i)
	}
	taken := map[int]bool{}
	for _, root := range roots {
		s.joinWithin(byRoot[root], taken)
	}
	entries := s.list.Entries[:0]
	for i, e := range s.list.Entries {
		if !taken[i] {
			entries = append(entries, e)
		}
	}
	s.list.Entries = entries
}

// joinWithin joins the entries of one folder. Beside a file that was named by itself lie all files of its folder.
func (s *search) joinWithin(indexes []int, taken map[int]bool) {
	sh := newShelf(s.finder.Attached)
	beside := ""
	for _, i := range indexes {
		e := &s.list.Entries[i]
		sh.add(e.Path, pending{at: Document{Path: e.Path, URL: e.URL, Retrieved: e.Retrieved}, open: e.opener()})
		if e.alone && isPage(e.Path) {
			beside = path.Dir(e.Path)
		}
	}
	if beside != "" {
		s.addBeside(beside, sh)
	}
	sh.bundles()
	for _, i := range indexes {
		e := &s.list.Entries[i]
		e.unlooked = !sh.looked[e.Path]
		if b := sh.out[e.Path]; b != nil {
			e.joined = &joined{sh.parts(b), b.missing}
		}
		if c, ok := sh.taken[e.Path]; ok {
			taken[i] = true
			s.list.Skipped = append(s.list.Skipped, Skip{Path: e.Path, Reason: c.as + " of " + c.by})
		}
	}
}

// addBeside adds the files of a folder that may be parts of a page. They are not sources of their own.
func (s *search) addBeside(dir string, sh *shelf) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return // the page itself will say so
	}
	for _, d := range list[:min(len(list), mostBeside)] {
		name := path.Join(dir, d.Name())
		if !d.Type().IsRegular() || sh.has(name) || !isAttached(name) && !isPage(name) {
			continue
		}
		o := s.origin(filepath.FromSlash(name), filepath.FromSlash(dir), "")
		sh.put(name, pending{at: Document{Path: name, URL: o.url, Retrieved: o.retrieved}, open: func() (io.ReadCloser, error) { return openWithin(filepath.FromSlash(dir), filepath.FromSlash(name)) }})
	}
}

// head returns the beginning of a file, or nil where it cannot be read.
func head(open func() (io.ReadCloser, error)) []byte {
	r, err := open()
	if err != nil {
		return nil
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, mostScanned))
	if err != nil {
		return nil
	}
	return data
}
