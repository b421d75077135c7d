package invented

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// TestWrite writes as many notices as ZHENGGAI_INVENTED_COUNT says into the folder that ZHENGGAI_INVENTED names, for
// measurements with the built program. No more than a thousand lie in one folder.
func TestWrite(t *testing.T) {
	dir := os.Getenv("ZHENGGAI_INVENTED")
	if dir == "" {
		t.Skip("ZHENGGAI_INVENTED names no folder")
	}
	count, err := strconv.Atoi(os.Getenv("ZHENGGAI_INVENTED_COUNT"))
	if err != nil {
		t.Fatal("ZHENGGAI_INVENTED_COUNT is no number")
	}
	m := NewMaker()
	for i := range count {
		name, page := m.Page(i)
		folder := filepath.Join(dir, strconv.Itoa(i/1000))
		if err := os.MkdirAll(folder, 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), page, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
