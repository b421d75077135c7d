//go:build !linux

package dataset

import (
	"errors"
	"os"
	"path/filepath"
)

// Sync has the disk keep all files of a folder, so that a loss of power costs nothing of them. Not every system does that
// for the folders themselves.
func Sync(dir string) error {
	return walkFiles(dir, func(file string) error {
		f, err := os.OpenFile(filepath.Join(dir, filepath.FromSlash(file)), os.O_RDWR, 0)
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), f.Close())
	})
}
