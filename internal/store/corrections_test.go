package store

import (
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"minhchung/internal/agency"
	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/internal/particulars"
	"minhchung/internal/register"
	"minhchung/internal/works"
)

// paper receives, reads and commits a file of unit p1; change makes it another paper.
func paper(t testing.TB, s *Store, name string, change func(*Described)) cchc.DocumentID {
	t.Helper()
	receive(t, s, sight("/n/p1/"+name, name, "p1"))
	jobs := claim(t, s, 1)
	if len(jobs) != 1 {
		t.Fatalf("claimed %d jobs", len(jobs))
	}
	r := result(jobs[0], 3)
	if change != nil {
		change(&r.Documents[0])
	}
	commit(t, s, r)
	return r.Documents[0].Document.ID
}

// numberOf makes a described document another paper of the office.
func numberOf(number, notation, date string) func(*Described) {
	return func(d *Described) {
		day, _ := cchc.ParseDate(date)
		p := &d.Document.Particulars
		p.CodeNumber, p.CodeNotation, p.Code, p.IssuedDate = number, notation, number+"/"+notation, day
		if number == "" {
			p.Code = ""
		}
		d.Document.Work = cchc.WorkID(p.Code + date)
	}
}

// amend corrects one field as the pipeline would.
func amend(t testing.TB, s *Store, id cchc.DocumentID, field, value string) {
	t.Helper()
	h := held(t, s, id)
	c := cchc.Correction{Document: id, Field: field, Kind: cchc.Corrected, Value: json.RawMessage(value), Found: json.RawMessage(`{}`)}
	d, unfit := particulars.Apply(h.Found, append(h.Corrections, c))
	if len(unfit) > 0 {
		t.Fatal(unfit)
	}
	if err := s.Amend(t.Context(), cchc.Operator(), []intake.Amended{{Document: d, Found: h.Found, Added: []cchc.Correction{c}}}, 2); err != nil {
		t.Fatal(err)
	}
}

func held(t testing.TB, s *Store, id cchc.DocumentID) intake.Held {
	t.Helper()
	all, err := s.Held(t.Context(), cchc.Everything(), []cchc.DocumentID{id})
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	return all[id]
}

func TestAmend(t *testing.T) {
	s := open(t)
	id := paper(t, s, "a", nil)
	before := held(t, s, id)
	amend(t, s, id, "code", `{"code":"16/KH-STTTT","code_number":"16","code_notation":"KH-STTTT"}`)
	amend(t, s, id, "unit", `{"unit":"p2"}`)
	h := held(t, s, id)
	if h.Document.Particulars.Code != "16/KH-STTTT" || h.Document.Unit != "p2" || !reflect.DeepEqual(h.Found.Particulars, before.Document.Particulars) || h.Found.Unit != "p1" {
		t.Errorf("held is %+v", h)
	}
	if len(h.Corrections) != 2 || h.Corrections[0].By != cchc.Operator().Name || h.Corrections[0].At.IsZero() {
		t.Errorf("corrections are %+v", h.Corrections)
	}
	if docs, _, _, err := s.Documents(t.Context(), cchc.Everything(), DocumentFilter{Text: "16/KH", Unit: "p2"}); err != nil || len(docs) != 1 {
		t.Errorf("found by the corrected number: %v, %v", docs, err)
	}
	if seq, err := s.Seq(t.Context()); err != nil || seq != 2 {
		t.Errorf("seq %d, %v", seq, err)
	}
	undo := intake.Amended{Document: before.Document, Found: before.Found, Undone: []int64{h.Corrections[0].ID, h.Corrections[1].ID}}
	if err := s.Amend(t.Context(), cchc.Operator(), []intake.Amended{undo}, 3); err != nil {
		t.Fatal(err)
	}
	if now := held(t, s, id); !reflect.DeepEqual(now, before) {
		t.Errorf("after undoing held is %+v, before %+v", now, before)
	}
	if err := s.Amend(t.Context(), cchc.Operator(), []intake.Amended{undo}, 4); !errors.Is(err, cchc.ErrNotFound) {
		t.Errorf("undone twice: %v", err)
	}
	if seq, _ := s.Seq(t.Context()); seq != 3 {
		t.Errorf("what failed moved the number to %d", seq)
	}
	log, err := s.CorrectionLog(t.Context(), cchc.Everything(), id)
	if err != nil || len(log) != 2 || log[0].UndoneBy == "" {
		t.Errorf("the log is %+v, %v", log, err)
	}
	rows, _, _, err := s.Audit(t.Context(), cchc.Everything(), AuditFilter{Subject: string(id)})
	if err != nil || len(rows) != 4 {
		t.Errorf("audit %+v, %v", rows, err)
	}
	clean(t, s)
}

// Nothing of a paper that turns out to be secret may stay in what people wrote about it.
func TestWithholdingForgetsCorrections(t *testing.T) {
	s := open(t)
	id, other := paper(t, s, "a", nil), paper(t, s, "b", nil)
	amend(t, s, id, "subject", `{"subject":"điều không được giữ"}`)
	amend(t, s, other, "subject", `{"subject":"việc thường"}`)
	if _, err := s.Withhold(t.Context(), cchc.System(), id.File(), cchc.NewReason("secret", "MẬT")); err != nil {
		t.Fatal(err)
	}
	texts, err := collect(t.Context(), s.read.QueryContext, scanText, "SELECT value FROM corrections UNION ALL SELECT detail FROM audit WHERE detail LIKE '%không được giữ%'")
	if err != nil || len(texts) != 1 {
		t.Errorf("left is %q, %v", texts, err)
	}
}

func TestUnsure(t *testing.T) {
	s := open(t)
	var blank []cchc.DocumentID
	for i := range 5 {
		blank = append(blank, paper(t, s, "blank"+strconv.Itoa(i), func(d *Described) {
			numberOf("", "KH-STTTT", "2020-01-15")(d)
			d.Document.Particulars.Confidence = nil
		}))
	}
	doubtful := paper(t, s, "doubtful", func(d *Described) { d.Document.Particulars.Confidence = map[string]float64{"code": 0.7} })
	paper(t, s, "sure", nil)
	paper(t, s, "draft", func(d *Described) { numberOf("", "", "")(d); d.Document.Particulars.Draft = true })
	paper(t, s, "form", func(d *Described) { d.Document.Particulars = cchc.Particulars{TypeName: "Tờ khai"} })
	var got []cchc.DocumentID
	f := UnsureFilter{Below: 0.75, Limit: 2}
	for {
		docs, next, total, err := s.Unsure(t.Context(), cchc.Everything(), f)
		if err != nil || total != 6 {
			t.Fatal(total, err)
		}
		for _, d := range docs {
			got = append(got, d.ID)
		}
		if f.Cursor = next; next == "" {
			break
		}
	}
	if len(got) != 6 || got[5] != doubtful {
		t.Errorf("listed %v, the doubtful one is %s", got, doubtful)
	}
	if n, err := s.UnsureCount(t.Context(), cchc.Everything(), 0.6); err != nil || n != 5 {
		t.Errorf("%d below 0.6, %v", n, err)
	}
	amend(t, s, blank[0], "code", `{"code":"","code_number":"","code_notation":"KH-STTTT"}`)
	if n, err := s.UnsureCount(t.Context(), cchc.Everything(), 0.75); err != nil || n != 5 {
		t.Errorf("%d after one was said to be rightly blank, %v", n, err)
	}
}

func cite(relation cchc.Relation, number, notation, date, text string) cchc.Citation {
	day, _ := cchc.ParseDate(date)
	return cchc.Citation{Relation: relation, Code: number + "/" + notation, CodeNumber: number, CodeNotation: notation, IssuedDate: day, Page: 1, Line: 3, Text: text}
}

func TestCitationsAndWorks(t *testing.T) {
	s := open(t)
	plan := paper(t, s, "plan", numberOf("15", "KH-STTTT", "2020-01-15"))
	scan := paper(t, s, "scan", func(d *Described) { numberOf("15", "KH-STTTT", "2020-01-15")(d); d.Document.Quality = 0.5 })
	lastYear := paper(t, s, "last year", numberOf("15", "KH-STTTT", "2019-01-10"))
	annex := paper(t, s, "annex", func(d *Described) {
		numberOf("", "", "")(d)
		d.Citations = []cchc.Citation{cite(cchc.RelationAttached, "15", "KH-STTTT", "2020-01-15", "(Kèm theo Kế hoạch số 15/KH-STTTT)")}
	})
	report := paper(t, s, "report", func(d *Described) {
		numberOf("96", "BC-STTTT", "2020-06-30")(d)
		d.Citations = []cchc.Citation{
			cite(cchc.RelationBasis, "15", "KH-STTTT", "", "Căn cứ Kế hoạch số 15/KH-STTTT"),
			cite(cchc.RelationBasis, "30", "2020/NĐ-CP", "2020-03-05", "Căn cứ Nghị định số 30/2020/NĐ-CP"),
			cite(cchc.RelationMentions, "96", "BC-STTTT", "2020-06-30", "báo cáo này"),
		}
	})
	cited, citing, err := s.Citations(t.Context(), cchc.Everything(), report)
	if err != nil || len(cited) != 3 || len(cited[0].Documents) != 3 || len(cited[1].Documents) != 0 || len(cited[2].Documents) != 0 || len(citing) != 0 {
		t.Errorf("the report cites %+v, is cited by %+v, %v", cited, citing, err)
	}
	if _, citing, err = s.Citations(t.Context(), cchc.Everything(), plan); err != nil || len(citing) != 2 {
		t.Errorf("the plan is cited by %+v, %v", citing, err)
	}
	absent, total, err := s.AbsentPapers(t.Context(), cchc.Everything(), AbsentFilter{})
	if err != nil || total != 2 || absent[0].Documents != 1 {
		t.Errorf("absent are %+v of %d, %v", absent, total, err)
	}
	for text, want := range map[string]int{strings.ToLower(absent[0].Code): 1, absent[0].Code: 1, "không có": 0, "-": 2, "%": 0} {
		if _, n, err := s.AbsentPapers(t.Context(), cchc.Everything(), AbsentFilter{Text: text}); err != nil || n != want {
			t.Errorf("%d absent with %q, want %d, %v", n, text, want, err)
		}
	}
	w, err := s.WorkOf(t.Context(), cchc.Everything(), scan)
	if err != nil || len(w.Standings) != 2 || w.Standings[0].ID != plan || w.Standings[1].Role != works.RoleCopy || len(w.Annexes) != 1 || w.Annexes[0] != annex {
		t.Errorf("the work is %+v, %v", w, err)
	}
	if w, err = s.WorkOf(t.Context(), cchc.Everything(), annex); err != nil || len(w.Parents) != 2 || w.Work != "" {
		t.Errorf("the annex goes with %+v, %v", w, err)
	}
	// Replaced in part, by a draft, and as a whole.
	for i, c := range []struct {
		text  string
		draft bool
		want  bool
	}{
		{"bãi bỏ khoản 2 Điều 5 Kế hoạch số 15/KH-STTTT ngày 15/01/2020", false, false},
		{"thay thế Kế hoạch số 15/KH-STTTT ngày 15/01/2020", true, false},
		{"thay thế Kế hoạch số 15/KH-STTTT ngày 15/01/2020", false, true},
	} {
		by := paper(t, s, "by"+strconv.Itoa(i), func(d *Described) {
			numberOf(strconv.Itoa(200+i), "QĐ-STTTT", "2020-09-01")(d)
			d.Document.Particulars.Draft = c.draft
			d.Citations = []cchc.Citation{cite(cchc.RelationReplaces, "15", "KH-STTTT", "2020-01-15", c.text)}
		})
		replaced, err := s.Replaced(t.Context(), cchc.Everything(), []cchc.DocumentID{plan, scan, lastYear, report})
		if err != nil || (replaced[plan] == by) != c.want || replaced[lastYear] != "" || replaced[plan] != replaced[scan] {
			t.Errorf("%q, draft %v: replaced are %v, %v", c.text, c.draft, replaced, err)
		}
	}
	if w, err = s.WorkOf(t.Context(), cchc.Everything(), plan); err != nil || w.Standings[0].Role != works.RoleReplaced {
		t.Errorf("the replaced work is %+v, %v", w, err)
	}
	clean(t, s)
}

func TestDoubles(t *testing.T) {
	s := open(t)
	other := func(text string) func(*Described) {
		return func(d *Described) {
			for i := range d.Passages {
				d.Passages[i].Text = text
			}
		}
	}
	a := paper(t, s, "a", other("Kế hoạch kiểm tra công tác cải cách hành chính tại các phòng và đơn vị trực thuộc Sở trong năm"))
	b := paper(t, s, "b", other("Quy định về quản lý tài sản công, sử dụng xe ô tô và khoán kinh phí văn phòng phẩm hằng tháng"))
	if got, total, err := s.Doubles(t.Context(), cchc.Everything(), 0, 0); err != nil || total != 1 || len(got[0].Standings) != 2 || got[0].Standings[0].Reason.Code != "work-for-now" {
		t.Errorf("doubles of %s and %s: %+v, %v", a, b, got, err)
	}
	if got, total, err := s.Doubles(t.Context(), cchc.Everything(), 1, 1); err != nil || total != 1 || len(got) != 0 {
		t.Errorf("the page behind: %+v of %d, %v", got, total, err)
	}
	n, err := s.Regroup(t.Context(), cchc.System(), func(p cchc.Particulars) cchc.WorkID { return "" })
	if err != nil || n != 2 {
		t.Errorf("%d regrouped, %v", n, err)
	}
	if _, total, err := s.Doubles(t.Context(), cchc.Everything(), 0, 0); err != nil || total != 0 {
		t.Errorf("%d doubles without works, %v", total, err)
	}
}

func TestAgenciesAndRegisters(t *testing.T) {
	s := open(t)
	for _, a := range []agency.Agency{{ID: "moi", Name: "Sở Mới"}, {ID: "cu", Name: "Sở Cũ", Successor: "moi"}, {ID: "cu", Name: "Sở Cũ", Sign: "SC", Successor: "moi"}} {
		if err := s.SaveAgency(t.Context(), cchc.Operator(), a); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.RemoveAgency(t.Context(), cchc.Operator(), "moi"); cchc.AsError(err).Reason.Code != "agency-in-use" {
		t.Errorf("a successor was removed: %v", err)
	}
	if all, err := s.Agencies(t.Context(), cchc.Everything()); err != nil || len(all) != 2 || all[0].Sign != "SC" {
		t.Errorf("agencies are %+v, %v", all, err)
	}
	paper(t, s, "plan", nil)
	r := register.Register{Year: 2020, Problems: []register.Problem{{Line: 9, Reason: cchc.NewReason("register-no-number")}}, Entries: []cchc.RegisterEntry{
		{Line: 3, Code: "15/KH-STTTT", IssuedDate: cchc.NewDate(2020, 1, 15), Subject: "Tuyên truyền cải cách hành chính năm 2020"},
		{Line: 4, Code: "16/KH-STTTT", IssuedDate: cchc.NewDate(2020, 1, 16), Subject: "Kiểm tra"},
	}}
	for _, name := range []string{"lần một.xlsx", "lần hai.xlsx"} { // the second replaces the first
		if err := s.SaveRegister(t.Context(), cchc.Operator(), r, name); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := s.Registers(t.Context(), cchc.Everything())
	if err != nil || len(rows) != 1 || rows[0].Entries != 2 || rows[0].Problems != 1 || rows[0].Name != "lần hai.xlsx" {
		t.Errorf("registers are %+v, %v", rows, err)
	}
	got, report, err := s.RegisterReport(t.Context(), cchc.Everything(), 2020)
	if err != nil || !reflect.DeepEqual(got, r) || len(report.Received) != 1 || len(report.Missing) != 1 {
		t.Errorf("compared %+v: %+v, %v", got, report, err)
	}
	if gaps, err := s.NotReceived(t.Context(), cchc.Everything(), 2020, 2021); err != nil || len(gaps) != 1 || gaps[0].Entry.Code != "16/KH-STTTT" {
		t.Errorf("not received: %+v, %v", gaps, err)
	}
	if _, err := s.Register(t.Context(), cchc.Everything(), 2019); !errors.Is(err, cchc.ErrNotFound) {
		t.Errorf("a register nobody imported: %v", err)
	}
	clean(t, s)
}

// particularsReads are the reads TestParticularsSeeTheirScopeOnly looks at.
func particularsReads() []string {
	return []string{
		"Corrections", "CorrectionLog", "Held", "Unsure", "UnsureCount", "UnsureUnits", "Citations", "AbsentPapers", "WorkOf", "Replaced", "Doubles",
		"Agencies", "Registers", "Register", "RegisterReport", "NotReceived",
	}
}

func TestParticularsSeeTheirScopeOnly(t *testing.T) {
	s := open(t)
	unsure := func(d *Described) { d.Document.Particulars.Confidence = map[string]float64{"code": 0.1} }
	other := func(text string) func(*Described) {
		return func(d *Described) {
			unsure(d)
			d.Passages = d.Passages[:1]
			d.Passages[0].Text = text
			d.Citations = []cchc.Citation{cite(cchc.RelationBasis, "7", "QĐ-UBND", "", "Căn cứ")}
		}
	}
	id := paper(t, s, "a", other("một hai ba bốn năm sáu bảy tám chín mười"))
	paper(t, s, "b", other("mười chín tám bảy sáu năm bốn ba hai một"))
	paper(t, s, "c", func(d *Described) {
		numberOf("99", "QĐ-STTTT", "2020-09-01")(d)
		d.Citations = []cchc.Citation{cite(cchc.RelationReplaces, "15", "KH-STTTT", "2020-01-15", "thay thế Kế hoạch số 15/KH-STTTT")}
	})
	amend(t, s, id, "place", `{"place":"Sông Lam"}`)
	if err := s.SaveAgency(t.Context(), cchc.Operator(), agency.Agency{ID: "a", Name: "A"}); err != nil {
		t.Fatal(err)
	}
	entry := cchc.RegisterEntry{Line: 1, Code: "1000/KH-STTTT", Subject: "x y z"}
	if err := s.SaveRegister(t.Context(), cchc.Operator(), register.Register{Year: 2020, Entries: []cchc.RegisterEntry{entry}}, "x"); err != nil {
		t.Fatal(err)
	}
	ids := []cchc.DocumentID{id}
	args := map[string][]any{
		"Corrections": {ids}, "CorrectionLog": {id}, "Held": {ids}, "Unsure": {UnsureFilter{Below: 0.75}}, "UnsureCount": {0.75}, "UnsureUnits": {0.75}, "Citations": {id},
		"AbsentPapers": {AbsentFilter{}}, "WorkOf": {id}, "Replaced": {ids}, "Doubles": {0, 0}, "Register": {2020}, "RegisterReport": {2020}, "NotReceived": {2020},
	}
	ofOffice := map[string]bool{"Agencies": true, "Registers": true, "Register": true, "RegisterReport": true, "NotReceived": true}
	for _, name := range particularsReads() {
		for _, c := range []struct {
			scope cchc.Scope
			sees  bool
		}{
			{cchc.Everything(), true},
			{cchc.Scope{}, false},
			{cchc.Scope{Units: []string{"p0", "p1"}}, true},
			{cchc.Scope{Units: []string{"p2", ""}}, ofOffice[name]},
		} {
			if got := call(t, s, name, c.scope, args[name]...); got != c.sees {
				t.Errorf("%s with scope %+v: sees something %v, want %v", name, c.scope, got, c.sees)
			}
		}
	}
}
