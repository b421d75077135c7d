// Package outside runs programs that are not part of this one, each in a folder of its own, and lets none of
// them outlive its run.
//
// A program and all that it starts are one group. The group ends with the program, with its context, and with this
// process, however that ends: on Unix a guard, which is a shell in the group, sees a pipe close; on Windows the group is a
// job that ends with its last handle. A program that leaves its group on purpose is beyond reach on Unix.
//
// The folder is removed by [Folder.Remove], and where this process is killed by the guard. What is still left then, the
// next process that needs a folder removes.
package outside

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
	"unicode"
)

// A Program is an outside program and how it is run.
type Program struct {
	Path   string
	Args   []string
	Memory int64 // bytes that each of its processes may have; 0 is no limit. macOS has none, Linux counts what is not shared
}

// Run runs a program in the folder until it ends, and returns the last line that it wrote to its standard error. It ends with
// all programs that it has started where the context does; the error then is the cause of that, and else one of the
// system or an [*exec.ExitError].
func (f *Folder) Run(ctx context.Context, p Program) (said string, err error) {
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	temp := filepath.Join(f.Path, "tmp")
	if err := os.MkdirAll(temp, 0o700); err != nil {
		return "", err
	}
	g, err := newGroup(f.Path, p.Memory)
	if err != nil {
		return "", fmt.Errorf("%s cannot be watched: %w", p.Path, err)
	}
	defer g.settle()
	var last tail
	cmd := g.command(ctx, p)
	cmd.Dir = temp
	cmd.Env = append(os.Environ(), "TMPDIR="+temp, "TMP="+temp, "TEMP="+temp)
	cmd.Stderr = &last
	cmd.Cancel = g.end
	cmd.WaitDelay = time.Second // for what it has started, and what goes on writing
	if err = g.start(cmd); err == nil {
		err = cmd.Wait()
	}
	switch {
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	case errors.Is(err, exec.ErrWaitDelay):
		err = nil // it ended well, and what it has started is ended now
	}
	return last.line(), err
}

// Crashed reports whether a program ended by a signal, an exception, or a shell's word for one: exit codes from 128.
func Crashed(err error) bool {
	exit, ok := errors.AsType[*exec.ExitError](err)
	return ok && uint32(exit.ExitCode()) >= 128
}

// A tail keeps the end of what is written to it.
type tail struct{ kept []byte }

func (t *tail) Write(p []byte) (int, error) {
	const most = 1 << 10
	t.kept = append(t.kept, p[max(0, len(p)-most):]...)
	t.kept = t.kept[max(0, len(t.kept)-most):]
	return len(p), nil
}

// line returns the last line, without what would upset a terminal.
func (t *tail) line() string {
	text := strings.TrimSpace(strings.ToValidUTF8(string(t.kept), ""))
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, text[strings.LastIndexByte(text, '\n')+1:])
}
