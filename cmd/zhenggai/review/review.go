// Package review serves a page on which a person reads each notice of a dataset beside its records, and confirms, corrects,
// rejects or adds what they say. Corrections go to a file that only grows and that convert lays over every later run.
//
// Pages are made here and work without scripts; a small script adds the keyboard, and marking of text. All text is escaped, no
// path of a request reaches the file system, nothing is served without the key that the address has, which other users of the
// computer do not know, and nothing is accepted from other pages.
package review

import (
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"zhenggai/model"
	"zhenggai/model/corrections"
	"zhenggai/model/jsonl"
	"zhenggai/model/webpage"
)

//go:embed assets pages
var files embed.FS

// Options say what a server shows and where corrections go.
type Options struct {
	Dataset     string // folder with notices.ndjson
	Corrections string // file to which corrections are added
	Who         string // who corrects; may be empty
	Lang        string // in which pages are until a person chooses: zh or en
	Rules       *corrections.Rules
	Time        time.Duration // for laying corrections over a notice

	// Explain says how the record of a notice with an id came about. Nil means that no record is explained.
	Explain func(ctx context.Context, n *model.Notice, id string) model.Label
}

// A Server serves the pages of one dataset.
type Server struct {
	opts      Options
	log       *corrections.Log
	catalogue *catalogue
	pages     *template.Template
	codes     []codeList
	key       string                 // without which nothing is served
	ticket    atomic.Pointer[string] // opens once in its place; nil when it has
	token     string                 // of forms, so that no other page can send them
	handler   http.Handler

	explaining sync.Mutex // a source is read again for it: one at a time

	mutex sync.Mutex // of all that follows
	index *jsonl.Index
	size  int64 // of the file of corrections when it was read last
	list  []corrections.Correction
	wrong []corrections.PassedOver // its lines that are passed over
	set   *corrections.Set
}

// New reads a dataset and returns a Server, which must be closed.
func New(opts Options) (*Server, error) {
	s := &Server{opts: opts, log: corrections.NewLog(opts.Corrections, opts.Rules), codes: codeLists(opts.Rules), key: rand.Text(), token: rand.Text(), size: -1}
	var err error
	if s.catalogue, s.index, err = readCatalogue(filepath.Join(opts.Dataset, jsonl.File)); err != nil {
		return nil, err
	}
	if s.pages, err = webpage.Parts().Funcs(template.FuncMap{"undoing": undoing, "which": which}).ParseFS(files, "pages/*.html"); err == nil {
		err = s.reload()
	}
	if err != nil {
		return nil, errors.Join(err, s.index.Close())
	}
	s.handler = s.guarded(s.routes())
	return s, nil
}

// Close closes the dataset.
func (s *Server) Close() error { return s.index.Close() }

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	assets, err := fs.Sub(files, "assets")
	if err != nil {
		panic(err) // it is embedded
	}
	mux.Handle("GET /assets/", http.StripPrefix("/assets/", http.FileServerFS(assets)))
	mux.HandleFunc("GET /{$}", s.showList)
	mux.HandleFunc("GET /queue", s.showQueue)
	mux.HandleFunc("GET /notice/{number}", s.showNotice)
	mux.HandleFunc("POST /notice/{number}", s.correct)
	mux.HandleFunc("POST /undo", s.undo)
	mux.HandleFunc("POST /lang", s.speak)
	return mux
}

// Limits of requests.
const (
	requestTime  = 15 * time.Second
	requestBytes = 64 << 10
	closingTime  = 5 * time.Second
)

// Serve answers requests on a listener until the context ends, and those that have begun to their end.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler: s, ReadHeaderTimeout: requestTime, ReadTimeout: requestTime, WriteTimeout: 2 * requestTime, IdleTimeout: time.Minute,
		MaxHeaderBytes: 16 << 10,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), closingTime)
	defer cancel()
	return server.Shutdown(closing)
}

// reload reads the corrections where their file has grown, as others may add to it. The caller holds the mutex, or is New.
func (s *Server) reload() error {
	size := int64(0)
	info, err := os.Stat(s.opts.Corrections)
	switch {
	case err == nil:
		size = info.Size()
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if size == s.size {
		return nil
	}
	list, passed, err := corrections.ReadFile(s.opts.Corrections, s.opts.Rules)
	if err != nil {
		return fmt.Errorf("%s: %w", s.opts.Corrections, err)
	}
	s.list, s.wrong, s.set, s.size = list, passed, corrections.NewSet(list, passed, s.opts.Rules), size
	return nil
}

// notice returns a notice of the dataset with the corrections laid over it, and those.
func (s *Server) notice(number int) (n *model.Notice, conflicts []corrections.Conflict, all []corrections.Correction, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if err := s.reload(); err != nil {
		return nil, nil, nil, err
	}
	if n, err = s.index.Notice(number); err != nil {
		return nil, nil, nil, err
	}
	all, conflicts = s.set.Apply(n, time.Now().Add(s.opts.Time))
	return n, conflicts, all, nil
}

// touched returns how many corrections each notice has, by its number in the dataset, and the lines that are passed over.
func (s *Server) touched() (map[int]int, []corrections.PassedOver, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if err := s.reload(); err != nil {
		return nil, nil, err
	}
	counts := map[int]int{}
	if len(s.list) == 0 {
		return counts, s.wrong, nil
	}
	for i, h := range s.index.Heads {
		key := corrections.NoticeKey{ID: h.ID, Path: h.Source.Path, URL: h.Source.URL, Title: h.Title, Issuer: h.Issuer.Name}
		if n := len(s.set.Of(key)); n > 0 {
			counts[i] = n
		}
	}
	return counts, s.wrong, nil
}
