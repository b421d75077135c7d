package main

import (
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"zhenggai/extract/batch"
)

// A progress shows how far a run has come: by a bar on a terminal, elsewhere by a line now and then.
type progress struct {
	out       io.Writer // nil where nothing is to be shown
	terminal  bool
	what      string // is counted: documents, pages
	sources   int
	container *mpb.Progress // nil as long as there is little to show
	bar       *mpb.Bar
	troubles  atomic.Pointer[string]

	began, said time.Time     // said is when the last line was written
	every       time.Duration // between two lines
}

const (
	// fewest is the number of documents from which a bar is worth showing.
	fewest = 20

	// lineEvery is the time between two lines, so that a log of a long run stays short.
	lineEvery = 30 * time.Second
)

func newProgress(w io.Writer, what string, sources int, quiet bool) *progress {
	if s, ok := w.(*screen); ok {
		w = s.w // the bar moves the cursor, and no name is in what is shown
	}
	p := &progress{out: w, terminal: isTerminal(w), what: what, sources: sources, began: time.Now(), said: time.Now(), every: lineEvery}
	if quiet {
		p.out = nil
	}
	return p
}

// begin says how many sources there are, once they are found.
func (p *progress) begin(sources int) {
	p.sources, p.began, p.said = sources, time.Now(), time.Now()
}

// open puts the bar on the terminal. Where few sources give many documents, these are in archives, whose end nobody
// knows before: then it counts and promises nothing.
func (p *progress) open() {
	p.container = mpb.New(mpb.WithOutput(p.out), mpb.WithWidth(40))
	speed := decor.AverageSpeed(0, "  %.0f/s")
	troubles := decor.Any(func(decor.Statistics) string { return *p.troubles.Load() })
	if p.sources < fewest {
		p.bar = p.container.New(0, mpb.NopStyle(), mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.CurrentNoUnit("%d "+p.what+"s"), speed, troubles))
		return
	}
	p.bar = p.container.AddBar(0, mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.CountersNoUnit("%d / %d")),
		mpb.AppendDecorators(decor.Percentage(), speed, decor.AverageETA(decor.ET_STYLE_GO, decor.WC{W: 8}), troubles))
}

// troubles counts what went wrong, behind what is said before.
func troubles(failed, doubtful int) string {
	s := ""
	if failed > 0 {
		s += ", " + counted(failed, "failure")
	}
	if doubtful > 0 {
		s += fmt.Sprintf(", %d doubtful", doubtful)
	}
	return s
}

// update shows the state of a run. What an archive holds is known when it has been read, and so the total grows. Of the source
// that is being read, the documents so far count.
func (p *progress) update(sum batch.Summary) {
	total := max(p.sources, sum.Documents+p.sources-sum.Sources-1)
	p.show(sum.Documents, total, sum.Failures, sum.Doubtful)
}

// show shows how many of all are done.
func (p *progress) show(done, total, failed, doubtful int) {
	switch {
	case p.out == nil || total < fewest:
	case p.terminal:
		s := troubles(failed, doubtful)
		p.troubles.Store(&s)
		if p.container == nil {
			p.open()
		}
		p.bar.SetTotal(int64(total), false)
		p.bar.SetCurrent(int64(done))
	case time.Since(p.said) >= p.every:
		p.said = time.Now()
		fmt.Fprintln(p.out, p.line(done, total, time.Since(p.began))+troubles(failed, doubtful))
	}
}

// line says in words how many of all are done after some time, and how long the rest will take where its number is known.
func (p *progress) line(done, total int, after time.Duration) string {
	rate := float64(done) / max(after.Seconds(), 1e-3)
	if p.sources < fewest || done == 0 {
		return fmt.Sprintf("%s, %.0f/s", counted(done, p.what), rate)
	}
	left := time.Duration(float64(total-done) / rate * float64(time.Second)).Round(time.Second)
	return fmt.Sprintf("%d of %s, %.0f/s, %v to go", done, counted(total, p.what), rate, left)
}

// end takes the bar off the terminal.
func (p *progress) end() {
	if p.container != nil {
		p.bar.Abort(true)
		p.container.Wait()
	}
}
