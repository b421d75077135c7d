package document

import (
	"slices"
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
		{"before a heading of problems", []string{title, "一、巡视反馈问题整改情况", "（一）关于学习不够的问题。"}, title},
		{"with date in square brackets", []string{title + "[2024-07-26]", intro}, title},
		{"absent", []string{intro, first}, ""},
		{"of a party group", []string{"中共甲市交通运输局党组关于市委第二轮巡察集中整改情况的公告", intro}, "中共甲市交通运输局党组关于市委第二轮巡察集中整改情况的公告"},
		{"behind a tag", []string{"【党务公开】" + title, intro}, title},
		{"behind a label", []string{"- 标 题：" + title, "- 有效性：有效", intro}, title},
		{"behind a counter", []string{title, "阅读次数：", title, intro}, title},
		{"behind the name of a column", []string{"政务公开", "关于巡视整改进展情况的公示", intro}, "关于巡视整改进展情况的公示"},
		{"behind the name of a site", []string{"甲县政府门户网站", "关于巡视整改进展情况的公示", intro}, "关于巡视整改进展情况的公示"},
		{"behind a tool", []string{"分享：", "甲县关于督察反馈问题整改情况的公示", intro}, "甲县关于督察反馈问题整改情况的公示"},
		{"behind a column in its line", []string{"通知公告 | " + title, intro}, title},
		{"behind site and column in its line", []string{"甲县人民政府网 甲县水务局 信息公开 " + title, intro}, title},
		{"behind the line of source and date", []string{"甲县人民政府 2021-05-07 08:45 来源：县水务局", "关于督察反馈问题整改情况的公示", intro}, "关于督察反馈问题整改情况的公示"},
		{"behind today's date", []string{"现在是2021年5月7日", "关于督察反馈问题整改情况的公示", intro}, "关于督察反馈问题整改情况的公示"},
		{"behind a label in a line of its own", []string{"名称", "甲县水务局审计反馈问题整改情况公示", intro}, "甲县水务局审计反馈问题整改情况公示"},
		{"behind a path", []string{"政务公开 / 巡察整改", title, intro}, title},
		{"with a date behind it", []string{title + " 2024-07-26", intro}, title},
		{"with tools behind it", []string{title + " 【字号：大 中 小】", intro}, title},
		{"split behind its body", []string{"中共甲县水务局党组", "关于巡视整改进展情况的通报", intro}, "中共甲县水务局党组关于巡视整改进展情况的通报"},
		{"split behind a plain body", []string{"甲县水务局", "关于巡视整改进展情况的通报", intro}, "甲县水务局关于巡视整改进展情况的通报"},
		{"split in mid-phrase behind a column", []string{"公示公告", "甲县关于第二轮督察", "反馈问题整改情况的公示", intro}, "甲县关于第二轮督察反馈问题整改情况的公示"},
		{"below those of others", []string{"中共乙局党组关于巡察整改情况的通报", "中共丙局党组关于巡察整改情况的通报", title, intro}, title},
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
		{"in eight figures", []string{signer, "20210506"}, signer, "2021-05-06"},
		{"with a letter for a figure", []string{signer, "二O二一年五月六日"}, signer, "2021-05-06"},
		{"name broken before what the body is for", []string{"甲县环境保护督察反馈意见", "整改工作领导小组办公室", day}, "甲县环境保护督察反馈意见整改工作领导小组办公室", "2021-05-06"},
		{"month only", []string{signer, "2021年5月"}, signer, "2021-05"},
		{"a footer below", []string{signer, day, "附件：", "主办单位：甲县融媒体中心 技术支持：某公司"}, signer, "2021-05-06"},
		{"none", nil, "", ""},
		{"a date alone", []string{day}, "", "2021-05-06"},
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
		{"• 2024-02-02 10:30", "2024-02-02"},
		{"发布日期：\n2024-02-02", "2024-02-02"},
		{"成文日期：2024-01-30\n公开日期：2024-02-02", "2024-02-02"},
		{"《甲县日报》（2024年2月2日 第03版）", "2024-02-02"},
		{"2024年2月2日在甲县第九届人大常委会第六次会议上", ""},
		{"会议时间：2024年2月2日", ""},
		{"公示时间：2024年2月2日至2月8日", ""},
		{"甲县人民政府 2024-02-02 10:30 来源：县水务局", "2024-02-02"},
		{"甲县审计局局长\n2024年2月2日\n主任、各位副主任、各位委员：", ""},
		{"来源：本网", ""},
		{"发布日期：20240718", "2024-07-18"},
		{"来源：本网 日期：20240718 浏览：12", "2024-07-18"},
		{"[2024-07-26]", "2024-07-26"},
		{"日期：20241318", ""},
		{"浏览：20240718", ""},
		{"发布时间：2021224", ""},
	}
	for _, test := range tests {
		lines := slices.Concat([]string{title}, strings.Split(test.line, "\n"), []string{intro, first, last, signer, day})
		if got := read(lines...).Published.String(); got != test.want {
			t.Errorf("%s: published %q, want %q", test.line, got, test.want)
		}
	}
}

// TestPublishedInTitle reads the day that stands behind the title in its line.
func TestPublishedInTitle(t *testing.T) {
	if got := read(title+" 2024-07-26", intro, first).Published.String(); got != "2024-07-26" {
		t.Errorf("published %q", got)
	}
}

// TestOwner tells whose notice it is by its title.
func TestOwner(t *testing.T) {
	tests := []struct{ title, want string }{
		{title, "中共甲县委"},
		{"关于落实巡察反馈意见整改情况的公示", ""},
		{"甲县水务局巡察整改情况公告", "甲县水务局"},
		{"甲县生态环境局督察反馈问题整改情况公示", "甲县生态环境局"},
		{"县委巡察反馈问题整改情况公示", ""},
	}
	for _, test := range tests {
		if got := read(test.title, intro, first).Owner(); got != test.want {
			t.Errorf("%s: %q, want %q", test.title, got, test.want)
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
		{"no title, sentence over lines", []string{"您当前的位置，首页", "某县督察整改，信访25件，已", "办结24件，其余1件", "在办理之中。", last}, "fbbbb"},
		{"slogan above", []string{"督察整改，你我一起来监督吗？", "在办理之中。", last}, "fbb"},
		{"list of links above", []string{"图片，视频", "在办理之中。", last}, "fbb"},
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
