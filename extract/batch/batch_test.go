package batch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zhenggai/extract/source"
	"zhenggai/model"
)

// one makes an Extract of a function that gives one notice.
func one(extract func(source.Document) (*model.Notice, error)) func(context.Context, source.Document) ([]*model.Notice, error) {
	return func(_ context.Context, doc source.Document) ([]*model.Notice, error) {
		n, err := extract(doc)
		if n == nil {
			return nil, err
		}
		return []*model.Notice{n}, err
	}
}

// outcomes are what became of the documents of a run.
type outcomes struct {
	Summary
	Written    []Written
	Failures   []Failure
	Duplicates []Duplicate
	Skipped    []source.Skip
}

// collect runs a batch and collects what it reports.
func collect(ctx context.Context, entries []source.Entry, writers []Sink, opts Options) (*outcomes, error) {
	all := &outcomes{}
	opts.Outcome = func(o Outcome) error {
		all.Written = append(all.Written, o.Written...)
		switch {
		case o.Failure != nil:
			all.Failures = append(all.Failures, *o.Failure)
		case o.Duplicate != nil:
			all.Duplicates = append(all.Duplicates, *o.Duplicate)
		case o.Skip != nil:
			all.Skipped = append(all.Skipped, *o.Skip)
		}
		return nil
	}
	sum, err := Run(ctx, entries, writers, opts)
	all.Summary = sum
	return all, err
}

// entries makes documents whose content is their number.
func entries(n int) []source.Entry {
	list := make([]source.Entry, n)
	for i := range list {
		name := fmt.Sprint(i)
		list[i] = source.Entry{Path: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(name)), nil }}
	}
	return list
}

// recorder is a writer that keeps the paths of its notices.
type recorder struct {
	paths []string
	fail  error
}

func (r *recorder) Write(n *model.Notice) error {
	r.paths = append(r.paths, n.Source.Path)
	return r.fail
}

func (r *recorder) Close() error { return nil }

func notice(doc source.Document) (*model.Notice, error) {
	return &model.Notice{ID: string(doc.Data), Kind: model.KindRectification, Source: model.Source{Path: doc.Path}}, nil
}

func TestOrder(t *testing.T) {
	slowFirst := func(doc source.Document) (*model.Notice, error) {
		if doc.Path == "0" || doc.Path == "7" {
			time.Sleep(20 * time.Millisecond)
		}
		return notice(doc)
	}
	var w recorder
	sum, err := collect(t.Context(), entries(50), []Sink{&w}, Options{Extract: one(slowFirst), Jobs: 4})
	if err != nil || sum.Notices != 50 {
		t.Fatalf("%d notices, %v", sum.Notices, err)
	}
	for i, p := range w.paths {
		if p != fmt.Sprint(i) {
			t.Fatalf("notice %d is %s", i, p)
		}
	}
}

// TestAhead insists that workers wait for the writers, so that memory stays flat.
func TestAhead(t *testing.T) {
	const jobs = 3
	var extracted atomic.Int64
	block := make(chan bool)
	count := func(doc source.Document) (*model.Notice, error) {
		extracted.Add(1)
		if doc.Path == "0" {
			<-block
		}
		return notice(doc)
	}
	go func() {
		time.Sleep(50 * time.Millisecond)
		if n := extracted.Load(); n > jobs*(ahead+2) {
			t.Errorf("%d documents are extracted while the first is waited for", n)
		}
		close(block)
	}()
	if _, err := Run(t.Context(), entries(500), nil, Options{Extract: one(count), Jobs: jobs}); err != nil {
		t.Fatal(err)
	}
}

func TestFailuresDoNotStopTheRun(t *testing.T) {
	list := entries(6)
	list[1].Open = func() (io.ReadCloser, error) { return nil, fs.ErrPermission }
	extract := func(doc source.Document) (*model.Notice, error) {
		switch doc.Path {
		case "2":
			panic("index out of range")
		case "3":
			return nil, errors.New("no text")
		case "4":
			return nil, nil
		}
		return notice(doc)
	}
	var w recorder
	sum, err := collect(t.Context(), list, []Sink{&w}, Options{Extract: one(extract), Jobs: 2})
	if err != nil || len(w.paths) != 2 || len(sum.Failures) != 4 {
		t.Fatalf("%v, %v, %+v", err, w.paths, sum.Failures)
	}
	for i, want := range []string{"permission", "defect: index out of range at batch_test.go:", "no text", errNoNotice.Error()} {
		if f := sum.Failures[i]; f.Path != fmt.Sprint(i+1) || !strings.Contains(f.Reason, want) {
			t.Errorf("failure %+v, want %s", f, want)
		}
	}
}

// TestGivenUp insists that a document that never ends is named, and that the others are written.
func TestGivenUp(t *testing.T) {
	forever := make(chan bool)
	defer close(forever)
	extract := func(doc source.Document) (*model.Notice, error) {
		if doc.Path == "1" || doc.Path == "3" {
			<-forever
		}
		return notice(doc)
	}
	var w recorder
	sum, err := collect(t.Context(), entries(6), []Sink{&w}, Options{Extract: one(extract), Jobs: 2, Time: 20 * time.Millisecond})
	if err != nil || len(w.paths) != 4 || len(sum.Failures) != 2 {
		t.Fatalf("%v, %v, %+v", err, w.paths, sum.Failures)
	}
	for i, path := range []string{"1", "3"} {
		if f := sum.Failures[i]; f.Path != path || !errors.Is(f.Err, ErrTime) {
			t.Errorf("failure %+v", f)
		}
	}
}

func TestTooManyStuckEndTheRun(t *testing.T) {
	forever := make(chan bool)
	defer close(forever)
	extract := func(source.Document) (*model.Notice, error) {
		<-forever
		return nil, nil
	}
	sum, err := collect(t.Context(), entries(100), nil, Options{Extract: one(extract), Jobs: 2, Time: time.Millisecond})
	if !errors.Is(err, ErrStuck) || sum.Documents > 2*DefaultStuck*(ahead+1) {
		t.Errorf("%d documents, %v", sum.Documents, err)
	}
}

func TestDuplicatesAreCounted(t *testing.T) {
	list := append(entries(2), entries(1)...)
	list[2].Path = "again"
	sum, err := collect(t.Context(), list, nil, Options{Extract: one(notice)})
	if err != nil || sum.Notices != 2 || len(sum.Duplicates) != 1 || sum.Duplicates[0] != (Duplicate{"again", "0"}) {
		t.Errorf("%v, %+v", err, sum)
	}
}

func TestWriterErrorEndsTheRun(t *testing.T) {
	full := errors.New("disk full")
	w := &recorder{fail: full}
	_, err := Run(t.Context(), entries(100), []Sink{w}, Options{Extract: one(notice)})
	if !errors.Is(err, full) || len(w.paths) != 1 {
		t.Errorf("%d notices are written and the error is %v", len(w.paths), err)
	}
}

// TestContextEndsTheRun cancels while one source blocks, as standard input does on a terminal.
func TestContextEndsTheRun(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	list := entries(100)
	blocked := make(chan bool)
	defer close(blocked)
	list[3].Open = func() (io.ReadCloser, error) {
		stop()
		<-blocked
		return nil, io.EOF
	}
	var w recorder
	_, err := Run(ctx, list, []Sink{&w}, Options{Extract: one(notice), Jobs: 2})
	if !errors.Is(err, context.Canceled) || len(w.paths) > 3 {
		t.Errorf("%d notices are written and the error is %v", len(w.paths), err)
	}
}

// TestContextOfDocuments insists that what a document has begun ends where it is given up, and before Run does.
func TestContextOfDocuments(t *testing.T) {
	var ended atomic.Int32
	extract := func(ctx context.Context, doc source.Document) ([]*model.Notice, error) {
		<-ctx.Done()
		time.Sleep(50 * time.Millisecond) // as ending a program takes a moment
		ended.Add(1)
		return nil, context.Cause(ctx)
	}
	sum, err := collect(t.Context(), entries(1), nil, Options{Extract: extract, Time: 20 * time.Millisecond})
	if err != nil || len(sum.Failures) != 1 || sum.Failures[0].Err != ErrTime {
		t.Errorf("%+v, %v", sum, err)
	}
	for range 500 {
		if ended.Load() == 1 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	ctx, stop := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, stop)
	memory := &forgetful{}
	_, err = Run(ctx, entries(5), nil, Options{Extract: extract, Jobs: 2, Memory: memory})
	if !errors.Is(err, context.Canceled) || ended.Load() != 3 {
		t.Errorf("%d documents have ended, %v", ended.Load(), err)
	}
	if n := memory.kept.Load(); n != 0 {
		t.Errorf("%d failures are kept that come of the end of the run", n)
	}
}

// TestEndWithoutDocuments insists that a document that does not end holds a run that is ended up for a moment only.
func TestEndWithoutDocuments(t *testing.T) {
	forever := make(chan bool)
	defer close(forever)
	extract := func(source.Document) (*model.Notice, error) {
		<-forever
		return nil, nil
	}
	ctx, stop := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, stop)
	start := time.Now()
	_, err := Run(ctx, entries(5), nil, Options{Extract: one(extract), Jobs: 2})
	if took := time.Since(start); !errors.Is(err, context.Canceled) || took > 20*time.Second {
		t.Errorf("%v after %v", err, took)
	}
}

// A forgetful memory knows nothing, and counts what it is told to keep.
type forgetful struct{ kept atomic.Int32 }

func (*forgetful) Key(source.Document) Key   { return Key{} }
func (*forgetful) Recall(Key) (Result, bool) { return Result{}, false }
func (m *forgetful) Keep(Key, Result) error {
	m.kept.Add(1)
	return nil
}

func TestWrittenSaysWhatEachDocumentHolds(t *testing.T) {
	extract := func(doc source.Document) (*model.Notice, error) {
		n, err := notice(doc)
		n.Problems, n.Measures, n.Indicators = make([]model.Problem, 1), make([]model.Measure, 2), make([]model.Indicator, 3)
		return n, err
	}
	sum, err := collect(t.Context(), entries(1), nil, Options{Extract: one(extract)})
	want := Written{Path: "0", ID: "0", Kind: model.KindRectification, Problems: 1, Measures: 2, Indicators: 3}
	if err != nil || len(sum.Written) != 1 || sum.Written[0] != want {
		t.Errorf("%v, %+v, want %+v", err, sum.Written, want)
	}
}

// TestTotalsCountWhatIsStated insists that the totals of a run count each kind of record that notices state, and doubts.
func TestTotalsCountWhatIsStated(t *testing.T) {
	extract := func(doc source.Document) (*model.Notice, error) {
		n, err := notice(doc)
		n.Problems, n.Measures, n.Indicators = make([]model.Problem, 1), make([]model.Measure, 2), make([]model.Indicator, 3)
		n.Policies, n.Contacts, n.Diagnostics = make([]model.Policy, 4), make([]model.Contact, 5), make([]model.Diagnostic, 6)
		return n, err
	}
	sum, err := collect(t.Context(), entries(2), nil, Options{Extract: one(extract)})
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for kind, n := range sum.Totals.Records() {
		counts[kind.Name()] = n
	}
	for kind := range model.RecordKinds() {
		if _, ok := counts[kind.Name()]; !ok && kind.Stated() {
			t.Errorf("%s: a field of Totals and a case of its method of are missing", kind.Name())
		}
	}
	want := Totals{Documents: 2, Notices: 2, Kinds: sum.Kinds, Problems: 2, Measures: 4, Indicators: 6, Policies: 8, Contacts: 10, Diagnostics: 12}
	if !reflect.DeepEqual(sum.Totals, want) || counts["problems"] != 2 || counts["contacts"] != 10 || len(counts) != 6 {
		t.Errorf("%+v, want %+v; by kind %v", sum.Totals, want, counts)
	}
}

func TestNames(t *testing.T) {
	names := Names()
	for _, test := range []struct{ path, want string }{
		{"in/a.txt", "a"},
		{"other/a.html", "a-2"},
		{"A.txt", "A-3"}, // names that differ in case are the same on some systems
		{"crawl.zip!dir/b.html", "b"},
		{`C:\x\c.txt`, "c"},
		{"con.txt", "noticecon"},
		{"NUL.tar.gz", "noticeNUL.tar"},
		{"a-2.txt", "a-2-2"}, // the name that a second a was given
		{"a.txt", "a-4"},
		{"b-2.txt", "b-2"},
		{"b.txt", "b-3"}, // b-2 is a document of that name
		{". hidden .txt", "hidden"},
		{"-", "notice"},
		{".txt", "notice-2"},
		{"整改通报.html", "整改通报"},
		{"a:b?.txt", "a_b_"},
	} {
		if got := names(test.path); got != test.want {
			t.Errorf("%s is named %q, want %q", test.path, got, test.want)
		}
	}
	if got := fileName(strings.Repeat("长", 300) + ".txt"); len(got) > maxName || !strings.HasPrefix(got, "长") {
		t.Errorf("a long name has %d bytes", len(got))
	}
}

// TestNamesOfManyAlike insists on linear time: crawls hold thousands of files index.html.
func TestNamesOfManyAlike(t *testing.T) {
	const many = 200_000
	names := Names()
	seen := map[string]bool{}
	for range many {
		seen[names("index.html")] = true
	}
	if len(seen) != many {
		t.Errorf("%d names for %d notices", len(seen), many)
	}
}

func BenchmarkRun(b *testing.B) {
	list := entries(1000)
	for b.Loop() {
		if _, err := Run(b.Context(), list, []Sink{&recorder{}}, Options{Extract: one(notice)}); err != nil {
			b.Fatal(err)
		}
	}
}
