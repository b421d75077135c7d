#!/usr/bin/env bash
# Makes the PDF files of this folder anew. Needs LibreOffice Writer and the fonts Noto Sans CJK SC and Droid Sans Fallback (both
# free; the embedded subsets are a few hundred characters each).
#
#   seed.pdf     the notice of seeds/ as it is typed: one paragraph a line, indented, justified
#   invented.pdf invented.txt in a style with page headers, footers and bold headings; all names in it are made up
#   block.pdf    the same text without indents, paragraphs parted by a gap
#   columns.pdf  the same text in two columns
#   table.pdf    the same text, and a table behind it
#   locked.pdf   a page that asks for a password
#   figures.pdf  a table of figures with merged heads, printed by Chromium
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# flat TEXT INDENT GAP COLUMNS SIZE HEADER FONT [TABLE]: an OpenDocument file of the lines of TEXT
flat() {
	awk -v indent="$2" -v gap="$3" -v columns="$4" -v size="$5" -v header="$6" -v font="$7" -v tail="${8-}" '
	function esc(s) { gsub(/&/, "\\&amp;", s); gsub(/</, "\\&lt;", s); return s }
	function style(name, rest, text) {
		printf "<style:style style:name=\"%s\" style:family=\"paragraph\"><style:paragraph-properties %s/>", name, rest
		printf "<style:text-properties style:font-name=\"N\" style:font-name-asian=\"N\" fo:font-size=\"%s\" style:font-size-asian=\"%s\" %s/></style:style>\n", size, size, text
	}
	BEGIN {
		bold = "fo:font-weight=\"bold\" style:font-weight-asian=\"bold\""
		print "<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" office:version=\"1.3\" office:mimetype=\"application/vnd.oasis.opendocument.text\">"
		print "<office:font-face-decls><style:font-face style:name=\"N\" svg:font-family=\"&apos;" font "&apos;\"/></office:font-face-decls><office:automatic-styles>"
		style("T", "fo:text-align=\"center\" fo:margin-bottom=\"0.3cm\"", bold)
		style("B", "fo:text-align=\"justify\" style:punctuation-wrap=\"simple\" fo:text-indent=\"" indent "\" fo:margin-bottom=\"" gap "\" fo:line-height=\"150%\"", "")
		style("H", "fo:text-align=\"justify\" style:punctuation-wrap=\"simple\" fo:text-indent=\"" indent "\" fo:margin-bottom=\"" gap "\" fo:line-height=\"150%\"", bold)
		style("R", "fo:text-align=\"end\" fo:margin-top=\"0.2cm\"", "")
		style("F", "fo:text-align=\"center\"", "")
		cols = columns > 1 ? "<style:columns fo:column-count=\"2\" fo:column-gap=\"1cm\"/>" : ""
		print "<style:page-layout style:name=\"L\"><style:page-layout-properties fo:page-width=\"21cm\" fo:page-height=\"29.7cm\" fo:margin-top=\"2.2cm\" fo:margin-bottom=\"2cm\" fo:margin-left=\"2.6cm\" fo:margin-right=\"2.6cm\">" cols "</style:page-layout-properties>"
		if (header != "") print "<style:header-style><style:header-footer-properties fo:margin-bottom=\"0.4cm\"/></style:header-style><style:footer-style><style:header-footer-properties fo:margin-top=\"0.4cm\"/></style:footer-style>"
		print "</style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name=\"Standard\" style:page-layout-name=\"L\">"
		if (header != "") print "<style:header><text:p text:style-name=\"F\">" esc(header) "</text:p></style:header><style:footer><text:p text:style-name=\"F\">— <text:page-number text:select-page=\"current\">1</text:page-number> —</text:p></style:footer>"
		print "</style:master-page></office:master-styles><office:body><office:text>"
	}
	/[^ ]/ {
		sub(/^ +/, ""); sub(/ +$/, ""); gsub(/ +/, " ")
		s = "B"
		if (!titled && /通报$/) { s = "T"; titled = 1 }
		else if (header != "" && /^[一二三四五六七八九十]+、/) s = "H"
		else if (/^2[0-9]*年[0-9]*月[0-9]*日$/ || titled && /委(员会)?$/ && length($0) < 60) s = "R"
		print "<text:p text:style-name=\"" s "\">" esc($0) "</text:p>"
	}
	END {
		if (tail != "") {
			print "<table:table><table:table-column table:number-columns-repeated=\"4\"/>"
			n = split(tail, rows, "/")
			for (i = 1; i <= n; i++) {
				print "<table:table-row>"
				m = split(rows[i], cells, ",")
				for (j = 1; j <= m; j++) print "<table:table-cell office:value-type=\"string\"><text:p text:style-name=\"F\">" cells[j] "</text:p></table:table-cell>"
				print "</table:table-row>"
			}
			print "</table:table>"
		}
		print "</office:text></office:body></office:document>"
	}' "$1"
}

pdf() { soffice --headless "-env:UserInstallation=file://$work/profile" --convert-to "pdf:writer_pdf_Export:$2" --outdir "$work" "$work/$1.fodt" >/dev/null 2>&1 && mv "$work/$1.pdf" .; }

droid="Droid Sans Fallback"
flat ../../../../../seeds/000_8289ea3699fe6ee2.txt 0.85cm 0cm 1 12pt "" "$droid" >"$work/seed.fodt"
flat invented.txt 1.1cm 0cm 1 16pt "云溪县整改情况公开" "Noto Sans CJK SC" >"$work/invented.fodt"
flat invented.txt 0cm 0.35cm 1 13pt "" "$droid" >"$work/block.fodt"
flat invented.txt 0.74cm 0cm 2 10.5pt "" "$droid" >"$work/columns.fodt"
flat invented.txt 0.85cm 0cm 1 12pt "" "$droid" "序号,问题,整改措施,完成情况/1,台账更新不及时,每月核对一次并由专人签字，发现遗漏当日补登，季度末交县委督查室复核,已完成/2,公开栏内容陈旧,更换公开栏12处,已完成" >"$work/table.fodt"
echo "云溪" >"$work/one.txt"
flat "$work/one.txt" 0cm 0cm 1 12pt "" "$droid" >"$work/locked.fodt"
for name in seed invented block columns table; do pdf $name '{}'; done
pdf locked '{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"secret"}}'
soffice --headless "-env:UserInstallation=file://$work/profile" --infilter="HTML (StarWriter)" --convert-to pdf:writer_pdf_Export --outdir . ledger.html >/dev/null 2>&1
chromium --headless --no-pdf-header-footer --print-to-pdf=figures.pdf figures.html >/dev/null 2>&1
ls -l ./*.pdf
