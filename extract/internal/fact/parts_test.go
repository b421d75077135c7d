package fact

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"zhenggai/extract/internal/decode"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/internal/testing/corpus"
	"zhenggai/extract/rules"
)

// The lines round an example of parts.tsv, and what its head says.
const (
	partTitle  = "中共甲县委关于巡视整改进展情况的通报"
	partIntro  = "根据统一部署，省委第三巡视组对甲县开展了巡视，现将巡视整改进展情况予以公布。"
	partFirst  = "一、组织整改落实情况"
	partLast   = "二、关于学习不深的问题。开展集中学习6次。"
	partDay    = "2021年7月31日"
	partSigner = "中共甲县委"
	partDate   = "2021-05-07"
)

// partShows says for each part of parts.tsv how one sees that a text plays it. The parts belong to three stages, of
// which this is the last.
var partShows = map[string]func(t *testing.T, text string, set *rules.Set) bool{
	"title_word": titled,
	"title_end":  titled,
	"title_label": func(_ *testing.T, text string, set *rules.Set) bool {
		return pageOf(set, text, partIntro, partFirst, partLast).Title == partTitle
	},
	"title_topic": func(_ *testing.T, text string, set *rules.Set) bool {
		return pageOf(set, text, partIntro, partFirst, partLast).Owner() != ""
	},
	"site_end": func(_ *testing.T, text string, set *rules.Set) bool {
		return pageOf(set, text+" "+partTitle, partIntro, partFirst, partLast).Title == partTitle
	},
	"session": func(_ *testing.T, text string, set *rules.Set) bool {
		return pageOf(set, partTitle, text, partIntro, partFirst, partLast).Published.String() != partDate
	},
	"audience": func(_ *testing.T, text string, set *rules.Set) bool {
		return pageOf(set, partTitle, "2021年5月7日", text, partIntro, partFirst, partLast).Published.String() != partDate
	},
	"paper": func(_ *testing.T, text string, set *rules.Set) bool {
		return pageOf(set, partTitle, text, partIntro, partFirst, partLast).Published.String() == partDate
	},
	"addressed": func(_ *testing.T, text string, set *rules.Set) bool { return issuerOf(text, set) != "" },
	"inspected": func(_ *testing.T, text string, set *rules.Set) bool { return issuerOf(text, set) != "" },
	"resolves":  func(_ *testing.T, text string, set *rules.Set) bool { return issuerOf(text, set) != "" },
	"deictic":   func(_ *testing.T, text string, set *rules.Set) bool { return issuerOf(text, set) == "" },
	"team_end":  func(_ *testing.T, text string, set *rules.Set) bool { return issuerOf(text, set) == "" },
	"signer": func(_ *testing.T, text string, set *rules.Set) bool {
		return pageOf(set, partTitle, partIntro, partFirst, partLast, text, partDay).Signatory == text
	},
	"date_label": func(_ *testing.T, text string, set *rules.Set) bool {
		return pageOf(set, partTitle, text, partIntro, partFirst, partLast, partSigner, partDay).Published.String() == partDate
	},
	"date_meta": func(t *testing.T, text string, set *rules.Set) bool {
		return headed(t, text, set).Published.String() == partDate
	},
	"title_meta": func(t *testing.T, text string, set *rules.Set) bool { return headed(t, text, set).Title == partTitle },
	"done": func(_ *testing.T, text string, set *rules.Set) bool {
		d := pageOf(set, partTitle, partIntro, "反馈问题|完成情况", "学习不深|"+text)
		return len(FindLedgers(d.Text, d.Lines, set.Headings).Reached) > 0
	},
	"closing": func(_ *testing.T, text string, set *rules.Set) bool {
		d := pageOf(set, partTitle, partIntro, partFirst, partLast, text, partSigner, partDay)
		nodes := outline.Build(d.Text, d.Lines, d.BodyEnd, 0, set.Headings).Nodes
		return nodes[len(nodes)-1].End == strings.Index(d.Text, text)
	},
	"attached":   func(_ *testing.T, text string, set *rules.Set) bool { return set.Attachments.Attached(text) },
	"unattached": func(_ *testing.T, text string, set *rules.Set) bool { return !set.Attachments.Attached(text) },
	"problem_word": func(_ *testing.T, text string, set *rules.Set) bool {
		return strings.HasSuffix(headingOf(set, text), "问题")
	},
	"problem_frame": func(_ *testing.T, text string, set *rules.Set) bool { return outline.States(text, set.Headings) },
	"problem_count": func(_ *testing.T, text string, set *rules.Set) bool {
		return !strings.ContainsAny(outline.Name(text, set.Headings), "（")
	},
	"runs_on":   func(_ *testing.T, text string, set *rules.Set) bool { return len(sectionsOf(set, text)) == 2 },
	"no_first":  func(_ *testing.T, text string, set *rules.Set) bool { return sectionsOf(set, text)[1].Number == 2 },
	"container": holds, "container_end": holds, "container_above": holds,
	"intro": func(_ *testing.T, text string, set *rules.Set) bool { return severalIn(set, text) == 2 },
}

// sectionsOf returns the sections of a notice that ends with a heading.
func sectionsOf(set *rules.Set, text string) []outline.Node {
	d := pageOf(set, partTitle, partIntro, "一、"+text, partSigner, partDay)
	return outline.Build(d.Text, d.Lines, d.BodyEnd, 0, set.Headings).Nodes
}

// headingOf returns the title of a heading.
func headingOf(set *rules.Set, text string) string {
	d := pageOf(set, partTitle, partIntro, "一、"+text, partSigner, partDay)
	return outline.Build(d.Text, d.Lines, d.BodyEnd, 0, set.Headings).Nodes[0].Title.In(d.Text)
}

// holds reports whether a heading of the first level is no aspect of the problems below it.
func holds(_ *testing.T, text string, set *rules.Set) bool {
	d := pageOf(set, partTitle, partIntro, "一、"+text, "（一）窗口设置不到位。增设窗口3个。", "（二）流程执行不严格。增设窗口3个。", partSigner, partDay)
	out := outline.Build(d.Text, d.Lines, d.BodyEnd, 0, set.Headings)
	out.SetRoles(d.Text, set.Headings)
	problems := FindProblems(d.Text, out, set.Headings).Problems
	return len(problems) == 2 && problems[0].Aspect == ""
}

// severalIn is how many notices a page has that goes on with a second title and a text below it.
func severalIn(set *rules.Set, text string) int {
	page := &decode.Page{}
	prose := strings.Repeat("一是开展集中学习。", 30)
	for _, line := range []string{partTitle, partIntro, partFirst, prose, partSigner, partDay, "中共甲县水务局党组关于巡察整改进展情况的通报", text, partFirst, prose} {
		page.Blocks = append(page.Blocks, decode.Block{Text: line})
	}
	return len(document.Split(page, set.Page))
}

func titled(_ *testing.T, text string, set *rules.Set) bool {
	return pageOf(set, text, partIntro, partFirst, partLast, partSigner, partDay).Title == text
}

// issuerOf is whose notice it is that is introduced so.
func issuerOf(intro string, set *rules.Set) string {
	name, _ := FindIssuer(intro, document.Span{End: len(intro)}, set.Page, set.Inspections)
	return name
}

// pageOf reads lines as a page. A line with | is a row of a table.
func pageOf(set *rules.Set, lines ...string) *document.Document {
	page := &decode.Page{}
	for row, line := range lines {
		cells := strings.Split(line, "|")
		for col, cell := range cells {
			block := decode.Block{Text: cell}
			if len(cells) > 1 {
				block.Cell = &decode.Cell{Row: row, Col: col, RowSpan: 1, ColSpan: 1}
			}
			page.Blocks = append(page.Blocks, block)
		}
	}
	return document.New(page, set.Page)
}

// headed reads a page without a title or date of its own that has an element in its head.
func headed(t *testing.T, element string, set *rules.Set) *document.Document {
	t.Helper()
	html := "<html><head>" + element + "</head><body><p>" + strings.Join([]string{partIntro, partFirst, partLast}, "</p><p>") + "</p></body></html>"
	page, err := decode.Decode(t.Context(), []byte(html), decode.Hint{Path: "page.html"}, rules.Default().Sites, decode.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return document.New(page, set.Page)
}

// partTable returns parts.tsv as it stands and its rows, so that a part of which partShows knows nothing is missed.
func partTable(t *testing.T) (table string, rows []string) {
	t.Helper()
	data, err := fs.ReadFile(rules.Files(), "parts.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if part, word, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && part[0] != '#' && word != "word" {
			rows = append(rows, part+" "+word)
		}
	}
	return string(data), rows
}

// withoutPart loads the tables without one row of parts.tsv.
func withoutPart(t *testing.T, table, part, word string) *rules.Set {
	t.Helper()
	table = strings.Replace(table, "\n"+part+"\t"+word+"\n", "\n", 1)
	set, err := rules.Load(fstest.MapFS{"parts.tsv": &fstest.MapFile{Data: []byte(table)}})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// TestPartCorpus insists that each row of parts.tsv gives a text its part by itself, and that a text which only holds
// the word does not get it.
func TestPartCorpus(t *testing.T) {
	all := rules.Default()
	table, rows := partTable(t)
	for _, e := range corpus.Read(t, "parts", rows) {
		part, word, _ := strings.Cut(e.Key, " ")
		shows := partShows[part]
		switch {
		case shows == nil:
			t.Errorf("%s: the test does not know the part", e)
		case !strings.Contains(e.Text, word):
			t.Errorf("%s: lacks the word", e)
		case shows(t, e.Text, all) != e.Want:
			t.Errorf("%s: plays the part: %v", e, !e.Want)
		case e.Want && shows(t, e.Text, withoutPart(t, table, part, word)):
			t.Errorf("%s: plays the part without the row", e)
		}
	}
}
