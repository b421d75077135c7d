package rules

import (
	"errors"
	"io/fs"
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
