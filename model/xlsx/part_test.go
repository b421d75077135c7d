package xlsx

import (
	"bytes"
	"compress/flate"
	"hash/crc32"
	"io"
	"os"
	"testing"

	"pgregory.net/rapid"
)

// inflate reads a finished part back.
func inflate(t require, p *part) []byte {
	var compressed bytes.Buffer
	if err := p.writeTo(&compressed); err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(flate.NewReader(&compressed))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// require is what *testing.T and *rapid.T share.
type require interface{ Fatal(...any) }

func TestPart(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		press := &press{}
		defer press.end()
		p, other := press.add(), press.add()
		var want []byte
		for range rapid.IntRange(0, 4).Draw(rt, "writes") {
			chunk := bytes.Repeat(rapid.SliceOfN(rapid.Byte(), 1, 50).Draw(rt, "bytes"), rapid.IntRange(0, 10_000).Draw(rt, "times"))
			want = append(want, chunk...)
			for _, to := range []*part{p, other} { // side by side, through one compressor
				if _, err := to.Write(chunk); err != nil {
					rt.Fatal(err)
				}
			}
		}
		if p.length() != int64(len(want)) {
			rt.Fatalf("length %d, want %d", p.length(), len(want))
		}
		head := rapid.SliceOf(rapid.Byte()).Draw(rt, "head")
		if err := p.finish(head); err != nil {
			rt.Fatal(err)
		}
		want = append(head[:len(head):len(head)], want...)
		size, err := p.compressed()
		if err != nil || p.size != int64(len(want)) || p.crc != crc32.ChecksumIEEE(want) {
			rt.Fatalf("size %d, checksum %x, want %d, %x, %v", p.size, p.crc, len(want), crc32.ChecksumIEEE(want), err)
		}
		if stored := int64(p.head.Len() + p.kept.Len()); p.spill == nil && size != stored {
			rt.Fatalf("compressed size %d, want %d", size, stored)
		}
		if !bytes.Equal(inflate(rt, p), want) {
			rt.Fatal("reads back otherwise")
		}
	})
}

// TestPartSpills writes what does not compress, so that it goes to a file.
func TestPartSpills(t *testing.T) {
	press := &press{tempDir: t.TempDir()}
	p := press.add()
	noise := make([]byte, 5*spillSize)
	for i, state := 0, uint32(1); i < len(noise); i++ {
		state = state*1664525 + 1013904223
		noise[i] = byte(state >> 24)
	}
	for at := 0; at < len(noise); at += 1000 {
		if _, err := p.Write(noise[at:min(at+1000, len(noise))]); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.finish([]byte("head")); err != nil {
		t.Fatal(err)
	}
	if p.spill == nil || p.kept.Len() > spillSize {
		t.Errorf("%d bytes are kept in memory", p.kept.Len())
	}
	if !bytes.Equal(inflate(t, p), append([]byte("head"), noise...)) {
		t.Error("reads back otherwise")
	}
	name := p.spill.Name()
	if err := press.end(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(name); err == nil {
		t.Error("the temporary file stays")
	}
}

func TestConcatCRC(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.SliceOf(rapid.Byte()).Draw(t, "a"), rapid.SliceOf(rapid.Byte()).Draw(t, "b")
		got := concatCRC(crc32.ChecksumIEEE(a), crc32.ChecksumIEEE(b), int64(len(b)))
		if want := crc32.ChecksumIEEE(append(a, b...)); got != want {
			t.Fatalf("%x, want %x", got, want)
		}
	})
}
