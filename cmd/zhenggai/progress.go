package main

import (
	"io"
	"os"
	"sync/atomic"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"zhenggai/extract/batch"
)

// A progress shows on a terminal how far a run has come. Elsewhere it shows nothing.
type progress struct {
	container *mpb.Progress
	bar       *mpb.Bar
	failed    atomic.Int64
}

// fewest is the number of documents from which a bar is worth showing.
const fewest = 20

func newProgress(w io.Writer, documents int, quiet bool) *progress {
	f, ok := w.(*os.File)
	if !ok || quiet || documents < fewest || !term.IsTerminal(int(f.Fd())) {
		return &progress{}
	}
	p := &progress{container: mpb.New(mpb.WithOutput(f), mpb.WithWidth(40))}
	p.bar = p.container.AddBar(int64(documents), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.CountersNoUnit("%d / %d")),
		mpb.AppendDecorators(
			decor.Percentage(), decor.AverageSpeed(0, "  %.0f/s"), decor.AverageETA(decor.ET_STYLE_GO, decor.WC{W: 8}),
			decor.Any(func(decor.Statistics) string { return failures(p.failed.Load()) }),
		))
	return p
}

func failures(n int64) string {
	if n == 0 {
		return ""
	}
	return "  " + counted(int(n), "failure")
}

// update shows the state of a run.
func (p *progress) update(sum batch.Summary) {
	if p.bar != nil {
		p.failed.Store(int64(len(sum.Failures)))
		p.bar.SetCurrent(int64(sum.Documents))
	}
}

// close takes the bar off the terminal.
func (p *progress) close() {
	if p.container != nil {
		p.bar.Abort(true)
		p.container.Wait()
	}
}
