package eval

// align pairs the items of two lists in order so that the pairs' likenesses add up to the most. It returns, for each of
// the n items of the first list, the index of its partner in the second, or -1. Items of no likeness are never paired.
func align(n, m int, likeness func(i, j int) int) []int {
	// best[i][j] is the most that the items from i and from j on can make.
	best := make([][]int, n+1)
	for i := range best {
		best[i] = make([]int, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if l := likeness(i, j); l > 0 {
				best[i][j] = max(best[i][j], best[i+1][j+1]+l)
			}
		}
	}
	partners := make([]int, n)
	for i, j := 0, 0; i < n; i++ {
		for j < m && best[i][j] == best[i][j+1] {
			j++
		}
		partners[i] = -1
		if best[i][j] > best[i+1][j] {
			partners[i] = j
			j++
		}
	}
	return partners
}
