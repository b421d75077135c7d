// Package whole writes a file whole or not at all.
package whole

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Write writes a file whole or not at all: under another name first, which it gives up for its own at the end.
func Write(name string, write func(io.Writer) error) error {
	file, err := os.CreateTemp(filepath.Dir(name), ".zhenggai-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // once it has its own name it is not there any more
	if err := errors.Join(write(file), file.Chmod(0o644), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), name)
}
