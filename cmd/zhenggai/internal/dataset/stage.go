package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"zhenggai/extract/source"
)

// A stage is the folder in which a run is written until it is complete. It lies beside the folder that it will
// replace, so that the replacement is a rename.
type stage struct {
	root string // holds dir, and the old output folder once it is replaced
	dir  string
	out  string
	lost bool // the old output folder could not be put back and must be kept
}

// newStage makes a stage for the given output folder. Where that is a symbolic link, what it leads to is replaced.
func newStage(out string) (*stage, error) {
	out, err := filepath.Abs(out)
	if err != nil {
		return nil, err
	}
	if real, err := filepath.EvalSymlinks(out); err == nil {
		out = real
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o777); err != nil {
		return nil, err
	}
	root, err := os.MkdirTemp(filepath.Dir(out), ".zhenggai-*")
	if err != nil {
		return nil, err
	}
	s := &stage{root: root, dir: filepath.Join(root, "new"), out: out}
	return s, os.Mkdir(s.dir, 0o777) // within a folder of its own, so that the permissions are the user's usual ones
}

// commit puts the stage in the place of the output folder. The old one is moved aside first, since no system renames
// a folder onto a full one, and comes back where that fails.
func (s *stage) commit() error {
	old := filepath.Join(s.root, "old")
	replaced := true
	if err := os.Rename(s.out, old); errors.Is(err, fs.ErrNotExist) {
		replaced = false
	} else if err != nil {
		return fmt.Errorf("cannot replace the folder (is one of its files open?): %w", err)
	}
	err := os.Rename(s.dir, s.out)
	if err != nil && replaced {
		if back := os.Rename(old, s.out); back != nil {
			s.lost = true
			err = fmt.Errorf("%w; what was there is in %s", err, old)
		}
	}
	return err
}

// discard removes what is left of the stage: all of it before commit, the old output folder after.
func (s *stage) discard() {
	if !s.lost {
		os.RemoveAll(s.root)
	}
}

// litter are files that systems put into folders when people look at them.
var litter = []string{".DS_Store", "Thumbs.db", "desktop.ini"}

// mayReplace refuses an output folder that holds anything but what an earlier run wrote, so that nothing of the user's
// is lost when it is replaced.
func mayReplace(out string) error {
	entries, err := os.ReadDir(out)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && len(entries) == 0:
		return nil
	case err != nil:
		return &exitError{exitUsage, fmt.Errorf("%s: is no folder that can be written", out), "name another folder with -o"}
	}
	written, ok := readFiles(filepath.Join(out, runFile))
	if !ok {
		return &exitError{exitUsage, fmt.Errorf("%s: the folder holds files that zhenggai did not write", out), "name an empty or new folder with -o"}
	}
	files, err := listFiles(out)
	if err != nil {
		return &exitError{exitUsage, err, ""}
	}
	for _, file := range files {
		if !written[file] && !slices.Contains(litter, path.Base(file)) {
			return &exitError{exitUsage, fmt.Errorf("%s: zhenggai did not write %s", out, file), "move the file away, or name another folder with -o"}
		}
	}
	return nil
}

// readFiles returns the files that a run.json lists, and false where it is none.
func readFiles(name string) (map[string]bool, bool) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, false
	}
	var record runRecord
	if json.Unmarshal(data, &record) != nil || record.Program != program {
		return nil, false
	}
	files := map[string]bool{runFile: true}
	for _, f := range record.Files {
		files[f] = true
	}
	return files, true
}

// listFiles returns the paths of the files in a folder and in the folders in it, sorted, with forward slashes.
func listFiles(dir string) ([]string, error) {
	var files []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(file string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, file)
		}
		return err
	})
	return files, err
}

// outside refuses a source in the output folder, which is replaced.
func outside(out string, list *source.List) error {
	for _, e := range list.Entries {
		if e.Path != source.Stdin && source.Within(out, filepath.FromSlash(e.Path)) {
			return &exitError{exitUsage, fmt.Errorf("%s lies in the folder to write, %s", e.Path, out), "name another folder with -o"}
		}
	}
	return nil
}
