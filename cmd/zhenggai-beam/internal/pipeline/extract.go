package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"zhenggai/extract/batch"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// work extracts the documents of a shard and writes its files. batch.Run calls from several goroutines, and Beam wants
// to be called from its own, so that Beam is told at the end what came of it.
type work struct {
	*writeFn
	entries []source.Entry
	places  map[content]Place

	totals   batch.Totals
	outcomes []batch.Outcome // of what was not written
	packers  map[int]*packer // by the shard of the bodies
	figures  []bodyFigures

	bytes atomic.Int64
	mu    sync.Mutex // for took
	took  []time.Duration
}

// A content is a document by its path and the SHA-256 of its bytes. Paths alone are not enough: an archive may have one twice.
type content struct{ path, sum string }

// bodyFigures are figures and the shard of their bodies.
type bodyFigures struct {
	Figures
	shard int
}

// newWork prepares the work on items in the order of the sources.
func (f *writeFn) newWork(ctx context.Context, items []Item) *work {
	w := &work{writeFn: f, places: make(map[content]Place, len(items)), packers: map[int]*packer{}}
	for i := range items {
		e := f.tools.entryOf(ctx, &items[i])
		key := content{e.Path, hex.EncodeToString(items[i].Sum)}
		if _, known := w.places[key]; !known {
			w.places[key] = items[i].Place
		}
		w.entries = append(w.entries, e)
	}
	return w
}

// entryOf returns what reads an item. A member is unpacked only then.
func (t *tools) entryOf(ctx context.Context, item *Item) source.Entry {
	if m := &item.Member; m.Path != "" {
		return source.Entry{Path: m.Path, Given: func() (source.Document, error) { return t.given(m) }}
	}
	e, err := t.entry(item.Source, func() (io.ReadCloser, error) { return open(ctx, item.Path) })
	if err != nil {
		return source.Entry{Path: item.Path, Given: func() (source.Document, error) { return source.Document{}, err }}
	}
	return e
}

// do extracts the documents and writes the files of the shard, by way of a folder.
func (w *work) do(ctx context.Context, dir string, shard int) error {
	files, err := w.newShard(dir)
	if err != nil {
		return err
	}
	sum, err := batch.Run(ctx, w.entries, append(files.sinks(), sink(w.compare)), batch.Options{
		Extract: w.extract, Limits: w.Options.Source, Time: w.Options.Time, Outcome: w.outcome,
		Stuck: len(w.entries), // documents that never end must not end the job
	})
	if err := errors.Join(err, files.finish()); err != nil {
		return err
	}
	w.totals = sum.Totals
	w.packRest()
	if local(w.Options.Output) {
		if err := w.layAside(ctx, dir, shard); err != nil {
			return err
		}
	}
	return w.publish(ctx, files, shard)
}

// extract extracts a document. One that is no longer what it was when its shard was chosen may be a copy of one in another shard.
func (w *work) extract(ctx context.Context, d source.Document) ([]*model.Notice, error) {
	sum := sha256.Sum256(d.Data)
	if _, known := w.places[content{d.Path, hex.EncodeToString(sum[:])}]; !known {
		return nil, source.ErrChanged
	}
	w.bytes.Add(int64(len(d.Data)))
	defer w.ended(time.Now())
	return w.tools.extract(ctx, d)
}

// ended takes note of how long a document took.
func (w *work) ended(start time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.took = append(w.took, time.Since(start))
}

// compare keeps what is compared of a notice.
func (w *work) compare(n *model.Notice) error {
	profile, err := w.tools.compared.Profile(n)
	if profile == nil || err != nil {
		return err
	}
	shard := shardOf(bodyOf(n), w.Options.Shards)
	p := w.packers[shard]
	if p == nil {
		p = &packer{}
		w.packers[shard] = p
	}
	p.add(w.places[content{n.Source.Path, n.Source.SHA256}], n.ID, profile)
	if len(p.profiles) >= worthwhile {
		w.figures = append(w.figures, bodyFigures{p.pack(w.tools), shard})
	}
	return nil
}

// packRest packs what is left in the packers, always in the same order.
func (w *work) packRest() {
	for _, shard := range slices.Sorted(maps.Keys(w.packers)) {
		if p := w.packers[shard]; len(p.notices) > 0 {
			w.figures = append(w.figures, bodyFigures{p.pack(w.tools), shard})
		}
	}
	w.packers = nil
}

// outcome keeps what became of a document that was not written.
func (w *work) outcome(o batch.Outcome) error {
	if o.Written == nil {
		w.outcomes = append(w.outcomes, o)
	}
	return nil
}

// tell emits and counts what came of the work.
func (w *work) tell(ctx context.Context, emit func(int, Figures), line func(string, Line)) {
	for _, o := range w.outcomes {
		switch {
		case o.Failure != nil:
			w.Options.fail(ctx, o.Failure.Path, o.Failure.Err, line)
		case o.Duplicate != nil:
			w.Options.duplicate(ctx, *o.Duplicate, line)
		case o.Skip != nil:
			w.Options.skip(ctx, *o.Skip, line)
		}
	}
	for _, f := range w.figures {
		count(ctx, "shuffled_bytes", len(f.Packed))
		emit(f.shard, f.Figures)
	}
	w.mu.Lock() // a document that hangs may end now
	defer w.mu.Unlock()
	count(ctx, "bytes", int(w.bytes.Load()))
	countTotals(ctx, &w.totals)
	took(ctx, w.took)
}
