package extract

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// mostLiterals is how many Chinese strings and characters the program may hold itself. Words belong to the tables of package rules.
const mostLiterals = 40

// The digits and signs of numbers stand in Go.
var signs = []string{filepath.Join("internal", "chinese")}

// TestLiterals counts the Chinese literals of the program outside of its tests.
func TestLiterals(t *testing.T) {
	var found []string
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testing" || slices.Contains(signs, path)):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		literals, err := literalsOf(path)
		found = append(found, literals...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) > mostLiterals {
		t.Errorf("%d Chinese literals, and at most %d may stand in Go; words go to a table of package rules:\n%s", len(found), mostLiterals, strings.Join(found, "\n"))
	}
	if len(found) == 0 {
		t.Error("no literals are found at all: the test looks in the wrong place")
	}
}

// literalsOf returns the strings and characters of a file that hold Chinese characters, with their places.
func literalsOf(path string) (found []string, err error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && strings.ContainsFunc(l.Value, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			found = append(found, set.Position(l.Pos()).String()+" "+l.Value)
		}
		return true
	})
	return found, nil
}
