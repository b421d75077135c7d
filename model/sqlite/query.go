package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"

	"modernc.org/sqlite" // also registers the driver

	"zhenggai/model"
)

// Why a statement is not carried out.
var (
	ErrChange  = errors.New("the statement does more than read the database")
	ErrSeveral = errors.New("several statements; want one")
)

// A Reader asks a database that a Writer has written. It changes nothing, neither in the database nor in another file:
// SQLite compiles no statement that does more than read.
type Reader struct {
	db   *sql.DB
	conn *sql.Conn // the one that refuses changes
}

// Open opens a database for questions. Of one that a Writer of another version of the format has written it returns a *model.VersionError.
func Open(path string) (*Reader, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err // SQLite's own words would name no reason
	}
	db, err := sql.Open("sqlite", address(path)+"?mode=ro&immutable=1&_pragma=query_only(1)&_pragma=trusted_schema(0)")
	if err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	r := &Reader{db: db}
	if r.conn, err = db.Conn(context.Background()); err == nil {
		err = r.conn.Raw(func(driver any) error { return driver.(sqlite.AuthorizerRegisterer).RegisterAuthorizer(authorize) })
	}
	if err == nil {
		err = r.checkVersion()
	}
	if err != nil {
		return nil, fmt.Errorf("sqlite: %w", errors.Join(err, r.Close()))
	}
	return r, nil
}

// checkVersion returns an error where the tables are those of another version of the format: what is asked would be of other columns
// than those of the table dictionary. A database of another program is left to the statement.
func (r *Reader) checkVersion() error {
	var of, layout int
	row := r.conn.QueryRowContext(context.Background(), "SELECT application_id, user_version FROM pragma_application_id, pragma_user_version")
	if row.Scan(&of, &layout) != nil || of != ApplicationID || layout == Layout {
		return nil // what cannot be read, the statement tells
	}
	return model.CheckVersion(fmt.Sprintf("zhenggai/notice/v%d", layout))
}

// authorize lets statements read and nothing else. A read-only database alone would not do: ATTACH and VACUUM INTO write
// other files.
func authorize(action sqlite.AuthorizerActionCode, first, second, _, _ string) sqlite.AuthorizerReturnCode {
	switch action {
	case sqlite.AuthSelect, sqlite.AuthRead, sqlite.AuthRecursive:
		return sqlite.AuthorizerOK
	case sqlite.AuthFunction:
		if !strings.EqualFold(second, "load_extension") {
			return sqlite.AuthorizerOK
		}
	case sqlite.AuthPragma:
		if tells(strings.ToLower(first), second) {
			return sqlite.AuthorizerOK
		}
	}
	return sqlite.AuthorizerDeny
}

// tells reports whether a PRAGMA only tells something: it has no value, or its value names what it is about.
func tells(pragma, value string) bool {
	return value == "" || strings.HasPrefix(pragma, "table_") || strings.HasPrefix(pragma, "index_") || pragma == "foreign_key_list"
}

// Close closes the database.
func (r *Reader) Close() error {
	var err error
	if r.conn != nil {
		err = r.conn.Close()
	}
	return errors.Join(err, r.db.Close())
}

// Query carries out one statement and calls head with the names of its columns, and then row for each line with its values:
// nil, int64, float64, string or []byte. An error of theirs ends it. It returns ErrChange for a statement that does more than
// read. Once the context has ended it returns when SQLite has finished the step that it is at.
func (r *Reader) Query(ctx context.Context, statement string, head func([]string) error, row func([]any) error) error {
	if more(statement) {
		return ErrSeveral
	}
	rows, err := r.conn.QueryContext(ctx, statement)
	if err != nil {
		return judged(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	if err := head(columns); err != nil {
		return err
	}
	values, places := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		places[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			return err
		}
		if err := row(values); err != nil {
			return err
		}
	}
	return judged(rows.Err())
}

// judged returns ErrChange for what SQLite says of a statement that was not allowed.
func judged(err error) error {
	const unauthorized = 23
	if e, ok := errors.AsType[*sqlite.Error](err); ok && e.Code()&0xFF == unauthorized {
		return ErrChange
	}
	return err
}

// more reports whether a statement follows the first one. The driver would carry out all and answer the last.
func more(statements string) bool {
	ended := false
	for s := statements; s != ""; {
		token, blank := next(s)
		switch s = s[len(token):]; {
		case token == ";":
			ended = true
		case ended && !blank:
			return true
		}
	}
	return false
}

// next returns what SQL begins with: a quoted piece or a comment as a whole, or else a byte. blank says that it means nothing.
func next(s string) (token string, blank bool) {
	from, end := 1, ""
	switch {
	case strings.HasPrefix(s, "--"):
		end, blank = "\n", true
	case strings.HasPrefix(s, "/*"):
		from, end, blank = 2, "*/", true
	case s[0] == '[':
		end = "]"
	case strings.IndexByte("'\"`", s[0]) >= 0:
		end = s[:1] // a quotation mark that is doubled begins another piece
	default:
		return s[:1], strings.IndexByte(" \t\n\f\r", s[0]) >= 0
	}
	if _, rest, ok := strings.Cut(s[from:], end); ok {
		return s[:len(s)-len(rest)], blank
	}
	return s, blank
}
