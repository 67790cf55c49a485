package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"minhchung/internal/blob"
	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/internal/search"
	"minhchung/internal/store"
	"minhchung/internal/vi"
)

// office is the API over a real record of a few papers; its searcher is a fake.
type office struct {
	t       *testing.T
	store   *store.Store
	blobs   *blob.Store
	search  *searcher
	log     *bytes.Buffer
	handler http.Handler
	at      time.Time
}

const (
	planText = "Kế hoạch tuyên truyền cải cách hành chính năm 2020"
	htmlText = "<html><script>alert(1)</script>Báo cáo kiểm tra</html>"
	scanText = "chỉ có ảnh"
)

func newOffice(t *testing.T, change ...func(*Config)) *office {
	t.Helper()
	dir := t.TempDir()
	o := &office{t: t, search: &searcher{}, log: &bytes.Buffer{}, at: time.Date(2020, 12, 1, 1, 0, 0, 0, time.UTC)}
	var err error
	if o.store, err = store.Open(t.Context(), filepath.Join(dir, "record.db"), store.Options{Now: func() time.Time { return o.at }}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.store.Close(); err != nil {
			t.Error(err)
		}
	})
	if o.blobs, err = blob.Open(filepath.Join(dir, "originals")); err != nil {
		t.Fatal(err)
	}
	cfg := Config{
		Store: o.store, Searcher: o.search, Original: o.blobs.Path, Version: "thử", Web: app(),
		Now: func() time.Time { return o.at }, Log: slog.New(slog.NewTextHandler(o.log, nil)),
	}
	for _, f := range change {
		f(&cfg)
	}
	o.handler = New(cfg)
	return o
}

// app is a browser application of four files.
func app() fs.FS {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	return fstest.MapFS{
		"index.html": file("<title>Minh Chứng</title>"), "icon.svg": file("<svg/>"),
		"assets/app-1a2b.js": file("let x"), "tai-lieu-api/index.html": file("<title>Tài liệu API</title>"),
	}
}

// filled holds a plan of two pages, a report dropped as HTML, a scan, a duplicate, a lock
// file, a damaged file and a failed one, and links of a catalogue of two criteria.
func filled(t *testing.T, change ...func(*Config)) *office {
	t.Helper()
	o := newOffice(t, change...)
	cat := cchc.Catalogue{ID: "song-lam", Version: "1", Title: "Bộ tiêu chí thử", Year: 2020, Criteria: []cchc.Criterion{{ID: "1", Title: "Chỉ đạo", Children: []cchc.Criterion{
		{ID: "1.1", Title: "Tuyên truyền", Points: 1, Requires: []cchc.Requirement{{ID: "1.1/1", Name: "Kế hoạch", Kinds: []string{"KH"}, About: []string{"tuyên truyền"}, Min: 1}}},
		{ID: "1.2", Title: "Kiểm tra", Points: 2, Requires: []cchc.Requirement{{ID: "1.2/1", Name: "Báo cáo", Kinds: []string{"BC"}, About: []string{"kiểm tra"}, Min: 1}}},
	}}}}
	if err := o.store.SaveCatalogue(t.Context(), cchc.Operator(), cat, nil); err != nil {
		t.Fatal(err)
	}
	o.paper(cat, "/nhận/Phòng Một/Kế hoạch số 15.docx", planText, paper{unit: "Phòng Một", kind: "KH", code: "15/KH-STTTT", issued: cchc.NewDate(2020, 1, 15),
		subject: planText, scores: map[string]float64{"1.1/1": 0.9, "1.2/1": 0.2}})
	o.paper(cat, "/nhận/báo cáo.html", htmlText, paper{kind: "BC", code: "20/BC-STTTT", issued: cchc.NewDate(2020, 6, 30), subject: "Báo cáo kiểm tra",
		scores: map[string]float64{"1.2/1": 0.8}})
	o.paper(cat, "/nhận/ảnh chụp.pdf", scanText, paper{unread: true})
	o.sight("/nhận/bản sao.docx", planText)
	reason := cchc.NewReason("lock-file")
	o.receive(intake.Sight{Place: cchc.Place{Path: "/nhận/~$a.docx", ModTime: o.at}, Outcome: cchc.StateIgnored, Reason: &reason})
	o.faulty("/nhận/hỏng.pdf", cchc.FileFault("truncated", nil))
	o.faulty("/nhận/lỗi.pdf", cchc.OurFault("internal", nil))
	return o
}

type paper struct {
	unit, kind, code, subject string
	issued                    cchc.Date
	unread                    bool
	scores                    map[string]float64 // of links, by requirement
}

func (o *office) receive(s intake.Sight) {
	o.t.Helper()
	if _, err := o.store.ReceiveAll(o.t.Context(), cchc.System(), []intake.Sight{s}); err != nil {
		o.t.Fatal(err)
	}
}

// sight keeps bytes and enters them in the ledger.
func (o *office) sight(path, text string) {
	o.t.Helper()
	id, n, err := o.blobs.Put(o.t.Context(), strings.NewReader(text), "")
	if err != nil {
		o.t.Fatal(err)
	}
	o.receive(intake.Sight{Place: cchc.Place{Path: path, Size: n, ModTime: o.at}, File: id, Outcome: cchc.StateQueued})
}

func (o *office) claim() intake.Job {
	o.t.Helper()
	jobs, err := o.store.Claim(o.t.Context(), o.at, 1)
	if err != nil || len(jobs) != 1 {
		o.t.Fatalf("claimed %v, %v", jobs, err)
	}
	return jobs[0]
}

func (o *office) faulty(path string, why *cchc.Error) {
	o.t.Helper()
	o.sight(path, path)
	if err := o.store.Fail(o.t.Context(), cchc.System(), o.claim(), why, o.at.Add(10*time.Second)); err != nil {
		o.t.Fatal(err)
	}
}

// paper receives and commits one document of two pages.
func (o *office) paper(cat cchc.Catalogue, path, text string, p paper) {
	o.t.Helper()
	o.sight(path, text)
	job := o.claim()
	d := cchc.Document{ID: cchc.NewDocumentID(job.File, 1), File: job.File, Unit: p.unit, Format: cchc.FormatDOCX, Pages: 2, PagesRead: 2, Quality: 1,
		Particulars: cchc.Particulars{Type: p.kind, Code: p.code, Subject: p.subject, IssuedDate: p.issued}}
	r := intake.Result{Job: job, State: cchc.StateIndexed, Catalogue: cat.Ref(), Reading: cchc.Reading{Format: cchc.FormatDOCX, PageTotal: 2, Pages: []cchc.Page{
		{Number: 1, Source: cchc.SourceText, Quality: 1, Blocks: []cchc.Block{{Text: p.subject}}},
		{Number: 2, Source: cchc.SourceText, Quality: 1, Blocks: []cchc.Block{{Text: "Trang hai"}}},
	}}}
	if p.unread {
		reason := cchc.NewReason("needs-ocr", "2", "2")
		r.State, r.Reason, d.PagesRead = cchc.StateWaiting, &reason, 0
		for i := range r.Reading.Pages {
			r.Reading.Pages[i] = cchc.Page{Number: i + 1, NeedsOCR: true}
		}
	}
	described := intake.Described{Document: d}
	if !p.unread {
		described.Passages = []cchc.Passage{{ID: cchc.NewPassageID(d.ID, 1), Page: 1, Paragraph: 1, Section: "I", Text: p.subject, Source: cchc.SourceText}}
	}
	for requirement, score := range p.scores {
		criterion, _, _ := strings.Cut(requirement, "/")
		l := cchc.Link{ID: cchc.NewLinkID(cat.Ref(), requirement, d.ID), Catalogue: cat.Ref(), Criterion: criterion, Requirement: requirement, Document: d.ID,
			Score: score, Proposed: score >= 0.5, Related: true, Fulfils: score >= 0.5, State: cchc.LinkSuggested,
			Reasons: []cchc.Reason{cchc.NewReason("subject-match", p.subject)}}
		if l.Proposed {
			l.Quotes = []cchc.Quote{{Passage: cchc.NewPassageID(d.ID, 1), Text: p.subject, Page: 1}}
		}
		described.Links = append(described.Links, l)
	}
	r.Documents = []intake.Described{described}
	if _, err := o.store.Commit(o.t.Context(), cchc.System(), []intake.Result{r}, 1); err != nil {
		o.t.Fatal(err)
	}
}

// id is the document a text was dropped as.
func (o *office) id(text string) string {
	o.t.Helper()
	id, _, err := o.blobs.Put(o.t.Context(), strings.NewReader(text), "")
	if err != nil {
		o.t.Fatal(err)
	}
	return string(id)
}

func (o *office) linkID(requirement, text string) string {
	return string(cchc.NewLinkID("song-lam@1", requirement, cchc.DocumentID(o.id(text))))
}

// do sends a request as a browser at the machine would; change may alter it.
func (o *office) do(method, target, body string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	o.t.Helper()
	r := httptest.NewRequestWithContext(o.t.Context(), method, target, strings.NewReader(body))
	r.Host = "127.0.0.1:8080"
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, f := range change {
		f(r)
	}
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	return w
}

// get reads an answer of status 200 that holds no null where a list is expected.
func get[T any](o *office, target string) T {
	o.t.Helper()
	return answer[T](o, target, o.do(http.MethodGet, target, ""))
}

func answer[T any](o *office, target string, w *httptest.ResponseRecorder) T {
	o.t.Helper()
	var v T
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json" {
		o.t.Fatalf("%s: %d %s %s", target, w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		o.t.Fatalf("%s: %v: %s", target, err, w.Body)
	}
	var any any
	if err := json.Unmarshal(w.Body.Bytes(), &any); err != nil {
		o.t.Fatal(err)
	}
	for _, at := range nulls("", any) {
		if !strings.HasSuffix(at, ".page") { // of a format without pages
			o.t.Errorf("%s: %s is null", target, at)
		}
	}
	return v
}

// nulls are the places of a JSON value where there is null.
func nulls(at string, v any) []string {
	switch v := v.(type) {
	case nil:
		return []string{at}
	case []any:
		var out []string
		for i, x := range v {
			out = append(out, nulls(at+"["+strconv.Itoa(i)+"]", x)...)
		}
		return out
	case map[string]any:
		var out []string
		for k, x := range v {
			out = append(out, nulls(at+"."+k, x)...)
		}
		return out
	}
	return nil
}

// wantProblem checks an RFC 9457 answer and returns it.
func (o *office) wantProblem(w *httptest.ResponseRecorder, status int, code cchc.Code) problem {
	o.t.Helper()
	var p problem
	if w.Code != status || w.Header().Get("Content-Type") != "application/problem+json" {
		o.t.Errorf("answer is %d %s %s, want problem %d %s", w.Code, w.Header().Get("Content-Type"), w.Body, status, code)
		return p
	}
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		o.t.Fatalf("%v: %s", err, w.Body)
	}
	if p.Code != code || p.Status != status || p.Detail == "" || p.Title == "" {
		o.t.Errorf("problem %+v, want %d %s with words", p, status, code)
	}
	return p
}

// searcher finds the documents it is told to hold, and keeps the last question.
type searcher struct {
	hits       []search.Hit
	last       search.Query
	err        error
	facets     []search.FacetCounts // of every answer that asks for them
	suggestion string
	bound      int // most documents named as matched; 0 is any
	// what Similar was asked
	like         cchc.Document
	likePassages []cchc.Passage
}

func (s *searcher) Search(_ context.Context, q search.Query) (search.Result, error) {
	s.last = q
	if s.err != nil {
		return search.Result{}, s.err
	}
	var hits []search.Hit
	for _, h := range s.hits {
		if q.Filters.Documents == nil || slices.Contains(q.Filters.Documents, h.Document) {
			hits = append(hits, h)
		}
	}
	r := search.Result{Total: len(hits), Terms: search.Parse(q.Text, vi.DefaultAbbreviations()).Terms, Suggestion: s.suggestion}
	for _, f := range s.facets {
		if slices.Contains(q.Facets, f.Facet) {
			r.Facets = append(r.Facets, f)
		}
	}
	for _, h := range hits {
		if q.Matched && (s.bound == 0 || len(r.Matched) < s.bound) {
			r.Matched = append(r.Matched, h.Document)
		}
	}
	slices.Sort(r.Matched)
	from := 0
	if q.Cursor != "" {
		var err error
		if from, err = strconv.Atoi(q.Cursor); err != nil {
			return r, cchc.Usage("search-cursor", err)
		}
	}
	to := min(from+q.Page(), len(hits))
	r.Hits = hits[from:to]
	if to < len(hits) {
		r.Next = fmt.Sprint(to)
	}
	return r, nil
}

// Similar answers as Search does, without the document itself.
func (s *searcher) Similar(ctx context.Context, d cchc.Document, passages []cchc.Passage, q search.Query) (search.Result, error) {
	s.like, s.likePassages = d, passages
	r, err := s.Search(ctx, q)
	r.Hits = slices.DeleteFunc(r.Hits, func(h search.Hit) bool { return h.Document == d.ID })
	r.Total = len(r.Hits)
	return r, err
}

// Inside finds the passages of hits in the document.
func (s *searcher) Inside(_ context.Context, id cchc.DocumentID, q search.Query) (search.Inside, error) {
	r := search.Inside{Terms: search.Parse(q.Text, vi.DefaultAbbreviations()).Terms}
	for _, h := range s.hits {
		if h.Document == id {
			r.Total++
			r.Places = append(r.Places, search.Place{Passage: h.Passage, Score: h.Score})
		}
	}
	r.Places = r.Places[:min(len(r.Places), q.Page())]
	return r, s.err
}
