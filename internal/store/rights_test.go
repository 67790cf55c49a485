package store

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/internal/record"
)

// Every read takes a Scope, every change an Actor. Close ends the program's work, Check
// and Meta speak of the record and of nobody's papers, Claim moves the queue for a worker
// and is recorded by what ends the job.
func TestEveryMethodTakesScopeOrActor(t *testing.T) {
	exempt := map[string]bool{"Close": true, "Check": true, "Meta": true, "Seq": true, "Claim": true, "ClaimScans": true, "Changes": true}
	scope, actor := reflect.TypeFor[cchc.Scope](), reflect.TypeFor[cchc.Actor]()
	typ := reflect.TypeFor[*Store]()
	if typ.NumMethod() < 20 {
		t.Fatalf("only %d methods found", typ.NumMethod())
	}
	for m := range typ.NumMethod() {
		method := typ.Method(m)
		takes := method.Type.NumIn() > 2 && (method.Type.In(2) == scope || method.Type.In(2) == actor)
		if takes == exempt[method.Name] {
			t.Errorf("%s: takes scope or actor after the context: %v, exempt: %v", method.Name, takes, exempt[method.Name])
		}
	}
}

// call runs a read with arguments that find something under a scope of everything, and
// reports whether it found anything.
func call(t *testing.T, s *Store, name string, scope cchc.Scope, args ...any) bool {
	t.Helper()
	in := []reflect.Value{reflect.ValueOf(context.Context(t.Context())), reflect.ValueOf(scope)}
	found := false
	for _, a := range args {
		in = append(in, reflect.ValueOf(a))
	}
	method := reflect.ValueOf(s).MethodByName(name)
	if n := method.Type().NumIn(); len(in) == n-1 { // a callback
		fn := method.Type().In(n - 1)
		in = append(in, reflect.MakeFunc(fn, func([]reflect.Value) []reflect.Value {
			found = true
			return []reflect.Value{reflect.Zero(fn.Out(0))}
		}))
	}
	out := method.Call(in)
	if err, _ := out[len(out)-1].Interface().(error); err != nil {
		if !errors.Is(err, cchc.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
		return false
	}
	for _, v := range out[:len(out)-1] {
		switch v.Kind() {
		case reflect.Slice, reflect.Map:
			found = found || v.Len() > 0
		default:
			found = found || !v.IsZero()
		}
	}
	return found
}

func TestReadsSeeTheirScopeOnly(t *testing.T) {
	s := open(t)
	cat := saveCatalogue(t, s, "v1")
	doc := indexed(t, s, "/n/p1/a", "p1", maker(cat.Ref(), "1/1", 0.8, standing))
	lnk := cchc.NewLinkID(cat.Ref(), "1/1", doc)
	if err := s.SaveRecognised(t.Context(), cchc.System(), doc.File(), "engine 1", cchc.Page{Number: 1, Source: cchc.SourceOCR}); err != nil {
		t.Fatal(err)
	}
	rows, _, _, err := s.IntakeRows(t.Context(), cchc.Everything(), IntakeFilter{})
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	saved, err := s.SaveSearch(t.Context(), cchc.Operator(), record.Saved{Name: "a", Query: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddAbbreviation(t.Context(), cchc.Operator(), record.Abbreviation{ID: "1", Short: "A", Long: "b"}); err != nil {
		t.Fatal(err)
	}
	x := cchc.Exhibit{ID: "x-1", Kind: cchc.KindWeb, Title: "t", Unit: "p1"}
	if _, err := s.AddLink(t.Context(), cchc.Operator(), ManualLink{Link: cchc.Link{Catalogue: cat.Ref(), Criterion: "1", Requirement: "1/2", Document: x.ID}, Exhibit: &x, Note: "n"}); err != nil {
		t.Fatal(err)
	}
	ofExhibit := cchc.NewLinkID(cat.Ref(), "1/2", x.ID)
	const (
		unit   = iota // of a unit
		office        // of the office: any scope
		all           // only a scope of everything
	)
	reads := map[string]struct {
		kind int
		args []any
	}{
		"Places": {unit, []any{""}}, "IntakeRows": {unit, []any{IntakeFilter{}}}, "IntakeRow": {unit, []any{rows[0].ID}}, "Summary": {unit, nil},
		"Document": {unit, []any{doc}}, "Documents": {unit, []any{DocumentFilter{}}}, "DocumentsByID": {unit, []any{[]cchc.DocumentID{doc}}},
		"Pages": {unit, []any{doc}}, "Passages": {unit, []any{doc}}, "PassagesByID": {unit, []any{[]cchc.PassageID{cchc.NewPassageID(doc, 1)}}},
		"EachText":     {unit, []any{[]cchc.PassageID{cchc.NewPassageID(doc, 1)}}},
		"EachDocument": {unit, nil}, "File": {unit, []any{doc.File()}}, "Link": {unit, []any{lnk}}, "Links": {unit, []any{LinkFilter{}}},
		"EachLink": {unit, []any{LinkFilter{}}}, "AllLinks": {unit, []any{LinkFilter{}}}, "LinksOf": {unit, []any{cat.Ref()}}, "Catalogues": {office, nil}, "HasCatalogue": {office, nil}, "CurrentCatalogue": {office, nil}, "Catalogue": {office, []any{cat.Ref()}},
		"CatalogueSource": {office, []any{cat.Ref()}}, "Audit": {all, []any{AuditFilter{}}}, "KeptLinks": {all, []any{cat.Ref()}}, "EachFile": {all, nil},
		"DocumentsAfter": {unit, []any{cchc.DocumentID(""), 1}}, "FirstPlace": {unit, []any{doc.File()}}, "IntakeLog": {unit, []any{rows[0].ID}},
		"Exhibit": {unit, []any{x.ID}}, "Exhibits": {unit, []any{[]cchc.DocumentID{x.ID}}}, "LinkHistory": {unit, []any{ofExhibit}},
		"Recognised": {unit, []any{doc.File(), "engine 1"}}, "Headings": {unit, nil},
		"SavedSearches": {office, nil}, "SavedSearch": {office, []any{saved.ID}}, "OfficeAbbreviations": {office, nil},
	}
	elsewhere := map[string]bool{"Snapshot": true, "UnreadPages": true, "NextTry": true, "Withheld": true, "Strays": true, "IntakeReasons": true, "Linked": true, "Units": true} // see TestCountsSeeTheirScopeOnly, TestLinkedFollowsChanges, TestUnits
	for _, name := range particularsReads() {                                                                                                                                    // see TestParticularsSeeTheirScopeOnly
		elsewhere[name] = true
	}
	for _, name := range coverageReads() { // see TestCoverageReadsSeeTheirScopeOnly
		elsewhere[name] = true
	}
	for _, name := range roundReads() { // see TestRoundsSeeTheirScopeOnly
		elsewhere[name] = true
	}
	scope := reflect.TypeFor[cchc.Scope]()
	typ := reflect.TypeFor[*Store]()
	for m := range typ.NumMethod() {
		method := typ.Method(m)
		_, listed := reads[method.Name]
		if method.Type.NumIn() > 2 && method.Type.In(2) == scope && !listed && !elsewhere[method.Name] {
			t.Errorf("%s: what it shows is not tested", method.Name)
		}
	}
	for name, r := range reads {
		for _, c := range []struct {
			scope cchc.Scope
			sees  bool
		}{
			{cchc.Everything(), true},
			{cchc.Scope{}, false},
			{cchc.Scope{Units: []string{"p0", "p1"}}, r.kind != all},
			{cchc.Scope{Units: []string{"p2", ""}}, r.kind == office},
		} {
			if got := call(t, s, name, c.scope, r.args...); got != c.sees {
				t.Errorf("%s with scope %+v: sees something %v, want %v", name, c.scope, got, c.sees)
			}
		}
	}
	if err := s.Snapshot(t.Context(), cchc.Scope{Units: []string{"p1"}}, t.TempDir()+"/copy.db"); err == nil {
		t.Error("a unit took a copy of everything")
	}
}

func TestCountsSeeTheirScopeOnly(t *testing.T) {
	s := open(t)
	seen := sight("/n/p1/scan", "scan", "p1")
	receive(t, s, seen)
	r := result(claim(t, s, 1)[0], 2)
	reason := cchc.NewReason(intake.NeedsRecognition, "1", "2")
	r.State, r.Reason, r.Recognise = cchc.StateWaiting, &reason, true
	r.Reading.Pages[1].NeedsOCR = true
	commit(t, s, r)
	for _, c := range []struct {
		scope cchc.Scope
		want  int
	}{
		{cchc.Everything(), 1},
		{cchc.Scope{}, 0},
		{cchc.Scope{Units: []string{"p1"}}, 1},
		{cchc.Scope{Units: []string{"p2"}}, 0},
	} {
		if n, err := s.UnreadPages(t.Context(), c.scope); err != nil || n != c.want {
			t.Errorf("scope %+v: %d unread pages, %v, want %d", c.scope, n, err, c.want)
		}
		if rs, err := s.IntakeReasons(t.Context(), c.scope); err != nil || len(rs) != c.want {
			t.Errorf("scope %+v: reasons %+v, %v, want %d", c.scope, rs, err, c.want)
		}
	}
}
