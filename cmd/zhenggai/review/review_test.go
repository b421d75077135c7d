package review

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"zhenggai/model"
	"zhenggai/model/corrections"
	"zhenggai/model/jsonl"
	"zhenggai/model/testing/browsertest"
	"zhenggai/model/testing/modeltest"
)

const hostile = `</div><script>alert(1)</script>&`

// notices are invented; the first is hostile.
func notices() []*model.Notice {
	var list []*model.Notice
	for i := range 130 {
		county := fmt.Sprintf("虚构%d县", i)
		text := county + "整改通报\n（一）关于学位不足的问题\n新增公办学位2310个，增加床位300张。"
		at := len([]rune(county))
		n := &model.Notice{
			Schema: model.SchemaName, ID: fmt.Sprint("n", i), Kind: model.KindRectification, Title: county + "整改通报", Text: text, Published: "2021-05-07",
			Region: &model.Region{Code: "440403", Province: "广东省", County: county}, Issuer: &model.Issuer{Name: county + "委"},
			Source:   model.Source{Path: fmt.Sprint("in/", i, ".html")},
			Sections: []model.Section{{ID: "s1", Level: 1, Marker: "（一）", Title: "关于学位不足的问题", Span: model.Span{at + 5, at + 34}}},
			Problems: []model.Problem{{ID: "p1", Marker: "（一）", Heading: "关于学位不足的问题", Name: "学位不足", Span: model.Span{at + 5, at + 17}}},
			Indicators: []model.Indicator{
				{ID: "i1", Problem: "p1", Metric: "places", Subject: "公办学位", Value: model.Int(2310), Unit: "个", Text: "2310个", Span: model.Span{at + 24, at + 29}},
				{ID: "i2", Problem: "p1", Subject: "床位", Value: model.Int(300), Unit: "张", Text: "300张", Span: model.Span{at + 34, at + 38}},
			},
		}
		if i%2 == 0 {
			n.Region.Province = "湖南省"
		}
		list = append(list, n)
	}
	list[0].Title, list[0].Text = hostile, list[0].Text+hostile
	list[1].Totals = []model.Total{{Total: "i1", Parts: []string{"i2"}, Sum: model.Int(300)}}
	list[2].Diagnostics = []model.Diagnostic{{Severity: "warning", Code: "outline.gap", Message: "缺（二）"}}
	list[3].Kind = model.KindNews
	return list
}

// A site is a server with a client that knows its key.
type site struct {
	base, address string // the second has the key
	client        *http.Client
}

// visit returns the site of a server, with a client that has come by its address.
func visit(t *testing.T, s *Server, base string) *site {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	h := &site{base, s.Address(strings.TrimPrefix(base, "http://")), &http.Client{Jar: jar}}
	r, err := h.client.Get(h.address)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusOK || r.Request.URL.RawQuery != "" {
		t.Fatalf("the address with the key leads to %s, %s", r.Request.URL, r.Status)
	}
	return h
}

// browse opens the site in a browser.
func (h *site) browse(t *testing.T) *browsertest.Tab {
	t.Helper()
	b := browsertest.Start(t, h.base)
	b.Open(strings.TrimPrefix(h.address, h.base))
	b.Want("the key is gone", `location.pathname + location.search`, "/")
	return b
}

// serve returns a site of the notices, and the file of corrections.
func serve(t *testing.T) (h *site, file string) {
	t.Helper()
	dir := t.TempDir()
	w, err := jsonl.New(dir, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	modeltest.Write(t, w, notices()...)
	file = filepath.Join(dir, "corrections.ndjson")
	s := newServer(t, dir, file)
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return visit(t, s, server.URL), file
}

func newServer(t *testing.T, dir, file string) *Server {
	t.Helper()
	s, err := New(Options{
		Dataset: dir, Corrections: file, Who: "李", Lang: "zh",
		Rules: &corrections.Rules{Names: model.Names{
			Metrics: map[string]model.Label{"places": {ZH: "学位", EN: "school places"}, "beds": {ZH: "床位", EN: "beds"}},
			Actions: map[string]model.Label{"issued": {ZH: "印发", EN: "issued"}},
		}},
		Time: time.Minute,
		Explain: func(_ context.Context, n *model.Notice, id string) model.Label {
			return model.Label{ZH: id + " 由它命名 " + hostile, EN: id + " names it in " + n.ID}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// get returns a page.
func (h *site) get(t *testing.T, path string) string {
	t.Helper()
	r, err := h.client.Get(h.base + path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v: %.200s", path, r.Status, err, body)
	}
	return string(body)
}

// post sends a form with the token of the page, and returns the code and the answer.
func (h *site) post(t *testing.T, path string, form url.Values) (int, string) {
	t.Helper()
	token := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(h.get(t, "/"))[1]
	form.Set("token", token)
	r, err := h.client.PostForm(h.base+path, form)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(body)
}

func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func TestList(t *testing.T) {
	h, _ := serve(t)
	for query, want := range map[string]string{
		"/": "130 / 130", "/?q=虚构7县": "1 / 130", "/?kind=news": "1 / 130", "/?province=湖南省": "65 / 130", "/?doubtful=1": "1 / 130",
		"/?q=虚构7县+440": "0 / 130", "/?page=2": "2 / 2", "/?page=99": "2 / 2", "/?page=x": "1 / 2",
	} {
		if page := h.get(t, query); !strings.Contains(page, want) {
			t.Errorf("%s lacks %q", query, want)
		}
	}
	queue := h.get(t, "/queue")
	first, second := strings.Index(queue, "合计与分项不符"), strings.Index(queue, "outline.gap")
	if third := strings.Index(queue, "床位 300张"); first < 0 || second < first || third < second {
		t.Errorf("the queue has its doubts at %d, %d, %d", first, second, third)
	}
}

// TestWhy insists that a record is explained where its link leads, without a script, and that nothing else is.
func TestWhy(t *testing.T) {
	h, _ := serve(t)
	link := `<a class="why" href="/notice/5?why=r-i1#r-i1" aria-expanded="false">`
	if page := h.get(t, "/notice/5"); !strings.Contains(page, link) || strings.Contains(page, "names it") {
		t.Error("the page lacks the link, or explains what nobody asks")
	}
	page := h.get(t, "/notice/5?why=r-i1")
	if strings.Count(page, `class="reasons"`) != 1 || !strings.Contains(page, "i1 names it in n5") || strings.Contains(page, "<script>alert") || strings.Contains(page, link) {
		t.Error("the record is not explained, or what is said stands as it is")
	}
	for _, why := range []string{"r-i9", "i1", "r-d1", "../x"} {
		if page := h.get(t, "/notice/2?why="+url.QueryEscape(why)); strings.Contains(page, `class="reasons"`) {
			t.Errorf("%s is explained", why)
		}
	}
	h.post(t, "/notice/5", form("action", "add", "kind", "indicator", "words", "床位300张", "set.value", "300", "set.unit", "张"))
	if page := h.get(t, "/notice/5"); strings.Count(page, `class="why"`) != 3 {
		t.Error("what a person has added can be asked for")
	}
}

func TestNoticePage(t *testing.T) {
	h, _ := serve(t)
	page := h.get(t, "/notice/5")
	for _, want := range []string{
		`<a class="m indicator" data-record="r-i1" id="t-r-i1" href="#r-i1">2310个</a>`, `<article id="r-i1" class="r indicator"`, "学位 公办学位 2310个",
		`<a class="m problem" data-record="r-p1" id="t-r-p1" href="#r-p1">（一）关于学位不足的问题</a>`, `<a href="#s-s1">（一） 关于学位不足的问题</a>`, `<span id="s-s1"></span>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if page := h.get(t, "/notice/0"); strings.Contains(page, "<script>alert") || !strings.Contains(page, "&lt;script&gt;alert(1)") {
		t.Error("the text of a notice stands as it is")
	}
}

// TestCorrect confirms, corrects, rejects, adds and undoes.
func TestCorrect(t *testing.T) {
	h, file := serve(t)
	at := []string{"record", "r-i1", "kind", "indicator", "start", "28", "end", "33"} // 虚构5县 has four characters
	act := func(more ...string) string {
		t.Helper()
		code, page := h.post(t, "/notice/5", form(append(at[:len(at):len(at)], more...)...))
		if code != http.StatusOK { // where the redirect leads
			t.Fatalf("%d: %.200s", code, page)
		}
		return page
	}
	if page := act("action", "confirm"); !strings.Contains(page, "已确认") {
		t.Error("a confirmed record does not say so")
	}
	page := act("action", "correct", "set.value", "2300", "set.unit", "个", "set.metric", "beds", "set.problem", "关于学位不足的问题", "set.subject", "公办学位")
	if !strings.Contains(page, "床位 公办学位 2300个") || !strings.Contains(page, "已更正") {
		t.Error("a corrected record is not shown so")
	}
	list, passed, err := corrections.ReadFile(file, nil)
	if err != nil || len(passed) > 0 || len(list) != 2 {
		t.Fatal(list, passed, err)
	}
	c := list[1]
	if fmt.Sprint(c.Set) != "map[metric:beds value:2300]" || c.Who != "李" || c.Quote.Text != "2310个" || !strings.HasSuffix(c.Quote.Before, "新增公办学位") || c.Notice.Path != "in/5.html" {
		t.Errorf("the line says %+v", c)
	}
	if page := act("action", "reject"); strings.Contains(page, `id="r-i1"`) {
		t.Error("a rejected record is still there")
	}
	list, _, _ = corrections.ReadFile(file, nil)
	if code, page := h.post(t, "/undo", form("id", list[2].ID, "number", "5")); code != http.StatusOK || !strings.Contains(page, "2300个") {
		t.Errorf("undone: %d", code)
	}
	if code, page := h.post(t, "/notice/5", form("action", "add", "kind", "policy", "words", "整改通报", "set.title", "整改通报")); code != http.StatusOK || !strings.Contains(page, "人工补录") {
		t.Errorf("added by words: %d", code)
	}
	if page := h.get(t, "/?unreviewed=1"); !strings.Contains(page, "129 / 130") {
		t.Error("the list does not know which notice was reviewed")
	}
}

// TestCorrectItself corrects what the notice says of itself: a region of a code, and a date.
func TestCorrectItself(t *testing.T) {
	h, file := serve(t)
	if page := h.get(t, "/notice/5"); !strings.Contains(page, `<article id="r-notice" class="r whole"`) || !strings.Contains(page, `name="set.code" value="440403"`) {
		t.Error("the page does not show the notice's own fields")
	}
	itself := func(more ...string) (int, string) {
		return h.post(t, "/notice/5", form(append([]string{"record", "r-notice", "kind", "notice"}, more...)...))
	}
	code, page := itself("action", "correct", "set.code", "440402", "set.province", "广东省", "set.prefecture", "珠海市", "set.county", "香洲区", "set.published", "2024-05")
	if code != http.StatusOK || !strings.Contains(page, "广东省珠海市香洲区") || !strings.Contains(page, "已更正") {
		t.Errorf("%d: the corrected notice is not shown so: %.200s", code, page)
	}
	list, passed, err := corrections.ReadFile(file, nil)
	if err != nil || len(passed) > 0 || len(list) != 1 || list[0].Quote.Text != "" || list[0].Set["code"] != "440402" {
		t.Fatal(list, passed, err)
	}
	for _, wrong := range [][]string{{"action", "reject"}, {"action", "correct", "set.code", "4404"}, {"action", "correct", "set.published", "去年"}} {
		if code, _ := itself(wrong...); code != http.StatusBadRequest {
			t.Errorf("%v: %d", wrong, code)
		}
	}
}

// TestRefused sends forms that are wrong.
func TestRefused(t *testing.T) {
	h, file := serve(t)
	for _, test := range []struct {
		path string
		form url.Values
		code int
	}{
		{"/notice/5", form("action", "confirm", "kind", "indicator"), http.StatusBadRequest},
		{"/notice/5", form("action", "confirm", "kind", "indicator", "start", "90", "end", "99"), http.StatusBadRequest},
		{"/notice/5", form("action", "like", "kind", "indicator", "start", "1", "end", "2"), http.StatusBadRequest},
		{"/notice/5", form("action", "correct", "kind", "indicator", "start", "28", "end", "33", "record", "r-i1", "set.value", "many"), http.StatusBadRequest},
		{"/notice/5", form("action", "correct", "kind", "indicator", "start", "28", "end", "33", "record", "r-i1", "set.value", "2310"), http.StatusBadRequest},
		{"/notice/5", form("action", "add", "kind", "policy", "words", "学位", "set.title", "x"), http.StatusBadRequest},
		{"/notice/999", form("action", "confirm"), http.StatusNotFound},
		{"/notice/x", form("action", "confirm"), http.StatusNotFound},
		{"/undo", form("id", "none"), http.StatusBadRequest},
		{"/lang", form("lang", "fr"), http.StatusBadRequest},
	} {
		if code, page := h.post(t, test.path, test.form); code != test.code {
			t.Errorf("%s %v: %d, want %d: %.100s", test.path, test.form, code, test.code, page)
		}
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a refused form is written")
	}
}

// TestMistakes types what a field cannot hold. The answer says so in the language of the page, and nothing is written.
func TestMistakes(t *testing.T) {
	h, file := serve(t)
	correct := func(pairs ...string) url.Values {
		return form(append([]string{"action", "correct", "kind", "indicator", "start", "28", "end", "33", "record", "r-i1"}, pairs...)...)
	}
	add := func(kind string, pairs ...string) url.Values {
		return form(append([]string{"action", "add", "kind", kind, "words", "整改通报"}, pairs...)...)
	}
	for _, test := range []struct {
		form url.Values
		want string
	}{
		{correct("set.status", "done"), `状态 status："done" 不是可用的代码：achieved, planned, outstanding`},
		{correct("set.metric", "place"), `指标代码 metric："place" 不是可用的代码：beds, places`},
		{correct("set.change", "up"), "increase_to, decrease_to"},
		{correct("set.bound", "over"), "at_least, at_most, about"},
		{correct("set.period", "2021年"), `时间 period："2021年" 不是时间`},
		{correct("set.value", "1e999999"), `数值 value："1e999999" 不是数`},
		{correct("set.value", strings.Repeat("9", 10_000)), "不是数"},
		{correct("set.value", ""), "不能为空"},
		{correct("set.high", "2000"), "上限 high：2000 小于数值 2310"},
		{correct("set.problem", "无此问题"), "没有这个标题的问题"},
		{correct("set.subject", "床\x00位"), `"床\x00位" 含有不能显示的字符`},
		{correct("set.subject", "床\xff位"), "含有不能显示的字符"},
		{add("contact", "set.kind", "pigeon", "set.value", "1"), "phone, fax, address, postcode, email"},
		{add("policy", "set.title", "x", "set.action", "burnt"), `动作 action："burnt" 不是可用的代码：issued`},
		{add("indicator", "set.value", "1"), "补录时必须填写单位"},
		{add("measure", "set.title", "x"), "它前面没有问题"},
		{form("action", "confirm", "kind", "indicator", "start", "1", "end", "2"), "没有这样的记录"},
	} {
		if code, page := h.post(t, "/notice/5", test.form); code != http.StatusBadRequest || !strings.Contains(page, test.want) {
			t.Errorf("%.200v: %d, %.200s, want %s", test.form, code, page, test.want)
		}
	}
	f := correct("set.status", "done")
	f.Set("token", regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(h.get(t, "/"))[1])
	r, err := http.NewRequest(http.MethodPost, h.base+"/notice/5", strings.NewReader(f.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: languageCookie, Value: "en"})
	answer, err := h.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, err := io.ReadAll(answer.Body); err != nil || strings.TrimSpace(string(body)) != `status: "done" is none of its codes: achieved, planned, outstanding` {
		t.Errorf("in English: %s, %v", body, err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a mistake is written")
	}
}

// TestWrongLines shows which lines of the file are passed over, also those that were added while the page is served.
func TestWrongLines(t *testing.T) {
	h, file := serve(t)
	if strings.Contains(h.get(t, "/"), "未采用") {
		t.Error("a file that is not there has lines that are passed over")
	}
	line := `{"id":"a","action":"correct","notice":{"id":"n5"},"kind":"indicator","quote":{"text":"2310个"},"set":{"status":"<b>done"}}` + "\n"
	if err := os.WriteFile(file, []byte(line), 0o666); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"/": "第 1 行未采用：状态 status：&#34;&lt;b&gt;done&#34; 不是可用的代码：achieved, planned, outstanding", "/notice/5": "correction.passed_over"} {
		if page := h.get(t, path); !strings.Contains(page, want) {
			t.Errorf("%s does not tell of the line", path)
		}
	}
}

// TestCodeLists offers the codes of the schema and the rules for every field that has some.
func TestCodeLists(t *testing.T) {
	h, _ := serve(t)
	page := h.get(t, "/notice/5")
	for id, want := range map[string]string{
		"indicator-metric": `<option value="beds">床位</option><option value="places">学位</option>`, "indicator-status": `<option value="achieved"></option><option value="planned"></option><option value="outstanding"></option>`,
		"indicator-change": "decrease_to", "indicator-bound": "at_most", "policy-action": `<option value="issued">印发</option>`, "contact-kind": "postcode", "problems": "关于学位不足的问题",
	} {
		_, list, ok := strings.Cut(page, `<datalist id="`+id+`">`)
		list, _, _ = strings.Cut(list, "</datalist>")
		if !ok || !strings.Contains(list, want) || !strings.Contains(page, `list="`+id+`"`) {
			t.Errorf("%s: %s", id, list)
		}
	}
	for _, named := range regexp.MustCompile(` list="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if !strings.Contains(page, `<datalist id="`+named[1]+`">`) {
			t.Errorf("the page has no list %s", named[1])
		}
	}
}

// TestGuard sends requests that other pages or names could send.
func TestGuard(t *testing.T) {
	h, _ := serve(t)
	body := form("action", "confirm", "token", "guessed").Encode()
	for _, test := range []struct {
		name   string
		change func(*http.Request)
		code   int
	}{
		{"no token", func(*http.Request) {}, http.StatusForbidden},
		{"another name", func(r *http.Request) { r.Host = "rebound.example" }, http.StatusMisdirectedRequest},
		{"another origin", func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }, http.StatusForbidden},
		{"another site", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, http.StatusForbidden},
		{"too large", func(r *http.Request) {
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(bytes.Repeat([]byte("a=b&"), requestBytes))), -1
		}, http.StatusRequestEntityTooLarge},
		{"a path that leads out", func(r *http.Request) { r.Method, r.URL.Path = http.MethodGet, "/assets/../../review.go" }, http.StatusNotFound},
		{"another method", func(r *http.Request) { r.Method = http.MethodDelete }, http.StatusMethodNotAllowed},
	} {
		r, err := http.NewRequest(http.MethodPost, h.base+"/notice/5", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		test.change(r)
		answer, err := h.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != test.code {
			t.Errorf("%s: %s, want %d", test.name, answer.Status, test.code)
		}
		if got := answer.Header.Get("Content-Security-Policy"); got != policy {
			t.Errorf("%s: policy %q", test.name, got)
		}
	}
	for host, want := range map[string]bool{"127.0.0.1:80": true, "localhost:9": true, "LOCALHOST": true, "[::1]:80": true, "::1": true, "a.localhost": false, "127.0.0.1.evil.example": false, "": false} {
		if got := localHost(host); got != want {
			t.Errorf("host %q is ours: %v", host, got)
		}
	}
}

// TestKey asks without the key, with a wrong one, and with the right one in the address and in the cookie.
func TestKey(t *testing.T) {
	h, file := serve(t)
	key := strings.TrimPrefix(h.address, h.base+"/?key=")
	if len(key) < 26 { // of five bits each
		t.Fatalf("the key is %q", key)
	}
	_, port, err := net.SplitHostPort(strings.TrimPrefix(h.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	stranger := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, test := range []struct {
		method, path, cookie string
		code                 int
		location             string
	}{
		{"GET", "/", "", 403, ""},
		{"GET", "/queue", "", 403, ""},
		{"GET", "/notice/5", "", 403, ""},
		{"GET", "/assets/review.js", "", 403, ""},
		{"GET", "/none", "", 403, ""},
		{"POST", "/notice/5", "", 403, ""},
		{"POST", "/notice/5?key=" + key, "", 403, ""},
		{"DELETE", "/", "", 403, ""},
		{"GET", "/?key=", "", 403, ""},
		{"GET", "/?key=" + key[1:], "", 403, ""},
		{"GET", "/?key=" + key + "A", "", 403, ""},
		{"GET", "/", "zhenggai-key-" + port + "=", 403, ""},
		{"GET", "/", "zhenggai-key-" + port + "=guessed", 403, ""},
		{"GET", "/", "zhenggai-key-1=" + key, 403, ""},
		{"GET", "/", "zhenggai-key-" + port + "=" + key, 200, ""},
		{"GET", "/?key=" + key, "", 303, "/"},
		{"GET", "/?key=" + key, "zhenggai-key-" + port + "=" + key, 303, "/"},
		{"GET", "/notice/5?q=a&key=" + key, "", 303, "/notice/5?q=a"},
		{"GET", "//evil.example/?key=" + key, "", 303, "/"},
		{"GET", "/\\evil.example/?key=" + key, "", 303, "/"},
	} {
		r, err := http.NewRequest(test.method, h.base+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.URL.Path, r.URL.RawQuery, _ = strings.Cut(test.path, "?")
		if test.cookie != "" {
			r.Header.Set("Cookie", test.cookie)
		}
		answer, err := stranger.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if got := answer.Header.Get("Location"); err != nil || answer.StatusCode != test.code || got != test.location {
			t.Errorf("%s %s, %s: %s to %q, want %d to %q, %v", test.method, test.path, test.cookie, answer.Status, got, test.code, test.location, err)
		}
		if says := strings.Contains(string(body), "the whole address that zhenggai review has printed"); says != (test.code == 403) || strings.Contains(string(body), key) {
			t.Errorf("%s %s, %s says %.300s", test.method, test.path, test.cookie, body)
		}
		if test.code == 303 {
			c := answer.Cookies()
			if len(c) != 1 || c[0].Name != "zhenggai-key-"+port || c[0].Value != key || !c[0].HttpOnly || c[0].SameSite != http.SameSiteStrictMode || c[0].Path != "/" || answer.Header.Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("%s: %v", test.path, answer.Header)
			}
		} else if len(answer.Cookies()) > 0 {
			t.Errorf("%s %s, %s gives a cookie", test.method, test.path, test.cookie)
		}
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("somebody without the key has corrected")
	}
	if other := newServer(t, filepath.Dir(file), file); other.key == key {
		t.Error("two servers have one key")
	}
}

// TestKeyOnce comes twice by an address that holds good once.
func TestKeyOnce(t *testing.T) {
	_, file := serve(t)
	s := newServer(t, filepath.Dir(file), file)
	code := func(address string) int {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		return w.Code
	}
	const host = "127.0.0.1:80"
	before, address := s.AddressOnce(host), s.AddressOnce(host)
	for i, test := range []struct {
		address string
		code    int
	}{{before, 403}, {address, 303}, {address, 403}, {s.Address(host), 303}, {s.Address(host), 303}, {"http://" + host + "/?key=", 403}} {
		if got := code(test.address); got != test.code {
			t.Errorf("%d: %s gives %d, want %d", i, test.address, got, test.code)
		}
	}
	if strings.Contains(address, s.key) {
		t.Error("the address that holds good once has the key")
	}
}

// TestTwoServers adds to one file from two programs.
func TestTwoServers(t *testing.T) {
	h, file := serve(t)
	second := newServer(t, filepath.Dir(file), file)
	server := httptest.NewServer(second)
	defer server.Close()
	other := visit(t, second, server.URL)
	var wait sync.WaitGroup
	for i := range 20 {
		wait.Go(func() {
			at := []*site{h, other}[i%2]
			if code, page := at.post(t, fmt.Sprint("/notice/", i+10), form("action", "confirm", "kind", "indicator", "start", "29", "end", "34")); code != http.StatusOK {
				t.Errorf("%d: %.100s", code, page)
			}
		})
	}
	wait.Wait()
	if list, passed, err := corrections.ReadFile(file, nil); err != nil || len(list) != 20 || len(passed) != 0 {
		t.Errorf("%d corrections, %v, %v", len(list), passed, err)
	}
	if page := h.get(t, "/?unreviewed=1"); !strings.Contains(page, "110 / 130") {
		t.Error("one does not see what the other has added")
	}
}

func TestLanguage(t *testing.T) {
	h, _ := serve(t)
	jar := &http.Client{Jar: h.client.Jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	token := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(h.get(t, "/"))[1]
	for path, want := range map[string]string{"/notice/5": "/notice/5", "//evil.example": "/", "http://evil.example": "/", `/\evil.example`: "/", "": "/"} {
		r, err := jar.PostForm(h.base+"/lang", form("lang", "en", "path", path, "token", token))
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if got := r.Header.Get("Location"); got != want || len(r.Cookies()) != 1 || !r.Cookies()[0].HttpOnly {
			t.Errorf("back to %q leads to %q", path, got)
		}
	}
}

// TestServe ends when it is told to, after the requests that have begun.
func TestServe(t *testing.T) {
	_, file := serve(t)
	s := newServer(t, filepath.Dir(file), file)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	visit(t, s, "http://"+l.Addr().String())
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Error("it does not end")
	}
}

func TestPieces(t *testing.T) {
	marks := []mark{{model.Span{2, 6}, "measure", "m1"}, {model.Span{3, 5}, "indicator", "i1"}, {model.Span{90, 99}, "x", "x"}}
	var got []string
	for _, p := range pieces("零一二三四五六", marks, map[int]string{1: "s1"}) {
		got = append(got, p.Anchor+":"+p.Text+":"+p.Record+fmt.Sprint(p.First))
	}
	want := ":零:false s1:一:false :二:m1true :三四:i1true :五:m1false :六:false"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("cut %s, want %s", s, want)
	}
}
