package dataset

import (
	"context"
	"slices"

	"zhenggai/extract/batch"
	"zhenggai/model"
)

// A load is a notice with its rows, or some rows of a table of the whole dataset. Writers only read them, for all have the same.
type load struct {
	notice *model.Notice
	tables [][]model.Row // of the notice
	table  string
	rows   []model.Row
}

// queued is how many loads wait for a writer.
const queued = 4

// newLanes opens a lane for each writer. All that is given is written, also where the run has ended: who ends it discards the folder.
func newLanes(ctx context.Context, writers []model.Writer) *batch.Lanes[load] {
	takers := make([]func(load) error, len(writers))
	for i, w := range writers {
		takers[i] = func(next load) error { return next.write(w) }
	}
	return batch.OpenLanes(context.WithoutCancel(ctx), queued, takers...)
}

func (l *load) write(w model.Writer) error {
	if l.notice != nil {
		return w.Write(l.notice, l.tables)
	}
	return w.WriteRows(l.table, slices.Values(l.rows))
}

// A fan makes the rows of each notice once, counts them, and hands them to the writers.
type fan struct {
	tables []*model.Table
	lanes  *batch.Lanes[load]
	rows   map[string]int // of each table, so far
}

// Write writes a notice in all formats.
func (f *fan) Write(n *model.Notice) error {
	rows := model.RowsOf(f.tables, n)
	for i, t := range f.tables {
		f.rows[t.Name] += len(rows[i])
	}
	return f.lanes.Give(load{notice: n, tables: rows})
}
