// Package compare puts districts side by side: for each notice one value of each metric, chosen by a stated rule and with its
// evidence, its problems by topic, and distributions over groups of notices.
//
// What is compared is a body, which is the Party committee or government of a district, or another issuer. A body's newest
// notice stands for it; the ones before give the change from notice to notice. Copies of a notice do not count.
//
// A Collector keeps what it needs of a notice in a temporary file, so that its memory hardly grows with their number.
package compare

import (
	"cmp"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/fxamacker/cbor/v2"

	"zhenggai/model"
)

// Options say how notices are compared. The zero Options compare what they can: counts by their unit as written.
type Options struct {
	Counts     map[string]string   // for metrics that count: the unit that stands for all, since 15个问题 are 15项问题
	Same       map[Unit]string     // units that are another for some metrics: a cubic metre of sewage weighs a tonne
	Parents    map[string]string   // of metrics that count a kind of another: the other
	Due, Done  map[string]bool     // metrics that count what is due, and those that count what of it is done
	Rates      map[string][]string // of metrics that are the share of others that is done: the others
	Additive   func(Unit) bool     // whether values can be summed, as shares and rates cannot; nil means all can
	Whole      []string            // words that make a number a total: 累计, 合计
	Found      []string            // words for looking at things: 排查, 检测
	Rest       []string            // words that make a number what was left over: 其余, 剩余
	Then       []string            // words for an earlier time: 去年
	Since      []string            // and those that make it a beginning: 以来
	Population *Population         // inhabitants by region, or nil
	TempDir    string              // folder of the temporary file; "" is the system's
}

// A Unit is a metric in a unit.
type Unit struct{ Metric, Unit string }

// A Collector collects notices and then tells how they compare. It is for one goroutine.
type Collector struct {
	opts  Options
	file  *os.File
	end   int64
	index []entry
	buf   []byte
	to    cbor.EncMode
	from  cbor.DecMode
}

// An entry says where the profile of a notice lies in the file, and in which order profiles are told.
type entry struct {
	code   [6]byte // of the region; zero comes first
	date   [10]byte
	rank   uint8 // of the issuer's type within its region
	issuer uint64
	notice uint64
	at     int64
	size   int32
	order  uint32 // in which notices of the same body and date are told
}

// encoding returns how profiles are written.
var encoding = sync.OnceValues(func() (cbor.EncMode, error) {
	return cbor.EncOptions{TextMarshaler: cbor.TextMarshalerTextString}.EncMode() // of decimals
})

// New returns a Collector, which must be closed.
func New(opts Options) (*Collector, error) {
	c := &Collector{opts: opts}
	var err1, err2 error
	c.to, err1 = encoding()
	c.from, err2 = cbor.DecOptions{TextUnmarshaler: cbor.TextUnmarshalerTextString, UTF8: cbor.UTF8DecodeInvalid, MaxArrayElements: 1 << 30}.DecMode()
	file, err := os.CreateTemp(opts.TempDir, "zhenggai-compare-*")
	if err := errors.Join(err1, err2, err); err != nil {
		return nil, fmt.Errorf("compare: %w", err)
	}
	c.file = file
	return c, nil
}

// Close removes the temporary file.
func (c *Collector) Close() error { return errors.Join(c.file.Close(), os.Remove(c.file.Name())) }

// Write adds a notice.
func (c *Collector) Write(n *model.Notice) error {
	p := c.opts.profile(n)
	if p == nil {
		return nil
	}
	return c.keep(p)
}

// Profile returns what a Collector keeps of a notice, a few kilobytes, so that it can be collected on another machine: see
// WriteProfile. It is nil for a document that is no rectification notice.
func (o *Options) Profile(n *model.Notice) ([]byte, error) {
	p := o.profile(n)
	if p == nil {
		return nil, nil
	}
	to, err := encoding()
	if err != nil {
		return nil, fmt.Errorf("compare: %w", err)
	}
	return encode(to, p)
}

// WriteProfile is Write for a notice whose profile was made elsewhere, with the same Options. order stands for the order of the
// calls of Write, which profiles from several machines need not come in: where a body has two notices of a date, the lesser is first.
func (c *Collector) WriteProfile(data []byte, order uint32) error {
	if data == nil {
		return nil
	}
	var p profileHead
	if err := c.from.Unmarshal(data, &p); err != nil {
		return fmt.Errorf("compare: %w", err)
	}
	return c.add(p, data, order)
}

// WriteChosen is Write, and returns the ids of the indicators that the notice's comparisons come of.
func (c *Collector) WriteChosen(n *model.Notice) (map[string]bool, error) {
	p := c.opts.profile(n)
	if p == nil {
		return nil, nil
	}
	chosen := make(map[string]bool, len(p.Cells))
	for i := range p.Cells {
		for _, id := range p.Cells[i].Indicators {
			chosen[id] = true
		}
	}
	return chosen, c.keep(p)
}

// keep adds a profile.
func (c *Collector) keep(p *profile) error {
	data, err := encode(c.to, p)
	if err != nil {
		return err
	}
	return c.add(p.profileHead, data, uint32(len(c.index)))
}

func encode(to cbor.EncMode, p *profile) ([]byte, error) {
	data, err := to.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("compare: notice %s: %w", p.Compared.Notice, err)
	}
	return data, nil
}

// add writes an encoded profile to the file.
func (c *Collector) add(p profileHead, data []byte, order uint32) error {
	id := p.Compared.Notice
	if _, err := c.file.WriteAt(data, c.end); err != nil {
		return fmt.Errorf("compare: notice %s: %w", id, err)
	}
	e := entry{
		rank: rank(p.Compared.IssuerType), issuer: hash(cmp.Or(Body(&p.Compared), id)), notice: hash(id),
		at: c.end, size: int32(len(data)), order: order,
	}
	copy(e.code[:], p.Compared.Region.Today())
	copy(e.date[:], cmp.Or(p.District.Published, p.Compared.Year))
	c.index = append(c.index, e)
	c.end += int64(len(data))
	return nil
}

// Body returns the name by which the issuer is told from others of its region over the years: 密云县委 is 密云区委 today. Where a district
// went into another, its bodies stay their own.
func Body(c *model.Compared) string {
	now, own := c.Region.Now, cmp.Or(c.Region.County, c.Region.Prefecture, c.Region.Province)
	if now == nil || bare(now.Name) != bare(own) {
		return c.Issuer
	}
	return strings.Replace(c.Issuer, own, now.Name, 1)
}

// bare returns a division's name less the character that says of what kind it is.
func bare(name string) string {
	_, size := utf8.DecodeLastRuneInString(name)
	return name[:len(name)-size]
}

// rank puts the Party committee of a region before its government, and both before others.
func rank(issuerType string) uint8 {
	switch issuerType {
	case "party_committee":
		return 0
	case "government":
		return 1
	}
	return 2
}

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

// sort puts the entries in the order of regions, bodies and dates.
func (c *Collector) sort() {
	slices.SortFunc(c.index, func(a, b entry) int {
		return cmp.Or(strings.Compare(string(a.code[:]), string(b.code[:])), cmp.Compare(a.rank, b.rank), cmp.Compare(a.issuer, b.issuer),
			strings.Compare(string(a.date[:]), string(b.date[:])), cmp.Compare(a.order, b.order))
	})
}

// bodies calls visit for each body with the profiles of its notices, the newest last. copies are ids of notices that do not
// count.
func (c *Collector) bodies(copies map[string]bool, visit func([]*profile) error) error {
	c.sort()
	left := make(map[uint64]bool, len(copies))
	for id := range copies {
		left[hash(id)] = true
	}
	var body []*profile
	var last entry
	for _, e := range c.index {
		if left[e.notice] {
			continue
		}
		if len(body) > 0 && (e.code != last.code || e.rank != last.rank || e.issuer != last.issuer) {
			if err := visit(body); err != nil {
				return err
			}
			body = body[:0]
		}
		p, err := c.read(e)
		if err != nil {
			return err
		}
		body, last = append(body, p), e
	}
	if len(body) == 0 {
		return nil
	}
	return visit(body)
}

// read reads a profile back and joins its parts.
func (c *Collector) read(e entry) (*profile, error) {
	c.buf = slices.Grow(c.buf[:0], int(e.size))[:e.size]
	if _, err := c.file.ReadAt(c.buf, e.at); err != nil {
		return nil, fmt.Errorf("compare: %w", err)
	}
	p := &profile{}
	if err := c.from.Unmarshal(c.buf, p); err != nil {
		return nil, fmt.Errorf("compare: %w", err)
	}
	p.District.Compared = &p.Compared
	for i := range p.Cells {
		p.Cells[i].Compared = &p.Compared
	}
	for i := range p.Topics {
		p.Topics[i].Compared = &p.Compared
	}
	return p, nil
}

// follow fills in what a body's notices say of each other: which is the newest, and what the values were before.
func follow(body []*profile) {
	body[len(body)-1].Compared.Newest = true
	before := map[Unit]*model.Comparison{}
	for _, p := range body {
		for i := range p.Cells {
			cell := &p.Cells[i]
			key := Unit{cell.Metric, cell.Unit}
			if b := before[key]; b != nil && b.Basis == cell.Basis && b.Status == cell.Status {
				cell.Before, cell.BeforeYear = b.Value, b.Year
			}
			if cell.Value != nil {
				before[key] = cell
			}
		}
	}
}

// A Report is what a Collector tells, kind by kind. Fields that are nil are passed over.
type Report struct {
	District   func(*model.District) error
	Comparison func(*model.Comparison) error
	Topic      func(*model.TopicShare) error
	Group      func(*model.GroupFigure) error
	Problem    func(*model.CommonProblem) error
}

// Tell tells how the notices compare, body by body in the order of their regions, and then what they are together. copies are
// ids of notices that do not count. What is told is good until the call returns.
func (c *Collector) Tell(copies map[string]bool, to Report) error {
	g, common := newGroups(to.Group), newCommon()
	err := c.bodies(copies, func(body []*profile) error {
		follow(body)
		for _, p := range body {
			if err := c.tellNotice(p, to); err != nil {
				return err
			}
		}
		newest := body[len(body)-1]
		common.add(newest)
		return g.add(newest)
	})
	if err != nil {
		return err
	}
	if err := g.finish(); err != nil {
		return err
	}
	return common.tell(to.Problem)
}

func (c *Collector) tellNotice(p *profile, to Report) error {
	inhabitants, known := c.opts.Population.of(p.Compared.Region.Code, p.Compared.Region.Today())
	if known && rank(p.Compared.IssuerType) > 1 {
		known = false // the beds of one hospital say nothing for each inhabitant
	}
	if known {
		p.District.Population = &inhabitants
	}
	if err := tell(to.District, &p.District); err != nil {
		return err
	}
	for i := range p.Cells {
		cell := &p.Cells[i]
		if known && cell.Value != nil && c.opts.additive(Unit{cell.Metric, cell.Unit}) {
			cell.PerHead = perThousand(*cell.Value, inhabitants)
		}
		if err := tell(to.Comparison, cell); err != nil {
			return err
		}
	}
	for i := range p.Topics {
		if err := tell(to.Topic, &p.Topics[i]); err != nil {
			return err
		}
	}
	return nil
}

// tell calls a function that may be nil.
func tell[R any](to func(*R) error, r *R) error {
	if to == nil {
		return nil
	}
	return to(r)
}

// rounded returns a number to some decimals, or to fewer where it is too large for them.
func rounded(f float64, places int) model.Decimal {
	for ; places > 0; places-- {
		if d, err := model.ParseDecimal(strconv.FormatFloat(f, 'f', places, 64)); err == nil {
			return d
		}
	}
	return model.Int(int64(f))
}

// exact returns the number that reads as the float does.
func exact(f float64) model.Decimal {
	if d, err := model.ParseDecimal(strconv.FormatFloat(f, 'f', -1, 64)); err == nil {
		return d
	}
	return rounded(f, 2)
}
