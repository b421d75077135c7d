package pipeline

import (
	"context"
	"crypto/sha256"
	"errors"
	"hash/fnv"
	"io"

	"zhenggai/extract/batch"
	"zhenggai/extract/source"
)

// An Item is a document on its way to the worker that extracts it.
type Item struct {
	Source
	Sum    []byte // SHA-256 of its bytes
	Member Member // the document itself, where opening it again would cost much; else its Path is ""
}

// A Member is a document out of an archive, a crawl or a store.
type Member struct {
	Piece
	Parts   []Piece
	Missing source.Missing
}

// A Piece is a document, or a part of one.
type Piece struct {
	Path, URL, ContentType, Retrieved string
	Packed                            []byte // its bytes, compressed, since they cross the network
	Page                              bool   // of a part: the notice goes on there
	Err                               string // of a part: why it could not be read
}

func (t *tools) pieceOf(d *source.Document) Piece {
	return Piece{Path: d.Path, URL: d.URL, ContentType: d.ContentType, Retrieved: d.Retrieved, Packed: t.pack.EncodeAll(d.Data, nil)}
}

// documentOf is the opposite of pieceOf.
func (t *tools) documentOf(p *Piece) (source.Document, error) {
	data, err := t.unpack.DecodeAll(p.Packed, nil)
	return source.Document{Path: p.Path, URL: p.URL, ContentType: p.ContentType, Retrieved: p.Retrieved, Data: data}, err
}

// memberOf makes a document fit to travel.
func (t *tools) memberOf(d *source.Document) Member {
	m := Member{Piece: t.pieceOf(d), Missing: d.Missing}
	for i := range d.Parts {
		p := t.pieceOf(&d.Parts[i].Document)
		p.Page = d.Parts[i].Page
		if err := d.Parts[i].Err; err != nil {
			p.Err = err.Error()
		}
		m.Parts = append(m.Parts, p)
	}
	return m
}

// given is the opposite of memberOf.
func (t *tools) given(m *Member) (source.Document, error) {
	d, err := t.documentOf(&m.Piece)
	if err != nil {
		return d, err
	}
	d.Missing = m.Missing
	for i := range m.Parts {
		part, err := t.documentOf(&m.Parts[i])
		if err != nil {
			return d, err
		}
		p := source.Part{Document: part, Page: m.Parts[i].Page}
		if m.Parts[i].Err != "" {
			p.Err = errors.New(m.Parts[i].Err)
		}
		d.Parts = append(d.Parts, p)
	}
	return d, nil
}

// size returns how many bytes a member is to travel with, near enough.
func (m *Member) size() int {
	n := len(m.Packed)
	for i := range m.Parts {
		n += len(m.Parts[i].Packed)
	}
	return n
}

// readFn looks through sources for documents, and sends each to its shard. A file of the machine goes by its name only: to read it
// once more costs less than to have all files travel. The documents of archives, crawls and stores travel.
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
func (f *readFn) ProcessElement(ctx context.Context, s Source, emit func(int, Item), line func(string, Line)) {
	if err := f.read(ctx, s, emit, line); err != nil {
		f.Options.fail(ctx, s.Path, err, line)
	}
}

func (f *readFn) read(ctx context.Context, s Source, emit func(int, Item), line func(string, Line)) (err error) {
	defer batch.Caught(&err)
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
		default:
			sum := sha256.Sum256(item.Data)
			it := Item{Source: s, Sum: sum[:]}
			if item.Path != entry.Path || !local(s.Path) {
				it.Member = f.tools.memberOf(&item.Document)
				count(ctx, "shuffled_bytes", it.Member.size())
			}
			emit(shardOf(string(it.Sum), f.Options.Shards), it) // the copies of a document come together
		}
		s.Item++
	}
	return nil
}

// shardOf spreads keys evenly over shards, always in the same way.
func shardOf(key string, shards int) int {
	h := fnv.New64a()
	io.WriteString(h, key) // a hash returns no error
	return int(h.Sum64() % uint64(shards))
}
