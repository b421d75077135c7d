//go:build ignore && !windows

// Measures the hostile set: reads each file with the built program, then all in one run, and says how long each took and how much
// memory. Then it reads files of one MiB and of two without limits of records and time. It fails where a file takes more
// than 5.5 s (of the processor, where others keep it busy) or 512 MiB, or where one of twice the size takes more than 2.3 times as long. Run it by .ci/hostile.
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
	mostTime   = 5500 * time.Millisecond // the limit of a document, and a tenth
	mostGrowth = 2.3                     // for twice the size
	leastTime  = 150 * time.Millisecond  // below which growth is not to be told from the start of the program
	mostMemory = 512 << 20
)

// A cost is what one run of the program took.
type cost struct {
	name   string
	time   time.Duration
	cpu    time.Duration // of the processor
	memory int64         // resident at most, in bytes
	code   int
}

func (c cost) String() string {
	return fmt.Sprintf("%6.2f s, %.2f s of the processor, %4d MiB  exit %d  %s", c.time.Seconds(), c.cpu.Seconds(), c.memory>>20, c.code, c.name)
}

// measure reads a file or folder. The program ends with 0, 1 or 3 where it did not crash.
func measure(program, path, out string, flags ...string) cost {
	var errs bytes.Buffer
	cmd := exec.Command(program, append([]string{"convert", path, "-o", out, "-q"}, flags...)...)
	cmd.Stderr = &errs
	start := time.Now()
	err := cmd.Run()
	c := cost{name: filepath.Base(path), time: time.Since(start), code: cmd.ProcessState.ExitCode()}
	c.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	c.memory = cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
	if runtime.GOOS != "darwin" {
		c.memory <<= 10 // kilobytes elsewhere
	}
	if !slices.Contains([]int{0, 1, 3}, c.code) {
		fmt.Printf("%s: %v\n%.2000s\n", c.name, err, errs.String())
	}
	return c
}

// grows compares the files of two folders that have the same names, the second twice as large, and reports whether one takes too long.
func grows(program, once, twice, out string) bool {
	unlimited := []string{"--formats", "ndjson", "--limit", "records=1000000000", "--limit", "lines=1000000000", "--limit", "time=5m"}
	least := func(path string) time.Duration {
		cpu := measure(program, path, out, unlimited...).cpu
		return min(cpu, measure(program, path, out, unlimited...).cpu)
	}
	empty := filepath.Join(filepath.Dir(out), "empty.txt")
	if err := os.WriteFile(empty, []byte("整改。\n"), 0o600); err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	start := least(empty)
	entries, err := os.ReadDir(once)
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	beyond, told, kinds, most := false, 0, 0, 0.0
	for _, e := range entries {
		small, err := os.Stat(filepath.Join(once, e.Name()))
		large, err2 := os.Stat(filepath.Join(twice, e.Name()))
		if err != nil || err2 != nil || large.Size() < small.Size()*18/10 {
			continue // its size is always the same
		}
		kinds++
		a, b := least(filepath.Join(once, e.Name()))-start, least(filepath.Join(twice, e.Name()))-start
		if b < leastTime {
			continue
		}
		told++
		growth := b.Seconds() / max(a, time.Millisecond).Seconds()
		most = max(most, growth)
		if growth > mostGrowth {
			beyond = true
			fmt.Printf("grows too fast: %.2f times, %.2f and %.2f s  %s\n", growth, a.Seconds(), b.Seconds(), e.Name())
		}
	}
	fmt.Printf("%d kinds of files of twice the size: %d take over %v, at most %.2f times as long\n", kinds, told, leastTime, most)
	return beyond
}

func main() {
	program, dir, once, twice, out := os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5]
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
		if min(c.time, c.cpu) > mostTime || c.memory > mostMemory || !slices.Contains([]int{0, 1, 3}, c.code) {
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
	beyond = grows(program, once, twice, out) || beyond
	if beyond || together.memory > mostMemory || !slices.Contains([]int{0, 1}, together.code) {
		os.Exit(1)
	}
}
