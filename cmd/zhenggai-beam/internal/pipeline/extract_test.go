package pipeline

import (
	"context"
	"errors"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"zhenggai/extract/batch"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// poisonedFn is writeFn with an extractor that some documents make panic, or run for ever.
type poisonedFn struct {
	Options Options
	write   *writeFn
}

func init() { // a worker looks types up by their names: see register.go
	beam.RegisterType(reflect.TypeFor[poisonedFn]())
	register.DoFn5x1[context.Context, int, func(*Item) bool, func(int, Figures), func(string, Line), error](&poisonedFn{})
}

func (f *poisonedFn) Setup() error {
	t, err := newTools(f.Options)
	if err != nil {
		return err
	}
	good := t.extract
	t.extract = func(ctx context.Context, d source.Document) ([]*model.Notice, error) {
		switch {
		case strings.HasSuffix(d.Path, "n01-yuanjiang-shiwei.txt"):
			var none *model.Notice
			return good(ctx, source.Document{Path: none.ID}) // a panic of the runtime
		case strings.HasSuffix(d.Path, "n03-shanglin-xianwei.txt"):
			panic("an own one")
		case strings.HasSuffix(d.Path, "n05-baoshan-quwei.txt"):
			select {}
		case strings.HasSuffix(d.Path, "n08-weifang-gongjiao.txt"):
			return nil, nil
		}
		return good(ctx, d)
	}
	f.write = &writeFn{Options: f.Options, tools: t}
	return nil
}

func (f *poisonedFn) ProcessElement(ctx context.Context, shard int, next func(*Item) bool, emit func(int, Figures), line func(string, Line)) error {
	return f.write.ProcessElement(ctx, shard, next, emit, line)
}

// TestPoison insists that a document that makes the extractor panic, or run for ever, is a failure, and that all others of the same
// shard are written.
func TestPoison(t *testing.T) {
	o := options(t, root+"/testdata/gold/n*.txt")
	o.Time = 2 * time.Second
	p, s := beam.NewPipelineWithRoot()
	found, lines := beam.ParDo2(s, &findFn{Options: o}, beam.Impulse(s))
	items, more := beam.ParDo2(s, &readFn{Options: o}, found)
	_, outcomes := beam.ParDo2(s, &poisonedFn{Options: o}, beam.GroupByKey(s, items))
	beam.ParDo0(s, &linesFn{Options: o}, beam.GroupByKey(s, beam.Flatten(s, lines, more, outcomes)))
	if _, err := beam.Run(t.Context(), "prism", p); err != nil {
		t.Fatal(err)
	}
	all := len(converted(t, o)[Records])
	got := outputOf(t, o.Output)
	if len(got[Records]) != all-4 {
		t.Errorf("%d of %d notices are written", len(got[Records]), all)
	}
	failed := strings.Join(got[Failures], "")
	for _, want := range []string{
		`n01-yuanjiang-shiwei.txt","reason":"defect: runtime error: invalid memory address or nil pointer dereference at extract_test.go:\d+; please`,
		`n03-shanglin-xianwei.txt","reason":"defect: an own one at extract_test.go:\d+; please`,
		`n05-baoshan-quwei.txt","reason":"` + regexp.QuoteMeta(batch.ErrTime.Error()),
		`n08-weifang-gongjiao.txt","reason":"no notice came of it`,
	} {
		if !regexp.MustCompile(want).MatchString(failed) {
			t.Errorf("no failure %s in:\n%s", want, failed)
		}
	}
	if len(got[Failures]) != 4 {
		t.Errorf("%d failures:\n%s", len(got[Failures]), failed)
	}
}

// TestManyHang has more documents of one shard hang than batch.Run bears: they are failures, and the others are written.
func TestManyHang(t *testing.T) {
	o := options(t, root+"/testdata/gold/n*.txt")
	o.Shards, o.Time = 1, 2*time.Second
	items := itemsOf(t, o)
	const hanging = 7
	tools, err := newTools(o)
	if err != nil {
		t.Fatal(err)
	}
	good := tools.extract
	tools.extract = func(ctx context.Context, d source.Document) ([]*model.Notice, error) {
		if slices.ContainsFunc(items[:hanging], func(i Item) bool { return i.Path == d.Path }) {
			select {}
		}
		return good(ctx, d)
	}
	failures, figures := processed(t, &writeFn{Options: o, tools: tools}, items)
	if len(failures) != hanging || !strings.Contains(string(failures[0].Text), batch.ErrTime.Error()) {
		t.Errorf("%d failures: %s", len(failures), failures)
	}
	if records := len(outputOf(t, o.Output)[Records]); records != len(items)-hanging || len(orderOf(figures)) > records {
		t.Errorf("%d documents, %d records, %d notices to compare", len(items), records, len(orderOf(figures)))
	}
}

// TestChanged has a file change between the two times that it is read.
func TestChanged(t *testing.T) {
	o := options(t, t.TempDir())
	o.Shards = 1
	file := write(t, o.Sources[0]+"/a.txt", []byte("关于整改情况的通报"))
	items := itemsOf(t, o)
	write(t, file, []byte("关于整改进展情况的通报"))
	f := &writeFn{Options: o}
	if err := f.Setup(); err != nil {
		t.Fatal(err)
	}
	failures, _ := processed(t, f, items)
	if len(failures) != 1 || !strings.Contains(string(failures[0].Text), source.ErrChanged.Error()) {
		t.Errorf("failures: %s", failures)
	}
}

// itemsOf reads the sources of a job without a runner.
func itemsOf(t *testing.T, o Options) []Item {
	t.Helper()
	f := &readFn{Options: o}
	if err := f.Setup(); err != nil {
		t.Fatal(err)
	}
	list, err := f.tools.find("")
	if err != nil {
		t.Fatal(err)
	}
	var items []Item
	for i, e := range list.Entries {
		f.ProcessElement(t.Context(), Source{Place: Place{Entry: i}, Path: e.Path}, func(_ int, i Item) { items = append(items, i) },
			func(file string, l Line) { t.Errorf("%s: %s", file, l.Text) })
	}
	return items
}

// processed has a shard done without a runner.
func processed(t *testing.T, f *writeFn, items []Item) (lines []Line, figures []Figures) {
	t.Helper()
	err := f.ProcessElement(t.Context(), 0, iterated(items), func(_ int, n Figures) { figures = append(figures, n) },
		func(_ string, l Line) { lines = append(lines, l) })
	if err != nil {
		t.Fatal(err)
	}
	return lines, figures
}

// iterated returns what Beam gives for the values of a key.
func iterated[V any](all []V) func(*V) bool {
	i := 0
	return func(v *V) bool {
		if i == len(all) {
			return false
		}
		*v = all[i]
		i++
		return true
	}
}

// TestMemberTravels insists that a document out of an archive is the same on another worker.
func TestMemberTravels(t *testing.T) {
	doc := source.Document{
		Path: "a.zip!b.html", URL: "https://a.cn/b", ContentType: "text/html", Retrieved: "2025-01-02", Data: []byte("b"),
		Parts: []source.Part{
			{Document: source.Document{Path: "a.zip!b_1.html", URL: "https://a.cn/b_1", Data: []byte("c")}, Page: true},
			{Document: source.Document{Path: "a.zip!b.doc", Data: []byte{}}, Err: errors.New("too large")},
		},
		Missing: source.Missing{Pages: []string{"b_2.html"}, Attached: []string{"d.doc"}},
	}
	tools, err := newTools(options(t))
	if err != nil {
		t.Fatal(err)
	}
	m := tools.memberOf(&doc)
	got, err := tools.given(&m)
	if err != nil {
		t.Fatal(err)
	}
	if got.Parts[1].Err.Error() != "too large" {
		t.Errorf("%v", got.Parts[1].Err)
	}
	got.Parts[1].Err = doc.Parts[1].Err
	if !reflect.DeepEqual(got, doc) {
		t.Errorf("got %+v, want %+v", got, doc)
	}
}
