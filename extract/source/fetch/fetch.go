// Package fetch gets notices from the sites that publish them and keeps every page as received, in a folder that
// source.Finder reads.
package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"zhenggai/extract/source"
)

// A Fetcher fetches pages. Its zero fields mean those of Default, where that has some.
type Fetcher struct {
	Agent    string        // the User-Agent
	Delay    time.Duration // between two requests to a host; negative means none
	Timeout  time.Duration // for one request
	Patience time.Duration // how long a server may ask to wait; one that asks for more is left alone
	Hosts    int           // that are asked side by side, each for one thing at a time
	Retries  int           // of a request that may succeed later; negative means none
	Bytes    int64         // of one file

	NewOnly      bool // what is there is not asked for again
	AllowPrivate bool // servers may have addresses that are not public
	ProxyFromEnv bool // the proxy that the environment names is used, and looks after which servers are reached

	// Listed says by the words of a link on a page that lists notices whether it leads to one. Nil means that none does.
	Listed func(words string) bool
	// Attached says which documents of a page are fetched with it; see source.Finder.
	Attached func(words string) bool

	// Progress is told after each address how many were asked for, how many wait, and how many failed. Nil tells nobody.
	Progress func(done, waiting, failed int)

	pause    time.Duration // before the first retry
	resolver *net.Resolver // nil means that of the system
	control  func(network, address string, c syscall.RawConn) error
	now      func() time.Time
}

// Default has the values that zero fields mean.
var Default = Fetcher{
	Agent: robot, Delay: time.Second, Timeout: 30 * time.Second, Patience: 2 * time.Minute, Hosts: 4, Retries: 3, Bytes: 16 << 20,
}

// withDefaults returns the Fetcher with values for all fields.
func (f Fetcher) withDefaults() *Fetcher {
	f.Agent = cmp.Or(f.Agent, Default.Agent)
	f.Delay = max(0, cmp.Or(f.Delay, Default.Delay))
	f.Timeout = cmp.Or(f.Timeout, Default.Timeout)
	f.Patience = cmp.Or(f.Patience, Default.Patience)
	f.Hosts = max(1, cmp.Or(f.Hosts, Default.Hosts))
	f.Retries = max(0, cmp.Or(f.Retries, Default.Retries))
	f.Bytes = cmp.Or(f.Bytes, Default.Bytes)
	f.pause = cmp.Or(f.pause, time.Second)
	if f.control == nil {
		f.control = guard
	}
	if f.now == nil {
		f.now = time.Now
	}
	return &f
}

// A Failure is an address from which nothing could be fetched, and why.
type Failure struct {
	URL    string
	Reason string
	Tries  int
	Kept   bool // the file that was fetched before is kept
}

// A Summary counts what a run did.
type Summary struct {
	Fetched   int // files that are new or have changed
	Unchanged int // files that are as they were
	Failures  []Failure
}

// Run fetches what entries name, with the parts of each notice, into a folder with an index. What an earlier run has
// fetched is asked for only where it has changed since. A page that fails is in the Summary; the error is a *FolderError
// where the folder is not one of an earlier run, that of the context where it ends, or else that of the file system.
func (f Fetcher) Run(ctx context.Context, dir string, entries []Entry) (Summary, error) {
	s, err := openStore(dir)
	if err != nil {
		return Summary{}, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := &run{Fetcher: f.withDefaults(), store: s, cancel: cancel, queues: map[string][]task{}, seen: map[string]bool{}}
	r.ready = sync.NewCond(&r.mu)
	transport := newTransport(r.Fetcher)
	defer transport.CloseIdleConnections()
	r.client = newPolite(r.Fetcher, transport).client
	for _, e := range entries {
		r.begin(e)
	}
	r.work(ctx)
	if ctx.Err() == nil {
		r.err = r.judgeLists()
	}
	slices.SortFunc(r.sum.Failures, func(a, b Failure) int { return cmp.Compare(a.URL, b.URL) })
	return r.sum, errors.Join(cmp.Or(r.err, ctx.Err()), s.finish())
}

// A task is an address that is to be asked for.
type task struct {
	address *url.URL
	list    *list   // it is a page that lists notices
	notice  *notice // it is a part of a notice
	page    bool    // a further page of it, not attached
}

// A list is what is known of a list of notices over its pages.
type list struct {
	start  *url.URL
	left   int  // pages that may still be looked at
	found  int  // links to notices
	failed bool // one of its pages could not be looked at
}

// A notice is what is known of a notice over its pages.
type notice struct {
	first string // the name of its first page
	left  int    // pages that may still be fetched
}

// mostParts is how many further pages of a notice are fetched.
const mostParts = 50

// A run is the state of Run.
type run struct {
	*Fetcher
	store  *store
	client *client
	cancel context.CancelFunc

	mu     sync.Mutex
	ready  *sync.Cond
	queues map[string][]task // by host
	hosts  []string          // that have tasks and are not being asked
	done   int               // tasks
	active int               // hosts that are being asked
	seen   map[string]bool   // addresses that are or were in a queue
	lists  []*list
	sum    Summary
	err    error // why the run ends early
}

// begin adds what an entry asks for.
func (r *run) begin(e Entry) {
	t := task{address: e.Address}
	if e.List {
		t.list = &list{start: e.Address, left: e.Pages - 1}
	}
	if e.List && !r.hasSeen(t) {
		r.lists = append(r.lists, t.list)
	}
	r.add(t)
}

// key is by what a task is known. What is listed may be a list too.
func (t task) key() string {
	if t.list != nil {
		return "list " + t.address.String()
	}
	return t.address.String()
}

func (r *run) hasSeen(t task) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seen[t.key()]
}

// add puts a task into the queue of its host, unless its address was there before.
func (r *run) add(t task) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.seen[t.key()] {
		return
	}
	r.seen[t.key()] = true
	host := t.address.Hostname()
	if _, there := r.queues[host]; !there {
		r.hosts = append(r.hosts, host)
		r.ready.Signal()
	}
	r.queues[host] = append(r.queues[host], t)
}

// work empties the queues, some hosts side by side.
func (r *run) work(ctx context.Context) {
	stop := context.AfterFunc(ctx, r.ready.Broadcast)
	defer stop()
	var workers sync.WaitGroup
	for range r.Hosts {
		workers.Go(func() {
			for host, ok := r.next(ctx); ok; host, ok = r.next(ctx) {
				r.serve(ctx, host)
			}
		})
	}
	workers.Wait()
}

// next returns a host that has tasks, or false where no host will have any more.
func (r *run) next(ctx context.Context) (string, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.hosts) == 0 && r.active > 0 && ctx.Err() == nil {
		r.ready.Wait()
	}
	if len(r.hosts) == 0 || ctx.Err() != nil {
		return "", false
	}
	host := r.hosts[0]
	r.hosts = r.hosts[1:]
	r.active++
	return host, true
}

// serve carries out the tasks of a host until there are none.
func (r *run) serve(ctx context.Context, host string) {
	for {
		r.mu.Lock()
		queue := r.queues[host]
		if len(queue) == 0 || ctx.Err() != nil {
			delete(r.queues, host)
			r.active--
			r.ready.Broadcast()
			r.mu.Unlock()
			return
		}
		t := queue[0]
		r.queues[host] = queue[1:]
		r.mu.Unlock()
		if err := r.do(ctx, t); err != nil {
			r.abort(err)
		}
		r.tell()
	}
}

// tell tells how far the run has come.
func (r *run) tell() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done++
	waiting := 0
	for _, queue := range r.queues {
		waiting += len(queue)
	}
	if r.Progress != nil {
		r.Progress(r.done, waiting, len(r.sum.Failures))
	}
}

// abort ends the run.
func (r *run) abort(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.err = cmp.Or(r.err, err)
	r.cancel()
}

// do carries one task out. It fails only where the folder cannot be written.
func (r *run) do(ctx context.Context, t task) error {
	if t.list != nil {
		return r.look(ctx, t)
	}
	have, old := r.store.known(t.address)
	if old != nil && r.NewOnly {
		r.unchanged()
		r.follow(t, have, old)
		return nil
	}
	ex := &exchange{limit: r.Bytes}
	a, err := r.client.get(ctx, t.address, ex, conditions(have, old))
	if ctx.Err() != nil {
		return nil // not its fault
	}
	have.Checked, have.Tries, have.Reason = r.time(), strconv.Itoa(ex.tries), ""
	if have.URL == "" {
		have.URL = t.address.String()
	}
	switch {
	case err != nil:
		have.Status = ""
		return r.failed(t, have, old, because(err))
	case a.status == http.StatusNotModified && old != nil:
		r.unchanged()
		have.Status = "304"
		r.follow(t, have, old)
		return r.store.note(have)
	case a.status != http.StatusOK:
		have.Status = strconv.Itoa(a.status)
		return r.failed(t, have, old, statusText(a.status))
	}
	return r.received(t, have, old, a)
}

// conditions asks a server for a file only where it is not the one that is there.
func conditions(have row, old []byte) http.Header {
	h := http.Header{}
	if old == nil {
		return h
	}
	if have.ETag != "" {
		h.Set("If-None-Match", have.ETag)
	}
	if have.LastModified != "" {
		h.Set("If-Modified-Since", have.LastModified)
	}
	return h
}

// received keeps what a server sent for a task.
func (r *run) received(t task, have row, old []byte, a *answer) error {
	have.Status = "200"
	known := t.address // by which the pages of the site know it
	if to, err := canonical(a.address); err == nil && t.notice == nil {
		known = to
	}
	ending, mediaType, err := endingOf(judged(t.address, known), a.header.Get("Content-Type"), a.body)
	if err != nil {
		return r.failed(t, have, old, because(err))
	}
	if before, err := url.Parse(have.URL); old != nil && err == nil && before.Path != known.Path {
		return r.failed(t, have, old, "it leads to "+known.String()+" now") // most often to a page that says it is gone
	}
	have.MediaType = mediaType
	have.ETag, have.LastModified = remembered(a.header.Get("ETag")), remembered(a.header.Get("Last-Modified"))
	if old != nil && sum(a.body) == have.SHA256 {
		r.unchanged()
		r.follow(t, have, old)
		return r.store.note(have)
	}
	have.URL, have.Asked, have.Retrieved = known.String(), "", have.Checked
	if known.String() != t.address.String() {
		have.Asked = t.address.String()
	}
	if have, err = r.store.keep(have, known, ending, a.body); err != nil {
		return fmt.Errorf("%s: %w", t.address, err)
	}
	r.fetched(known)
	r.follow(t, have, a.body)
	return nil
}

// judged returns the address by which the type of a file is judged: the one that was asked for, where that is the address
// of a document, or else the one that answered.
func judged(asked, answered *url.URL) *url.URL {
	if ext := strings.ToLower(path.Ext(asked.Path)); isKnown(ext) && !isPageEnding(ext) {
		return asked
	}
	return answered
}

// fetched counts a file, whose address need not be asked for any more.
func (r *run) fetched(known *url.URL) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sum.Fetched++
	r.seen[known.String()] = true
}

// follow adds the parts that a page names.
func (r *run) follow(t task, have row, page []byte) {
	base, err := url.Parse(have.URL)
	if err != nil || t.notice != nil && !t.page || !isPageEnding(path.Ext(have.Path)) {
		return
	}
	n := t.notice
	if n == nil {
		n = &notice{first: path.Base(have.Path), left: mostParts}
	}
	for _, ref := range source.References(n.first, path.Base(have.Path), page, r.Attached) {
		to, err := resolve(base, ref.Address)
		t := task{address: to, notice: n, page: ref.Page}
		if err == nil && !r.hasSeen(t) && (!ref.Page || r.spend(&n.left)) {
			r.add(t)
		}
	}
}

// look asks for a page that lists notices and adds what it lists.
func (r *run) look(ctx context.Context, t task) error {
	ex := &exchange{limit: r.Bytes}
	a, err := r.client.get(ctx, t.address, ex, nil)
	switch {
	case ctx.Err() != nil:
		return nil
	case err != nil:
		t.list.failed = true
		return r.failedList(t.address, ex.tries, because(err))
	case a.status != http.StatusOK:
		t.list.failed = true
		return r.failedList(t.address, ex.tries, statusText(a.status))
	}
	links := anchorsIn(a.address, a.header.Get("Content-Type"), a.body)
	for _, l := range links {
		if l.address.Hostname() == a.address.Hostname() && r.Listed != nil && slices.ContainsFunc(l.words, r.Listed) {
			t.list.found++
			r.add(task{address: l.address})
		}
	}
	for _, to := range onward(a.address, a.body, links) {
		if to.Hostname() == a.address.Hostname() {
			r.turn(t.list, to)
		}
	}
	r.store.forget(t.address)
	return nil
}

// failedList notes that a page that lists notices told nothing.
func (r *run) failedList(u *url.URL, tries int, reason string) error {
	r.fail(Failure{URL: u.String(), Reason: reason, Tries: tries})
	have, old := r.store.known(u)
	if old != nil {
		return nil // it is a notice as well
	}
	have.URL, have.Checked, have.Tries, have.Reason = u.String(), r.time(), strconv.Itoa(tries), short(reason)
	return r.store.note(have)
}

// judgeLists reports the lists that named nothing.
func (r *run) judgeLists() error {
	for _, l := range r.lists {
		if l.found > 0 || l.failed {
			continue
		}
		if err := r.failedList(l.start, 1, "no link there speaks of a rectification notice"); err != nil {
			return err
		}
	}
	return nil
}

// turn adds a further page of a list.
func (r *run) turn(l *list, to *url.URL) {
	if t := (task{address: to, list: l}); !r.hasSeen(t) && r.spend(&l.left) {
		r.add(t)
	}
}

// spend takes one from a number, and reports whether there was one left.
func (r *run) spend(left *int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	*left--
	return *left >= 0
}

// failed notes that nothing could be fetched for a task. What is there stays.
func (r *run) failed(t task, have row, old []byte, reason string) error {
	tries, _ := strconv.Atoi(have.Tries) // as written before
	have.Reason = short(reason)
	r.fail(Failure{URL: t.address.String(), Reason: reason, Tries: tries, Kept: old != nil})
	return r.store.note(have)
}

func (r *run) fail(f Failure) {
	f.Reason = short(f.Reason)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sum.Failures = append(r.sum.Failures, f)
}

func (r *run) unchanged() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sum.Unchanged++
}

// time returns the time as the index has it.
func (r *run) time() string { return r.now().UTC().Format(time.RFC3339) }
