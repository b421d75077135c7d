package pdf

import (
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/tetratelabs/wazero"
)

// A cache is a folder in which wazero keeps compiled code, in entries named by a hash of what they were compiled from. Nothing
// checks that code before it runs, so that a bit that has flipped ends the program, and who can write there has it do what he
// likes. So the folder must be the user's own, and each entry has a checksum in a file beside it, without which wazero does
// not get to see it. The checksum tells damage and not ill will, which is why it may be a quick one.
//
// Processes may use the folder at the same time: an entry is replaced by its name and never changed. Where one takes away what
// another has just written and not yet summed up, it is compiled once more.
type cache struct {
	dir   string
	sound map[string]bool // the entries that were sound when the cache was opened
}

// sumEnding is added to the name of an entry.
const sumEnding = ".crc32c"

// cacheDir is the folder of the cache, or "" where the user has none for such things.
func cacheDir() string {
	base, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(base, "zhenggai")
}

// openCache opens the cache in a folder, which it makes, and removes what is not sound. It returns nil where the folder is
// not to be trusted or cannot be written.
func openCache(dir string) *cache {
	if dir == "" || os.MkdirAll(dir, 0o700) != nil {
		return nil
	}
	c := &cache{dir, map[string]bool{}}
	if c.claim() != nil || c.check() != nil || !writable(dir) {
		return nil
	}
	return c
}

// errStrange says that the folder is a link or another user's. It is left as it is.
var errStrange = errors.New("the folder is not the user's own")

// claim insists that the folder is the user's. If others could write there, they can no more, and what is there goes.
func (c *cache) claim() error {
	info, err := os.Lstat(c.dir)
	switch {
	case err != nil:
		return err
	case !info.IsDir() || !owned(info):
		return errStrange
	case shared(info):
		return errors.Join(os.Chmod(c.dir, 0o700), c.empty())
	}
	return nil
}

// empty removes all entries.
func (c *cache) empty() error {
	if c == nil {
		return nil
	}
	return c.versions(func(dir string) error { return os.RemoveAll(dir) })
}

// versions calls a function for each folder that wazero has made, one for each of its versions.
func (c *cache) versions(each func(dir string) error) error {
	list, err := os.ReadDir(c.dir)
	for _, entry := range list {
		if err == nil && strings.HasPrefix(entry.Name(), "wazero-") {
			err = each(filepath.Join(c.dir, entry.Name()))
		}
	}
	return err
}

// check removes entries that are not sound. Where it cannot, the cache is not to be used.
func (c *cache) check() error {
	return c.versions(func(dir string) error {
		if info, err := os.Lstat(dir); err != nil || !info.IsDir() || !owned(info) || shared(info) {
			return errors.Join(err, os.RemoveAll(dir))
		}
		return entries(dir, func(file string) error {
			if !isSound(file) {
				return errors.Join(os.RemoveAll(file), os.RemoveAll(file+sumEnding))
			}
			c.sound[file] = true
			return nil
		})
	})
}

// entries calls a function for each entry in a folder.
func entries(dir string, each func(file string) error) error {
	list, err := os.ReadDir(dir)
	for _, entry := range list {
		if key, notHex := hex.DecodeString(entry.Name()); err == nil && notHex == nil && len(key) == 32 {
			if err = each(filepath.Join(dir, entry.Name())); errors.Is(err, fs.ErrNotExist) {
				err = nil // another process was faster
			}
		}
	}
	return err
}

// isSound reports whether an entry is a file of the user's that is as it was written.
func isSound(file string) bool {
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() || !owned(info) || shared(info) {
		return false
	}
	want, err1 := os.ReadFile(file + sumEnding)
	got, err2 := sumOf(file)
	return err1 == nil && err2 == nil && string(want) == got
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sumOf returns the checksum of a file and its size, as they stand in the file beside it.
func sumOf(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := crc32.New(castagnoli)
	n, err := io.Copy(h, f)
	return fmt.Sprintf("%08x %d\n", h.Sum32(), n), err
}

// code returns the cache as wazero uses it, or nil for none.
func (c *cache) code() wazero.CompilationCache {
	if c == nil {
		return nil
	}
	code, err := wazero.NewCompilationCacheWithDir(c.dir)
	if err != nil {
		return nil
	}
	return code
}

// seal sums up the entries that were written since the cache was opened. One whose sum cannot be written is compiled anew
// by the next process.
func (c *cache) seal() error {
	if c == nil {
		return nil
	}
	return c.versions(func(dir string) error {
		return entries(dir, func(file string) error {
			if c.sound[file] {
				return nil
			}
			sum, err := sumOf(file)
			if err != nil {
				return err
			}
			return replace(file+sumEnding, sum)
		})
	})
}

// replace writes a file whole or not at all.
func replace(file, content string) error {
	temporary, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*.tmp")
	if err != nil {
		return err
	}
	_, err = temporary.WriteString(content)
	if err = errors.Join(err, temporary.Close()); err == nil {
		err = os.Rename(temporary.Name(), file)
	}
	if err != nil {
		os.Remove(temporary.Name())
	}
	return err
}

func writable(dir string) bool {
	f, err := os.CreateTemp(dir, "try")
	if err != nil {
		return false
	}
	f.Close()
	os.Remove(f.Name())
	return true
}
