package dataset

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A stage is the folder in which a run is written until it is complete. It lies beside the folder that it will replace, so
// that the replacement is a rename, and holds a lock, so that only one run replaces that folder.
type stage struct {
	dir  string // to write to
	tmp  string // for temporary files
	root string // holds both, and the old output folder once it is replaced
	out  string
	lock *Lock
	lost bool // the old output folder could not be put back and must be kept
}

// newStage makes a stage for the given output folder, and repairs what a run left that was killed. Where the folder is a
// symbolic link, what it leads to is replaced. It returns a LockedError where another run writes to the folder.
func newStage(out string) (*stage, error) {
	what := filepath.ToSlash(out)
	out, err := filepath.Abs(out)
	if err != nil {
		return nil, err
	}
	if real, err := filepath.EvalSymlinks(out); err == nil {
		out = real
	}
	root := filepath.Join(filepath.Dir(out), ".zhenggai-"+filepath.Base(out))
	s := &stage{root: root, dir: filepath.Join(root, "new"), tmp: filepath.Join(root, "tmp"), out: out}
	if s.lock, err = TakeLock(root, what); err != nil {
		return nil, err
	}
	err = s.repair()
	for _, dir := range []string{s.dir, s.tmp} { // within a folder of its own, so that the permissions are the user's usual ones
		if err == nil {
			err = os.Mkdir(dir, 0o777)
		}
	}
	if err != nil {
		s.discard()
		return nil, err
	}
	return s, nil
}

func (s *stage) old() string { return filepath.Join(s.root, "old") }

// repair puts back what a run had moved aside when it was killed, and removes what it left.
func (s *stage) repair() error {
	_, err := os.Lstat(s.out)
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(s.old(), s.out); err != nil && !errors.Is(err, fs.ErrNotExist) {
			s.lost = true
			return fmt.Errorf("cannot put back %s: %w", s.old(), err)
		}
	}
	return errors.Join(os.RemoveAll(s.old()), os.RemoveAll(s.dir), os.RemoveAll(s.tmp))
}

// commit puts the stage in the place of the output folder: in one step where the system can exchange two folders. Elsewhere
// the old one is moved aside first, and comes back where the second step fails, or with the next run.
func (s *stage) commit() error {
	if exchange(s.dir, s.out) == nil {
		return nil
	}
	replaced := true
	if err := os.Rename(s.out, s.old()); errors.Is(err, fs.ErrNotExist) {
		replaced = false
	} else if err != nil {
		return fmt.Errorf("cannot replace the folder (is one of its files open?): %w", err)
	}
	err := os.Rename(s.dir, s.out)
	if err != nil && replaced {
		if back := os.Rename(s.old(), s.out); back != nil {
			s.lost = true
			err = fmt.Errorf("%w; what was there is in %s, and the next run puts it back", err, s.old())
		}
	}
	return err
}

// discard removes what is left of the stage: all of it before commit, the old output folder after.
func (s *stage) discard() {
	if s.lost {
		s.lock.Release()
		return
	}
	s.lock.Remove()
}

// litter are files that systems put into folders when people look at them.
var litter = []string{".DS_Store", "Thumbs.db", "desktop.ini"}

// A ForeignError says that a folder holds what zhenggai did not write, or is none that can be written.
type ForeignError struct {
	Folder string
	File   string // in the folder; "" where none of them is known to be of zhenggai

	Changed bool // the file was written by zhenggai, and changed since

	Err error // why the folder cannot be looked into, or nil
}

func (e *ForeignError) Error() string {
	switch {
	case e.Err != nil:
		return e.Err.Error()
	case e.Changed:
		return fmt.Sprintf("%s: %s was changed since it was written", e.Folder, e.File)
	case e.File != "":
		return fmt.Sprintf("%s: zhenggai did not write %s", e.Folder, e.File)
	}
	return e.Folder + ": the folder holds files that zhenggai did not write"
}

func (e *ForeignError) Unwrap() error { return e.Err }

// MayReplace returns an error where an output folder holds anything but what an earlier run wrote, so that nothing of the user's is lost
// when it is removed: a ForeignError or an OpenError.
func MayReplace(out string) error {
	h, err := lookInto(out)
	switch {
	case err != nil:
		return err
	case h.changed:
		return &ForeignError{Folder: out, File: Workbook, Changed: true}
	case len(h.kept) > 0:
		return &ForeignError{Folder: out, File: h.kept[0]}
	}
	return nil
}
