package outside

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// stub names the variable that makes this program another one, and says which. Its arguments are in more.
const (
	stub = "ZHENGGAI_TEST_STUB"
	more = "ZHENGGAI_TEST_MORE"
)

func TestMain(m *testing.M) {
	if what := os.Getenv(stub); what != "" {
		os.Exit(act(what, os.Getenv(more)))
	}
	os.Exit(m.Run())
}

// act is what the other programs do.
func act(what, more string) int {
	switch what {
	case "say":
		wd, _ := os.Getwd()
		in, _ := io.ReadAll(os.Stdin)
		fmt.Fprintf(os.Stderr, "%s\nargs %q, \x1b[31min %q of %q, %d bytes to read", strings.Repeat("x", 1<<20), os.Args[1:], filepath.Base(wd), filepath.Base(os.TempDir()), len(in))
	case "fail", "end", "hang": // each with a program of its own that goes on
		child := again("tick", more)
		child.Stderr = os.Stderr
		if child.Start() != nil {
			return 9
		}
		for _, err := os.Stat(more); err != nil; _, err = os.Stat(more) {
			time.Sleep(time.Millisecond)
		}
		switch what {
		case "hang":
			time.Sleep(time.Minute)
		case "fail":
			return 7
		}
	case "tick":
		for range 6000 {
			f, err := os.OpenFile(more, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
			if err != nil {
				return 1
			}
			fmt.Fprint(f, ".")
			f.Close()
			time.Sleep(10 * time.Millisecond)
		}
	case "eat":
		var all [][]byte
		for range 1 << 10 {
			block := make([]byte, 1<<20)
			for i := 0; i < len(block); i += 1 << 10 {
				block[i] = 1
			}
			all = append(all, block)
		}
		fmt.Fprintln(os.Stderr, "ate", len(all))
	case "leave", "parent", "panic": // folders behind
		f, err := NewFolder()
		if err != nil {
			fmt.Println(err)
			return 1
		}
		fmt.Println(f.Path)
		if what == "panic" {
			go func() {
				for gone(more) {
					time.Sleep(time.Millisecond)
				}
				panic("a defect")
			}()
		}
		if what != "leave" {
			_ = os.Setenv(stub, "hang")
			_, _ = f.Run(context.Background(), Program{Path: os.Args[0]})
		}
	}
	return 0
}

// again returns a command that is this program as another one.
func again(what, with string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), stub+"="+what, more+"="+with)
	return cmd
}

// asStub lets programs that are run be this one, in a folder for temporary files of its own.
func asStub(t *testing.T, what, with string) (folder *Folder, temp string) {
	t.Helper()
	temp = t.TempDir()
	for key, value := range map[string]string{stub: what, more: with, "TMPDIR": temp, "TMP": temp} {
		t.Setenv(key, value)
	}
	folder, err := NewFolder()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		folder.Remove()
		if left, _ := filepath.Glob(filepath.Join(temp, "*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	})
	return folder, temp
}

func TestRun(t *testing.T) {
	folder, _ := asStub(t, "say", "")
	said, err := folder.Run(t.Context(), Program{Path: os.Args[0], Args: []string{"-a", "b c", "$0;'"}})
	if want := `args ["-a" "b c" "$0;'"], [31min "tmp" of "tmp", 0 bytes to read`; err != nil || said != want {
		t.Errorf("said %s, %v, want %s", said, err, want)
	}
	_, err = folder.Run(t.Context(), Program{Path: filepath.Join(folder.Path, "nowhere")})
	if err == nil {
		t.Error("a program that is not there runs")
	}
}

// TestNothingGoesOn insists that what a program has started ends with it, however it ends.
func TestNothingGoesOn(t *testing.T) {
	late := errors.New("too late")
	for _, test := range []struct {
		what string
		time time.Duration // after which it is ended
		err  func(error) bool
	}{
		{"end", time.Minute, func(err error) bool { return err == nil }},
		{"fail", time.Minute, func(err error) bool {
			exit, ok := errors.AsType[*exec.ExitError](err)
			return ok && exit.ExitCode() == 7 && !Crashed(err)
		}},
		{"hang", 2 * time.Second, func(err error) bool { return errors.Is(err, late) }},
	} {
		t.Run(test.what, func(t *testing.T) {
			ticks := filepath.Join(t.TempDir(), "ticks")
			folder, _ := asStub(t, test.what, ticks)
			ctx, cancel := context.WithTimeoutCause(t.Context(), test.time, late)
			defer cancel()
			start := time.Now()
			_, err := folder.Run(ctx, Program{Path: os.Args[0]})
			if !test.err(err) {
				t.Errorf("error %v", err)
			}
			if took := time.Since(start); took > 30*time.Second {
				t.Errorf("it took %v", took)
			}
			ended(t, ticks)
		})
	}
}

func TestCancelled(t *testing.T) {
	ticks := filepath.Join(t.TempDir(), "ticks")
	folder, _ := asStub(t, "hang", ticks)
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("nobody wants it any more")
	go func() {
		appears(t, ticks)
		cancel(why)
	}()
	if _, err := folder.Run(ctx, Program{Path: os.Args[0]}); err != why {
		t.Errorf("error %v", err)
	}
	ended(t, ticks)
	if _, err := folder.Run(ctx, Program{Path: os.Args[0]}); err != why {
		t.Errorf("it runs after all: %v", err)
	}
}

// appears waits until a file is there.
func appears(t *testing.T, file string) {
	for range 3000 {
		if _, err := os.Stat(file); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%s does not appear", file)
}

// ended insists that the program that ticks was there, and that it has ended or does so soon.
func ended(t *testing.T, ticks string) {
	t.Helper()
	last := int64(-1)
	for range 20 {
		info, err := os.Stat(ticks)
		if err != nil {
			t.Fatal("the program has started no other:", err)
		}
		if info.Size() == last {
			return
		}
		last = info.Size()
		time.Sleep(300 * time.Millisecond)
	}
	t.Error("what the program has started goes on")
}

func TestMemory(t *testing.T) {
	if runtime.GOOS != "linux" && runtime.GOOS != "windows" {
		t.Skip("the system has no such limit")
	}
	folder, _ := asStub(t, "eat", "")
	if said, err := folder.Run(t.Context(), Program{Path: os.Args[0], Memory: 4 << 30}); err != nil || said != "ate 1024" {
		t.Errorf("said %s, %v", said, err)
	}
	if said, err := folder.Run(t.Context(), Program{Path: os.Args[0], Memory: 512 << 20}); err == nil {
		t.Errorf("said %s, and has not failed", said)
	}
}

// TestKilled ends a process that runs a program, in every way: the program ends with all that it has started. The folder
// goes too, at the latest with the next process that needs one.
func TestKilled(t *testing.T) {
	for _, signal := range append(signals, nil) {
		what := "parent"
		if signal == nil {
			what = "panic"
		}
		t.Run(fmt.Sprint(what, signal), func(t *testing.T) {
			ticks := filepath.Join(t.TempDir(), "ticks")
			_, temp := asStub(t, "", "")
			parent := again(what, ticks)
			path := startedWith(t, parent)
			appears(t, ticks)
			if signal != nil {
				if err := parent.Process.Signal(signal); err != nil {
					t.Fatal(err)
				}
			}
			_ = parent.Wait() // it was killed
			ended(t, ticks)
			for range 500 {
				if gone(path) || runtime.GOOS == "windows" { // which has no guard
					break
				}
				time.Sleep(10 * time.Millisecond)
			}
			if !gone(path) && runtime.GOOS != "windows" {
				t.Errorf("%s is still there", path)
			}
			sweep(temp)
			if !gone(path) {
				t.Errorf("%s was not swept", path)
			}
		})
	}
}

// startedWith starts a command and returns the first line that it prints.
func startedWith(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var line []byte
	for b := make([]byte, 1); ; line = append(line, b...) {
		if _, err := out.Read(b); err != nil || b[0] == '\n' {
			return strings.TrimSpace(string(line))
		}
	}
}

// TestNextSweeps insists that a process removes the folder that one before it has left behind, and leaves those in use.
func TestNextSweeps(t *testing.T) {
	ours, temp := asStub(t, "", "")
	before := startedWith(t, again("leave", ""))
	if filepath.Dir(before) != filepath.Clean(temp) {
		t.Fatal(before)
	}
	for range 100 { // until it has ended
		if out, err := again("leave", "").Output(); err != nil {
			t.Fatal(err, string(out))
		}
		if gone(before) {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if !gone(before) {
		t.Errorf("%s is still there", before)
	}
	if gone(ours.Path) {
		t.Error("a folder in use was removed")
	}
	sweep(temp)
}

// TestSweepLeaves insists that sweeping removes nothing but folders of our own that nobody uses.
func TestSweepLeaves(t *testing.T) {
	dir, kept := t.TempDir(), []string{"other", prefix + "file", prefix + "foreign/document.rtf", prefix + "link/document.rtf"}
	for _, name := range []string{"other", "target", prefix + "foreign", prefix + "dead"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{prefix + "file", "target/document.rtf", prefix + "foreign/document.rtf", prefix + "dead/document.rtf"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "target"), filepath.Join(dir, prefix+"link")); err != nil {
		kept = kept[:3] // Windows lets not everybody make one
	}
	if err := os.Symlink(filepath.Join(dir, "target"), filepath.Join(dir, prefix+"dead", "out")); err != nil && runtime.GOOS != "windows" {
		t.Error(err)
	}
	if err := os.Chown(filepath.Join(dir, prefix+"foreign"), 1, -1); err != nil {
		kept = append(kept[:2], kept[3:]...) // only root can give a folder away
	}
	sweep(dir)
	for _, name := range append(kept, "target/document.rtf") {
		if gone(filepath.Join(dir, name)) {
			t.Errorf("%s was removed", name)
		}
	}
	if !gone(filepath.Join(dir, prefix+"dead")) {
		t.Error("the folder of a dead process is still there")
	}
}

// TestClaim insists that of any number of processes that want a folder one gets it, and none where it is no more.
func TestClaim(t *testing.T) {
	dir := t.TempDir()
	first, err := claim(dir)
	if err != nil || first == nil {
		t.Fatal(first, err)
	}
	if second, err := claim(dir); err != nil || second != nil {
		t.Errorf("a second one has it: %v", err)
	}
	first.Close()
	third, err := claim(dir)
	if err != nil || third == nil {
		t.Fatal(third, err)
	}
	third.Close()
	if none, err := claim(filepath.Join(dir, "nowhere")); err != nil || none != nil {
		t.Errorf("got %v, %v", none, err)
	}
}
