// Package soffice converts documents to DOCX with LibreOffice, where it is installed.
//
// Each conversion has a folder and a profile of its own: it neither meets a LibreOffice that is running nor another
// conversion, and leaves nothing behind. In the profile macros do not run and links are not followed. Nothing of a
// document but its bytes reaches the program, not even its name.
package soffice

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
	"unicode"
)

// A Format is one that LibreOffice reads, as the ending of a file's name.
type Format string

// The formats that are converted.
const (
	RTF Format = "rtf"
	ODT Format = "odt"
	WPS Format = "wps" // of Works, and what is not known better
	DOC Format = "doc" // of Word 95 and older
)

// Why a document is not converted.
var (
	ErrAbsent = errors.New("LibreOffice is not installed")
	ErrFailed = errors.New("LibreOffice failed")
)

// A Converter runs LibreOffice. The zero value is ready for use and safe for concurrent use.
type Converter struct {
	Program string        // the program; "" means the one that is found
	Timeout time.Duration // of one conversion, 5 minutes; it takes seconds, but on a busy machine
	Limit   int64         // bytes of the DOCX file that it gives, 64 MiB
}

// Convert returns a document as DOCX. The error wraps [ErrAbsent] or [ErrFailed], or is one of the file system.
func (c Converter) Convert(data []byte, from Format) ([]byte, error) {
	if c.Timeout <= 0 {
		c.Timeout = 5 * time.Minute
	}
	if c.Limit <= 0 {
		c.Limit = 64 << 20
	}
	if c.Program == "" {
		program, err := find()
		if err != nil {
			return nil, err
		}
		c.Program = program
	}
	folder, err := os.MkdirTemp("", "zhenggai-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	w := work{Converter: c, folder: folder}
	if err := w.prepare(data, from); err != nil {
		return nil, err
	}
	if err := w.run(from); err != nil {
		return nil, err
	}
	return w.result()
}

// work is one conversion, with the folder in which it takes place.
type work struct {
	Converter
	folder string
	said   tail
}

const name = "document" // of the file that is converted and of the one that comes out

// prepare lays out the folder.
func (w *work) prepare(data []byte, from Format) error {
	for _, dir := range []string{"tmp", "out", "profile/user"} {
		if err := os.MkdirAll(filepath.Join(w.folder, filepath.FromSlash(dir)), 0o700); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(w.folder, "profile", "user", "registrymodifications.xcu"), []byte(settings), 0o600); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.folder, name+"."+string(from)), data, 0o600)
}

// run runs the program. Where it takes too long, it is ended with all programs that it has started.
func (w *work) run(from Format) error {
	ctx, cancel := context.WithTimeout(context.Background(), w.Timeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, w.Program,
		"-env:UserInstallation="+fileURL(filepath.Join(w.folder, "profile")),
		"--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault",
		"--convert-to", "docx:MS Word 2007 XML", "--outdir", filepath.Join(w.folder, "out"),
		filepath.Join(w.folder, name+"."+string(from)))
	temp := filepath.Join(w.folder, "tmp")
	cmd.Dir = temp
	cmd.Env = append(os.Environ(), "TMPDIR="+temp, "TMP="+temp, "TEMP="+temp)
	cmd.Stderr = &w.said
	cmd.WaitDelay = 5 * time.Second
	group(cmd)
	cmd.Cancel = func() error { return killTree(cmd) }
	err := cmd.Run()
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("%w: it took more than %v", ErrFailed, w.Timeout)
	case err != nil:
		return w.failed(err.Error())
	}
	return nil
}

// failed says that a conversion failed, how, and the last that the program said of it.
func (w *work) failed(how string) error {
	if said := w.said.line(); said != "" {
		how += ": " + said
	}
	return fmt.Errorf("%w: %s", ErrFailed, how)
}

// result reads the file that the program has written. It ends well even where it has written none.
func (w *work) result() ([]byte, error) {
	f, err := os.Open(filepath.Join(w.folder, "out", name+".docx"))
	if err != nil {
		return nil, w.failed("it gave no document")
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, w.Limit+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(data)) > w.Limit:
		return nil, fmt.Errorf("%w: it gave more than %d bytes", ErrFailed, w.Limit)
	}
	return data, nil
}

// fileURL returns the address of a file.
func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // a drive
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// A tail keeps the end of what is written to it.
type tail struct{ kept []byte }

func (t *tail) Write(p []byte) (int, error) {
	const most = 1 << 10
	t.kept = append(t.kept, p[max(0, len(p)-most):]...)
	t.kept = t.kept[max(0, len(t.kept)-most):]
	return len(p), nil
}

// line returns the last line, without what would upset a terminal.
func (t *tail) line() string {
	text := strings.TrimSpace(strings.ToValidUTF8(string(t.kept), ""))
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, text[strings.LastIndexByte(text, '\n')+1:])
}

// settings are those of the profile: macros do not run, links are neither followed nor updated, and what would still
// ask the network meets a proxy that is not there.
const settings = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
`
