package pipeline

import (
	"context"
	"errors"

	"minhchung/internal/cchc"
)

// batchPassages bounds the memory of a batch, whatever the size of its documents: bleve
// takes 2,000 passages a batch at full speed.
const batchPassages = 2000

// useCatalogue makes a catalogue the one links are proposed for.
func (p *Pipeline) useCatalogue(cat cchc.Catalogue) *linking {
	l := &linking{ref: cat.Ref(), propose: p.rules.Proposer(cat)}
	p.linking.Store(l)
	return l
}

// link is what links are proposed for at present.
func (p *Pipeline) link(ctx context.Context) (*linking, error) {
	if l := p.linking.Load(); l != nil {
		return l, nil
	}
	cat, err := p.record.CurrentCatalogue(ctx, cchc.Everything())
	if err != nil && !errors.Is(err, cchc.ErrNotFound) {
		return nil, err
	}
	return p.useCatalogue(cat), nil
}

// each walks all documents in batches.
func (p *Pipeline) each(ctx context.Context, f func([]Indexed) error) error {
	last := cchc.DocumentID("")
	for {
		docs, err := p.after(ctx, last)
		if err != nil || len(docs) == 0 {
			return err
		}
		if err := f(docs); err != nil {
			return err
		}
		last = docs[len(docs)-1].Document.ID
	}
}

func (p *Pipeline) after(ctx context.Context, last cchc.DocumentID) ([]Indexed, error) {
	docs, err := p.record.DocumentsAfter(ctx, cchc.Everything(), last, batchPassages)
	if err != nil {
		return nil, err
	}
	out := make([]Indexed, 0, len(docs))
	for _, d := range docs {
		out = append(out, Indexed{d.Document, d.Passages})
	}
	return out, nil
}

// Rebuild feeds every document of the record to an index and returns how many there are.
// The work goes on meanwhile: what is kept after begin was called must reach the index
// being built too. finish is called before anything else is kept.
func (p *Pipeline) Rebuild(ctx context.Context, into Index, begin func(), finish func() error, progress func(done int)) (documents int, err error) {
	p.keeping.Lock()
	begin()
	p.keeping.Unlock()
	last := cchc.DocumentID("")
	for more := true; more; {
		// Read and put under one lock: a document that is read again in between would be
		// put back to what it was.
		more, err = p.rebuildStep(ctx, into, finish, &last, &documents)
		if err != nil {
			return documents, err
		}
		progress(documents)
	}
	return documents, nil
}

func (p *Pipeline) rebuildStep(ctx context.Context, into Index, finish func() error, last *cchc.DocumentID, documents *int) (more bool, err error) {
	p.keeping.Lock()
	defer p.keeping.Unlock()
	docs, err := p.after(ctx, *last)
	if err != nil {
		return false, err
	}
	if len(docs) == 0 {
		if err := into.Put(ctx, nil, p.seq); err != nil {
			return false, err
		}
		return false, finish()
	}
	if err := into.Put(ctx, docs, p.seq); err != nil {
		return false, err
	}
	*documents += len(docs)
	*last = docs[len(docs)-1].Document.ID
	return true, nil
}
