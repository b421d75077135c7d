package extract_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"zhenggai/extract/source"
)

// libreOffice saves a document in another format.
func libreOffice(t *testing.T, src source.Document, ending string) source.Document {
	t.Helper()
	program, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed")
	}
	if testing.Short() {
		t.Skip("LibreOffice takes long")
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, src.Path), filepath.Join(dir, "notice."+ending)
	if err := os.WriteFile(in, src.Data, 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := exec.Command(program, "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless", "--convert-to", ending, "--outdir", dir, in).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	return source.Document{Path: filepath.Base(out), Data: data}
}

// TestConvertedAsText insists that a notice gives the same records as text and in the formats that LibreOffice converts.
func TestConvertedAsText(t *testing.T) {
	for ending, mediaType := range map[string]string{"rtf": "application/rtf", "odt": "application/vnd.oasis.opendocument.text"} {
		t.Run(ending, func(t *testing.T) { readsAsText(t, libreOffice(t, seedInWord(t), ending), mediaType) })
	}
}

// seedNumberedByWord returns the real notice as DOCX, with lists in the place of the numbers before its headings, and
// how many numbers these are.
func seedNumberedByWord(t *testing.T) (source.Document, int) {
	t.Helper()
	lists := `<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>`
	for depth, l := range [][2]string{{"chineseCounting", "%1、"}, {"chineseCounting", "第%2方面问题,"}, {"chineseCounting", "(%3)"}} {
		lists += fmt.Sprintf(`<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:suff w:val="nothing"/><w:lvlText w:val="%s"/></w:lvl>`, depth, l[0], l[1])
	}
	lists += `</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`
	marker := regexp.MustCompile(`^(?:([一二三四五六七八九十]+、)|(第[一二三四五六七八九十]+方面问题,)|(\([一二三四五六七八九十]+\)))`)
	var body strings.Builder
	count := 0
	for line := range strings.Lines(string(seed(t).Data)) {
		line = strings.TrimRight(line, "\r\n")
		m := marker.FindStringSubmatch(line)
		if m == nil {
			body.WriteString(para(line))
			continue
		}
		depth := 0
		for m[depth+1] == "" {
			depth++
		}
		count++
		body.WriteString(paraWith(fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr>`, depth), line[len(m[0]):]))
	}
	return wordWithLists(t, body.String(), lists), count
}

// TestNumbersOfWord insists that a notice gives the same records as text, as DOCX and as DOC where Word makes its numbers.
func TestNumbersOfWord(t *testing.T) {
	src, count := seedNumberedByWord(t)
	if count < 30 {
		t.Fatalf("only %d numbers", count)
	}
	readsAsText(t, src, "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
	readsAsText(t, libreOffice(t, src, "doc"), "application/msword")
}
