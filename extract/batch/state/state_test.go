package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhenggai/extract"
	"zhenggai/extract/batch"
	"zhenggai/extract/internal/testing/invented"
	"zhenggai/extract/source"
	"zhenggai/model"
)

func open(t testing.TB, path string, opts Options) *Store {
	t.Helper()
	s, err := Open(path, opts)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func closed(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func file(t testing.TB) string { return filepath.Join(t.TempDir(), "50% of#it?.db") }

func doc(path, data string) source.Document { return source.Document{Path: path, Data: []byte(data)} }

func notice(doc source.Document) *model.Notice {
	return &model.Notice{ID: string(doc.Data), Title: "通报", Source: model.Source{Path: doc.Path}}
}

// TestSameRecords insists that what is recalled prints as what was kept, for notices of every shape.
func TestSameRecords(t *testing.T) {
	s := open(t, file(t), Options{})
	defer closed(t, s)
	var x extract.Extractor
	m := invented.NewMaker()
	for i := range 30 {
		name, data := m.Page(i)
		doc := source.Document{Path: name + "\xff", Data: data, URL: "https://example.invalid/"}
		notices, err := x.ExtractAll(t.Context(), doc)
		if err != nil {
			t.Fatal(err)
		}
		key := s.Key(doc)
		if err := errors.Join(s.Keep(key, batch.Result{Notices: notices}), s.Flush()); err != nil {
			t.Fatal(err)
		}
		got, ok := s.Recall(key)
		want, _ := json.Marshal(notices)
		if printed, _ := json.Marshal(got.Notices); !ok || string(printed) != string(want) || got.Notices[0].Source.Path != doc.Path {
			t.Fatalf("%s: %t\n%s", name, ok, cmp.Diff(notices, got.Notices))
		}
	}
}

// TestKeys insists that whatever makes a difference to the records makes another key.
func TestKeys(t *testing.T) {
	full := func() source.Document {
		return source.Document{
			Path: "a", URL: "b", ContentType: "c", Retrieved: "d", Data: []byte("e"),
			Parts:   []source.Part{{Document: source.Document{Path: "f", Data: []byte("g")}, Page: true}},
			Missing: source.Missing{Pages: []string{"h"}, Attached: []string{"i"}},
		}
	}
	s := open(t, file(t), Options{Maker: "1"})
	defer closed(t, s)
	other := open(t, file(t), Options{Maker: "2"})
	defer closed(t, other)
	seen := map[batch.Key]string{s.Key(full()): "as it is", other.Key(full()): "another maker"}
	for what, change := range map[string]func(*source.Document){
		"path":      func(d *source.Document) { d.Path += "1" },
		"URL":       func(d *source.Document) { d.URL += "1" },
		"type":      func(d *source.Document) { d.ContentType += "1" },
		"retrieved": func(d *source.Document) { d.Retrieved += "1" },
		"data":      func(d *source.Document) { d.Data = []byte("e1") },
		"boundary":  func(d *source.Document) { d.Path, d.URL = "ab", "" },
		"no part":   func(d *source.Document) { d.Parts = nil },
		"part":      func(d *source.Document) { d.Parts[0].Data = []byte("G") },
		"attached":  func(d *source.Document) { d.Parts[0].Page = false },
		"error":     func(d *source.Document) { d.Parts[0].Err = os.ErrNotExist },
		"pages":     func(d *source.Document) { d.Missing.Pages = nil },
		"lists":     func(d *source.Document) { d.Missing = source.Missing{Attached: []string{"h", "i"}} },
	} {
		d := full()
		change(&d)
		key := s.Key(d)
		if same, ok := seen[key]; ok {
			t.Errorf("%s has the key of %s", what, same)
		}
		seen[key] = what
	}
}

func TestFailuresAreTriedSomeTimes(t *testing.T) {
	passing := errors.New("no converter")
	path := file(t)
	key := batch.Key{1}
	for i := range tries + 1 {
		s := open(t, path, Options{Passing: func(err error) bool { return errors.Is(err, passing) }})
		got, known := s.Recall(key)
		if want := i == tries; known != want || known && got.Err.Error() != "no text" {
			t.Errorf("run %d: known %t, %v", i, known, got.Err)
		}
		if err := errors.Join(s.Keep(key, batch.Result{Err: errors.New("no text")}), s.Keep(batch.Key{2}, batch.Result{Err: passing})); err != nil {
			t.Fatal(err)
		}
		closed(t, s)
	}
	s := open(t, path, Options{})
	defer closed(t, s)
	if _, known := s.Recall(batch.Key{2}); known {
		t.Error("a failure that passes is believed")
	}
	forced := open(t, path, Options{Force: true})
	defer closed(t, forced)
	if _, known := forced.Recall(key); known {
		t.Error("what is forced is recalled")
	}
}

// night runs a run over documents of the form path=content, of which content "bad" fails, and returns what changed.
func night(t *testing.T, path, dataset string, docs ...string) string {
	t.Helper()
	s := open(t, path, Options{})
	defer closed(t, s)
	if _, err := s.Begin(dataset, 0); err != nil {
		t.Fatal(err)
	}
	for i, d := range docs {
		name, content, _ := strings.Cut(d, "=")
		document := doc(name, content)
		r, o := batch.Result{}, batch.Outcome{Key: s.Key(document)}
		if content == "bad" {
			r.Err = errors.New("no text")
			o.Failure = &batch.Failure{Path: name, Reason: "no text"}
		} else {
			r.Notices = []*model.Notice{notice(document)}
			o.Written = []batch.Written{{Path: name, ID: content}}
		}
		if err := errors.Join(s.Keep(o.Key, r), s.List(o, i)); err != nil {
			t.Fatal(err)
		}
	}
	var out []string
	for c, err := range s.Changes() {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, describe(c))
	}
	for f, err := range s.Failures() {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("%s bad since %s", f.Path, f.Since))
	}
	if err := s.Finish(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, ", ")
}

func describe(c Change) string {
	switch {
	case c.Unreadable:
		return c.Old.Source.Path + " unreadable"
	case c.New == nil:
		return c.Old.Source.Path + " gone"
	case c.Old == nil:
		return c.New.Source.Path + " new"
	case c.From != "":
		return c.New.Source.Path + " from " + c.From
	}
	return c.New.Source.Path + " changed"
}

func TestChanges(t *testing.T) {
	path := file(t)
	for i, test := range []struct {
		docs string
		want string
	}{
		{"a=1 b=2 c=3", "a new, b new, c new"},
		{"a=1 b=2 c=3", ""},
		{"a=1 b=4 d=3 e=5", "b changed, d from c, e new"},
		{"a=1 b=bad d=3", "b unreadable, e gone, b bad since 2020-01-03"},
		{"a=1 b=bad d=3", "b bad since 2020-01-03"},
		{"a=1 b=4 d=3", "b new"},
		{"d=1 a=3", "d changed, a changed, b gone"},
	} {
		if got := night(t, path, fmt.Sprintf("2020-01-%02d", i), strings.Fields(test.docs)...); got != test.want {
			t.Errorf("night %d: %s, want %s", i, got, test.want)
		}
	}
}

// TestUnfinished lets a run end before its dataset is in its place: the next one compares with the last finished one, and
// knows what was extracted.
func TestUnfinished(t *testing.T) {
	path := file(t)
	night(t, path, "first", "a=1")
	s := open(t, path, Options{})
	d := doc("b", "2")
	key := s.Key(d)
	_, err := s.Begin("second", 0)
	if err := errors.Join(err, s.Keep(key, batch.Result{Notices: []*model.Notice{notice(d)}}),
		s.List(batch.Outcome{Key: key, Written: []batch.Written{{Path: "b", ID: "2"}}}, 0)); err != nil {
		t.Fatal(err)
	}
	closed(t, s)
	s = open(t, path, Options{})
	last, err1 := s.Last()
	left, err2 := s.Unfinished()
	if _, known := s.Recall(key); !known || last.Dataset != "first" || left.Dataset != "second" {
		t.Errorf("known %t, last %v (%v), unfinished %v (%v)", known, last, err1, left, err2)
	}
	closed(t, s)
	if got := night(t, path, "third", "a=1", "b=2"); got != "b new" {
		t.Error(got)
	}

	s = open(t, path, Options{}) // one whose dataset is in its place, and that was ended before it could say so
	if _, err := s.Begin("fourth", 0); err != nil {
		t.Fatal(err)
	}
	closed(t, s)
	s = open(t, path, Options{})
	defer closed(t, s)
	if err := s.Finish(); err != nil {
		t.Fatal(err)
	}
	if last, err := s.Last(); last.Dataset != "fourth" || err != nil {
		t.Errorf("the last is %v, %v", last, err)
	}
	if n, err := s.Begin("fifth", 9); n != 9 || err != nil {
		t.Errorf("a run that is to be at least 9 is %d, %v", n, err)
	}
}

// TestOldResultsGo insists that the file does not grow for ever.
func TestOldResultsGo(t *testing.T) {
	path := file(t)
	for i := range keptRuns + 4 {
		night(t, path, "d", fmt.Sprintf("a=%d", i))
	}
	s := open(t, path, Options{})
	defer closed(t, s)
	var n int
	if err := s.db.QueryRow("SELECT count(*) FROM results").Scan(&n); err != nil || n > keptRuns+1 {
		t.Errorf("%d results are kept, %v", n, err)
	}
}

// TestDamage damages the file in many places: each time it is told, or the store knows what is right or nothing.
func TestDamage(t *testing.T) {
	path := file(t)
	var docs []string
	for i := range 50 {
		docs = append(docs, fmt.Sprintf("path%d=%d", i, i))
	}
	night(t, path, "first", docs...)
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := 0
	for at := 0; at < len(sound); at += 509 {
		data := slices.Clone(sound)
		for i := at; i < min(at+64, len(data)); i++ {
			data[i] ^= 0xA5
		}
		bad := file(t)
		if err := os.WriteFile(bad, data, 0o666); err != nil {
			t.Fatal(err)
		}
		if recalls(t, bad, docs) != nil {
			damaged++
		}
	}
	if damaged == 0 {
		t.Error("no damage is told")
	}
}

// TestDamagedLog damages what stands beside the file while a run writes, as one that was killed leaves it.
func TestDamagedLog(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files that are in use cannot be copied there")
	}
	path := file(t)
	s := open(t, path, Options{})
	defer closed(t, s)
	var docs []string
	for i := range 20 {
		docs = append(docs, fmt.Sprintf("path%d=%d", i, i))
		d := doc(fmt.Sprintf("path%d", i), fmt.Sprint(i))
		if err := errors.Join(s.Keep(s.Key(d), batch.Result{Notices: []*model.Notice{notice(d)}}), s.Flush()); err != nil {
			t.Fatal(err)
		}
	}
	left := map[string][]byte{}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		data, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		left[suffix] = data
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		for at := 0; at < len(left[suffix]); at += 1 + len(left[suffix])/100 {
			bad := file(t)
			for name, data := range left {
				if name == suffix {
					data = slices.Clone(data)
					data[at] ^= 0xA5
				}
				if err := os.WriteFile(bad+name, data, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			recalls(t, bad, docs)
		}
	}
}

// recalls recalls documents and returns the error that tells of damage.
func recalls(t *testing.T, path string, docs []string) error {
	t.Helper()
	s, err := Open(path, Options{})
	if err != nil {
		if !errors.Is(err, ErrUnusable) {
			t.Error(err)
		}
		return err
	}
	defer s.Close()
	for _, d := range docs {
		name, content, _ := strings.Cut(d, "=")
		got, known := s.Recall(s.Key(doc(name, content)))
		if known && (len(got.Notices) != 1 || got.Notices[0].ID != content) {
			t.Errorf("%s gives %+v", d, got.Notices)
		}
	}
	return s.failure()
}

func TestMoveAway(t *testing.T) {
	path := file(t)
	for i := 1; i < 3; i++ {
		if err := os.WriteFile(path, []byte("no database at all, but long enough to be taken for one by its size alone"), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path, Options{}); !errors.Is(err, ErrUnusable) {
			t.Errorf("a text is opened: %v", err)
		}
		to, err := MoveAway(path)
		if _, gone := os.Stat(path); err != nil || gone == nil || to != fmt.Sprintf("%s.damaged-%d", path, i) {
			t.Errorf("moved to %s, %v", to, err)
		}
	}
	closed(t, open(t, path, Options{}))
}

// TestMoveAwayWithWhatStandsBeside moves a folder and the files beside it, to a name that is free for all of them.
func TestMoveAwayWithWhatStandsBeside(t *testing.T) {
	path := file(t)
	for _, name := range []string{path, path + "-journal", path + ".damaged-1-wal"} {
		if err := os.Mkdir(name, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	to, err := MoveAway(path)
	if err != nil || to != path+".damaged-2" {
		t.Errorf("moved to %s, %v", to, err)
	}
	for _, name := range []string{to, to + "-journal"} {
		if info, err := os.Stat(name); err != nil || !info.IsDir() {
			t.Errorf("%s is no folder: %v", name, err)
		}
	}
	closed(t, open(t, path, Options{}))
}

// TestWhatIsDamage insists that a state is given up for what is wrong with it, and not for what is wrong around it.
func TestWhatIsDamage(t *testing.T) {
	for code, want := range map[int]bool{
		1: true, 11: true, 26: true, 19: true, 20: true, // ERROR, CORRUPT, NOTADB, CONSTRAINT, MISMATCH
		11 | 3<<8: true, 10 | 1<<8: true, // CORRUPT_INDEX, IOERR_READ: a sector of the disk is bad
		3: false, 5: false, 6: false, 7: false, 8: false, 13: false, 14: false, 15: false, // PERM, BUSY, LOCKED, NOMEM, READONLY, FULL, CANTOPEN, PROTOCOL
		5 | 1<<8: false, 8 | 2<<8: false, 10 | 3<<8: false, 10 | 4<<8: false, 10 | 12<<8: false, // BUSY_RECOVERY, READONLY_CANTLOCK, IOERR_WRITE, IOERR_FSYNC, IOERR_NOMEM
	} {
		if got := isDamage(code); got != want {
			t.Errorf("code %d: %t", code, got)
		}
	}
}

// TestLockedIsNoDamage holds the lock for as long as the store waits.
func TestLockedIsNoDamage(t *testing.T) {
	if testing.Short() {
		t.Skip("waits ten seconds")
	}
	t.Parallel()
	path := file(t)
	night(t, path, "first", "a=1")
	other := open(t, path, Options{})
	defer closed(t, other)
	tx, err := other.db.Begin()
	if err == nil {
		_, err = tx.Exec("DELETE FROM used")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	s, err := Open(path, Options{})
	if err == nil {
		_, err = s.Begin("second", 0)
		err = errors.Join(err, s.Close())
	}
	if err == nil || errors.Is(err, ErrUnusable) {
		t.Errorf("a state that another one writes gives %v", err)
	}
}

func TestConcurrentUse(t *testing.T) {
	s := open(t, file(t), Options{})
	defer closed(t, s)
	if _, err := s.Begin("d", 0); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for w := range 8 {
		group.Go(func() {
			for i := range 300 {
				d := doc(fmt.Sprint(w, i), "x")
				key := s.Key(d)
				if err := s.Keep(key, batch.Result{Notices: []*model.Notice{notice(d)}}); err != nil {
					t.Error(err)
				}
				s.Recall(s.Key(doc(fmt.Sprint(w, i/2), "x")))
			}
		})
	}
	group.Wait()
}

func BenchmarkKeepAndRecall(b *testing.B) {
	var x extract.Extractor
	name, data := invented.NewMaker().Page(3)
	notices, err := x.ExtractAll(b.Context(), source.Document{Path: name, Data: data})
	if err != nil {
		b.Fatal(err)
	}
	s := open(b, file(b), Options{})
	defer s.Close()
	key := s.Key(source.Document{Path: name, Data: data})
	b.Run("keep", func(b *testing.B) {
		for b.Loop() {
			key[0]++
			if err := s.Keep(key, batch.Result{Notices: notices}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("recall", func(b *testing.B) {
		for b.Loop() {
			if _, ok := s.Recall(key); !ok {
				b.Fatal("not known")
			}
		}
	})
}
