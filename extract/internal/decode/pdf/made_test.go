package pdf

import (
	"fmt"
	"strings"
	"testing"

	"zhenggai/extract/internal/testing/shapes"
)

// TestCharByChar reads a page without fonts that is drawn character by character.
func TestCharByChar(t *testing.T) {
	var b strings.Builder
	x := 60
	for _, r := range "一、追回资金36万元，整改12项。" {
		b.WriteString(shapes.Typed(string(r), 12, fmt.Sprintf("1 0 0 1 %d 700", x)))
		if x += 6; isWide(r) || r > 0x2000 {
			x += 6
		}
	}
	got := texts(read(t, shapes.PDFOf([2]string{b.String(), ""})))
	same(t, got, []string{"一、追回资金36万元，整改12项。"})
}

// TestSideways reads pages whose text is turned in every way, on pages that say that they are turned in every way.
func TestSideways(t *testing.T) {
	lines := []string{"一、追回资金36万元，整改完成12项。", "二、建立台账5本，问责3人。"}
	for quarter, matrix := range []string{"1 0 0 1 %g %g", "0 1 -1 0 %g %g", "-1 0 0 -1 %g %g", "0 -1 1 0 %g %g"} {
		for _, rotate := range []string{"", "/Rotate 90", "/Rotate 180", "/Rotate 270"} {
			var b strings.Builder
			for i, line := range lines {
				down := float64(40 * i)
				x, y := [...]float64{100, 200 + down, 500, 300 - down}[quarter], [...]float64{700 - down, 100, 200 + down, 700}[quarter]
				b.WriteString(shapes.Typed(line, 12, fmt.Sprintf(matrix, x, y)))
			}
			b.WriteString(shapes.Typed("密件", 30, "0.7 0.7 -0.7 0.7 400 400"))
			got := texts(read(t, shapes.PDFOf([2]string{b.String(), rotate})))
			if all := strings.Join(got, "|"); !strings.Contains(all, lines[0]) || !strings.Contains(all, lines[1]) || strings.Index(all, lines[0]) > strings.Index(all, lines[1]) {
				t.Errorf("text at quarter %d, page %q: %q", quarter, rotate, got)
			}
		}
	}
}

// TestRunsDown reads lines that run down the page, from right to left.
func TestRunsDown(t *testing.T) {
	var b strings.Builder
	for i, line := range []string{"关于巡察整改进展情况的通报", "一、追回资金三十六万元。", "二、建立台账五本。"} {
		for k, r := range []rune(line) {
			b.WriteString(shapes.Typed(string(r), 12, fmt.Sprintf("1 0 0 1 %d %d", 500-40*i, 700-14*k)))
		}
	}
	same(t, texts(read(t, shapes.PDFOf([2]string{b.String(), ""}))), []string{"关于巡察整改进展情况的通报", "一、追回资金三十六万元。", "二、建立台账五本。"})
}
