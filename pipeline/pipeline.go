package pipeline

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// Ledger is where dropped files stand.
type Ledger interface {
	Receiver
	Queue
}

// Receiver is the front desk of the ledger.
type Receiver interface {
	// Places returns the last sight of every path at or below under.
	Places(ctx context.Context, scope cchc.Scope, under string) (map[string]intake.Row, error)
	ReceiveAll(ctx context.Context, actor cchc.Actor, sights []intake.Sight) ([]intake.Row, error)
	// FirstPlace is the row of the place a content was first received from.
	FirstPlace(ctx context.Context, scope cchc.Scope, file cchc.FileID) (intake.Row, error)
	// Move notes that the file of a row lies elsewhere now; again has it read once more.
	Move(ctx context.Context, actor cchc.Actor, id int64, to cchc.Place, unit string, again bool) (intake.Row, error)
}

// Queue is the back office of the ledger.
type Queue interface {
	// Claim takes up to n due jobs; they stay due until they are committed or failed.
	Claim(ctx context.Context, now time.Time, n int) ([]intake.Job, error)
	// ClaimScans takes files whose scanned pages are due for recognition.
	ClaimScans(ctx context.Context, now time.Time, n int) ([]intake.Job, error)
	// Fail settles a job by whose fault it was; nextTry counts for faults of ours only.
	Fail(ctx context.Context, actor cchc.Actor, job intake.Job, why *cchc.Error, nextTry time.Time) error
	// TakeUp lets waiting files go on: ready tells by reason code what is there.
	TakeUp(ctx context.Context, actor cchc.Actor, ready func(cchc.Code) (is, known bool)) (int, error)
	// Withhold forgets all that was made of a file whose bytes may not be kept.
	Withhold(ctx context.Context, actor cchc.Actor, file cchc.FileID, reason cchc.Reason) (intake.Kept, error)
	// Strays returns those of the files whose bytes nobody is to keep.
	Strays(ctx context.Context, scope cchc.Scope, ids []cchc.FileID) ([]cchc.FileID, error)
	// Release makes claimed jobs due again.
	Release(ctx context.Context, actor cchc.Actor, ids ...int64) error
}

// Record keeps what was read; each method is one transaction.
type Record interface {
	// Commit ends jobs that were read.
	Commit(ctx context.Context, actor cchc.Actor, results []intake.Result, seq int64) (intake.Kept, error)
	// Corrections are what people said of documents and still holds, the oldest first.
	Corrections(ctx context.Context, scope cchc.Scope, ids []cchc.DocumentID) (map[cchc.DocumentID][]cchc.Correction, error)
	Held(ctx context.Context, scope cchc.Scope, ids []cchc.DocumentID) (map[cchc.DocumentID]intake.Held, error)
	// Amend keeps what people said, and what follows from it.
	Amend(ctx context.Context, actor cchc.Actor, changes []intake.Amended, seq int64) error
	Regroup(ctx context.Context, actor cchc.Actor, work func(cchc.Particulars) cchc.WorkID) (changed int, err error)
	CurrentCatalogue(ctx context.Context, scope cchc.Scope) (cchc.Catalogue, error)
	DocumentsAfter(ctx context.Context, scope cchc.Scope, after cchc.DocumentID, passages int) ([]intake.Described, error)
	RelinkAll(ctx context.Context, actor cchc.Actor, ref string, f func(yield func(cchc.DocumentID, []cchc.Link) error) error) error
}

// Recognised keeps pages that were recognised, one by one: a power cut costs one page, and
// a file that is read again is not recognised again.
type Recognised interface {
	Recognised(ctx context.Context, scope cchc.Scope, file cchc.FileID, engine string) (map[int]cchc.Page, error)
	SaveRecognised(ctx context.Context, actor cchc.Actor, file cchc.FileID, engine string, page cchc.Page) error
}

// Blobs keeps originals by their SHA-256.
type Blobs interface {
	PutFile(ctx context.Context, path string) (cchc.FileID, int64, error)
	// Put keeps what r gives; want, where it is not "", is the identity it must have.
	Put(ctx context.Context, r io.Reader, want cchc.FileID) (cchc.FileID, int64, error)
	Path(id cchc.FileID) string
	// Drop lets go of bytes that may not be kept.
	Drop(id cchc.FileID) error
}

// Index makes documents searchable; Put is durable when it returns and idempotent. seq
// grows with every Put and is kept with it, so that an index that lacks the last changes
// is known by it.
type Index interface {
	Put(ctx context.Context, docs []Indexed, seq int64) error
	Remove(ctx context.Context, ids ...cchc.DocumentID) error
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

// Rules are the stages, as functions.
type Rules struct {
	// Read reads the text written in a file. What came out of it lies in Reading.Members
	// until done is called.
	Read     func(ctx context.Context, job intake.Job, path string) (r cchc.Reading, done func(), err error)
	Parts    func(cchc.FileID, []cchc.Page) []Part
	Describe func([]cchc.Page) cchc.Particulars
	WorkID   func(cchc.Particulars) cchc.WorkID
	// Citations finds what a document says of others; nil looks for none.
	Citations func([]cchc.Page) []cchc.Citation
	// Amend lays what people said, the oldest first, over a document as it was read; nil
	// knows no corrections. Values are the fields of a document a correction would set.
	Amend  func(found cchc.Document, corrections []cchc.Correction) cchc.Document
	Values func(d cchc.Document, field string) (json.RawMessage, error)
	// Secret tells the degree of secrecy stamped on a paper; nil looks for none.
	Secret   func([]cchc.Page) (degree string, ok bool)
	Cut      func(cchc.DocumentID, []cchc.Page) []cchc.Passage
	Proposer func(cchc.Catalogue) Proposer
	// Recognise reads one scanned page, with notes for people; Recogniser names what does it, with its version,
	// "" where nothing can.
	Recognise  func(ctx context.Context, path string, format cchc.Format, page int) (cchc.Page, []cchc.Reason, error)
	Recogniser func() string
	// Ready tells whether what files with a reason code wait for is there; nil knows none.
	Ready func(cchc.Code) (is, known bool)
	// Note is what is written beside a rejected file that is filed away.
	Note func(cchc.Reason) string
	// Trouble tells failures of the machine (a full disk) from those of one document, nil
	// for the latter.
	Trouble func(error) *cchc.Reason
}

// Settings bound the pipeline.
type Settings struct {
	Workers int // files read at once, at least 1
	Scans   int // pages recognised at once, at least 1
	Batch   int // most files in one index batch and transaction, at least 1
	Depth   int // how many archives or mails deep members are taken, at least 1
	// Own is the folder the product keeps its data in, never taken in; "" for none.
	Own string
}

// Pipeline takes dropped files to searchable, linked documents. Its methods may be called
// from several goroutines: every run finds files by itself, and one at a time does the
// reading for all.
type Pipeline struct {
	ledger     Ledger
	record     Record
	recognised Recognised
	blobs      Blobs
	index      Index
	rules      Rules
	settings   Settings
	now        func() time.Time
	log        *slog.Logger

	texts, scans *shop      // who reads, and who recognises
	keeping      sync.Mutex // held while the record and the index change together
	seq          int64      // of the last change; under keeping
	// owed are documents the index does not hold as the record does; under keeping.
	owed      map[cchc.DocumentID]bool
	linking   atomic.Pointer[linking]
	board     *board
	runs      runs
	stable    sightings
	clocks    clocks
	uploading sync.Mutex // held while a name is chosen and taken
	filing    sync.Mutex // held while files are filed away
}

// linking is the catalogue links are proposed for.
type linking struct {
	ref     string
	propose Proposer
}

// Parts of the outside world a pipeline stands on.
type Parts struct {
	Ledger     Ledger
	Record     Record
	Recognised Recognised
	Blobs      Blobs
	Index      Index
}

// New wires a pipeline. seq is what the last commit of the record was made with; now must
// be safe for concurrent use.
func New(parts Parts, rules Rules, settings Settings, seq int64, now func() time.Time, log *slog.Logger) *Pipeline {
	settings.Workers, settings.Scans = max(settings.Workers, 1), max(settings.Scans, 1)
	settings.Batch, settings.Depth = max(settings.Batch, 1), max(settings.Depth, 1)
	p := &Pipeline{
		ledger: parts.Ledger, record: parts.Record, recognised: parts.Recognised, blobs: parts.Blobs, index: parts.Index,
		rules: rules, settings: settings, seq: seq, now: now, log: log, board: newBoard(now),
	}
	p.texts, p.scans = newShop(), newShop()
	return p
}

// Options of a run.
type Options struct {
	// Recognise has the run wait until the scanned pages of its files are recognised;
	// without it such files are told as waiting.
	Recognise bool
}
