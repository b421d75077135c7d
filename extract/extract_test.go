package extract_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"zhenggai/extract"
	"zhenggai/extract/source"
	"zhenggai/model"
	"zhenggai/model/eval"
)

// check insists on what must hold of every notice.
func check(t *testing.T, n *model.Notice) {
	t.Helper()
	text := []rune(n.Text)
	says := func(what string, s model.Span, want string) {
		if s[0] < 0 || s[1] < s[0] || s[1] > len(text) {
			t.Fatalf("%s: span %v of a text of %d characters", what, s, len(text))
		}
		if got := string(text[s[0]:s[1]]); want != "" && got != want {
			t.Errorf("%s: the span reads %q, the record %q", what, got, want)
		}
	}
	ids := map[string]bool{}
	id := func(s string) {
		if s == "" || ids[s] {
			t.Errorf("id %q is empty or stands twice", s)
		}
		ids[s] = true
	}
	refers := func(what, s string) {
		if s != "" && !ids[s] {
			t.Errorf("%s refers to %q, which is not there", what, s)
		}
	}
	for _, s := range n.Sections {
		id(s.ID)
		refers(s.ID, s.Parent)
		says(s.ID, s.Span, "")
	}
	for _, p := range n.Problems {
		id(p.ID)
		refers(p.ID, p.Section)
		says(p.ID, p.Span, "")
	}
	for _, m := range n.Measures {
		id(m.ID)
		refers(m.ID, m.Problem)
		says(m.ID, m.Span, "")
	}
	last := -1
	for _, i := range n.Indicators {
		id(i.ID)
		refers(i.ID, i.Problem)
		refers(i.ID, i.Measure)
		refers(i.ID, i.From)
		says(i.ID, i.Span, i.Text)
		if i.Span[0] <= last || i.Unit == "" || i.Rule == "" || !strings.Contains(i.Sentence, i.Text) {
			t.Errorf("indicator %+v", i)
		}
		last = i.Span[0]
	}
	for _, p := range n.Policies {
		id(p.ID)
		says(p.ID, p.Span, "")
	}
	for _, c := range n.Contacts {
		says(c.Kind, c.Span, c.Raw)
	}
	for _, total := range n.Totals {
		refers("total", total.Total)
		for _, part := range total.Parts {
			refers("total", part)
		}
	}
	for _, d := range n.Diagnostics {
		if d.Span != nil {
			says(d.Code, *d.Span, "")
		}
	}
	if data, err := json.Marshal(n); err != nil || !utf8.Valid(data) {
		t.Errorf("the JSON is no UTF-8: %v", err)
	}
}

func TestRecordsAgreeWithTheText(t *testing.T) {
	golds, err := eval.ReadGoldFiles(filepath.Join("..", "testdata", "gold"))
	if err != nil {
		t.Fatal(err)
	}
	var x extract.Extractor
	var group sync.WaitGroup
	for _, g := range golds {
		doc := readAnnotated(t, g.Document)
		n, err := x.Extract(doc)
		if err != nil {
			t.Fatal(err)
		}
		check(t, n)
		want, _ := json.Marshal(n)
		group.Go(func() {
			again, err := x.Extract(doc)
			if got, _ := json.Marshal(again); err != nil || string(got) != string(want) {
				t.Errorf("%s: a second reading differs: %v", doc.Path, err)
			}
		})
	}
	group.Wait()
}

func TestOddInputs(t *testing.T) {
	var x extract.Extractor
	for name, data := range map[string]string{
		"empty": "", "one character": "一", "a million of one": strings.Repeat("一", 1<<20), "many headings": strings.Repeat("一、\n", 50000),
		"open titles": strings.Repeat("《", 50000), "open quotes": strings.Repeat("“1个", 20000), "many numbers": strings.Repeat("新增学位12个，", 5000),
		"many parts": strings.Repeat("共3个，其中1个、2个", 3000), "series": strings.Repeat("；（1）甲", 20000), "marks only": strings.Repeat("，。；", 50000),
		"totals": strings.Repeat("新增学位1个、合计9个，", 3000), "labels": strings.Repeat("电话：", 20000), "titles": strings.Repeat("关于整改情况的通报\n", 5000),
		"no marks": strings.Repeat("增加学位12个", 10000), "html": strings.Repeat("<div>", 100000) + "1个",
	} {
		n, err := x.Extract(source.Document{Path: name, Data: []byte(data)})
		if err != nil {
			continue // what cannot be read as text is an error, never a panic
		}
		check(t, n)
	}
}

func TestBinaryIsRefused(t *testing.T) {
	var x extract.Extractor
	if _, err := x.Extract(source.Document{Path: "a.pdf", Data: []byte("%PDF-1.7\n\x00\x01\x02")}); err == nil {
		t.Error("a PDF is read as text")
	}
}

// fuzz insists that no text makes the extractor panic or its records disagree with the text.
func fuzz(f *testing.F, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	var x extract.Extractor
	f.Fuzz(func(t *testing.T, data []byte) {
		if n, err := x.Extract(source.Document{Path: "fuzz", Data: data}); err == nil {
			check(t, n)
		}
	})
}

func FuzzExtractText(f *testing.F) {
	fuzz(f, "中共某区委关于巡视整改情况的通报\n一、整改情况\n（一）关于学习不深的问题。一是新增学位2310个；二是共18个，其中6个、12个。\n联系电话：0756-2780071\n中共某区委\n2021年5月6日",
		"由25.15%提升至55.53%，较2018年下降50%。", "“5080”《办法（试行）》〔2020〕15号 三至五个 三亿二千万元 全覆盖")
}

func FuzzExtractHTML(f *testing.F) {
	fuzz(f, "<html><title>通报</title><div id=zoom><p>一、<span>2</span><span>310</span>个</p><table><tr><th>序号<th>反馈问题<th>整改措施<tr><td>1<td>不严<td>（1）甲。</table></div>",
		"<p>整改情况：<br>一是甲&nbsp;12个</html><p>乙")
}
