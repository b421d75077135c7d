package pipeline

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"zhenggai/model"
	"zhenggai/model/compare"
	"zhenggai/model/jsonl"
)

// Figures are what is compared of some notices, whose bodies are of one shard.
type Figures struct {
	Notices []Profiled
	Packed  []byte // their profiles, one behind the other, compressed together: they have most of their words in common
	File    string // instead of Packed: the file of the folder to write that holds these bytes
	At      int64  // where they begin there
	Size    int    // of these bytes
}

// A Profiled is a notice with a profile: see compare.Options.Profile.
type Profiled struct {
	Place
	ID   string
	Size int // of the profile
}

// A packer gathers figures until they are worth compressing.
type packer struct {
	notices  []Profiled
	profiles []byte
}

// worthwhile is how many bytes of profiles are compressed together. Longer ones hardly become shorter.
const worthwhile = 64 << 10

func (p *packer) add(place Place, id string, profile []byte) {
	p.notices = append(p.notices, Profiled{place, id, len(profile)})
	p.profiles = append(p.profiles, profile...)
}

// pack returns what was gathered, and begins anew.
func (p *packer) pack(t *tools) Figures {
	f := Figures{Notices: p.notices, Packed: bytes.Clone(t.pack.EncodeAll(p.profiles, nil))} // without the room that EncodeAll makes
	p.notices, p.profiles = nil, p.profiles[:0]
	return f
}

// Aside is the folder of what the steps of a job lay aside for each other where all machines see the folder to write. It is of no use
// afterwards.
const Aside = "aside"

// layAside writes the packed profiles of a shard to a file instead of having them travel. A local runner holds in memory whatever
// travels, and copies it ten times and more.
func (w *work) layAside(ctx context.Context, dir string, shard int) error {
	at := filepath.Join(dir, Aside)
	name := w.Options.part(Aside, shard, w.Options.Shards, "zst")
	end := int64(0)
	err := written(at, func(to *bufio.Writer) error {
		for i := range w.figures {
			f := &w.figures[i]
			to.Write(f.Packed) // a bufio.Writer keeps its first error for Flush
			f.File, f.At, f.Size, f.Packed = name, end, len(f.Packed), nil
			end += int64(f.Size)
		}
		return nil
	})
	if err != nil || end == 0 {
		return err
	}
	return publish(ctx, at, join(w.Options.Output, name))
}

// profiles returns the profiles that figures stand for.
func (t *tools) profiles(f *Figures) ([]byte, error) {
	packed := f.Packed
	if f.File != "" {
		file, err := os.Open(join(t.options.Output, f.File))
		if err != nil {
			return nil, err
		}
		defer file.Close()
		packed = make([]byte, f.Size)
		if _, err := file.ReadAt(packed, f.At); err != nil {
			return nil, err
		}
	}
	return t.unpack.DecodeAll(packed, nil)
}

// bodyOf names the body whose notice it is as model/compare tells bodies apart: by region, rank and issuer.
func bodyOf(n *model.Notice) string {
	code, issuer, rank, compared := "000000", n.ID, 2, model.Compared{}
	if n.Region != nil {
		code, compared.Region = n.Region.Today(), *n.Region
	}
	if n.Issuer != nil {
		compared.Issuer = n.Issuer.Name
		issuer = cmp.Or(compare.Body(&compared), n.ID)
		switch n.Issuer.Type {
		case "party_committee":
			rank = 0
		case "government":
			rank = 1
		}
	}
	return code + " " + strconv.Itoa(rank) + " " + issuer
}

// Gathered are the figures of all notices whose bodies are of one shard.
type Gathered struct {
	Figures []Figures
}

// gatherFn combines figures by the shard of their bodies. Which notice of a body is the newest, and what the one before said, is known
// only when all are there, so that combining gathers; what a worker has of a shard is joined before it travels.
type gatherFn struct{}

// CreateAccumulator returns no figures.
func (*gatherFn) CreateAccumulator() Gathered { return Gathered{} }

// AddInput adds the figures of some notices.
func (*gatherFn) AddInput(g Gathered, f Figures) Gathered {
	g.Figures = append(g.Figures, f)
	return g
}

// MergeAccumulators joins what two workers know of a shard.
func (*gatherFn) MergeAccumulators(a, b Gathered) Gathered {
	a.Figures = append(a.Figures, b.Figures...)
	return a
}

// compareFn compares the notices of each body, all of which come to one shard.
type compareFn struct {
	Options Options
	tools   *tools
}

// Setup makes what the worker needs.
func (f *compareFn) Setup() (err error) {
	f.tools, err = toolsOf(&f.Options)
	return err
}

// ProcessElement has model/compare compare the notices of a shard of bodies, and writes what it tells.
func (f *compareFn) ProcessElement(ctx context.Context, shard int, g Gathered) error {
	c, err := compare.New(f.tools.compared)
	if err != nil {
		return err
	}
	err = f.collect(c, g.Figures)
	if err == nil {
		err = f.write(ctx, c, shard)
	}
	return errors.Join(err, c.Close())
}

// collect gives the notices to a collector, each once and with its place in the order of the sources.
func (f *compareFn) collect(c *compare.Collector, all []Figures) error {
	order := orderOf(all)
	for i := range all {
		profiles, err := f.tools.profiles(&all[i])
		if err != nil {
			return err
		}
		for _, n := range all[i].Notices {
			profile := profiles[:n.Size]
			profiles = profiles[n.Size:]
			at, wanted := order[n.ID]
			if !wanted {
				continue
			}
			delete(order, n.ID)
			if err := c.WriteProfile(profile, at); err != nil {
				return err
			}
		}
	}
	return nil
}

// orderOf numbers the notices by their ids, in the order of the sources.
func orderOf(all []Figures) map[string]uint32 {
	var notices []Profiled
	for i := range all {
		notices = append(notices, all[i].Notices...)
	}
	slices.SortFunc(notices, func(a, b Profiled) int {
		return cmp.Or(a.Place.compare(b.Place), cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
	})
	order := make(map[string]uint32, len(notices))
	for i, n := range notices {
		order[n.ID] = uint32(i)
	}
	return order
}

// comparedTables are those that a collector tells.
var comparedTables = []string{"districts", "comparison", "topics"}

// write writes what a collector tells to the files of a shard.
func (f *compareFn) write(ctx context.Context, c *compare.Collector, shard int) error {
	return staged(func(dir string) error {
		files, err := createAll(dir, comparedTables)
		if err == nil {
			names := f.tools.names
			err = c.Tell(nil, compare.Report{
				District:   printer(files[0].Writer, model.Districts, names),
				Comparison: printer(files[1].Writer, model.Comparisons, names),
				Topic:      printer(files[2].Writer, model.TopicShares, names),
			})
		}
		if err := errors.Join(err, closeAll(files)); err != nil {
			return err
		}
		for i, table := range comparedTables {
			to := f.Options.part(Tables+"/"+table, shard, f.Options.Shards, NDJSON)
			if err := publish(ctx, files[i].name(), join(f.Options.Output, to)); err != nil {
				return err
			}
		}
		return nil
	})
}

// printer returns a function that prints a record as a row of its table.
func printer[R any](w *bufio.Writer, of func(model.Names) (*model.Table, func(iter.Seq[R]) iter.Seq[model.Row]), names model.Names) func(*R) error {
	table, rows := of(names)
	return func(r *R) error { return jsonl.WriteRows(w, table, rows(slices.Values([]R{*r}))) }
}
