package store

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minhchung/internal/cchc"
)

func TestCommitAndReadBack(t *testing.T) {
	s := open(t)
	cat := saveCatalogue(t, s, "v1")
	receive(t, s, sight("/n/p1/kế hoạch.txt", "kh", "p1"))
	r := result(claim(t, s, 1)[0], 5)
	id := r.Documents[0].Document.ID
	want := link(cat.Ref(), id, "1/1", 0.8, "tuyên truyền")
	r.Documents[0].Links = []cchc.Link{want}
	commit(t, s, r)

	doc, err := s.Document(t.Context(), cchc.Everything(), id)
	if err != nil {
		t.Fatal(err)
	}
	wantDoc := r.Documents[0].Document
	wantDoc.Path, wantDoc.Received = "/n/p1/kế hoạch.txt", doc.Received
	if diff := cmp.Diff(wantDoc, doc); diff != "" || doc.Received.IsZero() {
		t.Errorf("document: %s", diff)
	}
	pages, err := s.Pages(t.Context(), cchc.Everything(), id)
	if diff := cmp.Diff(r.Reading.Pages, pages); diff != "" || err != nil {
		t.Errorf("pages: %s, %v", diff, err)
	}
	passages, err := s.Passages(t.Context(), cchc.Everything(), id)
	if diff := cmp.Diff(r.Documents[0].Passages, passages); diff != "" || err != nil {
		t.Errorf("passages: %s, %v", diff, err)
	}
	got, err := s.Link(t.Context(), cchc.Everything(), want.ID)
	want.Unit = doc.Unit
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("link: %s, %v", diff, err)
	}
	rows, _, _, err := s.IntakeRows(t.Context(), cchc.Everything(), IntakeFilter{State: "indexed"})
	if err != nil || len(rows) != 1 || rows[0].Document != id || len(rows[0].Notes) != 1 {
		t.Errorf("row: %+v, %v", rows, err)
	}
	byID, err := s.PassagesByID(t.Context(), cchc.Everything(), []cchc.PassageID{passages[4].ID, passages[0].ID, "x#1", "nonsense", ""})
	if diff := cmp.Diff(map[cchc.PassageID]cchc.Passage{passages[0].ID: passages[0], passages[4].ID: passages[4]}, byID); diff != "" || err != nil {
		t.Errorf("passages by identity: %s, %v", diff, err)
	}
	f, err := s.File(t.Context(), cchc.Everything(), doc.File)
	if err != nil || f.Size != 10 || len(f.Places) != 1 || f.Places[0].Path != doc.Path {
		t.Errorf("file: %+v, %v", f, err)
	}
	clean(t, s)
}

func TestCommitAgainReplacesWhatIsDerived(t *testing.T) {
	s := open(t)
	saveCatalogue(t, s, "v1")
	receive(t, s, sight("/n/a", "a", ""))
	r := result(claim(t, s, 1)[0], 5)
	second := r.Documents[0]
	second.Document.ID = cchc.NewDocumentID(r.Job.File, 2)
	second.Passages = nil
	r.Documents[0].Last, second.First, second.Last = 0, 1, 1
	r.Documents = append(r.Documents, second)
	commit(t, s, r)
	for n, id := range []cchc.DocumentID{r.Documents[0].Document.ID, second.Document.ID} {
		pages, err := s.Pages(t.Context(), cchc.Everything(), id)
		if err != nil || len(pages) != 1 || pages[0].Number != n+1 {
			t.Errorf("pages of document %d: %v, %v", n+1, pages, err)
		}
	}
	if _, err := s.Retry(t.Context(), cchc.Operator(), RetryFilter{State: "indexed"}); err != nil {
		t.Fatal(err)
	}
	commit(t, s, result(claim(t, s, 1)[0], 2))
	passages, err := s.Passages(t.Context(), cchc.Everything(), r.Documents[0].Document.ID)
	if err != nil || len(passages) != 2 {
		t.Errorf("%d passages, %v", len(passages), err)
	}
	if _, err := s.Document(t.Context(), cchc.Everything(), second.Document.ID); !errors.Is(err, cchc.ErrNotFound) {
		t.Errorf("the second document: %v", err)
	}
	if pages, err := s.Pages(t.Context(), cchc.Everything(), r.Documents[0].Document.ID); err != nil || len(pages) != 2 {
		t.Errorf("%d pages, %v", len(pages), err)
	}
	clean(t, s)
}

func TestCommitIsAllOrNothing(t *testing.T) {
	s := open(t)
	receive(t, s, sight("/n/a", "a", ""), sight("/n/b", "b", ""))
	jobs := claim(t, s, 2)
	good, bad := result(jobs[0], 2), result(jobs[1], 2)
	bad.Documents[0].Passages[1].ID = "of another document#1"
	if _, err := s.Commit(t.Context(), cchc.System(), []Result{good, bad}, 1); err == nil {
		t.Fatal("a passage of another document was taken")
	}
	if _, _, total, err := s.Documents(t.Context(), cchc.Everything(), DocumentFilter{}); err != nil || total != 0 {
		t.Errorf("%d documents, %v", total, err)
	}
	commit(t, s, good, result(jobs[1], 2))
	// What is no longer being read is passed over: a person may have set it aside.
	other := good
	other.Reading.Pages = nil
	if _, err := s.Commit(t.Context(), cchc.System(), []Result{other}, 2); err != nil {
		t.Error(err)
	}
	if pages, err := s.Pages(t.Context(), cchc.Everything(), good.Documents[0].Document.ID); err != nil || len(pages) == 0 {
		t.Errorf("committed twice: %d pages, %v", len(pages), err)
	}
	if seq, err := s.Seq(t.Context()); err != nil || seq != 2 {
		t.Errorf("seq %d, %v", seq, err)
	}
	clean(t, s)
}

func TestCommitWaiting(t *testing.T) {
	s := open(t)
	receive(t, s, sight("/n/a", "a", ""))
	r := result(claim(t, s, 1)[0], 1)
	reason := cchc.NewReason("needs-ocr", "1", "2")
	r.State, r.Reason = cchc.StateWaiting, &reason
	commit(t, s, r)
	rows, _, _, err := s.IntakeRows(t.Context(), cchc.Everything(), IntakeFilter{Code: "needs-ocr"})
	if err != nil || len(rows) != 1 || rows[0].State != cchc.StateWaiting || rows[0].Reason.Args[1] != "2" {
		t.Errorf("%+v, %v", rows, err)
	}
}

func TestDocumentsListsFiltersAndPages(t *testing.T) {
	s := open(t)
	for i := range 7 {
		path := fmt.Sprintf("/n/%d.txt", i)
		receive(t, s, sight(path, path, ""))
		r := result(claim(t, s, 1)[0], 1)
		d := &r.Documents[0].Document
		d.Unit = fmt.Sprintf("p%d", i%2)
		d.Particulars.IssuedDate = cchc.NewDate(2018+i/3, 5, 1)
		if i == 6 {
			d.Particulars = cchc.Particulars{Type: "BC", Subject: "Kết quả Đề án 06"}
		}
		commit(t, s, r)
	}
	cases := []struct {
		f    DocumentFilter
		want int
	}{
		{DocumentFilter{}, 7}, {DocumentFilter{Type: "KH"}, 6}, {DocumentFilter{Type: "BC"}, 1}, {DocumentFilter{Unit: "p1"}, 3},
		{DocumentFilter{Year: 2019}, 3}, {DocumentFilter{Year: 2019, Unit: "p1"}, 2}, {DocumentFilter{Text: "tuyen TRUYỀN"}, 6},
		{DocumentFilter{Text: "đề án"}, 1}, {DocumentFilter{Text: "de an"}, 1}, {DocumentFilter{Text: "15/kh"}, 6},
		{DocumentFilter{Text: "6.txt"}, 1}, {DocumentFilter{Text: "không có"}, 0}, {DocumentFilter{Text: "%"}, 0},
		{DocumentFilter{Work: "sttt|15|kh-stttt|2020"}, 7}, {DocumentFilter{Work: "other"}, 0},
	}
	for _, c := range cases {
		docs, _, total, err := s.Documents(t.Context(), cchc.Everything(), c.f)
		if err != nil || total != c.want || len(docs) != c.want {
			t.Errorf("%+v: %d of %d, %v, want %d", c.f, len(docs), total, err, c.want)
		}
	}
	all, _, _, err := s.Documents(t.Context(), cchc.Everything(), DocumentFilter{})
	if err != nil || all[6].Particulars.Type != "BC" || all[0].Particulars.IssuedDate.Year != 2019 {
		t.Errorf("order: %v, %v", all, err)
	}
	for size := 1; size <= 4; size++ {
		var got []cchc.Document
		cursor := ""
		for {
			docs, next, total, err := s.Documents(t.Context(), cchc.Everything(), DocumentFilter{Cursor: cursor, Limit: size})
			if err != nil || total != 7 {
				t.Fatal(total, err)
			}
			got = append(got, docs...)
			if cursor = next; cursor == "" {
				break
			}
		}
		if diff := cmp.Diff(all, got); diff != "" {
			t.Errorf("in pages of %d: %s", size, diff)
		}
	}
	var each []cchc.DocumentID
	err = s.EachDocument(t.Context(), cchc.Everything(), func(d cchc.Document, ps []cchc.Passage) error {
		if len(ps) != 1 || ps[0].ID.Document() != d.ID {
			t.Errorf("passages of %s: %v", d.ID, ps)
		}
		each = append(each, d.ID)
		return s.SetMeta(t.Context(), cchc.System(), "seen", string(d.ID)) // may write meanwhile
	})
	if err != nil || len(each) != 7 {
		t.Errorf("each: %v, %v", each, err)
	}
	byID, err := s.DocumentsByID(t.Context(), cchc.Everything(), append(each[:3:3], "none"))
	if err != nil || len(byID) != 3 {
		t.Errorf("by identity: %d, %v", len(byID), err)
	}
	if byID, err = s.DocumentsByID(t.Context(), cchc.Everything(), nil); err != nil || len(byID) != 0 {
		t.Errorf("by no identity: %d, %v", len(byID), err)
	}
}

func TestEachDocumentPassesManyAndStops(t *testing.T) {
	s := open(t)
	var sights []Sight
	for i := range 2*eachBatch + 1 {
		p := fmt.Sprintf("/n/%03d", i)
		sights = append(sights, sight(p, p, ""))
	}
	receive(t, s, sights...)
	var results []Result
	for _, j := range claim(t, s, len(sights)) {
		results = append(results, result(j, 1))
	}
	commit(t, s, results...)
	n, stop := 0, errors.New("stop")
	count := func(cchc.Document, []cchc.Passage) error { n++; return nil }
	if err := s.EachDocument(t.Context(), cchc.Everything(), count); err != nil || n != len(sights) {
		t.Errorf("%d of %d, %v", n, len(sights), err)
	}
	if err := s.EachDocument(t.Context(), cchc.Everything(), func(cchc.Document, []cchc.Passage) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("stopped: %v", err)
	}
}

func TestCursorsOfOtherListsAreRefused(t *testing.T) {
	s := open(t)
	receive(t, s, sight("/n/1", "1", ""), sight("/n/2", "2", ""))
	_, next, _, err := s.IntakeRows(t.Context(), cchc.Everything(), IntakeFilter{Limit: 1})
	if err != nil || next == "" {
		t.Fatal(next, err)
	}
	for _, cursor := range []string{next, "!", "bnVsbA", "e30", "W10"} {
		_, _, _, err := s.Documents(t.Context(), cchc.Everything(), DocumentFilter{Cursor: cursor})
		if e := cchc.AsError(err); e.Fault != cchc.FaultUsage || e.Reason.Code != "bad-cursor" {
			t.Errorf("cursor %q: %v", cursor, err)
		}
	}
}

func FuzzDecodeCursor(f *testing.F) {
	for _, seed := range []string{"", "!", "bnVsbA", "WyJkb2N1bWVudHMiLCIyMDIwLTAxLTE1IiwiYSJd"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cursor string) {
		var a, b string
		if _, err := decodeCursor(cursor, "documents", &a, &b); err != nil && cchc.AsError(err).Fault != cchc.FaultUsage {
			t.Errorf("%q: %v", cursor, err)
		}
	})
}

func FuzzUnpack(f *testing.F) {
	var p packer
	good, err := p.pack([]cchc.Block{{Text: "Điều 1"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)-2])
	f.Add([]byte{})
	f.Fuzz(func(_ *testing.T, b []byte) { _, _ = unpack[[]cchc.Block](b) })
}
