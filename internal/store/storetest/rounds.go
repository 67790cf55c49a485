package storetest

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"minhchung/internal/cchc"
	"minhchung/internal/round"
	"minhchung/internal/store"
)

// roundModel is what a round has to be after a history of scores, locks and steps.
type roundModel struct {
	state  cchc.RoundState
	scores map[string]cchc.Score
	locked map[string]cchc.Score // as they were when it was locked last
}

// scoredCatalogue has two leaves and two units.
func scoredCatalogue() cchc.Catalogue {
	return cchc.Catalogue{
		ID: "song-lam", Version: "1", Title: "Bộ tiêu chí thử", Year: 2020,
		Units:    []cchc.Unit{{ID: "p1", Name: "Phòng Một"}, {ID: "p2", Name: "Phòng Hai"}},
		Criteria: []cchc.Criterion{{ID: "1", Title: "Kế hoạch", Points: 2}, {ID: "2", Title: "Báo cáo", Points: 1}},
	}
}

// RunRounds checks rounds against a model over random histories: what a state does not
// allow changes nothing, what was acknowledged is there after a restart, and a lock keeps
// the scores as they were.
func RunRounds(t *testing.T, open func(t testing.TB) *store.Store, reopen func(t testing.TB, s *store.Store) *store.Store) {
	rapid.Check(t, func(rt *rapid.T) {
		ctx := context.Background()
		s := open(t)
		defer func() { _ = s.Close() }()
		if err := s.SaveCatalogue(ctx, cchc.Operator(), scoredCatalogue(), nil); err != nil {
			rt.Fatal(err)
		}
		if _, err := s.AddRound(ctx, cchc.Operator(), cchc.Round{ID: "2020", Year: 2020, Catalogue: "song-lam@1", Offices: []string{"p1", "p2"}}); err != nil {
			rt.Fatal(err)
		}
		m := &roundModel{state: cchc.RoundOpen, scores: map[string]cchc.Score{}}
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			switch rapid.SampledFrom([]string{"score", "score", "score", "lock", "step", "unlock", "restart"}).Draw(rt, "step") {
			case "score":
				m.score(rt, s)
			case "lock":
				m.lock(rt, s)
			case "step":
				m.step(rt, s)
			case "unlock":
				m.unlock(rt, s)
			case "restart":
				s = reopen(t, s)
			}
			m.compare(rt, s)
		}
	})
}

// score sends a batch of edits, good and bad ones.
func (m *roundModel) score(t *rapid.T, s *store.Store) {
	rules := round.NewRules(cchc.Round{ID: "2020", State: m.state, Offices: []string{"p1", "p2"}}, scoredCatalogue(), nil)
	next := map[string]cchc.Score{}
	for k, v := range m.scores {
		next[k] = v
	}
	var edits []round.Edit
	good := true
	for range rapid.IntRange(1, 3).Draw(t, "edits") {
		score := cchc.Score{
			Criterion: rapid.SampledFrom([]string{"1", "1", "2", "2", "3"}).Draw(t, "criterion"),
			Office:    rapid.SampledFrom([]string{"p1", "p2"}).Draw(t, "office"),
			Note:      rapid.SampledFrom([]string{"", "ghi chú"}).Draw(t, "note"),
		}
		v := float64(rapid.IntRange(0, 9).Draw(t, "points")) / 4
		*rapid.SampledFrom([]**float64{&score.Self, &score.First, &score.Second}).Draw(t, "which") = &v
		e := round.Given(score)
		if rapid.IntRange(0, 5).Draw(t, "whole") == 0 {
			e = round.Whole(score)
		}
		edits = append(edits, e)
		key := e.Office + " " + e.Criterion
		now, err := rules.Apply(cchc.Operator(), next[key], e, next[key].At)
		if good = good && err == nil; !good {
			continue
		}
		if next[key] = now; round.Blank(now) {
			delete(next, key)
		}
	}
	_, err := s.SaveScores(context.Background(), cchc.Operator(), "2020", edits)
	if (err == nil) != good {
		t.Fatalf("saving in state %s: %v, want it good: %v", m.state, err, good)
	}
	if good {
		m.scores = next
	}
}

func (m *roundModel) lock(t *rapid.T, s *store.Store) {
	_, err := s.Lock(context.Background(), cchc.Operator(), "2020", nil)
	if (err == nil) != (m.state == cchc.RoundOpen) {
		t.Fatalf("locking in state %s: %v", m.state, err)
	}
	if err == nil {
		m.state, m.locked = cchc.RoundLocked, m.scores
	}
}

func (m *roundModel) step(t *rapid.T, s *store.Store) {
	to := rapid.SampledFrom(cchc.RoundStates()[1:]).Draw(t, "to")
	_, err := s.Advance(context.Background(), cchc.Operator(), "2020", to, "")
	if (err == nil) != (m.state != cchc.RoundOpen && round.Next(m.state) == to) {
		t.Fatalf("from %s to %s: %v", m.state, to, err)
	}
	if err == nil {
		m.state = to
	}
}

func (m *roundModel) unlock(t *rapid.T, s *store.Store) {
	_, err := s.Advance(context.Background(), cchc.Operator(), "2020", cchc.RoundOpen, "lý do")
	if (err == nil) != (m.state != cchc.RoundOpen && m.state != cchc.RoundPublished) {
		t.Fatalf("unlocking in state %s: %v", m.state, err)
	}
	if err == nil {
		m.state = cchc.RoundOpen
	}
}

func (m *roundModel) compare(t *rapid.T, s *store.Store) {
	ctx := context.Background()
	r, err := s.Round(ctx, cchc.Everything(), "2020")
	if err != nil || r.State != m.state || r.Locked.IsZero() != (m.state == cchc.RoundOpen) {
		t.Fatalf("round %+v, %v, want it %s", r, err, m.state)
	}
	got, err := s.ScoresOf(ctx, cchc.Everything(), "2020")
	if err != nil {
		t.Fatal(err)
	}
	sameScores(t, "scores", got, m.scores)
	if m.locked == nil {
		return
	}
	snap, err := s.SnapshotOf(ctx, cchc.Everything(), "2020", 0)
	if err != nil {
		t.Fatal(err)
	}
	sameScores(t, "snapshot", snap.Scores, m.locked)
}

func sameScores(t *rapid.T, what string, got []cchc.Score, want map[string]cchc.Score) {
	if len(got) != len(want) {
		t.Fatalf("%s %+v, want %+v", what, got, want)
	}
	for _, g := range got {
		if !round.Equal(g, want[g.Office+" "+g.Criterion]) {
			t.Fatalf("%s: %+v, want %+v", what, g, want[g.Office+" "+g.Criterion])
		}
	}
}
