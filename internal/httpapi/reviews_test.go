package httpapi

import (
	"net/http"
	"testing"

	"minhchung/internal/cchc"
)

func TestReviewForAUnit(t *testing.T) {
	t.Parallel()
	o := filled(t)
	id := o.linkID("1.1/1", planText) // of the folder "Phòng Một"
	target := "/api/v1/links/" + id
	o.wantProblem(o.do(http.MethodPost, target+"/review", `{"decision":"submit","by":"An","unit":"Phòng Chín"}`), http.StatusUnprocessableEntity, "review-unknown-unit")
	l := review(o, id, `{"decision":"submit","by":"An","unit":"phong-mot","note":"bản ký"}`)
	if l.State != cchc.LinkSubmitted || l.By != "An" || l.ByUnit != "phong-mot" || l.Unit != "Phòng Một" || l.StateWords != "Đã nộp, chờ thẩm định" {
		t.Errorf("submitted: %+v", l)
	}
	o.wantProblem(o.do(http.MethodPost, target+"/review", `{"decision":"accept","by":"An","unit":"phòng một"}`), http.StatusUnprocessableEntity, "review-own-unit")
	o.wantProblem(o.do(http.MethodPost, target+"/review", `{"decision":"ask"}`), http.StatusUnprocessableEntity, "review-needs-question")
	if l = review(o, id, `{"decision":"ask","note":"vì sao ban hành muộn?"}`); l.State != cchc.LinkExplanationAsked {
		t.Errorf("asked: %+v", l)
	}
	if l = review(o, id, `{"decision":"accept"}`); l.State != cchc.LinkAccepted {
		t.Errorf("accepted: %+v", l)
	}
	o.wantProblem(o.do(http.MethodPost, target+"/review", `{"decision":"withdraw"}`), http.StatusUnprocessableEntity, "review-not-submitted")
	v := get[linkView](o, target)
	var states []cchc.LinkState
	for _, h := range v.History {
		states = append(states, h.To)
	}
	if len(states) != 3 || states[0] != cchc.LinkSubmitted || states[1] != cchc.LinkExplanationAsked || states[2] != cchc.LinkAccepted || v.History[0].Unit != "phong-mot" || v.History[1].Note != "vì sao ban hành muộn?" {
		t.Errorf("history: %+v", v.History)
	}
	if v.Band != "sure" || v.BandWords != "Chắc" || v.Why == "" || v.Stale || v.Manual {
		t.Errorf("link: %+v", v.LinkRow)
	}
	o.wantProblem(o.do(http.MethodGet, "/api/v1/links/0123456789ab", ""), http.StatusNotFound, "no-such-link")
}

func TestReviewOfSeveral(t *testing.T) {
	t.Parallel()
	o := filled(t)
	plan, report := o.linkID("1.1/1", planText), o.linkID("1.2/1", htmlText)
	all := func(body string) reviewedAll {
		t.Helper()
		return answer[reviewedAll](o, "/api/v1/links/review", o.do(http.MethodPost, "/api/v1/links/review", body))
	}
	got := all(`{"decision":"accept","unit":"Phòng Một","links":["` + plan + `","` + report + `","` + plan + `","0123456789ab"]}`)
	if len(got.Items) != 1 || string(got.Items[0].Link) != report || len(got.Refused) != 2 ||
		string(got.Refused[0].Link) != plan || got.Refused[0].Why.Code != "review-own-unit" || got.Refused[1].Why.Code != "no-such-link" || got.Refused[0].Why.Remedy == "" {
		t.Errorf("%+v", got)
	}
	if got = all(`{"decision":"submit","filter":{"state":"suggested"}}`); len(got.Items) != 1 || string(got.Items[0].Link) != plan {
		t.Errorf("by state: %+v", got)
	}
	if got = all(`{"decision":"reset","filter":{"criterion":"1.2"}}`); len(got.Items) != 1 || got.Items[0].State != cchc.LinkSuggested {
		t.Errorf("by criterion: %+v", got)
	}
	for _, body := range []string{`{"decision":"accept"}`, `{"decision":"accept","links":["` + plan + `"],"filter":{}}`} {
		o.wantProblem(o.do(http.MethodPost, "/api/v1/links/review", body), http.StatusUnprocessableEntity, "review-no-links")
	}
}

func TestLinkByHand(t *testing.T) {
	t.Parallel()
	o := filled(t)
	add := func(body string) linkRow {
		t.Helper()
		w := o.do(http.MethodPost, "/api/v1/links", body)
		if w.Code != http.StatusCreated {
			t.Fatalf("%s is %d: %s", body, w.Code, w.Body)
		}
		w.Code = http.StatusOK
		return answer[linkRow](o, body, w)
	}
	verdict := func(criterion string) cchc.Verdict {
		for _, r := range get[coverageAnswer](o, "/api/v1/coverage?criterion="+criterion).Items {
			return r.Verdict
		}
		return ""
	}
	unread := get[coverageAnswer](o, "/api/v1/coverage").Unread
	picture := add(`{"criterion":"1.1","document":"` + o.id(scanText) + `","note":"ảnh bảng niêm yết","by":"An","unit":"Phòng Một"}`)
	if !picture.Manual || picture.Band != "manual" || picture.State != cchc.LinkSubmitted || picture.By != "An" || len(picture.Quotes) != 0 {
		t.Errorf("picture: %+v", picture)
	}
	if now := get[coverageAnswer](o, "/api/v1/coverage").Unread; now != unread-1 {
		t.Errorf("a described picture: %d unread, had %d", now, unread)
	}
	web := add(`{"criterion":"1.2","requirement":"1","web":{"address":"https://songlam.example/cchc","seen":"2020-12-05","title":"Chuyên mục"},"note":"có chuyên mục"}`)
	if web.Exhibit == nil || web.Exhibit.Kind != "WEB" || web.Path != "https://songlam.example/cchc" || web.Title != "Chuyên mục" {
		t.Errorf("web page: %+v", web)
	}
	figures := add(`{"criterion":"1.2","statistics":{"description":"120 hồ sơ, 118 đúng hạn"}}`)
	if figures.Exhibit == nil || figures.Exhibit.Kind != "HTHONG" || figures.Note != "120 hồ sơ, 118 đúng hạn" {
		t.Errorf("figures: %+v", figures)
	}
	review(o, string(web.Link), `{"decision":"accept"}`)
	if v := verdict("1.2"); v != cchc.VerdictCovered {
		t.Errorf("an accepted web page gives %s", v)
	}
	target := "/api/v1/links/" + string(web.Link)
	o.wantProblem(o.do(http.MethodDelete, target, ""), http.StatusUnprocessableEntity, "review-decided")
	review(o, string(web.Link), `{"decision":"reset"}`)
	if w := o.do(http.MethodDelete, target+"?by=An", ""); w.Code != http.StatusNoContent {
		t.Errorf("removing is %d: %s", w.Code, w.Body)
	}
	o.wantProblem(o.do(http.MethodDelete, target, ""), http.StatusNotFound, "no-such-link")
	o.wantProblem(o.do(http.MethodDelete, "/api/v1/links/"+o.linkID("1.1/1", planText), ""), http.StatusUnprocessableEntity, "link-not-by-hand")
	for body, code := range map[string]cchc.Code{
		`{"criterion":"1.1","note":"x"}`:                                         "link-needs-one",
		`{"criterion":"1.1","document":"none","note":"x"}`:                       "no-such-document",
		`{"criterion":"1.1","document":"` + o.id(scanText) + `"}`:                "link-needs-note",
		`{"criterion":"9","statistics":{"description":"x"}}`:                     "no-such-criterion",
		`{"criterion":"1.1","requirement":"7","statistics":{"description":"x"}}`: "link-no-requirement",
	} {
		w := o.do(http.MethodPost, "/api/v1/links", body)
		if p := o.wantProblem(w, w.Code, code); p.Status/100 != 4 {
			t.Errorf("%s is %d", body, w.Code)
		}
	}
}
