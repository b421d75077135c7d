package shapes

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// A LedgerRow is a row of an invented list of problems. A row without a problem goes on with the one above; one with
// nothing but an aspect runs across the table.
type LedgerRow struct {
	aspect, number, problem, measures, unit string
	due                                     time.Time
	progress                                string
}

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}

const ledgerTitle = "中共云溪县委关于县委巡察反馈问题整改情况的公示"

var ledgerHead = []string{"序号", "反馈问题", "整改措施", "责任单位", "整改时限", "完成情况"}

// Ledger returns an invented list of problems.
func Ledger() []LedgerRow {
	return []LedgerRow{
		{aspect: "一、贯彻落实党中央决策部署方面"},
		{"", "1", "学位供给不足，大班额未消除", "新建学校3所，扩建校舍2.4万平方米", "县教育局", day(2024, 6, 30), "已完成，新增公办学位2310个"},
		{"", "", "", "选派支教教师46名", "县人社局", day(2024, 9, 30), "正在推进，已选派31名"},
		{"", "2", "污水管网建设滞后", "新建管网12.5公里，投入资金3481.45万元", "县住建局", day(2024, 12, 31), "已完成，污水集中收集率达55.53%"},
		{aspect: "二、落实全面从严治党战略部署方面"},
		{"", "3", "财务管理不规范", "清退违规发放补贴36万元", "县财政局", day(2024, 3, 31), "已完成，清退36万元，处理11人"},
	}
}

// LedgerPage writes the list as a table of a page.
func LedgerPage(rows []LedgerRow) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "<html><body><div id=zoom><p align=center>%s</p><p>填报单位：云溪县委办公室</p><table border=1><tr>", ledgerTitle)
	for _, h := range ledgerHead {
		fmt.Fprintf(&b, "<th>%s</th>", h)
	}
	for i, r := range rows {
		b.WriteString("</tr><tr>")
		if r.aspect != "" {
			fmt.Fprintf(&b, "<td colspan=6>%s</td>", r.aspect)
			continue
		}
		span := 1
		if i+1 < len(rows) && rows[i+1].aspect+rows[i+1].problem == "" {
			span = 2
		}
		if r.problem != "" {
			fmt.Fprintf(&b, "<td rowspan=%d>%s</td><td rowspan=%d>%s</td>", span, r.number, span, r.problem)
		}
		for _, cell := range []string{r.measures, r.unit, r.due.Format("2006年1月2日"), r.progress} {
			fmt.Fprintf(&b, "<td>%s</td>", html.EscapeString(cell))
		}
	}
	b.WriteString("</tr></table><p>注：统计截至2024年10月31日。</p></div></body></html>")
	return []byte(b.String())
}

// LedgerBook writes the list as a workbook, dates as dates and numbers as numbers.
func LedgerBook(rows []LedgerRow) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	var errs []error
	set := func(col, row int, value any) {
		name, err := excelize.CoordinatesToCellName(col, row)
		errs = append(errs, err, f.SetCellValue("Sheet1", name, value))
	}
	set(1, 1, ledgerTitle)
	set(1, 2, "填报单位：云溪县委办公室")
	errs = append(errs, f.MergeCell("Sheet1", "A1", "F1"))
	for i, h := range ledgerHead {
		set(i+1, 3, h)
	}
	date := "yyyy\"年\"m\"月\"d\"日\""
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &date})
	errs = append(errs, err)
	at := 4
	for i, r := range rows {
		if r.aspect != "" {
			set(1, at, r.aspect)
			errs = append(errs, f.MergeCell("Sheet1", fmt.Sprintf("A%d", at), fmt.Sprintf("F%d", at)))
			at++
			continue
		}
		if r.problem != "" {
			var number int
			fmt.Sscan(r.number, &number)
			set(1, at, number)
			set(2, at, r.problem)
		}
		if i+1 < len(rows) && rows[i+1].aspect+rows[i+1].problem == "" {
			errs = append(errs, f.MergeCell("Sheet1", fmt.Sprintf("A%d", at), fmt.Sprintf("A%d", at+1)), f.MergeCell("Sheet1", fmt.Sprintf("B%d", at), fmt.Sprintf("B%d", at+1)))
		}
		set(3, at, r.measures)
		set(4, at, r.unit)
		set(5, at, r.due)
		errs = append(errs, f.SetCellStyle("Sheet1", fmt.Sprintf("E%d", at), fmt.Sprintf("E%d", at), style))
		set(6, at, r.progress)
		at++
	}
	set(1, at, "注：统计截至2024年10月31日。")
	var out bytes.Buffer
	errs = append(errs, f.Write(&out))
	return out.Bytes(), errors.Join(errs...)
}
