package fact

import (
	"testing"

	"zhenggai/extract/internal/document"
	"zhenggai/model"
)

// TestPlaceTells reads the status that a sentence has by where and when it stands.
func TestPlaceTells(t *testing.T) {
	for _, c := range []struct {
		text string
		at   Place
		want model.Status
	}{
		{"2024年新建学校3所。", Place{Year: 2024}, model.StatusAchieved},
		{"2025年新建学校3所。", Place{Year: 2024}, model.StatusPlanned},
		{"到2024年，覆盖率达到78%。", Place{Year: 2024}, model.StatusAchieved},
		{"到2025年，覆盖率达到78%。", Place{Year: 2024}, model.StatusPlanned},
		{"新建学校3所。", Place{Year: 2024}, model.StatusAchieved},
		{"新建学校3所。", Place{Year: 2024, Outlook: true}, model.StatusPlanned},
		{"已新建学校3所。", Place{Year: 2024, Outlook: true}, model.StatusAchieved},
	} {
		found, _ := readerOf(c.text).Find(document.Span{End: len(c.text)}, c.at)
		if len(found) != 1 || found[0].Status != c.want {
			t.Errorf("%s in %+v: %+v, want %q", c.text, c.at, found, c.want)
		}
	}
}
