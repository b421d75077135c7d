package xlsx

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"zhenggai/model/testing/modeltest"
)

// readers are other programs that read workbooks, each with a script that prints the names of the sheets and then A1 of each.
var readers = []struct{ name, command, option, probe, script string }{
	{
		"openpyxl", "python3", "-c", "import openpyxl",
		"import openpyxl, sys\n" +
			"w = openpyxl.load_workbook(sys.argv[1])\n" +
			"for s in w: print(s.title, s['A1'].value or '')\n" +
			"print(w.properties.creator, w.properties.title)",
	},
	{
		"exceljs", "node", "-e", "require('exceljs')",
		"const w = new (require('exceljs').Workbook)()\n" +
			"w.xlsx.readFile(process.argv[1]).then(() => {\n" +
			"  w.worksheets.forEach(s => console.log(s.name, s.getCell('A1').text))\n" +
			"  console.log(w.creator, w.title)\n" +
			"}).catch(e => { console.error(e); process.exit(1) })",
	},
	{
		"SheetJS", "node", "-e", "require('xlsx')",
		"const w = require('xlsx').readFile(process.argv[1])\n" +
			"w.SheetNames.forEach(n => console.log(n, (w.Sheets[n].A1 || {v: ''}).v))\n" +
			"console.log(w.Props.Author, w.Props.Title)",
	},
}

// TestReaders lets other programs open the workbook, where they are installed: openpyxl for python3, exceljs and xlsx for node (npm
// installs them to a folder; NODE_PATH names its node_modules). TestLibreOffice has LibreOffice read it, the other tests excelize.
func TestReaders(t *testing.T) {
	var cases []string // a workbook of each language
	for _, lang := range []string{"zh", "en"} {
		cases = append(cases, write(t, Options{Lang: lang}, formatLimits, modeltest.Notice("n1")))
	}
	for _, r := range readers {
		t.Run(r.name, func(t *testing.T) {
			if err := exec.CommandContext(t.Context(), r.command, r.option, r.probe).Run(); err != nil {
				t.Skipf("%s cannot load %s: %v", r.command, r.name, err)
			}
			for _, path := range cases {
				want := sheetHeads(t, path)
				command := exec.CommandContext(t.Context(), r.command, r.option, r.script, path)
				var stderr bytes.Buffer
				command.Stderr, command.Env = &stderr, append(os.Environ(), "PYTHONIOENCODING=utf-8")
				out, err := command.Output()
				if got := string(out); err != nil || got != want {
					t.Errorf("%s: %v\n%s\nread\n%s\nwant\n%s", filepath.Base(path), err, &stderr, got, want)
				}
			}
		})
	}
}

// sheetHeads returns what the readers should print.
func sheetHeads(t *testing.T, path string) string {
	t.Helper()
	f := open(t, path)
	var b strings.Builder
	for _, name := range f.GetSheetList() {
		head, err := f.GetCellValue(name, "A1")
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(name + " " + head + "\n")
	}
	p, err := f.GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	return b.String() + p.Creator + " " + p.Title + "\n"
}
