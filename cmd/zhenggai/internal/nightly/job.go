package nightly

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"zhenggai/extract"
	"zhenggai/extract/batch"
	"zhenggai/extract/batch/state"
	"zhenggai/extract/dataset"
	"zhenggai/extract/rules"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// A Job is one night's run.
type Job struct {
	Config          *Config
	Rules           *rules.Set
	Version         string
	Day             string // names the dataset
	Force           bool   // extract all documents
	AcceptWithdrawn bool   // however many notices are gone
	Log             *slog.Logger
}

// A Report says what a run has done.
type Report struct {
	dataset.Result
	Name    string // of the dataset; "" where none was written
	Changes map[model.ChangeKind]int
	Began   time.Time
}

// A WithdrawnError says that so many notices are gone that a source is likely to be away.
type WithdrawnError struct {
	Gone, Before int
	Most         Percent
}

func (e *WithdrawnError) Error() string {
	return fmt.Sprintf("%d of %d notices are gone, more than %g%%; is a source away?", e.Gone, e.Before, float64(e.Most))
}

// ErrSources says that sources cannot be found.
var ErrSources = errors.New("the sources cannot be read")

// A night is the state of one run.
type night struct {
	*Job
	output string
	home   string // the hidden folder in output
	store  *state.Store
	number int64
	name   string
	before string // the dataset before this one, or ""
	known  bool   // what that one lists is known
	reread int    // changes that are left out, since another program made that one: of documents that are as they were
	newer  bool   // another program made that one
	report *Report
	diffs  *differences
	said   time.Time
}

// Run makes the dataset. Where it returns an error, the datasets before are as they were and latest leads to the last of them.
// It returns a dataset.LockedError where another run holds the lock.
func (j *Job) Run(ctx context.Context) (Report, error) {
	report := Report{Began: time.Now(), Changes: map[model.ChangeKind]int{}}
	n := &night{Job: j, output: j.Config.Output, home: filepath.Join(j.Config.Output, hidden), report: &report, said: time.Now()}
	if err := os.MkdirAll(n.output, 0o777); err != nil {
		return report, err
	}
	if err := mayPoint(n.output); err != nil {
		return report, err
	}
	lock, err := dataset.TakeLock(n.home, n.output)
	if err != nil {
		return report, err
	}
	defer lock.Release()
	err = n.run(ctx)
	if errors.Is(err, state.ErrUnusable) { // it may show late; what it knew is extracted again
		if err = n.moveAway(err); err == nil {
			report = Report{Began: report.Began, Changes: map[model.ChangeKind]int{}}
			err = n.run(ctx)
		}
	}
	if err != nil {
		report.Name = ""
	}
	return report, err
}

func (n *night) stateFile() string { return filepath.Join(n.home, stateFile) }
func (n *night) stage() string     { return filepath.Join(n.home, "stage") }

// moveAway puts a damaged state aside.
func (n *night) moveAway(why error) error {
	to, err := state.MoveAway(n.stateFile())
	n.Log.Warn("the state is damaged and was moved away; all documents are extracted again", "reason", why.Error(), "moved", to)
	return err
}

// run makes a dataset with the state as it is.
func (n *night) run(ctx context.Context) (err error) {
	if err := os.RemoveAll(n.stage()); err != nil { // what a run left that was killed
		return err
	}
	options := n.Config.options()
	options.Version, options.Rules = n.Version, n.Rules
	maker, err := dataset.MakerOf(options)
	if err != nil {
		return err
	}
	if err := n.open(maker); err != nil {
		return err
	}
	defer func() {
		os.RemoveAll(n.stage())
		err = errors.Join(err, n.store.Close())
	}()
	if err := n.adopt(); err != nil {
		return err
	}
	list, err := n.find()
	if err != nil {
		return err
	}
	if err := n.begin(); err != nil {
		return err
	}
	if err := n.build(ctx, list, options); err != nil {
		return err
	}
	return n.commit()
}

// open opens the state.
func (n *night) open(maker string) (err error) {
	program, err := dataset.ProgramOf(n.Version)
	if err != nil {
		return err
	}
	if n.store, err = state.Open(n.stateFile(), state.Options{Maker: maker, Program: program, Force: n.Force, Passing: extract.Passing}); err != nil {
		return fmt.Errorf("%s: %w", n.stateFile(), err)
	}
	return nil
}

// adopt finishes what a run could not that was killed after its dataset had been put into its place.
func (n *night) adopt() error {
	left, err := n.store.Unfinished()
	if err != nil || left.Number == 0 {
		return err
	}
	number, ok := dataset.Number(filepath.Join(n.output, left.Dataset))
	if !ok || number != left.Number {
		return nil
	}
	n.Log.Info("a dataset of an earlier run was complete and is taken", "dataset", left.Dataset)
	return errors.Join(pointTo(n.output, left.Dataset), n.store.Finish())
}

// find finds the sources. The folder of datasets is none.
func (n *night) find() (*source.List, error) {
	finder := source.Finder{Exclude: n.output, Attached: n.Rules.Attachments.Attached, Listed: extract.Lister(n.Rules)}
	list, err := finder.Find(n.Config.Sources...)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSources, err)
	}
	n.Log.Info("sources found", "files", len(list.Entries), "skipped", len(list.Skipped))
	return list, nil
}

// begin gives the run its number and name.
func (n *night) begin() error {
	made, err := datasets(n.output)
	if err != nil {
		return err
	}
	least := int64(1)
	if len(made) > 0 {
		last := made[len(made)-1]
		least, n.before = last.number+1, last.name
	}
	if n.name, err = freeName(n.output, n.Day); err != nil {
		return err
	}
	last, err := n.store.Last()
	if err != nil {
		return err
	}
	n.number, err = n.store.Begin(n.name, least)
	n.known = last.Number > 0 && last.Dataset == n.before && last.Number == n.number-1
	if err == nil && n.known {
		if n.newer, err = n.store.Updated(); n.newer {
			n.Log.Info("another program made the dataset before; what it reads differently is not reported", "dataset", n.name, "before", n.before)
		}
	}
	if n.before != "" && !n.known {
		n.Log.Warn("the state does not know the dataset before; changes are not reported", "dataset", n.name, "before", n.before)
	}
	return err
}

// build makes the dataset into the stage.
func (n *night) build(ctx context.Context, list *source.List, options dataset.Options) (err error) {
	dir, tmp := filepath.Join(n.stage(), "new"), filepath.Join(n.stage(), "tmp")
	if err := errors.Join(os.MkdirAll(dir, 0o777), os.MkdirAll(tmp, 0o777)); err != nil {
		return err
	}
	if n.diffs, err = newDifferences(tmp); err != nil {
		return err
	}
	defer n.diffs.end()
	changes, rows := model.Differences(n.Rules.Names())
	options.Progress = n.progress
	series := dataset.Series{
		Number: n.number, Name: n.name, Previous: n.before, Memory: n.store, Tables: []*model.Table{changes},
		Finish: func(sum batch.Summary) ([]dataset.Listing, error) {
			if err := n.finish(dir, sum); err != nil {
				return nil, err
			}
			return []dataset.Listing{{Table: changes.Name, Rows: rows(n.diffs.all())}}, nil
		},
	}
	n.report.Result, err = dataset.Make(ctx, dir, tmp, list, options, series)
	for _, d := range n.report.PassedOver[:min(len(n.report.PassedOver), dataset.ShownFailures)] { // run.json has them all
		n.Log.Warn("a line of corrections is passed over", "file", options.Corrections, "line", d.Line, "reason", d.Err.Error())
	}
	if err == nil {
		err = n.diffs.err
	}
	return err
}

// progressEvery is the time between two log records of how far a run has come.
const progressEvery = 30 * time.Second

func (n *night) progress(sum batch.Summary) {
	if time.Since(n.said) < progressEvery {
		return
	}
	n.said = time.Now()
	n.Log.Info("progress", "documents", sum.Documents, "sources", sum.Sources, "as_before", sum.Recalled, "failed", sum.Failures, "doubtful", sum.Doubtful)
}

// commit puts the dataset into its place and has latest lead to it. The state is written before, so that a run that is
// killed in between is finished by the next.
func (n *night) commit() error {
	dir := filepath.Join(n.output, n.name)
	if err := errors.Join(n.store.Flush(), dataset.Sync(filepath.Join(n.stage(), "new"))); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(n.stage(), "new"), dir); err != nil {
		return err
	}
	n.report.Name = n.name
	if err := errors.Join(pointTo(n.output, n.name), n.store.Finish(), dataset.Sync(n.output)); err != nil {
		return fmt.Errorf("%s is written; the next run finishes the rest: %w", dir, err)
	}
	removed, err := retain(n.output, n.Config.Keep, filepath.Join(n.stage(), "gone"))
	if err != nil {
		n.Log.Warn("retention", "reason", err.Error())
	}
	n.Log.Info("dataset written", "dataset", n.name, "number", n.number, "documents", n.report.Documents, "notices", n.report.Notices,
		"indicators", n.report.Indicators, "as_before", n.report.Recalled, "failed", n.report.Failures, "doubtful", n.report.Doubtful,
		"copies", n.report.Copies, "changes", n.report.Changes, "removed", removed, "seconds", time.Since(n.report.Began).Seconds())
	return nil
}
