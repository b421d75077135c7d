package extract

import (
	"encoding/binary"
	"math/bits"
	"sort"

	"zhenggai/model"
)

// stride is how many bytes lie between two places whose code point is known.
const stride = 128

// runeIndex turns bytes of a text into code points.
type runeIndex struct {
	text  string
	known []int // code points before byte i*stride
}

func newRuneIndex(text string) *runeIndex {
	x := &runeIndex{text: text, known: make([]int, 0, len(text)/stride+1)}
	count := 0
	for from := 0; from < len(text); from += stride {
		x.known = append(x.known, count)
		count += starts(text[from:min(from+stride, len(text))])
	}
	return x
}

// starts counts the bytes that start a character. Every byte of a text is counted, so it takes eight at a time.
func starts(s string) int {
	const ones = 0x0101010101010101
	within, i := 0, 0
	for ; i+8 <= len(s); i += 8 {
		x := binary.LittleEndian.Uint64([]byte(s[i : i+8]))
		within += bits.OnesCount64((x >> 7) &^ (x >> 6) & ones)
	}
	for ; i < len(s); i++ {
		within += int(s[i]>>7) &^ int(s[i]>>6)
	}
	return len(s) - within
}

// at returns the number of code points before byte i.
func (x *runeIndex) at(i int) int {
	if len(x.known) == 0 {
		return 0
	}
	k := min(i/stride, len(x.known)-1)
	return x.known[k] + starts(x.text[k*stride:i])
}

// finish turns the spans of all records from bytes into code points, and puts the diagnostics into the order of the
// text: those about the whole notice first.
func (r *reading) finish() {
	n := r.notice
	x := newRuneIndex(n.Text)
	places := r.newPlaces()
	for record := range n.Records() {
		if s := record.Where(); s != nil && places != nil {
			*record.Place() = places.at(s[0])
		}
		for s := range record.Spans() {
			*s = model.Span{x.at(s[0]), x.at(s[1])}
		}
	}
	r.placeTotals()
	sort.SliceStable(n.Diagnostics, func(i, j int) bool { return start(n.Diagnostics[i]) < start(n.Diagnostics[j]) })
}

func start(d model.Diagnostic) int {
	if d.Span == nil {
		return -1
	}
	return d.Span[0]
}
