package decode

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"zhenggai/extract/internal/testing/shapes"
	"zhenggai/extract/rules"
)

const traditional = "根據市委統一部署，市委巡察組對雲溪縣進行了巡察。現將整改情況公布如下：一、縣委高度重視，成立工作領導小組，制定整改方案，明確責任單位和完成時限。"

func big5(s string) []byte {
	out, err := traditionalchinese.Big5.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return []byte(out)
}

func TestCharset(t *testing.T) {
	simplified := strings.Join(notice()[:3], "\n")
	gb4, _ := simplifiedchinese.GB18030.NewEncoder().String("负责人𠮷某、㙍某，" + simplified)
	for _, test := range []struct {
		name    string
		data    []byte
		charset string
		want    string
	}{
		{"ASCII", []byte("2023-12-28"), "utf-8", "2023-12-28"},
		{"UTF-8", []byte(simplified), "utf-8", simplified},
		{"BOM", []byte("\ufeff" + simplified), "utf-8", simplified},
		{"GBK", gbk(simplified), "gb18030", simplified},
		{"GB18030 of four bytes", []byte(gb4), "gb18030", "负责人𠮷某、㙍某，" + simplified},
		{"short GBK", gbk("整改情况"), "gb18030", "整改情况"},
		{"GBK after a UTF-8 mark", append([]byte("\ufeff"), gbk(simplified)...), "gb18030", simplified},
		{"Big5", big5(traditional), "big5", traditional},
		{"Big5 page", big5("<html><body><p>" + traditional), "big5", traditional},
		{"traditional in GBK", gbk(traditional), "gb18030", traditional},
		{"traditional in UTF-8", []byte(traditional), "utf-8", traditional},
	} {
		t.Run(test.name, func(t *testing.T) {
			page, err := Decode(t.Context(), test.data, Hint{}, nil, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if page.Charset != test.charset {
				t.Errorf("charset %s, want %s", page.Charset, test.charset)
			}
			sameLines(t, texts(page), strings.Split(test.want, "\n"))
			if len(page.Diagnostics) > 0 {
				t.Errorf("diagnostics %v", page.Diagnostics)
			}
		})
	}
}

// Any stretch of a notice tells its encoding, also where it starts or ends within a character.
func TestCharsetOfFragments(t *testing.T) {
	text := strings.Join(notice(), "")
	encoded := []byte(text)
	for _, size := range []int{30, 60, 200, 1000} {
		for i := 0; i+size < len(encoded); i += 7 {
			if got := detect(encoded[i:i+size], "").name; got != "utf-8" {
				t.Fatalf("%d bytes of UTF-8 at %d are taken for %s", size, i, got)
			}
		}
	}
	for _, size := range []int{10, 30, 100, 500} {
		for i := 0; i < utf8.RuneCountInString(text)-size; i += 3 {
			fragment := string([]rune(text)[i : i+size])
			if got := detect(gbk(fragment), "").name; got != "gb18030" && strings.ContainsFunc(fragment, isHan) {
				t.Fatalf("GBK %q is taken for %s", fragment, got)
			}
		}
	}
	all := []rune(traditional)
	for _, enc := range []struct {
		name   string
		encode func(string) []byte
		least  int
	}{{"big5", big5, 8}, {"gb18030", gbk, 15}} {
		for size := enc.least; size < len(all); size += 5 {
			for i := 0; i+size < len(all); i++ {
				fragment := string(all[i : i+size])
				if got := detect(enc.encode(fragment), "").name; got != enc.name {
					t.Fatalf("%s %q is taken for %s", enc.name, fragment, got)
				}
			}
		}
	}
}

func isHan(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }

func TestDamage(t *testing.T) {
	line := notice()[2]
	cut := []byte(line)
	for _, test := range []struct {
		name    string
		data    []byte
		charset string
		code    string
		offset  any
		want    string
	}{
		{"UTF-8 cut at the end", cut[:len(cut)-1], "utf-8", "input.truncated", int64(len(cut) - 1), strings.TrimSuffix(line, "。")},
		{"UTF-8 with a bad byte", []byte("\ufeff整改\xff" + line), "utf-8", "charset.replaced", int64(9), "整改\ufffd" + line},
		{"UTF-8 that lost a byte", []byte("整改\xe6\x95，" + line), "utf-8", "charset.replaced", int64(6), "整改\ufffd，" + line},
		{"UTF-8 that says so itself", []byte("整改\ufffd" + line), "utf-8", "charset.replaced", int64(6), "整改\ufffd" + line},
		{"GBK cut at the end", gbk(line)[:len(gbk(line))-1], "gb18030", "input.truncated", int64(len(gbk(line)) - 1), strings.TrimSuffix(line, "。")},
		{"GBK with a bad byte", append(gbk("整改"), append([]byte("\xff"), gbk(line)...)...), "gb18030", "charset.replaced", int64(4), "整改\ufffd" + line},
		{"lost before", []byte("整改锟斤拷" + line), "utf-8", "charset.damaged", nil, "整改锟斤拷" + line},
	} {
		t.Run(test.name, func(t *testing.T) {
			page, err := Decode(t.Context(), test.data, Hint{}, nil, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if page.Charset != test.charset {
				t.Errorf("charset %s, want %s", page.Charset, test.charset)
			}
			sameLines(t, texts(page), []string{test.want})
			if len(page.Diagnostics) != 1 || page.Diagnostics[0].Code != test.code || page.Diagnostics[0].Args["offset"] != test.offset {
				t.Errorf("diagnostics %+v, want %s at %v", page.Diagnostics, test.code, test.offset)
			}
		})
	}
}

func TestDeclaredCharset(t *testing.T) {
	for _, test := range []struct {
		data  []byte
		hint  Hint
		wrong bool
	}{
		{[]byte(`<meta charset="utf-8"><p>整改`), Hint{}, false},
		{[]byte(`<META CONTENT="text/html; CHARSET = gb2312"><p>整改`), Hint{}, true},
		{gbk(`<meta http-equiv=Content-Type content="text/html;charset=gb2312"><p>整改`), Hint{}, false},
		{gbk(`<meta charset=utf-8><p>整改`), Hint{}, true},
		{gbk(`<meta charset=utf-8><p>整改`), Hint{ContentType: "text/html; charset=GBK"}, false},
		{[]byte("整改"), Hint{ContentType: "text/plain; charset=gb18030"}, true},
		{[]byte(`<?xml version="1.0" encoding="gb2312"?><html><p>整改`), Hint{}, true},
		{[]byte(`<meta charset=gb2312><p>2023`), Hint{}, false}, // ASCII is the same in both
		{[]byte(`<meta charset=x-unknown><p>整改`), Hint{}, false},
	} {
		page, err := Decode(t.Context(), test.data, test.hint, nil, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if got := hasDiagnostic(page, "charset.declared_wrong"); got != test.wrong {
			t.Errorf("%q %v: diagnostics %v", test.data, test.hint, page.Diagnostics)
		}
	}
}

// Where nothing in a short text tells the encodings apart, the statistical detector and the page's own word decide.
func TestCharsetOfUncommonText(t *testing.T) {
	text := "教育排查票據隧道管網驗收談話" // no character of it is common, in either reading
	if got := detect(big5(text), "").name; got != "big5" {
		t.Errorf("taken for %s", got)
	}
	short := "隧橋"
	for range 200 { // the same in every run, though Big5 and GB18030 are as likely
		if got := detect(big5(short), "").name; got != "gb18030" {
			t.Fatalf("undeclared taken for %s", got)
		}
	}
	if got := detect(big5(short), "big5").name; got != "big5" {
		t.Errorf("declared taken for %s", got)
	}
	if got := detect(gbk(traditional), "big5").name; got != "gb18030" {
		t.Errorf("declared wrongly taken for %s", got)
	}
}

func TestNoText(t *testing.T) {
	for _, test := range []struct{ data, say string }{
		{"PK\x03\x04\x14\x00", "damaged ZIP"},
		{"%PDF-1.4\n", "the PDF is damaged"},
		{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", ".doc"},
		{"\x1F\x8B\x08", "gzip"},
		{"\x89PNG\r\n", "image"},
		{strings.Repeat("\x00\x01\x02\x03\xfe\x80", 100), "binary"},
		{strings.Repeat("\x00", 1000), "binary"},
	} {
		_, err := Decode(t.Context(), []byte(test.data), Hint{Path: "a.txt"}, nil, Limits{})
		if err == nil || !strings.Contains(err.Error(), "a.txt") || !strings.Contains(err.Error(), test.say) {
			t.Errorf("%.10q: error %v", test.data, err)
		}
	}
	page, err := Decode(t.Context(), nil, Hint{}, nil, Limits{})
	if err != nil || len(page.Blocks) != 0 || !hasDiagnostic(page, "input.empty") {
		t.Errorf("empty: %+v, %v", page, err)
	}
}

func TestText(t *testing.T) {
	source := "\ufeff关于整改情况的通报\r\n\r\n　　一、总体情况\n\t二、\u00a0整改 　情况\r三、下一步\u2028四、其他\v五、附\u200b则\n \n&nbsp;&nbsp;六、&ldquo;结语&rdquo;"
	page, err := Decode(t.Context(), []byte(source), Hint{Path: "a.txt"}, nil, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"关于整改情况的通报", "一、总体情况", "二、 整改 情况", "三、下一步", "四、其他", "五、附则", "六、“结语”"}
	sameLines(t, texts(page), want)
	for _, b := range page.Blocks {
		if b != (Block{Text: b.Text}) {
			t.Errorf("plain text with attributes: %+v", b)
		}
	}
}

func FuzzText(f *testing.F) {
	withoutLibreOffice(f)
	f.Add([]byte("一、总体情况\n二、\xff整改"))
	f.Add(gbk(notice()[1]))
	f.Add(big5(traditional))
	f.Add([]byte("\xff\xfe\x00\x4e"))
	f.Fuzz(func(t *testing.T, data []byte) {
		page, err := Decode(t.Context(), data, Hint{Path: "a.txt"}, nil, Limits{Bytes: 1 << 16})
		if err == nil {
			checkPage(t, page)
		}
	})
}

func FuzzHTML(f *testing.F) {
	for _, s := range shapes.All() {
		n := published()
		n.Paragraphs = n.Paragraphs[:2]
		f.Add(s.Page(n))
	}
	f.Add([]byte(`<table><tr><td rowspan=3 colspan=0>一<td><pre>二` + "\n" + `三<table><tr><td>`))
	f.Add([]byte(`<p hidden>一<script>{"content":"\u003cp\u003e二。"}</script><meta name=ContentEnd>`))
	sites := rules.Default().Sites
	f.Fuzz(func(t *testing.T, data []byte) {
		page, err := Decode(t.Context(), append([]byte("<html>"), data...), Hint{}, sites, Limits{Bytes: 1 << 16})
		if err == nil {
			checkPage(t, page)
		}
	})
}

// checkPage asserts what every page promises.
func checkPage(t *testing.T, page *Page) {
	t.Helper()
	if joined := strings.Join(texts(page), "\n"); page.Text != "" && page.Text != joined {
		t.Errorf("the text is %q, and its blocks are %q", page.Text, joined)
	}
	for _, s := range append(texts(page), page.Title) {
		if !utf8.ValidString(s) || s != tidy(s) || strings.ContainsAny(s, "\n\r\t\u00a0\u3000\u200b\ufeff\x00") || bytes.Contains([]byte(s), []byte("  ")) {
			t.Errorf("%q is not tidied", s)
		}
	}
	for _, b := range page.Blocks {
		if b.Text == "" {
			t.Error("an empty block")
		}
		if (page.MediaType == "text/plain") != (b.Zone == ZoneUnknown) && !hasDiagnostic(page, "html.depth") {
			t.Errorf("%s block in zone %d", page.MediaType, b.Zone)
		}
		if c := b.Cell; c != nil && (c.RowSpan < 1 || c.ColSpan < 1 || c.Row < 0 || c.Col < 0 || c.Table < 0) {
			t.Errorf("cell %+v", *c)
		}
	}
}

// TestNewerGB reads the characters that GB 18030 has moved out of the private ones.
func TestNewerGB(t *testing.T) {
	text := []byte("\xD5\xFB\xB8\xC4\xFE\x59\xA6\xD9\xC2\xE4\x82\x35\x90\x37\xFE\xA0\xA8\xBC\xFE\x51")
	page := decodeNamed(t, "a.txt", append(bytes.Repeat([]byte("\xD5\xFB\xB8\xC4\xC2\xE4\xCA\xB5\n"), 9), text...))
	if got := page.Blocks[9].Text; got != "整改\u9fb4\ufe10落\u9fb4\u9fbbḿ\U00020087" || page.Charset != "gb18030" || len(page.Diagnostics) > 0 {
		t.Errorf("%q in %s with %v", got, page.Charset, page.Diagnostics)
	}
}

// TestShortPageAlike insists that a short page, of which no encoding is likelier than the others, is always read alike.
func TestShortPageAlike(t *testing.T) {
	for _, page := range []string{"\xA4\xA4\xA4\xE5", "\xB9\xAB\x87\x40", "<p>\xC4\x40\xB5\xC4</p>", "\xA1\x40\xA6\x68\xA1\x43"} {
		first := detect([]byte(page), "").name
		for range 300 {
			if got := detect([]byte(page), "").name; got != first {
				t.Fatalf("%q is %s and %s", page, first, got)
			}
		}
	}
}
