package main

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhenggai/extract"
	"zhenggai/model"
	"zhenggai/model/jsonl"
)

// placesNotice is an invented notice of a county that has opened a number of places.
const placesNotice = `中共COUNTY县委关于巡视整改进展情况的通报

根据市委统一部署，2022年3月1日至4月28日，市委第三巡察组对COUNTY县委开展了巡察。2022年6月9日，巡察组反馈了意见。现将整改进展情况予以公布。

一、关于公办学位供给不足的问题。已新增公办学位NUMBER个，在城区和乡镇同步调整招生范围，学生上学路程比上年明显缩短，家长投诉同步下降。
二、关于校园食堂管理不规范的问题。已检查食堂NUMBER家，修订采购制度3项，对食材供应逐一建立台账，按月公布抽检结果，并把陪餐和留样情况纳入学校年度考核。
三、关于校车监管不到位的问题。已更新校车NUMBER辆，对线路逐条评估，停靠点全部安装标志，驾驶人按季度参加培训。

中共COUNTY县委
2022年12月20日
`

func placesIn(county, number string) string {
	return strings.NewReplacer("COUNTY", county, "NUMBER", number).Replace(placesNotice)
}

// TestExplainFromSource explains records of a dataset from the documents that it was made of, and says where they are not there.
func TestExplainFromSource(t *testing.T) {
	t.Chdir(t.TempDir())
	one, other := placesIn("虚构", "210"), placesIn("另例", "320")
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("a!.txt", one)
	write("several.txt", one+"\n"+other)
	archive, err := os.Create("b.zip")
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(archive)
	w, err := z.Create("in/b.txt")
	if err == nil {
		_, err = io.WriteString(w, other)
	}
	if err != nil || z.Close() != nil || archive.Close() != nil {
		t.Fatal(err)
	}
	if code := run(t.Context(), strings.Fields("convert a!.txt b.zip several.txt -o out --formats ndjson"), nil, io.Discard, io.Discard); code != 0 {
		t.Fatal(code)
	}
	index, err := jsonl.OpenIndex(filepath.Join("out", jsonl.File))
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	explain := explainer(&extract.Extractor{})
	said := func(i int, id string) (string, string) {
		n, err := index.Notice(i)
		if err != nil {
			t.Fatal(err)
		}
		why := explain(t.Context(), n, id)
		first, _, _ := strings.Cut(why.EN, "\n")
		return n.Source.Path, first + "|" + why.ZH
	}
	check := func(i int, id, path, want string) {
		t.Helper()
		if at, got := said(i, id); at != path || !strings.Contains(got, want) {
			t.Errorf("%s of notice %d, %s: %q lacks %q", id, i, at, got, want)
		}
	}
	check(0, "i1", "a!.txt", "i1  已新增公办学位【210个】")
	check(0, "p1", "a!.txt", "框架表明是问题")
	check(1, "i1", "b.zip!in/b.txt", "i1  已新增公办学位【320个】")
	check(2, "i1", "several.txt", "【210个】")
	check(3, "i1", "several.txt", "【320个】")
	check(0, "i9", "a!.txt", "does not read this record")
	write("a!.txt", other)
	check(0, "i1", "a!.txt", "has changed: a!.txt")
	if err := os.Remove("b.zip"); err != nil {
		t.Fatal(err)
	}
	check(1, "i1", "b.zip!in/b.txt", "is not there, or has changed: b.zip!in/b.txt")
}

// TestOtherRules insists that an explanation by other rules than those which named a record says so.
func TestOtherRules(t *testing.T) {
	why := &extract.Explanation{ID: "i1", Indicator: &extract.IndicatorExplanation{Indicator: model.Indicator{ID: "i1", Metric: "education.schools"}}}
	for _, c := range []struct {
		in   model.Indicator
		want bool
	}{
		{model.Indicator{ID: "i1", Metric: "education.kindergartens"}, true},
		{model.Indicator{ID: "i1", Metric: "education.schools"}, false},
		{model.Indicator{ID: "i1", Metric: "education.kindergartens", Reviewed: "corrected"}, false},
		{model.Indicator{ID: "i2", Metric: "education.kindergartens"}, false},
	} {
		if got := otherRules(why, &model.Notice{Indicators: []model.Indicator{c.in}}); (got.EN != "") != c.want {
			t.Errorf("%+v: %q", c.in, got.EN)
		}
	}
}
