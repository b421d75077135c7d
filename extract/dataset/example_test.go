package dataset_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"zhenggai/extract/dataset"
	"zhenggai/extract/source"
)

func ExampleWrite() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	notice := source.Document{Path: "a.txt", Data: []byte(`中共示例区委关于巡视整改进展情况的通报
（本通报为虚构示例）
根据省委统一部署，2021年3月1日至5月10日，省委第一巡视组对示例区进行了巡视。现将巡视整改进展情况予以公布。
一、关于基础教育建设力度不足的问题
整改情况：新增公办学位2310个。
中共示例区委
2021年12月6日
`)}
	out := filepath.Join(dir, "out")
	result, err := dataset.Write(context.Background(), out, dataset.Documents(notice), dataset.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Notices, "notice,", result.Problems, "problem,", result.Indicators, "indicator,", result.Failures, "failures")
	files, err := filepath.Glob(filepath.Join(out, "*"))
	if err != nil {
		log.Fatal(err)
	}
	for _, file := range files {
		fmt.Println(filepath.Base(file))
	}
	// Output:
	// 1 notice, 1 problem, 1 indicator, 0 failures
	// common_problems.ndjson
	// comparison.ndjson
	// copies.ndjson
	// csv
	// dataset.xlsx
	// districts.ndjson
	// groups.ndjson
	// notices
	// notices.ndjson
	// run.json
	// topics.ndjson
}
