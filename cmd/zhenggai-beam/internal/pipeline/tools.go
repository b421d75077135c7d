package pipeline

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"sync"

	"github.com/klauspost/compress/zstd"

	"zhenggai/extract"
	"zhenggai/extract/dataset"
	"zhenggai/extract/rules"
	"zhenggai/extract/source"
	"zhenggai/model"
	"zhenggai/model/compare"
)

// tools are what a worker makes once: the tables of rules and the Extractor take a tenth of a second and tens of megabytes, and Beam
// makes a copy of a DoFn for each bundle that runs beside others. It is for several goroutines.
type tools struct {
	options  Options
	rules    *rules.Set
	names    model.Names
	extract  func(context.Context, source.Document) ([]*model.Notice, error)
	tables   []*model.Table // whose rows come notice by notice
	compared compare.Options
	pack     *zstd.Encoder
	unpack   *zstd.Decoder

	mu    sync.Mutex
	lists map[string]*source.List // by pattern
}

// shared are the tools by the options that they are made for. A DoFn comes to a worker as bytes and is set up there any number of
// times, so that nothing but the process itself can hold what all of them use.
var shared sync.Map // of string to func() (*tools, error)

// toolsOf returns the worker's tools.
func toolsOf(o *Options) (*tools, error) {
	key, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	made, _ := shared.LoadOrStore(string(key), sync.OnceValues(func() (*tools, error) { return newTools(*o) }))
	return made.(func() (*tools, error))()
}

func newTools(o Options) (*tools, error) {
	set, err := loadRules(o.Rules)
	if err != nil {
		return nil, err
	}
	x, names := &extract.Extractor{Rules: set, Limits: o.Extract}, set.Names()
	pack, err1 := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest))
	unpack, err2 := zstd.NewReader(nil)
	t := &tools{
		options: o, rules: set, names: names, extract: x.ExtractAll, tables: noticeTables(names), pack: pack, unpack: unpack,
		compared: dataset.CompareOptions(set), lists: map[string]*source.List{},
	}
	return t, errors.Join(err1, err2)
}

// loadRules returns the built-in tables, with those of an archive laid over them.
func loadRules(packed []byte) (*rules.Set, error) {
	if packed == nil {
		return rules.Default(), nil
	}
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	set, err := rules.Load(z)
	if err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	return set, nil
}

// PackRules returns a folder of tables as Options have it, and fails where there is a mistake in them.
func PackRules(dir fs.FS) ([]byte, error) {
	if _, err := rules.Load(dir); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if err := errors.Join(z.AddFS(dir), z.Close()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// noticeTables returns the tables of which each notice gives the rows. The first column of the others is a key too, but their rows
// are of the whole dataset.
func noticeTables(names model.Names) []*model.Table {
	return slices.DeleteFunc(model.Tables(names), func(t *model.Table) bool { return !t.OfNotices() })
}

// mostLists is how many searches a worker remembers. Those of a manifest are many and mostly of one file.
const mostLists = 256

// find returns what a pattern names on this machine; "" stands for all local patterns of the options together. Every worker
// searches for itself, since what Find knows of an entry, such as the parts of its notice, stays within the process.
func (t *tools) find(pattern string) (*source.List, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if list := t.lists[pattern]; list != nil {
		return list, nil
	}
	patterns := []string{pattern}
	if pattern == "" {
		patterns = slices.DeleteFunc(slices.Clone(t.options.Sources), func(p string) bool { return !local(p) })
	}
	finder := source.Finder{Attached: t.rules.Attachments.Attached, Listed: extract.Lister(t.rules)}
	if local(t.options.Output) {
		finder.Exclude = t.options.Output
	}
	list, err := finder.Find(patterns...)
	if err != nil {
		return nil, err
	}
	if len(t.lists) >= mostLists {
		clear(t.lists)
	}
	t.lists[pattern] = list
	return list, nil
}

// entry returns what a source stands for.
func (t *tools) entry(s Source, open func() (io.ReadCloser, error)) (source.Entry, error) {
	if !local(s.Path) {
		return source.Entry{Path: s.Path, Open: open}, nil
	}
	list, err := t.find(s.Pattern)
	if err != nil {
		return source.Entry{}, err
	}
	if s.Entry < len(list.Entries) && list.Entries[s.Entry].Path == s.Path {
		return list.Entries[s.Entry], nil
	}
	i := slices.IndexFunc(list.Entries, func(e source.Entry) bool { return e.Path == s.Path })
	if i < 0 {
		return source.Entry{}, errors.New("it was found, and is not there where it is to be read; all workers must see the same files")
	}
	return list.Entries[i], nil
}
