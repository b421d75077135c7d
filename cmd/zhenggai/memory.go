package main

import (
	"fmt"
	"path/filepath"

	"zhenggai/extract"
	"zhenggai/extract/batch/state"
	"zhenggai/extract/dataset"
)

// A memory is what convert knows of the runs before. The zero memory knows nothing.
type memory struct {
	store *state.Store
	lock  *dataset.Lock
}

// remember opens the file that --state names.
func (f *convertFlags) remember() (*memory, error) {
	if f.state == "" {
		return &memory{}, nil
	}
	maker, err := dataset.MakerOf(f.options())
	if err != nil {
		return nil, err
	}
	lock, err := dataset.TakeLock(filepath.Join(filepath.Dir(f.state), ".zhenggai-"+filepath.Base(f.state)), filepath.ToSlash(f.state))
	if err != nil {
		return nil, err
	}
	store, err := state.Open(f.state, state.Options{Maker: maker, Force: f.force, Passing: extract.Passing})
	if err == nil {
		if _, err = store.Begin(filepath.ToSlash(f.out), 0); err != nil {
			store.Close()
		}
	}
	if err != nil {
		lock.Remove()
		return nil, fmt.Errorf("--state %s: %w", f.state, err)
	}
	return &memory{store, lock}, nil
}

// finish forgets what no run has asked for in a long time.
func (m *memory) finish() error {
	if m.store == nil {
		return nil
	}
	return m.store.Finish()
}

func (m *memory) close() {
	if m.store != nil {
		m.store.Close() // what it has not written is extracted again
		m.lock.Remove()
	}
}
