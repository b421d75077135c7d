//go:build ignore && !windows

// Measures the hostile set: writes it, reads each file with the built program, then all in one run, and says how long
// each took and how much memory. It fails where a file takes more than 5 s or 512 MiB. Run it by .ci/hostile.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"time"
)

const (
	mostTime   = 5 * time.Second
	mostMemory = 512 << 20
)

// A cost is what one run of the program took.
type cost struct {
	name   string
	time   time.Duration
	memory int64 // resident at most, in bytes
	code   int
}

func (c cost) String() string {
	return fmt.Sprintf("%6.2f s %4d MiB  exit %d  %s", c.time.Seconds(), c.memory>>20, c.code, c.name)
}

// measure reads a file or folder. The program ends with 0, 1 or 3 where it did not crash.
func measure(program, path, out string) cost {
	var errs bytes.Buffer
	cmd := exec.Command(program, "convert", path, "-o", out, "-q")
	cmd.Stderr = &errs
	start := time.Now()
	err := cmd.Run()
	c := cost{name: filepath.Base(path), time: time.Since(start), code: cmd.ProcessState.ExitCode()}
	c.memory = cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
	if runtime.GOOS != "darwin" {
		c.memory <<= 10 // kilobytes elsewhere
	}
	if !slices.Contains([]int{0, 1, 3}, c.code) {
		fmt.Printf("%s: %v\n%.2000s\n", c.name, err, errs.String())
	}
	return c
}

func main() {
	program, dir, out := os.Args[1], os.Args[2], os.Args[3]
	entries, err := os.ReadDir(dir)
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	beyond := false
	var all []cost
	for _, e := range entries {
		c := measure(program, filepath.Join(dir, e.Name()), out)
		all = append(all, c)
		if c.time > mostTime || c.memory > mostMemory || !slices.Contains([]int{0, 1, 3}, c.code) {
			beyond = true
			fmt.Println("beyond the limits:", c)
		}
	}
	slices.SortFunc(all, func(a, b cost) int { return int(b.time - a.time) })
	fmt.Printf("%d files; the slowest:\n", len(all))
	for _, c := range all[:min(10, len(all))] {
		fmt.Println(c)
	}
	slices.SortFunc(all, func(a, b cost) int { return int(b.memory>>10 - a.memory>>10) })
	fmt.Println("the largest:")
	for _, c := range all[:min(5, len(all))] {
		fmt.Println(c)
	}
	together := measure(program, dir, out)
	fmt.Printf("all in one run: %s\n", together)
	if beyond || together.memory > mostMemory || !slices.Contains([]int{0, 1}, together.code) {
		os.Exit(1)
	}
}
