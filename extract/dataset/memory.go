package dataset

import (
	"errors"
	"path/filepath"

	"zhenggai/extract"
	"zhenggai/extract/batch/state"
)

// A memory is what a run knows of the runs before. The zero memory knows nothing.
type memory struct {
	store *state.Store
	lock  *Lock
}

// A StateError says that the file that Options.State names cannot be used.
type StateError struct {
	File string
	Err  error
}

func (e *StateError) Error() string { return "state " + e.File + ": " + e.Err.Error() }
func (e *StateError) Unwrap() error { return e.Err }

// Damaged reports whether the file is damaged or not of this program, so that it has to be moved away.
func (e *StateError) Damaged() bool { return errors.Is(e.Err, state.ErrUnusable) }

// remember opens the file that Options.State names.
func remember(out string, opts *Options) (*memory, error) {
	if opts.State == "" {
		return &memory{}, nil
	}
	maker, err := MakerOf(*opts)
	if err != nil {
		return nil, err
	}
	program, err := ProgramOf(opts.Version)
	if err != nil {
		return nil, err
	}
	lock, err := TakeLock(filepath.Join(filepath.Dir(opts.State), ".zhenggai-"+filepath.Base(opts.State)), filepath.ToSlash(opts.State))
	if err != nil {
		return nil, err
	}
	store, err := state.Open(opts.State, state.Options{Maker: maker, Program: program, Force: opts.Force, Passing: extract.Passing})
	if err == nil {
		if _, err = store.Begin(filepath.ToSlash(out), 0); err != nil {
			store.Close()
		}
	}
	if err != nil {
		lock.Remove()
		return nil, &StateError{opts.State, err}
	}
	return &memory{store, lock}, nil
}

// known returns the memory as Make has it, or nil where there is none.
func (m *memory) known() Memory {
	if m.store == nil {
		return nil
	}
	return m.store
}

// finish forgets what no run has asked for in a long time.
func (m *memory) finish() error {
	if m.store == nil {
		return nil
	}
	return m.store.Finish()
}

func (m *memory) end() {
	if m.store != nil {
		m.store.Close() // what it has not written is extracted again
		m.lock.Remove()
	}
}
