package decode

import (
	"bytes"
	"fmt"
	"mime"
	"strings"
	"unicode/utf8"

	"github.com/saintfish/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"zhenggai/model"
)

// A codec is an encoding under the name that Page.Charset gives it. Without enc it is UTF-8.
type codec struct {
	name string
	enc  encoding.Encoding
}

var (
	utf8Codec = codec{"utf-8", nil}                         // proved valid: nothing is to be done
	badCodec  = codec{"utf-8", unicode.UTF8}                // UTF-8 with some damage
	gbCodec   = codec{"gb18030", simplifiedchinese.GB18030} // the superset of gb2312 and gbk
	big5Codec = codec{"big5", traditionalchinese.Big5}
	leCodec   = codec{"utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)}
	beCodec   = codec{"utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)}
)

// decodeText returns the text of a document as valid UTF-8. It goes by what the bytes prove and not by what the page
// declares: Chinese pages often declare another encoding than they use, in both directions.
func (p *Page) decodeText(data []byte, hint Hint) (string, error) {
	if what := binaryKind(data); what != "" {
		return "", fmt.Errorf("decode: %s looks like %s", orUnnamed(hint.Path), what)
	}
	declared, label := declaredCharset(data, hint)
	body := trimBOM(data)
	c := detect(body, declared)
	p.Charset = c.name
	text := c.decode(body)
	if declared != "" && declared != c.name && !isASCII(body) {
		p.diagnose(model.Diagnostic{Code: "charset.declared_wrong", Args: model.Args{"declared": label, "actual": c.name}})
	}
	text = p.checkReplaced(text, body, int64(len(data)-len(body)), c)
	if strings.Contains(text, "锟斤拷") { // U+FFFD written as UTF-8 and read as GBK
		p.diagnose(model.Diagnostic{Code: "charset.damaged"})
	}
	sample := text[:min(len(text), 8<<10)]
	if controls := countControls(sample); controls > 8 && controls*20 > len(sample) {
		return "", fmt.Errorf("decode: %s looks like binary data (%d control characters); give its text or HTML", orUnnamed(hint.Path), controls)
	}
	return text, nil
}

func orUnnamed(path string) string {
	if path == "" {
		return "the document"
	}
	return path
}

// binaryKind recognises file formats that are no text by how they start, and says what to do about them.
func binaryKind(data []byte) string {
	for _, k := range [...]struct{ magic, what string }{
		{"\x1F\x8B", "gzip data; decompress it first"},
		{"Rar!", "a RAR archive; unpack it first"},
		{"7z\xBC\xAF\x27\x1C", "a 7z archive; unpack it first"},
		{"\x89PNG", "an image; it needs text recognition first"},
		{"\xFF\xD8\xFF", "an image; it needs text recognition first"},
		{"%!PS", "a PostScript document; print it to a PDF"},
		{"GIF8", "an image; it needs text recognition first"},
	} {
		if bytes.HasPrefix(data, []byte(k.magic)) {
			return k.what
		}
	}
	if isMessage(data) {
		return "a web archive (.mht) or a mail; save it as HTML"
	}
	return ""
}

func trimBOM(data []byte) []byte {
	for _, bom := range [...]string{"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF", "\x84\x31\x95\x33"} {
		if bytes.HasPrefix(data, []byte(bom)) {
			return data[len(bom):]
		}
	}
	return data
}

// detect chooses the encoding of data, which has no byte order mark any more. UTF-8 and UTF-16 prove themselves;
// between GB18030 and Big5, which both read almost any bytes, the shape of the byte pairs and the commonest characters
// decide, and for texts too short for that a statistical detector.
func detect(data []byte, declared string) codec {
	valid := utf8.Valid(data)
	if c, ok := detectUTF16(data, valid); ok {
		return c
	}
	if valid {
		return utf8Codec
	}
	if mostlyUTF8(data) {
		return badCodec
	}
	if gb2312Share(data) >= 0.9 {
		return gbCodec
	}
	sample := data[:min(len(data), 64<<10)]
	gb, big5 := commonShare(gbCodec.decode(sample)), commonShare(big5Codec.decode(sample))
	switch {
	case gb > big5+0.01:
		return gbCodec
	case big5 > gb+0.01:
		return big5Codec
	case declared == big5Codec.name:
		return big5Codec
	}
	if looksBig5(sample) {
		return big5Codec
	}
	return gbCodec
}

// looksBig5 reports whether Big5 is likelier than every other encoding. chardet tries them side by side, and which of equals it calls the best
// differs from run to run (v0.0.0-20230101081208-5e3ef4b5456d), so it is asked for all.
func looksBig5(sample []byte) bool {
	all, err := chardet.NewTextDetector().DetectAll(sample)
	big5, others := 0, 0
	for _, r := range all {
		if r.Charset == "Big5" {
			big5 = r.Confidence
		} else {
			others = max(others, r.Confidence)
		}
	}
	return err == nil && big5 > others
}

// detectUTF16 reports whether nearly all 16-bit units of data are what Chinese text is made of. No other encoding looks
// so: GBK pairs read as units are Hangul or private, UTF-8 ones private or unassigned. ASCII pairs may look like
// ideographs, therefore there must be a zero byte (any space or line end has one) or something that is not UTF-8.
func detectUTF16(data []byte, validUTF8 bool) (codec, bool) {
	sample := data[:min(len(data), 4096)&^1]
	if len(sample) == 0 || validUTF8 && bytes.IndexByte(sample, 0) < 0 {
		return codec{}, false
	}
	var le, be int
	for i := 0; i < len(sample); i += 2 {
		if isOrdinary(sample[i+1], sample[i]) {
			le++
		}
		if isOrdinary(sample[i], sample[i+1]) {
			be++
		}
	}
	need := len(sample) / 2 * 9 / 10
	switch {
	case le > be && le > need:
		return leCodec, true
	case be > le && be > need:
		return beCodec, true
	}
	return codec{}, false
}

// isOrdinary reports whether a UTF-16 unit is ASCII, Latin-1, general or CJK punctuation, an enclosed number, an
// ideograph or a full-width form.
func isOrdinary(high, low byte) bool {
	switch {
	case high == 0:
		return low >= ' ' || low == '\n' || low == '\r' || low == '\t'
	case high == 0x20, high == 0x24, high == 0x25, high == 0x30, 0x4E <= high && high <= 0x9F, high == 0xFF:
		return true
	}
	return false
}

// mostlyUTF8 reports whether data is UTF-8 with some damage. A character that is cut at either end is no error. In GBK
// text hardly any three bytes in a row are a UTF-8 character by chance, and nearly every pair is an error.
func mostlyUTF8(data []byte) bool {
	for i := 0; i < 3 && len(data) > 0 && !utf8.RuneStart(data[0]); i++ {
		data = data[1:]
	}
	long, bad := 0, 0
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			if !utf8.FullRune(data[i:]) {
				return long > 2*bad
			}
			if bad++; bad > 100 && bad > long {
				return false
			}
		case size >= 3:
			long++
		}
		i += size
	}
	return long > 2*bad
}

// gb2312Share returns the share of the byte pairs of data, read as GBK, that are in GB2312: both bytes from A1 up, the
// first one in a row that is in use. Simplified text has hardly any other; of Big5 text read so a third has.
func gb2312Share(data []byte) float64 {
	pairs, common := 0, 0
	for i := 0; i+1 < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		pairs++
		if lead := data[i]; data[i+1] >= 0xA1 && (0xA1 <= lead && lead <= 0xA9 || 0xB0 <= lead && lead <= 0xF7) {
			common++
		}
		i += 2
	}
	if pairs == 0 {
		return 0
	}
	return float64(common) / float64(pairs)
}

// commonShare returns the share of the ideographs of text that are among the commonest of Chinese official prose, less
// the share of those that could not be decoded or are private. Text decoded wrongly has hardly any common ones.
func commonShare(text string) float64 {
	const commonest = "的一是在不了有和人中大国國为為上个個到说說会會我以要时時用年月日工作政市委省区區县縣党黨第对對行部发發进進公开開全"
	all, common, wrong := 0, 0, 0
	for _, r := range text {
		switch {
		case r == utf8.RuneError, 0xE000 <= r && r <= 0xF8FF:
			wrong++
			all++
		case 0x4E00 <= r && r <= 0x9FFF:
			all++
			if strings.ContainsRune(commonest, r) {
				common++
			}
		}
	}
	if all == 0 {
		return 0
	}
	return float64(common-wrong) / float64(all)
}

// decode returns data as valid UTF-8, with U+FFFD for what is no character.
func (c codec) decode(data []byte) string {
	if c.enc == nil {
		return string(data)
	}
	text := c.plain(data)
	if c.name == gbCodec.name && strings.Contains(text, "\uFFFD") {
		return decodeNewer(data)
	}
	return text
}

// plain decodes as the library does.
func (c codec) plain(data []byte) string {
	buf := make([]byte, 2*len(data)+16) // no codec makes more of a byte than two, but at the end
	n, _, err := c.enc.NewDecoder().Transform(buf, data, true)
	if err != nil {
		buf, _ = c.enc.NewDecoder().Bytes(data) // decoders replace; they do not fail
		n = len(buf)
	}
	return string(buf[:n])
}

// checkReplaced reports the characters of text that could not be decoded. Where the last one is at the very end the
// document was cut there, and the rest of that character is dropped.
func (p *Page) checkReplaced(text string, data []byte, bom int64, c codec) string {
	if cut := strings.TrimRight(text, "\uFFFD"); len(cut) < len(text) && len(text)-len(cut) <= 3*len("\uFFFD") && !bytes.HasSuffix(data, []byte("\uFFFD")) {
		p.diagnose(model.Diagnostic{Code: "input.truncated", Args: model.Args{"offset": bom + int64(len(data))}})
		text = cut
	}
	first := strings.Index(text, "\uFFFD")
	if first < 0 {
		return text
	}
	n := strings.Count(text, "\uFFFD")
	before := lastRunes(text[:first], 8)
	if offset := bom + c.offset(text[:first]); offset >= 0 {
		p.diagnose(model.Diagnostic{Code: "charset.replaced", Args: model.Args{"count": n, "charset": c.name, "before": before, "offset": offset}})
	} else {
		p.diagnose(model.Diagnostic{Code: "charset.replaced", Case: "somewhere", Args: model.Args{"count": n, "charset": c.name, "before": before}})
	}
	return text
}

// offset returns how many bytes of the source the text took that was decoded from its start without replacement.
func (c codec) offset(text string) int64 {
	if c.enc == nil {
		return int64(len(text))
	}
	if c.name == gbCodec.name && isNewer(text) {
		return -1
	}
	source, err := c.enc.NewEncoder().String(text)
	if err != nil {
		return -1
	}
	return int64(len(source))
}

// lastRunes returns the end of s, at most n characters.
func lastRunes(s string, n int) string {
	i := len(s)
	for ; i > 0 && n > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return s[i:]
}

func isASCII(data []byte) bool {
	for _, b := range data {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// countControls counts the control characters that no text has.
func countControls(text string) int {
	n := 0
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < ' ' && (c < '\t' || c > '\r') {
			n++
		}
	}
	return n
}

// declaredCharset returns the encoding that the HTTP header or the first kilobytes of the page declare, under the name
// of its codec and as written. A browser reads no further for it either.
func declaredCharset(data []byte, hint Hint) (name, label string) {
	if _, params, err := mime.ParseMediaType(hint.ContentType); err == nil {
		label = params["charset"]
	}
	if label == "" {
		label = metaCharset(data[:min(len(data), 4096)])
	}
	if label == "" {
		return "", ""
	}
	_, name = charset.Lookup(label)
	if name == "gbk" || name == "hz-gb-2312" {
		name = gbCodec.name
	}
	return name, label
}

// metaCharset returns the label after the first charset= or encoding= of a page.
func metaCharset(head []byte) string {
	if bytes.IndexByte(head, '<') < 0 {
		return ""
	}
	for i := 0; ; i++ {
		n := bytes.IndexByte(head[i:], '=')
		if n < 0 {
			return ""
		}
		i += n
		if key := bytes.TrimRight(head[:i], " "); !hasSuffixFold(key, "charset") && !hasSuffixFold(key, "encoding") {
			continue
		}
		label := bytes.TrimLeft(head[i+1:], "\"' ")
		if end := bytes.IndexAny(label, "\"'; />?\r\n\t"); end > 0 {
			return string(label[:end])
		}
	}
}

// hasSuffixFold reports whether s ends in suffix, upper or lower case, after a character that is no letter.
func hasSuffixFold(s []byte, suffix string) bool {
	i := len(s) - len(suffix)
	return i > 0 && !isLetter(s[i-1]) && strings.EqualFold(string(s[i:]), suffix)
}
