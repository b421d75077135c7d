package pipeline

import (
	"context"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"zhenggai/extract/batch"
)

// Namespace is that of the counters.
const Namespace = "zhenggai"

// count adds to a counter. A bundle that is done again is counted again: files are exact, and runners say which of their counts are.
func count(ctx context.Context, name string, n int) {
	beam.NewCounter(Namespace, name).Inc(ctx, int64(n))
}

// announce begins the counters of a shard. What they count is known when the shard is done, and the local runner loses a count where it
// first hears of a counter from two bundles that end at the same time.
func announce(ctx context.Context) {
	for _, name := range []string{"bytes", "shuffled_bytes", Failures, Skipped, Duplicates} {
		count(ctx, name, 0)
	}
	countTotals(ctx, &batch.Totals{})
}

// took tells how long documents took.
func took(ctx context.Context, all []time.Duration) {
	d := beam.NewDistribution(Namespace, "extract_us")
	for _, one := range all {
		d.Update(ctx, one.Microseconds())
	}
}

// countTotals counts what a shard has read and written.
func countTotals(ctx context.Context, t *batch.Totals) {
	count(ctx, "documents", t.Documents)
	count(ctx, "notices", t.Notices)
	for kind, n := range t.Kinds {
		count(ctx, "kind."+string(kind), n)
	}
	for kind, n := range t.Records() {
		count(ctx, kind.Name(), n)
	}
}
