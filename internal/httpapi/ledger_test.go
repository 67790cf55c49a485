package httpapi

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

// rowAt is the row of the ledger of a path.
func (o *office) rowAt(path string) intakeRow {
	o.t.Helper()
	l := get[list[intakeRow]](o, "/api/v1/intake?under="+strings.ReplaceAll(path, " ", "+"))
	if len(l.Items) != 1 {
		o.t.Fatalf("%s: %d rows", path, len(l.Items))
	}
	return l.Items[0]
}

func (o *office) post(target, body string) intakeRow {
	o.t.Helper()
	return answer[intakeRow](o, target, o.do(http.MethodPost, target, body))
}

func TestRetryOne(t *testing.T) {
	t.Parallel()
	d := &desk{}
	o := filled(t, withDesk(d, UploadLimits{}))
	bad := o.rowAt("/nhận/hỏng.pdf")
	target := fmt.Sprintf("/api/v1/intake/%d/retry", bad.ID)
	for range 2 { // asked twice it is still to be read
		if after := o.post(target, ""); after.State != cchc.StateQueued || after.Reason != nil || !after.Kept {
			t.Errorf("row after retry %+v", after)
		}
	}
	for _, path := range []string{"/nhận/bản sao.docx", "/nhận/~$a.docx"} {
		p := o.wantProblem(o.do(http.MethodPost, fmt.Sprintf("/api/v1/intake/%d/retry", o.rowAt(path).ID), ""), http.StatusUnprocessableEntity, "cannot-retry")
		if p.Remedy == "" {
			t.Errorf("%s: no remedy", path)
		}
	}
	if row := o.rowAt("/nhận/~$a.docx"); row.Kept {
		t.Error("a lock file is said to be kept")
	}
	o.wantProblem(o.do(http.MethodPost, "/api/v1/intake/999/retry", ""), http.StatusNotFound, "no-such-row")
	d.failed = errors.New("lỗi đĩa")
	o.wantProblem(o.do(http.MethodPost, target, ""), http.StatusInternalServerError, "internal")
}

func TestRetryClass(t *testing.T) {
	t.Parallel()
	o := filled(t, withDesk(&desk{}, UploadLimits{}))
	const target = "/api/v1/intake/retry"
	for body, want := range map[string]int{`{"state":"failed"}`: 1, `{"code":"truncated"}`: 1, `{"state":"waiting","code":"truncated"}`: 0} {
		if got := answer[retried](o, target, o.do(http.MethodPost, target, body)); got.Retried != want {
			t.Errorf("%s: %d rows, want %d", body, got.Retried, want)
		}
	}
	o.wantProblem(o.do(http.MethodPost, target, `{}`), http.StatusUnprocessableEntity, "no-filter")
	o.wantProblem(o.do(http.MethodPost, target, `{"state":"reading"}`), http.StatusUnprocessableEntity, "bad-request")
}

func TestDismiss(t *testing.T) {
	t.Parallel()
	o := filled(t, withDesk(&desk{}, UploadLimits{}))
	target := fmt.Sprintf("/api/v1/intake/%d/dismiss", o.rowAt("/nhận/hỏng.pdf").ID)
	for _, body := range []string{`{"note":""}`, `{"note":"  "}`} {
		o.wantProblem(o.do(http.MethodPost, target, body), http.StatusUnprocessableEntity, "dismiss-needs-note")
	}
	row := o.post(target, `{"note":" đã có bản khác "}`)
	if row.State != cchc.StateIgnored || row.Reason == nil || row.Reason.Code != "dismissed" || !strings.Contains(row.Reason.Message, ": đã có bản khác") {
		t.Errorf("row %+v", row)
	}
	o.wantProblem(o.do(http.MethodPost, target, `{"note":"lại"}`), http.StatusUnprocessableEntity, "cannot-dismiss")
	o.wantProblem(o.do(http.MethodPost, "/api/v1/intake/999/dismiss", `{"note":"x"}`), http.StatusNotFound, "no-such-row")
}

func TestIntakeFilters(t *testing.T) {
	t.Parallel()
	o := filled(t)
	for query, want := range map[string]int{"code=truncated": 1, "code=truncated&state=failed": 0, "under=/nh%E1%BA%ADn": 7, "under=/nh%E1%BA%ADn/Ph%C3%B2ng+M%E1%BB%99t": 1, "code=lạ": 0} {
		if l := get[list[intakeRow]](o, "/api/v1/intake?"+query); l.Total != want {
			t.Errorf("%s: %d rows, want %d", query, l.Total, want)
		}
	}
}

func TestIntakeDetail(t *testing.T) {
	t.Parallel()
	o := filled(t)
	id := o.rowAt("/nhận/lỗi.pdf").ID
	d := get[intakeDetail](o, fmt.Sprintf("/api/v1/intake/%d", id))
	if d.Row.ID != id || d.Row.Attempts != 1 || d.Row.State != cchc.StateFailed || d.Notes == nil {
		t.Errorf("detail %+v", d)
	}
	if len(d.Log) < 2 || d.Log[0].Action != "received" || !d.Log[0].At.Equal(o.at) || d.Log[len(d.Log)-1].Action != "failed" {
		t.Errorf("log %+v", d.Log)
	}
	o.wantProblem(o.do(http.MethodGet, "/api/v1/intake/999", ""), http.StatusNotFound, "no-such-row")
}

func TestIntakeReasons(t *testing.T) {
	t.Parallel()
	l := get[list[reasonClass]](filled(t), "/api/v1/intake/reasons")
	got := map[string]int{}
	for _, c := range l.Items {
		got[string(c.State)+" "+string(c.Reason.Code)] = c.Count
		if strings.Contains(c.Reason.Message, "{") || c.Reason.Message == "" {
			t.Errorf("the words of a class are %q", c.Reason.Message)
		}
		if c.Reason.Code == "needs-ocr" && !strings.Contains(c.Reason.Message, "…/… trang") {
			t.Errorf("what differs from file to file is %q", c.Reason.Message)
		}
	}
	for _, want := range []string{"waiting needs-ocr", "quarantined truncated", "failed internal", "duplicate same-bytes", "ignored lock-file"} {
		if got[want] != 1 || len(got) != 5 {
			t.Errorf("classes %v, want %s once", got, want)
		}
	}
	if l := get[list[reasonClass]](newOffice(t), "/api/v1/intake/reasons"); l.Total != 0 {
		t.Errorf("classes of nothing: %+v", l)
	}
}
