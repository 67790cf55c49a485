package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// correctAtOnce bounds the documents of one transaction of corrections.
const correctAtOnce = 100

// Correct keeps what a person says of documents and has it take effect at once: the
// documents are grouped, linked and indexed by it. Record first, index after: where a power
// cut comes in between, the record's number is ahead of the index and the index is built
// anew. Documents are taken in portions, each of which is kept or not as a whole. Where a
// document does not exist, or nothing is there to be undone, [cchc.ErrNotFound] is wrapped.
// "correction-unindexed" says that it is kept but cannot be searched yet.
func (p *Pipeline) Correct(ctx context.Context, actor cchc.Actor, edits []intake.Edit) error {
	byDocument := map[cchc.DocumentID][]intake.Edit{}
	for _, e := range edits {
		byDocument[e.Document] = append(byDocument[e.Document], e)
	}
	ids := slices.Sorted(maps.Keys(byDocument))
	for part := range slices.Chunk(ids, correctAtOnce) {
		if err := p.correct(ctx, actor, part, byDocument); err != nil {
			return err
		}
	}
	p.Touch()
	return nil
}

func (p *Pipeline) correct(ctx context.Context, actor cchc.Actor, ids []cchc.DocumentID, edits map[cchc.DocumentID][]intake.Edit) error {
	p.keeping.Lock()
	defer p.keeping.Unlock()
	held, err := p.record.Held(ctx, cchc.Everything(), ids)
	if err != nil {
		return cchc.OurFault("record-failed", err)
	}
	link, err := p.link(ctx)
	if err != nil {
		return cchc.OurFault("record-failed", err)
	}
	var changes []intake.Amended
	var indexed []Indexed
	for _, id := range ids {
		h, ok := held[id]
		if !ok {
			return fmt.Errorf("document %s: %w", id, cchc.ErrNotFound)
		}
		a, err := p.amended(h, edits[id], link)
		if err != nil {
			return err
		}
		changes = append(changes, a)
		if searchable(h.Document, a.Document) {
			indexed = append(indexed, Indexed{a.Document, h.Passages})
		}
	}
	if len(indexed) == 0 {
		return p.amend(ctx, actor, changes, p.seq)
	}
	if err := p.payOff(ctx); err != nil {
		return err
	}
	if err := p.amend(ctx, actor, changes, p.seq+1); err != nil {
		return err
	}
	p.seq++
	if err := p.index.Put(ctx, indexed, p.seq); err != nil {
		for _, d := range indexed {
			p.owe(d.Document.ID)
		}
		return cchc.OurFault("correction-unindexed", err)
	}
	return nil
}

func (p *Pipeline) amend(ctx context.Context, actor cchc.Actor, changes []intake.Amended, seq int64) error {
	err := p.record.Amend(ctx, actor, changes, seq)
	if err == nil || errors.Is(err, cchc.ErrNotFound) {
		return err
	}
	return cchc.OurFault("record-failed", err)
}

// amended works out what edits make of a document.
func (p *Pipeline) amended(h intake.Held, edits []intake.Edit, link *linking) (intake.Amended, error) {
	a := intake.Amended{Found: h.Found}
	inForce := slices.Clone(h.Corrections)
	for _, e := range edits {
		if e.Undo {
			at := lastOf(inForce, e.Field)
			if at < 0 {
				return a, fmt.Errorf("correction of %s: %w", e.Field, cchc.ErrNotFound)
			}
			a.Undone = append(a.Undone, inForce[at].ID)
			inForce = slices.Delete(inForce, at, at+1)
			continue
		}
		c := cchc.Correction{Document: e.Document, Field: e.Field, Kind: e.Kind, Value: e.Value, Note: e.Note}
		var err error
		if c.Found, err = p.rules.Values(h.Found, e.Field); err != nil {
			return a, err
		}
		if c.Kind == cchc.Confirmed && c.Value == nil {
			if c.Value, err = p.rules.Values(h.Document, e.Field); err != nil {
				return a, err
			}
		}
		a.Added = append(a.Added, c)
		inForce = append(inForce, c)
	}
	a.Document = p.overlay(h.Found, inForce)
	if !reflect.DeepEqual(a.Document, h.Document) {
		a.Catalogue, a.Links = link.ref, link.propose(a.Document, h.Passages)
	}
	return a, nil
}

// lastOf is the position of the last correction of a field that the record holds.
func lastOf(corrections []cchc.Correction, field string) int {
	for i := len(corrections) - 1; i >= 0; i-- {
		if corrections[i].Field == field && corrections[i].ID != 0 {
			return i
		}
	}
	return -1
}

// overlay lays corrections over a document as it was read.
func (p *Pipeline) overlay(found cchc.Document, corrections []cchc.Correction) cchc.Document {
	d := found
	if len(corrections) > 0 && p.rules.Amend != nil {
		d = p.rules.Amend(found, corrections)
	}
	d.Work = p.rules.WorkID(d.Particulars)
	return d
}

// searchable reports a change the index has to know: anything but how sure it is.
func searchable(was, is cchc.Document) bool {
	was.Particulars.Confidence, is.Particulars.Confidence = nil, nil
	was.Work, is.Work = "", ""
	return !reflect.DeepEqual(was, is)
}

// correctRead lays what people said over documents that were read again, before they are
// indexed and kept. The caller holds keeping; it may be done twice.
func (p *Pipeline) correctRead(ctx context.Context, results []intake.Result) error {
	if p.rules.Amend == nil {
		return nil
	}
	var ids []cchc.DocumentID
	for _, r := range results {
		for _, d := range r.Documents {
			ids = append(ids, d.Document.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	said, err := p.record.Corrections(ctx, cchc.Everything(), ids)
	if err != nil || len(said) == 0 {
		return err
	}
	link, err := p.link(ctx)
	if err != nil {
		return err
	}
	for _, r := range results {
		for i, d := range r.Documents {
			cs := said[d.Document.ID]
			if len(cs) == 0 {
				continue
			}
			found := d.Document
			if d.Found != nil {
				found = *d.Found
			}
			d.Document, d.Found = p.overlay(found, cs), &found
			d.Links = link.propose(d.Document, d.Passages)
			r.Documents[i] = d
		}
	}
	return nil
}

// owe notes a document the index does not hold as the record does. The caller holds
// keeping.
func (p *Pipeline) owe(id cchc.DocumentID) {
	if p.owed == nil {
		p.owed = map[cchc.DocumentID]bool{}
	}
	p.owed[id] = true
}

// payOff puts what is owed to the index, before its number grows. A document the index
// cannot take stays owed and holds up nobody. The caller holds keeping.
func (p *Pipeline) payOff(ctx context.Context) error {
	for _, id := range slices.Sorted(maps.Keys(p.owed)) {
		held, err := p.record.Held(ctx, cchc.Everything(), []cchc.DocumentID{id})
		if err != nil {
			return cchc.OurFault("record-failed", err)
		}
		if h, ok := held[id]; ok {
			if err := p.index.Put(ctx, []Indexed{{h.Document, h.Passages}}, p.seq); err != nil {
				if ctx.Err() != nil || p.isTrouble(err) {
					return cchc.OurFault("index-failed", err)
				}
				p.log.ErrorContext(ctx, "a corrected document cannot be indexed", "document", id, "error", err)
				continue
			}
		}
		delete(p.owed, id)
	}
	return nil
}

// Regroup works out anew to which work each document belongs, after the office said more
// of the agencies it knows.
func (p *Pipeline) Regroup(ctx context.Context, actor cchc.Actor) (changed int, err error) {
	p.keeping.Lock()
	defer p.keeping.Unlock()
	changed, err = p.record.Regroup(ctx, actor, p.rules.WorkID)
	if err != nil {
		return 0, cchc.OurFault("record-failed", err)
	}
	p.Touch()
	return changed, nil
}
