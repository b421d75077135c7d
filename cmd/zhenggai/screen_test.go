package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// TestScreen writes a text in pieces of each size, whatever characters they cut.
func TestScreen(t *testing.T) {
	const text, want = "学位\x1b[31m 2310个\r\u202e😀\x9b\n\u009b\xe5\xad", "学位\\u001b[31m 2310个\\u000d\\u202e😀\\x9b\n\\u009b\\xe5\\xad"
	for size := 1; size <= len(text); size++ {
		var b bytes.Buffer
		s := &screen{w: &b}
		for at := 0; at < len(text); at += size {
			piece := text[at:min(at+size, len(text))]
			if n, err := s.Write([]byte(piece)); n != len(piece) || err != nil {
				t.Fatal(n, err)
			}
		}
		s.flush()
		if b.String() != want {
			t.Errorf("in pieces of %d: %q, want %q", size, b.String(), want)
		}
	}
	var b bytes.Buffer
	if asData(&screen{w: &b}) != &b {
		t.Error("data goes through the screen though no terminal shows it")
	}
	if f, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0); err == nil {
		defer f.Close()
		if s := (&screen{w: f}); asData(s) != s {
			t.Error("data reaches a terminal past the screen")
		}
	}
	failing := &screen{w: failingWriter{}}
	if n, err := failing.Write([]byte("a")); n != 0 || err == nil {
		t.Errorf("an error is lost: %d, %v", n, err)
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errors.New("full") }

// steering returns the first character of a text that would do more to a terminal than to stand there, quoted, or "".
func steering(s string) string {
	for i, r := range s {
		switch {
		case r == '\n' || r == '\t':
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd"):
			return strings.TrimSpace(s[max(0, i-20):i]) + " before " + string(r)
		}
	}
	return ""
}

const (
	evilName   = "a\x1b]0;evil\x07\x1b[31m\rb\nerror: c\u202egpj\u009bd"
	evilNotice = "中共珠海市斗门区委关于巡视整改进展情况的通报\n\n二、整改落实情况\n（一）关于学位不足的问题\n1. 新增公办学位2310个。\n\n中共珠海市斗门区委\n2021年5月7日\n"
)

// hostileFolder holds documents whose names would steer a terminal, of which one cannot be read, a dataset whose records say such
// things, and a file of corrections that does.
func hostileFolder(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	write := func(name, content string) {
		t.Helper()
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, []byte(content), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	write("in/"+evilName+".txt", evilNotice)
	write("in/"+evilName+".pdf", "%PDF-1.7 invented")
	if runtime.GOOS == "linux" { // others want UTF-8
		write("in/\xff\x9b31m.txt", evilNotice)
	}
	write("nightly.yaml", "sources: [in]\noutput: datasets\nformats: [ndjson]\nlog: log.json\n")
	write("gold/a.json", `{"document": `+quoted(evilName+".txt")+`, "kind": "rectification", "indicators": [{"quote": "增加床位【7张】", "value": 7, "unit": "张"}]}`)
	line := `{"id":"c%","time":"2026-01-01T00:00:00Z","action":"correct","notice":{"id":"x"},"kind":"indicator","quote":{"text":"3张","before":` + quoted(evilName) + `,"after":"。"},"subject":` + quoted("床\x1b[2J位") + `,"set":{"metric":"health.beds"}}` + "\n"
	write("corrections.ndjson", strings.ReplaceAll(line, "%", "1")+strings.ReplaceAll(line, "%", "2")+"{\x1b[31m\n")
}

func quoted(s string) string {
	data, _ := json.Marshal(s) // which takes any text
	return string(data)
}

// TestHostileNames runs every command that names files or repeats words: none steers a terminal, and none begins a line that is not
// its own.
func TestHostileNames(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such names")
	}
	hostileFolder(t)
	for _, test := range []struct {
		args string
		code int
		want string // what is said, with the name
	}{
		{"convert in -o out --formats json,sqlite --corrections corrections.ndjson", exitFailures, `a\u001b]0;evil\u0007\u001b[31m\u000db\nerror: c\u202egpj\u009bd.pdf: `},
		{"convert NAME -o none", exitUsage, `error: xa\u001b]0;evil`},
		{"nightly --config nightly.yaml", exitFailures, ""},
		{"dump metadata in/EVIL.pdf", exitFailures, `in/a\u001b]0;evil`},
		{"dump json in/EVIL.txt", 0, `\u202egpj\u009bd`},
		{"dump outline NAME", exitUsage, `error: xa\u001b]0;evil`},
		{"diff empty out", 0, `\u001b]0;evil`},
		{"diff empty out --format json", 0, `\u202egpj`},
		{"compare out --view cells", 0, "斗门区"},
		{"eval gold out --per-notice", 0, `a\u001b]0;evil\u0007\u001b[31m\u000db\nerror: c`},
		{"query out/dataset.sqlite TITLE", 0, `\u202e`},
		{"query out/dataset.sqlite TITLE --format json", 0, `"\u001b\u202e"`},
		{"suggest corrections.ndjson", 0, `床\u001b[2J位`},
		{"report NAME", exitUsage, `error: xa\u001b]0;evil`},
		{"review NAME", exitUsage, `error: xa\u001b]0;evil`},
		{"gold NAME -o annotations", exitUsage, `error: xa\u001b]0;evil`},
		{"NAME", exitUsage, `error: unknown command "x`},
	} {
		if strings.Contains(test.args, "empty") {
			if err := errors.Join(os.MkdirAll("empty", 0o777), os.WriteFile("empty/notices.ndjson", nil, 0o666)); err != nil {
				t.Fatal(err)
			}
		}
		args := strings.Fields(test.args)
		for i := range args {
			args[i] = strings.NewReplacer("EVIL", evilName, "NAME", "x"+evilName, "TITLE", "select char(27, 8238) as a").Replace(args[i])
		}
		var out, errs bytes.Buffer
		code := run(t.Context(), args, strings.NewReader(""), &out, &errs)
		said := out.String() + errs.String()
		if s := steering(said); s != "" {
			t.Errorf("%s: steers: %s", test.args, s)
		}
		if code != test.code || !strings.Contains(said, test.want) {
			t.Errorf("%s: exit code %d, want %d; says %s", test.args, code, test.code, said)
		}
		for line := range strings.Lines(errs.String()) {
			if !strings.HasPrefix(line, "error: ") && !strings.HasPrefix(line, "hint: ") && !strings.HasPrefix(line, "warning: ") {
				t.Errorf("%s: a line begins with what is not ours: %s", test.args, line)
			}
		}
	}
	for _, file := range []string{"log.json", "datasets/latest/changes.md", "datasets/latest/quarantine.tsv"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
		}
		if s := steering(string(data)); s != "" {
			t.Errorf("%s steers: %s", file, s)
		}
	}
}
