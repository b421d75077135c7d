package dataset

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zhenggai/extract/batch"
	"zhenggai/extract/rules"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// notice returns an invented notice that states a number of school places.
func notice(name string, places int) source.Document {
	return source.Document{Path: name, Data: fmt.Appendf(nil, `中共示例区委关于巡视整改进展情况的通报
（本通报为虚构示例）
根据省委统一部署，2021年3月1日至5月10日，省委第一巡视组对示例区进行了巡视。现将巡视整改进展情况予以公布。
一、关于基础教育建设力度不足的问题
整改情况：新增公办学位%d个。
中共示例区委
2021年12月6日
`, places)}
}

// shape returns the pattern of a file's path, as Format.Files has it.
func shape(file string, tables, notices []string) string {
	dir, base := path.Split(file)
	stem, ending, _ := strings.Cut(base, ".")
	switch {
	case dir != "" && slices.Contains(notices, stem):
		stem = "NAME"
	case slices.Contains(tables, stem) && !(dir == "" && stem == "notices"):
		stem = "TABLE"
	}
	return dir + stem + "." + ending
}

// TestFormats writes a dataset in each format alone, and insists on the files that the format names, no more and no fewer.
func TestFormats(t *testing.T) {
	tables := []string{"dictionary"}
	for _, table := range model.Tables(model.Names{}) {
		tables = append(tables, table.Name)
	}
	seen := map[string]bool{}
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			if seen[f.Name] || f.About.ZH == "" || f.About.EN == "" {
				t.Errorf("%s is there twice or says nothing of itself: %+v", f.Name, f.About)
			}
			seen[f.Name] = true
			out := filepath.Join(t.TempDir(), "out")
			if _, err := Write(t.Context(), out, Documents(notice("in/a.txt", 2310), notice("in/b.txt", 40)), Options{Formats: []string{f.Name}}); err != nil {
				t.Fatal(err)
			}
			made := map[string]bool{}
			err := walkFiles(out, func(file string) error {
				if file != RunFile {
					made[shape(file, tables, []string{"a", "b"})] = true
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range f.Files {
				if !made[file] {
					t.Errorf("%s is not made", file)
				}
				delete(made, file)
			}
			for file := range made {
				t.Errorf("%s is made and not named", file)
			}
		})
	}
}

// TestFormatsTogether insists that run.json describes every file, that of two formats one of which holds the other only that one is
// written, and that formats written together give the files that they give alone.
func TestFormatsTogether(t *testing.T) {
	write := func(formats ...string) string {
		out := filepath.Join(t.TempDir(), "out")
		if _, err := Write(t.Context(), out, Documents(notice("in/a.txt", 2310), notice("in/b.txt", 40)), Options{Formats: formats}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	all := write(FormatNames()...)
	described, ok := readFiles(filepath.Join(all, RunFile))
	if !ok {
		t.Fatal("there is no run.json")
	}
	for _, f := range Formats() {
		alone := write(f.Name)
		err := walkFiles(alone, func(file string) error {
			want, err1 := os.ReadFile(filepath.Join(alone, file))
			got, err2 := os.ReadFile(filepath.Join(all, file))
			if file != RunFile && string(got) != string(want) {
				t.Errorf("%s: %s is another where it is written with the others", f.Name, file)
			}
			if _, ok := described[file]; !ok {
				t.Errorf("run.json does not describe %s", file)
			}
			return errors.Join(err1, err2)
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// TestWriteRefuses insists on an error that says what is wrong, and on a folder that stays as it was.
func TestWriteRefuses(t *testing.T) {
	ours := func(t *testing.T, out string) {
		if _, err := Write(t.Context(), out, Documents(notice("a.txt", 1)), Options{Formats: []string{"ndjson"}}); err != nil {
			t.Fatal(err)
		}
	}
	broken := func(*source.Finder) (*source.List, error) { return nil, fs.ErrPermission }
	unreadable := source.Document{Path: "a.txt", Data: []byte("%PDF-1.7 broken")}
	for name, test := range map[string]struct {
		prepare func(t *testing.T, out string)
		from    Sources
		opts    Options
		want    string
	}{
		"another's folder": {func(t *testing.T, out string) { folder(t, out, "旧") }, Documents(notice("a.txt", 1)), Options{}, "the folder holds files that zhenggai did not write"},
		"another's file":   {func(t *testing.T, out string) { ours(t, out); folder(t, out, "旧") }, Documents(notice("a.txt", 1)), Options{}, "zhenggai did not write file.txt"},
		"no sources":       {ours, broken, Options{}, fs.ErrPermission.Error()},
		"nothing read":     {ours, Documents(unreadable), Options{}, ErrNothing.Error()},
		"no documents":     {ours, Documents(), Options{}, ErrNothing.Error()},
		"format":           {ours, Documents(notice("a.txt", 1)), Options{Formats: []string{"pdf"}}, "formats pdf: want some of json, "},
		"language":         {ours, Documents(notice("a.txt", 1)), Options{Lang: "fr"}, "lang fr: want zh or en"},
		"rules":            {ours, Documents(notice("a.txt", 1)), Options{RulesDir: "nowhere"}, "rules nowhere: "},
		"unknown rules":    {ours, Documents(notice("a.txt", 1)), Options{Rules: &rules.Set{}, State: "state"}, "state: it needs the folder of the rules"},
	} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			test.prepare(t, out)
			before := contents(t, out)
			result, err := Write(t.Context(), out, test.from, test.opts)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%d notices, error %v, want %q", result.Notices, err, test.want)
			}
			if after := contents(t, out); after != before {
				t.Errorf("the folder held\n%s\nand holds\n%s", before, after)
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(out), ".zhenggai*")); left != nil {
				t.Errorf("%v is left behind", left)
			}
		})
	}
}

// contents prints the files of a folder.
func contents(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := walkFiles(dir, func(file string) error {
		data, err := os.ReadFile(filepath.Join(dir, file))
		fmt.Fprintf(&b, "%s %x\n", file, data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestWriteInside refuses a document in the folder that is replaced.
func TestWriteInside(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	if _, err := Write(t.Context(), out, Documents(notice("a.txt", 1)), Options{}); err != nil {
		t.Fatal(err)
	}
	inside := filepath.ToSlash(filepath.Join(out, "notices.ndjson"))
	_, err := Write(t.Context(), out, func(*source.Finder) (*source.List, error) {
		return &source.List{Entries: []source.Entry{{Path: inside}}}, nil
	}, Options{})
	if e, ok := errors.AsType[*InsideError](err); !ok || e.Path != inside {
		t.Errorf("error %v", err)
	}
}

// TestWriteLocked refuses a folder that another run writes to.
func TestWriteLocked(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	s := staged(t, out)
	defer s.discard()
	_, err := Write(t.Context(), out, Documents(notice("a.txt", 1)), Options{})
	if _, ok := errors.AsType[*LockedError](err); !ok {
		t.Errorf("error %v", err)
	}
}

// TestWriteState extracts only what is new, and all where that is wanted.
func TestWriteState(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "out")
	documents := []source.Document{notice("a.txt", 1)}
	for _, test := range []struct {
		force             bool
		notices, asBefore int
	}{{false, 1, 0}, {false, 2, 1}, {true, 3, 0}, {false, 4, 3}} {
		result, err := Write(t.Context(), out, Documents(documents...), Options{State: filepath.Join(dir, "state"), Force: test.force, Formats: []string{"csv"}})
		if err != nil || result.Notices != test.notices || result.Recalled != test.asBefore {
			t.Errorf("%d notices, %d as before, want %+v: %v", result.Notices, result.Recalled, test, err)
		}
		documents = append(documents, notice(fmt.Sprint(len(documents), ".txt"), 100+len(documents)))
	}
}

// TestWriteStateDamaged leaves everything as it was where the state is no state.
func TestWriteStateDamaged(t *testing.T) {
	dir := t.TempDir()
	state := filepath.Join(dir, "state")
	if err := os.WriteFile(state, []byte(strings.Repeat("no database ", 100)), 0o666); err != nil {
		t.Fatal(err)
	}
	_, err := Write(t.Context(), filepath.Join(dir, "out"), Documents(notice("a.txt", 1)), Options{State: state})
	if e, ok := errors.AsType[*StateError](err); !ok || e.File != state {
		t.Errorf("error %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 1 {
		t.Errorf("there are %v", left)
	}
}

// TestWriteInterrupted ends a run in its middle.
func TestWriteInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	out := filepath.Join(t.TempDir(), "out")
	_, err := Write(ctx, out, Documents(notice("a.txt", 1), notice("b.txt", 2)), Options{Progress: func(batch.Summary) { stop() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(out); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder is there: %v", err)
	}
}
