package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhenggai/extract/rules"
)

// TestDictionaryPage insists that docs/data-dictionary.md is what the program prints.
func TestDictionaryPage(t *testing.T) {
	var b bytes.Buffer
	if err := printDictionary(&b, rules.Default()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("..", "..", "docs", "data-dictionary.md")
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	shown, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(shown), b.String()); diff != "" {
		t.Errorf("%s is behind the program; go test ./cmd/zhenggai -run TestDictionaryPage -update rewrites it:\n%s", file, diff)
	}
}

// recipe is a block of docs/cookbook.md and the answer under it.
var recipe = regexp.MustCompile("(?ms)^```(python|r|sql|sh)\n(.*?)^```\n\n```text\n(.*?)^```$")

// cooks say how a recipe of a language is carried out: a program that is tried to see whether it is there, and how a file of
// the recipe is given to it.
var cooks = map[string][]struct{ try, run []string }{
	"python": {{[]string{"python3", "-c", "import pandas"}, []string{"python3"}}, {[]string{"/usr/bin/python3", "-c", "import pandas"}, []string{"/usr/bin/python3"}}},
	"r":      {{[]string{"Rscript", "--version"}, []string{"Rscript", "--vanilla"}}},
	"sql":    {{[]string{"duckdb", "--version"}, []string{"duckdb", "-csv", "-f"}}},
	"sh":     {{[]string{"sh", "-c", "command -v jq sqlite3"}, []string{"sh"}}},
}

// TestCookbook carries out the recipes of docs/cookbook.md whose tools are here, on the dataset that it says.
func TestCookbook(t *testing.T) {
	if testing.Short() {
		t.Skip("other programs take their time")
	}
	file := filepath.Join("..", "..", "docs", "cookbook.md")
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	args := []string{"convert", filepath.Join(root, "testdata", "gold"), "-o", filepath.Join(dir, "out"), "--quiet", "--formats", "json,csv,parquet,sqlite"}
	if code := run(t.Context(), args, strings.NewReader(""), &errs, &errs); code != 0 {
		t.Fatal(errs.String())
	}
	recipes := recipe.FindAllStringSubmatchIndex(string(page), -1)
	if len(recipes) < 5 {
		t.Fatalf("%d recipes", len(recipes))
	}
	text := string(page)
	for i := len(recipes) - 1; i >= 0; i-- { // from the end, so that the places before stay where an answer is rewritten
		m := recipes[i]
		kind, code, want := text[m[2]:m[3]], text[m[4]:m[5]], text[m[6]:m[7]]
		t.Run(kind, func(t *testing.T) {
			got := cook(t, dir, kind, code)
			if *update {
				text = text[:m[6]] + got + text[m[7]:]
			} else if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the answer is another (-shown +given):\n%s", diff)
			}
		})
	}
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// cook carries out a recipe in a folder. It skips the test where its tool is absent.
func cook(t *testing.T, dir, kind, code string) string {
	t.Helper()
	file := filepath.Join(dir, "recipe."+kind)
	if err := os.WriteFile(file, []byte(code), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range cooks[kind] {
		if exec.Command(c.try[0], c.try[1:]...).Run() != nil {
			continue
		}
		cmd := exec.CommandContext(t.Context(), c.run[0], append(c.run[1:], file)...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "PYTHONWARNINGS=ignore")
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return string(out)
	}
	t.Skipf("no tool for %s here", kind)
	return ""
}
