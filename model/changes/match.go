package changes

// A Key is what a notice is known by in two datasets.
type Key struct{ Path, URL, ID, Title, Issuer string }

// A Matcher finds the notices of one dataset in another, each at most once: by the file that they were read from, else by
// their address, their content, or their title and issuer.
type Matcher struct {
	keys  []map[string][]int // for each way of knowing a notice: the notices that it names
	taken []bool
}

// NewMatcher returns a Matcher of the notices of the older dataset.
func NewMatcher(old []Key) *Matcher {
	m := &Matcher{taken: make([]bool, len(old))}
	for way := range ways {
		names := map[string][]int{}
		for i, key := range old {
			if name := key.names()[way]; name != "" {
				names[name] = append(names[name], i)
			}
		}
		m.keys = append(m.keys, names)
	}
	return m
}

// ways is in how many ways a notice may be known.
const ways = 4

// names returns the names by which a notice may be known, the surest first. An empty one is nobody's.
func (k Key) names() [ways]string {
	titled := ""
	if k.Title != "" && k.Issuer != "" {
		titled = k.Issuer + "\x00" + k.Title
	}
	return [...]string{k.Path, k.URL, k.ID, titled}
}

// Match returns for each notice of the newer dataset the older one, or -1. One way is tried for all before the next.
func (m *Matcher) Match(now []Key) []int {
	found := make([]int, len(now))
	for i := range found {
		found[i] = -1
	}
	for way, names := range m.keys {
		for i, key := range now {
			if found[i] < 0 {
				found[i] = m.take(names[key.names()[way]])
			}
		}
	}
	return found
}

// take takes the first of some notices that is not taken yet, or -1.
func (m *Matcher) take(list []int) int {
	for _, i := range list {
		if !m.taken[i] {
			m.taken[i] = true
			return i
		}
	}
	return -1
}

// Left returns the notices of the older dataset that were not found again.
func (m *Matcher) Left() []int {
	var left []int
	for i, taken := range m.taken {
		if !taken {
			left = append(left, i)
		}
	}
	return left
}
