//go:build !unix && !windows

package outside

import (
	"context"
	"errors"
	"io/fs"
	"os/exec"
)

// A group is not to be had on systems that cannot end one.
type group struct{}

func newGroup(string, int64) (*group, error) { return nil, errors.ErrUnsupported }

func (*group) command(context.Context, Program) *exec.Cmd { return nil }
func (*group) start(*exec.Cmd) error                      { return errors.ErrUnsupported }
func (*group) end() error                                 { return errors.ErrUnsupported }
func (*group) settle()                                    {}

func owned(fs.FileInfo) bool { return false }
