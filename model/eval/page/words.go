package page

import (
	"cmp"
	"strings"

	"zhenggai/model"
	"zhenggai/model/eval"
)

// kindName names a kind of record; what has no Chinese name here has that of the records, or keeps its own.
func kindName(kind string) label {
	zh := map[string]string{
		"notices": "通报", "metadata": "通报信息", "aspects": "分类标题",
		"problems": "问题", "problem_name": "问题名称", "problem_aspect": "问题所属分类", "problem_marker": "问题序号",
		"measures":   "整改措施",
		"indicators": "指标", "indicator_traps": "非指标的数字", "indicator_metric": "指标名称",
		"indicator_status": "指标状态", "indicator_problem": "指标所属问题",
		"indicator_change": "指标的变化", "indicator_from": "变化的起点", "indicator_period": "指标的时间", "cells": "对比值",
		"contact_traps": "网站的联系方式",
	}[kind]
	for k := range model.RecordKinds() {
		if zh == "" && k.Name() == kind {
			zh = k.Label().ZH
		}
	}
	return label{cmp.Or(zh, kind), strings.ReplaceAll(kind, "_", " ")}
}

// sortName names a sort of difference.
func sortName(d eval.Difference) label {
	switch d {
	case eval.Missed:
		return label{"漏读", "missed"}
	case eval.Extra:
		return label{"多读", "extra"}
	}
	return label{"误读", "wrong"}
}

// saying puts into Chinese what the comparison itself says. What a notice or an annotation says stays as it is.
func saying(text string) label {
	zh := map[string]string{
		"":                         "（无）",
		"no indicator":             "不是指标",
		"no status":                "无状态",
		"no heading":               "无标题",
		"no contact of the notice": "不是通报的联系方式",
	}[text]
	return label{cmp.Or(zh, text), cmp.Or(text, "nothing")}
}

// reason says why a difference came about, if the comparison knows.
func reason(why string) label {
	zh := map[string]string{
		"quote not in text": "原文无此引文",
		"trap":              "不应读出的数字",
		"another reading of an annotated mention": "同一处的另一种读法",
	}[why]
	return label{cmp.Or(zh, why), why}
}
