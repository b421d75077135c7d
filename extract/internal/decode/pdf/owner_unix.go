//go:build unix

package pdf

import (
	"os"
	"syscall"
)

// owned reports whether a file is the user's.
func owned(info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int64(stat.Uid) == int64(os.Geteuid())
}

// shared reports whether others than its owner may write a file.
func shared(info os.FileInfo) bool { return info.Mode().Perm()&0o022 != 0 }
