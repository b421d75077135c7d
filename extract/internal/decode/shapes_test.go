package decode

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"zhenggai/extract/internal/testing/shapes"
	"zhenggai/extract/rules"
)

const noticeTitle = "中共云溪县委关于十四届市委第三轮巡察整改进展情况的通报"

// notice returns the paragraphs of an invented notice: an introduction, three parts of headings with measures, the
// contacts and the signature. No place or figure in it is real.
func notice() []string {
	out := []string{"根据市委统一部署，2023年3月1日至5月20日，市委第二巡察组对云溪县进行了巡察。7月12日，市委巡察组向县委反馈了巡察意见。现将整改进展情况予以公布。"}
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	subjects := []string{"学位供给", "污水管网", "养老床位", "村级债务", "安全生产", "招商引资", "干部队伍", "窗口作风"}
	add("一、整改工作组织情况")
	add("（一）压实责任。县委先后召开常委会会议14次，专题研究整改工作，印发《云溪县巡察整改工作方案》（云委〔2023〕15号）。")
	for part, name := range []string{"贯彻落实党中央决策部署方面", "落实全面从严治党战略部署方面", "落实新时代党的组织路线方面"} {
		add("%s、%s", []string{"二", "三", "四"}[part], name)
		for i := range 3 {
			s := subjects[(part*3+i)%len(subjects)]
			add("%d.关于“%s统筹不够，底数不清”的问题", i+1, s)
			add("一是摸清底数。对%s逐一核查，建立台账%d份，发现问题%d个，已整改%d个，整改完成率为%d.%d%%。针对底数不清、责任不明、标准不一等问题，由分管县领导牵头，会同相关部门和乡镇逐项研究，明确责任单位、整改措施和完成时限，做到问题不查清不放过、整改不到位不放过、群众不满意不放过。", s, 12+i, 2310+part*7, 2300+part*7, 90+i, part+3)
			add("二是健全制度。修订《云溪县%s管理办法》等制度%d项；投入资金%d.%02d万元，惠及群众%d,%d人。把制度建设贯穿整改全过程，对反复出现、普遍发生的问题从体制机制上找原因、补漏洞，建立“周调度、月评估、季通报”工作机制，推动责任链条延伸到基层，切实把制度优势转化为治理效能。", s, i+2, 350+i, 40+part, i+1, 206+part)
			add("三是举一反三。开展“回头看”%d次，约谈提醒%d人次，对进展滞后的单位点名通报，持续推动%s提质增效、形成长效机制。PM2.5平均浓度为%d微克/立方米，比2022年下降%d.5%%，计划到2025年全面完成剩余任务，让人民群众看到实实在在的变化。", i+3, i+8, s, 26+i, i+part)
		}
	}
	add("五、下一步工作打算")
	add("县委将坚持目标不变、力度不减，对尚未完成的3项任务紧盯不放，确保2024年6月底前全部完成。")
	add("欢迎广大干部群众对巡察整改落实情况进行监督。联系电话：0900-6600123；邮政信箱：云溪县府前路1号，邮政编码：400000；电子邮箱：yunxi@example.com。")
	add("中共云溪县委")
	add("2023年12月28日")
	return out
}

// published is what the shapes are built round.
func published() shapes.Notice {
	return shapes.Notice{
		Title: noticeTitle, Site: "云溪县人民政府", Crumbs: []string{"首页", "巡察工作"}, Source: "县委办公室", Published: "2023-12-29 09:30",
		Paragraphs: notice(),
		Footer:     []string{"主办单位：中共云溪县委办公室", "网站电话：0900-6600000 投稿邮箱：news@example.com", "ICP备00000000号"},
	}
}

func gbk(s string) []byte {
	out, err := simplifiedchinese.GBK.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return []byte(out)
}

func bodyOf(p *Page) []string {
	var out []string
	for _, b := range p.Blocks {
		if b.Zone == ZoneBody {
			out = append(out, b.Text)
		}
	}
	return out
}

func sameLines(t *testing.T, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Fatalf("line %d is missing: %q", i, want[i])
		case i >= len(want):
			t.Fatalf("line %d is too many: %q", i, got[i])
		case got[i] != want[i]:
			t.Fatalf("line %d is %q, want %q", i, got[i], want[i])
		}
	}
}

// Five shapes of page round one notice give its paragraphs, all of them, whole, and nothing else.
func TestShapes(t *testing.T) {
	sites := rules.Default().Sites
	for _, s := range shapes.All() {
		for _, known := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s/sites=%t", s.Name, known), func(t *testing.T) {
				use := sites
				if !known {
					use = nil
				}
				page, err := Decode(t.Context(), s.Page(published()), Hint{}, use, Limits{})
				if err != nil {
					t.Fatal(err)
				}
				sameLines(t, bodyOf(page), notice())
				if want := noticeTitle + "-云溪县人民政府"; page.Title != want {
					t.Errorf("title %q, want %q", page.Title, want)
				}
				if !slices.Contains(page.Meta, Meta{"PubDate", "2023-12-29 09:30"}) {
					t.Errorf("no PubDate in %v", page.Meta)
				}
				if !slices.ContainsFunc(page.Blocks, func(b Block) bool { return b.Zone == ZonePage && b.Text == noticeTitle }) {
					t.Error("the title is no block of its own outside of the body")
				}
			})
		}
	}
}

// The encoding changes nothing, whatever the page declares.
func TestShapeEncodings(t *testing.T) {
	utf16 := func(e unicode.Endianness, bom unicode.BOMPolicy) func(string) []byte {
		return func(s string) []byte {
			out, err := unicode.UTF16(e, bom).NewEncoder().String(s)
			if err != nil {
				panic(err)
			}
			return []byte(out)
		}
	}
	for _, test := range []struct {
		name, charset string
		encode        func(string) []byte
	}{
		{"UTF-8", "utf-8", func(s string) []byte { return []byte(s) }},
		{"UTF-8 with BOM", "utf-8", func(s string) []byte { return []byte("\ufeff" + s) }},
		{"GBK", "gb18030", gbk},
		{"UTF-16LE with BOM", "utf-16le", utf16(unicode.LittleEndian, unicode.UseBOM)},
		{"UTF-16BE with BOM", "utf-16be", utf16(unicode.BigEndian, unicode.UseBOM)},
		{"UTF-16LE", "utf-16le", utf16(unicode.LittleEndian, unicode.IgnoreBOM)},
		{"UTF-16BE", "utf-16be", utf16(unicode.BigEndian, unicode.IgnoreBOM)},
	} {
		for _, declared := range []string{"utf-8", "gb2312", "big5", "iso-8859-1", "none"} {
			t.Run(test.name+"/declared "+declared, func(t *testing.T) {
				source := strings.Replace(shapes.Sidebar(published()), "charset=utf-8", "charset="+declared, 1)
				page, err := Decode(t.Context(), test.encode(source), Hint{}, nil, Limits{})
				if err != nil {
					t.Fatal(err)
				}
				sameLines(t, bodyOf(page), notice())
				if page.Charset != test.charset {
					t.Errorf("charset %s, want %s", page.Charset, test.charset)
				}
			})
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	sites := rules.Default().Sites
	for _, s := range shapes.All() {
		n := published()
		n.Paragraphs = slices.Concat(notice(), notice())
		data := s.Page(n)
		b.Run(fmt.Sprintf("%s/%dKB", s.Name, len(data)>>10), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Decode(b.Context(), data, Hint{}, sites, Limits{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	text := []byte(strings.Repeat(strings.Join(notice(), "\n")+"\n", 3))
	b.Run(fmt.Sprintf("text/%dKB", len(text)>>10), func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := Decode(b.Context(), text, Hint{}, sites, Limits{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
