package httpapi

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/record"
	"minhchung/internal/search"
)

// found is an office whose engine finds the plan and the report.
func found(t *testing.T, change ...func(*Config)) (o *office, plan, report cchc.DocumentID) {
	t.Helper()
	o = filled(t, change...)
	plan, report = cchc.DocumentID(o.id(planText)), cchc.DocumentID(o.id(htmlText))
	o.search.hits = []search.Hit{
		{Rank: 1, Document: plan, Passage: cchc.NewPassageID(plan, 1), Score: 2},
		{Rank: 2, Document: report, Passage: cchc.NewPassageID(report, 1), Score: 1},
	}
	o.search.facets = []search.FacetCounts{{Facet: search.FacetType, Counts: []search.Count{{Value: "KH", Documents: 1}, {Value: "", Documents: 1}}},
		{Facet: search.FacetUnit, Counts: []search.Count{{Value: "Phòng Một", Documents: 1}, {Value: "", Documents: 1}}, Other: 3},
		{Facet: search.FacetQuality, Counts: []search.Count{{Value: "good", Documents: 2}}}}
	return o, plan, report
}

func (o *office) sendJSON(method, target string, body any) (status int, text string) {
	o.t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		o.t.Fatal(err)
	}
	w := o.do(method, target, string(b))
	return w.Code, w.Body.String()
}

func TestSearchFilters(t *testing.T) {
	t.Parallel()
	o, plan, _ := found(t)
	get[searchAnswer](o, "/api/v1/search?q=x&unit=-&unit=A&type=KH&type=BC&year=2020&year=2019&issuer=S%E1%BB%9F&signer=An&quality=poor&quality=partly&sort=newest&from=2020-01-01")
	q := o.search.last
	f := q.Filters
	if !slices.Equal(f.Units, []string{"", "A"}) || !slices.Equal(f.Types, []string{"KH", "BC"}) || !slices.Equal(f.Years, []int{2020, 2019}) ||
		!slices.Equal(f.Issuers, []string{"Sở"}) || !slices.Equal(f.Signers, []string{"An"}) || !slices.Equal(f.Qualities, []cchc.ReadQuality{"poor", "partly"}) ||
		f.Criteria != nil || f.States != nil || f.Documents != nil || q.Sort != search.SortNewest || f.From != cchc.NewDate(2020, 1, 1) {
		t.Errorf("the engine was asked %+v", q)
	}
	get[searchAnswer](o, "/api/v1/search?q=x&criterion=1&state=suggested&state=accepted")
	if docs := o.search.last.Filters.Documents; len(docs) != 2 {
		t.Errorf("a branch and two states ask for %v", docs)
	}
	review(o, o.linkID("1.1/1", planText), `{"decision":"accept"}`)
	for query, want := range map[string]int{"criterion=1.1&state=accepted": 1, "state=accepted": 1, "criterion=1.2&state=accepted": 0, "state=rejected": 0, "state=stale": 0} {
		r := get[searchAnswer](o, "/api/v1/search?q=x&"+query)
		if r.Total != want || want == 1 && r.Items[0].Document != plan {
			t.Errorf("%s: %d documents, want %d", query, r.Total, want)
		}
	}
	for _, bad := range []string{"sort=best", "quality=bad", "state=lost", "facets=colour", "year=abc", strings.Repeat("unit=a&", 51), "criterion=9", "from=2020"} {
		if w := o.do(http.MethodGet, "/api/v1/search?q=x&"+bad, ""); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%.20s is %d", bad, w.Code)
		}
	}
}

func TestSearchRows(t *testing.T) {
	t.Parallel()
	o, _, _ := found(t)
	o.search.suggestion = "tuyên truyền"
	r := get[searchAnswer](o, "/api/v1/search?q=tuyen&facets=state,type,unit,quality,criterion")
	if h := r.Items[0]; h.Unit != "Phòng Một" || h.Quality != cchc.ReadWell || h.Place != "mục I, trang 1" || h.Draft {
		t.Errorf("row %+v", h)
	}
	if r.Suggestion != "tuyên truyền" || len(r.Facets) != 5 {
		t.Fatalf("answer %+v", r)
	}
	var got []string
	for _, f := range r.Facets {
		for _, v := range f.Values {
			got = append(got, fmt.Sprintf("%s:%s=%s %d", f.Facet, v.Value, v.Name, v.Documents))
		}
	}
	want := []string{"state:suggested=Chờ xác nhận 2", "type:KH=Kế hoạch 1", "type:=Không rõ 1", "unit:Phòng Một=Phòng Một 1", "unit:=Chung của cơ quan 1",
		"quality:good=Đọc rõ 2", "criterion:1.1=Tuyên truyền 1", "criterion:1.2=Kiểm tra 1"}
	if !slices.Equal(got, want) || r.Facets[2].Other != 3 {
		t.Errorf("facets %q, want %q", got, want)
	}
	if !o.search.last.Matched || !slices.Equal(o.search.last.Facets, []search.Facet{"type", "unit", "quality"}) {
		t.Errorf("the engine was asked %+v", o.search.last)
	}
	en := get[searchAnswer](o, "/api/v1/search?q=x&facets=state&lang=en")
	if en.Facets[0].Values[0].Name != "To be confirmed" {
		t.Errorf("in English %+v", en.Facets)
	}
	if r := get[searchAnswer](o, "/api/v1/search?q=x"); len(r.Facets) != 0 || o.search.last.Matched {
		t.Errorf("nobody asked for facets: %+v", r.Facets)
	}
	o.search.bound = 1
	r = get[searchAnswer](o, "/api/v1/search?q=x&facets=criterion")
	if len(r.Notices) != 1 || r.Notices[0].Code != "search-counted-partly" || !strings.Contains(r.Notices[0].Message, "1/2") {
		t.Errorf("a bound acted in silence: %+v", r.Notices)
	}
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	o := filled(t)
	for typed, want := range map[string][]string{
		"tuyen tr": {planText}, "15": {"15/KH-STTTT"}, "bao cao kiem": {"Báo cáo kiểm tra"}, "zzz": {}, "STTTT": {"15/KH-STTTT", "20/BC-STTTT"},
	} {
		got := []string{}
		for _, c := range get[suggestAnswer](o, "/api/v1/search/suggest?q="+url.QueryEscape(typed)).Items {
			got = append(got, c.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", typed, got, want)
		}
	}
	for _, bad := range []string{"", "q=x&limit=11", "q=" + strings.Repeat("x", 201)} {
		if w := o.do(http.MethodGet, "/api/v1/search/suggest?"+bad, ""); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%.20s is %d", bad, w.Code)
		}
	}
}

// What came in is offered after a while, and nobody waits for it.
func TestSuggestFollowsTheRecord(t *testing.T) {
	t.Parallel()
	o := filled(t)
	cache := &completionCache{}
	at := o.at
	list := func() (*record.Completions, int) {
		t.Helper()
		c, err := cache.get(t.Context(), o.store, cchc.Everything(), func() time.Time { return at }, nil)
		if err != nil {
			t.Fatal(err)
		}
		return c, len(c.Complete("giay moi", 10))
	}
	cat, err := o.store.CurrentCatalogue(t.Context(), cchc.Everything())
	if err != nil {
		t.Fatal(err)
	}
	list()
	for range 3 { // the failed file of the fixture comes first
		if jobs, err := o.store.Claim(t.Context(), o.at.Add(time.Hour), 1); err != nil || len(jobs) == 0 {
			break
		}
	}
	o.paper(cat, "/nhận/giấy mời.docx", "giấy mời họp", paper{kind: "GM", subject: "Giấy mời họp"})
	if _, n := list(); n != 0 {
		t.Error("gathered again at every key")
	}
	at = at.Add(completionAge)
	list()
	k := cache.of(cchc.Everything())
	k.mu.Lock()
	renewal := k.renewal
	k.mu.Unlock()
	if renewal != nil {
		<-renewal
	}
	if _, n := list(); n != 1 {
		t.Errorf("what came in is offered %d times", n)
	}
}

func TestSimilar(t *testing.T) {
	t.Parallel()
	o, plan, report := found(t)
	r := get[similarAnswer](o, "/api/v1/documents/"+string(plan)+"/similar?limit=5&criterion=1.2&type=BC")
	if r.Document != plan || len(r.Items) != 1 || r.Items[0].Document != report || r.Total != 1 {
		t.Errorf("answer %+v", r)
	}
	if o.search.like.ID != plan || len(o.search.likePassages) != 1 || o.search.last.Limit != 5 || !slices.Equal(o.search.last.Filters.Types, []string{"BC"}) {
		t.Errorf("asked for documents like %+v with %d passages, %+v", o.search.like.ID, len(o.search.likePassages), o.search.last)
	}
	for _, more := range []string{"similar", "hits?q=x"} {
		o.wantProblem(o.do(http.MethodGet, "/api/v1/documents/khong-co/"+more, ""), http.StatusNotFound, "no-such-document")
	}
}

func TestHits(t *testing.T) {
	t.Parallel()
	o, plan, _ := found(t)
	r := get[insideAnswer](o, "/api/v1/documents/"+string(plan)+"/hits?q=tuy%C3%AAn+truy%E1%BB%81n")
	if r.Document != plan || r.Total != 1 || len(r.Items) != 1 || r.Query != "tuyên truyền" {
		t.Fatalf("answer %+v", r)
	}
	p := r.Items[0]
	if p.Place != "mục I, trang 1" || p.Text != planText || len(p.Marks) != 1 || p.Text[p.Marks[0][0]:p.Marks[0][1]] != "tuyên truyền" || p.Passage != cchc.NewPassageID(plan, 1) {
		t.Errorf("place %+v", p)
	}
	if w := o.do(http.MethodGet, "/api/v1/documents/"+string(plan)+"/hits", ""); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("without a question it is %d", w.Code)
	}
}

func TestEvidenceSearch(t *testing.T) {
	t.Parallel()
	o, plan, _ := found(t)
	r := get[evidenceAnswer](o, "/api/v1/criteria/1.1/search?unit=Ph%C3%B2ng+M%E1%BB%99t&from=2020-01-01&to=2020-06-30&q=c%E1%BB%A7a+S%E1%BB%9F")
	if r.Criterion != "1.1" || r.Title != "Tuyên truyền" || len(r.Queries) != 1 || r.Items[0].Document != plan || r.Items[0].Requirements[0] != "1.1/1" || r.Total != 2 {
		t.Fatalf("answer %+v", r)
	}
	if q := r.Queries[0]; q.Text != "tuyên truyền của Sở" || q.Issued != "từ 01/01/2020 đến 30/06/2020" || q.Total != 2 || !slices.Equal(q.Types, []string{"KH", "QĐ"}) {
		t.Errorf("query %+v", q)
	}
	if f := o.search.last.Filters; !slices.Equal(f.Units, []string{"Phòng Một"}) || f.To != cchc.NewDate(2020, 6, 30) {
		t.Errorf("the engine was asked %+v", f)
	}
	if len(r.Notices) != 1 || r.Notices[0].Code != "evidence-dated-only" {
		t.Errorf("papers without a date are passed over in silence: %+v", r.Notices)
	}
	if r = get[evidenceAnswer](o, "/api/v1/criteria/1.1/search?any_time=true&any_type=true"); len(r.Notices) != 0 || o.search.last.Filters.Types != nil {
		t.Errorf("answer %+v", r)
	}
	o.wantProblem(o.do(http.MethodGet, "/api/v1/criteria/9/search", ""), http.StatusNotFound, "no-such-criterion")
	if w := o.do(http.MethodGet, "/api/v1/criteria/1.1/search?from=x", ""); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a bad date is %d", w.Code)
	}
}

func TestSavedSearches(t *testing.T) {
	t.Parallel()
	o, _, _ := found(t)
	status, text := o.sendJSON(http.MethodPost, "/api/v1/searches", map[string]any{"name": "Kế hoạch năm", "query": "kế hoạch", "filters": map[string]any{"year": []int{2020}, "unit": []string{"-"}}, "sort": "newest"})
	var s record.Saved
	if err := json.Unmarshal([]byte(text), &s); status != http.StatusCreated || err != nil || s.ID == 0 || s.Filters.Year[0] != 2020 || s.By == "" || !s.Created.Equal(o.at) {
		t.Fatalf("%d %s", status, text)
	}
	at := fmt.Sprintf("/api/v1/searches/%d", s.ID)
	for code, body := range map[cchc.Code]map[string]any{
		"saved-name-taken": {"name": "KẾ HOẠCH NĂM", "query": "x"}, "saved-empty": {"name": "a"}, "saved-name": {"name": " ", "query": "x"},
		"bad-date": {"name": "a", "filters": map[string]any{"from": "2020-02-30"}}, "search-value-unknown": nil,
	} {
		if body == nil {
			continue // what validation refuses is below
		}
		b, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		w := o.do(http.MethodPost, "/api/v1/searches", string(b))
		if w.Code != http.StatusUnprocessableEntity || code != "bad-date" && !strings.Contains(w.Body.String(), string(code)) {
			t.Errorf("%s: %d %s", code, w.Code, w.Body)
		}
	}
	for _, body := range []map[string]any{{"name": "a", "query": "x", "sort": "best"}, {"name": "a", "query": "x", "filters": map[string]any{"state": []string{"lost"}}}, {"query": "x"}} {
		if status, text := o.sendJSON(http.MethodPost, "/api/v1/searches", body); status != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d %s", body, status, text)
		}
	}
	if status, text = o.sendJSON(http.MethodPut, at, map[string]any{"name": "Kế hoạch", "query": "kế hoạch kiểm tra"}); status != http.StatusOK || !strings.Contains(text, `"sort":"relevance"`) {
		t.Errorf("%d %s", status, text)
	}
	all := get[list[record.Saved]](o, "/api/v1/searches")
	if all.Total != 1 || all.Items[0].Name != "Kế hoạch" || all.Items[0].Filters.Year != nil {
		t.Errorf("%+v", all)
	}
	if got := get[record.Saved](o, at); got.Query != "kế hoạch kiểm tra" {
		t.Errorf("%+v", got)
	}
	if w := o.do(http.MethodDelete, at, ""); w.Code != http.StatusNoContent || w.Body.Len() != 0 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	for _, method := range []string{http.MethodDelete, http.MethodGet} {
		o.wantProblem(o.do(method, at, ""), http.StatusNotFound, "no-such-search")
	}
	o.wantProblem(o.do(http.MethodPut, at, `{"name":"a","query":"x"}`), http.StatusNotFound, "no-such-search")
}

func TestBatch(t *testing.T) {
	t.Parallel()
	o, plan, _ := found(t)
	body := map[string]any{"lines": []string{"tuyên truyền", "", "kiểm tra"}, "filters": map[string]any{"type": []string{"KH"}}, "sort": "oldest"}
	status, text := o.sendJSON(http.MethodPost, "/api/v1/search/batch", body)
	var r batchAnswer
	if err := json.Unmarshal([]byte(text), &r); status != http.StatusOK || err != nil || r.Total != 2 || r.Found != 2 || len(r.Items) != 2 || r.Items[1].Line != 3 || r.Items[0].Hits[0].Document != plan {
		t.Fatalf("%d %s", status, text)
	}
	if q := o.search.last; q.Limit != record.BatchHits || q.Sort != search.SortOldest || !slices.Equal(q.Filters.Types, []string{"KH"}) {
		t.Errorf("the engine was asked %+v", q)
	}
	status, text = o.sendJSON(http.MethodPost, "/api/v1/search/batch/csv", body)
	if lines := strings.Split(text, "\r\n"); status != http.StatusOK || !strings.HasPrefix(text, "\ufeffDòng,") || len(lines) != 6 || !strings.Contains(lines[1], "15/KH-STTTT") {
		t.Errorf("%d %q", status, text)
	}
	b, _ := json.Marshal(body)
	w := o.do(http.MethodPost, "/api/v1/search/batch/xlsx", string(b))
	z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	if err != nil || len(z.File) == 0 || !strings.Contains(w.Header().Get("Content-Disposition"), "ket-qua-tim.xlsx") || !strings.Contains(w.Header().Get("Content-Type"), "spreadsheetml") {
		t.Errorf("%v %v", err, w.Header())
	}
	many := slices.Repeat([]string{"x"}, record.MaxBatch+1)
	for code, lines := range map[cchc.Code][]string{"batch-empty": {" "}, "batch-too-long": many} {
		b, _ := json.Marshal(map[string]any{"lines": lines})
		for _, to := range []string{"", "/csv"} {
			o.wantProblem(o.do(http.MethodPost, "/api/v1/search/batch"+to, string(b)), http.StatusUnprocessableEntity, code)
		}
	}
	if w := o.do(http.MethodPost, "/api/v1/search/batch/pdf", string(b)); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a format nobody writes is %d", w.Code)
	}
}

func TestAbbreviations(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	shipped := get[list[record.Abbreviation]](o, "/api/v1/abbreviations")
	if shipped.Total < 50 || !shipped.Items[0].Shipped || shipped.Items[0].Off {
		t.Fatalf("%d shipped abbreviations", shipped.Total)
	}
	status, text := o.sendJSON(http.MethodPost, "/api/v1/abbreviations", map[string]any{"short": "SLTT", "long": "Sở Lâm thời", "comment": "tên cũ"})
	var a record.Abbreviation
	if err := json.Unmarshal([]byte(text), &a); status != http.StatusCreated || err != nil || a.Shipped || a.Comment != "tên cũ" || a.By == "" {
		t.Fatalf("%d %s", status, text)
	}
	first := shipped.Items[0]
	post := func(code cchc.Code, body map[string]any) {
		t.Helper()
		b, _ := json.Marshal(body)
		o.wantProblem(o.do(http.MethodPost, "/api/v1/abbreviations", string(b)), http.StatusUnprocessableEntity, code)
	}
	post("abbreviation-exists", map[string]any{"short": "sltt", "long": "sở lâm thời"})
	post("abbreviation-exists", map[string]any{"short": first.Short, "long": first.Long})
	post("abbreviation-form", map[string]any{"short": "x", "long": "x"})
	if status, text = o.sendJSON(http.MethodPut, "/api/v1/abbreviations/"+first.ID, map[string]any{"short": first.Short, "long": first.Long, "off": true}); status != http.StatusOK || !strings.Contains(text, `"off":true`) {
		t.Errorf("%d %s", status, text)
	}
	o.wantProblem(o.do(http.MethodPut, "/api/v1/abbreviations/"+first.ID, `{"short":"a","long":"b c"}`), http.StatusUnprocessableEntity, "abbreviation-shipped")
	o.wantProblem(o.do(http.MethodPut, "/api/v1/abbreviations/000000000000", `{"short":"a","long":"b c"}`), http.StatusNotFound, "no-such-abbreviation")
	o.wantProblem(o.do(http.MethodDelete, "/api/v1/abbreviations/"+first.ID, ""), http.StatusUnprocessableEntity, "abbreviation-shipped")
	all := get[list[record.Abbreviation]](o, "/api/v1/abbreviations")
	if all.Total != shipped.Total+1 || all.Items[0].ID != a.ID || !all.Items[1].Off || !all.Items[1].Shipped {
		t.Errorf("%+v", all.Items[:2])
	}
	if w := o.do(http.MethodDelete, "/api/v1/abbreviations/"+a.ID, ""); w.Code != http.StatusNoContent {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	o.wantProblem(o.do(http.MethodDelete, "/api/v1/abbreviations/"+a.ID, ""), http.StatusNotFound, "no-such-abbreviation")
}
