package nightly

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"zhenggai/extract/batch"
	"zhenggai/model"
	"zhenggai/model/changes"
)

const (
	changesFile    = "changes.md"
	quarantineFile = "quarantine.tsv"
)

// A differences is a list of what differs between two datasets. It may be long, so that it waits in a file.
type differences struct {
	file *os.File
	out  *bufio.Writer
	enc  *json.Encoder
	err  error // of reading
}

func newDifferences(dir string) (*differences, error) {
	f, err := os.CreateTemp(dir, "zhenggai-*.changes")
	if err != nil {
		return nil, err
	}
	out := bufio.NewWriter(f)
	return &differences{file: f, out: out, enc: json.NewEncoder(out)}, nil
}

// all yields the differences. An error ends the sequence and stays in err.
func (d *differences) all() iter.Seq[model.Difference] {
	return func(yield func(model.Difference) bool) {
		if err := d.out.Flush(); err != nil {
			d.err = err
			return
		}
		dec := json.NewDecoder(bufio.NewReader(io.NewSectionReader(d.file, 0, 1<<62)))
		for {
			var next model.Difference
			switch err := dec.Decode(&next); {
			case errors.Is(err, io.EOF):
				return
			case err != nil:
				d.err = err
				return
			case !yield(next):
				return
			}
		}
	}
}

func (d *differences) end() {
	d.file.Close()
	os.Remove(d.file.Name())
}

// finish writes what a dataset says besides its tables, once all documents are read: what has changed, and which documents
// cannot be read. It refuses a dataset that lacks too much of the one before.
func (n *night) finish(dir string, sum batch.Summary) error {
	if sum.Notices == 0 {
		return errors.New("no document could be read")
	}
	if err := n.store.Flush(); err != nil {
		return err
	}
	if n.known {
		if err := n.compare(); err != nil {
			return err
		}
	}
	if err := n.mayLack(sum); err != nil {
		return err
	}
	return errors.Join(n.writeChanges(filepath.Join(dir, changesFile)), n.writeQuarantine(filepath.Join(dir, quarantineFile)))
}

// compare gathers the differences from the dataset before. In the first night of another program, what only that reads differently is
// none.
func (n *night) compare() error {
	for c, err := range n.store.Changes() {
		if err != nil {
			return err
		}
		list := changes.Compare(c.Old, c.New, c.From, c.Unreadable)
		if n.newer && c.Reread() {
			n.reread += min(len(list), 1)
			continue
		}
		for _, d := range list {
			n.report.Changes[d.Kind]++
			if err := n.diffs.enc.Encode(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// mayLack refuses a dataset that lacks more notices of the one before than the configuration allows.
func (n *night) mayLack(sum batch.Summary) error {
	gone := n.report.Changes[model.NoticeWithdrawn]
	before := sum.Notices - n.report.Changes[model.NoticeNew] + gone + n.report.Changes[model.NoticeUnreadable]
	if n.AcceptWithdrawn || gone == 0 || float64(gone)*100 <= float64(n.Config.MaxWithdrawn)*float64(before) {
		return nil
	}
	return &WithdrawnError{gone, before, n.Config.MaxWithdrawn}
}

func (n *night) writeChanges(file string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	r := changes.Report{Lang: n.Config.Lang, Names: n.Rules.Names(), Name: n.name, Differences: n.diffs.all()}
	if n.known {
		r.Before, r.Updated, r.Reread = n.before, n.newer, n.reread
	}
	return errors.Join(r.Write(f), f.Close())
}

// writeQuarantine lists the documents that cannot be read. They are tried again when they change.
func (n *night) writeQuarantine(file string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(f) // which keeps its first error for Flush
	fmt.Fprintln(out, "path\treason\tsince")
	plain := strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")
	count := 0
	for failure, failed := range n.store.Failures() {
		if failed != nil {
			err = failed
			break
		}
		if count++; count <= 20 {
			n.Log.Warn("document failed", "path", failure.Path, "reason", failure.Reason, "since", failure.Since)
		}
		fmt.Fprintf(out, "%s\t%s\t%s\n", model.Visible(plain.Replace(failure.Path)), model.Visible(plain.Replace(failure.Reason)), failure.Since)
	}
	return errors.Join(err, out.Flush(), f.Close())
}
