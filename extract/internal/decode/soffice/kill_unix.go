//go:build unix

package soffice

import (
	"os/exec"
	"syscall"
)

// group lets a command and all programs that it starts be one group.
func group(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// killTree ends a command with all programs that it has started.
func killTree(cmd *exec.Cmd) error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
