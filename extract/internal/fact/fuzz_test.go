package fact

import (
	"strings"
	"testing"
	"unicode/utf8"

	"zhenggai/extract/internal/contact"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/internal/policy"
	"zhenggai/extract/internal/problem"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// FuzzFacts finds all kinds of facts in lines, and insists that each is a span of the text.
func FuzzFacts(f *testing.F) {
	for _, s := range []string{
		"一、关于学习不深入的问题\n一是加强学习。开展学习12次，其中集中学习8次、自学4次。\n二是完善制度。制定《学习办法（试行）》（县委发〔2021〕3号）。",
		"序号|存在问题|整改措施|整改情况\n1|学习不深入|集中学习|已完成3次",
		"问题：学习不深入\n整改措施：集中学习\n整改情况：已完成3次，完成率100%",
		"联系电话：0755-12345678、87654321转8（工作时间）；传真：（0755）1234567；邮编：518000；地址：示例市示例路1号；邮箱：a.b＠example.cn",
		"《甲《乙》丙》《丁》《", "共3人，其中1人、2人，合计3人", "电 话：010-12345678\n邮 箱\na[at]b.cn",
	} {
		f.Add(s)
	}
	set := rules.Default()
	words := lexicon.New()
	contacts, policies := contact.New(set.Contacts, words), policy.New(set.Actions, set.Quantities, words)
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 1<<14 {
			return
		}
		d := document.FromLines(set.Page, strings.Split(text, "\n")...)
		inText := func(what string, s model.Span) {
			if s[0] < 0 || s[0] > s[1] || s[1] > len(d.Text) || !utf8.ValidString(d.Text[s[0]:s[1]]) {
				t.Fatalf("%s at %v of %q", what, s, d.Text)
			}
		}
		var body []document.Span
		r := readerOf(d.Text)
		for _, line := range d.Lines {
			body = append(body, line.Span)
			found, _ := r.Find(line.Span, Place{})
			for i := range found {
				inText("indicator", found[i].Span)
			}
			for _, sum := range testIndicators().Sums(d.Text, found).Totals() {
				if len(sum.Parts) < 2 || sum.Total >= len(found) {
					t.Fatalf("%+v of %q", sum, d.Text)
				}
			}
		}
		hits := words.Scan(nil, d.Text, 0, len(d.Text))
		for _, c := range contacts.Find(d.Text, hits, d.Lines, set.Page) {
			inText("contact", c.Span)
		}
		named, diagnostics := policies.Find(d.Text, hits, body, 1000)
		for _, p := range named {
			inText("policy", p.Span)
		}
		for _, d := range diagnostics {
			inText("diagnostic", *d.Span)
		}
		out := outline.Build(d.Text, d.Lines, d.BodyEnd, 0, set.Headings)
		for _, finding := range []problem.Finding{
			problem.Find(d.Text, out, set.Headings), problem.FindLedgers(d.Text, d.Lines, set.Headings), problem.FindFields(d.Text, out, document.Span{End: len(d.Text)}, set.Headings),
		} {
			for _, p := range finding.Problems {
				inText("problem", p.Span)
				for _, m := range p.Measures {
					inText("measure", m.Span)
				}
			}
		}
	})
}
