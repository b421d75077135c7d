package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport says for each package which packages of the module it may import. A notice follows one line, and no stage
// knows a later one. Tests may import more.
var mayImport = map[string][]string{
	"model":                     {},
	"model/csvdir":              {"model"},
	"model/jsonl":               {"model"},
	"model/xlsx":                {"model"},
	"model/eval":                {"model"},
	"extract/source":            {},
	"extract/rules":             {"model"},
	"extract/internal/numeral":  {"model"},
	"extract/internal/date":     {"extract/internal/numeral"},
	"extract/internal/region":   {"model", "extract/rules"},
	"extract/internal/words":    {"extract/rules"},
	"extract/internal/decode":   {"model", "extract/rules"},
	"extract/internal/document": {"extract/rules", "extract/internal/decode", "extract/internal/date"},
	"extract/internal/outline":  {"extract/rules", "extract/internal/document", "extract/internal/numeral"},
	"extract/internal/fact": {
		"model", "extract/rules", "extract/internal/document", "extract/internal/outline", "extract/internal/numeral",
		"extract/internal/date", "extract/internal/words",
	},
	"extract": {
		"model", "extract/rules", "extract/source", "extract/internal/decode", "extract/internal/document",
		"extract/internal/outline", "extract/internal/fact", "extract/internal/date", "extract/internal/region", "extract/internal/words",
	},
	"extract/batch": {"model", "extract/source"},
	"cmd/zhenggai": {
		"model", "model/csvdir", "model/jsonl", "model/xlsx", "model/eval", "extract", "extract/batch", "extract/rules", "extract/source",
	},
}

// owners says which packages may import an outside module: one owner each, where it is no more than a part of another.
var owners = map[string][]string{
	"github.com/PuerkitoBio/goquery":  {"extract/internal/decode"},
	"github.com/andybalholm/cascadia": {"extract/internal/decode", "extract/rules"}, // selectors are checked when sites.tsv is read
	"golang.org/x/net":                {"extract/internal/decode"},
	"golang.org/x/text":               {"extract/internal/decode"},
	"github.com/saintfish/chardet":    {"extract/internal/decode"},
	"github.com/go-ego/gse":           {"extract/internal/words"},
	"github.com/bmatcuk/doublestar":   {"extract/source"},
	"github.com/xuri/excelize":        {"model/xlsx"},
	"github.com/spf13/cobra":          {"cmd/zhenggai"},
	"github.com/vbauerster/mpb":       {"cmd/zhenggai"},
	"github.com/mattn/go-runewidth":   {"cmd/zhenggai"},
	"golang.org/x/term":               {"cmd/zhenggai"},
}

// testModules are the outside modules that any test may import besides those of its package.
var testModules = []string{
	"github.com/google/go-cmp", "github.com/invopop/jsonschema", "github.com/rogpeppe/go-internal",
	"github.com/santhosh-tekuri/jsonschema", "github.com/xuri/excelize", "pgregory.net/rapid",
}

func TestImports(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(rel)
		isTest := strings.HasSuffix(file, "_test.go")
		seen[pkg] = seen[pkg] || !isTest
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			checkImport(t, pkg, imported, isTest)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range mayImport {
		if !seen[pkg] {
			t.Errorf("the policy speaks of %s, which is not there", pkg)
		}
	}
}

// checkImport holds one import against the policy. Tests may import any package of the module.
func checkImport(t *testing.T, pkg, imported string, isTest bool) {
	allowed, known := mayImport[pkg]
	if !known {
		t.Errorf("%s is not in the policy", pkg)
		return
	}
	if inside, ok := strings.CutPrefix(imported, "zhenggai/"); ok {
		if !isTest && !slices.Contains(allowed, inside) {
			t.Errorf("%s imports %s", pkg, inside)
		}
		return
	}
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
		return // the standard library
	}
	of := func(module string) bool { return imported == module || strings.HasPrefix(imported, module+"/") }
	if isTest && slices.ContainsFunc(testModules, of) {
		return
	}
	for module, list := range owners {
		if of(module) {
			if !slices.Contains(list, pkg) {
				t.Errorf("%s imports %s, which belongs to %s", pkg, imported, strings.Join(list, ", "))
			}
			return
		}
	}
	t.Errorf("%s imports %s, which has no owner", pkg, imported)
}
