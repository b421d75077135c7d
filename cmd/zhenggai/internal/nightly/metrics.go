package nightly

import (
	"os"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"zhenggai/cmd/zhenggai/internal/dataset"
	"zhenggai/model"
)

// WriteMetrics writes what a run has done to a file for the textfile collector of node_exporter, whole or not at all. code is
// the exit code.
func WriteMetrics(file, output string, r Report, code int) error {
	registry := prometheus.NewRegistry()
	set := func(name, help string, value float64) {
		g := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "zhenggai", Name: name, Help: help})
		g.Set(value)
		registry.MustRegister(g) // names are given once, below
	}
	set("last_run_timestamp_seconds", "When the last run ended.", float64(time.Now().Unix()))
	set("last_run_duration_seconds", "How long the last run took.", time.Since(r.Began).Seconds())
	set("last_run_exit_code", "0 all well, 1 some documents failed, 2 configuration, 3 nothing written, 4 locked.", float64(code))
	if info, err := os.Stat(filepath.Join(output, latest, dataset.RunFile)); err == nil {
		set("dataset_timestamp_seconds", "When the newest dataset was written.", float64(info.ModTime().Unix()))
	}
	if r.Name != "" {
		set("documents", "Documents read or tried.", float64(r.Documents))
		set("notices", "Notices in the dataset.", float64(r.Notices))
		set("indicators", "Indicators in the dataset.", float64(r.Indicators))
		set("failed_documents", "Documents that cannot be read.", float64(r.Failures))
		set("doubtful_notices", "Notices with a doubt of some weight.", float64(r.Doubtful))
		set("duplicate_documents", "Documents that have the content of another.", float64(r.Duplicates))
		set("copies", "Notices that are copies of others.", float64(r.Copies))
		set("recalled_documents", "Documents that have not changed and were not extracted again.", float64(r.Recalled))
		registry.MustRegister(changeGauge(r))
	}
	return prometheus.WriteToTextfile(file, registry)
}

func changeGauge(r Report) *prometheus.GaugeVec {
	g := prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Namespace: "zhenggai", Name: "changes", Help: "What differs from the dataset before.",
	}, []string{"kind"})
	for _, kind := range model.ChangeKinds() {
		g.WithLabelValues(string(kind)).Set(float64(r.Changes[kind]))
	}
	return g
}
