package extract_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"zhenggai/extract"
	"zhenggai/extract/rules"
)

// TestConvertedMetricsNameAlike converts the last table of metrics and compares the names that its blocks give with those that the
// table gave. Some may differ: where two metrics fit by words that do not hold each other, the table counted characters.
func TestConvertedMetricsNameAlike(t *testing.T) {
	dir := filepath.Join("..", "testdata", "oldrules")
	blocks, told, err := rules.ConvertMetrics(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	const neverFired = 10 // words joined by & in columns that knew no &
	if len(told) != neverFired {
		t.Errorf("%d words are left out, want %d: %v", len(told), neverFired, told)
	}
	set, err := rules.Load(fstest.MapFS{rules.ConvertedFile: {Data: blocks}})
	if err != nil {
		t.Fatal(err)
	}
	names, err := os.ReadFile(filepath.Join(dir, "names.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	x := &extract.Extractor{Rules: set}
	var all comparedNames
	for line := range strings.Lines(string(names)) {
		if document, list, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			all.compare(t, x, document, strings.Fields(list))
		}
	}
	// Of 4116 names some belong to quantities that later versions read otherwise, or name no more, such as what is not done yet.
	const least, mostOther, mostWithout = 3700, 10, 60
	if all.alike < least || all.other > mostOther || all.without > mostWithout {
		t.Errorf("%+v, want at least %d, at most %d and %d", all, least, mostOther, mostWithout)
	}
}

// comparedNames counts the quantities that have the name that they had, another one, and none any more or for the first time.
type comparedNames struct{ alike, other, without int }

func (c *comparedNames) compare(t *testing.T, x *extract.Extractor, document string, list []string) {
	t.Helper()
	n, err := x.Extract(readAnnotated(t, document))
	if err != nil {
		t.Fatal(err)
	}
	now := map[string]string{}
	for i := range n.Indicators {
		now[strconv.Itoa(n.Indicators[i].Span[0])] = n.Indicators[i].Metric
	}
	for _, entry := range list {
		at, was, _ := strings.Cut(entry, ":")
		was = strings.TrimPrefix(was, "-")
		switch is, found := now[at]; {
		case !found || is == "" && was == "":
		case is == was:
			c.alike++
		case is == "" || was == "":
			c.without++
		default:
			c.other++
			t.Logf("%s: the quantity at %s is named %q, not %q", document, at, is, was)
		}
	}
}
