package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"runtime/debug"
	"strings"
	"time"

	"zhenggai/extract/batch"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// A Record is a document that was read: its notices, as notices.ndjson has them.
type Record struct {
	Place
	ID     string // of its first notice, which comes of the content
	Path   string
	Packed []byte // a line of JSON for each notice, compressed, since it crosses the network
}

// A Member is a document out of an archive or a crawl, on its way to the worker that extracts it.
type Member struct {
	Place
	Piece
	Parts   []Piece
	Missing source.Missing
}

// A Piece is a document, or a part of one.
type Piece struct {
	Path, URL, ContentType, Retrieved string
	Data                              []byte
	Page                              bool   // of a part: the notice goes on there
	Err                               string // of a part: why it could not be read
}

func pieceOf(d *source.Document) Piece {
	return Piece{Path: d.Path, URL: d.URL, ContentType: d.ContentType, Retrieved: d.Retrieved, Data: d.Data}
}

func (p *Piece) document() source.Document {
	return source.Document{Path: p.Path, URL: p.URL, ContentType: p.ContentType, Retrieved: p.Retrieved, Data: p.Data}
}

// memberOf makes a document fit to travel.
func memberOf(place Place, d *source.Document) Member {
	m := Member{Place: place, Piece: pieceOf(d), Missing: d.Missing}
	for i := range d.Parts {
		p := pieceOf(&d.Parts[i].Document)
		p.Page = d.Parts[i].Page
		if err := d.Parts[i].Err; err != nil {
			p.Err = err.Error()
		}
		m.Parts = append(m.Parts, p)
	}
	return m
}

// document is the opposite of memberOf.
func (m *Member) document() source.Document {
	d := m.Piece.document()
	d.Missing = m.Missing
	for i := range m.Parts {
		p := source.Part{Document: m.Parts[i].document(), Page: m.Parts[i].Page}
		if m.Parts[i].Err != "" {
			p.Err = errors.New(m.Parts[i].Err)
		}
		d.Parts = append(d.Parts, p)
	}
	return d
}

// readFn reads sources. A file that is a document is extracted at once; the documents of archives and crawls go on to other workers.
type readFn struct {
	Options Options
	tools   *tools
}

// Setup makes what the worker needs.
func (f *readFn) Setup() (err error) {
	f.tools, err = toolsOf(&f.Options)
	return err
}

// ProcessElement reads one source. Whatever is wrong with it becomes a failure, so that no source can end the job.
func (f *readFn) ProcessElement(ctx context.Context, s Source, emit func(int, Record), member func(Member), line func(string, Line)) {
	if err := f.read(ctx, s, emit, member, line); err != nil {
		f.Options.fail(ctx, s.Path, err, line)
	}
}

func (f *readFn) read(ctx context.Context, s Source, emit func(int, Record), member func(Member), line func(string, Line)) (err error) {
	defer caught(&err)
	entry, err := f.tools.entry(s, func() (io.ReadCloser, error) { return open(ctx, s.Path) })
	if err != nil {
		return err
	}
	for item := range entry.Documents(f.Options.Source) {
		switch {
		case item.Skip != "":
			f.Options.skip(ctx, source.Skip{Path: item.Path, Reason: item.Skip, Count: item.Count}, line)
		case item.Err != nil:
			f.Options.fail(ctx, item.Path, item.Err, line)
		case item.Path != entry.Path:
			count(ctx, "shuffled_bytes", len(item.Data))
			member(memberOf(s.Place, &item.Document))
		default:
			f.tools.record(ctx, s.Place, item.Document, emit, line)
		}
		s.Item++
	}
	return nil
}

// extractFn extracts the documents of archives and crawls.
type extractFn struct {
	Options Options
	tools   *tools
}

// Setup makes what the worker needs.
func (f *extractFn) Setup() (err error) {
	f.tools, err = toolsOf(&f.Options)
	return err
}

// ProcessElement extracts one document.
func (f *extractFn) ProcessElement(ctx context.Context, m Member, emit func(int, Record), line func(string, Line)) {
	f.tools.record(ctx, m.Place, m.document(), emit, line)
}

// record extracts a document and emits its record, or its failure.
func (t *tools) record(ctx context.Context, place Place, doc source.Document, emit func(int, Record), line func(string, Line)) {
	start := time.Now()
	notices, err := t.guarded(doc)
	count(ctx, "documents", 1)
	count(ctx, "bytes", len(doc.Data))
	took(ctx, time.Since(start))
	var lines []byte
	if err == nil {
		lines, err = encode(notices)
	}
	if err != nil {
		t.options.fail(ctx, doc.Path, err, line)
		return
	}
	r := Record{Place: place, ID: notices[0].ID, Path: doc.Path, Packed: t.pack.EncodeAll(lines, nil)}
	count(ctx, "shuffled_bytes", len(r.Packed))
	emit(shardOf(r.ID, t.options.Shards), r)
}

// encode prints notices as notices.ndjson has them.
func encode(notices []*model.Notice) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	for _, n := range notices {
		if err := e.Encode(n); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// shardOf spreads keys evenly over shards, always in the same way.
func shardOf(key string, shards int) int {
	h := fnv.New64a()
	io.WriteString(h, key) // a hash returns no error
	return int(h.Sum64() % uint64(shards))
}

// errNoNotice is the failure of a document of which nothing came, not even an error.
var errNoNotice = errors.New("no notice came of it")

// guarded extracts a document and makes a failure of a panic, or of an extraction that does not end. Nothing can end such a call, so
// that it goes on in the background.
func (t *tools) guarded(doc source.Document) ([]*model.Notice, error) {
	type result struct {
		notices []*model.Notice
		err     error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() { done <- r }()
		defer caught(&r.err)
		if r.notices, r.err = t.extract(doc); r.err == nil && len(r.notices) == 0 {
			r.err = errNoNotice
		}
	}()
	timer := time.NewTimer(t.options.Time)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.notices, r.err
	case <-timer.C:
		return nil, batch.ErrTime
	}
}

// caught, when deferred, makes an error of a panic, which is a defect of the program and must not take other documents with it.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("defect: %v at %s; please report it with the file", p, panicked(string(debug.Stack())))
	}
}

// panicked returns file and line of the call that panicked, without the folder, which differs between computers.
func panicked(stack string) string {
	_, after, _ := strings.Cut(stack, "\npanic(")
	for line := range strings.Lines(after) {
		at, isPlace := strings.CutPrefix(line, "\t")
		if !isPlace || strings.Contains(at, "/runtime/") {
			continue
		}
		at, _, _ = strings.Cut(strings.TrimSpace(at), " +")
		return at[strings.LastIndex(at, "/")+1:]
	}
	return "an unknown place"
}
