package dataset

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// folder makes a folder that holds one file.
func folder(t *testing.T, dir, content string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "file.txt"), []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}

// holds insists on what folder makes.
func holds(t *testing.T, dir, want string) {
	t.Helper()
	if data, err := os.ReadFile(filepath.Join(dir, "file.txt")); err != nil || string(data) != want {
		t.Errorf("%s holds %q, want %q: %v", filepath.Base(dir), data, want, err)
	}
}

func staged(t *testing.T, out string) *stage {
	t.Helper()
	s, err := newStage(out)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCommit(t *testing.T) {
	for _, before := range []string{"", "旧"} {
		out := filepath.Join(t.TempDir(), "out")
		if before != "" {
			folder(t, out, before)
		}
		s := staged(t, out)
		folder(t, s.dir, "新")
		if err := s.commit(); err != nil {
			t.Fatal(err)
		}
		s.discard()
		holds(t, out, "新")
		if _, err := os.Stat(s.root); err == nil {
			t.Error("the stage is left behind")
		}
	}
}

// TestCommitPutsTheOldFolderBack lets the second of the two renames fail.
func TestCommitPutsTheOldFolderBack(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	folder(t, out, "旧")
	s := staged(t, out)
	if err := os.Remove(s.dir); err != nil {
		t.Fatal(err)
	}
	if err := s.commit(); err == nil {
		t.Error("a stage that is gone is committed")
	}
	s.discard()
	holds(t, out, "旧")
	if _, err := os.Stat(s.root); err == nil {
		t.Error("the stage is left behind")
	}
}

// TestRepair begins a stage where a run was killed: between the two renames, behind them, and before.
func TestRepair(t *testing.T) {
	for _, test := range []struct{ out, old, begun, want string }{
		{"", "旧", "新", "旧"},
		{"新", "旧", "", "新"},
		{"旧", "", "半", "旧"},
	} {
		out := filepath.Join(t.TempDir(), "out")
		root := filepath.Join(filepath.Dir(out), ".zhenggai-out")
		for dir, content := range map[string]string{out: test.out, filepath.Join(root, "old"): test.old, filepath.Join(root, "new"): test.begun} {
			if content != "" {
				folder(t, dir, content)
			}
		}
		s := staged(t, out)
		holds(t, out, test.want)
		if left, err := os.ReadDir(s.dir); err != nil || len(left) > 0 {
			t.Errorf("the stage begins with %v, %v", left, err)
		}
		s.discard()
		holds(t, out, test.want)
	}
}

func TestLock(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	s := staged(t, out)
	_, err := newStage(out)
	locked, ok := errors.AsType[*LockedError](err)
	if !ok || locked.Holder.PID != os.Getpid() || locked.Holder.Since == "" {
		t.Errorf("a second stage: %v", err)
	}
	s.discard()
	staged(t, out).discard()
}

// TestStageHasTheUsualPermissions compares the new folder with one that is made plainly.
func TestStageHasTheUsualPermissions(t *testing.T) {
	dir := t.TempDir()
	s := staged(t, filepath.Join(dir, "out"))
	defer s.discard()
	if err := os.Mkdir(filepath.Join(dir, "plain"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := s.commit(); err != nil {
		t.Fatal(err)
	}
	plain, err := os.Stat(filepath.Join(dir, "plain"))
	if err != nil {
		t.Fatal(err)
	}
	if out, err := os.Stat(s.out); err != nil || out.Mode() != plain.Mode() {
		t.Errorf("the folder's mode is %v, want %v (%v)", out.Mode(), plain.Mode(), err)
	}
}
