package store

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/round"
)

func points(v float64) *float64 { return &v }

func codeOf(err error) cchc.Code {
	if err == nil {
		return ""
	}
	return cchc.AsError(err).Reason.Code
}

// scored is a catalogue with two leaves and two units, in use.
func scored(t testing.TB, s *Store, version string) cchc.Catalogue {
	t.Helper()
	cat := cchc.Catalogue{
		ID: "song-lam", Version: version, Title: "Bộ tiêu chí thử", Year: 2020,
		Units: []cchc.Unit{{ID: "p1", Name: "Phòng Một"}, {ID: "p2", Name: "Phòng Hai", Succeeds: []cchc.Unit{{ID: "p0", Name: "Phòng Không"}}}},
		Criteria: []cchc.Criterion{{ID: "1", Title: "Chỉ đạo", Children: []cchc.Criterion{
			{ID: "1.1", Title: "Kế hoạch", Points: 2}, {ID: "1.2", Title: "Báo cáo", Points: 1, Ratio: &cchc.Ratio{A: "a", B: "b"}},
		}}},
	}
	if err := s.SaveCatalogue(context.Background(), cchc.Operator(), cat, []byte("id: song-lam")); err != nil {
		t.Fatal(err)
	}
	return cat
}

func openRound(t testing.TB, s *Store, offices ...string) cchc.Round {
	t.Helper()
	r, err := s.AddRound(t.Context(), cchc.Operator(), cchc.Round{ID: "2020", Year: 2020, Catalogue: scored(t, s, "1").Ref(), Offices: offices})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRoundsAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	s := openAt(t, path)
	if _, err := s.CurrentRound(t.Context(), cchc.Everything()); !errors.Is(err, cchc.ErrNotFound) {
		t.Errorf("current round of an empty record: %v", err)
	}
	r := openRound(t, s, "p1", "p2")
	if r.State != cchc.RoundOpen || r.Title != "Đợt đánh giá năm 2020" {
		t.Errorf("opened %+v", r)
	}
	if _, err := s.AddRound(t.Context(), cchc.Operator(), r); codeOf(err) != "round-exists" {
		t.Errorf("opened twice: %v", err)
	}
	r.Title, r.Due = "Chấm điểm năm 2020", cchc.NewDate(2020, 12, 31)
	if _, err := s.SaveRound(t.Context(), cchc.Operator(), r); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, path)
	got, err := s.Round(t.Context(), cchc.Everything(), "2020")
	if err != nil || !reflect.DeepEqual(got, r) {
		t.Errorf("read back %+v, %v, want %+v", got, err, r)
	}
	if cur, err := s.CurrentRound(t.Context(), cchc.Everything()); err != nil || cur.ID != "2020" {
		t.Errorf("current: %+v, %v", cur, err)
	}
	for name, bad := range map[string]struct {
		round cchc.Round
		want  cchc.Code
	}{
		"no catalogue":   {cchc.Round{ID: "x", Year: 2020, Catalogue: "y@1"}, "no-such-catalogue"},
		"unknown unit":   {cchc.Round{ID: "x", Year: 2020, Catalogue: r.Catalogue, Offices: []string{"p3"}}, "round-unknown-unit"},
		"state by hand":  {cchc.Round{ID: "2020", Year: 2020, Catalogue: r.Catalogue, State: cchc.RoundPublished}, "round-state-by-step"},
		"other version":  {cchc.Round{ID: "2020", Year: 2020, Catalogue: scored(t, s, "2").Ref()}, "round-catalogue-by-move"},
		"year elsewhere": {cchc.Round{ID: "x", Year: 2019, Catalogue: r.Catalogue}, "round-other-year"},
	} {
		if _, err := s.SaveRound(t.Context(), cchc.Operator(), bad.round); codeOf(err) != bad.want {
			t.Errorf("%s: %v, want %s", name, err, bad.want)
		}
	}
	if found, err := s.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("check: %v, %v", found, err)
	}
}

func TestScoresAreAllOrNone(t *testing.T) {
	s := open(t)
	openRound(t, s, "p1", "p2")
	one := cchc.Score{Criterion: "1.1", Office: "p1", Self: points(1.5), Note: "dòng một\ndòng hai"}
	two := cchc.Score{Criterion: "1.2", Office: "p1", Self: points(0), A: points(3), B: points(4)}
	changed, err := s.SaveScores(t.Context(), cchc.Operator(), "2020", []round.Edit{round.Given(one), round.Given(two)})
	if err != nil || len(changed) != 2 {
		t.Fatal(changed, err)
	}
	bad := cchc.Score{Criterion: "1.1", Office: "p2", Self: points(2.5)}
	if _, err := s.SaveScores(t.Context(), cchc.Operator(), "2020", []round.Edit{round.Given(cchc.Score{Criterion: "1.1", Office: "p1", Self: points(1)}), round.Given(bad)}); codeOf(err) != "score-points" {
		t.Errorf("too many points: %v", err)
	}
	got, err := s.ScoresOf(t.Context(), cchc.Everything(), "2020")
	if err != nil || len(got) != 2 || *got[0].Self != 1.5 || got[0].First != nil || *got[1].Self != 0 || got[0].Note != one.Note || got[0].By == "" {
		t.Errorf("scores %+v, %v", got, err)
	}
	again, err := s.SaveScores(t.Context(), cchc.Operator(), "2020", []round.Edit{round.Given(one)})
	if err != nil || len(again) != 0 {
		t.Errorf("the same again: %+v, %v", again, err)
	}
	log, _, _, err := s.Audit(t.Context(), cchc.Everything(), AuditFilter{Subject: "2020#1.1#p1"})
	if err != nil || len(log) != 1 || !strings.Contains(log[0].Detail, `"self":1.5`) {
		t.Errorf("history %+v, %v", log, err)
	}
	if _, err := s.SaveScores(t.Context(), cchc.Operator(), "2020", []round.Edit{round.Whole(cchc.Score{Criterion: "1.2", Office: "p1"})}); err != nil {
		t.Fatal(err)
	}
	if got, err := s.ScoresOf(t.Context(), cchc.Everything(), "2020"); err != nil || len(got) != 1 {
		t.Errorf("taken back: %+v, %v", got, err)
	}
	if _, err := s.SaveScores(t.Context(), cchc.Operator(), "2021", []round.Edit{round.Given(one)}); !errors.Is(err, cchc.ErrNotFound) {
		t.Errorf("no such round: %v", err)
	}
}

func TestLockKeepsASnapshot(t *testing.T) {
	s := open(t)
	openRound(t, s)
	set := func(v float64) error {
		_, err := s.SaveScores(t.Context(), cchc.Operator(), "2020", []round.Edit{round.Given(cchc.Score{Criterion: "1.1", Self: points(v)})})
		return err
	}
	if err := set(1); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Advance(t.Context(), cchc.Operator(), "2020", cchc.RoundLocked, ""); codeOf(err) != "round-lock-only" {
		t.Errorf("locked without snapshot: %v", err)
	}
	failed := errors.New("no report")
	if _, err := s.Lock(t.Context(), cchc.Operator(), "2020", func(context.Context, cchc.Round) ([]byte, error) { return nil, failed }); !errors.Is(err, failed) {
		t.Errorf("a lock without its report: %v", err)
	}
	// The report is made from the record as it is locked.
	r, err := s.Lock(t.Context(), cchc.Operator(), "2020", func(ctx context.Context, r cchc.Round) ([]byte, error) {
		scores, err := s.ScoresOf(ctx, cchc.Everything(), r.ID)
		if err != nil || len(scores) != 1 || r.State != cchc.RoundLocked {
			t.Errorf("the report sees %+v of %+v, %v", scores, r, err)
		}
		return []byte(`{"rows":["đủ"]}`), nil
	})
	if err != nil || r.Locked.IsZero() {
		t.Fatal(r, err)
	}
	if err := set(2); codeOf(err) != "round-locked" {
		t.Errorf("scored after the lock: %v", err)
	}
	if _, err := s.Advance(t.Context(), cchc.Operator(), "2020", cchc.RoundOpen, "nhập thiếu"); err != nil {
		t.Fatal(err)
	}
	if err := set(2); err != nil {
		t.Fatal(err)
	}
	snap, err := s.SnapshotOf(t.Context(), cchc.Everything(), "2020", 0)
	if err != nil || snap.Round.State != cchc.RoundLocked || len(snap.Scores) != 1 || *snap.Scores[0].Self != 1 || string(snap.Report) != `{"rows":["đủ"]}` {
		t.Errorf("snapshot %+v, %v", snap, err)
	}
	if err := s.SaveLock(t.Context(), cchc.Operator(), "2020", []byte(`{}`)); err != nil {
		t.Fatal(err)
	}
	rows, err := s.Snapshots(t.Context(), cchc.Everything(), "2020")
	if err != nil || len(rows) != 2 || rows[0].Cause != CauseLock || rows[0].ID < rows[1].ID {
		t.Errorf("snapshots %+v, %v", rows, err)
	}
	if old, err := s.SnapshotOf(t.Context(), cchc.Everything(), "2020", rows[1].ID); err != nil || *old.Scores[0].Self != 1 {
		t.Errorf("the first snapshot %+v, %v", old, err)
	}
	for _, to := range []cchc.RoundState{cchc.RoundAppraising, cchc.RoundExplaining, cchc.RoundReappraised, cchc.RoundPublished} {
		if _, err := s.Advance(t.Context(), cchc.Operator(), "2020", to, ""); err != nil {
			t.Fatal(to, err)
		}
	}
	if got, err := s.Round(t.Context(), cchc.Everything(), "2020"); err != nil || got.State != cchc.RoundPublished {
		t.Errorf("published: %+v, %v", got, err)
	}
}

func TestMoveRoundTakesScoresAlong(t *testing.T) {
	s := open(t)
	openRound(t, s)
	if _, err := s.SaveScores(t.Context(), cchc.Operator(), "2020", []round.Edit{
		round.Given(cchc.Score{Criterion: "1.1", Self: points(2)}), round.Given(cchc.Score{Criterion: "1.2", Self: points(0.5)}),
	}); err != nil {
		t.Fatal(err)
	}
	next := scored(t, s, "2")
	next.Version, next.Criteria = "3", []cchc.Criterion{{ID: "1.1", Title: "Kế hoạch", Points: 2}}
	if err := s.SaveCatalogue(t.Context(), cchc.Operator(), next, nil); err != nil {
		t.Fatal(err)
	}
	r, left, err := s.MoveRound(t.Context(), cchc.Operator(), "2020", next.Ref(), nil, false)
	if err != nil || r.Catalogue != next.Ref() || len(left) != 1 || left[0].Criterion != "1.2" {
		t.Fatal(r, left, err)
	}
	got, err := s.ScoresOf(t.Context(), cchc.Everything(), "2020")
	if err != nil || len(got) != 1 || *got[0].Self != 2 {
		t.Errorf("scores %+v, %v", got, err)
	}
	rows, err := s.Snapshots(t.Context(), cchc.Everything(), "2020")
	if err != nil || len(rows) != 1 || rows[0].Cause != CauseMove {
		t.Fatal(rows, err)
	}
	snap, err := s.SnapshotOf(t.Context(), cchc.Everything(), "2020", rows[0].ID)
	if err != nil || len(snap.Scores) != 2 || snap.Round.Catalogue == next.Ref() {
		t.Errorf("what it was: %+v, %v", snap, err)
	}
	if _, err := s.SnapshotOf(t.Context(), cchc.Everything(), "2020", 0); !errors.Is(err, cchc.ErrNotFound) {
		t.Errorf("never locked: %v", err)
	}
	if _, _, err := s.MoveRound(t.Context(), cchc.Operator(), "2020", "x@1", nil, false); codeOf(err) != "no-such-catalogue" {
		t.Errorf("nowhere: %v", err)
	}
}

func TestUnitsBelongToTheInstallation(t *testing.T) {
	s := open(t)
	sample := catalogue("sample") // its units are nobody's
	sample.Units = []cchc.Unit{{ID: "mau", Name: "Phòng mẫu"}}
	if err := s.SaveCatalogue(t.Context(), cchc.Operator(), sample, nil); err != nil {
		t.Fatal(err)
	}
	if own, err := s.OwnUnits(t.Context(), cchc.Everything()); err != nil || len(own) != 0 {
		t.Errorf("units of a sample: %+v, %v", own, err)
	}
	cat := scored(t, s, "1")
	ids := func() (out []string) {
		own, err := s.OwnUnits(t.Context(), cchc.Everything())
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range own {
			out = append(out, u.ID+"="+u.Name)
		}
		return out
	}
	if got, want := ids(), []string{"p1=Phòng Một", "p2=Phòng Hai", "p0=Phòng Không"}; !reflect.DeepEqual(got, want) {
		t.Errorf("units %v, want %v", got, want)
	}
	if err := s.SaveUnits(t.Context(), cchc.Operator(), cchc.Unit{ID: "p1", Name: "Phòng Một mới"}, cchc.Unit{ID: "p9", Name: "Phòng Chín"}); err != nil {
		t.Fatal(err)
	}
	if u, err := s.Units(t.Context(), cchc.Everything()); err != nil || u.Name("p9") != "Phòng Chín" || u.Name("p0") != "Phòng Hai" {
		t.Errorf("names of folders: %q, %q, %v", u.Name("p9"), u.Name("p0"), err)
	}
	cat.Version, cat.Units = "2", append(cat.Units, cchc.Unit{ID: "p3", Name: "Phòng Ba"})
	if err := s.SaveCatalogue(t.Context(), cchc.Operator(), cat, nil); err != nil {
		t.Fatal(err)
	}
	if got, want := ids(), []string{"p1=Phòng Một mới", "p2=Phòng Hai", "p0=Phòng Không", "p9=Phòng Chín", "p3=Phòng Ba"}; !reflect.DeepEqual(got, want) {
		t.Errorf("units %v, want %v", got, want)
	}
	if err := s.SaveUnits(t.Context(), cchc.Operator(), cchc.Unit{ID: "p8", Name: "Phòng Tám"}, cchc.Unit{ID: "p7", Name: "Phòng Hai"}); codeOf(err) != "unit-same-name" || len(ids()) != 5 {
		t.Errorf("a name taken: %v, units %v", err, ids())
	}
	if err := s.RemoveUnit(t.Context(), cchc.Operator(), "p2"); codeOf(err) != "unit-in-use" {
		t.Errorf("a successor was removed: %v", err)
	}
	if _, err := s.AddRound(t.Context(), cchc.Operator(), cchc.Round{ID: "2020", Year: 2020, Catalogue: cat.Ref(), Offices: []string{"p9"}}); err != nil {
		t.Fatal(err)
	}
	if err := s.RemoveUnit(t.Context(), cchc.Operator(), "p9"); codeOf(err) != "unit-in-use" {
		t.Errorf("an assessed unit was removed: %v", err)
	}
	if err := s.RemoveUnit(t.Context(), cchc.Operator(), "p3"); err != nil || len(ids()) != 4 {
		t.Errorf("removed: %v, units %v", err, ids())
	}
	if err := s.RemoveUnit(t.Context(), cchc.Operator(), "p3"); !errors.Is(err, cchc.ErrNotFound) {
		t.Errorf("removed twice: %v", err)
	}
}

// A folder of before there were units takes over those of its catalogue with the first
// that is entered.
func TestUnitsOfAnOlderFolder(t *testing.T) {
	s := open(t)
	scored(t, s, "1")
	if _, err := s.write.ExecContext(t.Context(), "DELETE FROM units"); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveUnits(t.Context(), cchc.Operator(), cchc.Unit{ID: "p9", Name: "Phòng Chín"}); err != nil {
		t.Fatal(err)
	}
	if own, err := s.OwnUnits(t.Context(), cchc.Everything()); err != nil || len(own) != 4 {
		t.Errorf("units %+v, %v", own, err)
	}
}

// roundReads are the reads TestRoundsSeeTheirScopeOnly looks at.
func roundReads() []string {
	return []string{"Rounds", "Round", "CurrentRound", "OwnUnits", "ScoresOf", "Snapshots", "SnapshotOf"}
}

func TestRoundsSeeTheirScopeOnly(t *testing.T) {
	s := open(t)
	openRound(t, s, "p1", "p2")
	if _, err := s.SaveScores(t.Context(), cchc.Operator(), "2020", []round.Edit{round.Given(cchc.Score{Criterion: "1.1", Office: "p1", Self: points(1)})}); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveLock(t.Context(), cchc.Operator(), "2020", nil); err != nil {
		t.Fatal(err)
	}
	args := map[string][]any{"Round": {"2020"}, "ScoresOf": {"2020"}, "Snapshots": {"2020"}, "SnapshotOf": {"2020", int64(0)}}
	ofAll := map[string]bool{"Snapshots": true, "SnapshotOf": true}
	for _, name := range roundReads() {
		for _, c := range []struct {
			scope cchc.Scope
			sees  bool
		}{
			{cchc.Everything(), true},
			{cchc.Scope{}, false},
			{cchc.Scope{Units: []string{"p0", "p1"}}, !ofAll[name]},
			{cchc.Scope{Units: []string{"p2", ""}}, !ofAll[name] && name != "ScoresOf"},
		} {
			if got := call(t, s, name, c.scope, args[name]...); got != c.sees {
				t.Errorf("%s with scope %+v: sees something %v, want %v", name, c.scope, got, c.sees)
			}
		}
	}
}
