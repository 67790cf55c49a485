package httpapi

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"minhchung/internal/cchc"
)

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func TestProblemsSpeakBothLanguages(t *testing.T) {
	t.Parallel()
	o := filled(t)
	vietnamese := o.wantProblem(o.do(http.MethodGet, "/api/v1/documents/x", "", func(r *http.Request) { r.Header.Set("Accept-Language", "en") }), http.StatusNotFound, "no-such-document")
	english := o.wantProblem(o.do(http.MethodGet, "/api/v1/documents/x?lang=en", ""), http.StatusNotFound, "no-such-document")
	if vietnamese.Detail != "Không có văn bản x." || vietnamese.Remedy == "" {
		t.Errorf("in Vietnamese: %+v", vietnamese)
	}
	if english.Detail != "There is no document x." || english.Remedy == "" {
		t.Errorf("in English: %+v", english)
	}
	for lang, want := range map[string]string{"": "Tệp bị cụt", "?lang=en": "The file is cut off"} {
		if w := o.do(http.MethodGet, "/api/v1/intake"+lang, ""); !strings.Contains(w.Body.String(), want) {
			t.Errorf("intake%s does not say %q: %s", lang, want, w.Body)
		}
	}
}

func TestForeignHostIsRefused(t *testing.T) {
	t.Parallel()
	o := filled(t)
	hosts := map[string]int{
		"127.0.0.1:8080": 200, "127.0.0.1": 200, "localhost:1": 200, "[::1]:8080": 200, "127.0.0.2:80": 200,
		"evil.example": 421, "evil.example:8080": 421, "127.0.0.1.evil.example": 421, "localhost.evil.example": 421,
		"192.168.1.5:8080": 421, "0.0.0.0:8080": 421, "[::]:80": 421, "": 421,
	}
	for host, want := range hosts {
		for _, target := range []string{"/api/v1/health", "/"} {
			w := o.do(http.MethodGet, target, "", func(r *http.Request) { r.Host = host })
			if w.Code != want {
				t.Errorf("%s under the name %q is %d, want %d", target, host, w.Code, want)
			}
			if want != 200 && w.Body.Len() > 0 {
				t.Errorf("%s under the name %q shows %s", target, host, w.Body)
			}
		}
	}
	open := filled(t, func(c *Config) { c.AnyHost = true })
	if w := open.do(http.MethodGet, "/api/v1/health", "", func(r *http.Request) { r.Host = "minhchung.example" }); w.Code != 200 {
		t.Errorf("with AnyHost another name is %d", w.Code)
	}
}

// A page of another origin changes nothing, even where the browser would let it send.
func TestCrossOriginPostIsRefused(t *testing.T) {
	t.Parallel()
	o := filled(t)
	id := o.linkID("1.1/1", planText)
	from := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	tests := []struct {
		header, value string
		want          int
	}{
		{"Sec-Fetch-Site", "cross-site", 403},
		{"Sec-Fetch-Site", "same-site", 403},
		{"Origin", "https://evil.example", 403},
		{"Origin", "http://127.0.0.1:9999", 403},
		{"Sec-Fetch-Site", "same-origin", 200},
		{"Origin", "http://127.0.0.1:8080", 200},
	}
	for _, tt := range tests {
		w := o.do(http.MethodPost, "/api/v1/links/"+id+"/review", `{"decision":"accept"}`, from(tt.header, tt.value))
		if w.Code != tt.want {
			t.Errorf("%s: %s is %d, want %d", tt.header, tt.value, w.Code, tt.want)
		}
		l, err := o.store.Link(t.Context(), cchc.Everything(), cchc.LinkID(id))
		if err != nil || (l.State == cchc.LinkAccepted) != (tt.want == 200) {
			t.Errorf("%s: %s left the link %s (%v)", tt.header, tt.value, l.State, err)
		}
		if tt.want == 200 {
			review(o, id, `{"decision":"reset"}`)
		}
	}
}

func TestSecurityHeaders(t *testing.T) {
	t.Parallel()
	o := filled(t)
	targets := []string{"/", "/tieu-chi/1.1", "/assets/app-1a2b.js", "/api/v1/health", "/api/v1/documents/x", "/api/khong-co", "/api/openapi.json", "/api/v1/documents/" + o.id(htmlText) + "/original"}
	for _, target := range targets {
		h := o.do(http.MethodGet, target, "").Header()
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("X-Frame-Options") != "SAMEORIGIN" || h.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s goes out with %v", target, h)
		}
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'self'") || strings.Contains(csp, "http") || strings.Contains(strings.Split(csp, "style-src")[0], "unsafe") {
			t.Errorf("%s goes out with the policy %q", target, csp)
		}
		if h.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s may be read from other origins", target)
		}
	}
}

func TestApplication(t *testing.T) {
	t.Parallel()
	o := filled(t)
	const page, docs = "<title>Minh Chứng</title>", "<title>Tài liệu API</title>"
	tests := []struct {
		target, want, cache string
		status              int
	}{
		{"/", page, "no-cache", 200},
		{"/van-ban/abc", page, "no-cache", 200},
		{"/apiary", page, "no-cache", 200},
		{"/tai-lieu-api/", docs, "no-cache", 200},
		{"/icon.svg", "<svg/>", "no-cache", 200},
		{"/assets/app-1a2b.js", "let x", "public, max-age=31536000, immutable", 200},
		{"/assets/app-cu.js", "", "", 404}, // of another version: never the page, never kept
		{"/assets/", "", "", 404},
		{"/assets", "", "", 404},
	}
	for _, tt := range tests {
		w := o.do(http.MethodGet, tt.target, "")
		if w.Code != tt.status || tt.status == 200 && w.Body.String() != tt.want || strings.Contains(w.Header().Get("Cache-Control"), "immutable") != strings.Contains(tt.cache, "immutable") {
			t.Errorf("%s is %d %q kept %q, want %d %q kept %q", tt.target, w.Code, w.Body, w.Header().Get("Cache-Control"), tt.status, tt.want, tt.cache)
		}
		if strings.Contains(w.Body.String(), "app-1a2b.js") {
			t.Errorf("%s lists a folder: %s", tt.target, w.Body)
		}
	}
	if w := o.do(http.MethodPost, "/van-ban", "x"); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("sending to a page is %d", w.Code)
	}
}

func TestUnknownAddressOfAPI(t *testing.T) {
	t.Parallel()
	with, without := filled(t), filled(t, func(c *Config) { c.Web = nil })
	for _, o := range []*office{with, without} {
		for _, target := range []string{"/api", "/api/", "/api/v1", "/api/v2/documents", "/api/v1/khong-co", "/x/../api/khong-co"} {
			for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
				if p := o.wantProblem(o.do(method, target, ""), http.StatusNotFound, "not-found"); p.Remedy == "" {
					t.Errorf("%s: no remedy", target)
				}
			}
		}
	}
	without.wantProblem(without.do(http.MethodGet, "/van-ban", ""), http.StatusNotFound, "not-found")
}

func TestPanicIsAProblem(t *testing.T) {
	t.Parallel()
	o := filled(t, func(c *Config) { c.Original = func(cchc.FileID) string { panic("lỗi bất ngờ") } })
	w := o.do(http.MethodGet, "/api/v1/documents/"+o.id(planText)+"/original?lang=en", "")
	p := o.wantProblem(w, http.StatusInternalServerError, "internal")
	if strings.Contains(w.Body.String(), "bất ngờ") || !strings.HasPrefix(p.Detail, "The program failed") {
		t.Errorf("the answer is %s", w.Body)
	}
	if log := o.log.String(); !strings.Contains(log, "lỗi bất ngờ") || !strings.Contains(log, "documents.go") {
		t.Errorf("panic and stack are not in the log: %s", log)
	}
}

type openAPI struct {
	OpenAPI string `json:"openapi"`
	Info    struct{ Version string }
	Paths   map[string]map[string]struct {
		OperationID string
		Summary     string
		Tags        []string
		Parameters  []struct{ Name, In string }
		Responses   map[string]any
	}
}

func described(t *testing.T) openAPI {
	t.Helper()
	b, err := OpenAPI("1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	var d openAPI
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestOpenAPI(t *testing.T) {
	t.Parallel()
	d := described(t)
	if !strings.HasPrefix(d.OpenAPI, "3.1") || d.Info.Version != "1.2.3" {
		t.Errorf("OpenAPI %s of version %s", d.OpenAPI, d.Info.Version)
	}
	want := []string{ // what clients are generated from: changing one breaks them
		"delete /api/v1/abbreviations/{id} delete-abbreviation: id",
		"delete /api/v1/agencies/{id} delete-agency: id",
		"delete /api/v1/documents/{id}/corrections/{field} undo-correction: id field",
		"delete /api/v1/links/{id} remove-link: id by unit",
		"delete /api/v1/searches/{id} delete-search: id",
		"delete /api/v1/units/{id} delete-unit: id",
		"get /api/v1/abbreviations list-abbreviations:",
		"get /api/v1/absences list-absences: criterion unit round offset limit",
		"get /api/v1/absences/{id} get-absence: id",
		"get /api/v1/agencies list-agencies:",
		"get /api/v1/agencies/resolve resolve-agency: name date",
		"get /api/v1/citations/absent list-absent: relation text offset limit",
		"get /api/v1/confirmations list-confirmations: cursor limit unit type",
		"get /api/v1/coverage get-coverage: round office unit criterion period offset limit",
		"get /api/v1/coverage.csv export-coverage-csv: round office unit criterion period",
		"get /api/v1/coverage.docx export-coverage-docx: round office unit criterion period",
		"get /api/v1/coverage.xlsx export-coverage-xlsx: round office unit criterion period",
		"get /api/v1/criteria get-criteria:",
		"get /api/v1/criteria/{code}/search search-evidence: code unit from to any_time any_type q limit",
		"get /api/v1/document-types list-document-types:",
		"get /api/v1/documents list-documents: cursor limit type unit year text",
		"get /api/v1/documents/{id} get-document: id",
		"get /api/v1/documents/{id}/citations get-citations: id",
		"get /api/v1/documents/{id}/hits list-hits: id q limit",
		"get /api/v1/documents/{id}/original get-document-original: id",
		"get /api/v1/documents/{id}/pages list-document-pages: id",
		"get /api/v1/documents/{id}/pages/{page}/marks get-page-marks: id page width quote",
		"get /api/v1/documents/{id}/pages/{page}/picture get-page-picture: id page width quote",
		"get /api/v1/documents/{id}/particulars get-particulars: id",
		"get /api/v1/documents/{id}/similar list-similar: id limit unit type year issuer signer quality criterion state from to",
		"get /api/v1/documents/{id}/work get-work: id",
		"get /api/v1/doubles list-doubles: offset limit",
		"get /api/v1/events watch-status:",
		"get /api/v1/health get-health:",
		"get /api/v1/intake list-intake: cursor limit state code under",
		"get /api/v1/intake/reasons list-intake-reasons:",
		"get /api/v1/intake/{id} get-intake: id",
		"get /api/v1/links list-links: cursor limit criterion document state min_score all",
		"get /api/v1/links/{id} get-link: id",
		"get /api/v1/register compare-register: year list offset limit",
		"get /api/v1/register/file export-register: year list format",
		"get /api/v1/registers list-registers:",
		"get /api/v1/rounds list-rounds:",
		"get /api/v1/rounds/{id} get-round: id",
		"get /api/v1/rounds/{id}/scores list-scores: id office",
		"get /api/v1/rounds/{id}/snapshot get-round-snapshot: id snapshot",
		"get /api/v1/rounds/{id}/workbook export-scores: id office format",
		"get /api/v1/search search: cursor limit unit type year issuer signer quality criterion state from to q sort facets",
		"get /api/v1/search/suggest suggest: q limit",
		"get /api/v1/searches list-searches:",
		"get /api/v1/searches/{id} get-saved-search: id",
		"get /api/v1/status get-status:",
		"get /api/v1/units list-units:",
		"post /api/v1/abbreviations add-abbreviation:",
		"post /api/v1/absences search-absence:",
		"post /api/v1/absences/{id}/again search-absence-again: id",
		"post /api/v1/agencies/import import-agencies:",
		"post /api/v1/confirmations confirm:",
		"post /api/v1/intake/retry retry-intake-class:",
		"post /api/v1/intake/{id}/dismiss dismiss-intake: id",
		"post /api/v1/intake/{id}/retry retry-intake: id",
		"post /api/v1/links add-link:",
		"post /api/v1/links/review review-links:",
		"post /api/v1/links/{id}/review review-link: id",
		"post /api/v1/register import-register: year sheet columns name",
		"post /api/v1/register/preview preview-register:",
		"post /api/v1/rounds open-round:",
		"post /api/v1/rounds/{id}/advance advance-round: id",
		"post /api/v1/rounds/{id}/catalogue move-round: id",
		"post /api/v1/rounds/{id}/lock lock-round: id",
		"post /api/v1/rounds/{id}/unlock unlock-round: id",
		"post /api/v1/rounds/{id}/workbook import-scores: id office sheet columns only replace partial dry_run name by unit",
		"post /api/v1/search/batch search-batch:",
		"post /api/v1/search/batch/{format} search-batch-file: format",
		"post /api/v1/searches save-search:",
		"post /api/v1/units/merge merge-units:",
		"post /api/v1/uploads upload:",
		"put /api/v1/abbreviations/{id} change-abbreviation: id",
		"put /api/v1/agencies/{id} save-agency: id",
		"put /api/v1/documents/{id}/corrections correct-document: id",
		"put /api/v1/rounds/{id} change-round: id",
		"put /api/v1/rounds/{id}/scores save-scores: id",
		"put /api/v1/searches/{id} change-search: id",
		"put /api/v1/units/{id} save-unit: id",
	}
	var got []string
	for path, methods := range d.Paths {
		for method, op := range methods {
			line := method + " " + path + " " + op.OperationID + ":"
			for _, p := range op.Parameters {
				line += " " + p.Name
			}
			got = append(got, line)
			if op.Summary == "" || len(op.Tags) != 1 || op.Responses["default"] == nil {
				t.Errorf("%s: summary %q, tags %v, answers %v", line, op.Summary, op.Tags, op.Responses)
			}
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("operations\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	served := filled(t).do(http.MethodGet, "/api/openapi.json", "")
	if !strings.Contains(served.Body.String(), "list-documents") || !json.Valid(served.Body.Bytes()) {
		t.Errorf("the served description is %.100s", served.Body)
	}
}

// Nothing is served under /api that the description does not hold, apart from itself.
func TestNoUndocumentedRoute(t *testing.T) {
	t.Parallel()
	d := described(t)
	router := gin.New()
	newAPI(Config{}).register(router, newHuma(router, "1"))
	documented := 0
	for _, r := range router.Routes() {
		if strings.HasPrefix(r.Path, "/api/openapi") || strings.HasPrefix(r.Path, "/api/schemas/") {
			continue
		}
		var parts []string
		for part := range strings.SplitSeq(r.Path, "/") {
			if name, ok := strings.CutPrefix(part, ":"); ok {
				part = "{" + name + "}"
			}
			parts = append(parts, part)
		}
		if _, ok := d.Paths[strings.Join(parts, "/")][strings.ToLower(r.Method)]; !ok {
			t.Errorf("%s %s is not in the description", r.Method, r.Path)
		}
		documented++
	}
	operations := 0
	for _, methods := range d.Paths {
		operations += len(methods)
	}
	if documented != operations || operations < 21 {
		t.Errorf("%d routes, the description has %d operations", documented, operations)
	}
}

// What validation refuses has a code, words and a remedy like every other problem.
func TestWrongRequestsAreProblems(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, target := range []string{"/api/v1/documents?limit=0", "/api/v1/links?state=lost", "/api/v1/search"} {
		p := o.wantProblem(o.do(http.MethodGet, target, ""), http.StatusUnprocessableEntity, "bad-request")
		if p.Remedy == "" || !strings.Contains(p.Detail, "Yêu cầu") {
			t.Errorf("%s: %+v", target, p)
		}
	}
}
