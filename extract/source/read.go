package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// DefaultLimit is how many bytes of a document are read at most.
const DefaultLimit = 16 << 20

// ErrTooLarge says that a document has more bytes than the limit.
var ErrTooLarge = errors.New("too large")

// Read reads the document. More than limit bytes are an error that wraps ErrTooLarge; 0 means DefaultLimit. Errors do
// not repeat the entry's path.
func (e Entry) Read(limit int64) (Document, error) {
	if limit == 0 {
		limit = DefaultLimit
	}
	r, err := e.Open()
	if err != nil {
		return Document{}, reason(err)
	}
	defer r.Close()
	data, err := readAll(r, limit)
	if err != nil {
		return Document{}, reason(err)
	}
	return Document{Path: e.Path, URL: e.URL, Retrieved: e.Retrieved, Data: data}, nil
}

// readAll is io.ReadAll with a limit, and without growing step by step where the size is known.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	size := int64(512)
	if f, ok := r.(*os.File); ok {
		info, err := f.Stat()
		switch {
		case err != nil:
			return nil, err
		case info.IsDir():
			return nil, fs.ErrInvalid
		}
		size = min(max(size, info.Size()+1), limit+1) // one more, so that the end is seen without growing
	}
	data := make([]byte, 0, size)
	r = io.LimitReader(r, limit+1)
	for {
		n, err := r.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case int64(len(data)) > limit:
			return nil, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
		case errors.Is(err, io.EOF):
			return data, nil
		case err != nil:
			return nil, err
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
	}
}
