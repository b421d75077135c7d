package extract_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhenggai/extract/internal/testing/shapes"
	"zhenggai/extract/source"
)

// seedLines returns the lines of the real notice.
func seedLines(tb testing.TB) []string {
	tb.Helper()
	var lines []string
	for line := range strings.Lines(string(seed(tb).Data)) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// TestWordXMLAsText insists that the real notice gives the same records as text and as a Word document that is one file of XML.
func TestWordXMLAsText(t *testing.T) {
	const (
		old  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"><w:body><wx:sect>%s</wx:sect></w:body></w:wordDocument>`
		flat = `<?xml version="1.0" standalone="yes"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/_rels/.rels"><pkg:xmlData><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships></pkg:xmlData></pkg:part><pkg:part pkg:name="/word/document.xml"><pkg:xmlData><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document></pkg:xmlData></pkg:part></pkg:package>`
	)
	var body strings.Builder
	for _, line := range seedLines(t) {
		body.WriteString(para(line))
	}
	for name, format := range map[string]string{"Word 2003 XML": old, "Flat OPC": flat} {
		t.Run(name, func(t *testing.T) {
			readsAsText(t, source.Document{Path: "notice.doc", Data: fmt.Appendf(nil, format, body.String())}, "application/msword")
		})
	}
}

// TestLibreOfficeWord2003 reads what LibreOffice writes as Word 2003 XML.
func TestLibreOfficeWord2003(t *testing.T) {
	program, err := exec.LookPath("soffice")
	if err != nil || testing.Short() {
		t.Skip("LibreOffice is not installed, or takes long")
	}
	dir, src := t.TempDir(), seedInWord(t)
	if err := os.WriteFile(filepath.Join(dir, src.Path), src.Data, 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := exec.Command(program, "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless", "--convert-to", "xml:MS Word 2003 XML", "--outdir", dir, filepath.Join(dir, src.Path)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	data, err := os.ReadFile(filepath.Join(dir, "notice.xml"))
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	readsAsText(t, source.Document{Path: "notice.xml", Data: data}, "application/msword")
}

// TestPrintedAsText insists that the real notice gives the same records as text, as a PDF that is printed sideways, and as one without fonts that
// is drawn character by character.
func TestPrintedAsText(t *testing.T) {
	want := extractAll(t, seed(t))[0]
	for name, sideways := range map[string]bool{"sideways": true, "without fonts": false} {
		t.Run(name, func(t *testing.T) {
			got := extractAll(t, source.Document{Path: "seed.pdf", Data: shapes.PDF("斗门区委巡视整改专刊", seedLines(t), sideways)})[0]
			if diff := cmp.Diff(strings.Split(want.Text, "\n"), strings.Split(got.Text, "\n")); diff != "" {
				t.Errorf("text (-) and PDF (+):\n%s", diff)
			}
			if diff := cmp.Diff(records(t, want), records(t, got)); diff != "" {
				t.Errorf("as text (-) and as PDF (+):\n%s", diff)
			}
		})
	}
}

// TestScriptAsText insists that the real notice gives the same records where it stands in a script whose names have no quotation marks.
func TestScriptAsText(t *testing.T) {
	want := extractAll(t, seed(t))[0]
	page := strings.NewReplacer(`"DETAIL": {"title"`, `SITE: 1, DETAIL: {title`, `"publish_time"`, `publish_time`, `"content"`, `content`).Replace(shapes.Script(published(t)))
	got := extractAll(t, source.Document{Path: "page.html", Data: []byte(page)})[0]
	if diff := cmp.Diff(records(t, want), records(t, got)); diff != "" {
		t.Errorf("as text (-) and in a script (+):\n%s", diff)
	}
}
