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
