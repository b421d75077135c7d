package extract_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"zhenggai/extract"
	"zhenggai/extract/source"
)

// hanging lets a program that never ends stand for LibreOffice.
func hanging(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("a script stands for LibreOffice")
	}
	program := filepath.Join(t.TempDir(), "soffice")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nsleep 60\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ZHENGGAI_SOFFICE", program)
}

// TestOutside insists that the parts of a document have the time for outside programs together, and that a document which is
// beyond it may be tried again.
func TestOutside(t *testing.T) {
	hanging(t)
	x := &extract.Extractor{Limits: extract.Limits{Outside: time.Second}}
	rtf := source.Document{Path: "a.rtf", Data: []byte(`{\rtf1 x}`)}
	start := time.Now()
	_, err := x.Extract(rtf)
	if !errors.Is(err, extract.ErrOutside) || !extract.Passing(err) || !strings.HasSuffix(err.Error(), ": more than 1s)") {
		t.Errorf("error %v", err)
	}
	page := source.Document{Path: "t.html", Data: []byte("<html><body><p>整改"), Parts: []source.Part{{Document: rtf}, {Document: rtf}, {Document: rtf}}}
	n, err := x.Extract(page)
	if err != nil || len(n.Source.Parts) != 0 || len(n.Diagnostics) < 3 || n.Diagnostics[2].Code != "part.unreadable" {
		t.Errorf("%v, %+v", err, n)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestExtractAllEnds insists that the end of a context ends a document which waits for an outside program, and gives no notice
// of which parts are missing.
func TestExtractAllEnds(t *testing.T) {
	hanging(t)
	why := errors.New("nobody wants it")
	rtf := source.Document{Path: "a.rtf", Data: []byte(`{\rtf1 x}`)}
	page := source.Document{Path: "t.html", Data: []byte("<html><body><p>整改"), Parts: []source.Part{{Document: rtf}}}
	for _, doc := range []source.Document{rtf, page} {
		ctx, cancel := context.WithTimeoutCause(t.Context(), 500*time.Millisecond, why)
		all, err := new(extract.Extractor).ExtractAll(ctx, doc)
		cancel()
		if all != nil || !errors.Is(err, why) {
			t.Errorf("%s: %v, %v", doc.Path, all, err)
		}
	}
}
