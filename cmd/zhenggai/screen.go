package main

import (
	"io"
	"os"
	"unicode/utf8"

	"golang.org/x/term"

	"zhenggai/model"
)

// A screen is what a person may read a stream on: all that the program prints goes through one. Names of files and words of
// documents cannot steer a terminal by it, since [model.Visible] writes out what would.
type screen struct {
	w    io.Writer
	tail []byte // the beginning of a character whose end is yet to come
}

// Write writes all of p that is whole characters, and keeps the rest for the next.
func (s *screen) Write(p []byte) (int, error) {
	text := append(s.tail, p...)
	whole := len(text) - begun(text)
	if _, err := io.WriteString(s.w, model.Visible(string(text[:whole]))); err != nil {
		return 0, err
	}
	s.tail = append([]byte(nil), text[whole:]...)
	return len(p), nil
}

// flush writes what is left of a character that never ended.
func (s *screen) flush() {
	io.WriteString(s.w, model.Visible(string(s.tail))) // where nobody reads any more there is nobody to tell
}

// begun returns how many bytes at the end of a text begin a character that is not whole.
func begun(text []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if last := text[len(text)-n:]; utf8.RuneStart(last[0]) {
			if !utf8.FullRune(last) {
				return n
			}
			return 0
		}
	}
	return 0
}

// asData returns where to write what a program is to read: past the screen, to the byte, where no terminal shows it.
func asData(w io.Writer) io.Writer {
	if s, ok := w.(*screen); ok && !isTerminal(s.w) {
		return s.w
	}
	return w
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
