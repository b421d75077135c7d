// Package limits reads what people say that a document may cost, in the flag --limit and in the configuration of nightly.
package limits

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"zhenggai/extract"
	"zhenggai/extract/dataset"
	"zhenggai/extract/source"
)

// A Flag holds limits and is the value of a flag that sets them. The zero value leaves all as they are.
type Flag struct{ dataset.Limits }

// A limit is one name that --limit knows.
type limit struct {
	name, meaning string
	fields        func(l *Flag) []any // *int, *int64 (bytes or a count) or *time.Duration, all of one value
	bytes         bool                // it is a size
}

var allLimits = []limit{
	{"bytes", "of one document; a larger one is refused", func(l *Flag) []any { return []any{&l.Source.Document, &l.Extract.Bytes} }, true},
	{"text", "of the text of a document; the rest is left out", func(l *Flag) []any { return []any{&l.Extract.Text} }, true},
	{"part", "of a part of a Word document when unpacked", func(l *Flag) []any { return []any{&l.Extract.Part} }, true},
	{"unpacked", "unpacked from one archive or crawl; the rest is left out", func(l *Flag) []any { return []any{&l.Source.Total} }, true},
	{"spool", "of a ZIP archive that is no file of its own and is laid aside on disk", func(l *Flag) []any { return []any{&l.Source.Spool} }, true},
	{"ratio", "times its packed size that a file may have when unpacked", func(l *Flag) []any { return []any{&l.Source.Ratio} }, false},
	{"entries", "files of one archive or records of one crawl; the rest is left out", func(l *Flag) []any { return []any{&l.Source.Entries} }, false},
	{"nesting", "archives around an archive", func(l *Flag) []any { return []any{&l.Source.Depth} }, false},
	{"depth", "elements around an element; a deeper page is read without its structure", func(l *Flag) []any { return []any{&l.Extract.Depth} }, false},
	{"elements", "of a page; one that has more is read without its structure", func(l *Flag) []any { return []any{&l.Extract.Elements} }, false},
	{"lines", "of a document; the rest is left out", func(l *Flag) []any { return []any{&l.Extract.Lines} }, false},
	{"pages", "of a PDF; the rest is left out", func(l *Flag) []any { return []any{&l.Extract.Pages} }, false},
	{"records", "problems, measures, indicators … of a document, of each kind; one with more is refused", func(l *Flag) []any { return []any{&l.Extract.Records} }, false},
	{"time", "for one document; a slower one is refused", func(l *Flag) []any { return []any{&l.Extract.Time} }, false},
	{"outside", "besides, for LibreOffice to convert a document and its attachments", func(l *Flag) []any { return []any{&l.Extract.Outside} }, false},
	{"memory", "that LibreOffice may have for a document, on Linux and Windows", func(l *Flag) []any { return []any{&l.Extract.Memory} }, true},
}

// Help is the part of a command's help that lists the limits and their defaults.
func Help() string {
	var b strings.Builder
	defaults := Flag{dataset.Limits{Source: source.DefaultLimits, Extract: extract.DefaultLimits}}
	b.WriteString("Limits, for --limit NAME=VALUE, and their defaults:\n")
	for _, row := range allLimits {
		fmt.Fprintf(&b, "  %-9s %8s  %s\n", row.name, row.format(&defaults), row.meaning)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Names returns the names of the limits.
func Names() []string {
	var names []string
	for _, row := range allLimits {
		names = append(names, row.name)
	}
	return names
}

// String returns what a flag of limits is before it is set: nothing.
func (l *Flag) String() string { return "" }

// Type names what the flag takes.
func (l *Flag) Type() string { return "NAME=VALUE" }

// Set sets one limit, such as bytes=32MiB.
func (l *Flag) Set(s string) error {
	name, value, ok := strings.Cut(s, "=")
	if !ok {
		return errors.New("want NAME=VALUE, such as bytes=32MiB or time=10s")
	}
	for _, row := range allLimits {
		if row.name == name {
			return row.set(l, value)
		}
	}
	return fmt.Errorf("no limit %s; the limits are %s", name, strings.Join(Names(), ", "))
}

func (row *limit) set(l *Flag, value string) error {
	for _, field := range row.fields(l) {
		var err error
		switch field := field.(type) {
		case *time.Duration:
			*field, err = positiveTime(value)
		case *int:
			var n int64
			n, err = row.number(value, strconv.IntSize)
			*field = int(n)
		case *int64:
			*field, err = row.number(value, 64)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ParseSize reads a size such as 32MiB.
func ParseSize(s string) (int64, error) { return (&limit{bytes: true}).number(s, 64) }

func positiveTime(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("%s is no time; want one such as 10s", s)
	}
	return d, nil
}

// units are the units of sizes.
var units = []struct {
	name string
	size int64
}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}}

// number reads a size or a count.
func (row *limit) number(s string, bits int) (int64, error) {
	digits, factor := s, int64(1)
	for _, unit := range units {
		if d, ok := strings.CutSuffix(s, unit.name); ok && row.bytes {
			digits, factor = d, unit.size
		}
	}
	n, err := strconv.ParseInt(digits, 10, bits)
	switch most := int64(1)<<(bits-1) - 1; {
	case err == nil && n > 0 && n <= most/factor:
		return n * factor, nil
	case row.bytes:
		return 0, fmt.Errorf("%s is no size; want one such as 32MiB", s)
	}
	return 0, fmt.Errorf("%s is no number from 1", s)
}

// format returns the value of a limit as it would be set.
func (row *limit) format(l *Flag) string {
	n := int64(0)
	switch field := row.fields(l)[0].(type) {
	case *time.Duration:
		return field.String()
	case *int:
		n = int64(*field)
	case *int64:
		n = *field
	}
	for _, unit := range units {
		if row.bytes && n%unit.size == 0 {
			return strconv.FormatInt(n/unit.size, 10) + unit.name
		}
	}
	return strconv.FormatInt(n, 10)
}
