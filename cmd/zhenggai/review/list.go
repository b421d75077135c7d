package review

import (
	"bytes"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"

	"zhenggai/model"
	"zhenggai/model/corrections"
)

// A frame is what all pages have.
type frame struct {
	Lang, Other, Token, Path, Who string
}

// languageCookie keeps in which language a person reads.
const languageCookie = "zhenggai-lang"

func (s *Server) frame(r *http.Request) frame {
	f := frame{Lang: s.opts.Lang, Token: s.token, Path: r.URL.RequestURI(), Who: s.opts.Who}
	if c, err := r.Cookie(languageCookie); err == nil && (c.Value == "zh" || c.Value == "en") {
		f.Lang = c.Value
	}
	f.Other = map[string]string{"zh": "en", "en": "zh"}[f.Lang]
	return f
}

// speak changes the language and goes back to the page.
func (s *Server) speak(w http.ResponseWriter, r *http.Request) {
	lang := r.PostForm.Get("lang")
	if lang != "zh" && lang != "en" {
		http.Error(w, "zh or en", http.StatusBadRequest)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: lang, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	back := "/"
	if u, err := url.Parse(r.PostForm.Get("path")); err == nil {
		back = local(u)
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
}

// perPage is how many notices or doubts a page lists.
const perPage = 100

// A listPage is what the list of notices shows.
type listPage struct {
	frame
	filter
	Kinds     []choice
	Provinces []string
	Entries   []listed
	Found     int
	All       int
	Doubts    int
	File      string // of corrections
	Wrong     []corrections.PassedOver
	pager
}

type listed struct {
	entry
	Corrections int
}

// A pager leads to the pages of a long list.
type pager struct{ Page, Pages, Previous, Next int }

// cut returns the part of a list of n that a page shows, and its pager.
func cut(n int, page string) (from, to int, p pager) {
	p.Pages = max(1, (n+perPage-1)/perPage)
	p.Page, _ = strconv.Atoi(page) // the first where it is no number
	p.Page = min(max(p.Page, 1), p.Pages)
	p.Previous, p.Next = p.Page-1, p.Page+1
	if p.Next > p.Pages {
		p.Next = 0
	}
	return (p.Page - 1) * perPage, min(n, p.Page*perPage), p
}

func (s *Server) showList(w http.ResponseWriter, r *http.Request) {
	touched, wrong, err := s.touched()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	q := r.URL.Query()
	f := filter{q.Get("q"), q.Get("kind"), q.Get("province"), q.Get("doubtful") != "", q.Get("unreviewed") != ""}
	found := s.catalogue.find(f, touched)
	from, to, pages := cut(len(found), q.Get("page"))
	p := &listPage{
		frame: s.frame(r), filter: f, Provinces: s.catalogue.provinces, Found: len(found), All: len(s.catalogue.entries), Doubts: len(s.catalogue.queue), pager: pages,
		File: filepath.ToSlash(s.opts.Corrections), Wrong: wrong[:min(len(wrong), perPage)],
	}
	for _, e := range found[from:to] {
		p.Entries = append(p.Entries, listed{e, touched[e.Number]})
	}
	kinds := model.KindNames()
	for _, code := range slices.Sorted(maps.Keys(kinds)) {
		p.Kinds = append(p.Kinds, choice{code, kinds[code]})
	}
	s.show(w, r, "list.html", p)
}

// Address returns the address of the list with this filter, without the page.
func (f filter) Address() string {
	q := url.Values{}
	for name, value := range map[string]string{"q": f.Query, "kind": f.Kind, "province": f.Province} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if f.Doubtful {
		q.Set("doubtful", "1")
	}
	if f.Unreviewed {
		q.Set("unreviewed", "1")
	}
	return "/?" + q.Encode()
}

// A queuePage is what the queue of doubts shows.
type queuePage struct {
	frame
	Doubts []doubt
	Found  int
	pager
}

func (s *Server) showQueue(w http.ResponseWriter, r *http.Request) {
	from, to, pages := cut(len(s.catalogue.queue), r.URL.Query().Get("page"))
	s.show(w, r, "queue.html", &queuePage{s.frame(r), s.catalogue.queue[from:to], len(s.catalogue.queue), pages})
}

// show sends a page when it is whole.
func (s *Server) show(w http.ResponseWriter, r *http.Request, name string, data any) {
	var b bytes.Buffer
	if err := s.pages.ExecuteTemplate(&b, name, data); err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = b.WriteTo(w) // where the reader has gone there is nobody to tell
}

// fail tells of an error: of the reader's mistakes in the language of the page.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if mistake, ok := errors.AsType[*corrections.Mistake](err); ok {
		http.Error(w, mistake.In(s.frame(r).Lang), http.StatusBadRequest)
		return
	}
	http.Error(w, "error: "+err.Error(), http.StatusInternalServerError)
}
