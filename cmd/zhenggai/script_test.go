package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output of scripts and golden files")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"zhenggai": main,
		"standin":  standIn,
	})
}

// standIn stands for LibreOffice: it makes each line of an RTF file a paragraph of a DOCX file. It fails as LibreOffice
// does, without an exit code, where the file says so.
func standIn() {
	in, dir := os.Args[len(os.Args)-1], os.Args[len(os.Args)-2]
	data, err := os.ReadFile(in)
	if err != nil || bytes.Contains(data, []byte("unreadable")) {
		fmt.Fprintln(os.Stderr, "Error: source file could not be loaded")
		return
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, _ := z.Create("word/document.xml") // a buffer takes all
	fmt.Fprint(f, `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	for line := range strings.Lines(string(data[bytes.IndexByte(data, '\n')+1:])) {
		fmt.Fprintf(f, `<w:p><w:r><w:t>%s</w:t></w:r></w:p>`, strings.TrimSpace(line))
	}
	fmt.Fprint(f, `</w:body></w:document>`)
	_ = z.Close()
	name := strings.TrimSuffix(filepath.Base(in), filepath.Ext(in)) + ".docx"
	if err := os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o600); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

// TestScripts runs every promise of the command line: one script each in testdata/script.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("..", "..", "testdata", "script"), UpdateScripts: *update, RequireExplicitExec: true, Setup: serve,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"sametree": sameTree, "exitcode": exitCode, "waitfor": waitFor, "isjson": isJSON, "pack": pack, "fill": fill},
	})
}

// fill puts the values of variables into a file: fill FILE.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 || neg {
		ts.Fatalf("usage: fill FILE")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(os.Expand(ts.ReadFile(args[0]), ts.Getenv)), 0o666))
}

// serve serves the folder site of a script, where it has one, at the address $SITE.
func serve(env *testscript.Env) error {
	site := filepath.Join(env.WorkDir, "site")
	if _, err := os.Stat(site); err != nil {
		return nil
	}
	server := httptest.NewServer(http.FileServer(http.Dir(site)))
	env.Defer(server.Close)
	env.Setenv("SITE", server.URL)
	return nil
}

// exitCode runs the command and looks at its exit code: exitcode CODE ARGS....
func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) == 0 || neg {
		ts.Fatalf("usage: exitcode CODE ARGS...")
	}
	got := "0"
	if err := ts.Exec("zhenggai", args[1:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = strconv.Itoa(exit.ExitCode())
	}
	if got != args[0] {
		ts.Fatalf("zhenggai %s: exit code %s, want %s", strings.Join(args[1:], " "), got, args[0])
	}
}

// waitFor waits until a file is there: waitfor GLOB [now].
func waitFor(ts *testscript.TestScript, neg bool, args []string) {
	deadline := time.Now().Add(10 * time.Second)
	if len(args) == 2 {
		deadline = time.Now()
	}
	for {
		found, err := filepath.Glob(ts.MkAbs(args[0]))
		ts.Check(err)
		switch {
		case len(found) > 0 && neg:
			ts.Fatalf("%s is there", found[0])
		case len(found) > 0:
			return
		case time.Now().After(deadline):
			if !neg {
				ts.Fatalf("%s does not appear", args[0])
			}
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// isJSON insists that each line of a file, or else the whole, is JSON: isjson FILE.
func isJSON(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 || neg {
		ts.Fatalf("usage: isjson FILE")
	}
	data := []byte(ts.ReadFile(args[0]))
	if json.Valid(data) {
		return
	}
	for line := range bytes.Lines(data) {
		if !json.Valid(line) {
			ts.Fatalf("%s is no JSON at %.60q", args[0], line)
		}
	}
	if len(data) == 0 {
		ts.Fatalf("%s is empty", args[0])
	}
}

// sameTree compares all files of two folders: sametree A B.
func sameTree(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 || neg {
		ts.Fatalf("usage: sametree A B")
	}
	count := 0
	a, b := ts.MkAbs(args[0]), ts.MkAbs(args[1])
	ts.Check(filepath.WalkDir(a, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		count++
		rel, err := filepath.Rel(a, path)
		if err != nil {
			return err
		}
		if ts.ReadFile(path) != ts.ReadFile(filepath.Join(b, rel)) {
			ts.Fatalf("%s differs", rel)
		}
		return nil
	}))
	if count == 0 {
		ts.Fatalf("%s holds no files", args[0])
	}
}
