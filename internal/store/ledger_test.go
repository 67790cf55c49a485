package store

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

func states(rows []IntakeRow) []cchc.State {
	var out []cchc.State
	for _, r := range rows {
		out = append(out, r.State)
	}
	return out
}

func TestReceive(t *testing.T) {
	s := open(t)
	lock := cchc.NewReason("lock-file")
	rows := receive(t, s,
		sight("/n/a.txt", "one", "p1"),
		sight("/n/b.txt", "two", "p2"),
		sight("/n/c.txt", "one", "p2"),
		Sight{Place: place("/n/~$d.docx"), Outcome: cchc.StateIgnored, Reason: &lock},
	)
	want := []cchc.State{cchc.StateQueued, cchc.StateQueued, cchc.StateDuplicate, cchc.StateIgnored}
	if diff := cmp.Diff(want, states(rows)); diff != "" {
		t.Fatal(diff)
	}
	if r := rows[2].Reason; r == nil || r.Code != "same-bytes" || r.Args[0] != "/n/a.txt" {
		t.Errorf("reason of the duplicate: %v", r)
	}
	if diff := cmp.Diff(&lock, rows[3].Reason); diff != "" {
		t.Error(diff)
	}
	if !rows[0].Place.Unchanged(place("/n/a.txt")) {
		t.Errorf("the place came back as %+v", rows[0].Place)
	}
	places, err := s.Places(t.Context(), cchc.Everything(), "/n")
	if err != nil || len(places) != 4 || places["/n/c.txt"].State != cchc.StateDuplicate {
		t.Errorf("places: %v, %v", places, err)
	}
	clean(t, s)
}

func TestOldAndOddInstantsOfPlacesComeBack(t *testing.T) {
	s := open(t)
	for i, at := range []time.Time{time.Unix(0, 0), time.Unix(-1, 0), time.Date(1980, 1, 1, 0, 0, 0, 1, time.UTC), time.Date(2107, 1, 1, 0, 0, 0, 0, time.UTC)} {
		p := cchc.Place{Path: filepath.Join("/n", string(rune('a'+i))), ModTime: at}
		row, err := s.Receive(t.Context(), cchc.System(), Sight{Place: p, File: fileID(p.Path), Outcome: cchc.StateQueued})
		if err != nil || !row.Place.Unchanged(p) {
			t.Errorf("%v came back as %v, %v", at, row.Place.ModTime, err)
		}
	}
}

func TestReceiveRefusesWhatIsNoSight(t *testing.T) {
	s := open(t)
	bad := []Sight{
		{},
		{Place: place("/n/a"), Outcome: cchc.StateQueued},
		{Place: place("/n/a"), File: "short", Outcome: cchc.StateQueued},
		{Place: place("/n/a"), File: fileID("a"), Outcome: cchc.StateIndexed},
	}
	for _, b := range bad {
		if _, err := s.ReceiveAll(t.Context(), cchc.System(), []Sight{sight("/n/good", "good", ""), b}); err == nil {
			t.Errorf("%+v was taken", b)
		}
	}
	if places, err := s.Places(t.Context(), cchc.Everything(), ""); err != nil || len(places) != 0 {
		t.Errorf("a refused batch left %v, %v", places, err)
	}
	clean(t, s)
}

// Changing a file in the folder never deletes what it held before.
func TestAChangedFileKeepsItsEarlierContent(t *testing.T) {
	s := open(t)
	old := indexed(t, s, "/n/a.txt", "p1")
	row := receive(t, s, sight("/n/a.txt", "second content", "p1"))[0]
	if row.State != cchc.StateQueued || row.File != fileID("second content") {
		t.Fatalf("after the change: %+v", row)
	}
	if _, err := s.Document(t.Context(), cchc.Everything(), old); err != nil {
		t.Errorf("the earlier document: %v", err)
	}
	rows, _, total, err := s.IntakeRows(t.Context(), cchc.Everything(), IntakeFilter{})
	if err != nil || total != 1 || len(rows) != 1 || rows[0].File != row.File {
		t.Errorf("the ledger shows %v of %d, %v", rows, total, err)
	}
	back := receive(t, s, sight("/n/a.txt", "/n/a.txt", "p1"))[0]
	if back.State != cchc.StateIndexed || back.Document != old {
		t.Errorf("changed back: %+v", back)
	}
	clean(t, s)
}

// A content that was replaced before anybody read it is still read: it was dropped.
func TestAReplacedContentIsStillRead(t *testing.T) {
	s := open(t)
	receive(t, s, sight("/n/a.txt", "first", ""), sight("/n/copy.txt", "first", ""), sight("/n/a.txt", "second", ""))
	jobs := claim(t, s, 10)
	if len(jobs) != 2 || jobs[0].File != fileID("first") || jobs[1].File != fileID("second") {
		t.Errorf("claimed %+v", jobs)
	}
}

func TestAPathWithoutKeptBytesStartsAgain(t *testing.T) {
	s := open(t)
	empty := cchc.NewReason("empty-file")
	refused := Sight{Place: place("/n/a.txt"), Outcome: cchc.StateQuarantined, Reason: &empty}
	first := receive(t, s, refused)[0]
	again := receive(t, s, refused)[0]
	if first.ID != again.ID || again.State != cchc.StateQuarantined {
		t.Errorf("refused twice: %+v, %+v", first, again)
	}
	row := receive(t, s, sight("/n/a.txt", "now it holds something", ""))[0]
	if row.State != cchc.StateQueued || row.Reason != nil {
		t.Errorf("filled: %+v", row)
	}
	gone := receive(t, s, refused)[0]
	if gone.State != cchc.StateQuarantined || gone.File != "" {
		t.Errorf("emptied again: %+v", gone)
	}
	if jobs := claim(t, s, 10); len(jobs) != 1 {
		t.Errorf("claimed %+v", jobs)
	}
	clean(t, s)
}

func TestATouchedFileKeepsItsState(t *testing.T) {
	s := open(t)
	indexed(t, s, "/n/a.txt", "")
	touched := sight("/n/a.txt", "/n/a.txt", "")
	touched.Place.ModTime = touched.Place.ModTime.Add(time.Hour)
	row := receive(t, s, touched)[0]
	if row.State != cchc.StateIndexed || !row.Place.Unchanged(touched.Place) {
		t.Errorf("touched: %+v", row)
	}
}

func TestIntakeRowsPagesAndFilters(t *testing.T) {
	s := open(t)
	var want []string
	for _, p := range []string{"/n/a", "/n/a/b", "/n/a-b", "/n/ab", "/n/z", "/m"} {
		receive(t, s, sight(p, p, ""))
	}
	want = []string{"/m", "/n/a", "/n/a-b", "/n/a/b", "/n/ab", "/n/z"}
	var got []string
	cursor := ""
	for {
		rows, next, total, err := s.IntakeRows(t.Context(), cchc.Everything(), IntakeFilter{Cursor: cursor, Limit: 2})
		if err != nil || total != 6 {
			t.Fatalf("total %d, %v", total, err)
		}
		for _, r := range rows {
			got = append(got, r.Place.Path)
		}
		if cursor = next; cursor == "" {
			break
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for under, want := range map[string]int{"/n/a": 2, "/n/a/": 2, "/n": 5, "/n/": 5, "/n/a-b": 1, "/": 6, "": 6, "/x": 0} {
		places, err := s.Places(t.Context(), cchc.Everything(), under)
		if err != nil || len(places) != want {
			t.Errorf("under %q: %d, %v, want %d", under, len(places), err, want)
		}
		_, _, total, err := s.IntakeRows(t.Context(), cchc.Everything(), IntakeFilter{Under: under, State: "queued"})
		if err != nil || total != want {
			t.Errorf("rows under %q: %d, %v, want %d", under, total, err, want)
		}
	}
}

func TestFailDecidesTheState(t *testing.T) {
	s := open(t)
	receive(t, s, sight("/n/1", "1", ""), sight("/n/2", "2", ""), sight("/n/3", "3", ""), sight("/n/4", "4", ""))
	jobs := claim(t, s, 10)
	now := time.Date(2020, 12, 2, 0, 0, 0, 0, time.UTC)
	causes := []*cchc.Error{
		cchc.FileFault("damaged", errors.New("no header")),
		cchc.OurFault("internal", errors.New("disk")),
		cchc.Waiting("needs-office", "doc"),
		cchc.OurFault("internal", errors.New("disk")),
	}
	next := []time.Time{{}, now.Add(time.Minute), {}, {}}
	for i, j := range jobs {
		if err := s.Fail(t.Context(), cchc.System(), j, causes[i], next[i]); err != nil {
			t.Fatal(err)
		}
	}
	rows, _, _, err := s.IntakeRows(t.Context(), cchc.Everything(), IntakeFilter{})
	if err != nil {
		t.Fatal(err)
	}
	want := []cchc.State{cchc.StateQuarantined, cchc.StateFailed, cchc.StateWaiting, cchc.StateFailed}
	if diff := cmp.Diff(want, states(rows)); diff != "" {
		t.Fatal(diff)
	}
	if rows[1].Attempts != 1 || !rows[1].NextTry.Equal(next[1]) || rows[2].Reason.Args[0] != "doc" || rows[0].Attempts != 0 {
		t.Errorf("rows %+v", rows)
	}
	if due := claim(t, s, 10); len(due) != 0 {
		t.Errorf("due before its time: %+v", due)
	}
	due, err := s.Claim(t.Context(), now.Add(time.Minute), 10)
	if err != nil || len(due) != 1 || due[0].Path != "/n/2" || due[0].Attempts != 1 {
		t.Errorf("due at its time: %+v, %v", due, err)
	}
	if err := s.Fail(t.Context(), cchc.System(), jobs[0], causes[1], time.Time{}); err != nil {
		t.Errorf("what is no longer being read is passed over: %v", err)
	}
	if row, err := s.IntakeRow(t.Context(), cchc.Everything(), jobs[0].Intake); err != nil || row.State != cchc.StateQuarantined {
		t.Errorf("failed twice: %+v, %v", row, err)
	}
}

func TestClaimGivesEachJobOnceInOrder(t *testing.T) {
	s := open(t)
	receive(t, s, sight("/n/1", "1", "p1"), sight("/n/2", "2", ""), sight("/n/3", "3", ""))
	a, b, c := claim(t, s, 2), claim(t, s, 2), claim(t, s, 2)
	if len(a) != 2 || len(b) != 1 || len(c) != 0 || a[0].Path != "/n/1" || a[1].Path != "/n/2" || b[0].Path != "/n/3" {
		t.Errorf("claimed %v, %v, %v", a, b, c)
	}
	if a[0].Unit != "p1" || a[0].Format != cchc.FormatText || a[0].Received.IsZero() {
		t.Errorf("job %+v", a[0])
	}
	sum, err := s.Summary(t.Context(), cchc.Everything())
	if err != nil || sum[cchc.StateReading] != 3 || len(sum) != 1 {
		t.Errorf("summary %v, %v", sum, err)
	}
}

func TestOpenGivesBackWhatWasBeingRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	s := openAt(t, path)
	receive(t, s, sight("/n/1", "1", ""), sight("/n/2", "2", ""))
	first := claim(t, s, 10)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := claim(t, openAt(t, path), 10)
	if diff := cmp.Diff(first, again); diff != "" || len(first) != 2 {
		t.Errorf("claimed after opening again: %s", diff)
	}
}

func TestRetryAndDismiss(t *testing.T) {
	s := open(t)
	id := indexed(t, s, "/n/0", "")
	rows := receive(t, s, sight("/n/1", "1", ""), sight("/n/2", "2", ""), sight("/n/3", "1", ""))
	for _, j := range claim(t, s, 10) {
		if err := s.Fail(t.Context(), cchc.System(), j, cchc.FileFault("damaged", nil), time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Retry(t.Context(), cchc.Operator(), RetryFilter{}); cchc.AsError(err).Fault != cchc.FaultUsage {
		t.Errorf("retry of everything: %v", err)
	}
	if n, err := s.Retry(t.Context(), cchc.Operator(), RetryFilter{ID: rows[2].ID}); err != nil || n != 0 {
		t.Errorf("retry of a duplicate: %d, %v", n, err)
	}
	if _, err := s.Retry(t.Context(), cchc.Operator(), RetryFilter{ID: 999}); !errors.Is(err, cchc.ErrNotFound) {
		t.Errorf("retry of nothing: %v", err)
	}
	if n, err := s.Retry(t.Context(), cchc.Operator(), RetryFilter{Code: "damaged"}); err != nil || n != 2 {
		t.Errorf("retry by reason: %d, %v", n, err)
	}
	row, err := s.Dismiss(t.Context(), cchc.Operator(), rows[0].ID, "bản nháp")
	if err != nil || row.State != cchc.StateIgnored || row.Reason.Args[0] != "bản nháp" {
		t.Errorf("dismissed: %+v, %v", row, err)
	}
	if _, err := s.Dismiss(t.Context(), cchc.Operator(), rows[2].ID, ""); !errors.Is(err, intake.ErrTransition) {
		t.Errorf("dismissed a duplicate: %v", err)
	}
	if jobs := claim(t, s, 10); len(jobs) != 1 || jobs[0].Path != "/n/2" || jobs[0].Attempts != 0 {
		t.Errorf("due: %+v", jobs)
	}
	if n, err := s.Retry(t.Context(), cchc.Operator(), RetryFilter{State: "indexed"}); err != nil || n != 1 {
		t.Errorf("read an indexed file again: %d, %v", n, err)
	}
	if _, err := s.Document(t.Context(), cchc.Everything(), id); err != nil {
		t.Errorf("its document meanwhile: %v", err)
	}
}
