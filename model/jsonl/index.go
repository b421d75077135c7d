package jsonl

import (
	"errors"
	"fmt"
	"os"

	"github.com/go-json-experiment/json" // which reads twice as fast as encoding/json

	"zhenggai/model"
)

// A Head is what an Index knows of a notice without reading all of it.
type Head struct {
	ID     string     `json:"id"`
	Title  string     `json:"title"`
	Source HeadSource `json:"source"`
	Issuer HeadIssuer `json:"issuer"`

	at   int64
	size int
	line int
}

// A HeadSource says where the notice of a Head comes from.
type HeadSource struct {
	Path string `json:"path"`
	URL  string `json:"url"`
}

// A HeadIssuer says whose the notice of a Head is.
type HeadIssuer struct {
	Name string `json:"name"`
}

// HeadOf returns the head of a notice.
func HeadOf(n *model.Notice) Head {
	h := Head{ID: n.ID, Title: n.Title, Source: HeadSource{n.Source.Path, n.Source.URL}}
	if n.Issuer != nil {
		h.Issuer.Name = n.Issuer.Name
	}
	return h
}

// An Index finds single notices in a file of notices. It is for one goroutine.
type Index struct {
	Heads []Head // in the order of the file
	file  *os.File
	buf   []byte
}

// OpenIndex reads the heads of all notices of a file that a Writer has written as notices.ndjson. The Index must be closed.
func OpenIndex(file string) (*Index, error) {
	return OpenIndexAs(file, func(h *Head) Head { return *h })
}

// OpenIndexAs is OpenIndex for those who want more of each notice on the way: it calls head with the fields of T for each, in the order
// of the file, which returns its head.
func OpenIndexAs[T any](file string, head func(*T) Head) (*Index, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	x := &Index{file: f}
	stop := make(chan struct{})
	defer close(stop)
	at := int64(0)
	for l := range decoded[T](f, stop) {
		<-l.done
		if l.err != nil {
			return nil, errors.Join(&Error{file, l.number, l.err}, f.Close())
		}
		h := head(l.record)
		h.at, h.size, h.line = at, l.size, l.number
		x.Heads = append(x.Heads, h)
		at += int64(l.size)
	}
	return x, nil
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
