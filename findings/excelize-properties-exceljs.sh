#!/usr/bin/env bash
# exceljs does not open a workbook whose title was set by excelize: it stops at an element of docProps/core.xml. excelize writes the root
# of that part and lastModifiedBy without a prefix where properties are set, and with the prefix cp: where they are not. Both are the same
# XML to a reader of namespaces; exceljs looks for the names with their usual prefixes. SheetJS reads both files, and the title.
#
# Seen with excelize v2.11.1, exceljs 4.4.0 and SheetJS (xlsx) 0.18.5, on 2026-12-01.
# Expected before: a title makes no difference to whoever reads the cells.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >main.go <<'GO'
package main

import (
	"log"

	"github.com/xuri/excelize/v2"
)

func main() {
	for name, title := range map[string]string{"titled.xlsx": "整改台账", "plain.xlsx": ""} {
		f := excelize.NewFile()
		if err := f.SetCellValue("Sheet1", "A1", "完成整改"); err != nil {
			log.Fatal(err)
		}
		if title != "" {
			if err := f.SetDocProps(&excelize.DocProperties{Title: title}); err != nil {
				log.Fatal(err)
			}
		}
		if err := f.SaveAs(name); err != nil {
			log.Fatal(err)
		}
	}
}
GO
cat >read.js <<'JS'
const exceljs = require("exceljs"), sheetjs = require("xlsx");

async function byExceljs(name) {
  try {
    const book = new exceljs.Workbook();
    await book.xlsx.readFile(name);
    return book.worksheets[0].getCell("A1").value;
  } catch (error) {
    return "error: " + error.message;
  }
}

(async () => {
  for (const name of ["plain.xlsx", "titled.xlsx"]) {
    const book = sheetjs.readFile(name);
    console.log(`${name}\texceljs\t${await byExceljs(name)}`);
    console.log(`${name}\tSheetJS\t${book.Sheets[book.SheetNames[0]].A1.v}`);
  }
})();
JS
{
	go mod init finding
	go get github.com/xuri/excelize/v2@v2.11.1
	go run .
	npm init -y
	npm install --no-audit --no-fund exceljs@4.4.0 xlsx@0.18.5
} >log 2>&1 || { cat log; exit 1; }

node read.js | tee said
for file in plain titled; do unzip -p $file.xlsx docProps/core.xml | grep -o '<[a-zA-Z:]*oreProperties' | head -1; done | tee roots

grep -q $'^plain.xlsx\texceljs\t完成整改$' said
grep -q $'^titled.xlsx\texceljs\terror: .*lastModifiedBy' said
[ "$(grep -c $'\tSheetJS\t完成整改$' said)" = 2 ]
diff roots <(printf '%s\n' '<cp:coreProperties' '<coreProperties')
