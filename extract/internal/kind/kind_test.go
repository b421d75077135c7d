package kind

import (
	"testing"

	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

func TestKinds(t *testing.T) {
	kinds := New(rules.Default().Kinds, lexicon.New())
	for _, test := range []struct {
		title, body string
		want        model.Kind
	}{
		{"中共某区委关于巡视整改进展情况的通报", "现将巡视整改进展情况予以公布。", model.KindRectification},
		{"省委第三巡视组向某市委反馈巡视情况", "反馈会上，组长通报了巡视发现的主要问题。", model.KindFeedback},
		{"区委第二巡察组巡察公告", "巡察组主要受理反映领导班子的来信来电。受理时间：工作日。", model.KindAnnouncement},
		{"关于落实巡察反馈意见的整改方案", "为抓好整改，特制定本方案。一、指导思想", model.KindPlan},
		{"关于2023年度预算执行和其他财政收支的审计工作报告", "受市政府委托，我报告审计工作情况。", model.KindAuditReport},
		{"在巡视整改动员会上的讲话", "同志们：下面我讲三点意见。", model.KindSpeech},
		{"区委召开巡察整改工作推进会", "近日，区委召开会议。会议强调，要抓好整改。", model.KindNews},
		{"公园开放时间", "公园每日开放。", model.KindOther},
	} {
		if got, reasons := kinds.Find(Reading{Title: test.title, Body: test.body, Words: kinds.places["body"].Scan(nil, test.body, 0, len(test.body))}); got != test.want {
			t.Errorf("%s is %s, want %s: %q", test.title, got, test.want, reasons)
		}
	}
}
