package inspection

import (
	"testing"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/rules"
)

// issuerOf is whose notice it is that is introduced so.
func issuerOf(intro string, set *rules.Set) string {
	name, _ := FindIssuer(intro, document.Span{End: len(intro)}, set.Page, set.Inspections)
	return name
}

func TestIssuerOfIntroduction(t *testing.T) {
	tests := []struct{ intro, want string }{
		{"省委第三巡视组对乙县委进行了常规巡视。", ""}, // too short for a name in full
		{"省委第三巡视组对丙丁县委进行了常规巡视。", "丙丁县委"},
		{"省委第三巡视组对丙丁县进行了巡视。2月3日，巡视组向丙丁县委反馈了意见。", "丙丁县委"},
		{"县委第二巡察组对我镇党委开展了巡察，并向青石镇党委反馈意见。", "青石镇党委"},
		{"县委第二巡察组对青石镇党委及所辖12个村党组织开展了巡察。", "青石镇党委"},
		{"市委第一巡察组对水务集团党委开展巡察。\n丙丁市水务集团党委高度重视，立行立改。", "丙丁市水务集团党委"},
		{"甲乙市委第一巡察组反馈后，甲乙市委高度重视。", ""},
		{"县委第二巡察组对甲乙县文化和旅游局党组开展了巡察。", "甲乙县文化和旅游局党组"},
		{"局党组向市委巡察组反馈整改情况。", ""},
		{"县委第二巡察组对本局党组开展了巡察。", ""},
		{"县委第二巡察组对青石镇党委、白水镇党委开展了巡察。", ""},
	}
	for _, test := range tests {
		if got := issuerOf(test.intro, rules.Default()); got != test.want {
			t.Errorf("%s: issuer %q, want %q", test.intro, got, test.want)
		}
	}
}
