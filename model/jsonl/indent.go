package jsonl

import "bytes"

// appendIndented appends JSON with a line for each element, one space deeper at each level, as json.Indent does. It trusts
// that src is what json.Marshal gives, and so is five times as quick: texts are most of a record and are not looked into.
func appendIndented(dst, src []byte) []byte {
	depth := 0
	for i := 0; i < len(src); i++ {
		c := src[i]
		switch c {
		case '"':
			end := i + stringLength(src[i:])
			dst = append(dst, src[i:end]...)
			i = end - 1
		case '{', '[':
			dst = append(dst, c)
			if src[i+1] == c+2 { // its end: { and } are two apart, and so are [ and ]
				i++
				dst = append(dst, src[i])
				continue
			}
			depth++
			dst = appendLine(dst, depth)
		case '}', ']':
			depth--
			dst = append(appendLine(dst, depth), c)
		case ',':
			dst = appendLine(append(dst, c), depth)
		case ':':
			dst = append(dst, ": "...)
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// appendLine begins a line.
func appendLine(dst []byte, depth int) []byte {
	dst = append(dst, '\n')
	for range depth {
		dst = append(dst, ' ')
	}
	return dst
}

// stringLength returns the length of the string that src begins with, quotation marks included.
func stringLength(src []byte) int {
	end := 1
	for {
		end += bytes.IndexByte(src[end:], '"') + 1
		escapes := 0
		for src[end-2-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return end
		}
	}
}
