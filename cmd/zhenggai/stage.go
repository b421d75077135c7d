package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// A stage is the folder in which a run is written until it is complete. It lies beside the folder that it will
// replace, so that the replacement is a rename.
type stage struct {
	dir, out string
	done     bool
}

func newStage(out string) (*stage, error) {
	out = filepath.Clean(out)
	parent := filepath.Dir(out)
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(parent, ".zhenggai-*")
	if err != nil {
		return nil, fmt.Errorf("cannot write beside %s: %w", out, err)
	}
	return &stage{dir: dir, out: out}, os.Chmod(dir, 0o755)
}

// commit puts the stage in the place of the output folder. The old one is moved aside first, since no system renames
// a folder onto a full one, and comes back where that fails.
func (s *stage) commit() error {
	old := ""
	if exists(s.out) {
		old = s.dir + "-old"
		if err := os.Rename(s.out, old); err != nil {
			return err
		}
	}
	if err := os.Rename(s.dir, s.out); err != nil {
		if old != "" {
			err = fmt.Errorf("%w (%v)", err, os.Rename(old, s.out))
		}
		return err
	}
	s.done = true
	if old != "" {
		return os.RemoveAll(old)
	}
	return nil
}

// discard removes a stage that was not committed.
func (s *stage) discard() {
	if !s.done {
		os.RemoveAll(s.dir)
	}
}
