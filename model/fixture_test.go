package model

// fullNotice returns an invented notice with a value in every field.
func fullNotice() *Notice {
	high, normalHigh := Int(20), Int(200000)
	place := &Place{Page: 2, Table: 1, Sheet: "台账", Cell: "B7"}
	return &Notice{
		Schema: SchemaName, ID: "n1",
		Source: Source{
			Path: "in/a.zip!b.html", URL: "https://example.cn/b.html", MediaType: "text/html", Charset: "gb18030",
			SHA256: "00ff", Bytes: 1234, Retrieved: "2021-06-01",
		},
		Kind: KindRectification, KindReasons: []string{"标题含“整改进展情况”"},
		Title:  "关于巡视整改进展情况的通报",
		Issuer: &Issuer{Name: "中共某某区委", Type: "party_committee", Level: "county"},
		Region: &Region{Code: "440403", Province: "广东省", Prefecture: "珠海市", County: "斗门区", Now: &Successor{Code: "440499", Name: "某某区", Since: "2030"}},
		Text:   "全文", Published: "2021-05-07", Signed: "2021-05",
		Inspection: &Inspection{
			Kind: "巡视", Level: "province", Round: "第六轮巡视", Team: "第五巡视组", Subtypes: []string{"常规", "回头看"}, With: []string{"区属企业"},
			Start: "2020-01", End: "2020-03-30", Feedback: "2020",
		},
		Sections: []Section{{
			ID: "s1", Parent: "s0", Level: 1, Style: "cn", Marker: "一、", Title: "问题", Role: "problems", Span: Span{0, 4}, Place: place,
		}},
		Problems: []Problem{
			{
				ID: "p1", Section: "s1", Aspect: "教育", Marker: "1.", Heading: "关于学位不足的问题", Name: "学位不足",
				Topics: []string{"education", "unknown"}, Responsible: "区教育局", Deadline: "2021年底", Progress: "已完成", State: StateDone, StateText: "已完成", StateSpan: &Span{14, 17}, Span: Span{4, 9}, Place: place, Reviewed: "confirmed",
			},
			{ID: "p2", Heading: "污水直排", Name: "污水直排", Span: Span{9, 13}},
		},
		Measures: []Measure{
			{ID: "m1", Problem: "p1", Marker: "①", Title: "新建学校", Text: "新建学校2所。", Span: Span{20, 27}, Place: place, Reviewed: "confirmed"},
			{ID: "m2", Problem: "p1", Text: "增加学位。", Span: Span{27, 32}},
		},
		Indicators: []Indicator{
			{
				ID: "i1", Problem: "p1", Measure: "m1", Section: "s1", Metric: "places", Subject: "公办学位", Value: Int(2310), Unit: "个",
				Bound: BoundAtLeast, Change: ChangeIncrease, From: "i2", Target: "i2", PartOf: "i2", Status: StatusAchieved, Period: "2021", Text: "2310个",
				Sentence: "增加学位2310个以上。", Rule: "places", Span: Span{22, 27}, Place: place, Reviewed: "corrected",
			},
			{
				ID: "i2", Value: Int(10), High: &high, Fraction: "2/3", Unit: "万元", Normal: &Normal{Value: Int(100000), High: &normalHigh, Unit: "元"},
				Text: "10至20万元", Sentence: "投入10至20万元。", Rule: "万元", Span: Span{30, 36},
			},
		},
		Policies:    []Policy{{ID: "d1", Title: "管理办法", Number: "〔2020〕15号", Action: "issued", Articles: []string{"第二十条", "第三十条"}, Problem: "p1", Span: Span{1, 5}, Place: place, Reviewed: "added"}},
		Contacts:    []Contact{{Kind: "phone", Value: "0756-2780071", Raw: "0756—2780071", Scope: "notice", Note: "工作日", Span: Span{2, 9}, Place: place, Reviewed: "confirmed"}},
		Totals:      []Total{{Total: "i1", Parts: []string{"i2", "i3"}, Sum: NewDecimal(231005, 2), Agrees: true, Place: place}},
		Completions: []Completion{{Of: "i1", Done: "i2", UnderWay: "i3", Outstanding: "i4", Rate: "i5", Agrees: true, Rule: "完成", Span: Span{22, 36}, Place: place}},
		Diagnostics: []Diagnostic{{Severity: "warning", Code: "outline.gap", Message: "缺（三）", Span: &Span{3, 6}, Place: place}, {Severity: "info", Code: "x", Message: "y"}},
	}
}

// testNames names the codes of fullNotice.
func testNames() Names {
	return Names{
		Metrics: map[string]Label{"places": {"学位", "school places"}},
		Topics:  map[string]Label{"education": {"教育", "education"}},
		Issuers: map[string]Label{"party_committee": {"党委", "party committee"}},
		Actions: map[string]Label{"issued": {"印发", "issued"}},
	}
}
