package pipeline

import (
	"context"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"zhenggai/model"
)

// Namespace is that of the counters.
const Namespace = "zhenggai"

// count adds to a counter. A bundle that is done again is counted again: files are exact, and runners say which of their counts are.
func count(ctx context.Context, name string, n int) {
	beam.NewCounter(Namespace, name).Inc(ctx, int64(n))
}

// took tells how long a document took.
func took(ctx context.Context, d time.Duration) {
	beam.NewDistribution(Namespace, "extract_us").Update(ctx, d.Microseconds())
}

// countNotice counts what a notice that is written holds.
func countNotice(ctx context.Context, n *model.Notice) {
	count(ctx, "notices", 1)
	count(ctx, "kind."+string(n.Kind), 1)
	count(ctx, "problems", len(n.Problems))
	count(ctx, "measures", len(n.Measures))
	count(ctx, "indicators", len(n.Indicators))
	count(ctx, "policies", len(n.Policies))
	count(ctx, "contacts", len(n.Contacts))
	count(ctx, "diagnostics", len(n.Diagnostics))
}
