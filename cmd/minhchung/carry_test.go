package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"minhchung/internal/catalogue"
	"minhchung/internal/cchc"
	"minhchung/internal/store"
)

// A crash between the next catalogue and its links: opening the folder makes the links and
// carries what people said.
func TestInterruptedImportIsMadeGood(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	source := string(catalogue.SampleSource())
	ends(t, exitNotTaken, "ingest", "--no-ocr", "--data", data, sampleFolder(t))
	ends(t, exitDone, "criteria", "import", "--data", data, save(t, "cu.yaml", source))
	ends(t, exitDone, "review", "--data", data, "--all", "--criterion", "1.1", "accept", "--as", "Lê Bình", "--note", "đúng kế hoạch")
	accepted, _ := ends(t, exitDone, "links", "--data", data, "--state", "accepted", "--json")

	next, problems := catalogue.Read("moi.yaml", []byte(strings.NewReplacer(`id: "1.1"`, `id: "1.9"`, `"1.2"`, `"1.1"`).Replace(source)))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s, err := store.Open(t.Context(), filepath.Join(data, "record.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	old, err := s.CurrentCatalogue(t.Context(), cchc.Everything())
	if err != nil {
		t.Fatal(err)
	}
	due, err := json.Marshal(carryDue{From: old.Ref(), To: next.Ref(), Pairs: map[string]store.CarriedTo{"1.1/1": {Criterion: "1.9", Requirement: "1.9/1"}, "1.1/2": {Criterion: "1.9", Requirement: "1.9/2"}}})
	if err != nil {
		t.Fatal(err)
	}
	for key, value := range map[string]string{metaCarry: string(due), metaLinks: linksDue} {
		if err := s.SetMeta(t.Context(), cchc.System(), key, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SaveCatalogue(t.Context(), cchc.Operator(), next, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	carried, _ := ends(t, exitDone, "links", "--data", data, "--state", "accepted", "--json")
	if n := strings.Count(accepted, "\n"); n == 0 || strings.Count(carried, "\n") != n || strings.Count(carried, `"criterion":"1.9"`) != n || !strings.Contains(carried, "Lê Bình") {
		t.Errorf("had\n%s\nnow\n%s", accepted, carried)
	}
	if all, _ := ends(t, exitDone, "links", "--data", data); strings.Count(all, "\n") < 20 {
		t.Errorf("links were not proposed again:\n%s", all)
	}
}
