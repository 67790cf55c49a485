package httpapi

import (
	"net/http"
	"strings"
	"testing"

	"minhchung/internal/coverage"
)

func TestAbsence(t *testing.T) {
	t.Parallel()
	o := filled(t)
	first := answer[coverage.AbsenceRow](o, "/api/v1/absences", o.do(http.MethodPost, "/api/v1/absences", `{"criterion":"1.2"}`))
	if first.ID == 0 || first.Criterion != "1.2" || len(first.Queries) == 0 || len(first.Text) < 4 || first.Said.Message == "" || first.Unread != 3 {
		t.Errorf("%+v", first)
	}
	again := answer[coverage.AbsenceRow](o, "/api/v1/absences/1/again", o.do(http.MethodPost, "/api/v1/absences/1/again", ""))
	if again.Former != first.ID || len(again.Changes) != 0 {
		t.Errorf("nothing changed: %+v", again.Changes)
	}
	if got := get[list[coverage.AbsenceRow]](o, "/api/v1/absences?criterion=1.2&limit=1"); got.Total != 2 || got.Items[0].ID != again.ID {
		t.Errorf("%+v", got)
	}
	if got := get[coverage.AbsenceRow](o, "/api/v1/absences/2"); got.Former != 1 || got.Verdict != first.Verdict {
		t.Errorf("%+v", got)
	}
	o.wantProblem(o.do(http.MethodGet, "/api/v1/absences/9", ""), http.StatusNotFound, "no-such-absence")
	o.wantProblem(o.do(http.MethodPost, "/api/v1/absences", `{"criterion":"1"}`), http.StatusNotFound, "no-such-criterion")
	o.wantProblem(o.do(http.MethodPost, "/api/v1/absences", `{"requirement":"1.2/9"}`), http.StatusNotFound, "absence-no-requirement")
}

func TestCoverageFiles(t *testing.T) {
	t.Parallel()
	o := filled(t)
	for ending, opening := range map[string]string{"xlsx": "PK", "docx": "PK", "csv": "\ufeffTiêu chí,"} {
		w := o.do(http.MethodGet, "/api/v1/coverage."+ending+"?criterion=1.2", "")
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), opening) || !strings.Contains(w.Header().Get("Content-Disposition"), "tinh-trang-minh-chung."+ending) {
			t.Errorf("%s: %d %v", ending, w.Code, w.Header())
		}
		o.wantProblem(o.do(http.MethodGet, "/api/v1/coverage."+ending+"?criterion=9", ""), http.StatusNotFound, "criterion-unknown")
	}
}
