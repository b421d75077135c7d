package main

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output of scripts and golden files")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"zhenggai": func() { os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScripts runs every promise of the command line: one script each in testdata/script.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("..", "..", "testdata", "script"), UpdateScripts: *update, RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"sametree": sameTree},
	})
}

// sameTree compares all files of two folders: sametree A B.
func sameTree(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 || neg {
		ts.Fatalf("usage: sametree A B")
	}
	count := 0
	a, b := ts.MkAbs(args[0]), ts.MkAbs(args[1])
	ts.Check(filepath.WalkDir(a, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		count++
		rel, err := filepath.Rel(a, path)
		if err != nil {
			return err
		}
		if ts.ReadFile(path) != ts.ReadFile(filepath.Join(b, rel)) {
			ts.Fatalf("%s differs", rel)
		}
		return nil
	}))
	if count == 0 {
		ts.Fatalf("%s holds no files", args[0])
	}
}
