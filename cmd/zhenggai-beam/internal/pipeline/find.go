package pipeline

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"

	"zhenggai/extract/source"
)

// A Place says where a document stands among all, so that what came first can be told whatever the order of the bundles.
type Place struct {
	Unit  int // the search that found its source
	Entry int // the source within the search
	Item  int // the document within the source
}

// compare returns which of two places comes first, as cmp.Compare does.
func (p Place) compare(q Place) int {
	return cmp.Or(cmp.Compare(p.Unit, q.Unit), cmp.Compare(p.Entry, q.Entry), cmp.Compare(p.Item, q.Item))
}

// A Source is an entry that a search found: a document, an archive or a crawl.
type Source struct {
	Place
	Path    string
	Pattern string // the pattern of the search, or "" for that of all local patterns of the command line together
}

// findFn searches for sources. All local patterns of the command line make one search, since the files that they name may be parts
// of each other's notices; every other pattern is a search of its own.
type findFn struct {
	Options Options
	tools   *tools
}

// Setup makes what the worker needs.
func (f *findFn) Setup() (err error) {
	f.tools, err = toolsOf(&f.Options)
	return err
}

// ProcessElement is called once and emits all sources, and the files that are left out. A pattern of the command line that gives
// nothing is a mistake and ends the job; one of the manifest becomes a failure.
func (f *findFn) ProcessElement(ctx context.Context, _ []byte, emit func(Source), line func(string, Line)) error {
	remote := slices.DeleteFunc(slices.Clone(f.Options.Sources), local)
	unit := 0
	if len(remote) < len(f.Options.Sources) {
		if err := f.search(ctx, Source{}, emit, line); err != nil {
			return err
		}
		unit++
	}
	for _, pattern := range remote {
		if err := f.search(ctx, Source{Place: Place{Unit: unit}, Pattern: pattern}, emit, line); err != nil {
			return err
		}
		unit++
	}
	if f.Options.Manifest == "" {
		return nil
	}
	return f.manifest(ctx, func(n int, pattern string) {
		if err := f.search(ctx, Source{Place: Place{Unit: unit + n}, Pattern: pattern}, emit, line); err != nil {
			f.Options.fail(ctx, pattern, err, line)
		}
	})
}

// search emits what one search finds.
func (f *findFn) search(ctx context.Context, s Source, emit func(Source), line func(string, Line)) error {
	var paths []string
	if s.Pattern != "" && !local(s.Pattern) {
		var err error
		if paths, err = listed(ctx, s.Pattern); err != nil {
			return err
		}
	} else {
		list, err := f.tools.find(s.Pattern)
		if err != nil {
			return err
		}
		for i := range list.Entries {
			paths = append(paths, list.Entries[i].Path)
		}
		for _, skip := range list.Skipped {
			f.Options.skip(ctx, skip, line)
		}
	}
	for i, path := range paths {
		s.Entry, s.Path = i, path
		emit(s)
	}
	return nil
}

// manifest calls visit for each line of the manifest that is not empty or a comment.
func (f *findFn) manifest(ctx context.Context, visit func(n int, pattern string)) error {
	r, err := open(ctx, f.Options.Manifest)
	if err != nil {
		return fmt.Errorf("--manifest: %w", err)
	}
	defer r.Close()
	lines := bufio.NewScanner(r)
	for n := 0; lines.Scan(); n++ {
		if pattern := strings.TrimSpace(lines.Text()); pattern != "" && !strings.HasPrefix(pattern, "#") {
			visit(n, pattern)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("--manifest %s: %w", f.Options.Manifest, err)
	}
	return nil
}

// listed returns the files of a store that a pattern names, in the order of their names.
func listed(ctx context.Context, pattern string) ([]string, error) {
	fs, err := filesystem.New(ctx, pattern)
	if err != nil {
		return nil, err
	}
	defer fs.Close()
	paths, err := fs.List(ctx, pattern)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", pattern, err)
	}
	if len(paths) == 0 {
		return nil, &source.PatternError{Pattern: pattern, Err: source.ErrNoMatch}
	}
	slices.Sort(paths)
	return paths, nil
}

// A remote is a stream of a file system that is closed with it.
type remote struct {
	io.ReadCloser
	fs filesystem.Interface
}

func (r *remote) Close() error { return errors.Join(r.ReadCloser.Close(), r.fs.Close()) }

// open opens a file of any file system.
func open(ctx context.Context, path string) (io.ReadCloser, error) {
	fs, err := filesystem.New(ctx, path)
	if err != nil {
		return nil, err
	}
	r, err := fs.OpenRead(ctx, path)
	if err != nil {
		return nil, errors.Join(err, fs.Close())
	}
	return &remote{r, fs}, nil
}
