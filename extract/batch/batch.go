// Package batch turns many documents into one dataset: all cores, results in the order of the sources, memory flat in
// their number. A document that fails is listed with the reason and never stops the others.
package batch

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"zhenggai/extract/source"
	"zhenggai/model"
)

// Options says how a run goes. The zero value uses all cores.
type Options struct {
	Extract  func(source.Document) (*model.Notice, error) // called from several goroutines
	Jobs     int                                          // documents at a time; 0 means as many as there are cores
	Limit    int64                                        // bytes of a document; 0 means source.DefaultLimit
	Progress func(Summary)                                // called after each document, from one goroutine; may be nil
}

// A Failure is a document that gave no notice, and why.
type Failure struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// A Written is a document whose notice the writers have, and what it holds.
type Written struct {
	Path       string     `json:"path"`
	ID         string     `json:"id"`
	Kind       model.Kind `json:"kind"`
	Problems   int        `json:"problems"`
	Measures   int        `json:"measures"`
	Indicators int        `json:"indicators"`
}

// A Duplicate is a document whose content another one had before it. It is read and not written again.
type Duplicate struct {
	Path string `json:"path"`
	Of   string `json:"of"`
}

// Totals count what a run has read and written.
type Totals struct {
	Documents   int                `json:"documents"` // read or tried, failures and duplicates included
	Notices     int                `json:"notices"`   // written
	Kinds       map[model.Kind]int `json:"kinds"`
	Problems    int                `json:"problems"`
	Measures    int                `json:"measures"`
	Indicators  int                `json:"indicators"`
	Policies    int                `json:"policies"`
	Contacts    int                `json:"contacts"`
	Diagnostics int                `json:"diagnostics"`
}

// A Summary says what became of every document of a run, in the order of the sources.
type Summary struct {
	Totals
	Written    []Written
	Failures   []Failure
	Duplicates []Duplicate
}

// result is what became of one document.
type result struct {
	notice *model.Notice
	err    error
}

// errNoNotice is the failure of an Extract function that returns neither a notice nor an error.
var errNoNotice = errors.New("no notice came of it")

// Run extracts the entries and writes each notice with all writers, in the order of the entries. It returns an error
// where a writer fails or the context ends; what fails with a single document is in the Summary.
//
// It does not wait for documents whose results nobody wants any more, so that it ends with its context even where
// reading a source blocks; Extract may then still be called for a short while.
func Run(ctx context.Context, entries []source.Entry, writers []model.Writer, opts Options) (Summary, error) {
	ctx, stop := context.WithCancel(ctx)
	r := &run{opts: opts, writers: writers, seen: map[string]string{}}
	r.sum.Kinds = map[model.Kind]int{}
	defer stop()
	results := r.start(ctx, entries)
	for i, e := range entries {
		var got result
		select {
		case got = <-results[i%len(results)]:
		case <-ctx.Done():
			return r.sum, ctx.Err()
		}
		if err := r.write(e, got); err != nil {
			return r.sum, err
		}
		if opts.Progress != nil {
			opts.Progress(r.sum)
		}
	}
	return r.sum, nil
}

// run is the state of one Run.
type run struct {
	opts    Options
	writers []model.Writer
	sum     Summary
	seen    map[string]string // id of a notice to the path that gave it
}

// ahead is how many documents each worker may be ahead of the writers.
const ahead = 4

// start starts the workers. Entry i is answered on channel i modulo their number, so that results come in order and no
// more than a few wait.
func (r *run) start(ctx context.Context, entries []source.Entry) []chan result {
	jobs := r.opts.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	jobs = min(jobs, max(1, len(entries)))
	results := make([]chan result, jobs)
	for w := range jobs {
		results[w] = make(chan result, ahead)
		go func() {
			for i := w; i < len(entries) && ctx.Err() == nil; i += jobs {
				select {
				case results[w] <- r.extract(entries[i]):
				case <-ctx.Done():
				}
			}
		}()
	}
	return results
}

// extract reads one document. A panic is a defect of the program, which must not take other documents with it.
func (r *run) extract(e source.Entry) (got result) {
	defer func() {
		if p := recover(); p != nil {
			got = result{err: fmt.Errorf("defect: %v at %s; please report it with the file", p, panicked())}
		}
	}()
	doc, err := e.Read(r.opts.Limit)
	if err != nil {
		return result{err: err}
	}
	n, err := r.opts.Extract(doc)
	if n == nil && err == nil {
		err = errNoNotice
	}
	return result{n, err}
}

// panicked returns file and line of the call that panicked, for a deferred function that has just recovered. The
// folder is left out, since it differs between computers.
func panicked() string {
	calls := make([]uintptr, 64)
	frames := runtime.CallersFrames(calls[:runtime.Callers(1, calls)])
	thrown := false
	for {
		f, more := frames.Next()
		inRuntime := strings.HasPrefix(f.Function, "runtime.")
		if thrown && !inRuntime {
			return fmt.Sprintf("%s:%d", filepath.Base(f.File), f.Line)
		}
		thrown = thrown || f.Function == "runtime.gopanic"
		if !more {
			return "an unknown place"
		}
	}
}

// write counts a result and gives its notice to the writers.
func (r *run) write(e source.Entry, got result) error {
	r.sum.Documents++
	if got.err != nil {
		r.sum.Failures = append(r.sum.Failures, Failure{e.Path, got.err.Error()})
		return nil
	}
	n := got.notice
	if first, ok := r.seen[n.ID]; ok {
		r.sum.Duplicates = append(r.sum.Duplicates, Duplicate{e.Path, first})
		return nil
	}
	r.seen[n.ID] = e.Path
	r.count(e, n)
	var errs []error
	for _, w := range r.writers {
		errs = append(errs, w.Write(n))
	}
	return errors.Join(errs...)
}

func (r *run) count(e source.Entry, n *model.Notice) {
	r.sum.Notices++
	r.sum.Written = append(r.sum.Written, Written{e.Path, n.ID, n.Kind, len(n.Problems), len(n.Measures), len(n.Indicators)})
	r.sum.Kinds[n.Kind]++
	r.sum.Problems += len(n.Problems)
	r.sum.Measures += len(n.Measures)
	r.sum.Indicators += len(n.Indicators)
	r.sum.Policies += len(n.Policies)
	r.sum.Contacts += len(n.Contacts)
	r.sum.Diagnostics += len(n.Diagnostics)
}
