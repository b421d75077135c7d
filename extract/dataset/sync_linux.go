package dataset

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// Sync has the disk keep all that was written to the file system of a folder, so that a loss of power costs nothing of it.
func Sync(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(unix.Syncfs(int(f.Fd())), f.Close())
}
