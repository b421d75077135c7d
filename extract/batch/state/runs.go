package state

import (
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"zhenggai/extract/batch"
	"zhenggai/model"
)

// keptRuns is for how many runs a result is kept that no run asked for, so that a source that is away for some nights need
// not be extracted again.
const keptRuns = 7

// A Run is one run over all sources, and the dataset that it gave.
type Run struct {
	Number  int64
	Dataset string // its name
}

// Last returns the last run that was finished, or the zero Run.
func (s *Store) Last() (Run, error) { return s.newest("done = 1") }

// Unfinished returns the run that was begun and not finished, or the zero Run.
func (s *Store) Unfinished() (Run, error) { return s.newest("done = 0") }

func (s *Store) newest(which string) (Run, error) {
	var r Run
	err := s.db.QueryRow("SELECT run, dataset FROM runs WHERE "+which+" ORDER BY run DESC LIMIT 1").Scan(&r.Number, &r.Dataset)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return r, s.judged(err)
}

// Begin begins a run that will give the named dataset, and forgets what an unfinished one listed. What that one kept of
// documents stays. The run has the number after that of the last one, but at least the given one: what is known of runs may
// have been lost, while their datasets are there. It returns the number.
func (s *Store) Begin(dataset string, least int64) (int64, error) {
	last, err := s.Last()
	if err != nil {
		return 0, err
	}
	s.run = max(last.Number+1, least)
	return s.run, s.judged(s.transact(func(tx *sql.Tx) error {
		for _, table := range []string{"runs", "programs", "listed", "failed"} {
			if _, err := tx.Exec("DELETE FROM "+table+" WHERE run > ?", last.Number); err != nil {
				return err
			}
		}
		_, err := tx.Exec("INSERT INTO runs VALUES (?, ?, 0)", s.run, dataset)
		if err == nil {
			_, err = tx.Exec("INSERT INTO programs VALUES (?, ?)", s.run, s.opts.Program)
		}
		return err
	}))
}

// Updated reports whether another program than this one made the run before the one that was begun. Programs of old did not say which
// they were, so they are others.
func (s *Store) Updated() (bool, error) {
	var same bool
	err := s.db.QueryRow("SELECT EXISTS (SELECT 1 FROM programs WHERE run = ? AND program = ?)", s.run-1, s.opts.Program).Scan(&same)
	return !same, s.judged(err)
}

// List takes note of what became of a document. Outcomes come in the order of the sources, from one goroutine.
func (s *Store) List(o batch.Outcome, place int) error {
	var list []statement
	for i, w := range o.Written {
		list = append(list, statement{`INSERT OR REPLACE INTO listed VALUES (?, ?, ?, ?, ?, ?)`, []any{s.run, w.Path, i, place, w.ID, o.Key[:]}})
	}
	if f := o.Failure; f != nil {
		list = append(list, statement{
			`INSERT OR REPLACE INTO failed VALUES (?1, ?2, ?3, ?4, coalesce(
				(SELECT since FROM failed WHERE run = ?1 - 1 AND path = ?2 AND reason = ?4), (SELECT dataset FROM runs WHERE run = ?1)))`,
			[]any{s.run, f.Path, place, f.Reason},
		})
	}
	return s.write(list...)
}

// Finish says that the dataset of the run that was begun, or that an earlier program left unfinished, is in its place. It
// forgets the runs before the one before it, and results that no run asked for in a long time.
func (s *Store) Finish() error {
	if err := s.Flush(); err != nil {
		return err
	}
	if s.run == 0 {
		left, err := s.Unfinished()
		if err != nil || left.Number == 0 {
			return err
		}
		s.run = left.Number
	}
	return s.judged(s.transact(func(tx *sql.Tx) error {
		for _, st := range []statement{
			{"UPDATE runs SET done = 1 WHERE run = ?", []any{s.run}},
			{"DELETE FROM runs WHERE run < ?", []any{s.run - 1}},
			{"DELETE FROM programs WHERE run < ?", []any{s.run - 1}},
			{"DELETE FROM listed WHERE run < ?", []any{s.run - 1}},
			{"DELETE FROM failed WHERE run < ?", []any{s.run - 1}},
			{"DELETE FROM used WHERE run < ? AND key NOT IN (SELECT key FROM listed)", []any{s.run - keptRuns}},
			{"DELETE FROM results WHERE key NOT IN (SELECT key FROM used)", nil},
			{"DELETE FROM failures WHERE key NOT IN (SELECT key FROM used)", nil},
		} {
			if _, err := tx.Exec(st.sql, st.args...); err != nil {
				return err
			}
		}
		return nil
	}))
}

// A Failure is a document that cannot be read.
type Failure struct {
	Path, Reason string
	Since        string // the first of the datasets in a row in which it could not be read, for the same reason
}

// Failures returns the documents that could not be read in the run that was begun, in the order of the sources.
func (s *Store) Failures() iter.Seq2[Failure, error] {
	return query(s, "SELECT path, reason, since FROM failed WHERE run = ? ORDER BY place", []any{s.run}, func(rows *sql.Rows) (f Failure, err error) {
		return f, rows.Scan(&f.Path, &f.Reason, &f.Since)
	})
}

// query yields the rows of a query. Nothing may be written while it goes on.
func query[T any](s *Store, text string, args []any, scan func(*sql.Rows) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		if err := s.Flush(); err != nil {
			yield(none, err)
			return
		}
		rows, err := s.db.Query(text, args...)
		if err != nil {
			yield(none, s.judged(err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			v, err := scan(rows)
			if !yield(v, s.judged(err)) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(none, s.judged(err))
		}
	}
}

// A Change is a notice that is not what it was in the run before. Old is nil where it is new, New where it is gone.
type Change struct {
	Old, New   *model.Notice
	From       string // the path that it had, where it has another
	Unreadable bool   // it is gone since its document cannot be read any more
	Other      bool   // it is new, or gone, while its document was listed before, or still is, with other notices
}

// Reread reports whether a change is one of the program and not of a document: of the same content it makes other records.
func (c *Change) Reread() bool {
	if c.Old != nil && c.New != nil {
		return c.Old.ID == c.New.ID && c.From == ""
	}
	return c.Other
}

// Changes yields the notices that differ between the run that was begun and the one before it: first those that are there,
// in their order, then those that are gone. Notices may differ in what is known of their source only. Where there is no run
// before, or nothing is known of it, all are new.
func (s *Store) Changes() iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		for _, q := range []string{there, gone} {
			for r, err := range query(s, q, []any{s.run - 1, s.run}, scanPair) {
				var c Change
				if err == nil {
					c, err = s.load(r)
				}
				if !yield(c, err) || err != nil {
					return
				}
			}
		}
	}
}

// there asks for notices that are new or of which the key is another. A notice whose path is new may have moved.
const there = `SELECT n.key, n.part, coalesce(o.key, m.key), coalesce(o.part, m.part, 0), coalesce(m.path, ''), 0,
		EXISTS (SELECT 1 FROM listed y WHERE y.run = ?1 AND y.path = n.path)
	FROM listed n
	LEFT JOIN listed o ON o.run = ?1 AND o.path = n.path AND o.part = n.part
	LEFT JOIN listed m ON o.run IS NULL AND m.run = ?1 AND m.id = n.id
		AND NOT EXISTS (SELECT 1 FROM listed x WHERE x.run = ?2 AND x.path = m.path AND x.part = m.part)
	WHERE n.run = ?2 AND (o.key IS NULL OR o.key <> n.key) ORDER BY n.place, n.part`

// gone asks for notices whose path is listed no more, unless they have moved.
const gone = `SELECT NULL, 0, o.key, o.part, '', EXISTS (SELECT 1 FROM failed f WHERE f.run = ?2 AND f.path = o.path),
		EXISTS (SELECT 1 FROM listed y WHERE y.run = ?2 AND y.path = o.path)
	FROM listed o
	LEFT JOIN listed n ON n.run = ?2 AND n.path = o.path AND n.part = o.part
	WHERE o.run = ?1 AND n.run IS NULL AND NOT EXISTS (SELECT 1 FROM listed x WHERE x.run = ?2 AND x.id = o.id) ORDER BY o.place, o.part`

// A pair says where the notices of a change are kept.
type pair struct {
	newKey, oldKey   []byte
	newPart, oldPart int
	from             string
	unreadable       bool
	other            bool
}

func scanPair(rows *sql.Rows) (p pair, err error) {
	return p, rows.Scan(&p.newKey, &p.newPart, &p.oldKey, &p.oldPart, &p.from, &p.unreadable, &p.other)
}

func (s *Store) load(p pair) (Change, error) {
	c := Change{From: p.from, Unreadable: p.unreadable, Other: p.other}
	var err1, err2 error
	c.New, err1 = s.notice(p.newKey, p.newPart)
	c.Old, err2 = s.notice(p.oldKey, p.oldPart)
	return c, errors.Join(err1, err2)
}

// notice returns a notice of what a document gave, or nil where there is no key.
func (s *Store) notice(key []byte, part int) (*model.Notice, error) {
	if key == nil {
		return nil, nil
	}
	var data []byte
	if err := s.db.QueryRow("SELECT data FROM results WHERE key = ?", key).Scan(&data); err != nil {
		if errors.Is(err, sql.ErrNoRows) {
			err = fmt.Errorf("%w: a notice that it lists is not in it", ErrUnusable)
		}
		return nil, s.judged(err)
	}
	notices, err := s.codec.decode(data)
	if err != nil || part >= len(notices) {
		return nil, fmt.Errorf("%w: a notice in it cannot be read", ErrUnusable)
	}
	return notices[part], nil
}
