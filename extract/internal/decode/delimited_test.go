package decode

import "testing"

// TestPastedTables tells tables in plain text, whose cells commas or tabs part, from sentences over several lines.
func TestPastedTables(t *testing.T) {
	for _, test := range []struct {
		name, text string
		cells      int
	}{
		{"tabs", "街道\t新增学位\t投资\n东街\t320\t12.5\n西街\t180\t9\n", 9},
		{"commas with figures", "街道,新增学位,投资\n东街,320,12.5\n西街,180,9\n", 9},
		{"shares and figures below zero", "街道,增幅,投资\n东街,-3.5%,十二\n", 6},
		{"sentences over lines", "某县狠抓整改,信访件,已\n办结过半,责令企业整改,立案处罚\n另有几件,仍在办理\n", 0},
		{"items", "一是加强领导,明确责任,细化措施\n二是强化督查,狠抓落实,务求实效\n", 0},
		{"figures within words", "一是加强领导,明确责任,细化措施\n开会3次,发文2份,培训5期\n", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			cells := 0
			for _, b := range decodeNamed(t, "a.txt", []byte(test.text)).Blocks {
				if b.Cell != nil {
					cells++
				}
			}
			if cells != test.cells {
				t.Errorf("%d cells, want %d", cells, test.cells)
			}
		})
	}
}
