package rules

import "testing"

func TestAnnounces(t *testing.T) {
	for words, want := range map[string]bool{
		"中共某区委关于巡视整改进展情况的通报":       true,
		"中共某县水务局党组关于县委巡察整改情况的公告":   true,
		"某集团有限公司党委巡视整改进展情况":        true,
		"某局关于某年度预算执行审计查出问题整改结果":    true,
		"某市贯彻落实中央生态环境保护督察报告整改情况":   true,
		"中共某县林业局党组关于十二届县委第三轮巡察整改…": true,
		"某区关于第二轮督察整改...":           true,
		"某市召开巡视整改工作推进会":            false,
		"某县委巡视整改工作方案":              false,
		"省委第二巡视组向某市委反馈巡视情况":        false,
		"关于全市食品抽检情况的通报":            false,
		"权力清单": false,
		"关于开展安全生产检查的通知…": false,
		"下一页": false,
		"":    false,
	} {
		if got := Default().Announces(words); got != want {
			t.Errorf("%s: %v", words, got)
		}
	}
}
