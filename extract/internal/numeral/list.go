package numeral

import "strings"

// ListMark returns the length of what parts two figures of a list.
func ListMark(s string) int {
	for _, mark := range []string{"、", "和", "及", "与", "以及"} {
		if strings.HasPrefix(s, mark) {
			return len(mark)
		}
	}
	return 0
}
