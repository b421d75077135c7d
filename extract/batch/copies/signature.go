package copies

import "unicode"

const (
	// bins is how many minima a signature keeps. Two notices are compared where all minima of one of its bands agree: of
	// texts that share four fifths of their shingles one pair in five thousand is missed.
	bins     = 128
	bands    = 16
	bandRows = 4

	// shingle is how many characters of a text are hashed at a time.
	shingle = 6

	// fewest is how many shingles a text needs: of less, nothing can be told.
	fewest = 2 * bins
)

// A signature is what is kept of a text: the share of places in which two signatures agree estimates the share of shingles
// that the texts have in common (one-permutation minwise hashing, Li, Owen and Zhang 2012, with the lowest byte of each
// minimum as Li and König 2010 propose).
type signature [bins]uint8

// sign makes the signature of a text. White space and punctuation do not count, since sites differ in them. It reports
// false where the text is too short.
func sign(text string) (signature, bool) {
	var minima [bins]uint64
	count := 0
	roll := roller{}
	for _, r := range text {
		if !counts(r) {
			continue
		}
		hash, full := roll.next(r)
		if !full {
			continue
		}
		count++
		if bin := hash % bins; minima[bin] == 0 || hash < minima[bin] {
			minima[bin] = hash
		}
	}
	var s signature
	if count < fewest {
		return s, false
	}
	for i := range s {
		s[i] = uint8(filled(&minima, i) >> 8)
	}
	return s, true
}

// counts reports whether a character is of the text, and no white space or punctuation.
func counts(r rune) bool {
	if r >= 0x4E00 && r < 0xA000 {
		return true // nearly all of them
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// filled returns the minimum of a bin, or where no shingle fell into it that of the next one (Shrivastava and Li 2014).
func filled(minima *[bins]uint64, i int) uint64 {
	for minima[i%bins] == 0 {
		i++
	}
	return minima[i%bins]
}

// similarity estimates the share of shingles that two texts have in common. Of two places that differ one in 256 agrees
// by chance.
func (s *signature) similarity(t *signature) float64 {
	agree := 0
	for i := range s {
		if s[i] == t[i] {
			agree++
		}
	}
	const chance = 1.0 / 256
	return max(0, (float64(agree)/bins-chance)/(1-chance))
}

// band returns the places of a band as one number.
func (s *signature) band(i int) uint32 {
	b := s[i*bandRows:]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

// A roller hashes the last characters of a text as it goes through it.
type roller struct {
	last [shingle]rune
	at   int
	seen int
	hash uint64
}

const base = 0x9E3779B97F4A7C15 // the golden ratio; any odd number of many ones and zeros does

// basePower is base to the power of shingle.
const basePower = base * base % (1 << 64) * base % (1 << 64) * base % (1 << 64) * base % (1 << 64) * base % (1 << 64)

// next adds a character and returns the hash of the last ones, and false as long as they are too few.
func (r *roller) next(c rune) (uint64, bool) {
	r.hash = r.hash*base + uint64(c) - uint64(r.last[r.at])*basePower
	r.last[r.at] = c
	r.at = (r.at + 1) % shingle
	r.seen++
	return mixed(r.hash), r.seen >= shingle
}

// mixed spreads a hash over all its bits (the finalizer of MurmurHash3, which is in the public domain). It is never 0.
func mixed(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xFF51AFD7ED558CCD
	h ^= h >> 33
	h *= 0xC4CEB9FE1A85EC53
	h ^= h >> 33
	return h | 1<<63
}
