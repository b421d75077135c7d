//go:build ignore && !windows

// Measures the hostile set: reads each file with the built program, then all in one run, and says how long each took and
// how much memory; then it ends runs that wait for LibreOffice. Run it by .ci/hostile, which names a folder with zhenggai, set
// and an empty temp, how many runs are ended, and its own command line. It fails where a file takes more than it may, or where anything goes on or is left.
package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A most is what a file may cost.
type most struct {
	time   time.Duration
	memory int64
}

// mostOf returns what a file may cost: what LibreOffice reads has 30 s and 512 MiB more, and the libraries of LibreOffice are
// in memory besides.
func mostOf(name string) most {
	if strings.HasSuffix(name, ".rtf") {
		return most{35 * time.Second * 11 / 10, 768 << 20}
	}
	return most{5 * time.Second * 11 / 10, 512 << 20}
}

const (
	mostGrowth = 2.3                    // of the time for a file of twice the size
	leastTime  = 300 * time.Millisecond // below which growth is not to be told from the start of the program
)

// A trial is a place to run the program in.
type trial struct{ dir string }

func (t trial) in(name string) string { return filepath.Join(t.dir, name) }

// command returns a run of the program over a file or folder.
func (t trial) command(path string, flags ...string) *exec.Cmd {
	cmd := exec.Command(t.in("zhenggai"), append([]string{"convert", path, "-o", t.in("out"), "-q"}, flags...)...)
	cmd.Env = append(os.Environ(), "TMPDIR="+t.in("temp"))
	return cmd
}

// A cost is what one run of the program took.
type cost struct {
	name   string
	time   time.Duration
	cpu    time.Duration // of the processor
	memory int64         // resident at most, in bytes, of the program and what it has waited for
	code   int
	said   string
}

func (c cost) String() string {
	return fmt.Sprintf("| %.2f s | %.2f s | %d MiB | %d | `%s` |", c.time.Seconds(), c.cpu.Seconds(), c.memory>>20, c.code, c.name)
}

// measure reads a file or folder. The program ends with 0, 1 or 3 where it did not crash.
func (t trial) measure(path string, flags ...string) cost {
	var errs bytes.Buffer
	cmd := t.command(path, flags...)
	cmd.Stderr = &errs
	start := time.Now()
	err := cmd.Run()
	c := cost{name: filepath.Base(path), time: time.Since(start), code: cmd.ProcessState.ExitCode(), said: errs.String()}
	c.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	c.memory = cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
	if runtime.GOOS != "darwin" {
		c.memory <<= 10 // kilobytes elsewhere
	}
	if !slices.Contains([]int{0, 1, 3}, c.code) {
		fmt.Fprintf(os.Stderr, "%s: %v\n%.2000s\n", c.name, err, c.said)
	}
	return c
}

// outside returns the processes that work in the temporary folder, as far as the system lists them, and the folders in it.
func (t trial) outside() (running, left []string) {
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, line := range lines {
		data, _ := os.ReadFile(line)
		if strings.Contains(string(data), t.in("temp")) {
			running = append(running, strings.ReplaceAll(string(data), "\x00", " "))
		}
	}
	left, _ = filepath.Glob(filepath.Join(t.in("temp"), "zhenggai-outside-*"))
	return running, left
}

// settled waits until nothing works in the temporary folder, and returns what still does after 5 seconds.
func (t trial) settled() (running, left []string) {
	for range 100 {
		if running, left = t.outside(); len(running)+len(left) == 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	return running, left
}

var failed bool

// insist takes note of what is wrong.
func insist(ok bool, format string, args ...any) {
	if !ok {
		failed = true
		fmt.Fprintf(os.Stderr, "hostile: "+format+"\n", args...)
	}
}

// files measures each file and all together.
func (t trial) files(names []string) {
	var all []cost
	for _, name := range names {
		c := t.measure(filepath.Join(t.in("set"), name))
		all = append(all, c)
		may := mostOf(name)
		insist(min(c.time, c.cpu) <= may.time && c.memory <= may.memory && slices.Contains([]int{0, 1, 3}, c.code), "beyond the limits: %s %s", c, c.said)
		running, left := t.outside()
		insist(len(running)+len(left) == 0, "%s: still there: %v, %v", name, running, left)
	}
	const header = "| time | of the processor | memory | exit code | file |\n| ---: | ---: | ---: | --- | --- |"
	print := func(title string, list []cost) {
		if len(list) == 0 {
			return
		}
		fmt.Printf("\n%s\n\n%s\n", title, header)
		for _, c := range list {
			fmt.Println(c)
		}
	}
	foreign := func(c cost) bool { return strings.HasSuffix(c.name, ".rtf") }
	converted := slices.DeleteFunc(slices.Clone(all), func(c cost) bool { return !foreign(c) })
	all = slices.DeleteFunc(all, foreign)
	slices.SortFunc(all, func(a, b cost) int { return int(b.time - a.time) })
	print(fmt.Sprintf("%d files that the program reads by itself, each in a run of its own; the slowest:", len(all)), all[:min(10, len(all))])
	slices.SortFunc(all, func(a, b cost) int { return int(b.memory>>10 - a.memory>>10) })
	print("The largest:", all[:min(5, len(all))])
	print("Files that LibreOffice converts; memory is that of LibreOffice where it ended by itself:", converted)
	fmt.Print("\nWhat became of these:\n\n")
	for _, c := range converted {
		said, _, _ := strings.Cut(c.said, "\n")
		_, why, _ := strings.Cut(said, "(LibreOffice failed: ")
		fmt.Printf("- `%s`: %s\n", c.name, strings.TrimSuffix(why, ")"))
	}
	together := t.measure(t.in("set"))
	insist(together.memory <= 768<<20 && slices.Contains([]int{0, 1, 3}, together.code), "beyond the limits: all in one run: %s", together)
	print("All in one run:", []cost{together})
}

// least returns the least time of the processor of two runs on one core, without limits of records and time. The time of the system is
// left out, since it depends on what else the machine does.
func (t trial) least(path string) time.Duration {
	took := time.Hour
	for range 2 {
		cmd := t.command(path, "--formats", "ndjson", "--limit", "records=1000000000", "--limit", "lines=1000000000", "--limit", "time=5m")
		cmd.Env = append(cmd.Env, "GOMAXPROCS=1")
		_ = cmd.Run() // a document that is refused took its time too
		took = min(took, cmd.ProcessState.UserTime())
	}
	return took
}

// growth compares the files of two folders that have the same names, the second twice as large.
func (t trial) growth() {
	empty := t.in("empty.txt")
	insist(os.WriteFile(empty, []byte("整改。\n"), 0o666) == nil, "%s cannot be written", empty)
	start := t.least(empty)
	kinds, told, worst, which := 0, 0, 0.0, ""
	found, _ := filepath.Glob(filepath.Join(t.in("twice"), "*"))
	for _, twice := range found {
		name := filepath.Base(twice)
		once := filepath.Join(t.in("once"), name)
		small, err := os.Stat(once)
		large, err2 := os.Stat(twice)
		if err != nil || err2 != nil || large.Size() < small.Size()*18/10 || strings.HasSuffix(name, ".rtf") {
			continue // its size is always the same, or LibreOffice converts it
		}
		kinds++
		a, b := t.least(once)-start, t.least(twice)-start
		if b < leastTime {
			continue
		}
		told++
		times := b.Seconds() / max(a, time.Millisecond).Seconds()
		if times > worst {
			worst, which = times, name
		}
		insist(times <= mostGrowth, "grows too fast: %.2f times, %.2f and %.2f s of the processor: %s", times, a.Seconds(), b.Seconds(), name)
	}
	fmt.Printf("\n%d kinds of files of 1 and 2 MiB, read without limits of records and time: %d take over %v of the processor, and twice the size takes at most "+
		"%.2f times as long (%s).\n", kinds, told, leastTime, worst, which)
}

// kills ends runs at random moments.
func (t trial) kills(count int) {
	dir := t.in("foreign")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		insist(false, "%v", err)
		return
	}
	found, _ := filepath.Glob(filepath.Join(t.in("set"), "*.rtf"))
	for _, name := range found {
		insist(os.Rename(name, filepath.Join(dir, filepath.Base(name))) == nil, "%s cannot be moved", name)
	}
	signals := []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM, syscall.SIGINT}
	busy, swept := 0, 0
	for i := range count {
		cmd := t.command(dir)
		insist(cmd.Start() == nil, "the program does not start")
		time.Sleep(time.Duration(rand.N(4000)) * time.Millisecond)
		running, _ := t.outside()
		if len(running) > 0 {
			busy++
		}
		insist(cmd.Process.Signal(signals[i%len(signals)]) == nil, "the program has ended before")
		_ = cmd.Wait()
		running, left := t.settled()
		insist(len(running) == 0, "%v: goes on: %v", signals[i%len(signals)], running)
		swept += len(left)
	}
	small := t.in("small.rtf")
	insist(os.WriteFile(small, []byte(`{\rtf1\ansi x}`), 0o666) == nil, "%s cannot be written", small)
	_ = t.measure(small)
	running, left := t.outside()
	insist(len(running)+len(left) == 0, "still there: %v, %v", running, left)
	fmt.Printf("\n%d runs over the files that LibreOffice converts were ended at random moments, by SIGKILL, SIGTERM and SIGINT by turns, %d of them while an outside program ran. "+
		"No process was there 5 seconds later; folders left: %d, and none after the next run.\n", count, busy, swept)
}

func main() {
	t := trial{os.Args[1]}
	count, err := strconv.Atoi(os.Args[2])
	entries, err2 := os.ReadDir(t.in("set"))
	if err != nil || err2 != nil {
		fmt.Fprintln(os.Stderr, err, err2)
		os.Exit(2)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	fmt.Printf("# The hostile set\n\n`%s` on %s, %d cores. It fails where a file takes more than 5.5 s (of the processor, where others keep it busy) or 512 MiB, or, where LibreOffice converts it, "+
		"38.5 s or 768 MiB; where one of twice the size takes more than 2.3 times as long; where the program crashes; and where a process or folder stays.\n", strings.TrimSpace(os.Args[3]), time.Now().Format(time.DateOnly), runtime.NumCPU())
	t.files(names)
	t.growth()
	t.kills(count)
	if failed {
		os.Exit(1)
	}
}
