package pipeline

import (
	"os"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/ptest"

	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/memfs"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"
)

func TestMain(m *testing.M) { os.Exit(ptest.MainRetWithDefault(m, "prism")) }

// runJob runs a pipeline on the local runner and returns what it counted.
func runJob(t *testing.T, o Options) map[string]int64 {
	t.Helper()
	p, s := beam.NewPipelineWithRoot()
	Build(s, o)
	counted := map[string]int64{}
	result := ptest.RunAndValidate(t, p)
	for _, c := range result.Metrics().Query(func(m beam.MetricResult) bool { return m.Namespace() == Namespace }).Counters() {
		counted[c.Name()] += c.Result()
	}
	return counted
}
