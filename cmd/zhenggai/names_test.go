package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// TestMethodNames insists that no method has the name of something that Go has by itself: x.close() beside close(x) is read twice.
func TestMethodNames(t *testing.T) {
	root, methods := filepath.Join("..", ".."), 0
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && strings.HasPrefix(d.Name(), ".") && file != root {
			return fs.SkipDir // the go command passes over it too
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") {
			return err
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range parsed.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv == nil {
				continue
			}
			if methods++; types.Universe.Lookup(f.Name.Name) != nil {
				t.Errorf("%s: the method %s has the name of a builtin: name it otherwise", set.Position(f.Pos()), f.Name.Name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if methods < 100 {
		t.Errorf("only %d methods were looked at", methods)
	}
}
