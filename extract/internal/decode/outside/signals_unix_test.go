//go:build unix

package outside

import (
	"os"
	"syscall"
)

// signals are those that end a process.
var signals = []os.Signal{os.Kill, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT}
