package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestThirdParty insists that what is printed names every module that the program is built of here, and that THIRD-PARTY.md
// names every module of both go.sum files. What else they say is checked by .ci/run.
func TestThirdParty(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{.Path}} {{.Version}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	modules := 0
	for line := range strings.Lines(string(out)) {
		if _, version, _ := strings.Cut(strings.TrimSpace(line), " "); version == "" {
			continue // Go's own, or of this repository
		}
		modules++
		if !strings.Contains(thirdParty, "\n"+line) {
			t.Errorf("third-party.txt lacks %s", line)
		}
	}
	if modules < 50 {
		t.Errorf("only %d modules are listed", modules)
	}
	root := filepath.Join("..", "..")
	page := readText(t, filepath.Join(root, "THIRD-PARTY.md"))
	for _, sums := range []string{"go.sum", filepath.Join("cmd", "zhenggai-beam", "go.sum")} {
		for line := range strings.Lines(readText(t, filepath.Join(root, sums))) {
			fields := strings.Fields(line)
			if version := strings.TrimSuffix(fields[1], "/go.mod"); !strings.Contains(page, "| "+strings.ReplaceAll(fields[0], "_", `\_`)+" | "+version+" | ") {
				t.Errorf("THIRD-PARTY.md lacks %s %s of %s", fields[0], version, sums)
			}
		}
	}
	if t.Failed() {
		t.Log("go run -C .ci/licences . rewrites both")
	}
}

func readText(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
