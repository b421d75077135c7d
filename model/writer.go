package model

import "iter"

// A Writer writes a dataset in one format, notice by notice, so that a dataset of any size needs the memory of one
// notice. A Writer is for one goroutine.
type Writer interface {
	// Write adds a notice. The rows are those that RowsOf returns for it and for the tables that the Writer was made for. They
	// are only read, for other Writers may have the same. After an error only Close is of use.
	Write(n *Notice, rows [][]Row) error

	// WriteRows adds rows to a table whose rows do not come notice by notice. The name is that of the table, which is one of
	// those that the Writer was made for. After an error only Close is of use.
	WriteRows(table string, rows iter.Seq[Row]) error

	// Close finishes the files and lets go of what the Writer holds, also after an error of Write. No file is valid
	// before Close has returned nil.
	Close() error
}
