package sqlite

import (
	"database/sql"
	"fmt"
	"iter"
	"strconv"

	"zhenggai/model"
)

// A load fills a table.
type load struct {
	table     *model.Table
	statement *sql.Stmt
	values    []any
}

// write adds rows.
func (l *load) write(rows iter.Seq[model.Row]) error {
	for row := range rows {
		for i, cell := range row {
			v, err := valueOf(l.table.Columns[i].Type, cell)
			if err != nil {
				return fmt.Errorf("column %s: %w", l.table.Columns[i].Key, err)
			}
			l.values[i] = v
		}
		if _, err := l.statement.Exec(l.values...); err != nil {
			return err
		}
	}
	return nil
}

// valueOf returns what a column of the given type holds of a cell, nil for NULL.
func valueOf(kind model.Type, cell model.Cell) (any, error) {
	switch {
	case cell.Empty():
		return nil, nil
	case kind == model.TypeInteger:
		return strconv.ParseInt(cell.String(), 10, 64)
	case kind == model.TypeNumber:
		return cell.Decimal().Float64(), nil
	case kind == model.TypeBoolean:
		return cell.String() == "true", nil
	}
	if s := model.Printable(cell.String()); s != "" {
		return s, nil
	}
	return nil, nil
}
