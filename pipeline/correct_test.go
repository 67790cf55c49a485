package pipeline_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/internal/particulars"
	"minhchung/pipeline"
)

// correcting makes a bench that knows corrections; links go by the subject, so that a
// correction shows in them.
func correcting(t *testing.T, change ...func(*bench)) *bench {
	t.Helper()
	b := newBench(t, append([]func(*bench){func(b *bench) {
		b.rules.Amend = func(found cchc.Document, said []cchc.Correction) cchc.Document {
			d, _ := particulars.Apply(found, said)
			return d
		}
		b.rules.Values = particulars.Values
		b.rules.Proposer = func(cat cchc.Catalogue) pipeline.Proposer {
			propose := proposer(cat)
			return func(d cchc.Document, _ []cchc.Passage) []cchc.Link {
				return propose(d, []cchc.Passage{{ID: cchc.NewPassageID(d.ID, 1), Text: d.Particulars.Subject}})
			}
		}
	}}, change...)...)
	b.saveCatalogue(catalogue("v1", "tuyên truyền", "kiểm tra"))
	return b
}

func subject(id cchc.DocumentID, text string) intake.Edit {
	value, _ := json.Marshal(map[string]string{"subject": text})
	return intake.Edit{Document: id, Field: "subject", Kind: cchc.Corrected, Value: value, Note: "đọc nhầm"}
}

func (b *bench) correct(edits ...intake.Edit) {
	b.t.Helper()
	if err := b.pipe.Correct(b.t.Context(), cchc.Operator(), edits); err != nil {
		b.t.Fatal(err)
	}
}

// stands checks that record, index and links all say the same of the only document.
func (b *bench) stands(subject, requirement string) cchc.Document {
	b.t.Helper()
	docs := b.documents()
	if len(docs) != 1 {
		b.t.Fatalf("%d documents", len(docs))
	}
	d := docs[0].Document
	links := b.links()
	if d.Particulars.Subject != subject || d.Work != workID(d.Particulars) || len(links) != 1 || links[0].Requirement != requirement {
		b.t.Errorf("the record holds %q of work %q with links %+v, want %q for %s", d.Particulars.Subject, d.Work, links, subject, requirement)
	}
	if in := b.index.docs[d.ID]; !reflect.DeepEqual(in, docs[0]) {
		b.t.Errorf("the index holds %+v, the record %+v", in, docs[0])
	}
	if seq, err := b.record.Seq(b.t.Context()); err != nil || seq != b.index.seq {
		b.t.Errorf("the record is at %d, the index at %d, %v", seq, b.index.seq, err)
	}
	b.sound()
	return d
}

func TestCorrectionsSurviveReading(t *testing.T) {
	b := correcting(t)
	b.write("a.txt", "tuyên truyền")
	b.run()
	id := b.stands("tuyên truyền", "1/1").ID
	b.correct(subject(id, "kiểm tra"), intake.Edit{Document: id, Field: "unit", Kind: cchc.Corrected, Value: json.RawMessage(`{"unit":"phong-b"}`)})
	for range 2 {
		if d := b.stands("kiểm tra", "2/1"); d.Unit != "phong-b" || d.Particulars.Confidence["subject"] != 1 {
			t.Errorf("the document is %+v", d)
		}
		held, err := b.record.Held(t.Context(), cchc.Everything(), []cchc.DocumentID{id})
		if err != nil || held[id].Found.Particulars.Subject != "tuyên truyền" || held[id].Found.Unit != "" {
			t.Errorf("read was %+v, %v", held[id].Found, err)
		}
		b.readAgain()
		b.run()
	}
	// The last word counts; undoing brings back the one before, then what was read.
	b.correct(subject(id, "kiểm tra lần hai"))
	b.stands("kiểm tra lần hai", "2/1")
	undo := intake.Edit{Document: id, Field: "subject", Undo: true}
	b.correct(undo)
	b.stands("kiểm tra", "2/1")
	b.correct(undo)
	b.stands("tuyên truyền", "1/1")
	if err := b.pipe.Correct(t.Context(), cchc.Operator(), []intake.Edit{undo}); !errors.Is(err, cchc.ErrNotFound) {
		t.Errorf("undone what nobody said: %v", err)
	}
	if err := b.pipe.Correct(t.Context(), cchc.Operator(), []intake.Edit{subject("none", "x")}); !errors.Is(err, cchc.ErrNotFound) {
		t.Errorf("corrected what is not there: %v", err)
	}
	b.stands("tuyên truyền", "1/1")
}

// Reviews of people stay where a correction takes the proposal away.
func TestCorrectionKeepsReviews(t *testing.T) {
	b := correcting(t)
	b.write("a.txt", "tuyên truyền")
	b.run()
	link := b.links()[0]
	if _, err := b.record.Review(t.Context(), cchc.Operator(), link.ID, func(l cchc.Link) (cchc.Link, error) {
		l.State, l.By, l.At = cchc.LinkAccepted, "người vận hành", b.clock.now()
		return l, nil
	}); err != nil {
		t.Fatal(err)
	}
	b.correct(subject(link.Document, "việc khác"))
	if links := b.links(); len(links) != 1 || links[0].State != cchc.LinkAccepted || len(links[0].Misses) != 1 {
		t.Errorf("links are %+v", links)
	}
}

// What is found right is not indexed again.
func TestConfirming(t *testing.T) {
	b := correcting(t)
	b.write("a.txt", "tuyên truyền")
	b.run()
	id := b.stands("tuyên truyền", "1/1").ID
	puts := b.index.puts
	b.correct(intake.Edit{Document: id, Field: "subject", Kind: cchc.Confirmed}, intake.Edit{Document: id, Field: "code", Kind: cchc.Confirmed})
	if b.index.puts != puts {
		t.Error("a confirmation was indexed")
	}
	held, err := b.record.Held(t.Context(), cchc.Everything(), []cchc.DocumentID{id})
	if cs := held[id].Corrections; err != nil || len(cs) != 2 || string(cs[0].Value) != `{"subject":"tuyên truyền"}` || held[id].Document.Particulars.Confidence["code"] != 1 {
		t.Errorf("held is %+v, %v", held[id], err)
	}
}

// A power cut between record and index leaves the record ahead, so that the index is built
// anew; without one the next change makes up for it.
func TestCorrectionWithoutIndex(t *testing.T) {
	b := correcting(t)
	b.write("a.txt", "tuyên truyền")
	b.run()
	id := b.stands("tuyên truyền", "1/1").ID
	b.index.err = errors.New("the index fails")
	if err := b.pipe.Correct(t.Context(), cchc.Operator(), []intake.Edit{subject(id, "kiểm tra")}); code(err) != "correction-unindexed" {
		t.Errorf("the correction says %v", err)
	}
	seq, err := b.record.Seq(t.Context())
	if err != nil || seq <= b.index.seq {
		t.Errorf("the record is at %d, the index at %d, %v", seq, b.index.seq, err)
	}
	b.index.err = nil
	b.readAgain()
	b.run()
	b.stands("kiểm tra", "2/1")

	// The same, healed by another file.
	b.index.err = errors.New("the index fails")
	_ = b.pipe.Correct(t.Context(), cchc.Operator(), []intake.Edit{subject(id, "kiểm tra lại")})
	b.index.err = nil
	b.write("b.txt", "việc khác")
	b.run()
	if got := b.index.docs[id].Document.Particulars.Subject; got != "kiểm tra lại" {
		t.Errorf("the index still says %q", got)
	}
}

// A corrected document the index cannot take holds up no other.
func TestCorrectionRefusedByIndex(t *testing.T) {
	b := correcting(t, func(b *bench) { b.index.refuse = "XẤU" })
	b.write("a.txt", "tuyên truyền")
	b.run()
	id := b.stands("tuyên truyền", "1/1").ID
	if err := b.pipe.Correct(t.Context(), cchc.Operator(), []intake.Edit{subject(id, "XẤU")}); code(err) != "correction-unindexed" {
		t.Errorf("the correction says %v", err)
	}
	b.write("b.txt", "kiểm tra")
	b.want(b.run(), map[string]string{"a.txt": pipeline.OutcomeUnchanged, "b.txt": "indexed"})
	b.correct(subject(id, "tốt"))
	if got := b.index.docs[id].Document.Particulars.Subject; got != "tốt" {
		t.Errorf("the index says %q", got)
	}
}

func TestRegroup(t *testing.T) {
	same := false
	b := correcting(t, func(b *bench) {
		b.rules.WorkID = func(p cchc.Particulars) cchc.WorkID {
			if same {
				return "một"
			}
			return workID(p)
		}
	})
	b.write("a.txt", "tuyên truyền")
	b.write("b.txt", "kiểm tra")
	b.run()
	same = true
	for _, want := range []int{2, 0} {
		if n, err := b.pipe.Regroup(t.Context(), cchc.Operator()); err != nil || n != want {
			t.Errorf("%d regrouped, %v, want %d", n, err, want)
		}
	}
	for _, d := range b.documents() {
		if d.Document.Work != "một" {
			t.Errorf("%s is of work %q", d.Document.ID, d.Document.Work)
		}
	}
}
