package pipeline

import (
	"context"

	"minhchung/internal/cchc"
)

// withhold keeps nothing of a file with a stamp of secrecy but that it was there: what was
// made of it leaves record and index, its bytes the originals, and so does the archive or
// mail it lies in. A power cut in between is made up for when the folder is opened.
func (p *Pipeline) withhold(ctx context.Context, s *shop, f finished) error {
	p.keeping.Lock()
	defer p.keeping.Unlock()
	reason, file := *f.secret, f.result.Job.File
	for file != "" {
		gone, parent, err := p.ledger.Withhold(ctx, cchc.System(), file, reason)
		if err != nil {
			return cchc.OurFault("record-failed", err)
		}
		if len(gone) > 0 {
			if err := p.index.Remove(ctx, gone...); err != nil {
				return cchc.OurFault("index-failed", err)
			}
		}
		if err := p.blobs.Drop(file); err != nil {
			return cchc.OurFault("store-failed", err)
		}
		file, reason = parent, cchc.NewReason("secret-inside", f.result.Job.Path)
	}
	if s.settled(f.result.Job.Intake) {
		p.board.fileDone(0)
		p.settleRow(f.result.Job.Intake, Outcome{Outcome: string(cchc.StateQuarantined), Reason: f.secret, Format: f.result.Reading.Format, Took: f.result.Took}, 0)
	}
	return nil
}
