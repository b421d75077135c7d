package dataset

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"zhenggai/extract/batch"
	"zhenggai/model"
	"zhenggai/model/csvdir"
	"zhenggai/model/jsonl"
	"zhenggai/model/parquet"
	"zhenggai/model/sqlite"
	"zhenggai/model/xlsx"
)

// Workbook is the file name of the workbook.
const Workbook = "dataset.xlsx"

// A Format is one way to write a dataset.
type Format struct {
	Name    string      // as Options.Formats has it
	Files   []string    // what it makes in the folder of the dataset; NAME and TABLE stand for any name
	About   model.Label // what the files hold, in a line of Markdown
	Default bool        // it is written where no formats are named

	single string // the folder in which each notice has a file, or ""
	within string // the format that makes its files as well, or "". Beside that one it is not opened
	open   func(to place) (model.Writer, error)
}

// A place is where a writer writes, and what.
type place struct {
	dir, tmp string
	tables   []*model.Table
	opts     *Options
}

// Formats returns the formats in which a dataset can be written.
func Formats() []Format {
	return []Format{
		{
			Name: "json", Files: []string{jsonl.Folder + "/NAME.json", jsonl.File, "TABLE.ndjson"}, Default: true, single: jsonl.Folder,
			About: model.Label{
				ZH: "每份通报一条记录，既各成一个文件，又合为一个文件；`zhenggai schema` 打印 JSON Schema；另有关于整个数据集的各表",
				EN: "one record a notice, each in a file and all in one; `zhenggai schema` prints the JSON Schema; the tables of the whole dataset",
			},
			open: func(to place) (model.Writer, error) {
				names := batch.Names()
				return jsonl.New(to.dir, to.tables, func(n *model.Notice) string { return names(n.Source.Path) })
			},
		},
		{
			Name: "ndjson", Files: []string{jsonl.File, "TABLE.ndjson"}, within: "json",
			About: model.Label{ZH: "同上，但不为每份通报单独写文件", EN: "the same without a file for each notice"},
			open:  func(to place) (model.Writer, error) { return jsonl.New(to.dir, to.tables, nil) },
		},
		{
			Name: "csv", Files: []string{csvdir.Folder + "/TABLE.csv", csvdir.Folder + "/" + csvdir.Descriptor}, Default: true,
			About: model.Label{
				ZH: "各表，供 pandas、R、DuckDB 使用（Frictionless 数据包）；旧版 Excel 可加 `--csv-bom`",
				EN: "the tables for pandas, R or DuckDB (Frictionless data package); `--csv-bom` for old versions of Excel",
			},
			open: func(to place) (model.Writer, error) {
				return csvdir.New(to.dir, to.tables, csvdir.Options{BOM: to.opts.BOM, Lang: to.opts.Lang})
			},
		},
		{
			Name: "xlsx", Files: []string{Workbook}, Default: true,
			About: model.Label{
				ZH: "首页为问题台账，一个问题一行，可直接打印；每表一页，可筛选；由数字可点到所属问题、措施和通报；有带图表的概览页和数据字典。`--lang en` 输出英文标题",
				EN: "the ledger of problems, a row a problem, ready to print; a sheet for each table, filterable, with links from a figure to its problem, measure and notice; a summary with charts; the data dictionary. `--lang en` for English titles",
			},
			open: func(to place) (model.Writer, error) {
				return xlsx.New(filepath.Join(to.dir, Workbook), to.tables, xlsx.Options{Lang: to.opts.Lang, TempDir: to.tmp})
			},
		},
		{
			Name: "parquet", Files: []string{parquet.Folder + "/TABLE.parquet"},
			About: model.Label{ZH: "同样的表，带类型，字典编码，zstd 压缩", EN: "the same tables, typed, dictionary-encoded, zstd"},
			open:  func(to place) (model.Writer, error) { return parquet.New(to.dir, to.tables) },
		},
		{
			Name: "sqlite", Files: []string{sqlite.File},
			About: model.Label{ZH: "同样的表，带主键、索引、中文全文检索和视图", EN: "the same tables with keys, indexes, a full-text search and views"},
			open: func(to place) (model.Writer, error) {
				return sqlite.New(filepath.Join(to.dir, sqlite.File), to.tables)
			},
		},
	}
}

// FormatNames returns the names of all formats.
func FormatNames() []string { return namesOf(func(Format) bool { return true }) }

// DefaultFormats returns the names of the formats that are written where none are named.
func DefaultFormats() []string { return namesOf(func(f Format) bool { return f.Default }) }

// FormatsWith returns the names of the formats that make a file, such as notices.ndjson.
func FormatsWith(file string) []string {
	return namesOf(func(f Format) bool { return slices.Contains(f.Files, file) })
}

// namesOf returns the names of the formats that are wanted.
func namesOf(wanted func(Format) bool) []string {
	var list []string
	for _, f := range Formats() {
		if wanted(f) {
			list = append(list, f.Name)
		}
	}
	return list
}

// chosen returns the formats that are opened for the named ones, in their own order.
func chosen(named []string) []Format {
	return slices.DeleteFunc(Formats(), func(f Format) bool {
		return !slices.Contains(named, f.Name) || f.within != "" && slices.Contains(named, f.within)
	})
}

// singles returns the folder in which each notice has a file of its own in one of the formats, or "".
func singles(formats []Format) (folder string) {
	for _, f := range formats {
		folder = cmp.Or(folder, f.single)
	}
	return folder
}

// FormatsHelp lists the formats with their files and what these hold, for a command's help.
func FormatsHelp() string {
	var b strings.Builder
	b.WriteString("Formats, for --formats, and their files in OUT:\n")
	for _, f := range Formats() {
		b.WriteString("  " + f.Name + strings.Repeat(" ", max(1, 9-len(f.Name))) + strings.Join(f.Files, ", "))
		if f.Default {
			b.WriteString(" (by default)")
		}
		b.WriteString("\n           " + strings.ReplaceAll(f.About.EN, "`", "") + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}
