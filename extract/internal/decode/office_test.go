package decode

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDOC reads a file that LibreOffice wrote of an invented notice.
func TestDOC(t *testing.T) {
	path := filepath.Join("doc", "testdata", "invented.doc")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page, err := Decode(data, Hint{Path: path}, nil, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if page.MediaType != docType || page.Charset != "" || len(page.Doubts) > 0 {
		t.Errorf("read as %s in %q with doubts %v", page.MediaType, page.Charset, page.Doubts)
	}
	if first, second := page.Blocks[5], page.Blocks[6]; first.Text != "2.投入资金350万元，" || second.Text != "整改率达95.5%。" {
		t.Errorf("a line break gives %+v, %+v", first, second)
	}
	a, b := page.Blocks[13], page.Blocks[14]
	if a.Text != "开展专项检查。" || b.Text != "建立台账。" || a.Cell == nil || a.Cell != b.Cell || a.Cell.Col != 2 {
		t.Errorf("the lines of a cell are %+v, %+v", a, b)
	}
	if page, err = Decode(data, Hint{}, nil, Limits{Blocks: 3}); err != nil || len(page.Blocks) != 3 || !hasDoubt(page, "input.blocks") {
		t.Errorf("with a limit of 3 blocks: %d, %v", len(page.Blocks), err)
	}
	want := "decode: a.doc has 13312 bytes, 1000 are allowed; save its text as .txt"
	if _, err = Decode(data, Hint{Path: "a.doc"}, nil, Limits{Bytes: 1000}); err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	_, err = Decode(data[:600], Hint{Path: "a.doc"}, nil, Limits{})
	if err == nil || !strings.HasPrefix(err.Error(), "decode: a.doc is a damaged Word document (.doc)") {
		t.Errorf("error %v", err)
	}
}
