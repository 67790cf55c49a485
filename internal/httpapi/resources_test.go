package httpapi

import (
	"errors"
	"mime"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

func TestHealth(t *testing.T) {
	t.Parallel()
	h := get[health](filled(t), "/api/v1/health")
	want := map[cchc.State]int{"indexed": 2, "waiting": 1, "duplicate": 1, "ignored": 1, "quarantined": 1, "failed": 1}
	if h.Status != "ok" || h.Version != "thử" || len(h.Files) != len(want) {
		t.Errorf("health %+v", h)
	}
	for state, n := range want {
		if h.Files[state] != n {
			t.Errorf("%d files are %s, want %d", h.Files[state], state, n)
		}
	}
}

// An empty record answers every list with an empty one.
func TestNothingYet(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	if err := o.store.SaveCatalogue(t.Context(), cchc.Operator(), cchc.Catalogue{ID: "song-lam", Version: "1", Criteria: []cchc.Criterion{}}, nil); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{"documents", "intake", "links", "coverage", "search?q=x"} {
		w := o.do(http.MethodGet, "/api/v1/"+target, "")
		if !strings.Contains(w.Body.String(), `"items":[]`) || !strings.Contains(w.Body.String(), `"total":0`) {
			t.Errorf("%s: %s", target, w.Body)
		}
		answer[any](o, target, w)
	}
	get[cchc.Catalogue](o, "/api/v1/criteria")
	get[health](o, "/api/v1/health")
}

func TestNoCatalogueYet(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, target := range []string{"criteria", "coverage", "links", "search?q=x&criterion=1"} {
		o.wantProblem(o.do(http.MethodGet, "/api/v1/"+target, ""), http.StatusNotFound, "not-found")
	}
}

func TestDocuments(t *testing.T) {
	t.Parallel()
	o := filled(t)
	tests := []struct {
		query string
		want  []string // subjects in order
	}{
		{"", []string{"Báo cáo kiểm tra", planText, ""}},
		{"?type=KH", []string{planText}},
		{"?year=2020", []string{"Báo cáo kiểm tra", planText}},
		{"?unit=Ph%C3%B2ng+M%E1%BB%99t", []string{planText}},
		{"?text=bao+cao", []string{"Báo cáo kiểm tra"}},
		{"?text=15/KH", []string{planText}},
		{"?type=QĐ", []string{}},
	}
	for _, tt := range tests {
		r := get[list[cchc.Document]](o, "/api/v1/documents"+tt.query)
		got := []string{}
		for _, d := range r.Items {
			got = append(got, d.Particulars.Subject)
		}
		if !slices.Equal(got, tt.want) || r.Total != len(tt.want) || r.Next != "" {
			t.Errorf("%s: %q, total %d, next %q, want %q", tt.query, got, r.Total, r.Next, tt.want)
		}
	}
	w := o.do(http.MethodGet, "/api/v1/documents/"+o.id(planText), "")
	for _, want := range []string{`"code":"15/KH-STTTT"`, `"issued_date":"2020-01-15"`, `"unit":"Phòng Một"`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the document lacks %s: %s", want, w.Body)
		}
	}
	pages := get[list[documentPage]](o, "/api/v1/documents/"+o.id(planText)+"/pages")
	if pages.Total != 2 || len(pages.Items) != 2 || pages.Items[0].Number != 1 || strings.TrimSpace(pages.Items[1].Text) != "Trang hai" {
		t.Errorf("pages %+v", pages)
	}
	scan := get[list[documentPage]](o, "/api/v1/documents/"+o.id(scanText)+"/pages")
	if len(scan.Items) != 2 || !scan.Items[0].NeedsOCR || scan.Items[0].Text != "" {
		t.Errorf("pages of a scan %+v", scan)
	}
}

func TestUnknownDocument(t *testing.T) {
	t.Parallel()
	o := filled(t)
	for _, more := range []string{"", "/pages", "/original"} {
		for _, id := range []string{"khong-co", o.id(planText) + ".2", strings.Repeat("0", 64)} {
			w := o.do(http.MethodGet, "/api/v1/documents/"+id+more, "")
			if p := o.wantProblem(w, http.StatusNotFound, "no-such-document"); !strings.Contains(p.Detail, id) {
				t.Errorf("the problem does not name %s: %+v", id, p)
			}
		}
		if w := o.do(http.MethodGet, "/api/v1/documents/..%2F..%2Frecord.db"+more, ""); w.Code != http.StatusNotFound {
			t.Errorf("a way out of the folder is %d: %.60s", w.Code, w.Body)
		}
	}
}

// Originals are downloads whatever they hold: a dropped page must not run in our origin.
func TestOriginal(t *testing.T) {
	t.Parallel()
	o := filled(t)
	tests := []struct{ text, name string }{{planText, "Kế hoạch số 15.docx"}, {htmlText, "báo cáo.html"}}
	for _, tt := range tests {
		w := o.do(http.MethodGet, "/api/v1/documents/"+o.id(tt.text)+"/original", "", func(r *http.Request) { r.Header.Set("Accept", "text/html") })
		kind, params, err := mime.ParseMediaType(w.Header().Get("Content-Disposition"))
		if w.Code != http.StatusOK || w.Body.String() != tt.text || err != nil || kind != "attachment" || params["filename"] != tt.name {
			t.Errorf("%s: %d, %q as %q %v (%v)", tt.name, w.Code, w.Body, kind, params, err)
		}
		if got := w.Header().Get("Content-Type"); got != "application/octet-stream" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s goes out as %s", tt.name, got)
		}
		for _, c := range w.Header().Get("Content-Disposition") {
			if c > '~' {
				t.Errorf("the header holds %q: %s", c, w.Header().Get("Content-Disposition"))
			}
		}
	}
	target := "/api/v1/documents/" + o.id(planText) + "/original"
	w := o.do(http.MethodGet, target, "", func(r *http.Request) { r.Header.Set("Range", "bytes=4-9") })
	if w.Code != http.StatusPartialContent || w.Body.String() != planText[4:10] || !strings.HasPrefix(w.Header().Get("Content-Range"), "bytes 4-9/") {
		t.Errorf("a range is %d %q %s", w.Code, w.Body, w.Header().Get("Content-Range"))
	}
	w = o.do(http.MethodGet, target, "", func(r *http.Request) { r.Header.Set("Range", "bytes=1000-") })
	if w.Code != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("a range behind the end is %d", w.Code)
	}
}

func TestOriginalIsMissing(t *testing.T) {
	t.Parallel()
	o := filled(t)
	if err := os.Remove(o.blobs.Path(cchc.FileID(o.id(planText)))); err != nil {
		t.Fatal(err)
	}
	w := o.do(http.MethodGet, "/api/v1/documents/"+string(cchc.FileID(hash(planText)))+"/original", "")
	p := o.wantProblem(w, http.StatusInternalServerError, "original-damaged")
	if p.Remedy == "" || strings.Contains(w.Body.String(), "no such file") {
		t.Errorf("problem %+v: a remedy, and the cause in the log only", p)
	}
	if !strings.Contains(o.log.String(), "original-damaged") {
		t.Errorf("our fault is not in the log: %s", o.log)
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	o := filled(t)
	plan, report := cchc.DocumentID(o.id(planText)), cchc.DocumentID(o.id(htmlText))
	o.search.hits = []search.Hit{
		{Rank: 1, Document: plan, Passage: cchc.NewPassageID(plan, 1), Score: 2},
		{Rank: 2, Document: report, Passage: cchc.NewPassageID(report, 1), Score: 1},
		{Rank: 3, Document: cchc.DocumentID(strings.Repeat("0", 64)), Passage: "x#1", Score: 0.5}, // the record lacks it
	}
	r := get[searchAnswer](o, "/api/v1/search?q=tuy%C3%AAn+truy%E1%BB%81n")
	if len(r.Items) != 2 || r.Query != "tuyên truyền" || r.Items[0].Code != "15/KH-STTTT" || r.Items[0].Page == nil || *r.Items[0].Page != 1 {
		t.Fatalf("answer %+v", r)
	}
	if h := r.Items[0]; len(h.Marks) == 0 || !strings.HasPrefix(h.Snippet[h.Marks[0][0]:], "tuyên") {
		t.Errorf("snippet %q with marks %v", h.Snippet, h.Marks)
	}

	get[searchAnswer](o, "/api/v1/search?q=x&unit=A&type=KH&from=2020-01-01&to=2020-12-31&limit=7")
	f := o.search.last.Filters
	if !slices.Equal(f.Units, []string{"A"}) || !slices.Equal(f.Types, []string{"KH"}) || f.From != cchc.NewDate(2020, 1, 1) || f.To != cchc.NewDate(2020, 12, 31) ||
		f.Documents != nil || o.search.last.Limit != 7 || !o.search.last.Scope.All {
		t.Errorf("the engine was asked %+v", o.search.last)
	}
	for criterion, want := range map[string][]cchc.DocumentID{"1.1": {plan}, "1.2": {report}} {
		r := get[searchAnswer](o, "/api/v1/search?q=x&criterion="+criterion)
		got := []cchc.DocumentID{}
		for _, h := range r.Items {
			got = append(got, h.Document)
		}
		if !slices.Equal(got, want) || r.Total != len(want) {
			t.Errorf("criterion %s: %v, want %v", criterion, got, want)
		}
	}
}

func TestSearchRefuses(t *testing.T) {
	t.Parallel()
	o := filled(t)
	for _, query := range []string{"", "?q=x&from=31/12/2020", "?q=x&to=2020-02-30", "?q=x&criterion=9", "?q=x&limit=0", "?q=x&limit=201", "?q=x&limit=abc"} {
		w := o.do(http.MethodGet, "/api/v1/search"+query, "")
		if w.Code != http.StatusUnprocessableEntity || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s is %d %s %s", query, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
	}
	o.wantProblem(o.do(http.MethodGet, "/api/v1/search?q=x&cursor=sai", ""), http.StatusUnprocessableEntity, "search-cursor")
	o.search.err = errors.New("segment /data/index is damaged")
	w := o.do(http.MethodGet, "/api/v1/search?q=x", "")
	o.wantProblem(w, http.StatusInternalServerError, "internal")
	if strings.Contains(w.Body.String(), "segment") || !strings.Contains(o.log.String(), "segment") {
		t.Errorf("the cause belongs into the log, not into the answer: %s", w.Body)
	}
}

func TestCriteriaAndCoverage(t *testing.T) {
	t.Parallel()
	o := filled(t)
	cat := get[cchc.Catalogue](o, "/api/v1/criteria")
	if cat.Ref() != "song-lam@1" || len(cat.Leaves()) != 2 {
		t.Errorf("catalogue %+v", cat)
	}
	verdicts := func(query string) map[string]cchc.Verdict {
		t.Helper()
		r := get[coverageAnswer](o, "/api/v1/coverage"+query)
		if r.Catalogue != "song-lam@1" || r.Total != len(r.Items) || r.Unread != 3 {
			t.Errorf("coverage %+v", r)
		}
		out := map[string]cchc.Verdict{}
		for _, row := range r.Items {
			out[row.Criterion] = row.Verdict
		}
		return out
	}
	if got := verdicts(""); got["1.1"] != cchc.VerdictPending || got["1.2"] != cchc.VerdictPending || len(got) != 2 {
		t.Errorf("verdicts %v", got)
	}
	review(o, o.linkID("1.1/1", planText), `{"decision":"accept"}`)
	review(o, o.linkID("1.2/1", htmlText), `{"decision":"reject","note":"chỉ là dự thảo"}`)
	if got := verdicts(""); got["1.1"] != cchc.VerdictCovered || got["1.2"] == cchc.VerdictPending || got["1.2"] == cchc.VerdictCovered {
		t.Errorf("after the reviews the verdicts are %v", got)
	}
	if got := verdicts("?criterion=1.2"); len(got) != 1 {
		t.Errorf("one criterion gives %v", got)
	}
	o.wantProblem(o.do(http.MethodGet, "/api/v1/coverage?criterion=9", ""), http.StatusNotFound, "criterion-unknown")
	o.wantProblem(o.do(http.MethodGet, "/api/v1/coverage?unit=x", ""), http.StatusNotFound, "unit-unknown")
}

func review(o *office, id, body string) linkRow {
	o.t.Helper()
	target := "/api/v1/links/" + id + "/review"
	return answer[linkRow](o, target, o.do(http.MethodPost, target, body))
}

func TestLinks(t *testing.T) {
	t.Parallel()
	o := filled(t)
	tests := []struct {
		query string
		want  []string
	}{
		{"", []string{"1.1/1", "1.2/1"}},
		{"?all=true", []string{"1.1/1", "1.2/1", "1.2/1"}},
		{"?criterion=1.2", []string{"1.2/1"}},
		{"?document=" + o.id(planText), []string{"1.1/1"}},
		{"?min_score=0.85", []string{"1.1/1"}},
		{"?state=accepted", []string{}},
	}
	for _, tt := range tests {
		r := get[list[linkRow]](o, "/api/v1/links"+tt.query)
		got := []string{}
		for _, l := range r.Items {
			got = append(got, l.Requirement)
		}
		if !slices.Equal(got, tt.want) || r.Total != len(tt.want) {
			t.Errorf("%s: %v of %d, want %v", tt.query, got, r.Total, tt.want)
		}
	}
	l := get[list[linkRow]](o, "/api/v1/links?criterion=1.1").Items[0]
	if l.Title != planText || l.Code != "15/KH-STTTT" || len(l.Quotes) != 1 || l.Quotes[0].Page != 1 || len(l.Reasons) != 1 || l.Reasons[0].Message == "" || l.At != nil {
		t.Errorf("link %+v", l)
	}
}

func TestReview(t *testing.T) {
	t.Parallel()
	o := filled(t)
	id := o.linkID("1.1/1", planText)
	target := "/api/v1/links/" + id + "/review"
	for body, code := range map[string]cchc.Code{
		`{"decision":"reject"}`: "review-needs-note", `{"decision":"reject","note":"  "}`: "review-needs-note", `{"decision":"reset"}`: "review-nothing-to-reset",
	} {
		if p := o.wantProblem(o.do(http.MethodPost, target, body), http.StatusUnprocessableEntity, code); p.Remedy == "" {
			t.Errorf("%s: no remedy", body)
		}
	}
	l := review(o, id, `{"decision":"accept"}`)
	if l.State != cchc.LinkAccepted || l.By == "" || l.At == nil || !l.At.Equal(o.at) || l.Title != planText {
		t.Errorf("accepted: %+v", l)
	}
	l = review(o, id, `{"decision":"reject","note":"sai năm"}`)
	if l.State != cchc.LinkRejected || l.Note != "sai năm" {
		t.Errorf("rejected: %+v", l)
	}
	if l = review(o, id, `{"decision":"reset"}`); l.State != cchc.LinkSuggested || l.By != "" || l.At != nil || l.Note != "" {
		t.Errorf("reset: %+v", l)
	}
	p := o.wantProblem(o.do(http.MethodPost, "/api/v1/links/0123456789ab/review", `{"decision":"accept"}`), http.StatusNotFound, "no-such-link")
	if !strings.Contains(p.Detail, "0123456789ab") {
		t.Errorf("the problem does not name the link: %+v", p)
	}
	for body, status := range map[string]int{
		`{"decision":"like"}`: 422, `{}`: 422, `{"decision":"accept","state":"x"}`: 422, `not json`: 400, ``: 400,
		`{"decision":"accept","note":"` + strings.Repeat("x", 2001) + `"}`: 422, `{"decision":"accept","note":"` + strings.Repeat("x", 2<<20) + `"}`: 413,
	} {
		if w := o.do(http.MethodPost, target, body); w.Code != status || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%.40s is %d %s, want problem %d", body, w.Code, w.Header().Get("Content-Type"), status)
		}
	}
	if w := o.do(http.MethodGet, target, ""); w.Code != http.StatusNotFound {
		t.Errorf("reading a review is %d", w.Code)
	}
}

func TestIntake(t *testing.T) {
	t.Parallel()
	o := filled(t)
	all := get[list[intakeRow]](o, "/api/v1/intake")
	if all.Total != 7 || len(all.Items) != 7 {
		t.Errorf("%d rows of %d, want 7", len(all.Items), all.Total)
	}
	for _, state := range cchc.States() {
		r := get[list[intakeRow]](o, "/api/v1/intake?state="+string(state))
		want := 0
		for _, row := range all.Items {
			if row.State == state {
				want++
			}
		}
		if r.Total != want || len(r.Items) != want {
			t.Errorf("%s: %d rows, want %d", state, r.Total, want)
		}
	}
	q := get[list[intakeRow]](o, "/api/v1/intake?state=quarantined").Items[0]
	if q.Reason == nil || q.Reason.Code != "truncated" || q.Reason.Message == "" || q.Reason.Remedy == "" || q.NextTry != nil || q.Path != "/nhận/hỏng.pdf" {
		t.Errorf("row %+v", q)
	}
	f := get[list[intakeRow]](o, "/api/v1/intake?state=failed").Items[0]
	if f.NextTry == nil || !f.NextTry.After(o.at) || f.Attempts != 1 {
		t.Errorf("row %+v", f)
	}
	if w := o.do(http.MethodGet, "/api/v1/intake?state=lost", ""); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("an unknown state is %d", w.Code)
	}
}

// Pages joined are the whole list, without gap or repetition.
func TestPaging(t *testing.T) {
	t.Parallel()
	o := filled(t)
	plan, report := cchc.DocumentID(o.id(planText)), cchc.DocumentID(o.id(htmlText))
	o.search.hits = []search.Hit{{Rank: 1, Document: plan, Passage: cchc.NewPassageID(plan, 1)}, {Rank: 2, Document: report, Passage: cchc.NewPassageID(report, 1)}}
	type row map[string]any
	for target, key := range map[string]string{"documents?": "id", "intake?": "id", "links?all=true&": "link", "search?q=x&": "document"} {
		whole := get[list[row]](o, "/api/v1/"+target+"limit=200")
		var got []any
		next := ""
		for range 20 {
			r := get[list[row]](o, "/api/v1/"+target+"limit=1&cursor="+next)
			if len(r.Items) != 1 || r.Total != whole.Total {
				t.Fatalf("%s: a page of %d rows, total %d", target, len(r.Items), r.Total)
			}
			got = append(got, r.Items[0][key])
			if next = r.Next; next == "" {
				break
			}
		}
		var want []any
		for _, x := range whole.Items {
			want = append(want, x[key])
		}
		if whole.Next != "" || len(want) < 2 || !slices.Equal(got, want) {
			t.Errorf("%s pages give %v, the whole %v", target, got, want)
		}
	}
	next := get[list[row]](o, "/api/v1/documents?limit=1").Next
	o.wantProblem(o.do(http.MethodGet, "/api/v1/intake?cursor="+next, ""), http.StatusUnprocessableEntity, "bad-cursor")
	o.wantProblem(o.do(http.MethodGet, "/api/v1/links?cursor=%21", ""), http.StatusUnprocessableEntity, "bad-cursor")
	if w := o.do(http.MethodGet, "/api/v1/documents?limit=0", ""); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a limit of 0 is %d", w.Code)
	}
}
