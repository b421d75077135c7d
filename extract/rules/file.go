package rules

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostBytes is how large a table may be. The largest built-in one has 134 kB.
const mostBytes = 16 << 20

// readFile reads a table whole: a regular file of UTF-8 text without control characters.
func readFile(fsys fs.FS, name string) (string, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", errors.New("it is no file that can be read to its end")
	}
	data, err := io.ReadAll(io.LimitReader(f, mostBytes+1))
	switch {
	case err != nil:
		return "", err
	case len(data) > mostBytes:
		return "", fmt.Errorf("it has more than %d MB, which no table needs", mostBytes>>20)
	}
	return string(data), nil
}

// stopped says why a line of a table cannot be read at all, or nil.
func stopped(line string) error {
	if !utf8.ValidString(line) {
		return errors.New("it is not in UTF-8: save the file as UTF-8")
	}
	if strings.ContainsFunc(line, func(r rune) bool { return unicode.IsControl(r) && r != '\t' }) {
		return errors.New("it holds a control character")
	}
	return nil
}

// strays finds the files of a folder that look like tables and are none: their rules would be left out without a word.
func strays(folder fs.FS) (errs Errors) {
	for _, dir := range []string{".", path.Dir(metricFiles)} {
		entries, _ := fs.ReadDir(folder, dir) // a folder that cannot be read has no tables either
		for _, e := range entries {
			name := path.Join(dir, e.Name())
			meant := path.Ext(strings.TrimSuffix(strings.ToLower(e.Name()), ".txt")) // Notepad adds .txt
			if e.IsDir() || meant != ".tsv" && meant != ".rules" {
				continue
			}
			isMetrics, _ := path.Match(metricFiles, name)
			if !isMetrics && !(dir == "." && path.Ext(name) == ".tsv") {
				errs = append(errs, &Error{File: name, Err: fmt.Errorf("this file is not read: tables are NAME.tsv, and metrics %s", metricFiles)})
			}
		}
	}
	return errs
}

// MostTold is how many mistakes of a folder are told. Nobody reads more.
const MostTold = 200
