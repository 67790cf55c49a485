package pipeline

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// Ledger is where dropped files stand.
type Ledger interface {
	Receiver
	// Claim takes up to n due jobs; they stay due until Commit or Fail.
	Claim(ctx context.Context, now time.Time, n int) ([]intake.Job, error)
	// Fail settles a job by whose fault it was; nextTry counts for faults of ours only.
	Fail(ctx context.Context, actor cchc.Actor, job intake.Job, why *cchc.Error, nextTry time.Time) error
	// Release makes every claimed job due again.
	Release(ctx context.Context, actor cchc.Actor) error
}

// Receiver is the front desk of the ledger.
type Receiver interface {
	// Places returns the last sight of every path at or below under.
	Places(ctx context.Context, scope cchc.Scope, under string) (map[string]intake.Row, error)
	ReceiveAll(ctx context.Context, actor cchc.Actor, sights []intake.Sight) ([]intake.Row, error)
}

// Record keeps what was read; each method is one transaction.
type Record interface {
	Commit(ctx context.Context, actor cchc.Actor, results []intake.Result) error
	CurrentCatalogue(ctx context.Context, scope cchc.Scope) (cchc.Catalogue, error)
	EachDocument(ctx context.Context, scope cchc.Scope, f func(cchc.Document, []cchc.Passage) error) error
	RelinkAll(ctx context.Context, actor cchc.Actor, ref string, f func(yield func(cchc.DocumentID, []cchc.Link) error) error) error
}

// Blobs keeps originals by their SHA-256.
type Blobs interface {
	PutFile(ctx context.Context, path string) (cchc.FileID, int64, error)
	Path(id cchc.FileID) string
}

// Index makes documents searchable; Put is durable when it returns and idempotent.
type Index interface {
	Put(ctx context.Context, docs []Indexed) error
}

// Indexed is what the index takes of a document.
type Indexed struct {
	Document cchc.Document
	Passages []cchc.Passage
}

// Part is one document of a file: pages First to Last, as indexes into the pages read.
type Part struct {
	ID          cchc.DocumentID
	First, Last int
}

// Proposer proposes links of one document; it is made once for a catalogue.
type Proposer func(cchc.Document, []cchc.Passage) []cchc.Link

// Rules are the pure stages, as functions.
type Rules struct {
	Read     func(ctx context.Context, path string) (cchc.Reading, error)
	Parts    func(cchc.FileID, []cchc.Page) []Part
	Describe func([]cchc.Page) cchc.Particulars
	WorkID   func(cchc.Particulars) cchc.WorkID
	Cut      func(cchc.DocumentID, []cchc.Page) []cchc.Passage
	Proposer func(cchc.Catalogue) Proposer
}

// Settings bound the pipeline.
type Settings struct {
	Workers int // files read at once, at least 1
	Batch   int // most files in one index batch and transaction, at least 1
	// Own is the folder the product keeps its data in, never taken in; "" for none.
	Own string
}

// Pipeline takes dropped files to searchable, linked documents. Its methods may be
// called from several goroutines; runs and relinks follow one another.
type Pipeline struct {
	ledger   Ledger
	record   Record
	blobs    Blobs
	index    Index
	rules    Rules
	settings Settings
	now      func() time.Time
	log      *slog.Logger
	turn     sync.Mutex // one run, relink or rebuild at a time
}

// New wires a pipeline. now must be safe for concurrent use.
func New(ledger Ledger, record Record, blobs Blobs, index Index, rules Rules, settings Settings, now func() time.Time, log *slog.Logger) *Pipeline {
	settings.Workers = max(settings.Workers, 1)
	settings.Batch = max(settings.Batch, 1)
	return &Pipeline{ledger: ledger, record: record, blobs: blobs, index: index, rules: rules, settings: settings, now: now, log: log}
}

// Run takes everything under the roots that is new or changed, and whatever an earlier
// run left due. Each file found is told once to observer. It returns an error only where
// the run itself cannot go on (the record or the index fails, ctx ends); what was
// committed by then stays.
func (p *Pipeline) Run(ctx context.Context, roots []Root, observer Observer) (Summary, error) {
	p.turn.Lock()
	defer p.turn.Unlock()
	start := p.now()
	t := newTally(observer)
	// An earlier run that could not even give back what it had claimed left it behind.
	if err := p.ledger.Release(ctx, cchc.System()); err != nil {
		return t.summary(p.now().Sub(start)), err
	}
	if err := p.receive(ctx, roots, t); err != nil {
		return t.summary(p.now().Sub(start)), err
	}
	err := p.work(ctx, t)
	if err != nil {
		// What was claimed and not finished is due again at once, not at the next start.
		err = errors.Join(err, p.ledger.Release(context.WithoutCancel(ctx), cchc.System()))
	}
	return t.summary(p.now().Sub(start)), err
}

// Relink proposes the links of every document anew for a catalogue.
func (p *Pipeline) Relink(ctx context.Context, actor cchc.Actor, cat cchc.Catalogue) error {
	p.turn.Lock()
	defer p.turn.Unlock()
	propose := p.rules.Proposer(cat)
	return p.record.RelinkAll(ctx, actor, cat.Ref(), func(yield func(cchc.DocumentID, []cchc.Link) error) error {
		return p.record.EachDocument(ctx, cchc.Everything(), func(d cchc.Document, ps []cchc.Passage) error {
			return yield(d.ID, propose(d, ps))
		})
	})
}

// Rebuild feeds every document of the record to an index, calls finish before anything
// else may write, and returns how many documents there are.
func (p *Pipeline) Rebuild(ctx context.Context, into Index, finish func() error) (documents int, err error) {
	p.turn.Lock()
	defer p.turn.Unlock()
	var batch []Indexed
	passages := 0
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		err := into.Put(ctx, batch)
		documents += len(batch)
		batch, passages = batch[:0], 0
		return err
	}
	err = p.record.EachDocument(ctx, cchc.Everything(), func(d cchc.Document, ps []cchc.Passage) error {
		batch = append(batch, Indexed{d, ps})
		passages += len(ps)
		if passages >= batchPassages {
			return flush()
		}
		return nil
	})
	if err == nil {
		err = flush()
	}
	if err == nil {
		err = finish()
	}
	return documents, err
}

// batchPassages bounds the memory of a batch, whatever the size of its documents: bleve
// takes 2,000 passages a batch at full speed.
const batchPassages = 2000
