package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhenggai/extract/dataset"
)

// TestFormatsAreNamed looks for every format where people look for formats.
func TestFormatsAreNamed(t *testing.T) {
	said := func(args ...string) string {
		var out, errs bytes.Buffer
		run(t.Context(), args, strings.NewReader(""), &out, &errs)
		return out.String() + errs.String()
	}
	places := map[string]string{
		"help":          said("convert", "--help"),
		"completion":    said("__complete", "convert", "--formats", ""),
		"error":         said("convert", "in", "-o", "out", "--formats", "none"),
		"configuration": said("nightly", "init"),
		"dictionary":    said("schema", "--tables"),
		"README.md":     "", "README.zh-CN.md": "", "docs/data-dictionary.md": "",
	}
	for name, text := range places {
		if text == "" {
			data, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
			if err != nil {
				t.Fatal(err)
			}
			text = string(data)
		}
		words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \n,:;.`[]()", r) })
		there := map[string]bool{}
		for _, w := range words {
			there[w] = true
		}
		for _, f := range dataset.Formats() {
			if !there[f.Name] {
				t.Errorf("%s does not name %s", name, f.Name)
			}
		}
	}
	for _, f := range dataset.Formats() {
		if help := places["help"]; !strings.Contains(help, strings.Join(f.Files, ", ")) {
			t.Errorf("the help does not name the files of %s", f.Name)
		}
	}
}
