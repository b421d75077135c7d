package shapes

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"
)

// Packed makes a ZIP archive of parts: names and what they hold by turns. method is one of zip's.
func Packed(tb testing.TB, method uint16, parts ...string) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		f, err := z.CreateHeader(&zip.FileHeader{Name: parts[i], Method: method})
		if err == nil {
			_, err = io.WriteString(f, parts[i+1])
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}
