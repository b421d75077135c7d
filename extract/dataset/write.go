package dataset

import (
	"context"
	"errors"
	"fmt"

	"zhenggai/extract"
	"zhenggai/extract/source"
)

// ErrNothing says that no document of a run could be read, so that there is nothing to write.
var ErrNothing = errors.New("no document could be read")

// An InsideError says that a document lies in the folder to write, which is replaced.
type InsideError struct{ Path, Folder string }

func (e *InsideError) Error() string {
	return fmt.Sprintf("%s lies in the folder to write, %s", e.Path, e.Folder)
}

// Sources say of what documents a dataset is made. They are asked once it is clear that the folder may be written, with a Finder
// that leaves it out and knows from the rules which attachments belong to a notice. Their error ends the run as it is.
type Sources func(*source.Finder) (*source.List, error)

// Files names files, folders, which are searched with the folders in them, globs, archives and crawls.
func Files(patterns ...string) Sources {
	return func(f *source.Finder) (*source.List, error) { return f.Find(patterns...) }
}

// Documents are documents in memory. Each needs a Path, of which its name in the dataset comes.
func Documents(all ...source.Document) Sources {
	return func(*source.Finder) (*source.List, error) {
		list := &source.List{}
		for _, d := range all {
			list.Entries = append(list.Entries, source.Entry{Path: d.Path, Given: func() (source.Document, error) { return d, nil }})
		}
		return list, nil
	}
}

// Write extracts documents and writes what they say into the folder out, whole or not at all: the folder is replaced when all is
// written, and only where it is empty, absent or a dataset. A document that cannot be read is counted in the Result, and run.json says
// why; it does not end the run. A workbook that somebody has changed since it was written stays in the folder under another name, which
// the Result has.
//
// Where it returns an error, out is as it was. The error is a [LockedError] where another run writes to the folder, a [ForeignError]
// where the folder holds something else, an [OpenError] where its workbook is open, an [InsideError], a [StateError], or ErrNothing, with which the Result has the failures.
func Write(ctx context.Context, out string, from Sources, opts Options) (result Result, err error) {
	if opts, err = opts.filled(); err != nil {
		return result, err
	}
	s, err := newStage(out)
	if err != nil {
		return result, err
	}
	defer s.discard()
	hand, err := lookInto(out)
	if err != nil {
		return result, err
	}
	list, err := find(out, from, &opts)
	if err != nil {
		return result, err
	}
	memory, err := remember(out, &opts)
	if err != nil {
		return result, err
	}
	defer memory.end()
	if result, err = Make(ctx, s.dir, s.tmp, list, opts, Series{Memory: memory.known()}); err != nil {
		return result, err
	}
	if result.Notices == 0 {
		return result, ErrNothing
	}
	if err := ctx.Err(); err != nil {
		return result, err
	}
	if result.Kept, err = hand.carry(out, s.dir); err != nil {
		return result, err
	}
	if err := memory.finish(); err != nil {
		return result, err
	}
	return result, s.commit()
}

// find returns what is to be read.
func find(out string, from Sources, opts *Options) (*source.List, error) {
	list, err := from(&source.Finder{Exclude: out, Attached: opts.Rules.Attachments.Attached, Listed: extract.Lister(opts.Rules)})
	if err != nil {
		return nil, err
	}
	if e := list.Inside(out); e != nil {
		return nil, &InsideError{e.Path, out}
	}
	return list, nil
}
