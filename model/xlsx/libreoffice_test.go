package xlsx

import (
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhenggai/model"
	"zhenggai/model/testing/modeltest"
)

// TestLibreOffice lets another program read the workbook, and compares every cell.
func TestLibreOffice(t *testing.T) {
	if testing.Short() {
		t.Skip("LibreOffice takes seconds to start")
	}
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("no soffice on the path: install LibreOffice Calc to check that it opens the workbook")
	}
	n := modeltest.Notice("n1")
	n.Measures[0].Text, n.Measures[1].Text, n.Measures[2].Text = "=1+1", "_x000D_\n第二行", "\t+1 😀"
	low := formatLimits
	low.text = 200 // some texts go on in further rows, which are no rows of their own
	dir := convert(t, office, write(t, Options{}, low, n))
	for _, table := range modeltest.Tables() {
		got := readCSV(t, filepath.Join(dir, "dataset-"+table.Title.ZH+".csv"))
		rows := modeltest.Rows(table, n)
		switch table.Name {
		case "measures":
			rows, got = rows[:4], got[:5]
		case "ledger": // most texts go on
			continue
		}
		if len(got) != len(rows)+1 {
			t.Fatalf("table %s: %d rows, want %d", table.Name, len(got)-1, len(rows))
		}
		for i, row := range rows {
			checkShown(t, table, got[i+1], row)
		}
	}
}

// convert lets LibreOffice write each sheet as CSV, in a profile of its own.
func convert(t *testing.T, office, path string) string {
	t.Helper()
	dir := t.TempDir()
	const filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
	command := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"),
		"--headless", "--convert-to", filter, "--outdir", dir, path)
	command.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "LANG=C.UTF-8") // the names of files are Chinese
	command.WaitDelay = time.Second
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return dir
}

func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// checkShown compares cells as LibreOffice prints them, which has dates in their format.
func checkShown(t *testing.T, table *model.Table, got []string, row model.Row) {
	t.Helper()
	for i := range table.Columns {
		c := &table.Columns[i]
		want := shown(c, row[i], "zh")
		numeric := c.Type == model.TypeInteger || c.Type == model.TypeNumber
		if got[i] != want && strings.TrimSpace(got[i]) != want && !(numeric && sameNumber(got[i], want)) {
			t.Errorf("table %s: column %s: %q, want %q", table.Name, c.Key, got[i], want)
		}
	}
}
