package nightly

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zhenggai/extract/batch/state"
)

// hurt is a job with one night behind it, whose state can be damaged again and again.
type hurt struct {
	*Job
	file  string // of the state
	sound []byte // what is in it
	want  []byte // the notices that a job gives that knows nothing
	log   *strings.Builder
}

func newHurt(t *testing.T) *hurt {
	t.Helper()
	j := newJob(t)
	j.Config.Formats, j.Config.MaxWithdrawn = []string{"ndjson"}, 100
	j.Config.limits.Extract.Time = time.Hour // a busy machine is no damage
	in := j.Config.Sources[0]
	for i := range 3 {
		write(t, filepath.Join(in, fmt.Sprintf("b%d.txt", i)), fmt.Sprintf(notice, i+1))
	}
	write(t, filepath.Join(in, "bad.pdf"), "%PDF-1.7\n")
	run(t, j)
	h := &hurt{Job: j, file: filepath.Join(j.Config.Output, hidden, "state.db"), log: new(strings.Builder)}
	h.sound = read(t, h.file)
	h.sweep(t)
	write(t, filepath.Join(in, "b1.txt"), fmt.Sprintf(notice, 77)) // the other ones are recalled
	config := *j.Config
	config.Output = filepath.Join(t.TempDir(), "out")
	run(t, &Job{Config: &config, Rules: j.Rules, Version: j.Version, Day: j.Day, Log: j.Log})
	h.want = read(t, filepath.Join(config.Output, j.Day, "notices.ndjson"))
	j.Day, j.Log = "2026-02-01", slog.New(slog.NewTextHandler(h.log, nil))
	return h
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// night runs a night with the state as it is and insists that it gives the right notices. It reports whether the state was
// set aside, and leaves all as it was before the damage.
func (h *hurt) night(t *testing.T, what string) (aside bool) {
	t.Helper()
	h.log.Reset()
	r, err := h.Run(t.Context())
	if err != nil {
		t.Errorf("%s: %v", what, err)
	} else if got := read(t, filepath.Join(h.Config.Output, h.Day, "notices.ndjson")); !bytes.Equal(got, h.want) {
		t.Errorf("%s: the notices are others, of %d documents %d failed:\n%s", what, r.Documents, r.Failures, quarantined(t, h))
	}
	moved, err := filepath.Glob(h.file + ".damaged-1*")
	aside = len(moved) > 0
	if told := strings.Contains(h.log.String(), "the state is damaged and was moved away"); err != nil || told != aside {
		t.Errorf("%s: %q were moved away, and it is told: %t; %v", what, moved, told, err)
	}
	if aside == (r.Recalled > 0) {
		t.Errorf("%s: set aside %t, recalled %d", what, aside, r.Recalled)
	}
	h.sweep(t, append(moved, filepath.Join(h.Config.Output, h.Day))...)
	return aside
}

func quarantined(t *testing.T, h *hurt) []byte {
	t.Helper()
	return read(t, filepath.Join(h.Config.Output, h.Day, quarantineFile))
}

// sweep removes what a night left, and the state.
func (h *hurt) sweep(t *testing.T, left ...string) {
	t.Helper()
	for _, file := range append(left, h.file, h.file+"-wal", h.file+"-shm", h.file+"-journal") {
		if err := os.RemoveAll(file); err != nil {
			t.Fatal(err)
		}
	}
}

// TestDamagedHeader damages each byte of the header of the state, as a bit and as a whole. With ZHENGGAI_ALL_BYTES it takes
// all values, which takes some minutes.
func TestDamagedHeader(t *testing.T) {
	skipWithoutLinks(t)
	h := newHurt(t)
	aside, kept := 0, 0
	const header = 100
	for at := range header {
		for _, value := range valuesFor(h.sound[at]) {
			data := slices.Clone(h.sound)
			data[at] = value
			write(t, h.file, string(data))
			if h.night(t, fmt.Sprintf("byte %d is %#x", at, value)) {
				aside++
			} else {
				kept++
			}
		}
	}
	t.Logf("%d damaged states were set aside, %d could be used", aside, kept)
}

// valuesFor returns values that a byte can have by damage.
func valuesFor(b byte) []byte {
	switch {
	case testing.Short():
		return []byte{^b}
	case os.Getenv("ZHENGGAI_ALL_BYTES") == "":
		return []byte{b ^ 1, ^b}
	}
	var all []byte
	for v := range 256 {
		if byte(v) != b {
			all = append(all, byte(v))
		}
	}
	return all
}

// TestDamagedState puts other things into the place of the state, and damages what quick_check of SQLite does not look at.
func TestDamagedState(t *testing.T) {
	skipWithoutLinks(t)
	h := newHurt(t)
	folder := func(file string) func(*testing.T) {
		return func(t *testing.T) {
			if err := os.MkdirAll(filepath.Join(file, "in it"), 0o777); err != nil {
				t.Fatal(err)
			}
		}
	}
	text := func(file, content string) func(*testing.T) {
		return func(t *testing.T) { write(t, file, content) }
	}
	for _, test := range []struct {
		name   string
		damage func(*testing.T) // the state is sound before it, or not there where it is to be replaced
		absent bool
		aside  bool
	}{
		{"a folder", folder(h.file), true, true},
		{"a folder for its log", folder(h.file + "-wal"), false, true},
		{"a folder for its log alone", folder(h.file + "-wal"), true, true},
		{"a folder for its index", folder(h.file + "-shm"), false, true},
		{"a folder for its journal", folder(h.file + "-journal"), false, true},
		{"a damaged log", text(h.file+"-wal", strings.Repeat("7\x7f\x06\x82", 3000)), false, false}, // SQLite sees by sums that nothing is committed in it
		{"a damaged index", text(h.file+"-shm", strings.Repeat("\xff", 32768)), false, false},       // SQLite makes it anew
		{"a text", text(h.file, "no database"), true, true},
		{"a long text", text(h.file, notice+notice), true, true},
		{"its beginning", text(h.file, string(h.sound[:len(h.sound)/2])), true, true},
		{"zeros", text(h.file, string(make([]byte, len(h.sound)))), true, true},
		{"a newer version", h.sql("PRAGMA user_version = 2"), false, true},
		{"another program's tables", h.sql("PRAGMA user_version = 1; CREATE TABLE results (name TEXT)"), true, true},
		{"another encoding", h.sql("PRAGMA encoding = 'UTF-16le'; CREATE TABLE other (name TEXT)"), true, true},
		{"listed results that are gone", h.sql("DELETE FROM results"), false, true},
		{"an index that leads nowhere", h.misled, false, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if !test.absent {
				write(t, h.file, string(h.sound))
			}
			test.damage(t)
			if got := h.night(t, test.name); got != test.aside {
				t.Errorf("set aside: %t", got)
			}
		})
	}
}

// sql changes the state behind the back of the program.
func (h *hurt) sql(text string) func(*testing.T) {
	return func(t *testing.T) {
		t.Helper()
		db, err := sql.Open("sqlite", h.file)
		if err == nil {
			_, err = db.Exec(text)
		}
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

// misled has the index of results lead to rows that are not there, as a bad page of the disk may. This shows only when a
// document is looked up.
func (h *hurt) misled(t *testing.T) {
	db, err := sql.Open("sqlite", h.file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var key []byte
	if err := db.QueryRow("SELECT key FROM results WHERE rowid = 2").Scan(&key); err != nil {
		t.Fatal(err)
	}
	// An entry of the index is the length of its head, the types (32 bytes, a small number), the key and the row.
	head := []byte{3, 12 + 2*32, 1}
	at := bytes.Index(h.sound, slices.Concat(head, key, []byte{2}))
	if at < 0 {
		t.Fatal("the index has another form")
	}
	data := slices.Clone(h.sound)
	data[at+len(head)+len(key)] = 99
	write(t, h.file, string(data))
	s, err := state.Open(h.file, state.Options{})
	if err != nil {
		t.Fatalf("the damage is seen at once: %v", err)
	}
	s.Close()
}
