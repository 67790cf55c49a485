package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/store"
)

// scoredCatalogue is a catalogue with one unit and two criteria.
const scoredCatalogue = `id: bo
title: Bộ tiêu chí thử
year: 2020
units: [{id: vp, name: Văn phòng Sở}]
criteria:
  - {id: "1", title: Kế hoạch, points: 100, requires: [{name: Kế hoạch, kinds: [KH], about: [kế hoạch]}]}
  - {id: "2", title: Báo cáo, points: 100, requires: [{name: Báo cáo, kinds: [BC], about: [báo cáo]}]}
`

// Scores that were acknowledged are there after any power cut, and a workbook comes in
// whole or not at all.
func TestKilledScoresSurvive(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, cat := filepath.Join(dir, "data"), filepath.Join(dir, "bo.yaml")
	if err := os.WriteFile(cat, []byte(scoredCatalogue), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"criteria", "import", cat}, {"round", "open", "--year", "2020"}} {
		if _, stderr, code := program(t, append(args, "--data", data)...); code != exitDone {
			t.Fatal(args, stderr)
		}
	}
	scores := func() (out [2]float64) {
		stdout, stderr, code := program(t, "round", "scores", "--data", data, "--json")
		if code != exitDone {
			t.Fatal(code, stderr)
		}
		for i, line := range strings.Split(strings.TrimSpace(stdout), "\n") {
			var s struct {
				Self *float64 `json:"self"`
			}
			if err := json.Unmarshal([]byte(line), &s); err != nil || i > 1 {
				t.Fatal(err, stdout)
			}
			if out[i] = -1; s.Self != nil {
				out[i] = *s.Self
			}
		}
		return out
	}
	start := time.Now()
	last := scores()
	took := time.Since(start)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d, a command takes %v", seed, took)
	random := rand.New(rand.NewPCG(seed, 0))
	for i := range 2 * crashKills {
		want := [2]float64{float64(i), float64(i) + 0.5}
		file := filepath.Join(dir, fmt.Sprintf("bang-%d.csv", i))
		if err := os.WriteFile(file, fmt.Appendf(nil, "STT,Tự chấm\n1,%d\n2,%d.5\n", i, i), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), "minhchung", "round", "import", file, "--data", data, "--json")
		var out bytes.Buffer
		cmd.Stdout = &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(took/2 + time.Duration(random.Int64N(int64(took))))
		_ = cmd.Process.Kill() // it may have ended by itself
		_ = cmd.Wait()
		got := scores()
		if got != want && (got != last || strings.Contains(out.String(), `"saved":true`)) {
			t.Errorf("kill %d: scores are %v, before %v, asked for %v, acknowledged %q", i, got, last, want, out.String())
		}
		last = got
	}
	if last == [2]float64{-1, -1} {
		t.Log("every kill came before the change")
	}
	whole := filepath.Join(dir, "bang.csv")
	if err := os.WriteFile(whole, []byte("STT,Tự chấm\n1,7\n2,7.5\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if stdout, stderr, code := program(t, "round", "import", whole, "--data", data, "--json"); code != exitDone || scores() != [2]float64{7, 7.5} {
		t.Errorf("an import that nobody kills: scores %v, %s %s", scores(), stdout, stderr)
	}
	if stdout, _, code := program(t, "check", "--data", data, "--json"); code != exitDone || !strings.Contains(stdout, `"findings":0`) {
		t.Errorf("check: %s", stdout)
	}
}

const planText = "SỞ THÔNG TIN VÀ TRUYỀN THÔNG\nSố: 15/KH-STTTT\nSông Lam, ngày 15 tháng 01 năm 2020\n\nKẾ HOẠCH\nCải cách hành chính năm 2020\n\n" +
	"Văn phòng Sở chủ trì thực hiện kế hoạch cải cách hành chính năm 2020.\n"

// A crash between new units and the links they mean is made up for when the folder is
// opened again.
func TestUnitsHealLinks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, inbox := filepath.Join(dir, "data"), filepath.Join(dir, "inbox")
	if err := os.Mkdir(inbox, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(inbox, "a.txt"), []byte(planText), 0o600); err != nil {
		t.Fatal(err)
	}
	ingestQuietly(t, data, inbox)
	record := func(do func(*store.Store)) {
		s, err := store.Open(t.Context(), filepath.Join(data, recordName), store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		do(s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	var before string
	record(func(s *store.Store) { // the units are kept, and then the power goes
		before, _, _ = s.Meta(t.Context(), metaLinks)
		if err := s.SaveUnits(t.Context(), cchc.Operator(), cchc.Unit{ID: "vp", Name: "Văn phòng Sở"}); err != nil {
			t.Fatal(err)
		}
	})
	stdout, stderr, code := program(t, "links", "--data", data, "--json")
	if code != exitDone || !strings.Contains(stdout, `"link"`) {
		t.Fatalf("links: %d %s%s", code, stdout, stderr)
	}
	record(func(s *store.Store) {
		after, _, err := s.Meta(t.Context(), metaLinks)
		if err != nil || after == before || !strings.Contains(after, " units ") {
			t.Errorf("links were made by %q, before by %q, %v", after, before, err)
		}
	})
}
