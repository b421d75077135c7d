package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"unsafe"
)

// TestLargePages insists that what is allocated afterwards lies in memory for which large pages were asked.
func TestLargePages(t *testing.T) {
	if _, err := os.Stat("/sys/kernel/mm/transparent_hugepage"); err != nil {
		t.Skip("this system has no large pages: ", err)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(100)) // which largePages changes
	largePages()
	block := make([]byte, heapLimit/2)
	if flags := mappingOf(t, uintptr(unsafe.Pointer(&block[0]))); !slices.Contains(flags, "hg") { // asked by madvise, see proc(5)
		t.Errorf("the memory has the flags %v", flags)
	}
}

// mappingOf returns the flags of the mapping that an address is in.
func mappingOf(t *testing.T, address uintptr) []string {
	t.Helper()
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	within := false
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var from, to uintptr
		if n, _ := fmt.Sscanf(lines.Text(), "%x-%x ", &from, &to); n == 2 {
			within = from <= address && address < to
		}
		if flags, ok := strings.CutPrefix(lines.Text(), "VmFlags:"); ok && within {
			return strings.Fields(flags)
		}
	}
	t.Fatalf("no mapping has the address %x", address)
	return nil
}
