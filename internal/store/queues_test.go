package store

import (
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

var noon = time.Date(2020, 12, 2, 12, 0, 0, 0, time.UTC)

func TestWhatCameByHandIsClaimedFirst(t *testing.T) {
	s := open(t)
	hand := sight("/n/hand", "hand", "")
	hand.ByHand = true
	receive(t, s, sight("/n/a", "a", ""), sight("/n/b", "b", ""), hand)
	jobs := claim(t, s, 2)
	if len(jobs) != 2 || jobs[0].Path != "/n/hand" || jobs[1].Path != "/n/a" {
		t.Errorf("jobs %+v", jobs)
	}
}

// scan commits a file of one read and one unread page.
func scan2(t *testing.T, s *Store, path string, due bool) IntakeRow {
	t.Helper()
	receive(t, s, sight(path, path, ""))
	r := result(claim(t, s, 1)[0], 2)
	reason := cchc.NewReason(intake.NeedsRecognition, "1", "2")
	r.State, r.Reason, r.Recognise = cchc.StateWaiting, &reason, due
	r.Reading.Pages[1].NeedsOCR = true
	commit(t, s, r)
	rows, _, _, err := s.IntakeRows(t.Context(), cchc.Everything(), IntakeFilter{Under: path})
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	return rows[0]
}

func TestScansAreASecondQueue(t *testing.T) {
	s := open(t)
	row := scan2(t, s, "/n/a", true)
	if jobs := claim(t, s, 9); len(jobs) != 0 {
		t.Errorf("texts due: %+v", jobs)
	}
	jobs, err := s.ClaimScans(t.Context(), noon, 9)
	if err != nil || len(jobs) != 1 || jobs[0].Intake != row.ID || !jobs[0].Recognise {
		t.Fatalf("scans due: %+v, %v", jobs, err)
	}
	if again, err := s.ClaimScans(t.Context(), noon, 9); err != nil || len(again) != 0 {
		t.Errorf("given twice: %+v, %v", again, err)
	}
}

func TestTakeUp(t *testing.T) {
	s := open(t)
	scan2(t, s, "/n/scan", false)
	receive(t, s, sight("/n/doc", "doc", ""))
	doc := claim(t, s, 1)[0]
	if err := s.Fail(t.Context(), cchc.System(), doc, cchc.Waiting("needs-office", "doc"), time.Time{}); err != nil {
		t.Fatal(err)
	}
	take := func(ocr, office bool, want int) {
		t.Helper()
		n, err := s.TakeUp(t.Context(), cchc.System(), func(code cchc.Code) (is, known bool) {
			is, known = map[cchc.Code]bool{intake.NeedsRecognition: ocr, "needs-office": office}[code]
			return is, known
		})
		if err != nil || n != want {
			t.Errorf("ocr %v, office %v: %d taken up, %v, want %d", ocr, office, n, err, want)
		}
	}
	take(false, false, 0)
	take(true, false, 1)
	take(true, false, 0)
	take(false, true, 1) // the scan waits again, the letter is queued
	if jobs, err := s.ClaimScans(t.Context(), noon, 9); err != nil || len(jobs) != 0 {
		t.Errorf("scans due without the engine: %+v, %v", jobs, err)
	}
	if jobs := claim(t, s, 9); len(jobs) != 1 || jobs[0].Intake != doc.Intake {
		t.Errorf("texts due: %+v", jobs)
	}
}

func TestAClockPutBackHoldsNothingUp(t *testing.T) {
	s := open(t)
	receive(t, s, sight("/n/a", "a", ""))
	job := claim(t, s, 1)[0]
	if err := s.Fail(t.Context(), cchc.System(), job, cchc.OurFault("internal", nil), noon.AddDate(1, 0, 0)); err != nil {
		t.Fatal(err)
	}
	jobs, err := s.Claim(t.Context(), noon, 9)
	if err != nil || len(jobs) != 1 {
		t.Errorf("due %+v, %v", jobs, err)
	}
}

func TestRecognisedPagesAreKeptPerEngine(t *testing.T) {
	s := open(t)
	row := scan2(t, s, "/n/a", true)
	page := cchc.Page{Number: 2, Source: cchc.SourceOCR, Quality: .9, Blocks: []cchc.Block{{Text: "Số: 12/KH-STTTT"}},
		Words: []cchc.Word{{Text: "Số:", Box: cchc.Box{Left: 10, Top: 20, Right: 30, Bottom: 40}, Confidence: 91}}}
	if err := s.SaveRecognised(t.Context(), cchc.System(), row.File, "engine 1", page); err != nil {
		t.Fatal(err)
	}
	got, err := s.Recognised(t.Context(), cchc.Everything(), row.File, "engine 1")
	if err != nil || len(got) != 1 || got[2].Words[0] != page.Words[0] || got[2].Text() != page.Text() {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err := s.Recognised(t.Context(), cchc.Everything(), row.File, "engine 2"); err != nil || len(got) != 0 {
		t.Errorf("another engine's pages: %+v, %v", got, err)
	}
}

func TestMoveKeepsWhatWasMade(t *testing.T) {
	s := open(t)
	cat := saveCatalogue(t, s, "v1")
	doc := indexed(t, s, "/n/p1/a", "p1", maker(cat.Ref(), "1/1", 0.8, standing))
	lnk := cchc.NewLinkID(cat.Ref(), "1/1", doc)
	rows, _, _, err := s.IntakeRows(t.Context(), cchc.Everything(), IntakeFilter{})
	if err != nil {
		t.Fatal(err)
	}
	was := rows[0]
	// The same bytes were seen at the new path before it was clear that the old one is gone.
	there := sight("/n/p2/b", "x", "p2")
	there.File = was.File
	receive(t, s, there)
	row, err := s.Move(t.Context(), cchc.System(), was.ID, cchc.Place{Path: "/n/p2/b", Size: 3, ModTime: noon}, "p2", true)
	if err != nil || row.ID != was.ID || row.Place.Path != "/n/p2/b" || row.Unit != "p2" || row.State != cchc.StateQueued {
		t.Fatalf("moved row %+v, %v", row, err)
	}
	d, err := s.Document(t.Context(), cchc.Everything(), doc)
	if err != nil || d.Path != "/n/p2/b" {
		t.Errorf("document %+v, %v", d, err)
	}
	if _, err := s.Link(t.Context(), cchc.Everything(), lnk); err != nil {
		t.Errorf("the link is gone: %v", err)
	}
	places, err := s.Places(t.Context(), cchc.Everything(), "")
	if err != nil || len(places) != 1 {
		t.Errorf("places %+v, %v", places, err)
	}
	clean(t, s)
}

func TestADismissedJobIsPassedOver(t *testing.T) {
	s := open(t)
	receive(t, s, sight("/n/a", "a", ""))
	job := claim(t, s, 1)[0]
	if _, err := s.Dismiss(t.Context(), cchc.Operator(), job.Intake, "nhầm tệp"); err != nil {
		t.Fatal(err)
	}
	commit(t, s, result(job, 1))
	row, err := s.IntakeRow(t.Context(), cchc.Everything(), job.Intake)
	if err != nil || row.State != cchc.StateIgnored || row.Document != "" {
		t.Errorf("row %+v, %v", row, err)
	}
	log, err := s.IntakeLog(t.Context(), cchc.Everything(), job.Intake)
	if err != nil || len(log) != 2 || log[1].Action != "dismissed" {
		t.Errorf("log %+v, %v", log, err)
	}
}
