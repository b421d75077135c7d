package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const mit = `Copyright (c) 2024 Somebody

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`

// write makes a folder of files.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(body), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestJudge(t *testing.T) {
	const own = "You may look at this and do nothing else with it.\n"
	for _, test := range []struct {
		name, decided string
		files         map[string]string
		folders       []string
		licence       string // or
		err           string
		texts         []string
	}{
		{name: "known", files: map[string]string{"LICENSE": mit, "NOTICE": "By us.", "license.go": own}, licence: "MIT", texts: []string{"LICENSE", "NOTICE"}},
		{name: "unknown", files: map[string]string{"LICENSE": own}, err: "example.com/m@v1.0.0: LICENSE: unknown licence (0 % of it is known)"},
		{name: "half known", files: map[string]string{"LICENSE": mit + strings.Repeat(own, 40)}, err: "example.com/m@v1.0.0: LICENSE: unknown licence"},
		{name: "decided", decided: "LICENSE\tLicenseRef-Own\twe asked", files: map[string]string{"LICENSE": own}, licence: "LicenseRef-Own", texts: []string{"LICENSE"}},
		{name: "left out", decided: "LICENSE.docs\t-\tdocumentation", files: map[string]string{"LICENSE": mit, "LICENSE.docs": own}, licence: "MIT", texts: []string{"LICENSE"}},
		{name: "none", files: map[string]string{"README": own}, err: "example.com/m@v1.0.0: no file states a licence"},
		{name: "not accepted", files: map[string]string{"LICENSE": strings.Replace(mit, "The above copyright notice and this permission notice shall be included in all copies or substantial portions of the\nSoftware.\n", "", 1)}, err: "is not among those of"},
		{
			name: "further down", folders: []string{"a/b"},
			files:   map[string]string{"LICENSE": mit, "a/LICENSE.txt": mit, "a/b/COPYING": mit, "a/b/fonts/OFL.txt": own, "c/LICENSE": own},
			licence: "MIT", texts: []string{"LICENSE", "a/LICENSE.txt", "a/b/COPYING"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			table := ""
			if test.decided != "" {
				table = "example.com/m\t" + test.decided + "\n"
			}
			d, err := readDecisions(write(t, map[string]string{decidedFile: table, carriedFile: "", acceptedFile: "MIT\n"}))
			if err != nil {
				t.Fatal(err)
			}
			m := &module{Path: "example.com/m", Version: "v1.0.0", Dir: write(t, test.files), folders: map[string]bool{}}
			for _, folder := range test.folders {
				m.folders[filepath.Join(m.Dir, filepath.FromSlash(folder))] = true
			}
			p, err := d.judge(m)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("error %v, want %s", err, test.err)
				}
				return
			}
			var texts []string
			for _, x := range p.texts {
				texts = append(texts, x.name)
			}
			if err != nil || p.licence != test.licence || !slices.Equal(texts, test.texts) {
				t.Errorf("%q of %v, error %v; want %q of %v", p.licence, texts, err, test.licence, test.texts)
			}
		})
	}
}

// TestUnused tells decisions that hold for nothing any more.
func TestUnused(t *testing.T) {
	d, err := readDecisions(write(t, map[string]string{
		decidedFile: "example.com/gone\tLICENSE\tMIT\twe asked\n", acceptedFile: "",
		carriedFile: "example.com/m@v1.0.0\tlib\t1\tMIT\t\tSomebody\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	d.carriedBy("example.com/m@v1.1.0")
	var got []string
	for _, err := range d.unused() {
		got = append(got, err.Error())
	}
	if len(got) != 2 || !strings.Contains(got[0], "example.com/gone LICENSE") || !strings.Contains(got[1], "example.com/m@v1.0.0 is not held any more") {
		t.Errorf("%q", got)
	}
}

func TestCopyrights(t *testing.T) {
	body := "// Copyright 2014 The PDFium Authors\n   (c) 2020 Somebody\n(c) You must retain\nCopyright (c) Youzan\nCopyright [yyyy] [name]\n" +
		"copyright holder 2020\nCopyright © us\nThe copyright of 2020\n * Copyright (C) 2005, Herve\n"
	want := []string{"Copyright 2014 The PDFium Authors", "(c) 2020 Somebody", "Copyright (c) Youzan", "Copyright © us", "Copyright (C) 2005, Herve"}
	if got := copyrights(body); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestNotices prints a text once, under the names of all that have it, and says where the source of an MPL module is.
func TestNotices(t *testing.T) {
	p := &program{name: "prog", held: []part{
		{name: "example.com/A", version: "v1.0.0", licence: "MPL-2.0", texts: []text{{"LICENSE", "one  text\n"}}},
		{name: "example.com/b", version: "v2.0.0", licence: "MIT", texts: []text{{"COPYING", "one\ntext"}, {"NOTICE", "two"}}},
	}}
	got := string(notices(p))
	for _, want := range []string{
		"example.com/A v1.0.0\n    MPL-2.0\n    Unchanged; its source: https://proxy.golang.org/example.com/!a/@v/v1.0.0.zip\n",
		"\nexample.com/A v1.0.0: LICENSE\nexample.com/b v2.0.0: COPYING\n\none  text\n", "\nexample.com/b v2.0.0: NOTICE\n\ntwo\n", "prog: LICENSE\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

// TestTables reads the tables that are kept, and insists that each text belongs to a row.
func TestTables(t *testing.T) {
	d, err := readDecisions(".")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, parts := range d.carried {
		for _, p := range parts {
			for _, x := range p.texts {
				used[x.name] = true
			}
		}
	}
	entries, err := os.ReadDir("texts")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !used[e.Name()] {
			t.Errorf("texts/%s belongs to no row of %s; rows use %v", e.Name(), carriedFile, slices.Sorted(maps.Keys(used)))
		}
	}
}
