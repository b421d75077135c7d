package policy

import (
	"strings"
	"testing"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/rules"
)

// TestPolicies reads titles in 《》, outermost marks only, each once.
func TestPolicies(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"制定《甲办法（试行）》《乙方案》，落实《甲办法（试行）》。", "drafted 甲办法（试行） |drafted 乙方案 "},
		{"印发《关于贯彻〈条例〉的意见》（合川委发〔2023〕18号）。", "issued 关于贯彻〈条例〉的意见 合川委发〔2023〕18号"},
		{"学习《论《矛盾》》一文", "studied 论《矛盾》 "},
		{"依照《甲法》第十二条、第三十条第二款和第四十一条处罚", "cited 甲法  第十二条 第三十条第二款 第四十一条"},
		{"依照《甲法》（2020年修订）第3条处罚，《甲法》第九条另有规定", "cited 甲法  第3条 第九条"},
		{"按《甲法》第三批清单", " 甲法 "},
		{"打开《没有关上", ""},
	} {
		words := lexicon.New()
		p := New(rules.Default().Actions, words)
		found, diagnostics := p.Find(test.text, words.Scan(nil, test.text, 0, len(test.text)), []document.Span{{End: len(test.text)}}, 1000)
		var got []string
		for _, p := range found {
			got = append(got, strings.Join(append([]string{p.Action, p.Title, p.Number}, p.Articles...), " "))
		}
		if strings.Join(got, "|") != test.want || test.want == "" && len(diagnostics) == 0 {
			t.Errorf("%s gives %q and %d diagnostics, want %q", test.text, strings.Join(got, "|"), len(diagnostics), test.want)
		}
	}
}
