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
	"path/filepath"
	"strings"

	"zhenggai/extract/internal/decode/outside"
)

// A Format is one that LibreOffice reads, as the ending of a file's name.
type Format string

// The formats that are converted.
const (
	RTF  Format = "rtf"
	ODT  Format = "odt"
	FODT Format = "fodt" // ODT in one file of XML
	WPS  Format = "wps"  // of Works, and what is not known better
	DOC  Format = "doc"  // of Word 95 and older
)

// Why a document is not converted.
var (
	ErrAbsent = errors.New("LibreOffice is not installed")
	ErrFailed = errors.New("LibreOffice failed")
)

// DefaultMemory is how many bytes LibreOffice may have where a Converter does not say. It takes 150 MiB for an ordinary
// document, and for 1,000 pages.
const DefaultMemory = 512 << 20

// A Converter runs LibreOffice. The zero value is ready for use and safe for concurrent use.
type Converter struct {
	Program string // the program; "" means the one that is found
	Memory  int64  // bytes that LibreOffice may have: see [outside.Program]; 0 means DefaultMemory
	Limit   int64  // bytes of the DOCX file that it gives, 64 MiB
}

// Convert returns a document as DOCX. LibreOffice is ended with ctx, which should have a deadline. The error wraps
// [ErrAbsent] or [ErrFailed], and the cause of the end of ctx, or is one of the file system.
func (c Converter) Convert(ctx context.Context, data []byte, from Format) ([]byte, error) {
	if c.Memory <= 0 {
		c.Memory = DefaultMemory
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
	folder, err := outside.NewFolder()
	if err != nil {
		return nil, err
	}
	defer folder.Remove()
	w := work{Converter: c, Folder: folder}
	if err := w.prepare(data, from); err != nil {
		return nil, err
	}
	if err := w.run(ctx, from); err != nil {
		return nil, err
	}
	return w.result()
}

// work is one conversion, with the folder in which it takes place.
type work struct {
	Converter
	*outside.Folder
	said string // by LibreOffice
}

const name = "document" // of the file that is converted and of the one that comes out

// prepare lays out the folder.
func (w *work) prepare(data []byte, from Format) error {
	for _, dir := range []string{"out", "profile/user"} {
		if err := os.MkdirAll(filepath.Join(w.Path, filepath.FromSlash(dir)), 0o700); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(w.Path, "profile", "user", "registrymodifications.xcu"), []byte(settings), 0o600); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.Path, name+"."+string(from)), data, 0o600)
}

// run runs the program.
func (w *work) run(ctx context.Context, from Format) (err error) {
	w.said, err = w.Run(ctx, outside.Program{Path: w.Program, Memory: w.Memory, Args: []string{
		"-env:UserInstallation=" + fileURL(filepath.Join(w.Path, "profile")),
		"--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault",
		"--convert-to", "docx:MS Word 2007 XML", "--outdir", filepath.Join(w.Path, "out"),
		filepath.Join(w.Path, name+"."+string(from)),
	}})
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("%w: %w", ErrFailed, err)
	case outside.Crashed(err): // what it says then is a list of calls
		return fmt.Errorf("%w: it crashed, perhaps for want of more than %d MiB of memory (%w)", ErrFailed, w.Memory>>20, err)
	}
	return w.failed(err.Error())
}

// failed says that a conversion failed, how, and the last that the program said of it.
func (w *work) failed(how string) error {
	if w.said != "" {
		how += ": " + w.said
	}
	return fmt.Errorf("%w: %s", ErrFailed, how)
}

// result reads the file that the program has written. It ends well even where it has written none.
func (w *work) result() ([]byte, error) {
	f, err := os.Open(filepath.Join(w.Path, "out", name+".docx"))
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
