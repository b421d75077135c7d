package pdf

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/tetratelabs/wazero"
)

// fortyTwo is a module with a function f, which returns 42.
var fortyTwo = []byte("\x00asm\x01\x00\x00\x00" + "\x01\x05\x01\x60\x00\x01\x7f" + "\x03\x02\x01\x00" + "\x07\x05\x01\x01f\x00\x00" + "\x0a\x06\x01\x04\x00\x41\x2a\x0b")

// answer compiles the module with the cache in a folder, as the engine does with PDFium, and returns an error unless it
// answers right.
func answer(dir string) error {
	kept := openCache(dir)
	config := wazero.NewRuntimeConfig()
	if code := kept.code(); code != nil {
		config = config.WithCompilationCache(code)
	}
	ctx := context.Background()
	r := wazero.NewRuntimeWithConfig(ctx, config)
	defer r.Close(ctx)
	module, err := r.Instantiate(ctx, fortyTwo)
	if err != nil {
		return err
	}
	got, err := module.ExportedFunction("f").Call(ctx)
	if err != nil || len(got) != 1 || got[0] != 42 {
		return fmt.Errorf("the module returns %v, %v", got, err)
	}
	return kept.seal()
}

func answers(t *testing.T, dir, what string) {
	t.Helper()
	if err := answer(dir); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// entry returns the path of the only entry in a cache, and what is in it.
func entry(t *testing.T, dir string) (string, []byte) {
	t.Helper()
	var files []string
	c := &cache{dir: dir}
	err := c.versions(func(sub string) error {
		return entries(sub, func(file string) error { files = append(files, file); return nil })
	})
	if err != nil || len(files) != 1 {
		t.Fatalf("the entries are %q, %v", files, err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return files[0], data
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// newEntry fills a cache in a folder of its own.
func newEntry(t *testing.T) (dir, file string, sound []byte) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "50% of [it]", "zhenggai")
	answers(t, dir, "an empty cache")
	file, sound = entry(t, dir)
	if !isSound(file) {
		t.Fatal("a new entry has no sum")
	}
	return dir, file, sound
}

// isGood insists that an entry is as it was before it was damaged.
func isGood(t *testing.T, dir, what string, sound []byte) {
	t.Helper()
	file, data := entry(t, dir)
	if !bytes.Equal(data, sound) || !isSound(file) {
		t.Fatalf("%s: the entry was not replaced", what)
	}
}

// TestFlippedBits flips a bit of each byte of an entry and of its sum: the entry is compiled anew and never run.
func TestFlippedBits(t *testing.T) {
	dir, file, sound := newEntry(t)
	sum, err := os.ReadFile(file + sumEnding)
	if err != nil {
		t.Fatal(err)
	}
	for i := range sound {
		data := slices.Clone(sound)
		data[i] ^= 1 << (i % 8)
		write(t, file, data)
		answers(t, dir, "a flipped bit of the entry")
		isGood(t, dir, "a flipped bit of the entry", sound)
	}
	for i := range sum {
		data := slices.Clone(sum)
		data[i] ^= 1 << (i % 8)
		write(t, file+sumEnding, data)
		answers(t, dir, "a flipped bit of the sum")
		isGood(t, dir, "a flipped bit of the sum", sound)
	}
}

func TestDamagedEntries(t *testing.T) {
	dir, file, sound := newEntry(t)
	for name, damage := range map[string]func() error{
		"half of it":       func() error { return os.Truncate(file, int64(len(sound)/2)) },
		"nothing of it":    func() error { return os.Truncate(file, 0) },
		"more of it":       func() error { return os.WriteFile(file, append(slices.Clone(sound), 0), 0o600) },
		"an empty sum":     func() error { return os.Truncate(file+sumEnding, 0) },
		"no sum":           func() error { return os.Remove(file + sumEnding) },
		"no entry":         func() error { return os.Remove(file) },
		"no folder":        func() error { return os.RemoveAll(filepath.Dir(file)) },
		"a file for it":    func() error { return turned(filepath.Dir(file)) },
		"a folder in it":   func() error { os.Remove(file); return os.MkdirAll(filepath.Join(file, "x"), 0o700) },
		"a folder for sum": func() error { os.Remove(file + sumEnding); return os.Mkdir(file+sumEnding, 0o700) },
	} {
		if err := damage(); err != nil {
			t.Fatal(name, err)
		}
		answers(t, dir, name)
		isGood(t, dir, name, sound)
	}
}

// turned puts a file into the place of a folder.
func turned(dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return os.WriteFile(dir, nil, 0o600)
}

// TestFolders has others write into the cache, or puts something else into its place.
func TestFolders(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("owners and modes are those of Unix")
	}
	// A sound entry with a sum, of which nobody knows who wrote it: it has a bit that is another, and must not be used.
	plant := func(t *testing.T) (dir, file string, sound []byte) {
		dir, file, sound = newEntry(t)
		data := slices.Clone(sound)
		data[len(data)/2] ^= 1
		write(t, file, data)
		sum, err := sumOf(file)
		if err != nil {
			t.Fatal(err)
		}
		write(t, file+sumEnding, []byte(sum))
		return dir, file, sound
	}
	inside := map[string]func(dir, file string) string{
		"a version's folder": func(_, file string) string { return filepath.Dir(file) },
		"an entry":           func(_, file string) string { return file },
	}
	writable := maps.Clone(inside)
	writable["the folder"] = func(dir, _ string) string { return dir }
	for name, path := range writable {
		for _, mode := range []os.FileMode{0o777, 0o770, 0o702} {
			dir, file, sound := plant(t)
			if err := os.Chmod(path(dir, file), mode); err != nil {
				t.Fatal(err)
			}
			answers(t, dir, name)
			isGood(t, dir, name, sound)
			if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
				t.Errorf("%s: the folder has the mode %v, %v", name, info.Mode(), err)
			}
		}
	}
	t.Run("another user's", func(t *testing.T) {
		if os.Geteuid() != 0 {
			t.Skip("only root can give files away")
		}
		dir, file, _ := plant(t)
		left, _ := os.ReadFile(file)
		if err := os.Chown(dir, 4711, 4711); err != nil {
			t.Fatal(err)
		}
		answers(t, dir, "another user's folder")
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, left) || openCache(dir) != nil {
			t.Errorf("another user's folder is used or changed: %v", err)
		}
		for name, path := range inside {
			dir, file, sound := plant(t)
			if err := os.Chown(path(dir, file), 4711, 4711); err != nil {
				t.Fatal(err)
			}
			answers(t, dir, name)
			isGood(t, dir, name, sound)
		}
	})
	t.Run("a link", func(t *testing.T) {
		dir, file, _ := plant(t)
		left, _ := os.ReadFile(file)
		link := filepath.Join(t.TempDir(), "zhenggai")
		if err := os.Symlink(dir, link); err != nil {
			t.Fatal(err)
		}
		answers(t, link, "a link to a folder")
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, left) || openCache(link) != nil {
			t.Errorf("what a link leads to is used or changed: %v", err)
		}
	})
	t.Run("an entry that is a link", func(t *testing.T) {
		dir, file, sound := newEntry(t)
		other := filepath.Join(t.TempDir(), "other")
		if err := os.Rename(file, other); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(other, file); err != nil {
			t.Fatal(err)
		}
		answers(t, dir, "a link to an entry")
		if info, err := os.Lstat(file); err != nil || !info.Mode().IsRegular() {
			t.Errorf("the link is there: %v", err)
		}
		isGood(t, dir, "a link to an entry", sound)
	})
	t.Run("a file", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "zhenggai")
		write(t, file, []byte("mine"))
		answers(t, file, "a file")
		if got, err := os.ReadFile(file); err != nil || string(got) != "mine" {
			t.Errorf("the file is %q, %v", got, err)
		}
	})
}

// TestSharedCache has many use the cache at a time, while sums and entries go again and again.
func TestSharedCache(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("an open file cannot be replaced there; the engine then does without the cache")
	}
	dir, file, sound := newEntry(t)
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for range 20 {
				if i < 2 {
					os.Remove([]string{file, file + sumEnding}[i]) // another one may have been faster
				}
				if err := answer(dir); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	answers(t, dir, "the last one")
	isGood(t, dir, "the last one", sound)
}

// TestEngineWithDamagedCache reads a PDF with an engine whose compiled code was damaged since the last start.
func TestEngineWithDamagedCache(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles PDFium some times")
	}
	dir := filepath.Join(t.TempDir(), "zhenggai")
	pdf, want := load(t, "seed.pdf"), texts(read(t, load(t, "seed.pdf")))
	started := func(what string) {
		e, err := start(dir)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		defer e.pool.Close()
		doc, err := e.document(pdf, Limits{Time: time.Minute}.orDefault())
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		same(t, texts(doc), want)
	}
	started("an empty cache")
	file, sound := entry(t, dir)
	written, _ := os.Stat(file)
	started("a sound cache")
	if now, err := os.Stat(file); err != nil || !os.SameFile(written, now) {
		t.Errorf("a sound entry was compiled anew: %v", err)
	}
	// Behind a head of some bytes stand the places of the functions. A bit of them ended the program.
	for i := range 1000 {
		sound[1000+8*i] ^= 4
	}
	write(t, file, sound)
	for i := range 1000 {
		sound[1000+8*i] ^= 4
	}
	started("a damaged cache")
	isGood(t, dir, "a damaged cache", sound)
}
