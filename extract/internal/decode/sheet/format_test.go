package sheet

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

var update = flag.Bool("update", false, "rewrite testdata/formats.tsv with what LibreOffice shows")

// shownValues are the numbers that each format is tried with. The last is 2026-02-01 18:00.
var shownValues = []float64{1, 2, 0, -1234.5, 350.25, 46054.75}

// A shownRow is a format and what is shown of each value by LibreOffice and here.
type shownRow struct {
	code         string
	office, ours []string
}

// shownRows reads testdata/formats.tsv. A cell in which both differ is "one → other"; its comments say why.
func shownRows(t *testing.T) (comments []string, rows []shownRow) {
	t.Helper()
	data, err := os.ReadFile("testdata/formats.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "// ") {
			comments = append(comments, line)
			continue
		}
		cells := strings.Split(line, "\t")
		row := shownRow{code: cells[0]}
		for _, c := range cells[1:] {
			office, ours, differ := strings.Cut(c, " → ")
			if !differ {
				ours = office
			}
			row.office, row.ours = append(row.office, office), append(row.ours, ours)
		}
		rows = append(rows, row)
	}
	return comments, rows
}

// formatted makes a workbook that has a row for each format.
func formatted(t *testing.T, rows []shownRow) []byte {
	return book(t, func(f *excelize.File) (errs []error) {
		for i, row := range rows {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &row.code})
			errs = append(errs, err)
			for col, v := range shownValues {
				name, _ := excelize.CoordinatesToCellName(col+1, i+1)
				errs = append(errs, f.SetCellValue("Sheet1", name, v), f.SetCellStyle("Sheet1", name, name, style))
			}
		}
		return errs
	})
}

// TestFormats compares the numbers that are read with those that LibreOffice shows, as they are stored.
func TestFormats(t *testing.T) {
	comments, rows := shownRows(t)
	b, err := Read(formatted(t, rows), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	got := make([][]string, len(rows))
	for i := range got {
		got[i] = make([]string, len(shownValues))
	}
	for _, p := range b.Paragraphs {
		got[p.Origin.Row][p.Origin.Col] = p.Text
	}
	if *update {
		write(t, comments, rows, got)
		return
	}
	for i, row := range rows {
		if diff := cmp.Diff(row.ours, got[i]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.code, diff)
		}
	}
}

// TestFormatsOfOffice insists that LibreOffice shows what is stored of its version.
func TestFormatsOfOffice(t *testing.T) {
	comments, rows := shownRows(t)
	if version, err := exec.Command("soffice", "--version").Output(); err == nil && !strings.Contains(comments[0], strings.Join(strings.Fields(string(version))[:2], " ")) {
		t.Skipf("%s shows some formats otherwise", version)
	}
	got := office(t, rows)
	for i, row := range rows {
		if diff := cmp.Diff(row.office, got[i]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.code, diff)
		}
	}
}

// office has LibreOffice show the values of each format.
func office(t *testing.T, rows []shownRow) [][]string {
	t.Helper()
	program, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed")
	}
	dir := t.TempDir()
	from := filepath.Join(dir, "formats.xlsx")
	if err := os.WriteFile(from, formatted(t, rows), 0o600); err != nil {
		t.Fatal(err)
	}
	const asShown = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,false,true"
	convert := exec.Command(program, "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless", "--convert-to", asShown, "--outdir", dir, from)
	convert.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "LANG=C.UTF-8") // days and figures are those of the locale
	if said, err := convert.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	data, err := os.ReadFile(filepath.Join(dir, "formats.csv"))
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.LazyQuotes = '\t', true
	all, err := r.ReadAll()
	if err != nil || len(all) != len(rows) {
		t.Fatalf("%d rows, %v", len(all), err)
	}
	for _, row := range all {
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
	}
	return all
}

// write stores what LibreOffice shows, and what is read where that differs.
func write(t *testing.T, comments []string, rows []shownRow, ours [][]string) {
	t.Helper()
	shown := office(t, rows)
	var out strings.Builder
	for _, c := range comments {
		fmt.Fprintln(&out, c)
	}
	for i, row := range rows {
		out.WriteString(row.code)
		for col, cell := range shown[i] {
			if out.WriteString("\t" + cell); cell != ours[i][col] {
				out.WriteString(" → " + ours[i][col])
			}
		}
		out.WriteByte('\n')
	}
	if err := os.WriteFile("testdata/formats.tsv", []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
