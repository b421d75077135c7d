package source

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/klauspost/compress/zstd"
)

// A member is a file in an archive.
type member struct {
	name   string // as the archive writes it
	mode   fs.FileMode
	size   int64 // as the archive declares it
	origin origin
	parts  []pending
	lacks  Missing
	unlook bool // see Entry
	open   func() (io.ReadCloser, error)
}

// enter insists, before the entries of an archive are read, that it is not nested too deep.
func (u *unpacking) enter(at place) error {
	if at.depth > u.limits.Depth {
		return ErrNested
	}
	return nil
}

// member reads one file of an archive, or says why not.
func (u *unpacking) member(at place, m member) error {
	name := memberName(m.name)
	if err := u.count(); err != nil || m.mode.IsDir() || strings.HasSuffix(name, "/") {
		return err
	}
	in := at.within(path.Clean(name))
	if escapes(name) {
		in.Path = at.Path + "!" + name
		return u.give(Item{Document: in.Document, Err: ErrEscape})
	}
	if path.Base(name) == indexName {
		return u.give(Item{Document: in.Document, Skip: "an index is used in folders and ZIP archives only"})
	}
	if why := leftOut(name, m.mode); why != "" {
		return u.give(Item{Document: in.Document, Skip: why})
	}
	in.size = m.size
	in.URL, in.Retrieved, in.Missing, in.parts, in.unlooked = m.origin.url, m.origin.retrieved, m.lacks, m.parts, m.unlook
	return u.open(in, m.open)
}

// memberName returns the name of an entry as text. Archives that are packed on Chinese Windows write names in GB18030
// and say nothing of it, and may part folders by backslashes.
func memberName(name string) string {
	return printable(strings.ReplaceAll(text([]byte(name)), `\`, "/"))
}

// printable replaces what would upset a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// escapes reports whether a name leads out of the archive: it is absolute, has a drive or goes up.
func escapes(name string) bool {
	drive := len(name) > 1 && name[1] == ':' && unicode.IsLetter(rune(name[0]))
	return name == "" || name[0] == '/' || drive || slices.Contains(strings.Split(name, "/"), "..")
}

// leftOut says why a file of an archive is not read, or "".
func leftOut(name string, mode fs.FileMode) string {
	parts := strings.Split(path.Clean(name), "/")
	switch {
	case mode&fs.ModeSymlink != 0:
		return "a link"
	case !mode.IsRegular():
		return "not a regular file"
	case slices.Contains(parts, "__MACOSX"):
		return "what macOS notes about a file"
	case slices.ContainsFunc(parts, func(p string) bool { return strings.HasPrefix(p, ".") }):
		return "a hidden file"
	}
	return wrongEnding(name, "archives")
}

// tar reads a TAR archive. It is a stream that is read once.
func (u *unpacking) tar(at place, r *bufio.Reader) error {
	if err := u.enter(at); err != nil {
		return err
	}
	t := tar.NewReader(r)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return drain(r)
		}
		if err != nil {
			return damaged(err)
		}
		if h.Typeflag == tar.TypeXGlobalHeader {
			continue
		}
		m := member{name: h.Name, mode: modeOf(h), size: h.Size, open: func() (io.ReadCloser, error) { return io.NopCloser(t), nil }}
		if err := u.member(at, m); err != nil {
			return err
		}
	}
}

// modeOf returns the mode of a TAR entry. Hard links are links. Sparse files, which are long without having bytes, are
// no regular ones.
func modeOf(h *tar.Header) fs.FileMode {
	mode := h.FileInfo().Mode()
	sparse := slices.ContainsFunc(slices.Collect(maps.Keys(h.PAXRecords)), func(k string) bool { return strings.HasPrefix(k, "GNU.sparse.") })
	switch {
	case h.Typeflag == tar.TypeLink:
		return mode | fs.ModeSymlink
	case h.Typeflag == tar.TypeGNUSparse, sparse:
		return mode | fs.ModeIrregular
	}
	return mode
}

// drain reads the padding behind an archive, so that a compressed stream verifies its checksum.
func drain(r io.Reader) error {
	_, err := io.CopyN(io.Discard, r, 1<<20)
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// damaged names an error of an archive's structure as such.
func damaged(err error) error {
	if errors.Is(err, tar.ErrHeader) || errors.Is(err, zip.ErrFormat) {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

// zip reads a ZIP archive, whose directory stands at its end. An Office document is a ZIP archive too and is read as
// one document.
func (u *unpacking) zip(at place, r *bufio.Reader) error {
	if at.file != nil && at.file.before.Mode().IsRegular() {
		err := u.zipFile(at, at.file.File, at.size)
		if changed := at.file.changed(); changed != nil && !errors.As(err, new(fatal)) {
			err = changed
		}
		return err
	}
	f, err := os.CreateTemp("", "zhenggai-*.zip")
	if err != nil {
		return err
	}
	if os.Remove(f.Name()) != nil { // at once, so that no interrupt leaves it behind; Windows removes no open file
		defer os.Remove(f.Name())
	}
	defer f.Close()
	size, err := u.spool(f, r)
	if err != nil {
		return err
	}
	return u.zipFile(at, f, size)
}

// spool lays a ZIP archive that is no file aside in one.
func (u *unpacking) spool(f *os.File, r io.Reader) (int64, error) {
	n, err := io.Copy(f, io.LimitReader(r, u.limits.Spool+1))
	if err == nil && n > u.limits.Spool {
		err = tooLarge(u.limits.Spool)
	}
	return n, err
}

func (u *unpacking) zipFile(at place, file *os.File, size int64) error {
	z, err := zip.NewReader(file, size)
	if err != nil {
		return damaged(err)
	}
	if isOffice(z) {
		return u.document(at, io.NewSectionReader(file, 0, size))
	}
	if err := u.enter(at); err != nil {
		return err
	}
	return u.zipEntries(at, z, size)
}

// isOffice reports whether a ZIP archive is a document of Office, OpenDocument or OFD.
func isOffice(z *zip.Reader) bool {
	return slices.ContainsFunc(z.File, func(f *zip.File) bool {
		return f.Name == "[Content_Types].xml" || f.Name == "mimetype" || f.Name == "OFD.xml"
	})
}

// zipEntries reads the entries of a ZIP archive in the order of its directory.
func (u *unpacking) zipEntries(at place, z *zip.Reader, size int64) error {
	z.RegisterDecompressor(zstd.ZipMethodWinZip, zstd.ZipDecompressor(zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(streamWindow)))
	var packed uint64
	for _, f := range z.File {
		if packed += f.CompressedSize64; packed < f.CompressedSize64 || packed > uint64(size) {
			return fmt.Errorf("%w: entries overlap", ErrRatio)
		}
	}
	indexes, err := u.zipIndexes(at, z)
	if err != nil {
		return err
	}
	sh := u.zipShelf(at, z, indexes)
	for _, f := range z.File {
		name := memberName(f.Name)
		if path.Base(name) == indexName {
			continue
		}
		m := member{name: f.Name, mode: f.Mode(), size: int64(f.UncompressedSize64), origin: indexes.origin(name), open: func() (io.ReadCloser, error) { return u.zipOpen(f) }}
		if c, ok := sh.taken[path.Clean(name)]; ok {
			if err := u.give(Item{Document: at.within(path.Clean(name)).Document, Skip: c.as + " of " + at.Path + "!" + c.by}); err != nil {
				return err
			}
			continue
		}
		m.unlook = !sh.looked[path.Clean(name)]
		if b := sh.out[path.Clean(name)]; b != nil {
			m.lacks, m.parts = b.missing, sh.parts(b)
		}
		if err := u.member(at, m); err != nil {
			return err
		}
	}
	return nil
}

// zipShelf finds what belongs together in a ZIP archive.
func (u *unpacking) zipShelf(at place, z *zip.Reader, indexes indexes) *shelf {
	sh := newShelf(u.wanted)
	for _, f := range z.File[:min(len(z.File), u.limits.Entries)] {
		name := memberName(f.Name)
		if !f.Mode().IsRegular() || escapes(name) || leftOut(name, f.Mode()) != "" {
			continue
		}
		name = path.Clean(name)
		in := at.within(name).Document
		in.URL, in.Retrieved = indexes.origin(name).url, indexes.origin(name).retrieved
		sh.add(name, pending{at: in, open: func() (io.ReadCloser, error) { return u.zipOpen(f) }})
	}
	sh.bundles()
	return sh
}

// zipOpen opens an entry of a ZIP archive.
func (u *unpacking) zipOpen(f *zip.File) (io.ReadCloser, error) {
	if f.Flags&1 != 0 {
		return nil, ErrEncrypted
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged(err)
	}
	return struct {
		io.Reader
		io.Closer
	}{u.meter(r, func() int64 { return int64(f.CompressedSize64) }), r}, nil
}
