package corrections

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"unicode/utf8"

	"zhenggai/model"
)

// MaxLine is how many bytes a line of a file of corrections may have, its end included.
const MaxLine = 1 << 20

// MaxPassedOver is how many lines that are passed over are told one by one.
const MaxPassedOver = 1000

// A PassedOver is a line that was passed over, and why.
type PassedOver struct {
	Line   int
	Notice NoticeKey // that the line is about, where it says so
	Err    *Mistake
}

func (p PassedOver) Error() string { return p.In("en") }

// In says in a language, zh or en, which line was passed over, and why.
func (p PassedOver) In(lang string) string {
	if lang == "en" {
		return fmt.Sprintf("line %d is passed over: %s", p.Line, p.Err.EN)
	}
	return fmt.Sprintf("第 %d 行未采用：%s", p.Line, p.Err.ZH)
}

// Read reads a file of corrections, all lines that can be read and have no mistake by the schema and by rules, which may be nil, and
// says which do not. A line that stands there twice, as when two files were joined, counts once.
func Read(r io.Reader, rules *Rules) ([]Correction, []PassedOver, error) {
	in := &reading{rules: rules, seen: map[string]place{}}
	lines := &lineReader{in: bufio.NewReaderSize(r, 64<<10)}
	for {
		line, ended, err := lines.next()
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, errLong) {
			return in.list, in.passed, err
		}
		in.take(lines.number, line, ended, errors.Is(err, errLong))
		if errors.Is(err, io.EOF) {
			in.tellMore()
			return in.list, in.passed, nil
		}
	}
}

// reading is the state of one Read.
type reading struct {
	rules  *Rules
	list   []Correction
	passed []PassedOver
	seen   map[string]place // by id, also of lines that are passed over
	more   int              // lines that are not told
	next   int              // the line of the first of them
}

// A place is where an id stands: its line, and its index in the list, or -1.
type place struct{ line, index int }

// take takes a line.
func (r *reading) take(number int, line []byte, ended, long bool) {
	line = bytes.TrimSpace(line)
	switch {
	case long:
		r.passOver(number, NoticeKey{}, NewMistake(fmt.Sprintf("超过 %d 字节", MaxLine), fmt.Sprintf("it has more than %d bytes", MaxLine)))
		return
	case number == 1:
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	if len(line) == 0 {
		return
	}
	c, bad := parse(line, ended)
	if bad != nil {
		r.passOver(number, NoticeKey{}, bad)
		return
	}
	first, known := r.seen[c.ID]
	if known && first.index >= 0 && reflect.DeepEqual(r.list[first.index], c) {
		return
	}
	if err := r.check(&c, first, known); err != nil {
		r.passOver(number, c.Notice, err)
		if !known {
			r.seen[c.ID] = place{number, -1}
		}
		return
	}
	r.seen[c.ID] = place{number, len(r.list)}
	r.list = append(r.list, c)
}

// check looks for mistakes in a correction by itself and beside those before it.
func (r *reading) check(c *Correction, first place, known bool) *Mistake {
	if mistake, ok := errors.AsType[*Mistake](c.Check(r.rules)); ok {
		return mistake
	}
	if known {
		return NewMistake(fmt.Sprintf("编号 %s 与第 %d 行相同", quoted(c.ID), first.line), fmt.Sprintf("its id %s is that of line %d", quoted(c.ID), first.line))
	}
	if _, there := r.seen[c.Undoes]; c.Action == Undo && !there {
		return NewMistake("前面没有要撤销的更正 "+quoted(c.Undoes), "undo: no line before it has the id "+quoted(c.Undoes))
	}
	return nil
}

// passOver takes note of a line that is passed over.
func (r *reading) passOver(line int, notice NoticeKey, why *Mistake) {
	if len(r.passed) < MaxPassedOver {
		r.passed = append(r.passed, PassedOver{line, notice, why})
		return
	}
	if r.more == 0 {
		r.next = line
	}
	r.more++
}

// tellMore tells how many lines there are that are not told one by one.
func (r *reading) tellMore() {
	if r.more > 0 {
		why := NewMistake(fmt.Sprintf("自此行起共有 %d 行，不再逐一列出", r.more), fmt.Sprintf("so are %d lines from here on, which are not told one by one", r.more))
		r.passed = append(r.passed, PassedOver{Line: r.next, Err: why})
	}
}

// parse reads a line. One without an end was being written when the program was killed.
func parse(line []byte, ended bool) (c Correction, bad *Mistake) {
	if !utf8.Valid(line) {
		return c, NewMistake("不是 UTF-8", "it is not UTF-8")
	}
	err := json.Unmarshal(line, &c)
	switch {
	case err == nil:
		return c, nil
	case !ended:
		return c, NewMistake("不完整：程序在写这一行时被终止", "it is cut: the program ended while it was written")
	}
	why := model.Shorten(err.Error(), 4*longestShown) // it may quote the line
	return c, NewMistake("不是一条更正："+why, why)
}

// errLong says that a line has more than MaxLine bytes.
var errLong = errors.New("a line is too long")

// A lineReader reads lines in constant memory.
type lineReader struct {
	in     *bufio.Reader
	line   []byte
	number int
}

// next returns the next line, whether it has an end, and io.EOF with the last one. Of a line that is too long it returns errLong and
// nothing else, and has read it to its end.
func (l *lineReader) next() (line []byte, ended bool, err error) {
	l.number++
	l.line = l.line[:0]
	long := false
	for {
		part, err := l.in.ReadSlice('\n')
		if long = long || len(l.line)+len(part) > MaxLine; !long {
			l.line = append(l.line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case long && (err == nil || errors.Is(err, io.EOF)):
			return nil, true, errLong
		default:
			return l.line, err == nil, err
		}
	}
}

// ReadFile reads a file of corrections. A file that is not there has none.
func ReadFile(name string, rules *Rules) ([]Correction, []PassedOver, error) {
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	return Read(f, rules)
}
