package pipeline

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"iter"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"

	"zhenggai/model"
	"zhenggai/model/compare"
	"zhenggai/model/jsonl"
)

// Figures are what is compared of a notice.
type Figures struct {
	Place
	ID     string
	Packed []byte // a notice without its long texts, compressed
}

// figures leaves out of a notice what no comparison looks at. The lengths of lists count, so that they stay.
func (t *tools) figures(place Place, n *model.Notice) (Figures, error) {
	slim := *n
	slim.Text, slim.KindReasons, slim.Source = "", nil, model.Source{}
	slim.Sections, slim.Policies, slim.Contacts, slim.Diagnostics = nil, nil, nil, nil
	slim.Measures = make([]model.Measure, len(n.Measures))
	for i := range n.Measures {
		slim.Measures[i] = model.Measure{ID: n.Measures[i].ID, Problem: n.Measures[i].Problem}
	}
	slim.Indicators = slices.Clone(n.Indicators)
	for i := range slim.Indicators {
		if slim.Indicators[i].Metric == "" {
			slim.Indicators[i].Sentence, slim.Indicators[i].Subject = "", ""
		}
	}
	data, err := json.Marshal(&slim)
	return Figures{Place: place, ID: n.ID, Packed: t.pack.EncodeAll(data, nil)}, err
}

// bodyOf names the body whose notice it is as model/compare tells bodies apart, so that the names sort as it tells them: by region,
// the Party committee before the government before others.
func bodyOf(n *model.Notice) string {
	code, issuer, rank := "000000", n.ID, 2
	if n.Region != nil {
		code = n.Region.Code
	}
	if n.Issuer != nil {
		issuer = cmp.Or(n.Issuer.Name, n.ID)
		switch n.Issuer.Type {
		case "party_committee":
			rank = 0
		case "government":
			rank = 1
		}
	}
	return code + " " + strconv.Itoa(rank) + " " + issuer
}

// A Body is the notices of a body, in any order; a notice may stand there more than once.
type Body struct {
	Notices []Figures
}

// A Told is what the notices of a body say, as rows of tables, a line each.
type Told struct {
	Districts, Comparison, Topics []byte
}

// compareFn compares the notices of each body. Which of them is the newest, and what the one before said, is known only when all
// are there, so that it gathers them and compares at the end.
type compareFn struct {
	Options Options
	tools   *tools
}

// Setup makes what the worker needs.
func (f *compareFn) Setup() (err error) {
	f.tools, err = toolsOf(&f.Options)
	return err
}

// CreateAccumulator returns a body without notices.
func (f *compareFn) CreateAccumulator() Body { return Body{} }

// AddInput adds a notice.
func (f *compareFn) AddInput(b Body, n Figures) Body {
	b.Notices = append(b.Notices, n)
	return b
}

// MergeAccumulators joins what two workers know of a body.
func (f *compareFn) MergeAccumulators(a, b Body) Body {
	a.Notices = append(a.Notices, b.Notices...)
	return a
}

// ExtractOutput has model/compare compare the notices, in the order of the sources and each once.
func (f *compareFn) ExtractOutput(b Body) (Told, error) {
	slices.SortFunc(b.Notices, func(a, b Figures) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Item, b.Item), cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
	})
	b.Notices = slices.CompactFunc(b.Notices, func(a, b Figures) bool { return a.ID == b.ID })
	c, err := compare.New(f.tools.compareOptions())
	if err != nil {
		return Told{}, err
	}
	for i := range b.Notices {
		if err := f.collect(c, &b.Notices[i]); err != nil {
			return Told{}, errors.Join(err, c.Close())
		}
	}
	told, err := f.tell(c)
	return told, errors.Join(err, c.Close())
}

func (f *compareFn) collect(c *compare.Collector, figures *Figures) error {
	data, err := f.tools.unpack.DecodeAll(figures.Packed, nil)
	if err != nil {
		return err
	}
	var n model.Notice
	if err := json.Unmarshal(data, &n); err != nil {
		return err
	}
	return c.Write(&n)
}

// tell prints what a collector tells of its one body.
func (f *compareFn) tell(c *compare.Collector) (Told, error) {
	var districts, comparison, topics bytes.Buffer
	names := f.tools.names
	err := c.Tell(nil, compare.Report{
		District:   printer(&districts, model.Districts, names),
		Comparison: printer(&comparison, model.Comparisons, names),
		Topic:      printer(&topics, model.TopicShares, names),
	})
	return Told{Districts: districts.Bytes(), Comparison: comparison.Bytes(), Topics: topics.Bytes()}, err
}

// printer returns a function that prints a record as a row of its table.
func printer[R any](to *bytes.Buffer, of func(model.Names) (*model.Table, func(iter.Seq[R]) iter.Seq[model.Row]), names model.Names) func(*R) error {
	table, rows := of(names)
	return func(r *R) error {
		w := bufio.NewWriter(to)
		return errors.Join(jsonl.WriteRows(w, table, rows(slices.Values([]R{*r}))), w.Flush())
	}
}

// tellFn makes lines of files of what was told.
type tellFn struct {
	Options Options
}

// ProcessElement emits the lines of one body, which stay together.
func (f *tellFn) ProcessElement(body string, t Told, line func(string, Line)) {
	for _, table := range []struct {
		name string
		rows []byte
	}{{"districts", t.Districts}, {"comparison", t.Comparison}, {"topics", t.Topics}} {
		if rows := bytes.TrimSuffix(table.rows, []byte("\n")); len(rows) > 0 {
			line(f.Options.part(Tables+"/"+table.name, shardOf(body, f.Options.Shards), f.Options.Shards, NDJSON), Line{Order: body, Text: rows})
		}
	}
}
