package outside

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// A Folder is one in which an outside program works, with what it reads and writes.
type Folder struct {
	Path string // absolute
	lock *flock.Flock
}

const (
	prefix   = "zhenggai-outside-" // of the names of all folders
	lockFile = "lock"              // in a folder; locked as long as the process lives whose folder it is
)

// swept removes the folders that other processes have left behind, once.
var swept = sync.OnceFunc(func() { sweep(os.TempDir()) })

// NewFolder makes a folder that only this user can read. The first call removes the folders of processes that are no more.
func NewFolder() (*Folder, error) {
	swept()
	for {
		path, err := os.MkdirTemp("", prefix+"*")
		if err == nil {
			path, err = filepath.Abs(path)
		}
		if err != nil {
			return nil, err
		}
		lock, err := claim(path)
		if err != nil {
			os.RemoveAll(path)
			return nil, err
		}
		if lock != nil {
			return &Folder{path, lock}, nil
		} // else another process took it for one that was left behind
	}
}

// Remove removes the folder. What cannot be removed, as on Windows a file that a program has open which is about to
// end, is tried again for a second, and else left to the next process.
func (f *Folder) Remove() {
	f.lock.Close() // first, since Windows removes no open file
	for range 20 {
		if os.RemoveAll(f.Path) == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// sweep removes the folders in dir whose processes are no more. It follows no links and leaves those of other users.
func sweep(dir string) {
	entries, _ := os.ReadDir(dir) // what cannot be read is not swept
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), prefix) {
			continue
		}
		info, err := e.Info()
		if err != nil || !info.IsDir() || !owned(info) {
			continue
		}
		path := filepath.Join(dir, e.Name())
		if lock, err := claim(path); err == nil && lock != nil {
			(&Folder{path, lock}).Remove()
		}
	}
}

// claim locks a folder. It returns nil where another process has it, or has removed it.
func claim(path string) (*flock.Flock, error) {
	lock := flock.New(filepath.Join(path, lockFile))
	locked, err := lock.TryLock()
	switch {
	case err != nil && gone(path):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("%s cannot be locked: %w", path, err)
	case !locked:
		return nil, lock.Close()
	}
	ours, err1 := lock.Stat()
	found, err2 := os.Lstat(lock.Path())
	if err1 != nil || err2 != nil || !os.SameFile(ours, found) { // what is locked, nobody finds any more
		return nil, lock.Close()
	}
	return lock, nil
}

func gone(path string) bool {
	_, err := os.Lstat(path)
	return os.IsNotExist(err)
}
