package coverage

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

type source struct {
	links []cchc.Link
	fail  string
	asked []cchc.DocumentID
}

func (s *source) err(what string) error {
	if s.fail == what {
		return errors.New("đĩa hỏng")
	}
	return nil
}
func (s *source) CurrentCatalogue(context.Context, cchc.Scope) (cchc.Catalogue, error) {
	return small(), s.err("catalogue")
}
func (s *source) LinksOf(_ context.Context, _ cchc.Scope, ref string) ([]cchc.Link, error) {
	if ref != "thu@1" {
		return nil, fmt.Errorf("asked for %q", ref)
	}
	return s.links, s.err("links")
}
func (s *source) DocumentsByID(_ context.Context, _ cchc.Scope, ids []cchc.DocumentID) (map[cchc.DocumentID]cchc.Document, error) {
	s.asked = ids
	return map[cchc.DocumentID]cchc.Document{}, s.err("documents")
}
func (s *source) Catalogue(_ context.Context, _ cchc.Scope, ref string) (cchc.Catalogue, error) {
	cat := small()
	cat.ID, cat.Version, _ = strings.Cut(ref, "@")
	return cat, s.err("catalogue of")
}
func (s *source) Replaced(context.Context, cchc.Scope, []cchc.DocumentID) (map[cchc.DocumentID]cchc.DocumentID, error) {
	return map[cchc.DocumentID]cchc.DocumentID{}, s.err("replaced")
}
func (s *source) RegisteredOnly(_ context.Context, _ cchc.Scope, years ...int) ([]cchc.RegisterEntry, error) {
	return nil, s.err("register")
}
func (s *source) UnreadFiles(_ context.Context, _ cchc.Scope, most int) (int, []UnreadFile, error) {
	return 7, make([]UnreadFile, min(7, most)), s.err("ledger")
}

func TestCompute(t *testing.T) {
	s := &source{links: []cchc.Link{link("1.1/1", "d", accepted), link("1.2/1", "d", suggested)}}
	r, err := Compute(context.Background(), s, cchc.Everything(), Filter{})
	if err != nil || r.Unread != 7 || r.Totals.Covered != 2 || len(r.Rows) != 6 || len(s.asked) != 1 {
		t.Errorf("%v %+v", err, r)
	}
	for _, what := range []string{"catalogue", "links", "documents", "replaced", "register", "ledger"} {
		if _, err := Compute(context.Background(), &source{fail: what}, cchc.Everything(), Filter{}); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, f := range []Filter{{Unit: "z"}, {Criterion: "9"}} {
		_, err := Compute(context.Background(), s, cchc.Everything(), f)
		if e := cchc.AsError(err); e.Fault != cchc.FaultUsage || !errors.Is(err, cchc.ErrNotFound) {
			t.Errorf("%+v: %v", f, err)
		}
	}
	if r, err := Compute(context.Background(), s, cchc.Everything(), Filter{Criterion: "1.3", Unit: "a"}); err != nil || len(r.Rows) != 1 {
		t.Errorf("%v %+v", err, r.Rows)
	}
}

// rounds is a record that keeps rounds.
type rounds struct {
	source
	all    []cchc.Round
	scores map[string][]cchc.Score
	units  []cchc.Unit
}

func (s *rounds) Rounds(context.Context, cchc.Scope) ([]cchc.Round, error) {
	return s.all, s.err("rounds")
}
func (s *rounds) ScoresOf(_ context.Context, _ cchc.Scope, round string) ([]cchc.Score, error) {
	return s.scores[round], s.err("scores")
}
func (s *rounds) OwnUnits(context.Context, cchc.Scope) ([]cchc.Unit, error) {
	return s.units, s.err("units")
}
func (s *rounds) LinksOf(_ context.Context, _ cchc.Scope, ref string) ([]cchc.Link, error) {
	var out []cchc.Link
	for _, l := range s.links {
		l.Catalogue = ref
		out = append(out, l)
	}
	return out, s.err("links")
}

func TestComputeOfARound(t *testing.T) {
	self := 1.0
	s := &rounds{source: source{links: []cchc.Link{link("1.1/1", "d", accepted)}}, all: []cchc.Round{
		{ID: "2019", Year: 2019, Catalogue: "thu@1"}, {ID: "2020", Year: 2020, Catalogue: "thu@1"}, {ID: "nhiều", Year: 2021, Catalogue: "thu@0", Offices: []string{"a", "b"}},
	}, scores: map[string][]cchc.Score{"2020": {{Criterion: "1.1", Self: &self}}, "nhiều": {{Criterion: "1.1", Office: "b", Self: &self}}}}
	r, err := Compute(context.Background(), s, cchc.Everything(), Filter{})
	if err != nil || r.Round == nil || r.Round.ID != "2020" || r.Totals.Self != 1 || r.Totals.SelfConfirmed != 1 || len(r.Rows) != 6 {
		t.Errorf("the latest on the current catalogue: %v %+v", err, r)
	}
	r, err = Compute(context.Background(), s, cchc.Everything(), Filter{Round: "nhiều"})
	if err != nil || r.Catalogue.Ref() != "thu@0" || len(r.Offices) != 2 || r.Offices[1].AtRisk != 1 || len(r.Rows) != 8 || r.Totals.Points != 0 {
		t.Errorf("several offices: %v %+v", err, r)
	}
	r, err = Compute(context.Background(), s, cchc.Everything(), Filter{Round: "nhiều", Office: "b", Criterion: "1.1"})
	if err != nil || len(r.Rows) != 1 || r.Totals.Points != 2 {
		t.Errorf("one of them: %v %+v", err, r)
	}
	s.units = []cchc.Unit{{ID: "z", Name: "Thanh tra Sở"}}
	if r, err = Compute(context.Background(), s, cchc.Everything(), Filter{Unit: "z"}); err != nil || len(r.Rows) != 1 {
		t.Errorf("units of the installation: %v %+v", err, r.Rows)
	}
	for code, f := range map[string]Filter{"coverage-no-round": {Round: "x"}, "office-unknown": {Office: "a"}, "period-unknown": {Period: "quý"}, "unit-unknown": {Unit: "a"}} {
		if _, err := Compute(context.Background(), s, cchc.Everything(), f); string(cchc.AsError(err).Reason.Code) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	for _, what := range []string{"rounds", "scores", "units"} {
		s.fail = what
		if _, err := Compute(context.Background(), s, cchc.Everything(), Filter{}); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
