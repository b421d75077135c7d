package soffice

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"zhenggai/extract/internal/testing/shapes"
)

// stub names the variable that makes this program stand for LibreOffice, and says how it behaves.
const stub = "ZHENGGAI_TEST_STUB"

func TestMain(m *testing.M) {
	if how := os.Getenv(stub); how != "" {
		os.Exit(act(how, os.Args[1:]))
	}
	os.Exit(m.Run())
}

// act does what LibreOffice may do with its arguments.
func act(how string, args []string) int {
	in := args[len(args)-1]
	out := filepath.Join(args[len(args)-2], strings.TrimSuffix(filepath.Base(in), filepath.Ext(in))+".docx")
	switch how {
	case "echo": // its input and its arguments
		data, err := os.ReadFile(in)
		if err != nil {
			return 1
		}
		_ = os.WriteFile(out, append(data, fmt.Sprintf("\n%q", args)...), 0o600)
	case "silent":
		fmt.Fprintln(os.Stderr, "Warning: odd")
		fmt.Fprintln(os.Stderr, "Error: source file \x1b[31mcould not be loaded")
	case "fail":
		fmt.Fprintln(os.Stderr, "no display")
		return 77
	case "crash":
		fmt.Fprintln(os.Stderr, "Fatal exception: Signal 6\nStack:\n/usr/lib/libreoffice/program/soffice.bin(+0x10b1)[0x55bc4f4780b1]")
		return 134
	case "large":
		_ = os.WriteFile(out, make([]byte, 1001), 0o600)
	case "hang":
		time.Sleep(time.Minute)
	}
	return 0
}

// standIn returns a converter whose program behaves so.
func standIn(t *testing.T, how string) Converter {
	t.Helper()
	t.Setenv(stub, how)
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("TMP", os.Getenv("TMPDIR"))
	t.Cleanup(func() {
		if left, _ := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "zhenggai-*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	})
	return Converter{Program: os.Args[0], Limit: 1000}
}

func TestConvert(t *testing.T) {
	c := standIn(t, "echo")
	c.Limit = 0
	got, err := c.Convert(t.Context(), []byte(`{\rtf1 整改}`), RTF)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"{\\rtf1 整改}\n", `"--headless"`, `"-env:UserInstallation=file:///`, `document.rtf"`} {
		if !strings.Contains(string(got), want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
}

func TestFailures(t *testing.T) {
	for _, test := range []struct{ how, say string }{
		{"silent", "LibreOffice failed: it gave no document: Error: source file [31mcould not be loaded"},
		{"fail", "LibreOffice failed: exit status 77: no display"},
		{"crash", "LibreOffice failed: it crashed, perhaps for want of more than 512 MiB of memory (exit status 134)"},
		{"large", "LibreOffice failed: it gave more than 1000 bytes"},
	} {
		t.Run(test.how, func(t *testing.T) {
			_, err := standIn(t, test.how).Convert(t.Context(), []byte("x"), ODT)
			if !errors.Is(err, ErrFailed) || err.Error() != test.say {
				t.Errorf("error %v, want %s", err, test.say)
			}
		})
	}
}

// TestTimeout insists that a conversion ends with its context and says why.
func TestTimeout(t *testing.T) {
	slow := errors.New("it takes more than 2 seconds")
	ctx, cancel := context.WithTimeoutCause(t.Context(), 2*time.Second, slow)
	defer cancel()
	start := time.Now()
	_, err := standIn(t, "hang").Convert(ctx, []byte("x"), WPS)
	if !errors.Is(err, ErrFailed) || !errors.Is(err, slow) || err.Error() != "LibreOffice failed: it takes more than 2 seconds" {
		t.Errorf("error %v", err)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestFind(t *testing.T) {
	t.Setenv(Variable, filepath.Join(t.TempDir(), "nowhere"))
	if _, err := (Converter{}).Convert(t.Context(), nil, RTF); !errors.Is(err, ErrAbsent) || !strings.Contains(err.Error(), Variable+" names no program") {
		t.Errorf("error %v", err)
	}
	t.Setenv(Variable, os.Args[0])
	if got, err := find(); err != nil || !filepath.IsAbs(got) || filepath.Base(got) != filepath.Base(os.Args[0]) {
		t.Errorf("found %s, %v", got, err)
	}
	t.Setenv("ProgramFiles", `C:\Program Files`)
	if got := places("windows"); len(got) == 0 || !strings.HasSuffix(got[0], "soffice.com") {
		t.Errorf("places %v", got)
	}
	if got := places("darwin"); got[0] != "/Applications/LibreOffice.app/Contents/MacOS/soffice" {
		t.Errorf("places %v", got)
	}
}

// installed skips a test where LibreOffice is absent, or where there is no time for it.
func installed(t *testing.T) {
	t.Helper()
	if _, err := find(); err != nil {
		t.Skip("LibreOffice is not installed")
	}
	if testing.Short() {
		t.Skip("LibreOffice takes long")
	}
}

// TestLinks insists that LibreOffice neither asks the network nor reads files for a document.
func TestLinks(t *testing.T) {
	installed(t)
	var asked []string
	var lock sync.Mutex
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lock.Lock()
		defer lock.Unlock()
		asked = append(asked, r.Method+" "+r.URL.Path)
		fmt.Fprint(w, `{\rtf1 FROM THE NETWORK}`)
	}))
	defer server.Close()
	secret := filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(secret, []byte("SECRET OF A FILE"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := Converter{}.Convert(t.Context(), linked(t, server.URL, fileURL(secret)), ODT)
	if err != nil {
		t.Fatal(err)
	}
	text := unpacked(t, got)
	if !strings.Contains(text, "OWN TEXT") || strings.Contains(text, "SECRET OF") || strings.Contains(text, "FROM THE NETWORK") {
		t.Errorf("text %s", text)
	}
	if lock.Lock(); len(asked) > 0 {
		t.Errorf("asked the network for %v", asked)
	}
	lock.Unlock()
}

// linked returns an OpenDocument text with a picture and a section at an address, and a section of a file.
func linked(t *testing.T, address, file string) []byte {
	t.Helper()
	section := func(name, href string) string {
		return `<text:section text:name="` + name + `"><text:section-source xlink:href="` + href + `"/><text:p>old</text:p></text:section>`
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range []struct{ name, content string }{
		{"mimetype", "application/vnd.oasis.opendocument.text"},
		{"META-INF/manifest.xml", `<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">` +
			`<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/>` +
			`<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>`},
		{"content.xml", `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"` +
			` xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"` +
			` xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"` +
			` office:version="1.2"><office:body><office:text><text:p>OWN TEXT<draw:frame svg:width="2cm" svg:height="2cm" text:anchor-type="as-char">` +
			`<draw:image xlink:href="` + address + `/picture.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>` +
			section("A", address+"/section.rtf") + section("B", file) + `</office:text></office:body></office:document-content>`},
	} {
		f, err := z.Create(part.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, part.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestTogether converts two documents at one time.
func TestTogether(t *testing.T) {
	installed(t)
	var all sync.WaitGroup
	for i := range 2 {
		all.Go(func() {
			got, err := Converter{}.Convert(t.Context(), fmt.Appendf(nil, `{\rtf1 NUMBER%d}`, i), RTF)
			if err != nil {
				t.Error(err)
			} else if text := unpacked(t, got); !strings.Contains(text, fmt.Sprintf("NUMBER%d", i)) {
				t.Errorf("text %s", text)
			}
		})
	}
	all.Wait()
}

// TestHeavy insists that a document that is made to cost much ends within its limits: by the one of memory, and where
// there is none by the one of time.
func TestHeavy(t *testing.T) {
	installed(t)
	slow := errors.New("too slow")
	for _, test := range []struct {
		name string
		time time.Duration
		want string
	}{
		{"memory", 5 * time.Minute, "it crashed, perhaps for want of more than 512 MiB of memory"},
		// A time in which not even a fast machine comes as far as the limit of memory, which cannot be left out.
		{"time", 500 * time.Millisecond, "too slow"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.name == "memory" && runtime.GOOS != "linux" && runtime.GOOS != "windows" {
				t.Skip("the system has no such limit")
			}
			ctx, cancel := context.WithTimeoutCause(t.Context(), test.time, slow)
			defer cancel()
			start := time.Now()
			_, err := Converter{}.Convert(ctx, shapes.NestedRTF(12<<20), RTF)
			if !errors.Is(err, ErrFailed) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v", err)
			}
			if took := time.Since(start); took > test.time+test.time/10+time.Second {
				t.Errorf("it took %v", took)
			}
			t.Log(time.Since(start), err)
		})
	}
}

// unpacked returns the text part of a DOCX file.
func unpacked(t *testing.T, data []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Error(err)
		return ""
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Error(err)
		return ""
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		t.Error(err)
	}
	return string(text)
}
