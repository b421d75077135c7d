package jsonl

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"runtime"

	"github.com/go-json-experiment/json" // which reads twice as fast as encoding/json

	"zhenggai/model"
)

// An Error is a line that cannot be read, with its address.
type Error struct {
	File string
	Line int // counted from 1
	Err  error
}

func (e *Error) Error() string { return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err) }

func (e *Error) Unwrap() error { return e.Err }

// Passed is the type of a field of ReadAs whose value is passed over. In a struct that embeds a record it takes the place of the
// record's field of the same name.
type Passed struct{}

// UnmarshalJSON takes any value.
func (Passed) UnmarshalJSON([]byte) error { return nil }

// readAhead is how many lines wait for each core.
const readAhead = 4

// A line is a line of a file and what it says.
type line[T any] struct {
	number int
	size   int // in bytes, its end included
	text   []byte
	record *T
	err    error
	done   chan struct{}
}

// Read returns the notices of a file that a Writer has written as notices.ndjson, in their order, on all cores. It ends with
// the first line that cannot be read, which gives an *Error.
func Read(file string) iter.Seq2[*model.Notice, error] { return ReadAs[model.Notice](file) }

// ReadAs is Read for those who need only some fields of notices, which are the fields of T.
func ReadAs[T any](file string) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		f, err := os.Open(file)
		if err != nil {
			yield(nil, err)
			return
		}
		defer f.Close()
		stop := make(chan struct{})
		defer close(stop)
		for l := range decoded[T](f, stop) {
			<-l.done
			if l.err != nil {
				yield(nil, &Error{file, l.number, l.err})
				return
			}
			if !yield(l.record, nil) {
				return
			}
		}
	}
}

// checkVersion returns a *model.VersionError where a line is of another version of the format: its fields would be read as if they were
// ours. A Writer puts the schema first, so that no more of the line needs to be read.
func checkVersion(line []byte) error {
	if bytes.HasPrefix(line, []byte(`{"schema":"`+model.SchemaName+`"`)) {
		return nil
	}
	var head struct {
		Schema string `json:"schema"`
	}
	if err := json.Unmarshal(line, &head); err != nil {
		return err
	}
	return model.CheckVersion(head.Schema)
}

// decoded reads lines until stop is closed and has them decoded. It returns them in their order.
func decoded[T any](r io.Reader, stop <-chan struct{}) <-chan *line[T] {
	cores := runtime.GOMAXPROCS(0)
	ordered, work := make(chan *line[T], readAhead*cores), make(chan *line[T])
	for range cores {
		go func() {
			for l := range work {
				l.record = new(T)
				l.err = json.Unmarshal(l.text, l.record)
				if l.err == nil {
					l.err = checkVersion(l.text)
				}
				l.text = nil
				close(l.done)
			}
		}()
	}
	go func() {
		defer close(ordered)
		defer close(work)
		lines := bufio.NewReaderSize(r, 1<<20)
		for number := 1; ; number++ {
			text, err := lines.ReadBytes('\n')
			if errors.Is(err, io.EOF) && len(text) == 0 {
				return
			}
			l := &line[T]{number: number, size: len(text), text: text, done: make(chan struct{})}
			if err != nil && !errors.Is(err, io.EOF) {
				l.err = err
				close(l.done)
			}
			select {
			case ordered <- l:
			case <-stop:
				return
			}
			if l.err != nil {
				return
			}
			select {
			case work <- l:
			case <-stop:
				return
			}
		}
	}()
	return ordered
}
