package extract_test
import ("testing";"strings";"time";"zhenggai/extract";"zhenggai/extract/source")
func TestYY(t *testing.T){
	var x extract.Extractor
	for name, data := range map[string]string{
		"empty": "", "one character": "一", "a million of one": strings.Repeat("一", 1<<20), "many headings": strings.Repeat("一、\n", 100000),"headings one line": strings.Repeat("一、", 100000),
		"open titles": strings.Repeat("《", 50000), "open quotes": strings.Repeat("“1个", 20000), "many numbers": strings.Repeat("新增学位12个，", 5000),
		"many parts": strings.Repeat("共3个，其中1个、2个", 3000), "series": strings.Repeat("；（1）甲", 20000), "marks only": strings.Repeat("，。；", 50000),
		"no marks": strings.Repeat("增加学位12个", 10000), "html": strings.Repeat("<div>", 100000) + "1个",
		"labels": strings.Repeat("电话：", 100000), "at": strings.Repeat("a@b", 100000), "phones": strings.Repeat("电话0756-2780071；", 20000), "nested titles": strings.Repeat("《甲》", 50000),
		"problems": strings.Repeat("（一）关于学习不深的问题。一是新增12个。\n", 10000), "dates": strings.Repeat("2020年5月1日至", 20000), "whole": strings.Repeat("新增学位1个、", 3000)+"合计9个。"+strings.Repeat("新增学位1个、合计9个，", 3000),
		"deep": deep(), "intro": "根据统一部署，"+strings.Repeat("市委第一巡察组对", 20000), "sameNum":strings.Repeat("整改1个，", 20000), "titlelines": strings.Repeat("关于整改情况的通报\n", 50000),"cells": "<table>"+strings.Repeat("<tr><td>1<td>2个", 20000),
	} {
		s:=time.Now()
		n, err := x.Extract(source.Document{Path: name, Data: []byte(data)})
		d:=time.Since(s)
		k:=0; if n!=nil {k=len(n.Indicators)}
		t.Log(name, len(data), d, err, k)
	}
}
func deep() string { var b strings.Builder; for i:=0;i<3000;i++{ b.WriteString("一、（一）1.（1）①第一，") }; return b.String() }
