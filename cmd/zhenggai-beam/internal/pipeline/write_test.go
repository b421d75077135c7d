package pipeline

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhenggai/extract/source"
)

// TestDoubledRecords gives a shard its records several times and in any order, as a runner without exactly-once delivery may: the
// same files come of it.
func TestDoubledRecords(t *testing.T) {
	var want map[string]string
	for round := range 4 {
		o := options(t, root+"/testdata/gold")
		o.Shards = 1
		records := recordsOf(t, o)
		if round > 0 {
			records = slices.Concat(records, records[:len(records)/2])
			rand.New(rand.NewPCG(uint64(round), 0)).Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		}
		f := &writeFn{Options: o}
		if err := f.Setup(); err != nil {
			t.Fatal(err)
		}
		i := 0
		next := func(r *Record) bool {
			if i == len(records) {
				return false
			}
			*r = records[i]
			i++
			return true
		}
		line := func(file string, l Line) { t.Errorf("%s: %s", file, l.Text) }
		if err := f.ProcessElement(t.Context(), 0, next, func(string, Figures) {}, line); err != nil {
			t.Fatal(err)
		}
		got := snapshot(t, o.Output)
		if round == 0 {
			want = got
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("round %d differs:\n%.2000s", round, diff)
		}
	}
}

// recordsOf extracts the sources of a job without a runner.
func recordsOf(t *testing.T, o Options) []Record {
	t.Helper()
	f := &readFn{Options: o}
	if err := f.Setup(); err != nil {
		t.Fatal(err)
	}
	list, err := f.tools.find("")
	if err != nil {
		t.Fatal(err)
	}
	var records []Record
	for i, e := range list.Entries {
		f.ProcessElement(t.Context(), Source{Place: Place{Entry: i}, Path: e.Path}, func(_ int, r Record) { records = append(records, r) },
			func(m Member) { t.Error(m.Path) }, func(string, Line) {})
	}
	return records
}

// TestComparedTwice insists that a body's notices compare in the same way in whatever order and however often they come.
func TestComparedTwice(t *testing.T) {
	o := options(t, root+"/testdata/gold")
	f := &compareFn{Options: o}
	if err := f.Setup(); err != nil {
		t.Fatal(err)
	}
	var all Body
	for i, name := range []string{"n05-baoshan-quwei.txt", "n01-yuanjiang-shiwei.txt"} {
		notices, err := f.tools.extract(source.Document{Path: name, Data: read(t, root+"/testdata/gold/"+name)})
		if err != nil {
			t.Fatal(err)
		}
		figures, err := f.tools.figures(Place{Entry: i}, notices[0])
		if err != nil {
			t.Fatal(err)
		}
		all = f.AddInput(all, figures)
	}
	want, err := f.ExtractOutput(Body{slices.Clone(all.Notices)})
	if err != nil || len(want.Comparison) == 0 {
		t.Fatalf("%d bytes, %v", len(want.Comparison), err)
	}
	slices.Reverse(all.Notices)
	got, err := f.ExtractOutput(f.MergeAccumulators(all, Body{slices.Clone(all.Notices)}))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestPublishReplacesWhole(t *testing.T) {
	dir := t.TempDir()
	from := write(t, dir+"/from", []byte("new"))
	to := filepath.Join(dir, "out", "a", "part-0")
	write(t, to, []byte("longer than the new one"))
	if err := publish(t.Context(), from, to); err != nil {
		t.Fatal(err)
	}
	if got := snapshot(t, filepath.Join(dir, "out")); len(got) != 1 || got["a/part-0"] != "new" {
		t.Errorf("got %v", got)
	}
	blocked := filepath.Join(to, "part-1") // part-0 is a file
	if err := publish(t.Context(), from, blocked); err == nil || !strings.Contains(err.Error(), blocked) {
		t.Errorf("got %v", err)
	}
}

// TestStores reads from and writes to a file system that is not the machine's, as gs:// and s3:// are.
func TestStores(t *testing.T) {
	ctx := context.Background() // the store outlives the test's context
	file := root + "/seeds/000_8289ea3699fe6ee2.txt"
	if err := publish(ctx, file, "memfs://in/a.txt"); err != nil {
		t.Fatal(err)
	}
	o := options(t, "memfs://in/*.txt")
	o.Output = "memfs://out"
	counted := runJob(t, o)
	if counted["notices"] != 1 || counted["problems"] != 16 || counted["indicators"] != 63 {
		t.Errorf("counted %v", counted)
	}
	if err := Clear(ctx, "memfs://out", false); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("got %v", err)
	}
}

func TestClear(t *testing.T) {
	dir := t.TempDir()
	write(t, dir+"/records/part-00000-of-00001-x.ndjson", nil)
	write(t, dir+"/tables/notices/part-00000-of-00001-x.ndjson", nil)
	write(t, dir+"/records/mine.txt", nil)
	if err := Clear(t.Context(), dir, false); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("got %v", err)
	}
	if err := Clear(t.Context(), dir, true); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"records/mine.txt"}, files(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestCheck(t *testing.T) {
	for want, change := range map[string]func(*Options){
		"":                      func(*Options) {},
		"no source is named":    func(o *Options) { o.Sources = nil },
		"no folder to write":    func(o *Options) { o.Output = "" },
		"--shards: 0":           func(o *Options) { o.Shards = 0 },
		"--formats: no format ": func(o *Options) { o.Formats = []string{"xlsx"} },
		"--give-up: 0s":         func(o *Options) { o.Time = 0 },
	} {
		o := options(t, "a")
		change(&o)
		if err := o.Check(); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// TestRulesTravel lays a table over the built-in ones, as a worker gets it.
func TestRulesTravel(t *testing.T) {
	dir := t.TempDir()
	metrics := read(t, root+"/extract/rules/metrics.tsv")
	write(t, dir+"/metrics.tsv", bytes.ReplaceAll(metrics, []byte("education.school_places"), []byte("education.other_places")))
	o := options(t, root+"/seeds")
	var err error
	if o.Rules, err = PackRules(os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	got, _ := same(t, o)
	if rows := strings.Join(got[Tables+"/comparison"], ""); !strings.Contains(rows, `"metric":"education.other_places"`) {
		t.Errorf("the table is not used:\n%s", rows)
	}
	write(t, dir+"/metrics.tsv", []byte("nonsense\n"))
	if _, err := PackRules(os.DirFS(dir)); err == nil || !strings.Contains(err.Error(), "metrics.tsv") {
		t.Errorf("got %v", err)
	}
}
