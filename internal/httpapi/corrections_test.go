package httpapi

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"minhchung/internal/agency"
	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/internal/particulars"
	"minhchung/internal/register"
)

// editor keeps corrections as the pipeline does, without links and index, and reads tables
// of lines and semicolons.
type editor struct{ o *office }

func (e editor) Correct(ctx context.Context, actor cchc.Actor, edits []intake.Edit) error {
	for _, x := range edits {
		all, err := e.o.store.Held(ctx, cchc.Everything(), []cchc.DocumentID{x.Document})
		if err != nil {
			return err
		}
		h, ok := all[x.Document]
		if !ok {
			return cchc.ErrNotFound
		}
		a, left := intake.Amended{Found: h.Found}, h.Corrections
		if x.Undo {
			at := len(left) - 1
			for at >= 0 && left[at].Field != x.Field {
				at--
			}
			if at < 0 {
				return cchc.ErrNotFound
			}
			a.Undone = []int64{left[at].ID}
			left = append(append([]cchc.Correction{}, left[:at]...), left[at+1:]...)
		} else {
			c := cchc.Correction{Document: x.Document, Field: x.Field, Kind: x.Kind, Value: x.Value, Note: x.Note}
			if c.Found, err = particulars.Values(h.Found, x.Field); err != nil {
				return err
			}
			if c.Value == nil {
				if c.Value, err = particulars.Values(h.Document, x.Field); err != nil {
					return err
				}
			}
			a.Added, left = []cchc.Correction{c}, append(left, c)
		}
		a.Document, _ = particulars.Apply(h.Found, left)
		if err := e.o.store.Amend(ctx, actor, []intake.Amended{a}, 1); err != nil {
			return err
		}
	}
	return nil
}

func (e editor) SaveAgency(ctx context.Context, actor cchc.Actor, a agency.Agency) error {
	return e.o.store.SaveAgency(ctx, actor, a)
}

func (e editor) RemoveAgency(ctx context.Context, actor cchc.Actor, id string) error {
	return e.o.store.RemoveAgency(ctx, actor, id)
}

func (e editor) ImportAgencies(ctx context.Context, actor cchc.Actor, sheets []register.Sheet) (agency.Listed, error) {
	listed, err := agency.ReadList(sheets[0].Rows, nil)
	if err == nil {
		err = e.o.store.SaveAgencies(ctx, actor, listed.Agencies)
	}
	return listed, err
}

func (e editor) Tables(_ context.Context, content io.Reader) ([]register.Sheet, error) {
	b, err := io.ReadAll(content)
	if err != nil {
		return nil, err
	}
	var s register.Sheet
	for line := range strings.Lines(string(b)) {
		s.Rows = append(s.Rows, strings.Split(strings.TrimSpace(line), ";"))
	}
	return []register.Sheet{s}, nil
}

func edited(t *testing.T) *office {
	t.Helper()
	e := &editor{}
	e.o = filled(t, func(c *Config) { c.Corrections, c.Tables, c.Doubt = e, e, 0.75 })
	return e.o
}

func (o *office) send200(method, target, body string) particularsView {
	o.t.Helper()
	return answer[particularsView](o, target, o.do(method, target, body))
}

func fieldOf(t *testing.T, v particularsView, name string) fieldRow {
	t.Helper()
	for _, f := range v.Fields {
		if f.Field == name {
			return f
		}
	}
	t.Fatalf("no field %s in %+v", name, v)
	return fieldRow{}
}

func TestCorrectingADocument(t *testing.T) {
	t.Parallel()
	o := edited(t)
	at := "/api/v1/documents/" + o.id(planText)
	v := get[particularsView](o, at+"/particulars")
	if f := fieldOf(t, v, "code"); f.Value != "15/KH-STTTT" || f.Correction != nil || f.Label != "Số, ký hiệu" || len(v.History) != 0 {
		t.Errorf("at first: %+v", v)
	}
	v = o.send200(http.MethodPut, at+"/corrections", `{"values":{"code":"16/KH-STTTT","issued_date":"2020-01-16","place":""},"as_read":["subject"],"note":"đọc nhầm"}`)
	code := fieldOf(t, v, "code")
	if code.Value != "16/KH-STTTT" || code.Found != "15/KH-STTTT" || code.Correction == nil || code.Correction.Note != "đọc nhầm" || code.Undoable != 1 {
		t.Errorf("after correcting: %+v", code)
	}
	if p := v.Document.Particulars; p.CodeNumber != "16" || p.CodeNotation != "KH-STTTT" || p.IssuedDate != cchc.NewDate(2020, 1, 16) || len(v.History) != 4 {
		t.Errorf("after correcting: %+v", v)
	}
	if f := fieldOf(t, v, "subject"); f.Correction == nil || f.Correction.Kind != cchc.Confirmed {
		t.Errorf("confirmed: %+v", f)
	}
	v = o.send200(http.MethodDelete, at+"/corrections/code", "")
	if f := fieldOf(t, v, "code"); f.Value != "15/KH-STTTT" || f.Correction != nil || v.History[3].UndoneBy == "" && v.History[0].UndoneBy == "" {
		t.Errorf("after undoing: %+v, %+v", f, v.History)
	}
	if l := get[list[typeRow]](o, "/api/v1/document-types"); l.Total < 29 || l.Items[0].Name == "" {
		t.Errorf("types are %+v", l)
	}
	o.wantProblem(o.do(http.MethodDelete, at+"/corrections/code", ""), http.StatusNotFound, "nothing-to-undo")
	for body, code := range map[string]cchc.Code{
		`{"values":{"colour":"x"}}`:            "no-such-field",
		`{"as_read":["colour"]}`:               "no-such-field",
		`{"values":{"issued_date":"hôm qua"}}`: "bad-particular",
		`{"values":{"type":"XYZ"}}`:            "bad-particular",
		`{}`:                                   "nothing-to-correct",
	} {
		o.wantProblem(o.do(http.MethodPut, at+"/corrections", body), http.StatusUnprocessableEntity, code)
	}
	o.wantProblem(o.do(http.MethodPut, "/api/v1/documents/none/corrections", `{"values":{"place":"x"}}`), http.StatusNotFound, "no-such-document")
	o.wantProblem(filled(t).do(http.MethodPut, at+"/corrections", `{"values":{"place":"x"}}`), http.StatusServiceUnavailable, "no-correcting")
}

func TestConfirming(t *testing.T) {
	t.Parallel()
	o := edited(t)
	cat, err := o.store.CurrentCatalogue(t.Context(), cchc.Everything())
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		o.paper(cat, fmt.Sprintf("/nhận/chưa rõ số %d.docx", i), fmt.Sprint("chưa rõ ", i), paper{kind: "TTr", subject: "Đề nghị"})
	}
	l := get[list[confirmationRow]](o, "/api/v1/confirmations?type=TTr&limit=2")
	if l.Total != 3 || len(l.Items) != 2 || l.Next == "" || len(l.Items[0].Fields) != 2 || l.Items[0].Fields[0].Field != "code" {
		t.Fatalf("to be confirmed: %+v", l)
	}
	all := get[list[confirmationRow]](o, "/api/v1/confirmations").Total
	units := get[confirmationList](o, "/api/v1/confirmations").Units
	if n := 0; len(units) == 0 {
		t.Error("no units")
	} else {
		for _, u := range units {
			n += u.Documents
		}
		if n != all {
			t.Errorf("units %+v of %d", units, all)
		}
	}
	// What is blank is confirmed only where it is named.
	body := fmt.Sprintf(`{"documents":[{"id":%q}]}`, l.Items[0].Document.ID)
	if got := answer[confirmed](o, "confirm", o.do(http.MethodPost, "/api/v1/confirmations", body)); got.Documents != 0 || got.Blank != 1 || got.Left != all {
		t.Errorf("confirmed blank fields: %+v of %d", got, all)
	}
	body = fmt.Sprintf(`{"documents":[{"id":%q,"fields":["code","ngay"]},{"id":%q,"fields":["code"]}]}`, l.Items[0].Document.ID, l.Items[1].Document.ID)
	got := answer[confirmed](o, "confirm", o.do(http.MethodPost, "/api/v1/confirmations", body))
	if got.Documents != 2 || got.Fields != 3 || got.Left != all-1 { // the date of the second is still in doubt
		t.Errorf("confirmed %+v of %d", got, all)
	}
	got = answer[confirmed](o, "confirm", o.do(http.MethodPost, "/api/v1/confirmations", fmt.Sprintf(`{"documents":[{"id":%q}]}`, l.Items[0].Document.ID)))
	if got.Documents != 0 {
		t.Errorf("confirmed twice: %+v", got)
	}
}

func TestWorksAndCitationsOfDocuments(t *testing.T) {
	t.Parallel()
	o := edited(t)
	at := "/api/v1/documents/" + o.id(planText)
	if w := get[workView](o, at+"/work"); len(w.Versions) != 1 || w.Versions[0].Role != "stands" || w.Versions[0].Reason.Message == "" {
		t.Errorf("the work is %+v", w)
	}
	get[citationsView](o, at+"/citations")
	for _, target := range []string{"doubles", "citations/absent", "agencies", "registers"} {
		if l := get[list[any]](o, "/api/v1/"+target); l.Total != 0 {
			t.Errorf("%s: %+v", target, l)
		}
	}
	for _, target := range []string{"work", "citations", "particulars"} {
		o.wantProblem(o.do(http.MethodGet, "/api/v1/documents/none/"+target, ""), http.StatusNotFound, "no-such-document")
	}
}

func TestAgencies(t *testing.T) {
	t.Parallel()
	o := edited(t)
	put := func(id, body string) *agency.Agency {
		a := answer[agency.Agency](o, id, o.do(http.MethodPut, "/api/v1/agencies/"+id, body))
		return &a
	}
	put("skhcn", `{"name":"Sở Khoa học và Công nghệ","valid":{"from":"2025-03-01"}}`)
	put("stttt", `{"name":"Sở Thông tin và Truyền thông","sign":"STTTT","valid":{"to":"2025-02-28"},"successor":"skhcn","aliases":[{"name":"Sở TT&TT"}]}`)
	if l := get[list[agency.Agency]](o, "/api/v1/agencies"); l.Total != 2 || l.Items[1].Valid.To != cchc.NewDate(2025, 2, 28) {
		t.Errorf("agencies are %+v", l)
	}
	r := get[resolved](o, "/api/v1/agencies/resolve?name=S%E1%BB%9F+TT%26TT&date=2020-01-15")
	if r.Agency.ID != "stttt" || len(r.Successors) != 1 || len(r.Family) != 1 {
		t.Errorf("resolved %+v", r)
	}
	o.wantProblem(o.do(http.MethodGet, "/api/v1/agencies/resolve?name=none", ""), http.StatusNotFound, "no-such-agency")
	o.wantProblem(o.do(http.MethodDelete, "/api/v1/agencies/skhcn", ""), http.StatusUnprocessableEntity, "agency-in-use")
	if w := o.do(http.MethodDelete, "/api/v1/agencies/stttt", ""); w.Code != http.StatusNoContent {
		t.Errorf("removing answers %d %s", w.Code, w.Body)
	}
	o.wantProblem(o.do(http.MethodDelete, "/api/v1/agencies/stttt", ""), http.StatusNotFound, "no-such-agency")
	taken := answer[agenciesTaken](o, "import", o.do(http.MethodPost, "/api/v1/agencies/import", "Tên;Ký hiệu;Kế thừa\nSở Mới;SM;\nSở Cũ;SC;Sở Mới\nSở Lạ;SL;Sở Nào\n"))
	if len(taken.Agencies) != 3 || taken.Agencies[1].Successor != "sm" || len(taken.Problems) != 1 || taken.Problems[0].Line != 4 {
		t.Errorf("imported %+v", taken)
	}
	o.wantProblem(o.do(http.MethodPost, "/api/v1/agencies/import", "a;b"), http.StatusUnprocessableEntity, "agency-no-heading")
	o.wantProblem(o.do(http.MethodPut, "/api/v1/agencies/S%E1%BB%9F", `{"name":"x"}`), http.StatusUnprocessableEntity, "agency-bad-id")
}

func TestRegister(t *testing.T) {
	t.Parallel()
	o := edited(t)
	book := "Số, ký hiệu;Ngày;Trích yếu\n15/KH-STTTT;15/01/2020;" + planText + "\n16/KH-STTTT;16/01/2020;Kế hoạch khác\nkhông số;17/01/2020;Hỏng\n"
	v := answer[registerView](o, "import", o.do(http.MethodPost, "/api/v1/register?name=s%E1%BB%95.csv", book))
	if v.Year != 2020 || v.Received != 1 || v.Missing != 1 || len(v.Problems) != 1 || v.Total != 2 {
		t.Errorf("imported %+v", v)
	}
	v = get[registerView](o, "/api/v1/register?year=2020&list=missing")
	if len(v.Items) != 1 || v.Items[0].Entry.Code != "16/KH-STTTT" || v.Items[0].Document != nil || v.Total != 1 {
		t.Errorf("missing are %+v", v.Items)
	}
	if l := get[list[registerRow]](o, "/api/v1/registers"); l.Total != 1 || l.Items[0].Entries != 2 || l.Items[0].Name != "sổ.csv" {
		t.Errorf("registers are %+v", l)
	}
	w := o.do(http.MethodGet, "/api/v1/register/file?year=2020", "")
	if text := w.Body.String(); w.Code != http.StatusOK || !strings.HasPrefix(text, "\ufeffKết quả,") || strings.Count(text, "\r\n") != 3 || !strings.Contains(w.Header().Get("Content-Disposition"), "so-van-ban-di-2020.csv") {
		t.Errorf("the file is %d %v %q", w.Code, w.Header(), text)
	}
	w = o.do(http.MethodGet, "/api/v1/register/file?year=2020&format=xlsx", "")
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), "PK") || !strings.Contains(w.Header().Get("Content-Disposition"), "so-van-ban-di-2020.xlsx") {
		t.Errorf("the workbook is %d %v", w.Code, w.Header())
	}
	top := answer[registerPreview](o, "preview", o.do(http.MethodPost, "/api/v1/register/preview", book))
	if len(top.Sheets) != 1 || !top.Enough || top.Sheets[0].Found["subject"] != 2 || top.Sheets[0].Rows[1].Line != 2 || top.Sheets[0].Rows[1].Cells[0] != "15/KH-STTTT" {
		t.Errorf("the preview is %+v", top)
	}
	o.wantProblem(o.do(http.MethodGet, "/api/v1/register?year=2019", ""), http.StatusNotFound, "no-such-register")
	o.wantProblem(o.do(http.MethodPost, "/api/v1/register?year=x", book), http.StatusUnprocessableEntity, "register-no-year")
	o.wantProblem(o.do(http.MethodPost, "/api/v1/register", "a;b;c"), http.StatusUnprocessableEntity, "register-no-heading")
	o.wantProblem(o.do(http.MethodPost, "/api/v1/register", strings.Repeat("x", maxRegister+1)), http.StatusUnprocessableEntity, "register-too-large")
	if _, err := o.store.Register(t.Context(), cchc.Everything(), 2020); err != nil {
		t.Errorf("a refused register took the one there was: %v", err)
	}
}
