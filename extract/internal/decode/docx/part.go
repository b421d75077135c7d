package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strings"
)

// parts are the files of a package, by their names in lower case, since programs disagree about the case.
type parts struct {
	files  map[string]part
	limits Limits
	main   string            // name of the part with the text
	kinds  map[string]string // the parts that the main part names, by the last word of their type
	named  map[string]string // and by the ids under which it names them
}

// A part is one that is packed, or the bytes of one that stands in a flat file.
type part struct {
	packed *zip.File
	flat   []byte
}

func (p part) missing() bool { return p.packed == nil && p.flat == nil }

// openParts opens the package and finds its main part.
func openParts(data []byte, limits Limits) (*parts, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w (%s)", ErrDamaged, err)
	}
	if len(z.File) > limits.Parts {
		return nil, fmt.Errorf("%w (it has %d parts, %d are allowed)", ErrLarge, len(z.File), limits.Parts)
	}
	p := &parts{files: make(map[string]part, len(z.File)), limits: limits}
	for _, f := range z.File {
		name := partName(f.Name)
		if p.files[name].missing() {
			p.files[name] = part{packed: f}
		}
	}
	return p, p.find()
}

// find finds the main part and the parts that it names.
func (p *parts) find() (err error) {
	if p.main, err = p.findMain(); err == nil {
		p.kinds, p.named, err = p.relations(path.Join(path.Dir(p.main), "_rels", path.Base(p.main)+".rels"), path.Dir(p.main))
	}
	return err
}

// partName returns the name under which a part is kept.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// findMain returns the part that holds the text: the one that the package's relations name, or else the one whose
// content type says so, or else the one of the usual name.
func (p *parts) findMain() (string, error) {
	kinds, _, err := p.relations("_rels/.rels", "")
	if err != nil {
		return "", err
	}
	main := kinds["officeDocument"]
	if p.files[main].missing() {
		if main, err = p.typed("wordprocessingml"); err != nil {
			return "", err
		}
	}
	if p.files[main].missing() {
		main = "word/document.xml"
	}
	if p.files[main].missing() || strings.HasPrefix(main, "xl/") || strings.HasPrefix(main, "ppt/") {
		return "", ErrOther
	}
	return main, nil
}

// relations reads a part of relations: names by the last word of the relation's type, and by its id. A missing part has none.
func (p *parts) relations(name, dir string) (kinds, named map[string]string, err error) {
	var list struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:",attr"`
			Target string `xml:",attr"`
			Mode   string `xml:"TargetMode,attr"`
		}
	}
	kinds, named = map[string]string{}, map[string]string{}
	if err := p.unmarshal(name, &list); err != nil {
		return nil, nil, err
	}
	for _, r := range list.Relationship {
		target := r.Target
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		if r.Mode == "External" {
			continue
		}
		named[r.ID] = partName(target)
		if kind := path.Base(r.Type); kinds[kind] == "" {
			kinds[kind] = partName(target)
		}
	}
	return kinds, named, nil
}

// typed returns the main part that the content types name.
func (p *parts) typed(kind string) (string, error) {
	var types struct {
		Override []struct {
			PartName    string `xml:",attr"`
			ContentType string `xml:",attr"`
		}
	}
	if err := p.unmarshal("[content_types].xml", &types); err != nil {
		return "", err
	}
	for _, o := range types.Override {
		if strings.Contains(o.ContentType, kind) && strings.HasSuffix(o.ContentType, "main+xml") {
			return partName(o.PartName), nil
		}
	}
	return "", nil
}

func (p *parts) unmarshal(name string, into any) error {
	data, err := p.read(name)
	if data == nil || err != nil {
		return err
	}
	if err := xml.Unmarshal(data, into); err != nil {
		return damaged(name, err)
	}
	return nil
}

// related returns the name of a part that the main part draws on, by the word for it: styles, numbering, footnotes.
func (p *parts) related(kind string) string {
	if name := p.kinds[kind]; name != "" {
		return name
	}
	return path.Join(path.Dir(p.main), kind+".xml")
}

// read unpacks a part, and returns nil where there is none. What a package says of its sizes is not believed.
func (p *parts) read(name string) ([]byte, error) {
	f := p.files[name].packed
	if f == nil {
		return p.files[name].flat, nil
	}
	packed, err := f.Open()
	if err != nil {
		return nil, damaged(name, err)
	}
	defer packed.Close()
	limit := p.limit(f)
	data, err := io.ReadAll(io.LimitReader(packed, limit+1))
	if err != nil {
		return nil, damaged(name, err)
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%w (%s unpacks to more than %d bytes)", ErrLarge, name, limit)
	}
	return data, nil
}

// limit returns how many bytes a part may have when unpacked.
func (p *parts) limit(f *zip.File) int64 {
	packed := min(f.CompressedSize64, uint64(p.limits.Part))
	return min(p.limits.Part, max(1<<20, int64(packed)*p.limits.Ratio))
}
