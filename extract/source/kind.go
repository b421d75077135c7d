package source

import (
	"archive/tar"
	"bufio"
	"bytes"
)

// headSize is how much of a stream must be seen to know what it is: one block of a TAR archive.
const headSize = 512

// A kind is a format that is not itself a document. At most one of the first three fields is set; the zero kind is a document.
type kind struct {
	unpack unpacker
	walk   func(*unpacking, place, *bufio.Reader) error
	err    error
	crawl  bool // what it holds besides documents is counted
}

// kindOf tells by the first bytes of a stream what it is.
func kindOf(start []byte) kind {
	is := func(magic string) bool { return bytes.HasPrefix(start, []byte(magic)) }
	switch {
	case is("PK\x03\x04"), is("PK\x05\x06"): // the second is an archive without entries
		return kind{walk: (*unpacking).zip}
	case is("WARC/1."), is("WARC/0."):
		return kind{walk: (*unpacking).warc, crawl: true}
	case is("Rar!\x1A\x07"):
		return kind{walk: (*unpacking).rar}
	case is("7z\xBC\xAF\x27\x1C"):
		return kind{err: Err7z}
	case is("\x1F\x8B\x08"):
		return kind{unpack: ungzip}
	case is("\x28\xB5\x2F\xFD"):
		return kind{unpack: unzstd}
	case is("BZh") && len(start) >= 10 && (string(start[4:10]) == "1AY&SY" || string(start[4:10]) == "\x17\x72\x45\x38\x50\x90"):
		return kind{unpack: unbzip2}
	case is("\xFD7zXZ\x00"):
		return kind{err: ErrXZ}
	case isTar(start):
		return kind{walk: (*unpacking).tar}
	}
	return kind{}
}

// isTar reports whether a block is the header of a TAR entry. Old archives have no magic number, but a checksum that
// the reader verifies.
func isTar(block []byte) bool {
	if len(block) < headSize || bytes.Count(block[:headSize], []byte{0}) == headSize {
		return false
	}
	if string(block[257:262]) == "ustar" {
		return true
	}
	_, err := tar.NewReader(bytes.NewReader(block[:headSize])).Next()
	return err == nil
}
