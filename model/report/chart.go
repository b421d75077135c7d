package report

import (
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-analyze/charts"

	"zhenggai/model"
)

const mostBins = 8

// roundWidth returns a width of bins, 1, 2 or 5 times a power of ten, of at least w.
func roundWidth(w float64) float64 {
	if w <= 0 {
		return 1
	}
	base := math.Pow(10, math.Floor(math.Log10(w)))
	for _, n := range []float64{1, 2, 5} {
		if n*base >= w {
			return n * base
		}
	}
	return 10 * base
}

func floor(v, width float64) float64 { return math.Floor(v/width) * width }

// The colours of charts stand for those of the page, which differ by light and dark.
var (
	inkColour  = charts.ColorRGB(1, 2, 3)
	lineColour = charts.ColorRGB(4, 5, 6)
	barColour  = charts.ColorRGB(7, 8, 9)
	pageColors = strings.NewReplacer("rgb(1,2,3)", "var(--ink)", "rgb(4,5,6)", "var(--line)", "rgb(7,8,9)", "var(--bar)",
		"font-family:'Roboto Medium',sans-serif", "font-family:inherit")
)

func theme() charts.ColorPalette {
	return charts.MakeTheme(charts.ThemeOption{
		AxisStrokeColor: lineColour, AxisSplitLineColor: lineColour, BackgroundColor: charts.ColorTransparent,
		TextColor: inkColour, TextColorLabel: inkColour, TextColorXAxis: inkColour, TextColorYAxis: inkColour,
		SeriesColors: []charts.Color{barColour},
	})
}

const (
	chartWidth = 560
	labelRoom  = 1.3 // of the longest bar, so that its number has room behind it
)

// rankingChart draws bars, the largest on top.
func rankingChart(r model.Ranking) (template.HTML, error) {
	n := len(r.Names)
	values, labels := make([]float64, n), make([]string, n)
	for i := range n {
		values[n-1-i], labels[n-1-i] = r.Values[i].Float64(), padded(model.Fit(r.Names[i], 14))
	}
	return barChart(values, labels, true, 26*n+40)
}

// distributionChart draws how many bodies are in each bin.
func distributionChart(h histogram) (template.HTML, error) {
	var values []float64
	var labels []string
	for i, count := range h.counts {
		values = append(values, float64(count))
		labels = append(labels, short(h.from+float64(i)*h.width))
	}
	return barChart(values, labels, false, 240)
}

func barChart(values []float64, labels []string, horizontal bool, height int) (template.HTML, error) {
	p := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputSVG, Width: chartWidth, Height: height, Theme: theme()})
	o := charts.NewBarChartOptionWithData([][]float64{values})
	o.Theme, o.Horizontal = theme(), horizontal
	o.CategoryAxis.Labels = labels
	o.CategoryAxis.LabelFontStyle.FontSize = 9
	o.ValueAxis[0].Show = charts.Ptr(false)
	o.ValueAxis[0].Min, o.ValueAxis[0].Max = charts.Ptr(0.0), charts.Ptr(labelRoom*max(slices.Max(values), 0))
	label := &o.SeriesList[0].Label
	label.Show, label.FontStyle.FontSize, label.ValueFormatter = charts.Ptr(true), 9, grouped
	if err := p.BarChart(o); err != nil {
		return "", err
	}
	svg, err := p.Bytes()
	if err != nil {
		return "", err
	}
	s := strings.Replace(pageColors.Replace(string(svg)), "<svg ", `<svg aria-hidden="true" focusable="false" `, 1)
	return template.HTML(s), nil // the library escapes what labels hold
}

// padded makes room in a label for Chinese characters, which the library takes to be half as wide as they are.
// Spaces at the end are not seen.
func padded(s string) string {
	wide := utf8.RuneCountInString(s) - len(strings.Map(func(r rune) rune {
		if r < 0x80 {
			return r
		}
		return -1
	}, s))
	return s + strings.Repeat(" ", (wide*9+3)/4)
}

// grouped prints a number with commas between thousands.
func grouped(f float64) string {
	s := strconv.FormatFloat(f, 'f', -1, 64)
	whole, fraction, _ := strings.Cut(s, ".")
	start := 0
	if strings.HasPrefix(whole, "-") {
		start = 1
	}
	for i := len(whole) - 3; i > start; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		return whole + "." + fraction
	}
	return whole
}

// short prints a number for an axis, in 万 or 亿 where it is large.
func short(f float64) string {
	switch a := math.Abs(f); {
	case a >= 1e8:
		return strconv.FormatFloat(f/1e8, 'g', 4, 64) + "亿  "
	case a >= 1e4:
		return strconv.FormatFloat(f/1e4, 'g', 4, 64) + "万  "
	}
	return strconv.FormatFloat(f, 'g', 6, 64)
}
