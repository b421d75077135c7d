package rules

import (
	"errors"
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"
)

// FuzzLoad lays a table of a user's over the built-in ones. It is read, or there is a mistake with an address.
func FuzzLoad(f *testing.F) {
	names, err := fs.Glob(embedded, "*.tsv")
	if err != nil {
		f.Fatal(err)
	}
	for i, name := range names {
		data, err := fs.ReadFile(embedded, name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(i, data[:min(len(data), 400)])
	}
	f.Add(0, []byte("unit\tdimension\n箩\tweight\textra\n"))
	f.Fuzz(func(t *testing.T, table int, data []byte) {
		name := names[uint(table)%uint(len(names))]
		set, err := Load(fstest.MapFS{name: {Data: data}})
		if err != nil && !errors.As(err, new(*Error)) || err == nil && set == nil {
			t.Errorf("%s: %v", name, err)
		}
	})
}

// FuzzBlocks lays a file of metrics over the built-in ones. It is read, or each mistake has a line.
func FuzzBlocks(f *testing.F) {
	q := Default().Quantities
	f.Add([]byte(basket))
	f.Add([]byte("set baskets 竹筐 提篮\n" + basket + "or\n  near @baskets\n  before health.beds\n-health.beds\n"))
	f.Add([]byte(replaceAllMark + "\n" + basket))
	for _, broken := range []string{"  near 竹筐\n", "or\n", "-\n", "set\n", "\"\\\" a b in 个\n", "a.b c d in @\n  stated @\n  near + @ &\n  yes 】【 -> \n"} {
		f.Add([]byte(broken + basket))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		metrics, tries, errs := loadMetrics(fstest.MapFS{"metrics/mine.rules": {Data: data}}, embedded, q)
		if len(errs) == 0 && len(tries) < len(metrics) {
			t.Errorf("%d parts of %d metrics, and no mistake", len(tries), len(metrics))
		}
		for _, mistake := range errs {
			if mistake.Line < 1 || mistake.File == "" || mistake.Err == nil {
				t.Errorf("a mistake without its place: %v", mistake)
			}
		}
	})
}

// FuzzConvertMetrics converts a table of metrics of old. It becomes blocks that load, or there is a mistake with an address in the table.
func FuzzConvertMetrics(f *testing.F) {
	q := Default().Quantities
	f.Add([]byte(oldBaskets))
	f.Add([]byte(oldColumns + "mine.baskets\t竹 筐\t\"ba\\skets\t个\t@count|个\t竹筐&|竹 筐|@竹|竹+筐|筐|筐\t@|->\t!|!@a|b&c|【\t\t】【\t->【】\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		blocks, _, err := ConvertMetrics(fstest.MapFS{OldMetrics: {Data: data}})
		if err != nil {
			var all Errors
			if !errors.As(err, &all) || slices.ContainsFunc(all, func(e *Error) bool { return e.File != OldMetrics }) {
				t.Errorf("a mistake without its place: %v", err)
			}
			return
		}
		if _, _, errs := loadMetrics(fstest.MapFS{ConvertedFile: {Data: blocks}}, embedded, q); len(errs) > 0 {
			t.Errorf("the blocks do not load: %v", errs)
		}
	})
}
