package jsonl

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/go-json-experiment/json" // which reads twice as fast as encoding/json

	"zhenggai/model"
)

// A Head is what an Index knows of a notice without reading all of it.
type Head struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Source struct {
		Path string `json:"path"`
		URL  string `json:"url"`
	} `json:"source"`
	Issuer struct {
		Name string `json:"name"`
	} `json:"issuer"`
	at   int64
	size int
	line int
}

// An Index finds single notices in a file of notices. It is for one goroutine.
type Index struct {
	Heads []Head // in the order of the file
	file  *os.File
	buf   []byte
}

// OpenIndex reads the heads of all notices of a file that a Writer has written as notices.ndjson. The Index must be closed.
func OpenIndex(file string) (*Index, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	x := &Index{file: f}
	lines := bufio.NewReaderSize(f, 1<<20)
	for at, number := int64(0), 1; ; number++ {
		text, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(text) == 0 {
			return x, nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, errors.Join(err, f.Close())
		}
		h := Head{at: at, size: len(text), line: number}
		if err := json.Unmarshal(text, &h); err != nil {
			return nil, errors.Join(&Error{file, number, err}, f.Close())
		}
		x.Heads = append(x.Heads, h)
		at += int64(len(text))
	}
}

// Notice reads the notice of a head.
func (x *Index) Notice(i int) (*model.Notice, error) {
	h := &x.Heads[i]
	if cap(x.buf) < h.size {
		x.buf = make([]byte, h.size)
	}
	buf := x.buf[:h.size]
	if _, err := x.file.ReadAt(buf, h.at); err != nil {
		return nil, fmt.Errorf("jsonl: %w", err)
	}
	n := &model.Notice{}
	if err := json.Unmarshal(buf, n); err != nil {
		return nil, &Error{x.file.Name(), h.line, err}
	}
	return n, nil
}

// Close closes the file.
func (x *Index) Close() error { return x.file.Close() }
