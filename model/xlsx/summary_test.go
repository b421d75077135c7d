package xlsx

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zhenggai/model"
	"zhenggai/model/testing/modeltest"
)

// summaryText returns the cells of the summary, tab-separated.
func summaryText(t *testing.T, f *excelize.File, sheet string) string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, row := range rows {
		lines = append(lines, strings.TrimSpace(strings.Join(row, "\t")))
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestSummary(t *testing.T) {
	f := open(t, write(t, Options{}, formatLimits, modeltest.Notice("n1"), modeltest.Notice("n2")))
	got := summaryText(t, f, "概览")
	for _, want := range []string{
		"整改通报数据概览\n", howToRead.ZH, "通报\t2\n", "问题\t32\n", "措施\t72\n", "指标\t140\n", "存疑\t6\n", "整改通报\t2\n",
		"教育\t12\n", "水环境\t10\n", "党的建设\t10\n", "（未归类）\t10\n", "学位\t36\n", "（未命名）\t34\n",
		"中共某某区委关于巡视整改进展情况的通报\t16\t36\t70\t3\t广东省珠海市斗门区\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, notesTitle.ZH) {
		t.Error("notes where there is nothing to note")
	}
}

func TestSummaryInEnglish(t *testing.T) {
	f := open(t, write(t, Options{Lang: "en"}, formatLimits, modeltest.Notice("n1")))
	got := summaryText(t, f, "Summary")
	for _, want := range []string{
		summaryTitle.EN + "\n", howToRead.EN, "Notices\t1\n", "rectification\t1\n", "education\t6\n", "school places\t18\n", "(unnamed)\t17\n",
		"notice\tproblems\tmeasures\tindicators\tdoubts\tplace\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// TestCharts checks that both charts are there and show the cells of the lists.
func TestCharts(t *testing.T) {
	path := write(t, Options{}, formatLimits, modeltest.Notice("n1"))
	f, all := open(t, path), parts(t, path)
	for i, want := range []string{"教育", "学位"} {
		chart := string(all[fmt.Sprintf("xl/charts/chart%d.xml", i+1)])
		_, after, found := strings.Cut(chart, "<cat><strRef><f>")
		ref, _, _ := strings.Cut(after, "</f>")
		ref = strings.NewReplacer("&#39;", "", "'", "", "$", "").Replace(ref)
		sheet, cells, _ := strings.Cut(ref, "!")
		cell, _, _ := strings.Cut(cells, ":")
		got, err := f.GetCellValue(sheet, cell)
		if !found || err != nil || got != want {
			t.Errorf("chart %d begins with %q of %q, want %q, %v", i+1, got, ref, want, err)
		}
	}
}

func TestTop(t *testing.T) {
	counts := map[string]int{}
	for i := range 20 {
		counts[fmt.Sprintf("%02d", i)] = i % 5
	}
	got := top(counts, 6)
	want := []named{{"04", 4}, {"09", 4}, {"14", 4}, {"19", 4}, {"03", 3}, {"08", 3}}
	if !slices.Equal(got, want) {
		t.Errorf("top %v, want %v", got, want)
	}
}

// TestManyNotices checks that the summary lists the largest notices only, and keeps no more.
func TestManyNotices(t *testing.T) {
	s := newSummary("zh")
	for i := range 1000 {
		n := &model.Notice{ID: fmt.Sprint("n", i), Problems: make([]model.Problem, (i*7)%500)}
		s.addNotice(n, targets{{"notices", n.ID}: {nil, 0, 2}})
		if len(s.notices) > 2*topNotices {
			t.Fatalf("%d notices are kept", len(s.notices))
		}
	}
	list, title := s.listed()
	if len(list) != topNotices || title != largestTitle || list[0].problems != 499 || list[topNotices-1].problems != 485 {
		t.Errorf("%d notices of %d to %d problems", len(list), list[0].problems, list[len(list)-1].problems)
	}
	few := newSummary("zh")
	few.addNotice(&model.Notice{ID: "a"}, nil)
	few.addNotice(&model.Notice{ID: "b", Problems: make([]model.Problem, 9)}, nil)
	if list, title := few.listed(); len(list) != 2 || list[0].title != "a" || title != noticesTitle {
		t.Errorf("few notices are listed as %v", list)
	}
}
