package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

// TestLargePages insists that large pages were asked for as much memory as the heap may become. Where a test allocates afterwards
// depends on the tests before it.
func TestLargePages(t *testing.T) {
	if _, err := os.Stat("/sys/kernel/mm/transparent_hugepage"); err != nil {
		t.Skip("this system has no large pages: ", err)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(100)) // which largePages changes
	largePages()
	if got := asked(t); got < heapLimit {
		t.Errorf("large pages were asked for %d bytes, want %d", got, heapLimit)
	}
}

// asked returns how many bytes lie in mappings for which large pages were asked.
func asked(t *testing.T) (sum uintptr) {
	t.Helper()
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var from, to uintptr
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var a, b uintptr
		if n, _ := fmt.Sscanf(lines.Text(), "%x-%x ", &a, &b); n == 2 {
			from, to = a, b
		}
		if flags, ok := strings.CutPrefix(lines.Text(), "VmFlags:"); ok && slices.Contains(strings.Fields(flags), "hg") { // see proc(5)
			sum += to - from
		}
	}
	return sum
}
