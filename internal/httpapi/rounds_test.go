package httpapi

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/round"
	"minhchung/internal/store"
)

// keeper does what the program does for rounds and units, without proposing links anew.
type keeper struct{ store *store.Store }

func (k *keeper) OpenRound(ctx context.Context, actor cchc.Actor, r cchc.Round, _ bool) (cchc.Round, error) {
	cat, err := k.store.CurrentCatalogue(ctx, cchc.Everything())
	if err != nil {
		return r, err
	}
	r.Catalogue = cat.Ref()
	return k.store.AddRound(ctx, actor, r)
}

func (k *keeper) RoundReport(context.Context, cchc.Round) ([]byte, error) {
	return []byte(`{"unread":3}`), nil
}

func (k *keeper) Book(_ context.Context, name string, content io.Reader) ([]round.Sheet, error) {
	b, err := io.ReadAll(content)
	if err != nil {
		return nil, err
	}
	return round.ReadCSV(name, b)
}

func (k *keeper) SaveUnits(ctx context.Context, actor cchc.Actor, units ...cchc.Unit) error {
	return k.store.SaveUnits(ctx, actor, units...)
}

func (k *keeper) RemoveUnit(ctx context.Context, actor cchc.Actor, id string) error {
	return k.store.RemoveUnit(ctx, actor, id)
}

func (k *keeper) MergeUnits(ctx context.Context, actor cchc.Actor, from []string, into string, last cchc.Date) ([]cchc.Unit, error) {
	all, err := k.store.OwnUnits(ctx, cchc.Everything())
	if err != nil {
		return nil, err
	}
	changed, err := round.Merge(all, from, into, last)
	if err != nil {
		return nil, err
	}
	return changed, k.store.SaveUnits(ctx, actor, changed...)
}

// rounded is a filled office that keeps rounds, with two units and an open round of them.
func rounded(t *testing.T) *office {
	t.Helper()
	k := &keeper{}
	o := filled(t, func(c *Config) { c.Rounds, c.Units, k.store = k, k, c.Store })
	for _, body := range []string{"vp Văn phòng Sở", "cntt Phòng Công nghệ thông tin"} {
		id, name, _ := strings.Cut(body, " ")
		answer[unitRow](o, id, o.do(http.MethodPut, "/api/v1/units/"+id, `{"name":"`+name+`"}`))
	}
	w := o.do(http.MethodPost, "/api/v1/rounds", `{"id":"2020","year":2020,"offices":["vp","cntt"],"due":"2020-12-31"}`)
	if w.Code != http.StatusCreated {
		t.Fatal(w.Code, w.Body)
	}
	return o
}

func TestUnits(t *testing.T) {
	t.Parallel()
	o := rounded(t)
	o.wantProblem(o.do(http.MethodPut, "/api/v1/units/it", `{"name":"Phòng IT","aliases":["VĂN PHÒNG SỞ"]}`), http.StatusUnprocessableEntity, "unit-same-name")
	answer[unitRow](o, "cũ", o.do(http.MethodPut, "/api/v1/units/cu", `{"name":"Tổ cũ","valid":{"from":"2010-01-01"},"by":"Chị Hạnh"}`))
	m := answer[list[unitRow]](o, "merge", o.do(http.MethodPost, "/api/v1/units/merge", `{"from":["cu"],"into":"vp","on":"2020-06-30"}`))
	if m.Total != 1 || m.Items[0].SucceededBy != "vp" || m.Items[0].Valid.To != cchc.NewDate(2020, 6, 30) {
		t.Errorf("merged %+v", m)
	}
	l := get[unitList](o, "/api/v1/units")
	if !l.Own || l.Total != 3 || l.Items[0].ID != "vp" {
		t.Errorf("units %+v", l)
	}
	o.wantProblem(o.do(http.MethodDelete, "/api/v1/units/vp", ""), http.StatusUnprocessableEntity, "unit-in-use")
	if p := o.wantProblem(o.do(http.MethodDelete, "/api/v1/units/c", ""), http.StatusNotFound, "no-such-unit"); !strings.Contains(p.Remedy, "cu") {
		t.Errorf("the nearest is not named: %+v", p)
	}
	if w := o.do(http.MethodDelete, "/api/v1/units/cu", ""); w.Code != http.StatusNoContent {
		t.Error(w.Code, w.Body)
	}
	if r := get[coverageAnswer](o, "/api/v1/coverage?unit=vp"); r.Total != 2 || r.Items[0].Office != "vp" {
		t.Errorf("coverage of an assessed unit: %+v", r)
	}
	bare := filled(t)
	bare.wantProblem(bare.do(http.MethodPut, "/api/v1/units/vp", `{"name":"x"}`), http.StatusServiceUnavailable, "no-correcting")
	if l := get[unitList](bare, "/api/v1/units"); l.Own {
		t.Errorf("an installation without units: %+v", l)
	}
}

func TestRounds(t *testing.T) {
	t.Parallel()
	o := rounded(t)
	v := get[roundView](o, "/api/v1/rounds/current")
	if v.Round.ID != "2020" || !v.Round.Current || v.Round.StateName != "Đang tự chấm" || v.Round.Next != cchc.RoundLocked || len(v.Totals) != 2 || v.Totals[0].Points != 3 {
		t.Errorf("round %+v", v)
	}
	o.wantProblem(o.do(http.MethodPost, "/api/v1/rounds", `{"id":"2020","year":2020}`), http.StatusUnprocessableEntity, "round-exists")
	if p := o.wantProblem(o.do(http.MethodGet, "/api/v1/rounds/202", ""), http.StatusNotFound, "no-such-round"); !strings.Contains(p.Remedy, "2020") {
		t.Errorf("the nearest is not named: %+v", p)
	}
	r := answer[roundRow](o, "change", o.do(http.MethodPut, "/api/v1/rounds/2020", `{"title":"Chấm điểm 2020","offices":["vp","cntt"]}`))
	if r.Title != "Chấm điểm 2020" || !r.Due.IsZero() {
		t.Errorf("changed %+v", r)
	}
	o.wantProblem(o.do(http.MethodPost, "/api/v1/rounds/2020/advance", `{}`), http.StatusUnprocessableEntity, "round-lock-only")
	o.wantProblem(o.do(http.MethodPost, "/api/v1/rounds/2020/lock", `{"by":"Chị Hạnh","unit":"vp"}`), http.StatusUnprocessableEntity, "round-team-only")
	o.wantProblem(o.do(http.MethodGet, "/api/v1/rounds/2020/snapshot", ""), http.StatusNotFound, "no-snapshot")
	if r := answer[roundRow](o, "lock", o.do(http.MethodPost, "/api/v1/rounds/2020/lock", `{}`)); r.State != cchc.RoundLocked || r.Locked.IsZero() {
		t.Errorf("locked %+v", r)
	}
	if s := get[store.RoundSnapshot](o, "/api/v1/rounds/2020/snapshot"); s.Round.ID != "2020" || string(s.Report) != `{"unread":3}` {
		t.Errorf("snapshot %+v", s)
	}
	o.wantProblem(o.do(http.MethodPost, "/api/v1/rounds/2020/unlock", `{}`), http.StatusUnprocessableEntity, "round-unlock-note")
	if r := answer[roundRow](o, "unlock", o.do(http.MethodPost, "/api/v1/rounds/2020/unlock", `{"note":"nhập thiếu"}`)); r.State != cchc.RoundOpen {
		t.Errorf("unlocked %+v", r)
	}
	answer[roundRow](o, "lock", o.do(http.MethodPost, "/api/v1/rounds/2020/lock", `{}`))
	for _, want := range []cchc.RoundState{cchc.RoundAppraising, cchc.RoundExplaining, cchc.RoundReappraised, cchc.RoundPublished} {
		if r := answer[roundRow](o, string(want), o.do(http.MethodPost, "/api/v1/rounds/2020/advance", `{}`)); r.State != want {
			t.Errorf("advanced to %s, want %s", r.State, want)
		}
	}
	o.wantProblem(o.do(http.MethodPost, "/api/v1/rounds/2020/advance", `{}`), http.StatusUnprocessableEntity, "round-published")
	if l := get[list[roundRow]](o, "/api/v1/rounds"); l.Total != 1 || l.Items[0].StateName != "Đã công bố" {
		t.Errorf("rounds %+v", l)
	}
	bare := filled(t)
	bare.wantProblem(bare.do(http.MethodPost, "/api/v1/rounds", `{"year":2020}`), http.StatusServiceUnavailable, "no-correcting")
	bare.wantProblem(bare.do(http.MethodGet, "/api/v1/rounds/current", ""), http.StatusNotFound, "no-round")
}

func TestScores(t *testing.T) {
	t.Parallel()
	o := rounded(t)
	put := func(body string) scoresAnswer {
		t.Helper()
		return answer[scoresAnswer](o, body, o.do(http.MethodPut, "/api/v1/rounds/current/scores", body))
	}
	got := put(`{"items":[{"criterion":"1.1","office":"vp","self":0.75,"note":"xem trang 3"},{"criterion":"1.2","office":"vp","self":0}],"by":"Chị Hạnh","unit":"vp"}`)
	if got.Total != 2 || *got.Items[0].Self != 0.75 || *got.Items[1].Self != 0 || got.Items[0].By != "Chị Hạnh" || got.Totals[0].Self != 0.75 || got.Totals[1].Self != 0 {
		t.Errorf("saved %+v", got)
	}
	if got = put(`{"items":[{"criterion":"1.1","office":"vp","clear":["note"]}]}`); got.Total != 1 || got.Items[0].Note != "" || *got.Items[0].Self != 0.75 {
		t.Errorf("cleared %+v", got)
	}
	if got = put(`{"items":[{"criterion":"1.1","office":"vp","self":0.75}]}`); got.Total != 0 {
		t.Errorf("nothing new %+v", got)
	}
	table := get[scoresAnswer](o, "/api/v1/rounds/2020/scores?office=V%C4%83n+ph%C3%B2ng+S%E1%BB%9F")
	if table.Total != 2 || table.Items[1].OfficeName != "Văn phòng Sở" || len(table.Totals) != 1 {
		t.Errorf("table %+v", table)
	}
	if all := get[scoresAnswer](o, "/api/v1/rounds/2020/scores"); all.Total != 4 || all.Items[3].Self != nil {
		t.Errorf("all %+v", all)
	}
	for body, want := range map[string]cchc.Code{
		`{"items":[{"criterion":"1.1","office":"vp","self":1.5}]}`:             "score-points",
		`{"items":[{"criterion":"1.3","office":"vp","self":1}]}`:               "round-no-criterion",
		`{"items":[{"criterion":"1.1","self":1}]}`:                             "round-office-needed",
		`{"items":[{"criterion":"1.1","office":"vp","self":1}],"unit":"cntt"}`: "score-other-office",
		`{"items":[{"criterion":"1.1","office":"vp","clear":["colour"]}]}`:     "bad-request",
		`{"items":[{"criterion":"1.1","office":"vp","not_applicable":true}]}`:  "score-no-reason",
		`{"items":[{"criterion":"1.1","office":"vp","first":1}]}`:              "round-first-when",
		`{"items":[]}`: "bad-request",
	} {
		status := http.StatusUnprocessableEntity
		if want == "round-no-criterion" {
			status = http.StatusNotFound
		}
		o.wantProblem(o.do(http.MethodPut, "/api/v1/rounds/2020/scores", body), status, want)
	}
}

func TestScoreBook(t *testing.T) {
	t.Parallel()
	o := rounded(t)
	at := "/api/v1/rounds/2020/workbook"
	csv := "Mã đơn vị,STT,Điểm tự chấm,Ghi chú\nvp,1.1,\"0,5\",\"a\nb\"\ncntt,1.2,2,\n"
	try := answer[bookAnswer](o, "dry", o.do(http.MethodPost, at+"?dry_run=true", csv))
	if try.Saved || try.Changed != 2 || try.Rows != 2 {
		t.Errorf("tried %+v", try)
	}
	if got := answer[bookAnswer](o, "import", o.do(http.MethodPost, at+"?by=H%E1%BA%A1nh", csv)); !got.Saved || got.Changed != 2 {
		t.Errorf("imported %+v", got)
	}
	bad := answer[bookAnswer](o, "bad", o.do(http.MethodPost, at, "Mã đơn vị,STT,Tự chấm\nvp,1.1,9\ncntt,1.1,1\n"))
	if bad.Saved || len(bad.Problems) != 1 || bad.Problems[0].Cell != "C2" || !strings.Contains(bad.Problems[0].Reason.Message, "Văn phòng Sở") {
		t.Errorf("a bad cell %+v", bad)
	}
	if got := answer[bookAnswer](o, "partial", o.do(http.MethodPost, at+"?partial=true", "Mã đơn vị,STT,Tự chấm\nvp,1.1,9\ncntt,1.1,1\n")); !got.Saved || got.Changed != 1 || len(got.Problems) != 1 {
		t.Errorf("the rest %+v", got)
	}
	o.wantProblem(o.do(http.MethodPost, at, "không phải bảng"), http.StatusUnprocessableEntity, "book-no-heading")
	o.wantProblem(o.do(http.MethodPost, at+"?only=colour", csv), http.StatusUnprocessableEntity, "round-no-field")
	o.wantProblem(o.do(http.MethodPost, at, "STT,Tự chấm\n"+strings.Repeat("1.1,1\n", maxBook/6+1)), http.StatusUnprocessableEntity, "book-bytes")
	w := o.do(http.MethodGet, at+"?format=csv", "")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "vp,1.1,Tuyên truyền,1") || !strings.Contains(w.Header().Get("Content-Disposition"), "bang-diem-2020.csv") {
		t.Errorf("csv: %d %s", w.Code, w.Body)
	}
	if back := answer[bookAnswer](o, "back", o.do(http.MethodPost, at+"?replace=true", w.Body.String())); !back.Saved || back.Changed != 0 || len(back.Problems)+len(back.Notices) > 0 {
		t.Errorf("what was sent comes back as %+v", back)
	}
	w = o.do(http.MethodGet, at+"?office=vp", "")
	z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	if err != nil || w.Code != http.StatusOK || len(z.File) == 0 {
		t.Errorf("xlsx: %d %v", w.Code, err)
	}
}

func TestMovingARound(t *testing.T) {
	t.Parallel()
	o := rounded(t)
	answer[scoresAnswer](o, "score", o.do(http.MethodPut, "/api/v1/rounds/2020/scores", `{"items":[{"criterion":"1.1","office":"vp","self":1},{"criterion":"1.2","office":"vp","self":2}]}`))
	next := cchc.Catalogue{ID: "song-lam", Version: "2", Title: "Bản mới", Year: 2020, Criteria: []cchc.Criterion{{ID: "1.1", Title: "Tuyên truyền", Points: 1}, {ID: "9", Title: "Kiểm tra", Points: 2}}}
	if err := o.store.SaveCatalogue(t.Context(), cchc.Operator(), next, nil); err != nil {
		t.Fatal(err)
	}
	at := "/api/v1/rounds/2020/catalogue"
	o.wantProblem(o.do(http.MethodPost, at, `{"catalogue":"song-lam@7"}`), http.StatusNotFound, "no-such-catalogue")
	o.wantProblem(o.do(http.MethodPost, at, `{"catalogue":"song-lam@1"}`), http.StatusUnprocessableEntity, "round-same-catalogue")
	m := answer[moved](o, "move", o.do(http.MethodPost, at, `{"catalogue":"song-lam@2","mapping":{"1.1":"1.1","1.2":""}}`))
	if m.Round.Catalogue != "song-lam@2" || !m.Round.Current || len(m.Left) != 1 || m.Left[0].Criterion != "1.2" || m.Left[0].Reason.Message == "" {
		t.Errorf("moved %+v", m)
	}
	if v := get[roundView](o, "/api/v1/rounds/current"); len(v.Snapshots) != 1 || v.Snapshots[0].Cause != store.CauseMove {
		t.Errorf("snapshots %+v", v.Snapshots)
	}
}
