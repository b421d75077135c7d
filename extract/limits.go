package extract

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhenggai/extract/internal/decode"
	"zhenggai/model"
)

// Limits bound what one document may cost.
type Limits struct {
	Bytes    int64         // of one document; the rest of a text or page is not read
	Text     int           // bytes of its text; the rest is not read
	Part     int64         // bytes of a part of a Word document when unpacked
	Depth    int           // nesting of elements; a page nested deeper is read without its structure
	Elements int           // of a page; one that has more is read without its structure
	Lines    int           // of a document; the rest is not read
	Pages    int           // of a PDF; the rest is not read
	Records  int           // of each kind: ErrRecords
	Time     time.Duration // for the text of a document: ErrTime. A PDF has as much for itself
	Outside  time.Duration // for outside programs that a document needs, together: ErrOutside
	Memory   int64         // bytes that an outside program may have, on Linux and Windows
}

// DefaultLimits are far beyond any notice that was ever published.
var DefaultLimits = Limits{
	Bytes: decode.DefaultLimits.Bytes, Text: decode.DefaultLimits.Text, Part: decode.DefaultLimits.Part,
	Depth: decode.DefaultLimits.Depth, Elements: decode.DefaultLimits.Elements, Lines: decode.DefaultLimits.Blocks,
	Pages: decode.DefaultLimits.Pages, Records: 10_000, Time: 5 * time.Second,
	Outside: 30 * time.Second, Memory: decode.DefaultLimits.Memory,
}

// Why a document is given up.
var (
	ErrTime    = errors.New("refused: it takes too long to read")
	ErrOutside = errors.New("it takes too long to read with an outside program")
	ErrRecords = errors.New("refused: it states more than any notice does")
)

// Passing reports whether a document failed for want of a program or of time, so that it may be read elsewhere, or later,
// though it has not changed.
func Passing(err error) bool {
	return errors.Is(err, ErrTime) || errors.Is(err, ErrOutside) || errors.Is(err, decode.ErrAbsent)
}

func (l Limits) orDefault() Limits {
	if l.Time <= 0 {
		l.Time = DefaultLimits.Time
	}
	if l.Outside <= 0 {
		l.Outside = DefaultLimits.Outside
	}
	if l.Records <= 0 {
		l.Records = DefaultLimits.Records
	}
	return l
}

// decode returns the limits that reading the bytes has.
func (l Limits) decode() decode.Limits {
	return decode.Limits{
		Bytes: l.Bytes, Text: l.Text, Part: l.Part, Depth: l.Depth, Elements: l.Elements, Blocks: l.Lines, Pages: l.Pages, Time: l.Time, Memory: l.Memory,
	}
}

// outside returns the context of the outside programs that a document needs.
func (l Limits) outside(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, l.Outside, fmt.Errorf("%w: more than %v", ErrOutside, l.Outside))
}

// within returns ErrTime or ErrRecords where the notice that is being read is beyond a limit.
func (r *reading) within() error {
	if time.Now().After(r.end) {
		return ErrTime
	}
	if len(r.outline.Nodes) > r.most { // they are records later on
		return tooMany(r.most, model.RecordKindOf[model.Section]())
	}
	for kind := range model.RecordKinds() {
		if kind.Count(r.notice) > r.most {
			return tooMany(r.most, kind)
		}
	}
	return nil
}

func tooMany(most int, kind *model.RecordKind) error {
	return fmt.Errorf("%w: more than %d %s", ErrRecords, most, kind.Label().EN)
}
