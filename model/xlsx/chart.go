package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

const (
	lineHeight = 18 // of the summary's lists, in points
	linePixels = lineHeight * 4 / 3
	leastLines = 8 // that a chart covers, however few bars it has
)

// barChart shows the counts in column C by the names in column B, most on top.
func barChart(sheet, title string, first, last int) *excelize.Chart {
	column := func(letter string) string {
		return fmt.Sprintf("%s!$%s$%d:$%s$%d", quoted(sheet), letter, first, letter, last)
	}
	small := excelize.Font{Family: font, Size: 9, Color: ink}
	return &excelize.Chart{
		Type: excelize.Bar,
		Series: []excelize.ChartSeries{{
			Name: fmt.Sprintf("%s!$C$%d", quoted(sheet), first-1), Categories: column("B"), Values: column("C"), Fill: solid("4F81BD"),
		}},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: &excelize.Font{Family: font, Size: 11, Bold: true, Color: headFill}}}},
		Legend:    excelize.ChartLegend{Position: "none"},
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: small},
		YAxis:     excelize.ChartAxis{Font: small, None: true, Minimum: ptr(0.0)},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
		Format:    excelize.GraphicOptions{OffsetX: 12},
		Dimension: excelize.ChartDimension{Width: 570, Height: uint(linePixels * max(leastLines, last-first+2))},
		GapWidth:  ptr(uint(40)),
	}
}
