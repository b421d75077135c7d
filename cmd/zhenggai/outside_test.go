//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// endless stands for LibreOffice: it never ends, nor does what it has started, which says in a file that it is alive.
const endless = `#!/bin/sh
while :; do echo >>"$TICKS"; sleep 0.02; done &
wait
`

// A conversion is a run of the program in a folder of its own, over a notice and an RTF document.
type conversion struct {
	*exec.Cmd
	temp, ticks string
	errs        bytes.Buffer
}

// converting returns the command. soffice is what stands for LibreOffice; "" is LibreOffice itself.
func converting(t *testing.T, soffice string, rtf []byte, args ...string) *conversion {
	t.Helper()
	dir := t.TempDir()
	c := &conversion{temp: filepath.Join(dir, "temp"), ticks: filepath.Join(dir, "ticks")}
	c.Cmd = exec.Command("zhenggai", append([]string{"convert", "in", "-o", "out", "--formats", "ndjson"}, args...)...)
	c.Dir, c.Stderr = dir, &c.errs
	c.Env = append(os.Environ(), "TMPDIR="+c.temp, "TICKS="+c.ticks)
	if soffice != "" {
		c.Env = append(c.Env, "ZHENGGAI_SOFFICE="+filepath.Join(dir, "soffice"))
	}
	notice, err := os.ReadFile(filepath.Join("..", "..", "seeds", "000_8289ea3699fe6ee2.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"in", "temp"} {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range map[string][]byte{"soffice": []byte(soffice), "in/a.txt": notice, "in/b.rtf": rtf} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// until waits until something is so.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 3000 {
		if is() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("not so: %s", what)
}

// left returns the folders that are left.
func (c *conversion) left() []string {
	found, _ := filepath.Glob(filepath.Join(c.temp, "*"))
	return found
}

// still reports whether nothing says any more that it is alive.
func (c *conversion) still() bool {
	before, err1 := os.Stat(c.ticks)
	time.Sleep(300 * time.Millisecond)
	after, err2 := os.Stat(c.ticks)
	return err1 == nil && err2 == nil && before.Size() == after.Size()
}

// TestLibreOfficeEndsWithTheProgram ends the program while it waits for LibreOffice.
func TestLibreOfficeEndsWithTheProgram(t *testing.T) {
	for _, test := range []struct {
		signal syscall.Signal
		say    string // where the program can say something
	}{
		{syscall.SIGINT, "error: interrupted\n"},
		{syscall.SIGTERM, "error: interrupted\n"},
		{syscall.SIGKILL, ""},
	} {
		t.Run(test.signal.String(), func(t *testing.T) {
			c := converting(t, endless, []byte(`{\rtf1 x}`))
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			until(t, "LibreOffice runs", func() bool { _, err := os.Stat(c.ticks); return err == nil })
			if len(c.left()) != 1 {
				t.Errorf("folders %v", c.left())
			}
			start := time.Now()
			if err := c.Process.Signal(test.signal); err != nil {
				t.Fatal(err)
			}
			if err := c.Wait(); err == nil || !strings.HasPrefix(c.errs.String(), test.say) {
				t.Errorf("%v: %s", err, &c.errs)
			}
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("the program ended after %v", took)
			}
			if test.say != "" && len(c.left()) > 0 {
				t.Errorf("the program has left %v", c.left())
			}
			until(t, "nothing goes on", c.still)
			until(t, "nothing is left", func() bool { return len(c.left()) == 0 })
		})
	}
}

// TestLimitOfLibreOffice insists that a conversion that takes too long is ended, and the run goes on.
func TestLimitOfLibreOffice(t *testing.T) {
	c := converting(t, endless, []byte(`{\rtf1 x}`), "--limit", "outside=1s")
	start := time.Now()
	err := c.Run()
	if c.ProcessState.ExitCode() != exitFailures || !strings.HasPrefix(c.errs.String(), "warning: in/b.rtf: ") ||
		!strings.Contains(c.errs.String(), "save it as .docx (LibreOffice failed: it takes too long to read with an outside program: more than 1s)\nerror: 1 of 2 documents failed") {
		t.Errorf("%v: %s", err, &c.errs)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
	until(t, "nothing goes on", c.still)
	if len(c.left()) > 0 {
		t.Errorf("the program has left %v", c.left())
	}
}

// TestSweptByTheProgram insists that a run removes the folder that one before it has left behind.
func TestSweptByTheProgram(t *testing.T) {
	c := converting(t, "#!/bin/sh\nexit 1\n", []byte(`{\rtf1 x}`))
	old := filepath.Join(c.temp, "zhenggai-outside-1")
	if err := os.Mkdir(old, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(old, "document.rtf"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_ = c.Run()
	if c.ProcessState.ExitCode() != exitFailures || len(c.left()) > 0 {
		t.Errorf("exit code %d, left %v: %s", c.ProcessState.ExitCode(), c.left(), &c.errs)
	}
}

// processes returns the command lines of the processes that name a folder, on Linux.
func processes(folder string) (all []string) {
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range files {
		data, _ := os.ReadFile(file)
		if line := strings.ReplaceAll(string(data), "\x00", " "); strings.Contains(line, folder) {
			all = append(all, line)
		}
	}
	return all
}

// TestRealLibreOfficeEnds is as TestLibreOfficeEndsWithTheProgram and TestLimitOfLibreOffice, with LibreOffice itself, which
// is the grandchild of its script.
func TestRealLibreOfficeEnds(t *testing.T) {
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Skip("LibreOffice is not installed")
	}
	if _, err := os.Stat("/proc/self/cmdline"); err != nil {
		t.Skip("the system does not list its processes as files")
	}
	if testing.Short() {
		t.Skip("LibreOffice takes long")
	}
	heavy := `{\rtf1 ` + strings.Repeat(`{\b x`, 1<<20) + strings.Repeat("}", 1<<20+1) // it takes LibreOffice a minute
	working := func(c *conversion) func() bool {
		return func() bool { return strings.Contains(strings.Join(processes(c.temp), "\n"), "soffice.bin") }
	}
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGKILL, 0} {
		t.Run(signal.String(), func(t *testing.T) {
			c := converting(t, "", []byte(heavy), "--limit", "outside=10s", "--limit", "memory=4GiB")
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			until(t, "LibreOffice runs", working(c))
			if signal != 0 {
				time.Sleep(time.Second) // so that it has begun to write
				if err := c.Process.Signal(signal); err != nil {
					t.Fatal(err)
				}
			}
			_ = c.Wait()
			if signal == 0 && (c.ProcessState.ExitCode() != exitFailures || !strings.Contains(c.errs.String(), "more than 10s")) {
				t.Errorf("exit code %d: %s", c.ProcessState.ExitCode(), &c.errs)
			}
			until(t, "nothing goes on", func() bool { return len(processes(c.temp)) == 0 })
			until(t, "nothing is left", func() bool { return len(c.left()) == 0 })
		})
	}
}
