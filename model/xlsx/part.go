package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"

	"github.com/klauspost/compress/flate" // half again as many rows a second as with compress/flate, in less space
)

const (
	// chunkSize is how much of a part is compressed at a time, in bytes. Each part holds at most one chunk uncompressed.
	chunkSize = 256 << 10

	// spillSize is how much of a compressed part is kept in memory, in bytes; what is more goes to a file.
	spillSize = 256 << 10

	// level of compression. On worksheets, level 3 gives files smaller by a twentieth for a tenth fewer rows a second.
	level = flate.BestSpeed
)

// A press compresses the parts of a workbook. Parts grow side by side, but share one compressor, which takes far more
// memory than a part: every chunk is a run of deflate blocks that stands by itself, and a part is their concatenation.
type press struct {
	tempDir string // where parts spill to; "" is the system's choice
	flate   *flate.Writer
	parts   []*part
}

// add returns a new part.
func (p *press) add() *part {
	t := &part{press: p}
	p.parts = append(p.parts, t)
	return t
}

// compress appends the deflate blocks of chunk to w; last ends the stream.
func (p *press) compress(w io.Writer, chunk []byte, last bool) (err error) {
	if p.flate == nil {
		if p.flate, err = flate.NewWriter(w, level); err != nil {
			return err
		}
	} else {
		p.flate.Reset(w)
	}
	if _, err := p.flate.Write(chunk); err != nil {
		return err
	}
	if last {
		return p.flate.Close()
	}
	return p.flate.Flush()
}

// end removes what the parts have spilled.
func (p *press) end() error {
	var errs []error
	for _, t := range p.parts {
		if t.spill != nil {
			errs = append(errs, t.spill.Close(), os.Remove(t.spill.Name()))
			t.spill = nil
		}
	}
	return errors.Join(errs...)
}

// A part is one file within a workbook, compressed as it grows.
type part struct {
	press *press
	chunk []byte // not yet compressed; appended to directly, followed by sync
	head  bytes.Buffer
	kept  bytes.Buffer // compressed
	spill *os.File     // compressed before kept
	size  int64        // of what is compressed, before compression
	crc   uint32       // of what is compressed
}

// Write appends to the part.
func (t *part) Write(b []byte) (int, error) {
	t.chunk = append(t.chunk, b...)
	return len(b), t.sync()
}

// length returns the number of bytes of the part so far.
func (t *part) length() int64 { return t.size + int64(len(t.chunk)) }

// sync compresses t.chunk where it has grown large.
func (t *part) sync() error {
	if len(t.chunk) < chunkSize {
		return nil
	}
	if err := t.flush(false); err != nil {
		return err
	}
	return t.spillOver()
}

func (t *part) flush(last bool) error {
	t.crc = crc32.Update(t.crc, crc32.IEEETable, t.chunk)
	t.size += int64(len(t.chunk))
	err := t.press.compress(&t.kept, t.chunk, last)
	t.chunk = t.chunk[:0]
	return err
}

func (t *part) spillOver() (err error) {
	if t.kept.Len() < spillSize {
		return nil
	}
	if t.spill == nil {
		if t.spill, err = os.CreateTemp(t.press.tempDir, "zhenggai-*.part"); err != nil {
			return fmt.Errorf("temporary file: %w", err)
		}
	}
	_, err = t.kept.WriteTo(t.spill)
	return err
}

// finish ends the part and puts head before all that was written.
func (t *part) finish(head []byte) error {
	if err := t.flush(true); err != nil {
		return err
	}
	t.chunk = nil
	if len(head) == 0 {
		return nil
	}
	t.crc = concatCRC(crc32.ChecksumIEEE(head), t.crc, t.size)
	t.size += int64(len(head))
	return t.press.compress(&t.head, head, false)
}

// compressed returns the number of bytes of the finished part.
func (t *part) compressed() (int64, error) {
	n := int64(t.head.Len() + t.kept.Len())
	if t.spill == nil {
		return n, nil
	}
	info, err := t.spill.Stat()
	if err != nil {
		return 0, err
	}
	return n + info.Size(), nil
}

// writeTo writes the finished part, compressed.
func (t *part) writeTo(w io.Writer) error {
	if _, err := t.head.WriteTo(w); err != nil {
		return err
	}
	if t.spill != nil {
		if _, err := t.spill.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if _, err := io.Copy(w, t.spill); err != nil {
			return err
		}
	}
	_, err := t.kept.WriteTo(w)
	return err
}

// concatCRC returns the CRC-32 of two byte strings put together, from the CRC-32 of each and the length of the second:
// appending a zero byte multiplies the first by x^8 in the field of the polynomial.
func concatCRC(first, second uint32, length int64) uint32 {
	shift, square := uint32(1)<<31, uint32(1)<<23 // x^0 and x^8, lowest power in the highest bit
	for n := length; n > 0; n >>= 1 {
		if n&1 != 0 {
			shift = multiply(shift, square)
		}
		square = multiply(square, square)
	}
	return multiply(shift, first) ^ second
}

// multiply multiplies two polynomials modulo that of CRC-32.
func multiply(a, b uint32) uint32 {
	product := uint32(0)
	for bit := uint32(1) << 31; bit != 0; bit >>= 1 {
		if a&bit != 0 {
			product ^= b
		}
		if carry := b & 1; carry != 0 {
			b = b>>1 ^ crc32.IEEE
		} else {
			b >>= 1
		}
	}
	return product
}
