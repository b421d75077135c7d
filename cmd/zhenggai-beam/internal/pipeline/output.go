package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
)

// ErrNotEmpty says that the files of another job, or of the same one, are in the folder to write.
var ErrNotEmpty = errors.New("it holds the files of an earlier job")

// depths are how deep below the folder parts lie.
var depths = []string{"*/part-*", "*/*/part-*"}

// Clear looks whether the folder to write holds files of an earlier job, and removes them if it may. A folder that only the workers
// can see is empty for the machine that starts the job.
func Clear(ctx context.Context, output string, remove bool) error {
	fs, err := filesystem.New(ctx, output)
	if err != nil {
		return err
	}
	defer fs.Close()
	for _, depth := range depths {
		files, err := fs.List(ctx, join(output, depth))
		switch {
		case err != nil:
			return fmt.Errorf("%s cannot be listed: %w", output, err)
		case len(files) == 0:
		case !remove:
			return fmt.Errorf("%s: %w", output, ErrNotEmpty)
		default:
			err = removeAll(ctx, fs, files)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Tidy removes what a job that has ended laid aside.
func Tidy(ctx context.Context, output string) error {
	if !local(output) {
		return nil
	}
	fs, err := filesystem.New(ctx, output)
	if err != nil {
		return err
	}
	defer fs.Close()
	files, err := fs.List(ctx, join(output, Aside+"/part-*"))
	if err != nil || len(files) == 0 {
		return err
	}
	err = removeAll(ctx, fs, files)
	os.Remove(join(output, Aside)) // it stays where something else is in it
	return err
}

func removeAll(ctx context.Context, fs filesystem.Interface, files []string) error {
	remover, ok := fs.(filesystem.Remover)
	if !ok {
		return errors.New("this file system removes no files; name another folder")
	}
	for _, file := range files {
		if err := remover.Remove(ctx, file); err != nil {
			return err
		}
	}
	return nil
}
