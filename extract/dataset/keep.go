package dataset

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// An OpenError says that a program has the workbook of a dataset open, so that the folder cannot be replaced.
type OpenError struct {
	Folder string
	Lock   string // the file in it by which the program says so
}

func (e *OpenError) Error() string {
	return fmt.Sprintf("%s: %s is open in another program (%s)", e.Folder, Workbook, e.Lock)
}

// locks are the files that spreadsheet programs put beside a workbook that they have open: Excel and WPS, WPS, LibreOffice.
var locks = []string{"~$" + Workbook, ".~" + Workbook, ".~lock." + Workbook + "#"}

// keptName matches the workbooks that people have changed and that earlier runs kept.
var keptName = regexp.MustCompile(`^dataset\.changed-\d{8}-\d{6}(-\d+)?\.xlsx$`)

// nameToKeep returns a new name in dir for a workbook that was changed, by the time of the change.
func nameToKeep(dir string, info fs.FileInfo) string {
	stem := strings.TrimSuffix(Workbook, ".xlsx") + ".changed-" + info.ModTime().Format("20060102-150405")
	name := stem + ".xlsx"
	for i := 2; ; i++ {
		if _, err := os.Lstat(filepath.Join(dir, name)); errors.Is(err, fs.ErrNotExist) {
			return name
		}
		name = fmt.Sprintf("%s-%d.xlsx", stem, i)
	}
}

// handwork is what people have done in the folder of a dataset.
type handwork struct {
	changed bool     // the workbook is not as it was written
	kept    []string // workbooks that earlier runs kept
}

// lookInto finds the work of people in an output folder, which may be absent. It returns a ForeignError where the folder holds what
// neither a run nor a program for workbooks has put there, and an OpenError where the workbook is open.
func lookInto(out string) (h handwork, err error) {
	entries, err := os.ReadDir(out)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && len(entries) == 0:
		return h, nil
	case err != nil:
		return h, &ForeignError{Folder: out, Err: fmt.Errorf("%s: is no folder that can be written", out)}
	}
	written, ok := readFiles(filepath.Join(out, RunFile))
	if !ok {
		return h, &ForeignError{Folder: out}
	}
	err = walkFiles(out, func(name string) error {
		_, ours := written[name]
		switch {
		case slices.Contains(locks, name):
			return &OpenError{out, name}
		case keptName.MatchString(name):
			h.kept = append(h.kept, name)
		case !ours && !slices.Contains(litter, path.Base(name)):
			return &ForeignError{Folder: out, File: name}
		}
		return nil
	})
	if err == nil {
		h.changed, err = differs(out, written[Workbook])
	}
	return h, err
}

// differs reports whether the workbook is there and has another hash than the one that run.json gives. Where that gives none, it is
// taken as it was written.
func differs(out, hash string) (bool, error) {
	if hash == "" {
		return false, nil
	}
	now, err := describeFile(out, Workbook)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return now.SHA256 != hash, err
}

// carry brings the work of people from an output folder to the one that replaces it, and returns the name of the workbook that was
// changed since, or "".
func (h *handwork) carry(out, to string) (changed string, err error) {
	for _, name := range h.kept {
		err = errors.Join(err, linkOrCopy(filepath.Join(out, name), filepath.Join(to, name)))
	}
	if !h.changed || err != nil {
		return "", err
	}
	info, err := os.Stat(filepath.Join(out, Workbook))
	if err != nil {
		return "", err
	}
	changed = nameToKeep(to, info)
	return changed, linkOrCopy(filepath.Join(out, Workbook), filepath.Join(to, changed))
}

// linkOrCopy gives a file a second name, or copies it where the file system cannot.
func linkOrCopy(from, to string) error {
	if os.Link(from, to) == nil {
		return nil
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	file, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, in)
	return errors.Join(err, file.Close())
}
