package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"zhenggai/cmd/zhenggai/internal/nightly"
)

// block is a block of code in docs/nightly.md: its kind, the file that its first line may name, and its text.
var block = regexp.MustCompile("(?ms)^```([a-z]+)\n(?:# (/\\S+)\n)?(.*?)^```$")

// documented returns the blocks of docs/nightly.md of a kind: their files and texts.
func documented(t *testing.T, kind string) (files, texts []string) {
	t.Helper()
	doc, err := os.ReadFile(filepath.Join("..", "..", "docs", "nightly.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range block.FindAllStringSubmatch(string(doc), -1) {
		if m[1] == kind {
			files, texts = append(files, m[2]), append(texts, m[3])
		}
	}
	if len(texts) == 0 {
		t.Fatalf("docs/nightly.md has no %s", kind)
	}
	return files, texts
}

// accepted insists that the program knows the command and flags of a line; it fails later, since the files are not here.
func accepted(t *testing.T, args []string) {
	t.Helper()
	cmd, rest, err := newRootCommand().Find(args)
	if err == nil {
		err = cmd.ParseFlags(rest)
	}
	if err != nil || cmd.Name() == "zhenggai" {
		t.Errorf("zhenggai %s: %v", strings.Join(args, " "), err)
	}
}

// TestDocumentedJob runs the job that docs/nightly.md configures, in a folder of its own.
func TestDocumentedJob(t *testing.T) {
	_, texts := documented(t, "yaml")
	dir := t.TempDir()
	for _, part := range []string{"srv/zhenggai", "var/lib/node_exporter/textfile_collector"} {
		if err := os.MkdirAll(filepath.Join(dir, part), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.CopyFS(filepath.Join(dir, "srv/zhenggai/notices"), os.DirFS(filepath.Join("..", "..", "seeds"))); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "nightly.yaml")
	text := regexp.MustCompile(`/(srv|var|usr)/`).ReplaceAllString(texts[0], filepath.ToSlash(dir)+"/$1/")
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"nightly", "--config", file, "--date", "2026-01-31"}, nil, &out, &errs); code != 0 {
		t.Fatalf("exit code %d: %s", code, &errs)
	}
	config, err := nightly.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{config.Metrics, filepath.Join(config.Output, "2026-01-31", "changes.md"), filepath.Join(config.Output, "2026-01-31", "quarantine.tsv")} {
		if _, err := os.Stat(want); err != nil {
			t.Error(err)
		}
	}
}

// TestDocumentedUnits has systemd itself look at the units, where it is there.
func TestDocumentedUnits(t *testing.T) {
	files, texts := documented(t, "ini")
	dir := t.TempDir()
	start := regexp.MustCompile(`(?m)^ExecStart=\S+/zhenggai (.*)$`)
	var paths []string
	for i, text := range texts {
		if m := start.FindStringSubmatch(text); m != nil {
			accepted(t, strings.Fields(m[1]))
			text = start.ReplaceAllString(text, "ExecStart=/bin/true") // the program is not installed here
		}
		paths = append(paths, filepath.Join(dir, filepath.Base(files[i])))
		if err := os.WriteFile(paths[i], []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if len(paths) != 2 {
		t.Errorf("%d units, want a service and a timer", len(paths))
	}
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd is not here; the units were not looked at by it")
	}
	out, err := exec.Command(analyze, append([]string{"verify", "--man=no"}, paths...)...).CombinedOutput()
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, dir) || strings.Contains(line, "zhenggai") {
			t.Error(line)
		}
	}
	if err != nil && strings.Contains(string(out), "zhenggai") {
		t.Error(err)
	}
}

// TestDocumentedCrontabs looks at the five fields of each line, and at its command.
func TestDocumentedCrontabs(t *testing.T) {
	_, texts := documented(t, "crontab")
	for _, line := range texts {
		fields := strings.Fields(line)
		if len(fields) < 8 || filepath.Base(fields[5]) != "zhenggai" {
			t.Fatalf("%q is no line of a crontab with our command", line)
		}
		for i, most := range []int{59, 23, 31, 12, 7} {
			if n, err := strconv.Atoi(fields[i]); fields[i] != "*" && (err != nil || n > most) {
				t.Errorf("%q: %s is no time", line, fields[i])
			}
		}
		command, _, _ := strings.Cut(strings.Join(fields[6:], " "), " 2>>")
		accepted(t, strings.Fields(command))
	}
}

// TestDocumentedContainer looks at what the Containerfile builds and starts.
func TestDocumentedContainer(t *testing.T) {
	_, texts := documented(t, "dockerfile")
	command := regexp.MustCompile(`(?m)^CMD (\[.*\])$`).FindStringSubmatch(texts[0])
	var args []string
	if command == nil || json.Unmarshal([]byte(command[1]), &args) != nil {
		t.Fatal("no CMD in the form of a list")
	}
	accepted(t, args)
	build := regexp.MustCompile(`(?m)^RUN CGO_ENABLED=0 go build -trimpath -o /zhenggai \./(\S+)$`).FindStringSubmatch(texts[0])
	if build == nil {
		t.Fatal("no RUN that builds the program")
	}
	if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(build[1]), "main.go")); err != nil {
		t.Error(err) // .ci/run builds it so
	}
}
