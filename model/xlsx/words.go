package xlsx

import "zhenggai/model"

// The words of the workbook that come from no table.
var (
	summaryName  = model.Label{ZH: "概览", EN: "Summary"}
	summaryTitle = model.Label{ZH: "整改通报数据概览", EN: "Rectification notices: summary"}
	howToRead    = model.Label{
		ZH: "“问题台账”一个问题一行，可按 A3 横向打印。其余每张工作表是一个表，一行是一条记录，首行可以筛选。带下划线的编号可以点击，跳到它所指的那一行（按未排序时的行序）。" +
			"“数值”按原文的单位，“折算数值”按基本单位；空白表示原文没有给出，并不是零；对比表中有底色的空格表示数值不唯一。“起”“止”是该内容在通报全文中的字符位置，" +
			"“依据”是所在的原句。有疑问的地方都列在“存疑”表，各列的含义见“数据字典”。",
		EN: "The Ledger has a problem a row and prints on A3. Each other sheet is a table with one record a row; its first row filters. Underlined keys lead to the row that they name, " +
			"as long as that sheet is not sorted. “value” is in the unit of the notice, “normal value” in the base unit; an empty cell " +
			"means that the notice does not say, not zero; one with a fill in the matrix, that it says several. “start” and “end” count the characters of the notice's text, and “evidence” is the " +
			"sentence. Whatever is doubtful is in Diagnostics, and the Dictionary says what each column holds.",
	}
	cutMark = model.Label{ZH: "…（续见下一行）", EN: "… (continued in the next row)"}

	contentsTitle = model.Label{ZH: "内容", EN: "Contents"}
	kindsTitle    = model.Label{ZH: "通报文种", EN: "Notices by kind"}
	topicsTitle   = model.Label{ZH: "问题主题（前15）", EN: "Problems by topic (top 15)"}
	metricsTitle  = model.Label{ZH: "数量指标（前15）", EN: "Indicators by metric (top 15)"}
	noticesTitle  = model.Label{ZH: "通报一览", EN: "Notices"}
	largestTitle  = model.Label{ZH: "通报一览（问题最多的30份）", EN: "Notices (the 30 with most problems)"}
	notesTitle    = model.Label{ZH: "说明", EN: "Notes"}

	sheetHead  = model.Label{ZH: "工作表", EN: "sheet"}
	rowsHead   = model.Label{ZH: "行数", EN: "rows"}
	kindHead   = model.Label{ZH: "文种", EN: "kind"}
	topicHead  = model.Label{ZH: "主题", EN: "topic"}
	metricHead = model.Label{ZH: "指标", EN: "metric"}
	countHead  = model.Label{ZH: "数量", EN: "count"}
	unnamed    = model.Label{ZH: "（未命名）", EN: "(unnamed)"}
	noTopic    = model.Label{ZH: "（未归类）", EN: "(no topic)"}

	placeHead   = model.Label{ZH: "地区（单位）", EN: "District or body"}
	noticeHeads = [...]model.Label{
		{ZH: "通报", EN: "notice"},
		{ZH: "问题", EN: "problems"},
		{ZH: "措施", EN: "measures"},
		{ZH: "指标", EN: "indicators"},
		{ZH: "存疑", EN: "doubts"},
		{ZH: "地区", EN: "place"},
	}

	splitNote = model.Label{
		ZH: "“%s”超过一张工作表的行数，分为 %d 张。",
		EN: "%s is longer than a sheet may be and goes over %d sheets.",
	}
	cutNote = model.Label{
		ZH: "“%s”有 %d 个单元格的文字超过单元格上限，在下一行续写；续行只重复编号，不是另一条记录。",
		EN: "%s has %d texts longer than a cell may be; they go on in the next row, which repeats the keys and is no record of its own.",
	}
	unlinkedNote = model.Label{
		ZH: "“%s”有 %d 个编号因超过每张工作表的超链接上限而没有链接。",
		EN: "%s has %d keys without a link, because a sheet may not have more links.",
	}
)
