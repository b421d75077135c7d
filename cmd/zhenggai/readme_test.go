package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhenggai/extract/dataset"
)

// session is a command of a README and what it shows below it. A pipe to sed cuts the output to some lines.
var session = regexp.MustCompile(`(?m)^\$ go run \./cmd/zhenggai ([^|\n]*?)(?: \| sed -n '(\d+),(\d+)p')?\n((?:[^$\x60\n].*\n)*)`)

// outputs is the table of what a run writes: its head, and its last row.
var outputs = regexp.MustCompile("(?m)^(\\| `--formats` .*\n\\| --- .*\n)(?:\\| .*\n)*?(\\| .* `run\\.json` .*\n)")

// outputRows are the rows of the formats in that table.
func outputRows(readme string) string {
	lang, usual := "en", " (default)"
	if strings.Contains(readme, "zh-CN") {
		lang, usual = "zh", "（默认）"
	}
	var b strings.Builder
	for _, f := range dataset.Formats() {
		mark := ""
		if f.Default {
			mark = usual
		}
		fmt.Fprintf(&b, "| `%s`%s | `%s` | %s |\n", f.Name, mark, strings.Join(f.Files, "`, `"), cellOf(f.About.In(lang)))
	}
	return b.String()
}

// TestReadme runs the commands that the READMEs show and compares what they print, and has the rows of their tables of formats be
// those of the program.
func TestReadme(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.CopyFS("seeds", os.DirFS(filepath.Join(root, "seeds"))); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"README.md", "README.zh-CN.md"} {
		file := filepath.Join(root, name)
		old, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sessions := 0
		now := session.ReplaceAllFunc(old, func(shown []byte) []byte {
			sessions++
			m := session.FindSubmatch(shown)
			printed := m[4]
			return append(bytes.Clone(shown[:len(shown)-len(printed)]), play(t, string(m[1]), string(m[2]), string(m[3]))...)
		})
		if sessions == 0 || !outputs.Match(now) {
			t.Errorf("%s shows no command, or not what it writes", name)
		}
		now = outputs.ReplaceAll(now, []byte("${1}"+outputRows(name)+"${2}"))
		if *update {
			err = os.WriteFile(file, now, 0o666)
		} else if diff := cmp.Diff(string(old), string(now)); diff != "" {
			t.Errorf("%s is behind the program; go test ./cmd/zhenggai -run TestReadme -update rewrites it (-shown +printed):\n%s", name, diff)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// play runs one command and returns the lines from first to last of what it prints, or all.
func play(t *testing.T, args, first, last string) string {
	var out, errs bytes.Buffer
	if code := run(t.Context(), strings.Fields(args), nil, &out, &errs); code != 0 {
		t.Errorf("zhenggai %s: exit code %d\n%s", args, code, &errs)
	}
	lines := strings.SplitAfter(out.String(), "\n")
	if first != "" {
		a, _ := strconv.Atoi(first) // the pattern lets nothing but figures through
		b, _ := strconv.Atoi(last)
		lines = lines[min(a-1, len(lines)):min(b, len(lines))]
	}
	return strings.Join(lines, "")
}
