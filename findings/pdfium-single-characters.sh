#!/usr/bin/env bash
# PDFium leaves a text object of one character out of a page's text where its Chinese font is neither embedded nor installed.
# Two characters in one object are all there. Notices set character by character lose all their words, and those with a lone unit
# behind a figure lose the unit: 12 and 个 give 12. No error is raised, and the object itself still tells its character.
# pdfminer.six, which measures characters by the widths in the file, reads all of them.
#
# Seen with go-pdfium v1.20.0 (PDFium as WebAssembly, which has no fonts of the system) and pdfminer.six 20251107, on 2026-12-01.
# Expected before: every text object is in the page's text, as in pdfminer.six.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >make.py <<'PY'
"""Writes PDF files whose text objects are the arguments behind the first, set in STSong-Light, one of the standard fonts for Chinese."""
import sys

content, x = "", 50
for part in sys.argv[2:]:
    content += f"BT /F 12 Tf {x} 700 Td <{part.encode('utf-16-be').hex()}> Tj ET\n"
    x += 12 * len(part)
objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
    f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
    "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000"
    "/FontDescriptor 7 0 R>>",
    "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120"
    "/CapHeight 880/StemV 93>>",
]
out, places = b"%PDF-1.4\n", []
for number, text in enumerate(objects, 1):
    places.append(len(out))
    out += f"{number} 0 obj {text} endobj\n".encode()
table = len(out)
out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
out += f"trailer <</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n".encode()
open(sys.argv[1], "wb").write(out)
PY

cat >main.go <<'GO'
package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
)

func main() {
	pool, err := webassembly.Init(webassembly.Config{MaxTotal: 1, Stdout: io.Discard, Stderr: io.Discard})
	if err != nil {
		panic(err)
	}
	engine, err := pool.GetInstance(time.Minute)
	if err != nil {
		panic(err)
	}
	for _, name := range os.Args[1:] {
		data, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		doc, err := engine.OpenDocument(&requests.OpenDocument{File: &data})
		if err != nil {
			panic(err)
		}
		text, err := engine.GetPageText(&requests.GetPageText{Page: requests.Page{ByIndex: &requests.PageByIndex{Document: doc.Document}}})
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s: pdfium %q\n", name, strings.TrimSpace(text.Text))
	}
}
GO

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pdfminer.six==20251107
go mod init example >/dev/null 2>&1
go get github.com/klippa-app/go-pdfium@v1.20.0 >/dev/null 2>&1
go mod tidy >/dev/null 2>&1

venv/bin/python make.py pair.pdf 整改 问题
venv/bin/python make.py single.pdf 整 改 问 题
venv/bin/python make.py unit.pdf 学位 12 个
{
	go run . pair.pdf single.pdf unit.pdf
	for name in pair single unit; do
		venv/bin/python -c "
import sys
from pdfminer.high_level import extract_text
print(sys.argv[1] + ': pdfminer ' + repr(extract_text(sys.argv[1]).strip()).replace(\"'\", '\"'))" $name.pdf
	done
} | tee seen

diff - seen <<'EXPECTED'
pair.pdf: pdfium "整改问题"
single.pdf: pdfium ""
unit.pdf: pdfium "学位12"
pair.pdf: pdfminer "整改问题"
single.pdf: pdfminer "整改问题"
unit.pdf: pdfminer "学位12个"
EXPECTED
echo "as described"
