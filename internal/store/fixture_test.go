package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"minhchung/internal/cchc"
)

// clock moves one second with every look.
func clock() func() time.Time {
	at := time.Date(2020, 12, 1, 1, 0, 0, 0, time.UTC)
	return func() time.Time { at = at.Add(time.Second); return at }
}

func openAt(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(context.Background(), path, Options{Now: clock()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func open(t testing.TB) *Store {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "record.db"))
}

func fileID(content string) cchc.FileID {
	sum := sha256.Sum256([]byte(content))
	return cchc.FileID(hex.EncodeToString(sum[:]))
}

func place(path string) cchc.Place {
	return cchc.Place{Path: path, Size: 10, ModTime: time.Date(2020, 3, 2, 1, 2, 3, 456, time.UTC), Stamp: "7.42"}
}

func sight(path, content, unit string) Sight {
	return Sight{Place: place(path), File: fileID(content), Format: cchc.FormatText, Unit: unit, Outcome: cchc.StateQueued}
}

func receive(t testing.TB, s *Store, sights ...Sight) []IntakeRow {
	t.Helper()
	rows, err := s.ReceiveAll(context.Background(), cchc.System(), sights)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func claim(t testing.TB, s *Store, n int) []Job {
	t.Helper()
	jobs, err := s.Claim(context.Background(), time.Date(2020, 12, 2, 0, 0, 0, 0, time.UTC), n)
	if err != nil {
		t.Fatal(err)
	}
	return jobs
}

// result is a reading of two pages with n passages, the particulars of number 15 of 2020.
func result(job Job, n int) Result {
	id := cchc.NewDocumentID(job.File, 1)
	doc := cchc.Document{
		ID: id, File: job.File, Path: "anything", Work: cchc.WorkID("sttt|15|kh-stttt|2020"), Unit: job.Unit, Format: cchc.FormatText,
		Pages: 2, PagesRead: 2, Quality: 0.9,
		Particulars: cchc.Particulars{
			Type: "KH", TypeName: "Kế hoạch", Code: "15/KH-STTTT", CodeNumber: "15", CodeNotation: "KH-STTTT",
			IssuedDate: cchc.NewDate(2020, 1, 15), OrganName: "Sở Thông tin và Truyền thông tỉnh Sông Lam",
			Subject: "Tuyên truyền cải cách hành chính năm 2020", SpeaksOf: []int{2020},
			Signer:     cchc.Signer{FullName: "Nguyễn Văn Mẫu", Position: "Giám đốc"},
			Confidence: map[string]float64{"code": 1},
		},
	}
	var passages []cchc.Passage
	for i := range n {
		passages = append(passages, cchc.Passage{
			ID: cchc.NewPassageID(id, i+1), Page: 1 + i*2/max(1, n), Paragraph: i + 1, Section: "II", Heading: "Nhiệm vụ",
			Text: fmt.Sprintf("Nhiệm vụ thứ %d của kế hoạch là tuyên truyền trên cổng thông tin điện tử.", i+1), Source: cchc.SourceText,
		})
	}
	return Result{
		Job: job, State: cchc.StateIndexed,
		Reading: cchc.Reading{
			Format: cchc.FormatText, PageTotal: 2, Notes: []cchc.Reason{cchc.NewReason("repaired")},
			Pages: []cchc.Page{
				{Number: 1, Source: cchc.SourceText, Quality: 0.9, Blocks: []cchc.Block{{Text: "Trang một", Bold: true}, {Text: "a\tb", Kind: cchc.BlockRow, Cells: []string{"a", "b"}}}},
				{Number: 2, Source: cchc.SourceOCR, Quality: 0.5, NeedsOCR: true, Blocks: []cchc.Block{}},
			},
		},
		Documents: []Described{{Document: doc, Passages: passages}},
	}
}

func commit(t testing.TB, s *Store, results ...Result) {
	t.Helper()
	if _, err := s.Commit(context.Background(), cchc.System(), results, 1); err != nil {
		t.Fatal(err)
	}
}

func catalogue(version string) cchc.Catalogue {
	return cchc.Catalogue{
		ID: "song-lam", Version: version, Title: "Bộ tiêu chí thử", Status: "sample",
		Criteria: []cchc.Criterion{{ID: "1", Title: "Chỉ đạo", Points: 2, Requires: []cchc.Requirement{{ID: "1/1", Name: "Kế hoạch", Kinds: []string{"KH"}, About: []string{"tuyên truyền"}, Min: 1}}}},
	}
}

func saveCatalogue(t testing.TB, s *Store, version string) cchc.Catalogue {
	t.Helper()
	cat := catalogue(version)
	if err := s.SaveCatalogue(context.Background(), cchc.Operator(), cat, []byte("id: song-lam")); err != nil {
		t.Fatal(err)
	}
	return cat
}

func link(ref string, doc cchc.DocumentID, requirement string, score float64, quote string) cchc.Link {
	return cchc.Link{
		ID: cchc.NewLinkID(ref, requirement, doc), Catalogue: ref, Criterion: requirement[:1], Requirement: requirement, Document: doc,
		Score: score, Proposed: score >= 0.5, Related: true, Fulfils: score >= 0.7, State: cchc.LinkSuggested,
		Quotes:  []cchc.Quote{{Passage: cchc.NewPassageID(doc, 1), Text: quote, Page: 1, Paragraph: 1, Section: "II"}},
		Reasons: []cchc.Reason{cchc.NewReason("rule", "x")},
	}
}

// indexed receives, reads and commits one file with links.
func indexed(t testing.TB, s *Store, path, unit string, links ...func(cchc.DocumentID) cchc.Link) cchc.DocumentID {
	t.Helper()
	receive(t, s, sight(path, path, unit))
	jobs := claim(t, s, 1)
	if len(jobs) != 1 {
		t.Fatalf("claimed %d jobs", len(jobs))
	}
	r := result(jobs[0], 3)
	id := r.Documents[0].Document.ID
	for _, l := range links {
		r.Documents[0].Links = append(r.Documents[0].Links, l(id))
	}
	commit(t, s, r)
	return id
}

func clean(t testing.TB, s *Store) {
	t.Helper()
	found, err := s.Check(context.Background())
	if err != nil || len(found) > 0 {
		t.Errorf("check: %v, %v", found, err)
	}
}
