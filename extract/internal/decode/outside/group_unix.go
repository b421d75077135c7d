//go:build unix

package outside

import (
	"context"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

const shell = "/bin/sh"

// guard is a shell's script that waits until its standard input ends, which it does with this process. Then it ends its
// group, with itself, and removes the folder. A parent-death signal would reach a direct child only, on Linux only, and
// LibreOffice is the grandchild of its script.
const guard = `trap '' HUP INT QUIT TERM; read -r _; kill -TERM 0; rm -rf -- "$0"; kill -KILL 0`

// limited is a shell's script that runs a program within a limit of memory, in KiB, and without dumps of it. A lower limit
// that holds already stays.
const limited = `ulimit -c 0; ulimit -d "$0" 2>/dev/null; exec "$@"`

// A group is one of processes, whose first is the guard.
type group struct {
	guard  *exec.Cmd
	life   io.Closer // while it is open, the guard waits
	memory int64
}

func newGroup(folder string, memory int64) (*group, error) {
	g := &group{guard: exec.Command(shell, "-c", guard, folder), memory: memory}
	g.guard.Dir = "/"
	g.guard.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	life, err := g.guard.StdinPipe()
	if err != nil {
		return nil, err
	}
	g.life = life
	return g, g.guard.Start()
}

// command returns the command that runs a program. It is in the group before it runs, or fails where that is no more.
func (g *group) command(ctx context.Context, p Program) *exec.Cmd {
	memory := "unlimited"
	if g.memory > 0 {
		memory = strconv.FormatInt(max(1, g.memory>>10), 10)
	}
	cmd := exec.CommandContext(ctx, shell, append([]string{"-c", limited, memory, p.Path}, p.Args...)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pgid: g.guard.Process.Pid}
	return cmd
}

func (g *group) start(cmd *exec.Cmd) error { return cmd.Start() }

// end ends all of the group. Its number is not given away as long as nobody has waited for the guard.
func (g *group) end() error { return syscall.Kill(-g.guard.Process.Pid, syscall.SIGKILL) }

func (g *group) settle() {
	_ = g.end()
	g.life.Close()
	_ = g.guard.Wait() // it was killed
}

// owned reports whether a file is of this user.
func owned(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}
