package decode

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"zhenggai/extract/internal/decode/layout"
)

// onePage is a PDF of one page with the given drawing, without a table of its objects, which readers make anew.
func onePage(drawing string) []byte {
	return fmt.Appendf(nil, `%%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>> endobj
4 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
5 0 obj <</Length %d>> stream
%s
endstream endobj
6 0 obj <</Title(Microsoft Word - Notice)>> endobj
trailer <</Root 1 0 R/Info 6 0 R>>
%%%%EOF
`, len(drawing), drawing)
}

func TestPDF(t *testing.T) {
	data := onePage("BT /F 12 Tf 80 700 Td (Rectified 16 problems,) Tj 0 -40 Td (39 measures) Tj ET")
	for _, before := range []string{"", "\ufeff", "rubbish\r\n"} {
		page, err := Decode(t.Context(), append([]byte(before), data...), Hint{Path: "a.txt", ContentType: "text/html"}, nil, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		sameLines(t, texts(page), []string{"Rectified 16 problems,", "39 measures"})
		if page.MediaType != "application/pdf" || page.Title != "Notice" || len(page.Diagnostics) > 0 {
			t.Errorf("%s %q, diagnostics %v", page.MediaType, page.Title, page.Diagnostics)
		}
	}
}

func TestPDFWithoutText(t *testing.T) {
	page, err := Decode(t.Context(), onePage("80 80 400 600 re f"), Hint{}, nil, Limits{})
	if err != nil || len(page.Blocks) != 0 || len(page.Diagnostics) != 1 || !hasDiagnostic(page, "pdf.no_text") {
		t.Errorf("%+v, %v", page, err)
	}
}

func TestPDFWithManyPages(t *testing.T) {
	data, err := os.ReadFile("pdf/testdata/invented.pdf")
	if err != nil {
		t.Fatal(err)
	}
	page, err := Decode(t.Context(), data, Hint{}, nil, Limits{Pages: 2})
	if err != nil || !hasDiagnostic(page, "input.pages") || !strings.HasPrefix(page.Text, "中共云溪县委关于巡察整改进展情况的通报\n根据市委统一部署") {
		t.Errorf("%+v, %v", page, err)
	}
	page, err = Decode(t.Context(), data, Hint{}, nil, Limits{Blocks: 3})
	if err != nil || !hasDiagnostic(page, "input.blocks") || len(page.Blocks) != 3 {
		t.Errorf("%+v, %v", page, err)
	}
}

// A text that speaks of PDF is none.
func TestTextAboutPDF(t *testing.T) {
	page, err := Decode(t.Context(), []byte("文件以 %PDF-1.7 开头。"), Hint{}, nil, Limits{})
	if err != nil || page.MediaType != "text/plain" {
		t.Errorf("%+v, %v", page, err)
	}
}

func TestFold(t *testing.T) {
	if got := tidy(fold("⼀、⼯作⼈员\uf90a额a\ufb01")); got != "一、工作人员金额a\ufb01" {
		t.Errorf("%q", got)
	}
	if n, _ := unreadable([]layout.Paragraph{{Text: "整改\ue000\ufffd"}}); n != 2 {
		t.Errorf("%d unreadable", n)
	}
}

// TestGarbled maps letters back that a program wrote by codes of GBK, and counts what means nothing.
func TestGarbled(t *testing.T) {
	for text, want := range map[string]string{
		"牪牥牪牭年追回资金牫牴牣牭万元，牭本台账，犌犇犘": "2025年追回资金39.5万元，5本台账，GDP", "支书牛犇犇同志狀元": "支书牛犇犇同志狀元", "整改": "整改",
	} {
		all := []layout.Paragraph{{Text: text}}
		if mapBack(all); all[0].Text != want {
			t.Errorf("%s gives %s, want %s", text, all[0].Text, want)
		}
	}
	for text, want := range map[string]int{
		"整改\ue001\ue002": 2, "!\"#$%&'()*+,-!$#\"": 17, "电话：0756-2780123（a_b@c.gov.cn）": 0, "……………………": 0, "http://a.gov.cn/x?id=1&p=2": 0, "**********": 0, "A+B=C": 0,
	} {
		if got, _ := unreadable([]layout.Paragraph{{Text: text}}); got != want {
			t.Errorf("%s has %d characters without a meaning, want %d", text, got, want)
		}
	}
}
