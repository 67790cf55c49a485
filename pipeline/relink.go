package pipeline

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"minhchung/internal/cchc"
)

// proposals are the links of some documents that lie side by side in the record.
type proposals struct {
	documents []cchc.DocumentID
	links     [][]cchc.Link
}

// Relink proposes the links of every document anew for a catalogue, and those of all that
// come from now on. progress, where it is not nil, is told how many documents are done.
// Reading, proposing and keeping go on side by side, a batch or two ahead of one another.
func (p *Pipeline) Relink(ctx context.Context, actor cchc.Actor, cat cchc.Catalogue, progress func(done int)) error {
	p.keeping.Lock()
	defer p.keeping.Unlock()
	l := p.useCatalogue(cat)
	done := 0
	return p.record.RelinkAll(ctx, actor, l.ref, func(yield func(cchc.DocumentID, []cchc.Link) error) error {
		return p.ahead(ctx, l, func(b proposals) error {
			for i, id := range b.documents {
				if err := yield(id, b.links[i]); err != nil {
					return err
				}
			}
			if done += len(b.documents); progress != nil {
				progress(done)
			}
			return nil
		})
	})
}

// ahead hands the proposals of all documents to keep, batch by batch, while the next are
// made.
func (p *Pipeline) ahead(ctx context.Context, l *linking, keep func(proposals) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	made := make(chan proposals, 1)
	g := errgroup.Group{}
	g.Go(func() error {
		defer close(made)
		return p.each(ctx, func(docs []Indexed) error {
			select {
			case made <- p.proposeAll(l, docs):
				return nil
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		})
	})
	var failed error
	for b := range made {
		if failed == nil {
			if failed = keep(b); failed != nil {
				stop(failed) // and let what is being made go by
			}
		}
	}
	if err := g.Wait(); failed == nil || !errors.Is(err, failed) {
		failed = errors.Join(failed, err)
	}
	return failed
}

// proposeAll proposes the links of some documents, several at once.
func (p *Pipeline) proposeAll(l *linking, docs []Indexed) proposals {
	out := proposals{make([]cchc.DocumentID, len(docs)), make([][]cchc.Link, len(docs))}
	g := errgroup.Group{}
	g.SetLimit(p.settings.Workers)
	for i, d := range docs {
		out.documents[i] = d.Document.ID
		g.Go(func() error {
			out.links[i] = l.propose(d.Document, d.Passages)
			return nil
		})
	}
	_ = g.Wait() // proposing does not fail
	return out
}
