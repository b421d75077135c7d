package dataset

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"

	"zhenggai/model"
)

// lanes write in all formats at the same time, each in its order.
type lanes struct {
	to     []chan load
	errs   []error
	failed atomic.Bool // one of errs is set
	done   sync.WaitGroup
	end    func() // closes the lanes
}

// A load is a notice with its rows, or some rows of a table of the whole dataset. Writers only read them, for all have the same.
type load struct {
	notice *model.Notice
	tables [][]model.Row // of the notice
	table  string
	rows   []model.Row
}

// queued is how many loads wait for a writer, so that those that are faster need not wait for the slowest.
const queued = 4

func newLanes(writers []model.Writer) *lanes {
	l := &lanes{errs: make([]error, len(writers))}
	for i, w := range writers {
		ch := make(chan load, queued)
		l.to = append(l.to, ch)
		l.done.Go(func() {
			for next := range ch {
				if l.errs[i] == nil { // after an error the rest is let pass
					l.errs[i] = next.write(w)
				}
				if l.errs[i] != nil {
					l.failed.Store(true)
				}
			}
		})
	}
	l.end = sync.OnceFunc(func() {
		for _, ch := range l.to {
			close(ch)
		}
	})
	return l
}

func (l *load) write(w model.Writer) error {
	if l.notice != nil {
		return w.Write(l.notice, l.tables)
	}
	return w.WriteRows(l.table, slices.Values(l.rows))
}

// write hands a load to all writers. An error of one comes here as soon as it is known, or else with wait.
func (l *lanes) write(next load) error {
	if l.failed.Load() {
		return l.wait()
	}
	for _, ch := range l.to {
		ch <- next
	}
	return nil
}

// wait waits until all is written, and returns what went wrong. Nothing may be written after it, nor after an error of write.
func (l *lanes) wait() error {
	l.end()
	l.done.Wait()
	return errors.Join(l.errs...)
}

// A fan makes the rows of each notice once, counts them, and hands them to the writers.
type fan struct {
	tables []*model.Table
	lanes  *lanes
	rows   map[string]int // of each table, so far
}

// Write writes a notice in all formats.
func (f *fan) Write(n *model.Notice) error {
	rows := model.RowsOf(f.tables, n)
	for i, t := range f.tables {
		f.rows[t.Name] += len(rows[i])
	}
	return f.lanes.write(load{notice: n, tables: rows})
}
