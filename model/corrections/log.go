package corrections

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// A Log is a file of corrections that grows. Several programs may add to it at the same time, and a Log is for several
// goroutines.
type Log struct {
	name  string
	rules *Rules
}

// NewLog returns the Log of a file, which is made with its first line. Rules say which codes it takes, and may be nil.
func NewLog(name string, rules *Rules) *Log { return &Log{name, rules} }

// Append adds a correction. When it returns nil the line is on the disk. Its error is a *Mistake where Read would pass the line over.
func (l *Log) Append(c Correction) (err error) {
	if err := c.Check(l.rules); err != nil {
		return err
	}
	line, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("corrections: %w", err)
	}
	if len(line)+1 > MaxLine {
		return NewMistake("引用的文字太长", "it quotes too many words")
	}
	lock := flock.New(l.lockName())
	if err := lock.Lock(); err != nil {
		return fmt.Errorf("corrections: %s cannot be locked: %w", l.name, err)
	}
	defer lock.Close() // which lets go
	f, err := os.OpenFile(l.name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return fmt.Errorf("corrections: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	whole, err := endsWhole(f)
	if err != nil {
		return fmt.Errorf("corrections: %w", err)
	}
	line = append(line, '\n')
	if !whole {
		line = append([]byte{'\n'}, line...) // what a killed program left stays a line of its own
	}
	if _, err := f.Write(line); err != nil {
		return fmt.Errorf("corrections: %w", err)
	}
	return f.Sync()
}

// lockName is a hidden file beside the log, since the log itself may be exchanged by an editor.
func (l *Log) lockName() string {
	return filepath.Join(filepath.Dir(l.name), "."+filepath.Base(l.name)+".lock")
}

// endsWhole reports whether the file is empty or its last line has an end.
func endsWhole(f *os.File) (bool, error) {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil || size == 0 {
		return true, err
	}
	var last [1]byte
	_, err = f.ReadAt(last[:], size-1)
	return last[0] == '\n', err
}
