package model

// A Writer writes a dataset in one format, notice by notice, so that a dataset of any size needs the memory of one
// notice. A Writer is for one goroutine.
type Writer interface {
	// Write adds a notice. After an error only Close is of use.
	Write(n *Notice) error

	// Close finishes the files and lets go of what the Writer holds, also after an error of Write. No file is valid
	// before Close has returned nil.
	Close() error
}
