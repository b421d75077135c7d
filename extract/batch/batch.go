// Package batch turns many documents into one dataset: all cores, results in the order of the sources, memory flat in
// their number. A document that fails is listed with the reason and never stops the others.
package batch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"zhenggai/extract/source"
	"zhenggai/model"
)

// Options says how a run goes. The zero value uses all cores.
type Options struct {
	Extract  func(context.Context, source.Document) ([]*model.Notice, error) // called from several goroutines; the context ends with the run, and where the document is given up
	Jobs     int                                                             // documents at a time; 0 means as many as there are cores
	Limits   source.Limits                                                   // what a source may cost
	Time     time.Duration                                                   // after which a document is given up; 0 means DefaultTime
	Stuck    int                                                             // documents that may go on after they were given up, before ErrStuck; 0 means DefaultStuck
	Memory   Memory                                                          // what documents gave before; may be nil
	Amend    func(*model.Notice)                                             // called for each notice before it is written, from one goroutine, also for those that Memory knew; may be nil
	Outcome  func(Outcome) error                                             // called for each, from one goroutine; may be nil. Its error ends the run
	Progress func(Summary)                                                   // called after each document, from one goroutine; may be nil
}

// A Key names what a document gives: it is another where the document, the rules or the program are.
type Key [32]byte

// A Memory keeps what documents gave, so that those that have not changed need not be extracted again. Its methods are
// called from several goroutines.
type Memory interface {
	Key(source.Document) Key
	Recall(Key) (Result, bool)
	Keep(Key, Result) error // its error ends the run
}

// A Result is what a document gave: its notices, or why there are none.
type Result struct {
	Notices []*model.Notice
	Err     error
}

// An Outcome says what became of one document, or of something that is none. One of its fields is set.
type Outcome struct {
	Key       Key // of the document, where there is a Memory and it could be read
	Written   []Written
	Failure   *Failure
	Duplicate *Duplicate
	Skip      *source.Skip // what an archive or crawl holds besides documents
}

// A Failure is a document that gave no notice, and why.
type Failure struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
	Err    error  `json:"-"`
}

// ErrTime is the failure of a document that Extract does not return from in time. It is meant for defects: Extract has
// limits of its own. ErrStuck ends a run in which more than a few such documents go on in the background.
var (
	ErrTime  = errors.New("given up: it takes too long to read; please report it with the file")
	ErrStuck = errors.New("too many documents take too long to read")
)

// DefaultTime is long behind the time that reading a document has.
const DefaultTime = time.Minute

// DefaultStuck is how many documents may go on in the background after they were given up.
const DefaultStuck = 4

// A Written is a notice that the writers get, the document that it came from, and what it holds.
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

// Records yields how many records of each kind there are.
func (t *Totals) Records() iter.Seq2[*model.RecordKind, int] {
	return func(yield func(*model.RecordKind, int) bool) {
		for kind := range model.RecordKinds() {
			if n := t.of(kind); n != nil && !yield(kind, *n) {
				return
			}
		}
	}
}

// of returns where the records of a kind are counted, or nil where only the rows of their table are.
func (t *Totals) of(kind *model.RecordKind) *int {
	switch kind.Name() {
	case "problems":
		return &t.Problems
	case "measures":
		return &t.Measures
	case "indicators":
		return &t.Indicators
	case "policies":
		return &t.Policies
	case "contacts":
		return &t.Contacts
	case "diagnostics":
		return &t.Diagnostics
	}
	return nil
}

// A Summary counts what became of the documents of a run so far.
type Summary struct {
	Totals
	Sources    int // read to their end
	Failures   int
	Duplicates int
	Recalled   int // documents that were not extracted, since a Memory knew them
	Doubtful   int // notices with a diagnostic of some weight
}

// result is what became of one document.
type result struct {
	Result
	key      Key
	recalled bool
	fatal    error // the memory failed
}

// A step is one thing that the reader met: an item of a source, or a source's end. Steps keep the order of the
// sources; what becomes of a document follows on done.
type step struct {
	path string
	skip source.Skip // instead of a document
	end  bool        // of a source
	done chan result
}

// A job is a document that waits for a worker.
type job struct {
	doc  source.Document
	done chan result
}

// errNoNotice is the failure of an Extract function that returns neither a notice nor an error.
var errNoNotice = errors.New("no notice came of it")

// A Sink takes notices, one after the other. A model.Writer is one.
type Sink interface {
	Write(n *model.Notice) error // its error ends the run
}

// Run extracts the entries and writes each notice to all sinks, in the order of the entries and of the documents
// in each. It returns an error where a sink fails or the context ends; what became of a single document is told to
// Options.Outcome.
//
// One goroutine reads the sources, since archives and crawls are streams; the workers extract. Run does not wait for
// documents whose results nobody wants any more, so that it ends with its context even where reading a source blocks. It
// gives those that are being extracted a second to end what they have begun, such as an outside program.
func Run(ctx context.Context, entries []source.Entry, sinks []Sink, opts Options) (Summary, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	r := &run{opts: opts, lanes: openLanes(ctx, sinks, stop), seen: map[string]string{}, stop: stop}
	if r.opts.Time <= 0 {
		r.opts.Time = DefaultTime
	}
	if r.opts.Stuck <= 0 {
		r.opts.Stuck = DefaultStuck
	}
	r.sum.Kinds = map[model.Kind]int{}
	err := r.all(ctx, entries)
	wrong := r.lanes.End() // so that no writer is used any more
	if err == nil {
		err = cmp.Or(context.Cause(ctx), wrong)
	}
	stop(nil)
	r.workers.Wait()
	return r.sum, err
}

// all takes every step of the entries.
func (r *run) all(ctx context.Context, entries []source.Entry) error {
	for s := range r.steps(ctx, entries) {
		if err := r.take(ctx, s); err != nil {
			return err
		}
		if r.opts.Progress != nil {
			r.opts.Progress(r.sum)
		}
	}
	return nil
}

// openLanes opens a lane for each sink. An error of one stops the run.
func openLanes(ctx context.Context, sinks []Sink, stop context.CancelCauseFunc) *Lanes[*model.Notice] {
	takers := make([]func(*model.Notice) error, len(sinks))
	for i, sink := range sinks {
		takers[i] = func(n *model.Notice) error {
			err := sink.Write(n)
			if err != nil {
				stop(err)
			}
			return err
		}
	}
	return OpenLanes(ctx, ahead, takers...)
}

// run is the state of one Run.
type run struct {
	opts  Options
	lanes *Lanes[*model.Notice]
	sum   Summary
	seen  map[string]string // id of a notice to the path that gave it
	stop  context.CancelCauseFunc
	stuck atomic.Int32 // documents that were given up and go on

	workers sync.WaitGroup
}

// ahead is how many documents each worker may be ahead of the writers.
const ahead = 4

// steps starts the reader and the workers. The steps that wait are few, and so are the documents that are held.
func (r *run) steps(ctx context.Context, entries []source.Entry) iter.Seq[step] {
	workers := r.opts.Jobs
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	d := &reader{ctx: ctx, limits: r.opts.Limits, steps: make(chan step, workers*ahead), jobs: make(chan job)}
	for range workers {
		r.workers.Go(func() { r.work(ctx, d.jobs) })
	}
	go d.read(entries)
	return func(yield func(step) bool) {
		for {
			select {
			case s, ok := <-d.steps:
				if !ok || !yield(s) {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}
}

func (r *run) work(ctx context.Context, jobs <-chan job) {
	for {
		select {
		case j, ok := <-jobs:
			if !ok {
				return
			}
			j.done <- r.remembered(ctx, j.doc)
		case <-ctx.Done():
			return
		}
	}
}

// A reader turns sources into steps, and gives their documents to the workers.
type reader struct {
	ctx    context.Context
	limits source.Limits
	steps  chan step
	jobs   chan job
}

// read reads the sources in their order.
func (d *reader) read(entries []source.Entry) {
	defer close(d.steps)
	defer close(d.jobs)
	for _, e := range entries {
		if err := d.source(e); err != nil {
			d.failure(e.Path, err)
		}
		if !d.send(step{end: true}) {
			return
		}
	}
}

// source reads one source.
func (d *reader) source(e source.Entry) (err error) {
	defer Caught(&err)
	for item := range e.Documents(d.limits) {
		if !d.item(item) {
			return nil
		}
	}
	return nil
}

// item passes on what a source holds. It reports whether anybody wants more.
func (d *reader) item(i source.Item) bool {
	switch {
	case i.Skip != "":
		return d.send(step{skip: source.Skip{Path: i.Path, Reason: i.Skip, Count: i.Count}})
	case i.Err != nil:
		return d.failure(i.Path, i.Err)
	}
	done := make(chan result, 1)
	if !d.send(step{path: i.Path, done: done}) {
		return false
	}
	select {
	case d.jobs <- job{i.Document, done}:
		return true
	case <-d.ctx.Done():
		return false
	}
}

func (d *reader) failure(path string, err error) bool {
	done := make(chan result, 1)
	done <- result{Result: Result{Err: err}}
	return d.send(step{path: path, done: done})
}

func (d *reader) send(s step) bool {
	select {
	case d.steps <- s:
		return true
	case <-d.ctx.Done():
		return false
	}
}

// remembered returns what the memory has of a document, or extracts it.
func (r *run) remembered(ctx context.Context, doc source.Document) result {
	if r.opts.Memory == nil {
		return result{Result: r.extract(ctx, doc)}
	}
	key := r.opts.Memory.Key(doc)
	if known, ok := r.opts.Memory.Recall(key); ok {
		return result{Result: known, key: key, recalled: true}
	}
	got := r.extract(ctx, doc)
	if ctx.Err() != nil { // what it gave may come of that
		return result{Result: got, key: key}
	}
	return result{Result: got, key: key, fatal: r.opts.Memory.Keep(key, got)}
}

// settling is how long a document that is being extracted is waited for when the run ends.
const settling = time.Second

// extract extracts one document, or gives it up. Nothing but its context can end a call, so that it may go on where it is
// given up.
func (r *run) extract(ctx context.Context, doc source.Document) Result {
	done := make(chan Result, 1)
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { done <- r.extracted(inner, doc) }()
	timer := time.NewTimer(r.opts.Time)
	defer timer.Stop()
	select {
	case got := <-done:
		return got
	case <-ctx.Done():
		return settled(done, context.Cause(ctx))
	case <-timer.C:
	}
	if int(r.stuck.Add(1)) > r.opts.Stuck {
		r.stop(ErrStuck)
	}
	go func() {
		<-done
		r.stuck.Add(-1)
	}()
	return Result{Err: ErrTime}
}

// settled waits a little for a result that nobody wants.
func settled(done <-chan Result, err error) Result {
	select {
	case got := <-done:
		return got
	case <-time.After(settling):
		return Result{Err: err}
	}
}

func (r *run) extracted(ctx context.Context, doc source.Document) (got Result) {
	defer Caught(&got.Err)
	all, err := r.opts.Extract(ctx, doc)
	if len(all) == 0 && err == nil {
		err = errNoNotice
	}
	return Result{all, err}
}

// Caught, when deferred, makes an error of a panic. That is a defect of the program, which must not take other
// documents with it.
func Caught(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("defect: %v at %s; please report it with the file", p, panicked())
	}
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

// take waits for what becomes of a step and writes it.
func (r *run) take(ctx context.Context, s step) error {
	switch {
	case s.end:
		r.sum.Sources++
		return nil
	case s.skip.Path != "":
		return r.report(Outcome{Skip: &s.skip})
	}
	select {
	case got := <-s.done:
		return r.write(ctx, s.path, got)
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// write counts a result, gives its notices to the writers, and reports what became of it.
func (r *run) write(ctx context.Context, path string, got result) error {
	if got.fatal != nil {
		return got.fatal
	}
	r.sum.Documents++
	if got.recalled {
		r.sum.Recalled++
	}
	outcome := Outcome{Key: got.key}
	if got.Err != nil {
		r.sum.Failures++
		outcome.Failure = &Failure{path, got.Err.Error(), got.Err}
		return r.report(outcome)
	}
	id := got.Notices[0].ID // it comes of the content of the whole document
	if first, ok := r.seen[id]; ok {
		r.sum.Duplicates++
		outcome.Duplicate = &Duplicate{path, first}
		return r.report(outcome)
	}
	r.seen[id] = path
	for _, n := range got.Notices {
		if r.opts.Amend != nil {
			r.opts.Amend(n)
		}
		r.count(n)
		outcome.Written = append(outcome.Written, Written{path, n.ID, n.Kind, len(n.Problems), len(n.Measures), len(n.Indicators)})
		if err := r.lanes.Give(n); err != nil {
			return err
		}
	}
	return r.report(outcome)
}

func (r *run) report(o Outcome) error {
	if r.opts.Outcome == nil {
		return nil
	}
	return r.opts.Outcome(o)
}

func (r *run) count(n *model.Notice) {
	r.sum.Notices++
	r.sum.Kinds[n.Kind]++
	for kind := range model.RecordKinds() {
		if sum := r.sum.of(kind); sum != nil {
			*sum += kind.Count(n)
		}
	}
	if slices.ContainsFunc(n.Diagnostics, func(d model.Diagnostic) bool { return d.Severity != "info" }) {
		r.sum.Doubtful++
	}
}
