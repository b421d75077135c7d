package extract_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
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
	c := &checker{T: t, text: []rune(n.Text), ids: map[string]bool{}}
	c.outline(n)
	c.indicators(n)
	c.rest(n)
	c.records(n)
	c.json(n)
}

// checker checks the records of one notice.
type checker struct {
	*testing.T
	text []rune
	ids  map[string]bool
	last int // where the record before starts, in a list
}

// records checks what holds of every record, whatever its kind: it stands in the text, its id is its number, and what it names is there.
func (c *checker) records(n *model.Notice) {
	c.Helper()
	ids, number := map[string]bool{}, map[*model.RecordKind]int{}
	for r := range n.Records() {
		number[r.Kind]++
		if want := fmt.Sprint(r.Kind.Letter(), number[r.Kind]); r.Key() != "" && r.Key() != want {
			c.Errorf("%s: id %s, want %s", r.Kind.Name(), r.Key(), want)
		}
		if r.Key() != "" {
			ids[r.Key()] = true
		}
		if at := r.Where(); at != nil && (at[0] < 0 || at[1] < at[0] || at[1] > len(c.text)) {
			c.Errorf("%s: span %v of a text of %d characters", r.Kind.Name(), *at, len(c.text))
		}
	}
	for r := range n.Records() {
		needed, others := r.Links()
		for i, id := range append(needed, others...) {
			if !ids[*id] && (*id != "" || i < len(needed)) {
				c.Errorf("%s: a record names %q, which is not there", r.Kind.Name(), *id)
			}
		}
	}
}

// reads returns what stands at a span, and insists that spans of a list are in order.
func (c *checker) reads(what string, s model.Span) string {
	c.Helper()
	if s[0] < 0 || s[1] < s[0] || s[1] > len(c.text) {
		c.Fatalf("%s: span %v of a text of %d characters", what, s, len(c.text))
	}
	if s[0] < c.last {
		c.Errorf("%s starts at %d, the one before it at %d", what, s[0], c.last)
	}
	c.last = s[0]
	return string(c.text[s[0]:s[1]])
}

// is insists that a span reads so.
func (c *checker) is(what string, s model.Span, want string) {
	c.Helper()
	if got := c.reads(what, s); got != want {
		c.Errorf("%s: the span reads %q, the record %q", what, got, want)
	}
}

func (c *checker) id(s string) {
	c.Helper()
	if s == "" || c.ids[s] {
		c.Errorf("id %q is empty or stands twice", s)
	}
	c.ids[s] = true
}

func (c *checker) refer(what string, ids ...string) {
	c.Helper()
	for _, s := range ids {
		if s != "" && !c.ids[s] {
			c.Errorf("%s refers to %q, which is not there", what, s)
		}
	}
}

func (c *checker) outline(n *model.Notice) {
	spans := map[string]model.Span{}
	for _, s := range n.Sections {
		c.id(s.ID)
		c.refer(s.ID, s.Parent)
		if text := c.reads(s.ID, s.Span); !strings.HasPrefix(text, s.Marker) || !strings.Contains(text, s.Title) {
			c.Errorf("%s reads %.60q, its marker is %q, its title %q", s.ID, text, s.Marker, s.Title)
		}
		if p, ok := spans[s.Parent]; ok && (s.Span[0] < p[0] || s.Span[1] > p[1]) {
			c.Errorf("%s lies outside of %s", s.ID, s.Parent)
		}
		spans[s.ID] = s.Span
	}
	c.last = 0
	for _, p := range n.Problems {
		c.id(p.ID)
		c.refer(p.ID, p.Section)
		if text := c.reads(p.ID, p.Span); strings.TrimRight(strings.ReplaceAll(text, "\n", ""), "。；;") != p.Heading || p.Name == "" {
			c.Errorf("%s reads %q, its heading is %q, its name %q", p.ID, text, p.Heading, p.Name)
		}
	}
	c.last = 0
	for _, m := range n.Measures {
		c.id(m.ID)
		c.refer(m.ID, m.Problem)
		if text := c.reads(m.ID, m.Span); !strings.HasPrefix(text, m.Marker) || !strings.HasSuffix(text, m.Text) || !strings.HasPrefix(m.Text, m.Title) {
			c.Errorf("%s reads %.60q, the record says %q %q %.60q", m.ID, text, m.Marker, m.Title, m.Text)
		}
	}
}

func (c *checker) indicators(n *model.Notice) {
	c.last = 0
	end := 0
	for _, i := range n.Indicators {
		c.id(i.ID)
		c.refer(i.ID, i.Problem, i.Measure, i.Section, i.From)
		c.is(i.ID, i.Span, i.Text)
		if i.Span[0] < end || i.Unit == "" || i.Rule == "" || !strings.Contains(i.Sentence, i.Text) || i.High != nil && i.High.Cmp(i.Value) <= 0 {
			c.Errorf("indicator %+v", i)
		}
		end = i.Span[1]
	}
	for _, total := range n.Totals {
		c.refer("total", append(total.Parts, total.Total)...)
		if len(total.Parts) < 2 {
			c.Errorf("total %s has %d parts", total.Total, len(total.Parts))
		}
	}
}

func (c *checker) rest(n *model.Notice) {
	c.last = 0
	titles := map[string]bool{}
	for _, p := range n.Policies {
		c.id(p.ID)
		c.refer(p.ID, p.Problem)
		if text := c.reads(p.ID, p.Span); strings.TrimSpace(text) != p.Title || titles[p.Title] {
			c.Errorf("%s reads %q, its title is %q or stands twice", p.ID, text, p.Title)
		}
		titles[p.Title] = true
	}
	c.last = 0
	for _, contact := range n.Contacts {
		c.is(contact.Kind, contact.Span, contact.Raw)
	}
	c.last = 0
	for _, d := range n.Diagnostics {
		if d.Span != nil {
			c.reads(d.Code, *d.Span)
		}
	}
}

// json insists on valid UTF-8 and that what is unknown is absent, not empty.
func (c *checker) json(n *model.Notice) {
	data, err := json.Marshal(n)
	if err != nil || !utf8.Valid(data) {
		c.Errorf("the JSON is no UTF-8: %v", err)
	}
	for _, empty := range []string{`:null`, `:[]`, `:{}`} {
		if bytes.Contains(data, []byte(`"`+empty)) {
			c.Errorf("the JSON has a key with %s", empty)
		}
	}
	if n.Text != "" { // the one text that may be empty
		if at := bytes.Index(data, []byte(`":""`)); at >= 0 {
			c.Errorf("the JSON has an empty string: %.80s", data[max(0, at-40):])
		}
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
		"empty": "", "one character": "一", "a million of one": strings.Repeat("一", 1<<20), "many headings": strings.Repeat("一、\n", 100000), "headings in one line": strings.Repeat("一、", 100000),
		"open titles": strings.Repeat("《", 50000), "open quotes": strings.Repeat("“1个", 20000), "many numbers": strings.Repeat("新增学位12个，", 5000),
		"many parts": strings.Repeat("共3个，其中1个、2个", 3000), "series": strings.Repeat("；（1）甲", 20000), "marks only": strings.Repeat("，。；", 50000),
		"totals": strings.Repeat("新增学位1个、合计9个，", 3000), "labels": strings.Repeat("电话：", 20000), "titles": strings.Repeat("关于整改情况的通报\n", 5000),
		"telephones": strings.Repeat("电话0756-2780071；", 10000), "titles in titles": strings.Repeat("《甲", 30000) + strings.Repeat("》", 30000),
		"dates": strings.Repeat("2020年5月1日至", 20000), "fields": strings.Repeat("整改任务：甲\n整改情况：乙\n", 10000),
		"teams": "根据统一部署，" + strings.Repeat("市委第一巡察组对", 20000), "cells": "<table>" + strings.Repeat("<tr><td>1<td>2个", 20000), "levels": strings.Repeat("一、（一）1.（1）①第一，", 3000),
		"no marks": strings.Repeat("增加学位12个", 10000), "html": strings.Repeat("<div>", 100000) + "1个",
	} {
		n, err := x.Extract(source.Document{Path: name, Data: []byte(data)})
		if err != nil {
			continue // what cannot be read as text is an error, never a panic
		}
		check(t, n)
	}
}

// TestMostRecords insists that a document with more records of a kind than the limit is refused, with the name of the kind, and
// that one with as many is not.
func TestMostRecords(t *testing.T) {
	for _, test := range []struct{ text, kind string }{
		{strings.Repeat("一、关于甲的问题。\n", 4), "sections"},
		{strings.Repeat("新增学位12个。\n", 4), "indicators"},
		{"印发《甲办法》《乙办法》《丙办法》《丁办法》。\n", "policies"},
		{"电话：0756-2780071\n电话：0756-2780072\n电话：0756-2780073\n电话：0756-2780074\n", "contacts"},
	} {
		doc := source.Document{Path: "a.txt", Data: []byte("中共甲县委关于巡视整改进展情况的通报\n现将整改情况通报如下。\n" + test.text)}
		n, err := (&extract.Extractor{Limits: extract.Limits{Records: 100}}).Extract(doc)
		if err != nil {
			t.Fatal(err)
		}
		most := 0
		for kind := range model.RecordKinds() {
			most = max(most, kind.Count(n))
		}
		if _, err := (&extract.Extractor{Limits: extract.Limits{Records: most}}).Extract(doc); err != nil {
			t.Errorf("%s: %d of them, and no more than %d: %v", test.kind, most, most, err)
		}
		_, err = (&extract.Extractor{Limits: extract.Limits{Records: most - 1}}).Extract(doc)
		if want := fmt.Sprintf("more than %d %s", most-1, test.kind); !errors.Is(err, extract.ErrRecords) || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: %v, want %q", test.kind, err, want)
		}
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
	f.Setenv("ZHENGGAI_SOFFICE", filepath.Join(f.TempDir(), "nowhere")) // what it converts is not fuzzed
	var x extract.Extractor
	f.Fuzz(func(t *testing.T, data []byte) {
		if n, err := x.Extract(source.Document{Path: "fuzz", Data: data}); err == nil {
			check(t, n)
		}
	})
}

func FuzzExtractText(f *testing.F) {
	fuzz(f, "中共某区委关于巡视整改情况的通报\n一、整改情况\n（一）关于学习不深的问题。一是新增学位2310个；二是共18个，其中6个、12个。\n联系电话：0756-2780071\n中共某区委\n2021年5月6日",
		"中共某区委关于巡视整改情况的通报\n（一)\n一是。\n（二）关于不实的问题。一是",
		"由25.15%提升至55.53%，较2018年下降50%。", "“5080”《办法（试行）》〔2020〕15号 三至五个 三亿二千万元 全覆盖")
}

func FuzzExtractHTML(f *testing.F) {
	fuzz(f, "<html><title>通报</title><div id=zoom><p>一、<span>2</span><span>310</span>个</p><table><tr><th>序号<th>反馈问题<th>整改措施<tr><td>1<td>不严<td>（1）甲。</table></div>",
		"<p>整改情况：<br>一是甲&nbsp;12个</html><p>乙")
}

// TestNoNotice reads pages whose words are those of notices and that are none.
func TestNoNotice(t *testing.T) {
	var list strings.Builder
	for _, town := range []string{"城关", "河东", "河西", "北山", "南湖", "新桥", "石门"} {
		list.WriteString("中共甲县" + town + "镇委员会关于巡察整改情况的通报2024-12-27\n")
	}
	const template = "中共XX县XX局党组关于县委巡察整改情况的报告\n现将整改情况报告如下。\n一、关于XX不到位的问题\n整改情况：已完成整改。\n"
	const report = "甲市乙局2023年重点工作情况报告\n现将有关情况报告如下。\n一、主要工作\n全年完成投资46.3亿元，巡察反馈问题已完成整改。\n"
	for name, text := range map[string]string{
		"list": list.String(), "template": template, "report": report,
		"title alone": "中共甲县委关于巡视整改进展情况的通报\n点击查看附件\n",
	} {
		n, err := new(extract.Extractor).Extract(source.Document{Path: "a.txt", Data: []byte(text)})
		if err != nil {
			t.Fatal(err)
		}
		if n.Kind != model.KindOther || len(n.Problems) > 0 {
			t.Errorf("%s: is of kind %s for %q, with %d problems", name, n.Kind, n.KindReasons, len(n.Problems))
		}
	}
}

// TestHeadedFields reads a notice whose numbered headings are the labels of fields.
func TestHeadedFields(t *testing.T) {
	const text = "甲县关于省生态环境保护督察反馈问题整改完成情况的公示\n现将整改情况公示如下。\n" +
		"一、整改任务\n污水直排，管网缺失\n二、整改目标\n年底前处理率达到85%。\n三、整改措施\n1.新建管网。新建管网12公里。\n2.加强监管。\n" +
		"四、责任单位\n县住建局\n五、整改完成情况\n已完成整改。新建管网13公里。\n" +
		"一、整改任务\n矿山未修复\n三、整改措施\n修复矿山11处。\n五、整改完成情况\n已修复11处。\n"
	n, err := new(extract.Extractor).Extract(source.Document{Path: "a.txt", Data: []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	if len(n.Problems) != 2 || n.Problems[0].Marker != "一、" || n.Problems[0].Heading != "污水直排，管网缺失" || n.Problems[0].Responsible != "县住建局" {
		t.Fatalf("problems are %+v", n.Problems)
	}
	if len(n.Measures) != 3 || n.Measures[0].Marker != "1." || n.Measures[2].Problem != "p2" {
		t.Errorf("measures are %+v", n.Measures)
	}
	for _, i := range n.Indicators {
		if goal := i.Unit == "%"; (i.Status == model.StatusPlanned) != goal {
			t.Errorf("%s is %q", i.Sentence, i.Status)
		}
	}
}
