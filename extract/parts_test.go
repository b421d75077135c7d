package extract_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhenggai/extract"
	"zhenggai/extract/internal/testing/shapes"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// readFolder extracts the documents of a folder of the given files, and returns the notices by their paths in it, and
// what was skipped.
func readFolder(t *testing.T, files map[string][]byte) (map[string]*model.Notice, []string) {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var x extract.Extractor
	finder := source.Finder{Attached: x.Attached}
	list, err := finder.Find(dir)
	if err != nil {
		t.Fatal(err)
	}
	within := func(s string) string { return strings.ReplaceAll(s, filepath.ToSlash(dir)+"/", "") }
	notices := map[string]*model.Notice{}
	var skipped []string
	for _, s := range list.Skipped {
		skipped = append(skipped, within(s.Path)+": "+within(s.Reason))
	}
	for _, e := range list.Entries {
		for item := range e.Documents(source.Limits{}) {
			if item.Err != nil || item.Skip != "" {
				t.Fatal(item.Path, item.Err, item.Skip)
			}
			n, err := x.Extract(item.Document)
			if err != nil {
				t.Fatal(err)
			}
			check(t, n)
			notices[within(n.Source.Path)] = n
		}
	}
	slices.Sort(skipped)
	return notices, skipped
}

func codes(n *model.Notice) []string {
	var list []string
	for _, d := range n.Diagnostics {
		list = append(list, d.Code)
	}
	return list
}

// The real notice cut into three pages gives what it gives as one, the cut paragraph included.
func TestPagesOfANotice(t *testing.T) {
	whole := published(t)
	var x extract.Extractor
	n, err := x.Extract(source.Document{Path: "t.html", Data: []byte(shapes.Plain(whole))})
	if err != nil {
		t.Fatal(err)
	}
	const cut = "二是"
	first, second := whole, whole
	at := strings.Index(whole.Paragraphs[20], cut) // within a paragraph of measures
	if at < 0 {
		t.Fatal("the real notice has changed")
	}
	before := whole.Paragraphs[20][:at-len("。")]
	first.Paragraphs = append(slices.Clone(whole.Paragraphs[:20]), before)
	second.Paragraphs = append([]string{whole.Paragraphs[20][len(before):]}, whole.Paragraphs[21:]...)
	third := second
	second.Paragraphs, third.Paragraphs = second.Paragraphs[:10], second.Paragraphs[10:]
	paging := `<div class="page"><a href="t_1.html">2</a><a href="t_2.html">3</a></div></body>`
	page := func(n shapes.Notice) []byte { return []byte(strings.Replace(shapes.Plain(n), "</body>", paging, 1)) }
	notices, skipped := readFolder(t, map[string][]byte{"a/t.html": page(first), "a/t_1.html": page(second), "a/t_2.html": page(third)})
	if diff := cmp.Diff([]string{"a/t_1.html: page 2 of a/t.html", "a/t_2.html: page 3 of a/t.html"}, skipped); diff != "" {
		t.Error(diff)
	}
	got := notices["a/t.html"]
	if got == nil || len(notices) != 1 || len(got.Source.Parts) != 2 {
		t.Fatalf("%d notices", len(notices))
	}
	if diff := cmp.Diff(records(t, n), records(t, got)); diff != "" {
		t.Errorf("as one page (-) and as three (+):\n%s", diff)
	}
}

// A page that only points to a list gives the list's problems; a page with a text of its own gives both.
func TestAttachments(t *testing.T) {
	book, err := shapes.LedgerBook(shapes.Ledger())
	if err != nil {
		t.Fatal(err)
	}
	pdf := readFile(t, filepath.FromSlash("internal/decode/pdf/testdata/seed.pdf"))
	linked := func(n shapes.Notice, links ...string) []byte {
		return []byte(strings.Replace(shapes.Plain(n), `</div><div class="pager">`, "<p>附件："+strings.Join(links, "、")+`</p></div><div class="pager">`, 1))
	}
	stub := shapes.Notice{Title: "中共云溪县委关于县委巡察反馈问题整改情况的公示", Site: "云溪县", Published: "2024-11-02 09:00", Paragraphs: []string{"详见附件。"}}
	const list, more = `<a href="./files/P1.xlsx">附件1：整改台账</a>`, `<a href="P2.xlsx">会议签到</a>`
	for _, test := range []struct {
		name     string
		page     []byte
		problems int
		skipped  []string
		codes    []string
	}{
		{"a stub", linked(stub, `<a href="files/P1.xlsx">下载</a>`), 3, []string{"files/P1.xlsx: attachment of t.html"}, nil},
		{"a list", linked(published(t), list, more), 19, []string{"files/P1.xlsx: attachment of t.html"}, nil},
		{"the same text", linked(published(t), `<a href="all.pdf">整改情况全文</a>`), 16, []string{"all.pdf: attachment of t.html"}, []string{"attachment.same"}},
		{"a list of notices", []byte(`<html><body><ul><li><a href="files/P1.xlsx">中共甲县委关于巡视整改情况的通报</a><li><a href="all.pdf">中共乙县委关于巡视整改情况的通报</a></ul></body></html>`), 0, nil, nil},
		{"a list without titles", []byte(`<html><body><ul><li><a href="files/P1.xlsx">甲县整改</a><li><a href="P2.xlsx">乙县</a></ul></body></html>`), 0, nil, nil},
		{"another notice beside the text", linked(published(t), `<a href="files/P1.xlsx">中共甲县委关于巡视整改情况的通报</a>`), 16, nil, nil},
		{"its own title", linked(stub, `<a href="files/P1.xlsx">附件1：`+stub.Title+`.xlsx</a>`), 3, []string{"files/P1.xlsx: attachment of t.html"}, nil},
		{"what is not there", linked(stub, `<a href="/x/no.doc">整改情况</a>`), 0, nil, []string{"attachment.missing"}},
		{"what leads out", linked(stub, `<a href="../../../../etc/passwd.pdf">整改情况</a>`), 0, nil, []string{"attachment.missing"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			notices, skipped := readFolder(t, map[string][]byte{"t.html": test.page, "files/P1.xlsx": book, "P2.xlsx": book, "all.pdf": pdf})
			n := notices["t.html"]
			if n == nil || len(n.Problems) != test.problems {
				t.Fatalf("%d problems of %d, kind %s", len(n.Problems), test.problems, n.Kind)
			}
			if diff := cmp.Diff(test.skipped, skipped); diff != "" {
				t.Error(diff)
			}
			for _, code := range test.codes {
				if !slices.Contains(codes(n), code) {
					t.Errorf("no %s in %v", code, codes(n))
				}
			}
		})
	}
}
