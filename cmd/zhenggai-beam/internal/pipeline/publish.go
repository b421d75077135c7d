package pipeline

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
)

// join puts a name behind a folder of any file system.
func join(folder, name string) string {
	if local(folder) {
		return filepath.Join(folder, filepath.FromSlash(name))
	}
	return strings.TrimSuffix(folder, "/") + "/" + name
}

// written creates a file and has it written.
func written(file string, write func(*bufio.Writer) error) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 64<<10)
	return errors.Join(write(w), w.Flush(), f.Close())
}

// publish copies a finished file to where it belongs, in the place of one that is there. Nobody sees half of it: a store shows an
// object when it is closed, and on a local file system the copy gets its name when it is whole. Two bundles that write the
// same file at the same time write the same bytes.
func publish(ctx context.Context, file, to string) error {
	fs, err := filesystem.New(ctx, to)
	if err != nil {
		return err
	}
	defer fs.Close()
	at := to
	renamer, ok := fs.(filesystem.Renamer)
	ok = ok && local(to)
	if ok {
		at = join(path.Dir(filepath.ToSlash(to)), "."+path.Base(filepath.ToSlash(to))+"."+rand.Text())
	}
	err = upload(ctx, fs, file, at)
	if err == nil && ok {
		err = renamer.Rename(ctx, at, to)
	}
	if err != nil && ok {
		err = errors.Join(err, os.RemoveAll(at))
	}
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", to, err)
	}
	return nil
}

// upload copies a file. After an error the copy is not closed, since closing would commit half of it to a store.
func upload(ctx context.Context, fs filesystem.Interface, file, to string) error {
	from, err := os.Open(file)
	if err != nil {
		return err
	}
	defer from.Close()
	w, err := fs.OpenWrite(ctx, to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, from); err != nil {
		return err
	}
	return w.Close()
}
