package compare

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"zhenggai/model"
)

// A Population is a table of inhabitants by the code of their region.
type Population struct{ people map[string]model.Decimal }

// An Error is a mistake in a table of inhabitants, with its address.
type Error struct {
	File   string
	Line   int
	Column string
	Err    error
}

func (e *Error) Error() string { return fmt.Sprintf("%s:%d: %s: %v", e.File, e.Line, e.Column, e.Err) }

func (e *Error) Unwrap() error { return e.Err }

// ReadPopulation reads a table of inhabitants: lines of a GB/T 2260 code and a number of people, parted by a comma or a tab. The
// first line names the columns code and population. known tells codes from what are none. All mistakes are reported, each an
// *Error; file is for them.
func ReadPopulation(r io.Reader, file string, known func(code string) bool) (*Population, error) {
	in := bufio.NewReader(r)
	start, _ := in.Peek(1 << 10) // shorter at the end of the file
	if strings.HasPrefix(string(start), "\ufeff") {
		in.Discard(len("\ufeff")) // just seen
	}
	first, _, _ := strings.Cut(string(start), "\n")
	rows := csv.NewReader(in)
	rows.FieldsPerRecord, rows.Comment, rows.TrimLeadingSpace, rows.ReuseRecord = 2, '#', true, true
	if strings.Contains(first, "\t") {
		rows.Comma = '\t'
	}
	p := &Population{people: map[string]model.Decimal{}}
	if head, err := rows.Read(); err != nil || head[0] != "code" || head[1] != "population" {
		return nil, &Error{file, 1, "code", errors.New(`the first line must name the columns: code,population`)}
	}
	var errs []error
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return p, errors.Join(errs...)
		}
		if err != nil {
			return nil, errors.Join(append(errs, fmt.Errorf("%s: %w", file, err))...)
		}
		line, _ := rows.FieldPos(0)
		if column, err := p.add(row[0], row[1], known); err != nil {
			errs = append(errs, &Error{file, line, column, err})
		}
	}
}

// add adds a line. It returns the column of a mistake.
func (p *Population) add(code, value string, known func(string) bool) (column string, err error) {
	if !known(code) {
		return "code", fmt.Errorf("%q is no code of a region; want one of GB/T 2260 such as 440403", code)
	}
	if _, twice := p.people[code]; twice {
		return "code", fmt.Errorf("%s stands twice", code)
	}
	people, err := model.ParseDecimal(strings.TrimSpace(value))
	if err != nil || people.Cmp(model.Int(0)) <= 0 {
		return "population", fmt.Errorf("%q is no number of people", value)
	}
	p.people[code] = people
	return "", nil
}

// of returns the inhabitants of a region by the first of its codes that the table has, and false where it has none.
func (p *Population) of(codes ...string) (model.Decimal, bool) {
	if p == nil {
		return model.Decimal{}, false
	}
	for _, code := range codes {
		if people, ok := p.people[code]; ok {
			return people, true
		}
	}
	return model.Decimal{}, false
}

// perThousand returns a value for 1,000 inhabitants, to four decimals.
func perThousand(value, people model.Decimal) *model.Decimal {
	d := rounded(1000*value.Float64()/people.Float64(), 4)
	return &d
}
