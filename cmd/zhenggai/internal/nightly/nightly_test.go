package nightly

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"zhenggai/cmd/zhenggai/internal/limits"
	"zhenggai/extract/dataset"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// TestExample insists that the example names every key with its default, and none that there is not.
func TestExample(t *testing.T) {
	plain, err := parse(Example())
	if err != nil {
		t.Fatal(err)
	}
	full, err := parse(regexp.MustCompile(`(?m)^#( *[a-z_]+:)`).ReplaceAll(Example(), []byte("$1")))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range keys() {
		if !bytes.Contains(Example(), []byte(key+":")) {
			t.Errorf("the example does not explain %s", key)
		}
	}
	// These have no default.
	full.Rules, full.Corrections, full.Limits, full.limits, full.Metrics, full.Log, full.OnFailure = "", "", nil, limits.Flag{}, "", "", nil
	if !reflect.DeepEqual(plain, full) {
		t.Errorf("the example shows other defaults:\n%+v\n%+v", full, plain)
	}
}

func FuzzConfig(f *testing.F) {
	f.Add(Example())
	f.Add([]byte("sources: [a]\noutput: b\nkeep: {last: 1}\nlimits: {time: 5s}\n"))
	f.Add([]byte("a: &a [*a]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := parse(data)
		if err == nil && (len(c.Sources) == 0 || c.Output == "") {
			t.Errorf("%q is taken for a configuration: %+v", data, c)
		}
	})
}

func TestKeep(t *testing.T) {
	var list []made
	for i, name := range strings.Fields("2025-11-30 2025-12-30 2025-12-31 2026-01-30 2026-01-31 2026-01-31.2 2026-02-01") {
		list = append(list, made{int64(i + 1), name})
	}
	for _, test := range []struct {
		keep Keep
		want string
	}{
		{Keep{0, 0}, ""},
		{Keep{7, 0}, ""},
		{Keep{3, 0}, "2026-01-30 2025-12-31 2025-12-30 2025-11-30"},
		{Keep{1, 0}, "2026-01-31.2 2026-01-31 2026-01-30 2025-12-31 2025-12-30 2025-11-30"},
		{Keep{1, 2}, "2026-01-31 2026-01-30 2025-12-31 2025-12-30 2025-11-30"},
		{Keep{1, 4}, "2026-01-31 2026-01-30 2025-12-30"},
	} {
		var gone []string
		for _, m := range test.keep.expired(list) {
			gone = append(gone, m.name)
		}
		if got := strings.Join(gone, " "); got != test.want {
			t.Errorf("%+v removes %q, want %q", test.keep, got, test.want)
		}
	}
}

const notice = `中共示例区委关于巡视整改进展情况的通报
（本通报为虚构示例）
根据省委统一部署，2021年3月1日至5月10日，省委第一巡视组对示例区进行了巡视。现将巡视整改进展情况予以公布。
一、关于基础教育建设力度不足的问题
整改情况：新增公办学位%d个。
中共示例区委
2021年12月6日
`

// newJob returns a job over a folder with one notice.
func newJob(t *testing.T) *Job {
	t.Helper()
	dir := t.TempDir()
	c := defaults()
	c.Sources, c.Output, c.Formats = []string{filepath.Join(dir, "in")}, filepath.Join(dir, "out"), []string{"ndjson", "csv"}
	if err := os.Mkdir(c.Sources[0], 0o777); err != nil {
		t.Fatal(err)
	}
	j := &Job{Config: &c, Rules: rules.Default(), Version: "test", Day: "2026-01-31", Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	write(t, filepath.Join(c.Sources[0], "a.txt"), fmt.Sprintf(notice, 2310))
	return j
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, j *Job) Report {
	t.Helper()
	r, err := j.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// points insists on the dataset that latest leads to.
func points(t *testing.T, j *Job, want string) {
	t.Helper()
	if got, err := os.Readlink(filepath.Join(j.Config.Output, latest)); err != nil || got != want {
		t.Errorf("latest leads to %q, want %q: %v", got, want, err)
	}
}

func skipWithoutLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links need a privilege")
	}
}

// TestRetention runs some nights: the oldest dataset goes, and one with a file of somebody's stays.
func TestRetention(t *testing.T) {
	skipWithoutLinks(t)
	j := newJob(t)
	j.Config.Keep = Keep{Last: 2}
	for i := 1; i <= 4; i++ {
		j.Day = fmt.Sprintf("2026-01-0%d", i)
		run(t, j)
		if i == 1 {
			write(t, filepath.Join(j.Config.Output, j.Day, "my notes.txt"), "笔记")
		}
	}
	points(t, j, "2026-01-04")
	list, err := datasets(j.Config.Output)
	if want := []made{{1, "2026-01-01"}, {3, "2026-01-03"}, {4, "2026-01-04"}}; err != nil || !reflect.DeepEqual(list, want) {
		t.Errorf("there are %v, want %v: %v", list, want, err)
	}
}

// TestKilledBehindTheRename is killed when the dataset is in its place and nothing says so yet.
func TestKilledBehindTheRename(t *testing.T) {
	skipWithoutLinks(t)
	j := newJob(t)
	run(t, j)
	write(t, filepath.Join(j.Config.Sources[0], "a.txt"), fmt.Sprintf(notice, 2400))
	j.Day = "2026-02-01"
	n := &night{Job: j, output: j.Config.Output, home: filepath.Join(j.Config.Output, hidden), report: &Report{Changes: map[model.ChangeKind]int{}}}
	killAfterRename(t, n)
	points(t, j, "2026-01-31")

	j.Day = "2026-02-02"
	r := run(t, j)
	points(t, j, "2026-02-02")
	if len(r.Changes) > 0 || r.Recalled != 1 {
		t.Errorf("the night after finds %v and has recalled %d", r.Changes, r.Recalled)
	}
	if number, ok := dataset.Number(filepath.Join(j.Config.Output, "2026-02-01")); !ok || number != 2 {
		t.Errorf("the dataset of the killed run has the number %d", number)
	}
}

// killAfterRename does what a run does until its dataset is in its place.
func killAfterRename(t *testing.T, n *night) {
	t.Helper()
	options := n.Config.options()
	options.Version, options.Rules = n.Version, n.Rules
	maker, err := dataset.MakerOf(options)
	if err != nil {
		t.Fatal(err)
	}
	if err := n.open(maker); err != nil {
		t.Fatal(err)
	}
	list, err := n.find()
	if err == nil {
		err = errors.Join(n.begin(), n.build(t.Context(), list, options), n.store.Flush())
	}
	if err == nil {
		err = errors.Join(os.Rename(filepath.Join(n.stage(), "new"), filepath.Join(n.output, n.name)), n.store.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestWithdrawn takes sources away.
func TestWithdrawn(t *testing.T) {
	j := newJob(t)
	for i := range 9 {
		write(t, filepath.Join(j.Config.Sources[0], fmt.Sprintf("b%d.txt", i)), fmt.Sprintf(notice, i+1))
	}
	run(t, j)
	for i := range 3 {
		if err := os.Remove(filepath.Join(j.Config.Sources[0], fmt.Sprintf("b%d.txt", i))); err != nil {
			t.Fatal(err)
		}
	}
	_, err := j.Run(t.Context())
	if gone, ok := errors.AsType[*WithdrawnError](err); !ok || gone.Gone != 3 || gone.Before != 10 {
		t.Errorf("3 of 10 are gone: %v", err)
	}
	j.Config.MaxWithdrawn = 30
	if r := run(t, j); r.Changes[model.NoticeWithdrawn] != 3 || r.Recalled != 7 {
		t.Errorf("%v, recalled %d", r.Changes, r.Recalled)
	}
}

// TestUpdate has another program read documents that are as they were: what it reads differently is no change, and what has become of
// documents is.
func TestUpdate(t *testing.T) {
	j := newJob(t)
	in := j.Config.Sources[0]
	for i := range 9 {
		write(t, filepath.Join(in, fmt.Sprintf("b%d.txt", i)), fmt.Sprintf(notice, i+1))
	}
	run(t, j)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "labels.tsv"), "label\tfield\texample\tcounterexample\n整改情况\tgoal\t整改情况：收回门面3间。\t听取整改情况：共6次。\n")
	other, err := rules.Load(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	j.Rules, j.Version, j.Day = other, "newer", "2026-02-01"
	write(t, filepath.Join(in, "b1.txt"), fmt.Sprintf(notice, 77))
	if err := os.Remove(filepath.Join(in, "b2.txt")); err != nil {
		t.Fatal(err)
	}
	r := run(t, j)
	if r.Recalled != 0 || r.Changes[model.NoticeChanged] != 1 || r.Changes[model.NoticeWithdrawn] != 1 || r.Changes[model.NoticeNew] != 0 {
		t.Errorf("%v, recalled %d", r.Changes, r.Recalled)
	}
	if said := string(read(t, filepath.Join(j.Config.Output, j.Day, changesFile))); !strings.Contains(said, "程序已更新") || !strings.Contains(said, "8 份") {
		t.Errorf("the report of changes says:\n%s", said)
	}
	j.Day = "2026-02-02"
	if r := run(t, j); len(r.Changes) > 0 || r.Recalled != 9 {
		t.Errorf("the night after finds %v and has recalled %d", r.Changes, r.Recalled)
	}
}

// TestHook insists that no shell reads what a hook gets, and that a hook that hangs is ended.
func TestHook(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the commands are of Unix")
	}
	var log strings.Builder
	j := &Job{Config: &Config{OnFailureTimeout: time.Minute, Output: "/data"}, Log: slog.New(slog.NewTextHandler(&log, nil))}
	j.Config.OnFailure = []string{"sh", "-c", `printf '%s|%s|%s' "$ZHENGGAI_EXIT" "$ZHENGGAI_ERROR" "$ZHENGGAI_OUTPUT"`}
	j.RunHook(3, errors.New("$(touch x); full"))
	if !strings.Contains(log.String(), `3|$(touch x); full|/data`) {
		t.Error(log.String())
	}
	log.Reset()
	j.Config.OnFailure, j.Config.OnFailureTimeout = []string{"sleep", "60"}, 10*time.Millisecond
	j.RunHook(3, errors.New("x"))
	if !strings.Contains(log.String(), "killed") {
		t.Error(log.String())
	}
}
