package pipeline

import (
	"context"
	"errors"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"zhenggai/extract/batch"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// poisonedFn is readFn with an extractor that some documents make panic, or run for ever.
type poisonedFn struct {
	Options Options
	read    *readFn
}

func init() { // a worker looks types up by their names: see register.go
	beam.RegisterType(reflect.TypeFor[poisonedFn]())
	register.DoFn5x0[context.Context, Source, func(int, Record), func(Member), func(string, Line)](&poisonedFn{})
}

func (f *poisonedFn) Setup() error {
	t, err := newTools(f.Options)
	if err != nil {
		return err
	}
	good := t.extract
	t.extract = func(d source.Document) ([]*model.Notice, error) {
		switch {
		case strings.HasSuffix(d.Path, "n01-yuanjiang-shiwei.txt"):
			var none *model.Notice
			return good(source.Document{Path: none.ID}) // a panic of the runtime
		case strings.HasSuffix(d.Path, "n03-shanglin-xianwei.txt"):
			panic("an own one")
		case strings.HasSuffix(d.Path, "n05-baoshan-quwei.txt"):
			select {}
		case strings.HasSuffix(d.Path, "n08-weifang-gongjiao.txt"):
			return nil, nil
		}
		return good(d)
	}
	f.read = &readFn{Options: f.Options, tools: t}
	return nil
}

func (f *poisonedFn) ProcessElement(ctx context.Context, s Source, emit func(int, Record), member func(Member), line func(string, Line)) {
	f.read.ProcessElement(ctx, s, emit, member, line)
}

// TestPoison insists that a document that makes the extractor panic, or run for ever, is a failure, and that all others of the same
// bundle are written.
func TestPoison(t *testing.T) {
	o := options(t, root+"/testdata/gold/n*.txt")
	o.Time = 2 * time.Second
	p, s := beam.NewPipelineWithRoot()
	found, lines := beam.ParDo2(s, &findFn{Options: o}, beam.Impulse(s))
	records, _, more := beam.ParDo3(s, &poisonedFn{Options: o}, found)
	_, duplicates := beam.ParDo2(s, &writeFn{Options: o}, beam.GroupByKey(s, records))
	beam.ParDo0(s, &linesFn{Options: o}, beam.GroupByKey(s, beam.Flatten(s, lines, more, duplicates)))
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
		`n08-weifang-gongjiao.txt","reason":"` + regexp.QuoteMeta(errNoNotice.Error()),
	} {
		if !regexp.MustCompile(want).MatchString(failed) {
			t.Errorf("no failure %s in:\n%s", want, failed)
		}
	}
	if len(got[Failures]) != 4 {
		t.Errorf("%d failures:\n%s", len(got[Failures]), failed)
	}
}

// TestMemberTravels insists that a document out of an archive is the same on another worker.
func TestMemberTravels(t *testing.T) {
	doc := source.Document{
		Path: "a.zip!b.html", URL: "https://a.cn/b", ContentType: "text/html", Retrieved: "2025-01-02", Data: []byte("b"),
		Parts: []source.Part{
			{Document: source.Document{Path: "a.zip!b_1.html", URL: "https://a.cn/b_1", Data: []byte("c")}, Page: true},
			{Document: source.Document{Path: "a.zip!b.doc"}, Err: errors.New("too large")},
		},
		Missing: source.Missing{Pages: []string{"b_2.html"}, Attached: []string{"d.doc"}},
	}
	m := memberOf(Place{1, 2, 3}, &doc)
	got := m.document()
	if got.Parts[1].Err.Error() != "too large" {
		t.Errorf("%v", got.Parts[1].Err)
	}
	got.Parts[1].Err = doc.Parts[1].Err
	if !reflect.DeepEqual(got, doc) {
		t.Errorf("got %+v, want %+v", got, doc)
	}
}
