package intake

import (
	"time"

	"minhchung/internal/cchc"
)

// Sight is a dropped file as the discovery saw it, with what it decided by the sight.
type Sight struct {
	Place cchc.Place
	// File is the identity of the kept bytes; "" where none are kept.
	File   cchc.FileID
	Format cchc.Format
	Parent cchc.FileID // the mail or archive the file came out of
	Unit   string      // hint of the folder
	ByHand bool        // came by hand: read before what lay in a folder
	// Outcome is queued (then File is set), ignored or quarantined. The ledger turns
	// queued into duplicate where the bytes are already held under another path.
	Outcome cchc.State
	Reason  *cchc.Reason
}

// Row is a line of the ledger: one dropped file in exactly one state.
type Row struct {
	ID       int64         `json:"id"`
	Place    cchc.Place    `json:"place"`
	File     cchc.FileID   `json:"file,omitempty"`
	Format   cchc.Format   `json:"format,omitempty"`
	Unit     string        `json:"unit,omitempty"`
	State    cchc.State    `json:"state"`
	Reason   *cchc.Reason  `json:"reason,omitempty"`
	Notes    []cchc.Reason `json:"notes,omitempty"` // traces of limits and repairs while reading
	Attempts int           `json:"attempts"`        // failures of ours so far
	NextTry  time.Time     `json:"next_try,omitzero"`
	Due      bool          `json:"-"`                  // it is tried again by itself: at NextTry, or at once where that is zero
	Received time.Time     `json:"received"`           // UTC, when this content was first seen at this path
	Changed  time.Time     `json:"changed"`            // UTC, when the state last changed
	Withheld bool          `json:"withheld,omitempty"` // its bytes are deliberately not kept
	// Document is the first document of the file, "" until it is read.
	Document cchc.DocumentID `json:"document,omitempty"`
}

// Job is a file to be read, claimed from the ledger.
type Job struct {
	Intake   int64
	File     cchc.FileID
	Path     string // the first place of the file; the bytes are read from package blob
	Unit     string
	Format   cchc.Format
	Attempts int       // failures of ours so far
	Received time.Time // UTC
	// Recognise: what could be read was read; its scanned pages are to be recognised.
	Recognise bool
}

// Described is a document of a file with all that is derived from it.
type Described struct {
	Document cchc.Document // Path and Received are set by the store
	Passages []cchc.Passage
	Links    []cchc.Link // of the catalogue named by the Result
	// First and Last are the indexes into Reading.Pages, both included, of the document's
	// pages. They do not matter where the file holds one document.
	First, Last int
	// Citations are what the document says of others.
	Citations []cchc.Citation
	// Found is the document as it was read, nil where no person corrected it.
	Found *cchc.Document
}

// Kept is what a commit, or the withholding of a file, did besides what it was asked for.
type Kept struct {
	Gone     []cchc.DocumentID // documents that are no more: they leave the index
	Withheld []cchc.FileID     // files whose bytes may not be kept: they leave the originals
	Rows     []Row             // of the ledger that were settled by it
}

// Add puts two together.
func (k *Kept) Add(more Kept) {
	k.Gone = append(k.Gone, more.Gone...)
	k.Withheld = append(k.Withheld, more.Withheld...)
	k.Rows = append(k.Rows, more.Rows...)
}

// Result is what became of a job that did not fail; committing it is the point after
// which the job is no longer due.
type Result struct {
	Job       Job
	Reading   cchc.Reading
	Documents []Described
	Catalogue string       // Ref of the catalogue the links were proposed for
	State     cchc.State   // indexed or waiting
	Reason    *cchc.Reason // of waiting
	// Recognise makes a waiting file due for the recognition of its scanned pages.
	Recognise bool
	// Members are the files that came out of this one; their bytes are kept already.
	Members []Sight
	Took    time.Duration
}
