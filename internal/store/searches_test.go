package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/record"
)

func wantCode(t *testing.T, err error, code cchc.Code) {
	t.Helper()
	if err == nil || cchc.AsError(err).Reason.Code != code {
		t.Errorf("error %v, want %s", err, code)
	}
}

// auditOf lists the actions on a subject, the last first.
func auditOf(t *testing.T, s *Store, subject string) (out []string) {
	t.Helper()
	rows, _, _, err := s.Audit(t.Context(), cchc.Everything(), AuditFilter{Subject: subject})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		out = append(out, r.Action)
	}
	return out
}

func TestSavedSearches(t *testing.T) {
	s := open(t)
	actor := cchc.Actor{Name: "Văn thư", Role: cchc.RoleOperator}
	plan, err := s.SaveSearch(t.Context(), actor, record.Saved{Name: "Kế hoạch năm", Query: "kế hoạch", Filters: record.Filters{Year: []int{2020}, State: []string{"stale"}}, Sort: "newest"})
	if err != nil || plan.ID == 0 || plan.By != "Văn thư" || plan.Created.IsZero() || !plan.Changed.Equal(plan.Created) {
		t.Fatalf("%+v, %v", plan, err)
	}
	_, err = s.SaveSearch(t.Context(), actor, record.Saved{Name: "KẾ HOẠCH  năm", Query: "x"})
	wantCode(t, err, "saved-name-taken")
	_, err = s.SaveSearch(t.Context(), actor, record.Saved{Name: "trống"})
	wantCode(t, err, "saved-empty")
	other, err := s.SaveSearch(t.Context(), actor, record.Saved{Name: "Báo cáo", Query: "báo cáo"})
	if err != nil {
		t.Fatal(err)
	}
	other.Name = "Kế hoạch năm"
	_, err = s.ChangeSearch(t.Context(), actor, other)
	wantCode(t, err, "saved-name-taken")
	other.Name, other.Query = "Báo Cáo", "báo cáo năm" // its own name in other capitals
	if other, err = s.ChangeSearch(t.Context(), cchc.Operator(), other); err != nil || other.Query != "báo cáo năm" || other.By != cchc.Operator().Name {
		t.Errorf("%+v, %v", other, err)
	}
	all, err := s.SavedSearches(t.Context(), cchc.Everything())
	if err != nil || len(all) != 2 || all[0].Name != "Báo Cáo" || all[1].Filters.Year[0] != 2020 || all[1].Filters.State[0] != "stale" || all[1].Sort != "newest" {
		t.Errorf("%+v, %v", all, err)
	}
	if err := s.DeleteSearch(t.Context(), actor, plan.ID); err != nil {
		t.Error(err)
	}
	for _, err := range []error{s.DeleteSearch(t.Context(), actor, plan.ID), func() error { _, err := s.ChangeSearch(t.Context(), actor, plan); return err }()} {
		if !errors.Is(err, cchc.ErrNotFound) {
			t.Errorf("what is gone: %v", err)
		}
	}
	if got := fmt.Sprint(auditOf(t, s, "Kế hoạch năm"), auditOf(t, s, "Báo Cáo")); got != "[search-deleted search-saved] [search-changed]" {
		t.Errorf("audit %s", got)
	}
	for i := range record.MaxSaved - 1 {
		if _, err := s.SaveSearch(t.Context(), actor, record.Saved{Name: fmt.Sprint(i), Query: "x"}); err != nil {
			t.Fatal(err)
		}
	}
	_, err = s.SaveSearch(t.Context(), actor, record.Saved{Name: "một nữa", Query: "x"})
	wantCode(t, err, "saved-too-many")
}

func TestAbbreviations(t *testing.T) {
	s := open(t)
	check := func(short, long string) record.Abbreviation {
		t.Helper()
		a, err := record.Abbreviation{Short: short, Long: long}.Check()
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a, err := s.AddAbbreviation(t.Context(), cchc.Operator(), check("SLTT", "Sở Lâm thời"))
	if err != nil || a.By == "" || a.At.IsZero() {
		t.Fatalf("%+v, %v", a, err)
	}
	_, err = s.AddAbbreviation(t.Context(), cchc.Operator(), check("sltt", "sở lâm thời"))
	wantCode(t, err, "abbreviation-exists")
	b, err := s.AddAbbreviation(t.Context(), cchc.Operator(), check("BCN", "ban chủ nhiệm"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.ChangeAbbreviation(t.Context(), cchc.Operator(), b.ID, check("SLTT", "Sở Lâm thời"))
	wantCode(t, err, "abbreviation-exists")
	changed := check("BCN", "Ban Chủ nhiệm đề tài")
	changed.Off, changed.Comment = true, "ghi chú"
	if changed, err = s.ChangeAbbreviation(t.Context(), cchc.Operator(), b.ID, changed); err != nil || !changed.Off || changed.Comment != "ghi chú" || changed.ID == b.ID {
		t.Errorf("%+v, %v", changed, err)
	}
	shipped := check("KH", "kế hoạch")
	for _, off := range []bool{true, false} {
		shipped.Off = off
		if got, err := s.SwitchAbbreviation(t.Context(), cchc.Operator(), shipped); err != nil || got.Off != off || !got.Shipped {
			t.Errorf("%+v, %v", got, err)
		}
	}
	list, err := s.OfficeAbbreviations(t.Context(), cchc.Everything())
	if err != nil || len(list) != 3 || list[0].Short != "SLTT" || list[1].Long != "Ban Chủ nhiệm đề tài" || !list[2].Shipped {
		t.Errorf("%+v, %v", list, err)
	}
	if err := s.DeleteAbbreviation(t.Context(), cchc.Operator(), a.ID); err != nil {
		t.Error(err)
	}
	for _, id := range []string{a.ID, shipped.ID} {
		if err := s.DeleteAbbreviation(t.Context(), cchc.Operator(), id); !errors.Is(err, cchc.ErrNotFound) {
			t.Errorf("%s: %v", id, err)
		}
	}
	if got := fmt.Sprint(auditOf(t, s, "SLTT"), auditOf(t, s, "BCN"), auditOf(t, s, "KH")); got !=
		"[abbreviation-deleted abbreviation-added] [abbreviation-changed abbreviation-added] [abbreviation-switched abbreviation-switched]" {
		t.Errorf("audit %s", got)
	}
}

// A list is taken over in one go: where a part of it cannot be written, nothing is.
func TestRewriteAbbreviations(t *testing.T) {
	s := open(t)
	pair := func(short, long string) record.Abbreviation {
		return record.Abbreviation{ID: record.AbbreviationID(short, long), Short: short, Long: long}
	}
	if _, err := s.AddAbbreviation(t.Context(), cchc.Operator(), pair("SLTT", "Sở Lâm thời")); err != nil {
		t.Fatal(err)
	}
	shipped := pair("KH", "kế hoạch")
	shipped.Shipped, shipped.Off = true, true
	rewrite := func(add ...record.Abbreviation) error {
		return s.RewriteAbbreviations(t.Context(), cchc.Operator(), func(office []record.Abbreviation) (_, switched []record.Abbreviation) {
			if len(office) != 1 {
				t.Errorf("planned for %+v", office)
			}
			own := office[0]
			own.Off = true
			return add, []record.Abbreviation{own, shipped}
		})
	}
	if err := rewrite(pair("BCN", "ban chủ nhiệm"), pair("SLTT", "Sở Lâm thời")); err == nil {
		t.Error("a pair that is there was added again")
	}
	list, err := s.OfficeAbbreviations(t.Context(), cchc.Everything())
	if err != nil || len(list) != 1 || list[0].Off || len(auditOf(t, s, "BCN")) != 0 {
		t.Errorf("half of it is there: %+v, %v", list, err)
	}
	if err := rewrite(pair("BCN", "ban chủ nhiệm")); err != nil {
		t.Fatal(err)
	}
	list, err = s.OfficeAbbreviations(t.Context(), cchc.Everything())
	if err != nil || len(list) != 3 || !list[0].Off || list[1].Off || !list[2].Off || !list[2].Shipped {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestUnits(t *testing.T) {
	s := open(t)
	saveCatalogue(t, s, "v1")
	indexed(t, s, "/n/a", "")
	for n, unit := range []string{"p1", "p1", "p2", "Phòng Ba"} {
		indexed(t, s, fmt.Sprintf("/n/%s/%d", unit, n), unit)
	}
	for _, c := range []struct {
		scope cchc.Scope
		p2    []string // what "P2" is taken for
	}{{cchc.Everything(), []string{"p2"}}, {cchc.Scope{}, nil}, {cchc.Scope{Units: []string{"p1"}}, nil}, {cchc.Scope{Units: []string{"p2", ""}}, []string{"p2"}}} {
		units, err := s.Units(t.Context(), c.scope)
		if err != nil {
			t.Fatal(err)
		}
		if got := units.Folders("P2"); !slices.Equal(got, c.p2) || units.Folders("") != nil {
			t.Errorf("%+v: %q", c.scope, got)
		}
	}
	units, err := s.Units(t.Context(), cchc.Everything())
	if err != nil || !slices.Equal(units.Folders("phong-ba"), []string{"Phòng Ba"}) {
		t.Errorf("%q, %v", units.Folders("phong-ba"), err)
	}
}

// What searches ask of the links follows every change of the record at once; where reading
// it is slow only a person's own change does.
func TestLinkedFollowsChanges(t *testing.T) {
	s := open(t)
	if _, err := s.Linked(t.Context(), cchc.Everything()); !errors.Is(err, cchc.ErrNotFound) {
		t.Errorf("without a catalogue: %v", err)
	}
	cat := saveCatalogue(t, s, "v1")
	leaf := cat.Leaves()[0].ID
	doc := indexed(t, s, "/n/p1/a", "p1", maker(cat.Ref(), leaf+"/1", 0.8, standing))
	count := func(state cchc.LinkState) int {
		t.Helper()
		l, err := s.Linked(t.Context(), cchc.Everything())
		if err != nil {
			t.Fatal(err)
		}
		return len(l.Documents([]string{leaf}, []cchc.LinkState{state}))
	}
	if count(cchc.LinkSuggested) != 1 || count(cchc.LinkAccepted) != 0 {
		t.Fatal("the proposed link is not there")
	}
	kept := s.linked.of(cchc.Everything())
	now := s.now
	defer func() { s.now = now }()
	at := now()
	s.now = func() time.Time { return at }
	kept.at, kept.took = at, 2*slowLinked // as if it had been slow
	indexed(t, s, "/n/p1/b", "p1", maker(cat.Ref(), leaf+"/1", 0.8, standing))
	if count(cchc.LinkSuggested) != 1 {
		t.Error("a slow reading is done again for every paper that comes in")
	}
	at = at.Add(linkedAge)
	if count(cchc.LinkSuggested) != 2 {
		t.Error("it is not read again when it is old")
	}
	s.linked.of(cchc.Everything()).took = 2 * slowLinked
	_, err := s.Review(t.Context(), cchc.Operator(), cchc.NewLinkID(cat.Ref(), leaf+"/1", doc), func(l cchc.Link) (cchc.Link, error) {
		l.State, l.By, l.At = cchc.LinkAccepted, "ai", at
		return l, nil
	})
	if err != nil || count(cchc.LinkAccepted) != 1 {
		t.Errorf("a review is not seen at once: %v", err)
	}
	l, err := s.Linked(t.Context(), cchc.Scope{Units: []string{"p2"}})
	if err != nil || len(l.Documents(nil, nil)) != 0 {
		t.Errorf("another unit sees links: %v", err)
	}
}

func TestHeadings(t *testing.T) {
	s := open(t)
	indexed(t, s, "/n/p1/a", "p1")
	for _, c := range []struct {
		scope cchc.Scope
		want  int
	}{{cchc.Everything(), 1}, {cchc.Scope{}, 0}, {cchc.Scope{Units: []string{"p1"}}, 1}, {cchc.Scope{Units: []string{"p2"}}, 0}} {
		if got, err := s.Headings(t.Context(), c.scope); err != nil || len(got) != c.want {
			t.Errorf("%+v: %+v, %v", c.scope, got, err)
		}
	}
}
