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
	terminal  *os.File // nil where there is none
	sources   int
	container *mpb.Progress // nil as long as there is little to show
	bar       *mpb.Bar
	failed    atomic.Int64
}

// fewest is the number of documents from which a bar is worth showing.
const fewest = 20

func newProgress(w io.Writer, sources int, quiet bool) *progress {
	f, ok := w.(*os.File)
	if !ok || quiet || !term.IsTerminal(int(f.Fd())) {
		f = nil
	}
	return &progress{terminal: f, sources: sources}
}

// open puts the bar on the terminal. Where few sources give many documents, these are in archives, whose end nobody
// knows before: then it counts and promises nothing.
func (p *progress) open() {
	p.container = mpb.New(mpb.WithOutput(p.terminal), mpb.WithWidth(40))
	speed := decor.AverageSpeed(0, "  %.0f/s")
	failed := decor.Any(func(decor.Statistics) string { return failures(p.failed.Load()) })
	if p.sources < fewest {
		p.bar = p.container.New(0, mpb.NopStyle(), mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.CurrentNoUnit("%d documents"), speed, failed))
		return
	}
	p.bar = p.container.AddBar(0, mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.CountersNoUnit("%d / %d")),
		mpb.AppendDecorators(decor.Percentage(), speed, decor.AverageETA(decor.ET_STYLE_GO, decor.WC{W: 8}), failed))
}

func failures(n int64) string {
	if n == 0 {
		return ""
	}
	return "  " + counted(int(n), "failure")
}

// update shows the state of a run. What an archive holds is known when it has been read, and so the total grows.
func (p *progress) update(sum batch.Summary) {
	p.show(sum.Documents, sum.Documents+p.sources-sum.Sources, len(sum.Failures))
}

// show shows how many of all are done.
func (p *progress) show(done, total, failed int) {
	if p.terminal == nil || total < fewest {
		return
	}
	if p.container == nil {
		p.open()
	}
	p.failed.Store(int64(failed))
	p.bar.SetTotal(int64(total), false)
	p.bar.SetCurrent(int64(done))
}

// close takes the bar off the terminal.
func (p *progress) close() {
	if p.container != nil {
		p.bar.Abort(true)
		p.container.Wait()
	}
}
