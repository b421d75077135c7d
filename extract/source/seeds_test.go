package source

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"
)

// TestSeedsAreAsReceived holds every seed against the hash that was taken when it was received.
func TestSeedsAreAsReceived(t *testing.T) {
	t.Chdir("../../seeds")
	l, err := new(Finder).Find(".")
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(indexName)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	hashes := map[string]string{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if fields := strings.Split(lines.Text(), "\t"); len(fields) > 3 {
			hashes[fields[0]] = fields[3]
		}
	}
	for _, e := range l.Entries {
		d, err := read(e, 0)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(d.Data)
		if got := hex.EncodeToString(sum[:]); got != hashes[e.Path] {
			t.Errorf("%s has the hash %s, index.tsv says %q", e.Path, got, hashes[e.Path])
		}
	}
}
