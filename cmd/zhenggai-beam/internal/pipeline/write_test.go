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
)

// TestDoubledItems gives a shard its documents several times and in any order, as a runner without exactly-once delivery may: the
// same files and figures come of it.
func TestDoubledItems(t *testing.T) {
	var want map[string]string
	var wantFigures []Figures
	for round := range 4 {
		o := options(t, root+"/testdata/gold")
		o.Shards = 1
		items := itemsOf(t, o)
		if round > 0 {
			items = slices.Concat(items, items[:len(items)/2])
			rand.New(rand.NewPCG(uint64(round), 0)).Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
		}
		f := &writeFn{Options: o}
		if err := f.Setup(); err != nil {
			t.Fatal(err)
		}
		lines, figures := processed(t, f, items)
		if len(lines) > 0 {
			t.Errorf("round %d: %s", round, lines)
		}
		got := snapshot(t, o.Output)
		if round == 0 {
			want, wantFigures = got, figures
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("round %d differs:\n%.2000s", round, diff)
		}
		if diff := cmp.Diff(wantFigures, figures); diff != "" {
			t.Fatalf("round %d differs:\n%.2000s", round, diff)
		}
	}
}

// TestComparedTwice insists that notices compare in the same way in whatever order and however often they come.
func TestComparedTwice(t *testing.T) {
	o := options(t, root+"/testdata/gold")
	o.Shards = 1
	f := &compareFn{Options: o}
	if err := f.Setup(); err != nil {
		t.Fatal(err)
	}
	_, figures := processed(t, &writeFn{Options: o, tools: f.tools}, itemsOf(t, o))
	compared := func(figures []Figures) map[string][]string {
		if err := f.ProcessElement(t.Context(), 0, gathered(figures)); err != nil {
			t.Fatal(err)
		}
		return outputOf(t, o.Output)
	}
	if f := figures[0]; f.File == "" || f.Packed != nil {
		t.Errorf("profiles travel: %d bytes, file %q", len(f.Packed), f.File)
	}
	want := compared(figures)
	if len(want[Tables+"/comparison"]) == 0 {
		t.Fatal("nothing is compared")
	}
	again := slices.Concat(figures, figures)
	slices.Reverse(again)
	if diff := cmp.Diff(want, compared(again)); diff != "" {
		t.Error(diff)
	}
}

// gathered combines figures as two workers do.
func gathered(figures []Figures) Gathered {
	var g gatherFn
	all := [2]Gathered{g.CreateAccumulator(), g.CreateAccumulator()}
	for i, f := range figures {
		all[i%2] = g.AddInput(all[i%2], f)
	}
	return g.MergeAccumulators(all[0], all[1])
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

func TestTidy(t *testing.T) {
	dir := t.TempDir()
	write(t, dir+"/aside/part-00000-of-00001-x.zst", nil)
	write(t, dir+"/records/part-00000-of-00001-x.ndjson", nil)
	for range 2 {
		if err := Tidy(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"records/part-00000-of-00001-x.ndjson"}, files(t, dir)); diff != "" {
		t.Error(diff)
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
	metrics := read(t, root+"/extract/rules/metrics/education.rules")
	if err := os.Mkdir(dir+"/metrics", 0o777); err != nil {
		t.Fatal(err)
	}
	write(t, dir+"/metrics/education.rules", bytes.ReplaceAll(append([]byte("# replace\n"), metrics...), []byte("education.school_places"), []byte("education.other_places")))
	o := options(t, root+"/seeds")
	var err error
	if o.Rules, err = PackRules(os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	got, _ := same(t, o)
	if rows := strings.Join(got[Tables+"/comparison"], ""); !strings.Contains(rows, `"metric":"education.other_places"`) {
		t.Errorf("the table is not used:\n%s", rows)
	}
	write(t, dir+"/metrics/education.rules", []byte("nonsense\n"))
	if _, err := PackRules(os.DirFS(dir)); err == nil || !strings.Contains(err.Error(), "metrics/education.rules") {
		t.Errorf("got %v", err)
	}
}
