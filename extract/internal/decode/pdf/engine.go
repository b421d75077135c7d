package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

const (
	// memoryPages is how much one instance may use, in pages of 64 KiB.
	memoryPages = 96 << 20 / (64 << 10)
	// reusable is the size in bytes of the largest document after which an instance is used again: its memory never
	// shrinks.
	reusable = 4 << 20
)

// instances is how many documents are read at a time at most. Each instance has some 20 MB.
const instances = 8

// started starts the engine, once.
var started = sync.OnceValues(func() (*engine, error) { return start(cacheDir()) })

// An engine holds instances of PDFium, each with a memory of its own and without access to files but one font.
type engine struct {
	pool  pdfium.Pool
	slots chan struct{} // one entry for each document being read
}

// start starts an engine with compiled code in a folder, or without where there is none to be used.
func start(dir string) (e *engine, err error) {
	defer caught(&err)
	n := min(runtime.GOMAXPROCS(0), instances)
	kept := openCache(dir)
	pool, err := newPool(n, kept.code())
	if err != nil && kept != nil {
		kept.empty() // what wazero does not like is compiled by the next process
		pool, err = newPool(n, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("%w (%v)", ErrEngine, err)
	}
	kept.seal()
	return &engine{pool, make(chan struct{}, n)}, nil
}

// newPool compiles PDFium, or takes it from the cache. Its calls cannot be interrupted: code that can be is four times
// slower, and a damaged file ends by itself.
func newPool(n int, cache wazero.CompilationCache) (pdfium.Pool, error) {
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages)
	if cache != nil {
		config = config.WithCompilationCache(cache)
	}
	return webassembly.Init(webassembly.Config{
		MaxTotal: n, MaxIdle: n, ReuseWorkers: true, RuntimeConfig: config,
		FSConfig: wazero.NewFSConfig().WithFSMount(boxFonts(), "/"), Stdout: io.Discard, Stderr: io.Discard,
	})
}

// raw is what the engine says of a document.
type raw struct {
	title string
	total int
	pages []page
}

// A result is what reading gave.
type result struct {
	raw *raw
	err error
}

// read reads a document within its time. An instance that does not answer is left alone and keeps its slot until it
// does, so that there are never more than slots.
func (e *engine) read(data []byte, limits Limits) (*raw, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limits.Time)
	defer cancel()
	select {
	case e.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ErrSlow
	}
	done := make(chan result, 1)
	go func() {
		defer func() { <-e.slots }()
		r, err := e.session(ctx, data, limits)
		done <- result{r, err}
	}()
	select {
	case r := <-done:
		return r.raw, r.err
	case <-ctx.Done():
		return nil, ErrSlow
	}
}

// session reads a document with an instance of its own. The instance is used again only if all went well.
func (e *engine) session(ctx context.Context, data []byte, limits Limits) (r *raw, err error) {
	defer caught(&err)
	in, err := e.pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, failure(ctx, err)
	}
	defer func() {
		if err == nil && len(data) <= reusable {
			in.Close()
		} else {
			in.Kill()
		}
	}()
	r, err = (&reader{in: in, ctx: ctx}).document(data, limits.Pages)
	return r, failure(ctx, err)
}

// failure names what an error of the engine means for the user.
func failure(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ErrSlow
	case errors.Is(err, pdfiumerrors.ErrPassword), errors.Is(err, pdfiumerrors.ErrSecurity):
		return ErrLocked
	case errors.Is(err, pdfiumerrors.ErrFormat), errors.Is(err, pdfiumerrors.ErrFile), errors.Is(err, pdfiumerrors.ErrPage),
		errors.Is(err, pdfiumerrors.ErrUnknown), errors.Is(err, ErrDamaged):
		return ErrDamaged
	}
	return fmt.Errorf("%w (%v)", ErrEngine, err)
}

// caught turns a panic of the engine into an error.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%w (%v)", ErrEngine, p)
	}
}

// hasObjects reports whether there is anything that a PDF is made of, so that a torn file starts no engine.
func hasObjects(data []byte) bool { return bytes.Contains(data, []byte("obj")) }
