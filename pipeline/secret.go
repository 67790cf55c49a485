package pipeline

import (
	"context"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// withhold keeps nothing of a file with a stamp of secrecy but that it was there: what was
// made of it leaves record and index, its bytes the originals, and so do the archives and
// mails it lies in. A power cut in between is made up for when the folder is opened.
func (p *Pipeline) withhold(ctx context.Context, s *shop, f finished) error {
	p.keeping.Lock()
	defer p.keeping.Unlock()
	kept, err := p.ledger.Withhold(ctx, cchc.System(), f.result.Job.File, *f.secret)
	if err != nil {
		return cchc.OurFault("record-failed", err)
	}
	if s.settled(f.result.Job.Intake) {
		p.board.fileDone(0)
	}
	return p.letGo(ctx, kept)
}

// letGo tells whoever waits for them what became of rows, and takes out of the index and
// the originals what is no more. The caller holds keeping.
func (p *Pipeline) letGo(ctx context.Context, kept intake.Kept) error {
	for _, row := range kept.Rows {
		p.settleRow(row.ID, Outcome{Outcome: string(row.State), Reason: row.Reason, Format: row.Format}, 0)
	}
	if len(kept.Gone) > 0 {
		if err := p.index.Remove(ctx, kept.Gone...); err != nil {
			return cchc.OurFault("index-failed", err)
		}
	}
	for _, file := range kept.Withheld {
		if err := p.blobs.Drop(file); err != nil {
			return cchc.OurFault("store-failed", err)
		}
	}
	return nil
}

// dropStrays lets go of the bytes that came out of a file whose reading came to nothing.
func (p *Pipeline) dropStrays(ctx context.Context, f finished) error {
	var ids []cchc.FileID
	for _, m := range f.result.Members {
		if m.File != "" {
			ids = append(ids, m.File)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	p.keeping.Lock()
	defer p.keeping.Unlock()
	strays, err := p.ledger.Strays(ctx, cchc.Everything(), ids)
	if err != nil {
		return cchc.OurFault("record-failed", err)
	}
	return p.letGo(ctx, intake.Kept{Withheld: strays})
}
