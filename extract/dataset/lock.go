package dataset

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

const (
	lockFile   = "lock"
	holderFile = "holder.json"
)

// A LockedError says that another run is writing.
type LockedError struct {
	What   string // the folder that is locked
	Holder Holder // may be empty
}

func (e *LockedError) Error() string {
	if e.Holder.PID == 0 {
		return e.What + ": another run is writing there"
	}
	return fmt.Sprintf("%s: another run is writing there: process %d on %s since %s: %s", e.What, e.Holder.PID, e.Holder.Host, e.Holder.Since, e.Holder.Command)
}

// A Holder is who holds a lock.
type Holder struct {
	PID     int    `json:"pid"`
	Host    string `json:"host"`
	Since   string `json:"since"`
	Command string `json:"command"`
}

// A Lock keeps two runs apart. It ends with the process, however that ends.
type Lock struct {
	dir  string
	file *flock.Flock
}

// TakeLock takes the lock in a folder of our own, which is made where it is not there. what is what the lock protects. It
// returns a LockedError where another run holds it.
func TakeLock(dir, what string) (*Lock, error) {
	path := filepath.Join(dir, lockFile)
	for {
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return nil, err
		}
		file := flock.New(path)
		locked, err := file.TryLock()
		switch {
		case errors.Is(err, os.ErrNotExist):
			continue // another run has ended since, and removed the folder
		case err != nil:
			return nil, fmt.Errorf("%s cannot be locked: %w", path, err)
		case !locked:
			return nil, errors.Join(&LockedError{What: what, Holder: readHolder(dir)}, file.Close())
		}
		l := &Lock{dir: dir, file: file}
		if l.inPlace(path) {
			return l, l.sign()
		}
		file.Close() // as above: what is locked is a file that nobody else can find any more
	}
}

// inPlace reports whether the file that is locked is the one that others find.
func (l *Lock) inPlace(path string) bool {
	ours, err1 := l.file.Stat()
	found, err2 := os.Stat(path)
	return err1 == nil && err2 == nil && os.SameFile(ours, found)
}

// sign says beside the lock who holds it.
func (l *Lock) sign() error {
	host, err := os.Hostname()
	if err != nil {
		host = "an unknown host"
	}
	command := strings.Join(append([]string{filepath.Base(os.Args[0])}, os.Args[1:]...), " ")
	data, err := json.Marshal(Holder{os.Getpid(), host, time.Now().Format(time.RFC3339), command})
	if err == nil {
		err = os.WriteFile(filepath.Join(l.dir, holderFile), data, 0o666)
	}
	if err != nil {
		return errors.Join(err, l.file.Close())
	}
	return nil
}

func readHolder(dir string) (h Holder) {
	data, err := os.ReadFile(filepath.Join(dir, holderFile))
	if err != nil || json.Unmarshal(data, &h) != nil {
		return Holder{}
	}
	return h
}

// Release lets others have the lock.
func (l *Lock) Release() {
	os.Remove(filepath.Join(l.dir, holderFile))
	l.file.Close()
}

// Remove removes the folder of the lock with all that is in it, and lets others have the lock.
func (l *Lock) Remove() {
	if runtime.GOOS == "windows" { // which removes no open file, and none that another run has opened since
		l.file.Close()
	}
	os.RemoveAll(l.dir)
	l.file.Close()
}
