package nightly

import (
	"io"
	"os"
	"path/filepath"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"

	"zhenggai/cmd/zhenggai/internal/whole"
	"zhenggai/extract/dataset"
	"zhenggai/model"
)

// gauges are metrics on their way into a file.
type gauges []*dto.MetricFamily

// add adds a metric with the values that it has, which differ by their labels.
func (g *gauges) add(name, help string, values ...*dto.Metric) {
	name = "zhenggai_" + name
	*g = append(*g, &dto.MetricFamily{Name: &name, Help: &help, Type: dto.MetricType_GAUGE.Enum(), Metric: values})
}

// value is a value of a metric.
func value(v float64, labels ...*dto.LabelPair) *dto.Metric {
	return &dto.Metric{Gauge: &dto.Gauge{Value: &v}, Label: labels}
}

// write writes the metrics as Prometheus reads them.
func (g gauges) write(w io.Writer) error {
	for _, family := range g {
		if _, err := expfmt.MetricFamilyToText(w, family); err != nil {
			return err
		}
	}
	return nil
}

// WriteMetrics writes what a run has done to a file for the textfile collector of node_exporter, whole or not at all. code is
// the exit code.
func WriteMetrics(file, output string, r Report, code int) error {
	var g gauges
	set := func(name, help string, v float64) { g.add(name, help, value(v)) }
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
		g.add("changes", "What differs from the dataset before.", changeCounts(r)...)
	}
	return whole.Write(file, g.write)
}

// changeCounts are the numbers of changes by their kind.
func changeCounts(r Report) []*dto.Metric {
	label := "kind"
	var all []*dto.Metric
	for _, kind := range model.ChangeKinds() {
		name := string(kind)
		all = append(all, value(float64(r.Changes[kind]), &dto.LabelPair{Name: &label, Value: &name}))
	}
	return all
}
