package report

import (
	"bufio"
	"encoding/json"
	"io"
	"math"
	"slices"

	"zhenggai/model"
	"zhenggai/model/compare"
)

// rows are the indicators that a page lists. Those of which comparisons come have their place before the others do.
type rows struct {
	most    int // bytes
	notices []notice
	chosen  tier
	others  tier
}

// A tier holds rows up to a number of bytes.
type tier struct {
	list []row
	size int
	left int // rows that have no room
}

// A notice is what rows say of theirs.
type notice struct {
	place, issuer, year, title, source string
}

// A row is an indicator.
type row struct {
	notice, order                                                        int
	metric, subject, value, unit, change, status, period, text, sentence string
}

// overhead is how many bytes a row has in a page besides its texts.
const overhead = 40

func (r *rows) add(n *model.Notice, chosen map[string]bool) {
	at := len(r.notices)
	one := notice{place: n.Place(), title: n.Title, source: n.Source.URL}
	if one.source == "" {
		one.source = n.Source.Path
	}
	if n.Issuer != nil {
		one.issuer = n.Issuer.Name
	}
	if date := n.Published + n.Signed; len(date) >= 4 {
		one.year = date[:4]
	}
	r.notices = append(r.notices, one)
	for i := range n.Indicators {
		in := &n.Indicators[i]
		to := &r.others
		if chosen[in.ID] {
			to = &r.chosen
		}
		if to.size+overhead > r.most { // there is no room for any, which is so for most rows of a large dataset
			to.left++
			continue
		}
		value := in.Value.String()
		if in.High != nil {
			value += "–" + in.High.String()
		}
		x := row{at, i, in.Metric, in.Subject, value, in.Unit, string(in.Change), string(in.Status), in.Period, in.Text, in.Sentence}
		to.add(x, r.most)
	}
}

func (t *tier) add(x row, most int) {
	size := overhead + len(x.metric) + len(x.subject) + len(x.value) + len(x.unit) + len(x.change) + len(x.status) + len(x.period) + len(x.text) + len(x.sentence)
	if t.size+size > most {
		t.left++
		return
	}
	t.size += size
	t.list = append(t.list, x)
}

// listed returns the rows of the page in the order of notices, and how many are left out.
func (r *rows) listed() (list []row, left int) {
	rest := tier{size: r.chosen.size}
	for _, x := range r.others.list {
		rest.add(x, r.most)
	}
	list = slices.Concat(r.chosen.list, rest.list)
	slices.SortFunc(list, func(a, b row) int {
		if a.notice != b.notice {
			return a.notice - b.notice
		}
		return a.order - b.order
	})
	return list, r.chosen.left + r.others.left + rest.left
}

// write writes notices and rows as JSON that may stand in a page: encoding/json writes < > & as escapes.
func (r *rows) write(w io.Writer, list []row) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	used := map[int]int{} // notice to its place in the page
	out.WriteString(`{"notices":[`)
	for _, x := range list {
		if _, ok := used[x.notice]; ok {
			continue
		}
		if len(used) > 0 {
			out.WriteByte(',')
		}
		used[x.notice] = len(used)
		n := r.notices[x.notice]
		if err := enc.Encode([]string{n.place, n.issuer, n.year, n.title, n.source}); err != nil {
			return err
		}
	}
	out.WriteString(`],"rows":[`)
	for i, x := range list {
		if i > 0 {
			out.WriteByte(',')
		}
		err := enc.Encode([]any{used[x.notice], x.metric, x.subject, x.value, x.unit, x.change, x.status, x.period, x.text, x.sentence})
		if err != nil {
			return err
		}
	}
	out.WriteString(`]}`)
	return out.Flush()
}

// A histogram counts values in bins of the same width.
type histogram struct {
	from, width float64
	counts      []int
}

// distribution counts the values of a series. Bins are of a round width.
func distribution(m *compare.Matrix, s model.Series) histogram {
	var values []float64
	for line := range m.Rows([]model.Series{s}) {
		if v := line.Values[0]; v != nil {
			values = append(values, v.Float64())
		}
	}
	if len(values) == 0 {
		return histogram{}
	}
	low, high := slices.Min(values), slices.Max(values)
	h := histogram{width: roundWidth((high - low) / mostBins)}
	if !slices.ContainsFunc(values, func(v float64) bool { return v != math.Trunc(v) }) {
		h.width = max(h.width, 1) // there is nothing between whole numbers
	}
	for h.from = floor(low, h.width); h.from+float64(len(h.counts))*h.width <= high; {
		h.counts = append(h.counts, 0)
	}
	for _, v := range values {
		h.counts[min(int((v-h.from)/h.width), len(h.counts)-1)]++
	}
	return h
}
