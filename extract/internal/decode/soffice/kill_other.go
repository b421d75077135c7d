//go:build !unix

package soffice

import (
	"os/exec"
	"strconv"
)

func group(*exec.Cmd) {}

// killTree ends a command with all programs that it has started, as far as Windows still knows whose they are.
func killTree(cmd *exec.Cmd) error {
	_ = exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(cmd.Process.Pid)).Run() // it may have ended by itself
	return cmd.Process.Kill()
}
