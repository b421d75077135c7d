package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"os"
)

// A Reader asks a database that a Writer has written. It never changes it.
type Reader struct{ db *sql.DB }

// Open opens a database for questions.
func Open(path string) (*Reader, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err // SQLite's own words would name no reason
	}
	db, err := sql.Open("sqlite", address(path)+"?mode=ro&immutable=1&_pragma=query_only(1)")
	if err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	return &Reader{db}, nil
}

// Close closes the database.
func (r *Reader) Close() error { return r.db.Close() }

// Query carries out one statement and calls head with the names of its columns, and then row for each line with its values:
// nil, int64, float64, string or []byte. An error of theirs ends it.
func (r *Reader) Query(ctx context.Context, statement string, head func([]string) error, row func([]any) error) error {
	rows, err := r.db.QueryContext(ctx, statement)
	if err != nil {
		return err
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
	return rows.Err()
}
