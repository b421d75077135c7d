package dataset

import (
	"errors"
	"slices"
	"sync"

	"zhenggai/model"
)

// lanes write rows in all formats at the same time, each in its order.
type lanes struct {
	to   []chan someRows
	errs []error
	done sync.WaitGroup
}

// someRows are rows of a table. Writers only read them.
type someRows struct {
	table string
	rows  []model.Row
}

// queued is how many batches wait for a writer, so that those that are faster need not wait for the slowest.
const queued = 4

func newLanes(writers []model.Writer) *lanes {
	l := &lanes{errs: make([]error, len(writers))}
	for i, w := range writers {
		ch := make(chan someRows, queued)
		l.to = append(l.to, ch)
		l.done.Go(func() {
			for b := range ch {
				if l.errs[i] == nil { // after an error the rest is let pass
					l.errs[i] = w.WriteRows(b.table, slices.Values(b.rows))
				}
			}
		})
	}
	return l
}

// write hands rows to all writers. Their errors come with wait.
func (l *lanes) write(table string, rows []model.Row) {
	for _, ch := range l.to {
		ch <- someRows{table, rows}
	}
}

// wait waits until all is written, and returns what went wrong. Nothing may be written after it.
func (l *lanes) wait() error {
	for _, ch := range l.to {
		close(ch)
	}
	l.done.Wait()
	return errors.Join(l.errs...)
}
