package source

import (
	"encoding/binary"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Flags of the header of a file in a RAR archive of version 4.
const (
	rarGoesOn    = 0x01 // from the part before
	rarContinues = 0x02
	rarEncrypted = 0x04
	rarSolid     = 0x10
	rarFolder    = 0xE0
)

// rarBlock makes a block of a RAR archive of version 4: its header with the checksum, and its data.
func rarBlock(kind byte, flags uint16, head []byte, data string) string {
	h := []byte{kind}
	h = binary.LittleEndian.AppendUint16(h, flags)
	h = binary.LittleEndian.AppendUint16(h, uint16(7+len(head)))
	h = append(h, head...)
	sum := binary.LittleEndian.AppendUint16(nil, uint16(crc32.ChecksumIEEE(h)))
	return string(sum) + string(h) + data
}

// rarred packs files, uncompressed, into a RAR archive of version 4, as the format's note describes it.
func rarred(files ...file) string {
	var b strings.Builder
	volume := uint16(0) // 1 where another part follows
	if n := len(files); n > 0 && files[n-1].flag&rarContinues != 0 {
		volume = 1
	}
	b.WriteString("Rar!\x1A\x07\x00" + rarBlock(0x73, volume, make([]byte, 6), ""))
	for _, f := range files {
		le := binary.LittleEndian
		flags, host, attributes := 0x8000|f.flag, byte(2), uint32(0x20)
		if strings.HasSuffix(f.name, "/") {
			flags, attributes = flags|rarFolder, 0x10
		}
		if f.link != 0 {
			host, attributes = 3, 0o120777 // a symbolic link of Unix
		}
		h := le.AppendUint32(nil, uint32(len(f.data)))
		h = le.AppendUint32(h, uint32(len(f.data)+9*int(f.flag&rarContinues)))
		h = append(h, host)
		h = le.AppendUint32(h, crc32.ChecksumIEEE([]byte(f.data)))
		h = append(h, 0, 0, 0, 0, 20, 0x30)
		h = le.AppendUint16(h, uint16(len(f.name)))
		h = le.AppendUint32(h, attributes)
		b.WriteString(rarBlock(0x74, flags, append(h, f.name...), f.data))
	}
	b.WriteString(rarBlock(0x7B, 0x4000|volume, nil, ""))
	return b.String()
}

func TestRAR(t *testing.T) {
	two := rarred(file{name: "dir/"}, file{name: `dir\b.html`, data: "乙"}, file{name: "a.txt", data: "甲"})
	for _, tt := range []struct {
		name, data string
		want       []string
	}{
		{"files", two, []string{"x!dir/b.html: 乙", "x!a.txt: 甲"}},
		{"names in GB18030", rarred(file{name: gb18030("整改通报.html"), data: "乙"}), []string{"x!整改通报.html: 乙"}},
		{"in a ZIP archive", zipped(t, file{name: "b.rar", data: two}), []string{"x!b.rar!dir/b.html: 乙", "x!b.rar!a.txt: 甲"}},
		{"ZIP in it", rarred(file{name: "b.zip", data: zipped(t, file{name: "c.txt", data: "丙"})}), []string{"x!b.zip!c.txt: 丙"}},
		{"what is no notice", rarred(file{name: "p.jpg"}, file{name: "l.txt", link: 1, data: "/etc/passwd"}), []string{"x!p.jpg: skipped: .jpg files are not read from archives", "x!l.txt: skipped: a link", "x: skipped: an archive that holds no document"}},
		{"a part behind the first", rarred(file{name: "b.txt", data: "整改", flag: rarGoesOn}), []string{"x: error: " + ErrVolumes.Error()}},
		{"names that lead out", rarred(file{name: "../up.txt", data: "甲"}), []string{"x!../up.txt: error: refused: its name leads out of the archive"}},
		{"encrypted", rarred(file{name: "a.txt", data: "甲", flag: rarEncrypted}), []string{"x!a.txt: error: encrypted; unpack it with its password first"}},
		{"one of several parts", rarred(file{name: "a.txt", data: "甲", flag: rarContinues}), []string{"x!a.txt: error: one part of a RAR archive; unpack its parts together first", "x: error: one part of a RAR archive; unpack its parts together first"}},
		{"cut off", two[:len(two)-20], []string{"x!dir/b.html: 乙", "x: error: damaged or incomplete: the data end too early"}},
		{"broken", two[:90] + "?" + two[91:], []string{"x: error: damaged or incomplete: rardecode: bad header crc"}},
		{"no archive", "Rar!\x1A\x07\x00garbage", []string{"x: error: damaged or incomplete: the data end too early"}},
		{"7z", "7z\xBC\xAF\x27\x1C\x00\x04", []string{"x: error: a 7z archive; unpack it first, or pack it as ZIP"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, told(entry("x", tt.data), Limits{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// FuzzRAR insists that no archive makes the reader panic or go on without end.
func FuzzRAR(f *testing.F) {
	f.Add(rarred(file{name: "dir/"}, file{name: "b.html", data: "乙"}, file{name: "a.txt", data: "甲", flag: rarSolid}))
	f.Add("Rar!\x1A\x07\x01\x00\x33\x92\xb5\xe5\x0a\x01\x05\x06\x00\x05\x01\x01\x80\x80\x00")
	f.Fuzz(func(t *testing.T, data string) {
		for range entry("x", "Rar!\x1A\x07"+data).Documents(Limits{Total: 1 << 20, Entries: 100}) {
			continue
		}
	})
}
