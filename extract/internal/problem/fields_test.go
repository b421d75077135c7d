package problem

import (
	"strings"
	"testing"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/rules"
)

// TestFields reads a notice that words its problem as labelled fields.
func TestFields(t *testing.T) {
	text := "整改任务：污水处理厂建而不用。\n整改措施：\n（一）加快管网建设。新建管网23.5公里。\n（二）加强管理。\n责任单位：县住建局\n整改时限：2023年12月底\n完成情况：已完成。"
	var lines []document.Line
	at := 0
	for line := range strings.Lines(text) {
		lines = append(lines, document.Line{Span: document.Span{Start: at, End: at + len(strings.TrimRight(line, "\n"))}, Zone: document.Body})
		at += len(line)
	}
	h := rules.Default().Headings
	f := FindFields(text, outline.Build(text, lines, len(text), 0, h), document.Span{End: len(text)}, h)
	if len(f.Problems) != 1 {
		t.Fatalf("%d problems", len(f.Problems))
	}
	p := f.Problems[0]
	if p.Name != "污水处理厂建而不用" || p.Responsible != "县住建局" || p.Deadline != "2023年12月底" || p.Progress != "已完成。" ||
		len(p.Measures) != 2 || p.Measures[0].Title != "加快管网建设" {
		t.Errorf("%+v", p)
	}
}
