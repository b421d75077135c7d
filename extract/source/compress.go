package source

import (
	"bufio"
	"compress/bzip2"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// An unpacker begins to undo a compression. It may hold as much of the stream as window says.
type unpacker func(r io.Reader, window uint64) (io.ReadCloser, error)

// How much of a stream zstd and RAR may hold: a file of its own what the tool's highest level needs; a stream in an archive or
// crawl, where a few bytes could ask for it many thousand times, what the format's standard wants of every reader.
const (
	fileWindow   = 128 << 20
	streamWindow = 8 << 20
)

func ungzip(r io.Reader, _ uint64) (io.ReadCloser, error) { return gzip.NewReader(r) }

func unbzip2(r io.Reader, _ uint64) (io.ReadCloser, error) {
	return io.NopCloser(bzip2.NewReader(r)), nil
}

func unzstd(r io.Reader, window uint64) (io.ReadCloser, error) {
	d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(window))
	if err != nil {
		return nil, err
	}
	return d.IOReadCloser(), nil
}

// window returns how much of a stream may be held at a place.
func (u *unpacking) window(at place) int64 {
	if at.depth == 0 {
		return fileWindow
	}
	return streamWindow
}

// decompress reads what is in a compressed stream. It stands at the place of the stream itself: page.html.gz is the
// document page.html.gz.
func (u *unpacking) decompress(at place, unpack unpacker, r *bufio.Reader) error {
	if at.packed {
		return ErrTwice
	}
	packed := &counter{r: r}
	out, err := unpack(packed, uint64(u.window(at)))
	if err != nil {
		return err
	}
	defer out.Close()
	at.packed, at.file, at.size = true, nil, 0
	return u.read(at, u.meter(out, func() int64 { return packed.n }))
}

// A counter counts the bytes that are read through it.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// A meter watches what comes out of a decompressor, all of it and in proportion to what goes in.
type meter struct {
	counter
	u      *unpacking
	packed func() int64
}

func (u *unpacking) meter(r io.Reader, packed func() int64) io.Reader {
	return &meter{counter{r: r}, u, packed}
}

// harmless is how much any stream may unpack to.
const harmless = 1 << 20

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.counter.Read(p)
	m.u.bytes += int64(n)
	switch limits := &m.u.limits; {
	case m.u.bytes > limits.Total:
		return 0, fatal{fmt.Errorf("%w: it unpacks to more than %d bytes; the rest is left out", ErrTooLarge, limits.Total)}
	case m.n > harmless && m.n/limits.Ratio > m.packed():
		return 0, ErrRatio
	}
	return n, err
}
