package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport says for each package which packages of the module it may import. A notice follows one line, and no stage
// knows a later one. Tests may import more.
var mayImport = map[string][]string{
	"model":                                  {},
	"model/csvdir":                           {"model"},
	"model/jsonl":                            {"model"},
	"model/parquet":                          {"model"},
	"model/sqlite":                           {"model"},
	"model/xlsx":                             {"model"},
	"model/eval":                             {"model"},
	"model/eval/page":                        {"model", "model/eval", "model/webpage"},
	"model/changes":                          {"model"},
	"model/compare":                          {"model"},
	"model/corrections":                      {"model"},
	"model/report":                           {"model", "model/compare", "model/webpage"},
	"model/webpage":                          {"model"},
	"model/testing/browsertest":              {},        // for tests: no package may import it
	"model/testing/modeltest":                {"model"}, // for tests as well
	"extract/source":                         {},
	"extract/source/fetch":                   {"extract/internal/chinese", "extract/source", "extract/internal/runes"},
	"extract/internal/chinese":               {},
	"extract/internal/lexicon":               {},
	"extract/internal/runes":                 {},
	"extract/rules":                          {"extract/internal/chinese", "model", "extract/internal/lexicon"},
	"extract/internal/testing/shapes":        {}, // for tests: no package may import it
	"extract/internal/numeral":               {"extract/internal/chinese", "model", "extract/rules"},
	"extract/internal/date":                  {"extract/internal/chinese", "extract/internal/numeral", "extract/rules"},
	"extract/internal/region":                {"model", "extract/rules", "extract/internal/runes"},
	"extract/internal/words":                 {"extract/rules"},
	"extract/internal/decode":                {"extract/internal/chinese", "model", "extract/rules", "extract/internal/decode/docx", "extract/internal/decode/doc", "extract/internal/decode/wordprocessing", "extract/internal/decode/pdf", "extract/internal/decode/sheet", "extract/internal/decode/soffice", "extract/internal/decode/ofd", "extract/internal/decode/layout", "extract/internal/decode/numbering", "extract/internal/runes"},
	"extract/internal/decode/pdf":            {"extract/internal/decode/layout"},
	"extract/internal/decode/layout":         {"extract/internal/chinese"},
	"extract/internal/decode/ofd":            {"extract/internal/decode/layout"},
	"extract/internal/decode/wordprocessing": {},
	"extract/internal/decode/sheet":          {"extract/internal/decode/wordprocessing", "extract/internal/decode/sheet/format"},
	"extract/internal/decode/sheet/format":   {"extract/internal/chinese"},
	"extract/internal/decode/doc":            {"extract/internal/decode/wordprocessing", "extract/internal/decode/numbering"},
	"extract/internal/decode/docx":           {"extract/internal/decode/wordprocessing", "extract/internal/decode/numbering"},
	"extract/internal/document":              {"extract/internal/chinese", "extract/rules", "extract/internal/decode", "extract/internal/date"},
	"extract/internal/outline":               {"extract/internal/chinese", "extract/rules", "extract/internal/document", "extract/internal/numeral", "extract/internal/runes"},
	"extract/internal/marks":                 {},
	"extract/internal/fact": {
		"extract/internal/chinese",
		"model", "extract/rules", "extract/internal/document", "extract/internal/numeral",
		"extract/internal/date", "extract/internal/words", "extract/internal/lexicon", "extract/internal/marks", "extract/internal/runes",
	},
	"extract/internal/problem": {
		"model", "extract/rules", "extract/internal/document", "extract/internal/outline", "extract/internal/numeral",
		"extract/internal/marks", "extract/internal/words", "extract/internal/lexicon", "extract/internal/runes",
	},
	"extract/internal/table": {
		"extract/internal/chinese", "model", "extract/rules", "extract/internal/decode", "extract/internal/document", "extract/internal/date", "extract/internal/fact",
		"extract/internal/problem", "extract/internal/numeral", "extract/internal/lexicon", "extract/internal/runes",
	},
	"extract/internal/inspection":       {"model", "extract/rules", "extract/internal/document", "extract/internal/date", "extract/internal/marks", "extract/internal/numeral", "extract/internal/runes"},
	"extract/internal/kind":             {"model", "extract/rules", "extract/internal/lexicon", "extract/internal/marks", "extract/internal/runes"},
	"extract/internal/contact":          {"extract/internal/chinese", "model", "extract/rules", "extract/internal/document", "extract/internal/lexicon", "extract/internal/runes"},
	"extract/internal/policy":           {"extract/internal/chinese", "model", "extract/rules", "extract/internal/document", "extract/internal/lexicon", "extract/internal/numeral", "extract/internal/runes"},
	"extract/internal/decode/numbering": {"extract/internal/chinese"},
	"extract/internal/decode/soffice":   {"extract/internal/decode/outside"},
	"extract/internal/decode/outside":   {},
	"extract": {
		"model", "extract/rules", "extract/source", "extract/internal/decode", "extract/internal/document",
		"extract/internal/outline", "extract/internal/fact", "extract/internal/problem", "extract/internal/table", "extract/internal/inspection", "extract/internal/kind", "extract/internal/contact", "extract/internal/policy", "extract/internal/date", "extract/internal/region", "extract/internal/words",
		"extract/internal/lexicon", "extract/internal/runes",
	},
	"extract/prove": {
		"model", "extract/rules", "extract/internal/decode", "extract/internal/document", "extract/internal/outline", "extract/internal/fact",
		"extract/internal/problem", "extract/internal/table", "extract/internal/inspection", "extract/internal/kind", "extract/internal/contact", "extract/internal/date", "extract/internal/numeral", "extract/internal/policy", "extract/internal/region", "extract/internal/words", "extract/internal/lexicon",
	},
	"extract/internal/testing/invented": {"extract/internal/testing/shapes"}, // for tests and benchmarks
	"extract/batch":                     {"model", "extract/source", "extract/internal/runes"},
	"extract/batch/copies":              {"model"},
	"extract/batch/state":               {"model", "extract/source", "extract/batch"},
	"extract/dataset": {
		"model", "model/compare", "model/corrections", "model/csvdir", "model/jsonl", "model/parquet", "model/sqlite", "model/xlsx", "extract", "extract/batch", "extract/batch/copies", "extract/batch/state", "extract/internal/region", "extract/rules", "extract/source",
	},
	"cmd/zhenggai/internal/limits": {"extract", "extract/dataset", "extract/source"},
	"cmd/zhenggai/internal/whole":  {},
	"cmd/zhenggai/internal/nightly": {
		"model", "model/changes", "extract", "extract/batch", "extract/batch/state", "extract/rules", "extract/source", "extract/dataset", "cmd/zhenggai/internal/limits", "cmd/zhenggai/internal/whole",
	},
	"cmd/zhenggai/review": {"model", "model/corrections", "model/jsonl", "model/webpage"},
	"cmd/zhenggai": {
		"model", "model/changes", "model/compare", "model/corrections", "model/csvdir", "model/eval", "model/eval/page", "model/jsonl", "model/report", "model/sqlite", "model/webpage", "extract", "extract/batch", "extract/prove", "extract/rules", "extract/source", "extract/source/fetch", "extract/dataset", "cmd/zhenggai/internal/limits", "cmd/zhenggai/internal/nightly", "cmd/zhenggai/internal/whole", "cmd/zhenggai/review",
	},
}

// owners says which packages may import an outside module: one owner each, where it is no more than a part of another.
var owners = map[string][]string{
	"github.com/PuerkitoBio/goquery":        {"extract/internal/decode"},
	"github.com/andybalholm/cascadia":       {"extract/internal/decode", "extract/rules"},        // selectors are checked when sites.tsv is read
	"golang.org/x/net":                      {"extract/internal/decode", "extract/source/fetch"}, // the links of lists, and names of hosts
	"golang.org/x/time":                     {"extract/source/fetch"},
	"github.com/temoto/robotstxt":           {"extract/source/fetch"},
	"github.com/hashicorp/go-retryablehttp": {"extract/source/fetch"},
	"golang.org/x/text":                     {"extract/internal/decode", "extract/source", "extract/internal/testing/shapes"}, // names in archives are in GB18030
	"github.com/richardlehane/mscfb":        {"extract/internal/decode/doc", "extract/internal/decode/wordprocessing"},
	"github.com/saintfish/chardet":          {"extract/internal/decode"},
	"github.com/klippa-app/go-pdfium":       {"extract/internal/decode/pdf"},
	"github.com/tetratelabs/wazero":         {"extract/internal/decode/pdf"},
	"github.com/go-ego/gse":                 {"extract/internal/words"},
	"github.com/bmatcuk/doublestar":         {"extract/source"},
	"github.com/klauspost/compress":         {"extract/source", "extract/batch/state", "model/xlsx"},
	"github.com/fxamacker/cbor":             {"extract/batch/state", "model/compare"},
	"modernc.org/sqlite":                    {"extract/batch/state", "model/sqlite"},
	"github.com/parquet-go/parquet-go":      {"model/parquet"},
	"github.com/go-analyze/charts":          {"model/report"},
	"github.com/go-json-experiment/json":    {"model/jsonl"},
	"github.com/gofrs/flock":                {"extract/dataset", "extract/source/fetch", "model/corrections", "extract/internal/decode/outside"},
	"golang.org/x/sys":                      {"extract/dataset", "extract/internal/decode/outside"}, // folders that are exchanged, and jobs of Windows
	"github.com/andybalholm/brotli":         {"extract/source"},
	"github.com/nwaples/rardecode":          {"extract/source"},
	"github.com/xuri/excelize":              {"model/xlsx", "extract/internal/decode/sheet", "extract/internal/testing/shapes"}, // the last makes workbooks for tests
	"github.com/prometheus/client_model":    {"cmd/zhenggai/internal/nightly"},
	"github.com/prometheus/common":          {"cmd/zhenggai/internal/nightly"},
	"go.yaml.in/yaml/v3":                    {"cmd/zhenggai/internal/nightly"},
	"github.com/chromedp/chromedp":          {"model/testing/browsertest"},
	"github.com/chromedp/cdproto":           {"model/testing/browsertest"},
	"github.com/cli/browser":                {"cmd/zhenggai"},
	"github.com/spf13/cobra":                {"cmd/zhenggai"},
	"github.com/vbauerster/mpb":             {"cmd/zhenggai"},
	"github.com/mattn/go-runewidth":         {"cmd/zhenggai"},
	"golang.org/x/term":                     {"cmd/zhenggai"},
}

// testModules says which packages' tests may import an outside module besides those of the package; nil means all.
var testModules = map[string][]string{
	"github.com/google/go-cmp":              nil,
	"pgregory.net/rapid":                    nil,
	"github.com/invopop/jsonschema":         {"model"},
	"github.com/santhosh-tekuri/jsonschema": {"model", "model/corrections"},
	"github.com/rogpeppe/go-internal":       {"cmd/zhenggai", "extract"},
	"github.com/yuin/goldmark":              {"model/changes"},
}

func TestImports(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && strings.HasPrefix(d.Name(), ".") && file != root {
			return fs.SkipDir // the go command passes over it too
		}
		if err == nil && d.IsDir() && file != root {
			if _, err := os.Stat(filepath.Join(file, "go.mod")); err == nil {
				return fs.SkipDir // a module of its own
			}
		}
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
			if b := breach(pkg, imported, isTest); b != "" {
				t.Errorf("%s: %s", file, b)
			}
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

// breach says how an import breaks the policy, or "". Tests may import any package of the module.
func breach(pkg, imported string, isTest bool) string {
	allowed, known := mayImport[pkg]
	if !known {
		return pkg + " is not in the policy"
	}
	if inside, ok := strings.CutPrefix(imported, "zhenggai/"); ok {
		if !isTest && !slices.Contains(allowed, inside) {
			return pkg + " imports " + inside
		}
		return ""
	}
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
		return "" // the standard library
	}
	if list, ok := moduleOf(testModules, imported); ok {
		switch {
		case !isTest:
			return pkg + " imports " + imported + ", which is for tests"
		case list == nil || slices.Contains(list, pkg):
			return ""
		}
		return "the tests of " + pkg + " import " + imported + ", which belongs to those of " + strings.Join(list, ", ")
	}
	list, ok := moduleOf(owners, imported)
	switch {
	case !ok:
		return pkg + " imports " + imported + ", which has no owner"
	case !slices.Contains(list, pkg):
		return pkg + " imports " + imported + ", which belongs to " + strings.Join(list, ", ")
	}
	return ""
}

// moduleOf looks the module of a package up.
func moduleOf(modules map[string][]string, imported string) ([]string, bool) {
	for module, list := range modules {
		if imported == module || strings.HasPrefix(imported, module+"/") {
			return list, true
		}
	}
	return nil, false
}

func TestBreach(t *testing.T) {
	for _, test := range []struct {
		pkg, imported string
		isTest        bool
		want          string
	}{
		{"extract/internal/outline", "zhenggai/extract/internal/document", false, ""},
		{"extract/internal/document", "zhenggai/extract/internal/outline", false, "extract/internal/document imports extract/internal/outline"},
		{"model", "zhenggai/extract/rules", false, "model imports extract/rules"},
		{"model", "zhenggai/extract/rules", true, ""},
		{"model/report", "zhenggai/model/testing/browsertest", false, "model/report imports model/testing/browsertest"},
		{"model/report", "zhenggai/model/testing/browsertest", true, ""},
		{"model/report", "github.com/chromedp/chromedp", true, "model/report imports github.com/chromedp/chromedp, which belongs to model/testing/browsertest"},
		{"model", "encoding/json", false, ""},
		{"model", "github.com/google/go-cmp/cmp", true, ""},
		{"model", "github.com/google/go-cmp/cmp", false, "model imports github.com/google/go-cmp/cmp, which is for tests"},
		{"model/xlsx", "github.com/xuri/excelize/v2", false, ""},
		{"model/csvdir", "github.com/xuri/excelize/v2", true, "model/csvdir imports github.com/xuri/excelize/v2, which belongs to model/xlsx, extract/internal/decode/sheet, extract/internal/testing/shapes"},
		{"model/eval", "github.com/invopop/jsonschema", true, "the tests of model/eval import github.com/invopop/jsonschema, which belongs to those of model"},
		{"model", "example.com/json", false, "model imports example.com/json, which has no owner"},
		{"extract/other", "fmt", false, "extract/other is not in the policy"},
	} {
		if got := breach(test.pkg, test.imported, test.isTest); got != test.want {
			t.Errorf("%s and %s: got %q, want %q", test.pkg, test.imported, got, test.want)
		}
	}
}
