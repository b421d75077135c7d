package ofd

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/decode/layout"
)

const (
	points     = 72 / 25.4 // of a millimetre
	mostRules  = 20_000    // drawings of a page that are looked at
	mostGlyphs = 200_000   // of a page; one of a newspaper has some thousands
	deepest    = 100       // elements around an element
	usual      = 5         // millimetres: the size of type that states none
	heavy      = 600       // weight of type from which it is bold
	ascent     = 0.85      // of the size of type, above the line it stands on
)

// draw reads the content of a page or template.
func (r *reader) draw(c *canvas, name string) error {
	data, err := r.read(name)
	if err != nil {
		return err
	}
	return c.read(data, name)
}

// read reads the content of a page, of a template or of a composite unit.
func (c *canvas) read(data []byte, name string) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	for depth := 0; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("%w (%s: %v)", ErrDamaged, name, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > deepest {
				return fmt.Errorf("%w (%s is nested deeper than %d)", ErrLarge, name, deepest)
			}
			c.open(t)
		case xml.CharData:
			c.text.Write(t)
		case xml.EndElement:
			depth--
			c.leave(t.Name.Local)
		}
	}
	return nil
}

// A canvas collects what stands on a page while its elements are read. Coordinates are millimetres from the upper left
// corner.
type canvas struct {
	box       string // the page's rectangle
	text      strings.Builder
	object    object
	code      code
	chars     []char
	rules     [][4]float64 // what is drawn: left, top, width and height
	pictures  bool
	templates []template
	lists     []string // the parts that the page's own resources are in
	units     []unit
	at        matrix // from what is read to the page
	within    *unit  // that is being read
}

// A template is a use of one.
type template struct {
	id         string
	foreground bool
}

// An object is a piece of text in one type.
type object struct {
	left, top  float64
	size       float64
	bold       bool
	ctm        matrix
	horizontal float64 // scale
}

// A code is the start of a line of an object, and how far its characters stand apart.
type code struct {
	x, y   float64
	dx, dy []float64
}

// A char is a character and the place of its lower left corner.
type char struct {
	r             rune
	x, y          float64
	width, height float64
	bold          bool
}

func (c *canvas) open(e xml.StartElement) {
	c.text.Reset()
	attr := map[string]string{}
	for _, a := range e.Attr {
		attr[a.Name.Local] = a.Value
	}
	switch e.Name.Local {
	case "TextObject":
		b := numbers(attr["Boundary"], 4)
		c.object = object{left: b[0], top: b[1], size: number(attr["Size"]), ctm: unmoved, horizontal: 1}
		if c.object.size <= 0 {
			c.object.size = usual
		}
		c.object.bold = number(attr["Weight"]) >= heavy
		if s := number(attr["HScale"]); s > 0 {
			c.object.horizontal = s
		}
		if m := numbers(attr["CTM"], 6); attr["CTM"] != "" {
			copy(c.object.ctm[:], m)
		}
	case "TextCode":
		if attr["X"] != "" {
			c.code.x = number(attr["X"])
		}
		if attr["Y"] != "" {
			c.code.y = number(attr["Y"])
		}
		c.code.dx, c.code.dy = deltas(attr["DeltaX"]), deltas(attr["DeltaY"])
	case "PathObject":
		if b := numbers(attr["Boundary"], 4); len(c.rules) < mostRules {
			c.rules = append(c.rules, c.at.box(b))
		}
	case "ImageObject":
		c.pictures = true
	case "Template":
		c.templates = append(c.templates, template{attr["TemplateID"], strings.EqualFold(attr["ZOrder"], "Foreground")})
	case "CompositeObject":
		c.place(attr)
	}
}

func (c *canvas) leave(name string) {
	switch name {
	case "PhysicalBox":
		c.box = c.text.String()
	case "PageRes":
		c.lists = append(c.lists, c.text.String())
	case "TextCode":
		c.typeset(c.text.String())
	}
	c.text.Reset()
}

// typeset places the characters of a line.
func (c *canvas) typeset(text string) {
	x, y := c.code.x, c.code.y
	o := &c.object
	to := c.at.after(o.ctm.movedTo(o.left, o.top))
	wide, high := to.scale()
	i := 0
	for _, r := range strings.TrimRight(text, "\r\n") {
		if len(c.chars) >= mostGlyphs || r == utf8.RuneError {
			return
		}
		width := o.size * o.horizontal
		if r < 0x2000 {
			width /= 2
		}
		left, base := to.apply(x, y)
		c.chars = append(c.chars, char{r: r, bold: o.bold, width: width * wide, height: o.size * high, x: left, y: base})
		advance := width
		if i < len(c.code.dx) {
			advance = c.code.dx[i]
		}
		x += advance
		if i < len(c.code.dy) {
			y += c.code.dy[i]
		}
		i++
	}
}

// page returns the page in points from the lower left corner.
func (c *canvas) page() *layout.Page {
	b := numbers(c.box, 4)
	p := &layout.Page{Width: b[2] * points, Height: b[3] * points}
	for _, r := range c.rules {
		p.Rules = append(p.Rules, layout.NewBox(r[0]*points, (b[3]-r[1]-r[3])*points, (r[0]+r[2])*points, (b[3]-r[1])*points))
	}
	var glyphs []layout.Glyph
	for i, ch := range c.chars {
		base := (b[3] - ch.y) * points
		height := ch.height * points
		left := ch.x * points
		glyphs = append(glyphs, layout.Glyph{
			Box: layout.NewBox(left, base-(1-ascent)*height, left+ch.width*points, base+ascent*height), Rune: ch.r, Index: i,
		})
	}
	p.Add(glyphs, func(i int) bool { return c.chars[i].bold })
	return p
}

// number returns a number, or 0 where s is none.
func number(s string) float64 {
	n, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || math.IsNaN(n) || math.Abs(n) > 1e6 {
		return 0
	}
	return n
}

// numbers returns n numbers that stand beside each other; those that are missing are 0.
func numbers(s string, n int) []float64 {
	all := make([]float64, n)
	for i, f := range strings.Fields(s) {
		if i < n {
			all[i] = number(f)
		}
	}
	return all
}

// deltas returns the distances between characters: "g 3 5.6" stands for three times 5.6.
func deltas(s string) []float64 {
	const most = 10_000
	var all []float64
	fields := strings.Fields(s)
	for i := 0; i < len(fields) && len(all) < most; i++ {
		if fields[i] != "g" {
			all = append(all, number(fields[i]))
			continue
		}
		if i+2 < len(fields) {
			for n := int(number(fields[i+1])); n > 0 && len(all) < most; n-- {
				all = append(all, number(fields[i+2]))
			}
		}
		i += 2
	}
	return all
}
