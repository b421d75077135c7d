package document

import (
	"strings"
	"testing"

	"zhenggai/extract/internal/decode"
	"zhenggai/extract/rules"
)

// read reads lines as the blocks of a page without any marks.
func read(lines ...string) *Document {
	page := &decode.Page{}
	for _, s := range lines {
		page.Blocks = append(page.Blocks, decode.Block{Text: s})
	}
	return New(page, rules.Default().Page)
}

// The lines that tests build notices of.
const (
	title  = "中共甲县委关于巡视整改进展情况的通报"
	intro  = "根据统一部署，省委第三巡视组对甲县开展了巡视。现将巡视整改进展情况予以公布。"
	first  = "一、组织整改落实情况"
	last   = "欢迎广大干部群众对巡视整改落实情况进行监督。联系电话：0756-2780071。"
	signer = "中共甲县委"
	day    = "2021年5月6日"
)

func TestTitle(t *testing.T) {
	tests := []struct {
		name  string
		lines []string
		want  string
	}{
		{"alone", []string{title, intro}, title},
		{"split", []string{"中共甲县委", "关于巡视整改进展情况的通报", intro}, title},
		{"split in mid-phrase", []string{"中共甲县委关于巡视整改", "进展情况的通报", intro}, title},
		{"doubled", []string{title, title, intro}, title},
		{"again, split", []string{title, "中共甲县委", "关于巡视整改进展情况的通报", intro}, title},
		{"with date", []string{title + "(2024-07-26)", intro}, title},
		{"with date in full-width brackets", []string{title + "（2024-07-26）", intro}, title},
		{"behind lost characters", []string{"????????" + title, intro}, title},
		{"behind the site's name", []string{"甲县人民政府门户网站", title, "来源：本网 日期：2021-05-07", intro}, title},
		{"behind a breadcrumb", []string{"您当前的位置：首页 > 通知公告 > 正文", title, intro}, title},
		{"absent", []string{intro, first}, ""},
		{"of a party group", []string{"中共甲市交通运输局党组关于市委第二轮巡察集中整改情况的公告", intro}, "中共甲市交通运输局党组关于市委第二轮巡察集中整改情况的公告"},
		{"with a quotation", []string{"中共甲镇委员会关于巡察“回头看”整改情况的通报", intro}, "中共甲镇委员会关于巡察“回头看”整改情况的通报"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := read(test.lines...).Title; got != test.want {
				t.Errorf("title %q, want %q", got, test.want)
			}
		})
	}
}

func TestSignature(t *testing.T) {
	tests := []struct {
		name             string
		lines            []string
		signatory, dated string
	}{
		{"two lines", []string{signer, day}, signer, "2021-05-06"},
		{"one line", []string{signer + " " + day}, signer, "2021-05-06"},
		{"in Chinese figures", []string{signer, "二〇二一年五月六日"}, signer, "2021-05-06"},
		{"name over two lines", []string{"中共甲县", "交通运输局党组", day}, "中共甲县交通运输局党组", "2021-05-06"},
		{"month only", []string{signer, "2021年5月"}, signer, "2021-05"},
		{"a footer below", []string{signer, day, "附件：", "主办单位：甲县融媒体中心 技术支持：某公司"}, signer, "2021-05-06"},
		{"none", nil, "", ""},
		{"a date alone", []string{day}, "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := read(append([]string{title, intro, first, last}, test.lines...)...)
			if d.Signatory != test.signatory || d.Signed.String() != test.dated || d.Truncated != (test.dated == "") {
				t.Errorf("%q %q, truncated: %v; want %q %q", d.Signatory, d.Signed, d.Truncated, test.signatory, test.dated)
			}
		})
	}
}

func TestPublished(t *testing.T) {
	tests := []struct{ line, want string }{
		{"来源：本网 发布时间：2021-05-07 08:45:02", "2021-05-07"},
		{"日期：2021/05/07 字号：[大 中 小]", "2021-05-07"},
		{"发布日期：2024年7月18日", "2024-07-18"},
		{"(2024-07-26)", "2024-07-26"},
		{"2024-02-02 10:30", "2024-02-02"},
		{"2024-02-02 10:30 来源：本网 字号：[大 中 小]", "2024-02-02"},
		{"来源：本网（2024-02-02）", "2024-02-02"},
		{"来源：本网", ""},
		{"发布时间：2021224", ""},
	}
	for _, test := range tests {
		if got := read(title, test.line, intro, first, last, signer, day).Published.String(); got != test.want {
			t.Errorf("%s: published %q, want %q", test.line, got, test.want)
		}
	}
}

// zones prints the zones of the lines by their first letters.
func zones(d *Document) string {
	var b strings.Builder
	for _, line := range d.Lines {
		b.WriteByte("fdtbs"[line.Zone])
	}
	return b.String()
}

// TestZones tells what the page adds (f), the line of source and date (d), title (t), body (b) and signature (s).
func TestZones(t *testing.T) {
	footer := "主办单位：甲县融媒体中心 技术支持：某公司"
	tests := []struct {
		name  string
		lines []string
		want  string
	}{
		{"plain", []string{title, intro, first, last, signer, day}, "tbbbss"},
		{"source and date", []string{title, "来源：本网 日期：2021-05-07", intro, first, last, signer, day}, "tdbbbss"},
		{"footer behind", []string{title, intro, first, last, signer, day, footer, "粤ICP备10233762号"}, "tbbbssff"},
		{"footer before", []string{footer, "粤ICP备10233762号", title, intro, first, last, signer, day}, "fftbbbss"},
		{"neighbours behind", []string{title, intro, first, last, signer, day, "上一篇：甲", "下一篇：乙"}, "tbbbssff"},
		{"no title", []string{"您当前的位置：首页 > 正文", intro, first, last}, "fbbb"},
		{"no intro", []string{title, first, last, signer, day}, "tbbss"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := zones(read(test.lines...)); got != test.want {
				t.Errorf("zones %s, want %s", got, test.want)
			}
		})
	}
}

// TestLostLineBreaks reads a notice that is one line, with a space where a line break was.
func TestLostLineBreaks(t *testing.T) {
	long := strings.Repeat("党组认真学习，逐条研究，明确责任，限期完成。", 40)
	d := read(strings.Join([]string{title, intro, first, "1.加强领导。" + long, "二、整改进展情况", "（一）关于学习不深的问题。" + long, signer, day}, " "))
	if d.Title != title || d.Signatory != signer || d.Signed.String() != "2021-05-06" {
		t.Errorf("%q %q %q", d.Title, d.Signatory, d.Signed)
	}
	for _, want := range []string{first, "二、整改进展情况"} {
		found := false
		for _, line := range d.Lines {
			found = found || line.In(d.Text) == want
		}
		if !found {
			t.Errorf("no line %s", want)
		}
	}
}

// FuzzDocument insists that lines are parts of the text, in order, whatever they say.
func FuzzDocument(f *testing.F) {
	f.Add(strings.Join([]string{title, intro, first, last, signer, day}, "\n"))
	f.Add("????\n(2024-07-26)\n中共\n关于整改情况的通报 一、甲。（一）乙")
	f.Fuzz(func(t *testing.T, text string) {
		d := read(strings.Split(strings.ToValidUTF8(text, ""), "\n")...)
		end := 0
		for _, line := range d.Lines {
			if line.Start < end || line.End < line.Start || line.End > len(d.Text) {
				t.Fatalf("line %+v behind %d of %d", line, end, len(d.Text))
			}
			end = line.End
		}
	})
}
