package doc

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/richardlehane/mscfb"
)

// streams are those of the file that hold text.
type streams struct {
	main   []byte
	tables [2][]byte
}

// mostDirectory is how large the directory of a container may be, with what leads to it. It has 4,096 entries then; Word
// writes a few dozen.
const mostDirectory = 512 << 10

// A frugal is a container of which no more than left bytes are read, the links between sectors aside. Entries of a
// directory that are nested in each other take memory in the square of their number.
type frugal struct {
	*bytes.Reader
	left int
}

var errDirectory = errors.New("its directory is too large")

func (f *frugal) ReadAt(p []byte, off int64) (int, error) {
	const link = 4
	if len(p) > link {
		f.left -= len(p)
	}
	if f.left < 0 {
		return 0, errDirectory
	}
	return f.Reader.ReadAt(p, off)
}

// open finds the streams. The library that reads the container may panic where it is damaged.
func open(data []byte, limit int64) (s *streams, err error) {
	defer func() {
		if e := recover(); e != nil {
			s, err = nil, damaged(fmt.Sprint(e))
		}
	}()
	r := &frugal{bytes.NewReader(data), mostDirectory}
	container, err := mscfb.New(r)
	if err != nil {
		return nil, damaged(err.Error())
	}
	r.left = math.MaxInt
	s = &streams{}
	for _, f := range container.File {
		if err := s.take(f, limit); err != nil {
			return nil, err
		}
	}
	if s.main == nil {
		return nil, other(container.File)
	}
	return s, nil
}

// take reads a stream that holds text. Those of documents within the document lie in folders.
func (s *streams) take(f *mscfb.File, limit int64) error {
	var into *[]byte
	switch {
	case len(f.Path) > 0:
		return nil
	case f.Name == "WordDocument":
		into = &s.main
	case f.Name == "0Table":
		into = &s.tables[0]
	case f.Name == "1Table":
		into = &s.tables[1]
	default:
		return nil
	}
	if f.Size > limit {
		return fmt.Errorf("%w (%s has %d bytes, %d are allowed)", ErrLarge, f.Name, f.Size, limit)
	}
	stream, err := io.ReadAll(io.LimitReader(f, limit))
	if err != nil {
		return damaged(f.Name + ": " + err.Error())
	}
	*into = stream
	return nil
}

// other says what a container without Word's stream is.
func other(files []*mscfb.File) error {
	err := ErrUnknown
	for _, f := range files {
		what := ""
		switch f.Name {
		case "Workbook", "Book":
			what = "an Excel workbook (.xls); save its sheets as CSV or HTML"
		case "PowerPoint Document":
			what = "a PowerPoint presentation (.ppt); save its text as .txt"
		case "HwpSummaryInformation":
			what = "a Hangul document (.hwp); save it as .docx, text or HTML"
		case "EncryptedPackage":
			return ErrEncrypted
		case "CONTENTS", "MatOST":
			err = ErrWorks
		}
		if what != "" {
			return fmt.Errorf("%w but %s", ErrOther, what)
		}
	}
	return err
}

// part returns n bytes of a stream from at, or nil where it has not so many.
func part(stream []byte, at, n int) []byte {
	if at < 0 || n < 0 || at > len(stream) || n > len(stream)-at {
		return nil
	}
	return stream[at : at+n]
}

func u16(b []byte, at int) int { return int(binary.LittleEndian.Uint16(b[at:])) }
func u32(b []byte, at int) int { return int(binary.LittleEndian.Uint32(b[at:])) }
