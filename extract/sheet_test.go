package extract_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhenggai/extract/internal/testing/shapes"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// A list of problems gives the same records as a table of a page and as a workbook.
func TestLedgersReadAlike(t *testing.T) {
	read := func(path string, data []byte) *model.Notice {
		n := extractAll(t, source.Document{Path: path, Data: data})[0]
		check(t, n)
		return n
	}
	page := read("ledger.html", shapes.LedgerPage(shapes.Ledger()))
	if len(page.Problems) != 3 || len(page.Measures) != 4 || len(page.Indicators) < 9 {
		t.Fatalf("the page gives %d problems, %d measures, %d indicators", len(page.Problems), len(page.Measures), len(page.Indicators))
	}
	if p := page.Problems[0]; p.Aspect != "贯彻落实党中央决策部署方面" || p.Responsible == "" || p.Deadline == "" || p.Progress == "" {
		t.Errorf("the first problem is %+v", p)
	}
	data, err := shapes.LedgerBook(shapes.Ledger())
	if err != nil {
		t.Fatal(err)
	}
	book := read("ledger.xlsx", data)
	if diff := cmp.Diff(records(t, page), records(t, book)); diff != "" {
		t.Errorf("as page (-) and as workbook (+):\n%s", diff)
	}
}

// A list of problems over two pages of a PDF, with a row that the page end cuts, gives the same records as the page that
// it was made of.
func TestPDFLedgerReadsLikePage(t *testing.T) {
	page := extracted(t, "internal/decode/pdf/testdata/ledger.html")
	pdf := extracted(t, "internal/decode/pdf/testdata/ledger.pdf")
	if len(page.Problems) != 9 || len(page.Measures) != 18 {
		t.Fatalf("%d problems and %d measures", len(page.Problems), len(page.Measures))
	}
	if diff := cmp.Diff(records(t, page), records(t, pdf)); diff != "" {
		t.Errorf("as page (-) and as PDF (+):\n%s", diff)
	}
}
