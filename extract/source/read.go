package source

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
)

// Limits bound what one source may cost, so that an archive made to do harm fails by itself. Zero fields mean those of
// DefaultLimits.
type Limits struct {
	Document int64 // bytes of a document
	Spool    int64 // bytes of a ZIP archive that is no file of its own and is laid aside on disk
	Total    int64 // bytes unpacked from one source, those of archives within it counted again
	Entries  int   // files and records of one source, those of archives within it included
	Ratio    int64 // how many times its packed size a stream may have, from its second MiB on
	Depth    int   // archives around an archive
}

// DefaultLimits are far beyond any honest source.
var DefaultLimits = Limits{Document: 16 << 20, Spool: 1 << 30, Total: 64 << 30, Entries: 1_000_000, Ratio: 500, Depth: 2}

func (l Limits) orDefault() Limits {
	or := func(n *int64, otherwise int64) {
		if *n <= 0 {
			*n = otherwise
		}
	}
	or(&l.Document, DefaultLimits.Document)
	or(&l.Spool, DefaultLimits.Spool)
	or(&l.Total, DefaultLimits.Total)
	or(&l.Ratio, DefaultLimits.Ratio)
	if l.Entries <= 0 {
		l.Entries = DefaultLimits.Entries
	}
	if l.Depth <= 0 {
		l.Depth = DefaultLimits.Depth
	}
	return l
}

// Why a source or a part of it cannot be read.
var (
	ErrTooLarge  = errors.New("too large")
	ErrChanged   = errors.New("the file was changed while it was read; try again")
	ErrTruncated = errors.New("damaged or incomplete: the data end too early")
	ErrDamaged   = errors.New("damaged or incomplete")
	ErrRatio     = errors.New("refused: it unpacks to far more than an honest file")
	ErrNested    = errors.New("refused: archives are nested too deep")
	ErrTwice     = errors.New("compressed twice; decompress it first")
	Err7z        = errors.New("a 7z archive; unpack it first, or pack it as ZIP")
	ErrXZ        = errors.New("XZ data; decompress it first")
	ErrEncrypted = errors.New("encrypted; unpack it with its password first")
	ErrEscape    = errors.New("refused: its name leads out of the archive")
)

// A fatal error ends the reading of a whole source, with all archives in it.
type fatal struct{ error }

// errStopped unwinds the reading of a source when nobody wants more of it.
var errStopped = fatal{errors.New("stopped")}

// An Item is what one place in a source gives: a document, or else why there is none.
type Item struct {
	Document
	Skip  string // why it is left out
	Count int    // where one reason stands for many records of a crawl, how many; else 0
	Err   error  // why it cannot be read; does not repeat the path
}

// Documents reads the source once, front to back, and yields what it holds: one document, or those of the archive or
// crawl that it is. What it is, its bytes say and not its name. No more than one document is held at a time.
func (e Entry) Documents(limits Limits) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		if e.Given != nil {
			yield(e.given())
			return
		}
		u := &unpacking{limits: limits.orDefault(), yield: yield, wanted: e.wanted}
		at := place{Document: Document{Path: e.Path, URL: e.URL, Retrieved: e.Retrieved}, unlooked: e.unlooked}
		if e.joined != nil {
			at.Missing, at.parts = e.joined.missing, e.joined.parts
		}
		err := u.open(at, e.opener())
		if limit, ok := errors.AsType[fatal](err); ok && limit != errStopped {
			yield(Item{Document: Document{Path: e.Path}, Err: limit.error})
		}
	}
}

// given returns the item of an entry that something else has read.
func (e Entry) given() Item {
	d, err := e.Given()
	if err != nil {
		return Item{Document: Document{Path: e.Path}, Err: err}
	}
	return Item{Document: d}
}

// unpacking is the state of reading one source.
type unpacking struct {
	limits  Limits
	yield   func(Item) bool
	bytes   int64 // unpacked so far
	entries int   // met so far
	given   int   // documents read so far, and what could not be
	wanted  func(text string) bool
}

// A place is where a stream of bytes stands in a source.
type place struct {
	Document     // what is known of it before it is read
	depth    int // archives around it
	parts    []pending
	unlooked bool    // see Entry
	packed   bool    // it comes out of a compressed stream
	size     int64   // how long it is, as far as that is known
	file     *steady // the file that it is, if it is one
}

// within returns the place of an entry of the archive at p.
func (p place) within(name string) place {
	return place{Document: Document{Path: p.Path + "!" + name}, depth: p.depth + 1}
}

// give yields an item.
func (u *unpacking) give(i Item) error {
	if i.Skip == "" {
		u.given++
	}
	if !u.yield(i) {
		return errStopped
	}
	return nil
}

// open reads what stands at a place. What fails there is yielded, so that an error that it returns is fatal.
func (u *unpacking) open(at place, open func() (io.ReadCloser, error)) error {
	if err := u.opened(at, open); err != nil {
		return u.fail(at, err)
	}
	return nil
}

// fail yields an error, unless it is a fatal one, which it returns.
func (u *unpacking) fail(at place, err error) error {
	switch {
	case errors.As(err, new(fatal)):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF):
		err = ErrTruncated
	}
	return u.give(Item{Document: Document{Path: at.Path}, Err: reason(err)})
}

func (u *unpacking) opened(at place, open func() (io.ReadCloser, error)) error {
	r, err := open()
	if err != nil {
		return err
	}
	defer r.Close()
	if f, ok := r.(*os.File); ok {
		if at.file, err = newSteady(f); err != nil {
			return err
		}
		at.size = at.file.before.Size()
		return u.read(at, at.file)
	}
	return u.read(at, r)
}

// read finds out by the first bytes of a stream what it is, and reads it.
func (u *unpacking) read(at place, r io.Reader) error {
	stream := bufio.NewReader(r)
	start, err := stream.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	k := kindOf(start)
	switch {
	case k.err != nil:
		return k.err
	case k.unpack != nil:
		return u.decompress(at, k.unpack, stream)
	case k.walk != nil:
		before := u.given
		if err := k.walk(u, at, stream); err != nil || u.given > before || k.crawl {
			return err
		}
		return u.give(Item{Document: Document{Path: at.Path}, Skip: noDocument})
	}
	return u.document(at, stream)
}

// document reads a stream that is one document.
func (u *unpacking) document(at place, r io.Reader) error {
	data, err := readAll(r, at.size, u.limits.Document)
	if err != nil {
		return err
	}
	at.Data = data
	at.Parts = readParts(at.parts, u.limits.Document-int64(len(data)))
	if len(at.Parts)+len(at.Missing.Pages)+len(at.Missing.Attached) == 0 && isPage(at.Path) {
		at.Missing = lacking(at.Path, data, at.unlooked, u.wanted) // it may be the first of several
	}
	return u.give(Item{Document: at.Document})
}

// count counts one more entry of an archive or record of a crawl.
func (u *unpacking) count() error {
	if u.entries++; u.entries > u.limits.Entries {
		return fatal{fmt.Errorf("%w: more than %d entries; the rest is left out", ErrTooLarge, u.limits.Entries)}
	}
	return nil
}

// mostTrusted is how many bytes are set aside for a document because a size is declared.
const mostTrusted = 1 << 20

// readAll is io.ReadAll with a limit, and without growing step by step where the size is known.
func readAll(r io.Reader, size, limit int64) ([]byte, error) {
	size = min(max(size+1, 512), limit+1, mostTrusted) // one more, so that the end is seen without growing
	data := make([]byte, 0, size)
	r = io.LimitReader(r, limit+1)
	for {
		n, err := r.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case int64(len(data)) > limit:
			return nil, tooLarge(limit)
		case errors.Is(err, io.EOF):
			return data, nil
		case err != nil:
			return nil, err
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
	}
}

func tooLarge(limit int64) error { return fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit) }

// A steady is a file that must stay as it is while it is read: where it does not, its end is ErrChanged.
type steady struct {
	*os.File
	before fs.FileInfo
}

func newSteady(f *os.File) (*steady, error) {
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fs.ErrInvalid
	}
	return &steady{f, info}, nil
}

func (s *steady) Read(p []byte) (int, error) {
	n, err := s.File.Read(p)
	if err == io.EOF {
		if changed := s.changed(); changed != nil {
			err = changed
		}
	}
	return n, err
}

// changed returns ErrChanged where the file is no more what it was when it was opened.
func (s *steady) changed() error {
	now, err := s.Stat()
	if err == nil && s.before.Mode().IsRegular() && (now.Size() != s.before.Size() || !now.ModTime().Equal(s.before.ModTime())) {
		return ErrChanged
	}
	return err
}
