// Package state remembers from run to run what documents gave, in one SQLite file, so that a document that has not changed
// is not extracted again, an interrupted run goes on where it was, and a run can say what differs from the one before.
//
// What a document gives depends on its bytes, on what is known of it (path, address), and on the program, its rules and
// its limits. All of that is in its key. Times do not count, so that a clock that is set, or a file that is touched,
// changes nothing.
package state

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"modernc.org/sqlite" // also registers the driver
	sqlite3 "modernc.org/sqlite/lib"

	"zhenggai/extract/batch"
	"zhenggai/extract/source"
)

// ErrUnusable says that the file is damaged or not of this program. It has to be moved away. Other errors come of the
// computer or of another process (no room, no permission, a lock), and the file may be sound.
var ErrUnusable = errors.New("the state is damaged")

// Options say what a Store remembers.
type Options struct {
	Maker   string           // names what makes records: program, rules and limits
	Program string           // names the program alone, so that a run can tell that the one before was of another
	Force   bool             // know nothing of earlier runs, and so have all documents extracted again
	Passing func(error) bool // failures that come of the computer and not of the document; they are not kept. May be nil
}

// tries is how often a document that fails is tried before its failure is believed, until it changes: what takes too long
// once may do so because the computer is busy.
const tries = 3

// A Store is the memory of one job. It is a [batch.Memory], and so safe for concurrent use.
type Store struct {
	opts  Options
	db    *sql.DB
	codec *codec
	read  *sql.Stmt // of a result

	mutex   sync.Mutex // of what follows
	run     int64      // the one that Begin began
	waiting []statement
	size    int   // bytes that wait
	broken  error // the first error, after which nothing is kept
}

// A statement waits to be written.
type statement struct {
	sql  string
	args []any
}

const (
	mostWaiting = 256     // documents that are lost when the program is killed
	mostBytes   = 8 << 20 // of these
)

// schema makes the tables. Results are rows of their own, since a row is written anew whenever a column of it changes.
const schema = `
CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, data BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS failures (key BLOB PRIMARY KEY, reason TEXT NOT NULL, tries INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS used (key BLOB PRIMARY KEY, run INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (run INTEGER PRIMARY KEY, dataset TEXT NOT NULL, done INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS listed (run INTEGER NOT NULL, path TEXT NOT NULL, part INTEGER NOT NULL, place INTEGER NOT NULL,
	id TEXT NOT NULL, key BLOB NOT NULL, PRIMARY KEY (run, path, part)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS listed_id ON listed (run, id);
CREATE TABLE IF NOT EXISTS failed (run INTEGER NOT NULL, path TEXT NOT NULL, place INTEGER NOT NULL, reason TEXT NOT NULL,
	since TEXT NOT NULL, PRIMARY KEY (run, path)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS programs (run INTEGER PRIMARY KEY, program TEXT NOT NULL) STRICT;
PRAGMA user_version = 1;`

// settings are those of a connection. What is committed survives the end of the program; a loss of power may cost the last
// commits and no more. The cache, 2 MB, has the size that SQLite gives it; a damaged file may say another.
const settings = "?_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)&_pragma=synchronous(normal)&_pragma=cache_size(-2000)"

// Open opens a store, or makes one where there is no file. It returns ErrUnusable where the file is damaged, or something
// else stands in its place.
func Open(path string, opts Options) (*Store, error) {
	if err := look(path); err != nil {
		return nil, err
	}
	s := &Store{opts: opts, codec: newCodec()}
	var err error
	if s.db, err = sql.Open("sqlite", uri(path)+settings); err != nil {
		return nil, err
	}
	if err = s.prepare(); err != nil {
		s.db.Close()
		return nil, s.judged(err)
	}
	return s, nil
}

// beside are the endings of the files that SQLite keeps beside its own.
var beside = [...]string{"-wal", "-shm", "-journal"}

// look tells damage that SQLite takes for a lack of permission: something that is no file in place of one, and a version of
// the format that it may not write.
func look(path string) error {
	for _, suffix := range beside {
		if info, err := os.Lstat(path + suffix); err == nil && !info.Mode().IsRegular() {
			return fmt.Errorf("%w: %s%s is no file", ErrUnusable, filepath.Base(path), suffix)
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil // SQLite makes it, or says what hinders
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%w: it is no file", ErrUnusable)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil // as above
	}
	defer file.Close()
	const writeVersion, newest = 18, 2
	var header [writeVersion + 1]byte
	if _, err := io.ReadFull(file, header[:]); err == nil && header[writeVersion] > newest {
		return fmt.Errorf("%w: its format is unknown", ErrUnusable)
	}
	return nil
}

// uri returns a path as SQLite has it in an address, so that no part of it is taken for a parameter.
func uri(path string) string {
	escaped := make([]byte, 0, len(path))
	for _, b := range []byte(path) {
		if b == '?' || b == '#' || b == '%' {
			escaped = fmt.Appendf(escaped, "%%%02x", b)
			continue
		}
		escaped = append(escaped, b)
	}
	return "file:" + string(escaped)
}

func (s *Store) prepare() error {
	var version int
	var encoding string
	if err := s.db.QueryRow("SELECT user_version, encoding FROM pragma_user_version, pragma_encoding").Scan(&version, &encoding); err != nil {
		return err
	}
	if version < 0 || version > 1 {
		return fmt.Errorf("%w: it is of a newer version of the program", ErrUnusable)
	}
	if encoding != "UTF-8" { // paths that are no valid UTF-8 would be others
		return fmt.Errorf("%w: its encoding is %s", ErrUnusable, encoding)
	}
	var sound string
	if err := s.db.QueryRow("PRAGMA quick_check(1)").Scan(&sound); err != nil {
		return err
	}
	if sound != "ok" {
		return fmt.Errorf("%w: %s", ErrUnusable, sound)
	}
	if _, err := s.db.Exec(schema); err != nil {
		return err
	}
	var err error
	s.read, err = s.db.Prepare("SELECT data, '', 0 FROM results WHERE key = ?1 UNION ALL SELECT NULL, reason, tries FROM failures WHERE key = ?1")
	return err
}

// judged returns ErrUnusable for an error of SQLite that says that the file is damaged.
func (s *Store) judged(err error) error {
	if e, ok := errors.AsType[*sqlite.Error](err); ok && !errors.Is(err, ErrUnusable) && isDamage(e.Code()) {
		return fmt.Errorf("%w: %w", ErrUnusable, err)
	}
	return err
}

// isDamage reports whether a code of SQLite comes of the file. Its SQL is always the same, so that a mistake in it (ERROR)
// means tables that are others.
func isDamage(code int) bool {
	switch code {
	case sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS:
		return true
	}
	switch code & 0xFF {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_INTERNAL,
		sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_FORMAT:
		return true
	}
	return false
}

// Close writes what waits and closes the file.
func (s *Store) Close() error {
	return errors.Join(s.Flush(), s.read.Close(), s.db.Close())
}

// Key names what a document gives.
func (s *Store) Key(doc source.Document) batch.Key {
	h := sha256.New()
	put(h, s.opts.Maker)
	putDocument(h, doc)
	for _, p := range doc.Parts {
		putDocument(h, p.Document)
		put(h, fmt.Sprint(p.Page, p.Err))
	}
	put(h, doc.Missing.Pages...)
	put(h, doc.Missing.Attached...)
	return batch.Key(h.Sum(nil))
}

func putDocument(h hash.Hash, doc source.Document) {
	put(h, doc.Path, doc.URL, doc.ContentType, doc.Retrieved)
	writeLength(h, len(doc.Data))
	h.Write(doc.Data) // a hash returns no error
}

// put adds strings to a hash, each with its length, so that none runs into the next.
func put(h hash.Hash, list ...string) {
	writeLength(h, len(list))
	for _, s := range list {
		writeLength(h, len(s))
		h.Write([]byte(s))
	}
}

func writeLength(h hash.Hash, n int) {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], uint64(n))
	h.Write(b[:])
}

// Recall returns what a document gave in an earlier run. What cannot be read is not known.
func (s *Store) Recall(key batch.Key) (batch.Result, bool) {
	if s.opts.Force {
		return batch.Result{}, false
	}
	var data []byte
	var reason string
	var tried int
	err := s.read.QueryRow(key[:]).Scan(&data, &reason, &tried)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return batch.Result{}, false
	case err != nil:
		s.fail(err)
		return batch.Result{}, false
	case data == nil && tried < tries:
		return batch.Result{}, false
	}
	s.write(used(key, s.run))
	if data == nil {
		return batch.Result{Err: errors.New(reason)}, true
	}
	notices, err := s.codec.decode(data)
	return batch.Result{Notices: notices}, err == nil
}

// Keep remembers what a document gave.
func (s *Store) Keep(key batch.Key, r batch.Result) error {
	switch {
	case r.Err != nil && s.opts.Passing != nil && s.opts.Passing(r.Err):
		return s.failure()
	case r.Err != nil:
		return s.write(used(key, s.run), statement{
			`INSERT INTO failures VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET reason = excluded.reason, tries = tries + 1`,
			[]any{key[:], r.Err.Error()},
		})
	}
	data, err := s.codec.encode(r.Notices)
	if err != nil {
		return err
	}
	return s.write(used(key, s.run), statement{`INSERT OR REPLACE INTO results VALUES (?, ?)`, []any{key[:], data}})
}

func used(key batch.Key, run int64) statement {
	return statement{`INSERT OR REPLACE INTO used VALUES (?, ?)`, []any{key[:], run}}
}

func (s *Store) failure() error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.broken
}

// fail takes note of an error; the first counts.
func (s *Store) fail(err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.broken == nil {
		s.broken = s.judged(err)
	}
}

// write has statements wait, and writes those that wait where they are many.
func (s *Store) write(list ...statement) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, st := range list {
		for _, arg := range st.args {
			if b, ok := arg.([]byte); ok {
				s.size += len(b)
			}
		}
	}
	s.waiting = append(s.waiting, list...)
	if len(s.waiting) >= mostWaiting || s.size >= mostBytes {
		s.flush()
	}
	return s.broken
}

// Flush writes what waits.
func (s *Store) Flush() error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.flush()
	return s.broken
}

// flush writes what waits in one transaction.
func (s *Store) flush() {
	if s.broken != nil || len(s.waiting) == 0 {
		return
	}
	err := s.transact(func(tx *sql.Tx) error {
		prepared := map[string]*sql.Stmt{}
		for _, st := range s.waiting {
			stmt := prepared[st.sql]
			if stmt == nil {
				var err error
				if stmt, err = tx.Prepare(st.sql); err != nil {
					return err
				}
				prepared[st.sql] = stmt
			}
			if _, err := stmt.Exec(st.args...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.broken = s.judged(err)
	}
	clear(s.waiting) // lets go of what was written
	s.waiting, s.size = s.waiting[:0], 0
}

// transact runs a function in a transaction.
func (s *Store) transact(f func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// MoveAway moves what is unusable out of the way, to a name that is free, and returns that name.
func MoveAway(path string) (string, error) {
	suffixes := append(beside[:], "")
	for i := 1; ; i++ {
		to := fmt.Sprintf("%s.damaged-%d", path, i)
		if slices.ContainsFunc(suffixes, func(suffix string) bool { _, err := os.Lstat(to + suffix); return err == nil }) {
			continue
		}
		for _, suffix := range suffixes {
			if err := os.Rename(path+suffix, to+suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
				return "", err
			}
		}
		return to, nil
	}
}
