package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestCommitPutsTheOldFolderBack lets the second of the two renames fail.
func TestCommitPutsTheOldFolderBack(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	kept := filepath.Join(out, "kept.txt")
	if err := os.Mkdir(out, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(kept, []byte("旧"), 0o666); err != nil {
		t.Fatal(err)
	}
	s, err := newStage(out)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(s.dir); err != nil {
		t.Fatal(err)
	}
	if err := s.commit(); err == nil {
		t.Error("a stage that is gone is committed")
	}
	s.discard()
	if data, err := os.ReadFile(kept); err != nil || string(data) != "旧" {
		t.Errorf("the old folder holds %q, %v", data, err)
	}
	if _, err := os.Stat(s.root); err == nil {
		t.Error("the stage is left behind")
	}
}

// TestStageHasTheUsualPermissions compares the new folder with one that is made plainly.
func TestStageHasTheUsualPermissions(t *testing.T) {
	dir := t.TempDir()
	s, err := newStage(filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
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
