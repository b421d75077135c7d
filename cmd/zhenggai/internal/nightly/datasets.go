package nightly

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"zhenggai/extract/dataset"
)

const (
	hidden     = ".zhenggai" // folder in the output folder: state, lock and what is being written
	latest     = "latest"    // symbolic link to the newest dataset
	latestFile = "latest.txt"
	stateFile  = "state.db" // in the hidden folder
)

// OutputOf returns the output folder of a job in which a path lies, or which it is, also by way of symbolic links. It returns ""
// where there is none. Nothing of the path need be there.
func OutputOf(path string) string {
	path, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	if output := outputAbove(path); output != "" {
		return output
	}
	for dir := path; ; dir = filepath.Dir(dir) {
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			return outputAbove(real)
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// outputAbove returns the first of a folder and those above it that a job has written to.
func outputAbove(dir string) string {
	for {
		if _, err := os.Stat(filepath.Join(dir, hidden, stateFile)); err == nil {
			return dir
		}
		above := filepath.Dir(dir)
		if above == dir {
			return ""
		}
		dir = above
	}
}

// A made is a dataset in the output folder.
type made struct {
	number int64
	name   string
}

// datasets returns the datasets of a folder by their numbers. Their names do not order them, since clocks are set.
func datasets(output string) ([]made, error) {
	entries, err := os.ReadDir(output)
	if err != nil {
		return nil, err
	}
	var list []made
	for _, e := range entries {
		if !e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if number, ok := dataset.Number(filepath.Join(output, e.Name())); ok {
			list = append(list, made{number, e.Name()})
		}
	}
	slices.SortFunc(list, func(a, b made) int { return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.name, b.name)) })
	return list, nil
}

// freeName returns a name of a day that no dataset has: 2026-01-31, or 2026-01-31.2 for the second of a day.
func freeName(output, day string) (string, error) {
	for i := 1; ; i++ {
		name := day
		if i > 1 {
			name = fmt.Sprintf("%s.%d", day, i)
		}
		if _, err := os.Lstat(filepath.Join(output, name)); errors.Is(err, fs.ErrNotExist) {
			return name, nil
		} else if err != nil {
			return "", err
		}
	}
}

// pointTo has latest lead to a dataset, in one step. Where the system has no symbolic links for us, latest.txt names it.
func pointTo(output, name string) error {
	temporary := filepath.Join(output, hidden, latest)
	if err := os.RemoveAll(temporary); err != nil {
		return err
	}
	if os.Symlink(name, temporary) == nil {
		return os.Rename(temporary, filepath.Join(output, latest))
	}
	if err := os.WriteFile(temporary, []byte(name+"\n"), 0o666); err != nil {
		return err
	}
	return os.Rename(temporary, filepath.Join(output, latestFile))
}

// mayPoint refuses an output folder in which the name latest is taken by something else.
func mayPoint(output string) error {
	info, err := os.Lstat(filepath.Join(output, latest))
	if err == nil && info.Mode()&fs.ModeSymlink == 0 {
		return fmt.Errorf("%s is no link of ours; move it away", filepath.Join(output, latest))
	}
	return nil
}

// expired returns the datasets that need not stay: neither among the last ones, nor the last of one of the last months.
func (k Keep) expired(list []made) []made {
	if k.Last == 0 {
		return nil
	}
	months := map[string]bool{}
	var gone []made
	for i := len(list) - 1; i >= 0; i-- {
		month := list[i].name[:min(len("2006-01"), len(list[i].name))]
		monthly := !months[month] && len(months) < k.Monthly
		if monthly {
			months[month] = true
		}
		if age := len(list) - i; age > k.Last && !monthly {
			gone = append(gone, list[i])
		}
	}
	return gone
}

// retain removes datasets that need not stay. One in which somebody has put files of their own stays too: it is returned
// with the reason. Each goes away in one step, and then from the disk.
func retain(output string, keep Keep, trash string) (removed []string, kept error) {
	list, err := datasets(output)
	if err != nil {
		return nil, err
	}
	for _, m := range keep.expired(list) {
		dir := filepath.Join(output, m.name)
		if err := dataset.MayReplace(dir); err != nil {
			kept = errors.Join(kept, fmt.Errorf("not removed: %w", err))
			continue
		}
		if err := errors.Join(os.Rename(dir, trash), os.RemoveAll(trash)); err != nil {
			return removed, errors.Join(kept, err)
		}
		removed = append(removed, m.name)
	}
	return removed, kept
}
