package wordprocessing

import "strings"

// Symbol returns the character that a symbol of a font stands for, or "" where text has none. Symbol fonts have their
// characters from F000 up.
func Symbol(font string, n rune) string {
	if table, ok := symbols[strings.ToLower(font)]; ok {
		return table[byte(n)]
	}
	if n >= 0xE000 && n <= 0xF8FF {
		return ""
	}
	return string(n)
}

// symbols are the characters of symbol fonts that notices use: ticks, boxes, bullets and signs of quantity.
var symbols = map[string]map[byte]string{
	"symbol": {
		0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xA2: "′", 0xB3: "≥", 0xB4: "×", 0xB7: "·", 0xB8: "÷", 0xB9: "≠",
		0xBB: "≈", 0x25: "%", 0x2B: "+", 0x2D: "-", 0x3C: "<", 0x3D: "=", 0x3E: ">", 0xAE: "→", 0xAD: "↑", 0xAF: "↓",
	},
	"wingdings": {
		0x6C: "●", 0x6E: "■", 0x6F: "□", 0x75: "◆", 0xA8: "□", 0xFB: "×", 0xFC: "√", 0xFD: "☒", 0xFE: "☑", 0x9F: "•",
		0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xD8: "➢", 0x80: "⓪", 0x81: "①", 0x82: "②", 0x83: "③", 0x84: "④", 0x85: "⑤",
		0x86: "⑥", 0x87: "⑦", 0x88: "⑧", 0x89: "⑨", 0x8A: "⑩",
	},
	"wingdings 2": {0x50: "√", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x4F: "×"},
}
