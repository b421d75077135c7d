package nightly

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/prometheus/common/expfmt"
	pm "github.com/prometheus/common/model"

	"zhenggai/model"
)

// TestMetrics reads the file as Prometheus does.
func TestMetrics(t *testing.T) {
	file := filepath.Join(t.TempDir(), "zhenggai.prom")
	r := Report{Name: "2026-01-31", Changes: map[model.ChangeKind]int{model.ChangeKinds()[0]: 3}}
	r.Notices = 39
	if err := WriteMetrics(file, t.TempDir(), r, 1); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	parser := expfmt.NewTextParser(pm.UTF8Validation)
	families, err := parser.TextToMetricFamilies(f)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]float64{"zhenggai_notices": 39, "zhenggai_last_run_exit_code": 1, "zhenggai_changes": 3, "zhenggai_failed_documents": 0} {
		family := families[name]
		if family == nil || family.GetHelp() == "" || family.Metric[0].GetGauge().GetValue() != want {
			t.Errorf("%s is %v, want %v", name, family, want)
		}
	}
	label := families["zhenggai_changes"].Metric[0].Label[0]
	if kinds := model.ChangeKinds(); len(families["zhenggai_changes"].Metric) != len(kinds) || label.GetValue() != string(kinds[0]) {
		t.Errorf("changes are %v", families["zhenggai_changes"])
	}
}
