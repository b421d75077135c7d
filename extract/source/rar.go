package source

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/nwaples/rardecode/v2"
)

// ErrVolumes is the reason why one part of a RAR archive in several parts is not read.
var ErrVolumes = errors.New("one part of a RAR archive; unpack its parts together first")

// rar reads a RAR archive of one part. It is a stream that is read once.
func (u *unpacking) rar(at place, r *bufio.Reader) error {
	if err := u.enter(at); err != nil {
		return err
	}
	packed := &counter{r: r}
	archive, err := openRAR(packed, u.window(at))
	if err != nil {
		return err
	}
	for {
		h, err := archive.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if u.lengthens(h, packed.n) {
			return ErrRatio
		}
		m := member{name: h.Name, mode: h.Mode(), size: h.UnPackedSize, open: func() (io.ReadCloser, error) {
			if h.Encrypted {
				return nil, ErrEncrypted
			}
			return io.NopCloser(u.meter(archive, func() int64 { return packed.n })), nil
		}}
		if err := u.member(at, m); err != nil {
			return err
		}
	}
}

// lengthens reports whether a file that must be unpacked for the sake of those behind it, even where it is left out, is
// far longer than what was read of the archive.
func (u *unpacking) lengthens(h *rardecode.FileHeader, packed int64) bool {
	return h.Solid && (h.UnKnownSize || h.UnPackedSize > harmless && h.UnPackedSize/u.limits.Ratio > packed+h.PackedSize)
}

// rarArchive is the reader of an archive, and of the file in it that it stands at. It names the library's errors, and
// takes its panics, of which damaged headers make some, for damage.
type rarArchive struct{ archive *rardecode.Reader }

func openRAR(r io.Reader, window int64) (a rarArchive, err error) {
	defer rarPanic(&err)
	a.archive, err = rardecode.NewReader(r, rardecode.MaxDictionarySize(window))
	return a, rarError(err)
}

func (a rarArchive) next() (h *rardecode.FileHeader, err error) {
	defer rarPanic(&err)
	h, err = a.archive.Next()
	return h, rarError(err)
}

func (a rarArchive) Read(p []byte) (n int, err error) {
	defer rarPanic(&err)
	n, err = a.archive.Read(p)
	return n, rarError(err)
}

func rarPanic(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%w: %v", ErrDamaged, p)
	}
}

// rarError says what an error of the RAR reader means.
func rarError(err error) error {
	switch {
	case err == nil, errors.Is(err, io.EOF), errors.As(err, new(fatal)), errors.Is(err, ErrRatio), errors.Is(err, ErrChanged):
		return err
	case errors.Is(err, rardecode.ErrArchiveEncrypted), errors.Is(err, rardecode.ErrArchivedFileEncrypted):
		return ErrEncrypted
	case errors.Is(err, rardecode.ErrMultiVolume), errors.Is(err, rardecode.ErrBadVolumeNumber),
		errors.Is(err, rardecode.ErrInvalidFileBlock): // of rardecode v2.4.6, where a file goes on from the part before
		return ErrVolumes
	case errors.Is(err, rardecode.ErrDictionaryTooLarge):
		return fmt.Errorf("%w: %w", ErrTooLarge, err)
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}
