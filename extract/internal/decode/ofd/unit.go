package ofd

import "math"

// A matrix moves, turns and scales: a b c d e f as in CTM.
type matrix [6]float64

var unmoved = matrix{1, 0, 0, 1, 0, 0}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// after returns the matrix that does first what inner does.
func (m matrix) after(inner matrix) matrix {
	e, f := m.apply(inner[4], inner[5])
	return matrix{
		m[0]*inner[0] + m[2]*inner[1], m[1]*inner[0] + m[3]*inner[1],
		m[0]*inner[2] + m[2]*inner[3], m[1]*inner[2] + m[3]*inner[3], e, f,
	}
}

func (m matrix) movedTo(left, top float64) matrix {
	m[4] += left
	m[5] += top
	return m
}

// scale returns by how much it widens and heightens.
func (m matrix) scale() (wide, high float64) {
	return math.Hypot(m[0], m[1]), math.Hypot(m[2], m[3])
}

// box returns the rectangle around a rectangle, both as left, top, width and height.
func (m matrix) box(b []float64) [4]float64 {
	left, top := m.apply(b[0], b[1])
	right, bottom := left, top
	for _, corner := range [][2]float64{{b[0] + b[2], b[1]}, {b[0], b[1] + b[3]}, {b[0] + b[2], b[1] + b[3]}} {
		x, y := m.apply(corner[0], corner[1])
		left, right = min(left, x), max(right, x)
		top, bottom = min(top, y), max(bottom, y)
	}
	return [4]float64{left, top, right - left, bottom - top}
}

// A unit is a use of a composite unit: its number, where on the page it comes to, and the one that holds it.
type unit struct {
	id    string
	at    matrix
	outer *unit
}

// holds reports whether a unit is of a number or within one that is. No unit is drawn within itself.
func (u *unit) holds(id string) bool {
	for ; u != nil; u = u.outer {
		if u.id == id {
			return true
		}
	}
	return false
}

const mostUnits = 20_000 // of a page, and within each other

func (c *canvas) place(attr map[string]string) {
	if len(c.units) >= mostUnits || c.within.holds(attr["ResourceID"]) {
		return
	}
	b, ctm := numbers(attr["Boundary"], 4), unmoved
	if attr["CTM"] != "" {
		copy(ctm[:], numbers(attr["CTM"], 6))
	}
	c.units = append(c.units, unit{attr["ResourceID"], c.at.after(ctm.movedTo(b[0], b[1])), c.within})
}

// composites are the composite units of a document. They are read when a page has one.
type composites struct {
	*reader
	lists  []string          // the parts that name them
	shared map[string][]byte // what they hold, by their numbers
}

// draw adds the composite units of a page. A unit that is missing or damaged hides none of the rest of the page.
func (s *composites) draw(c *canvas) {
	if len(c.units) == 0 {
		return
	}
	if s.shared == nil {
		s.shared = s.find(s.lists)
	}
	own := s.find(c.lists)
	left := s.limits.Part // bytes that may be read, since units may hold each other
	for i := 0; i < len(c.units) && left > 0; i++ {
		u := c.units[i]
		data, ok := own[u.id]
		if !ok {
			data = s.shared[u.id]
		}
		left -= int64(len(data)) + 1
		c.at, c.within = u.at, &u
		if err := c.read(data, u.id); err != nil {
			continue
		}
	}
	c.at = unmoved
}

// find reads the units of lists of resources.
func (s *composites) find(lists []string) map[string][]byte {
	units := map[string][]byte{}
	for _, name := range lists {
		var list struct {
			Units []struct {
				ID      string `xml:"ID,attr"`
				Content []byte `xml:",innerxml"`
			} `xml:"CompositeGraphicUnits>CompositeGraphicUnit"`
		}
		if s.unmarshal(name, &list) != nil {
			continue
		}
		for _, u := range list.Units {
			units[u.ID] = u.Content
		}
	}
	return units
}
