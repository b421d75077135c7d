package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// A packer adds a file to an archive.
type packer func(name string, data []byte) error

// pack makes an archive or a crawl of the kind that its name says: pack ARCHIVE [NAME=]FILE.... In a crawl a file
// stands at https://example.invalid/NAME.
func pack(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 1 || neg {
		ts.Fatalf("usage: pack ARCHIVE [NAME=]FILE...")
	}
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	add, finish := newPacker(f, path.Base(args[0]))
	for _, arg := range args[1:] {
		name, file, ok := strings.Cut(arg, "=")
		if !ok {
			file = name
		}
		ts.Check(add(name, []byte(ts.ReadFile(file))))
	}
	ts.Check(finish())
}

// newPacker begins an archive.
func newPacker(f io.Writer, name string) (add packer, finish func() error) {
	if strings.HasSuffix(name, ".zip") {
		w := zip.NewWriter(f)
		return func(name string, data []byte) error { return zipTo(w, name, data) }, w.Close
	}
	packed := gzip.NewWriter(f)
	if strings.HasSuffix(name, ".warc.gz") {
		return func(name string, data []byte) error { return recordTo(packed, name, data) }, packed.Close
	}
	w := tar.NewWriter(packed)
	finish = func() error {
		if err := w.Close(); err != nil {
			return err
		}
		return packed.Close()
	}
	return func(name string, data []byte) error { return tarTo(w, name, data) }, finish
}

func zipTo(w *zip.Writer, name string, data []byte) error {
	to, err := w.Create(name)
	if err == nil {
		_, err = to.Write(data)
	}
	return err
}

func tarTo(w *tar.Writer, name string, data []byte) error {
	err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(data))})
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}

// recordTo writes a response as a record, and the request before it.
func recordTo(w io.Writer, name string, data []byte) error {
	body := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + string(data)
	if path.Ext(name) == ".missing" {
		body = "HTTP/1.1 404 Not Found\r\n\r\n"
	}
	_, err := fmt.Fprintf(w, "WARC/1.0\r\nWARC-Type: request\r\nContent-Length: 0\r\n\r\n\r\n\r\n"+
		"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.invalid/%s\r\nWARC-Date: 2021-12-06T08:00:00Z\r\n"+
		"Content-Length: %d\r\n\r\n%s\r\n\r\n", name, len(body), body)
	return err
}
