package store

import (
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// What the pipeline exchanges with the record is declared in package intake, because the
// pipeline knows no store.
type (
	// Sight is a dropped file as the discovery saw it.
	Sight = intake.Sight
	// IntakeRow is a row of the ledger.
	IntakeRow = intake.Row
	// Job is a file to be read, claimed from the ledger.
	Job = intake.Job
	// Described is a document of a file with all that is derived from it.
	Described = intake.Described
	// Result is what became of a job that did not fail.
	Result = intake.Result
)

// IntakeFilter restricts a list of the ledger; zero fields restrict nothing.
type IntakeFilter struct {
	State  string
	Code   string // of the reason
	Under  string // a folder or one path
	Cursor string
	Limit  int // default 50, most 1000
}

// ReasonCount is how many rows of the ledger are in a state for a reason.
type ReasonCount struct {
	State cchc.State `json:"state"`
	Code  cchc.Code  `json:"code"`
	Rows  int        `json:"rows"`
}

// RetryFilter names rows of the ledger to be read again. At least one field is set; all
// that are set have to hold.
type RetryFilter struct {
	ID    int64
	State string
	Code  string
}

// DocumentFilter restricts a list of documents; zero fields restrict nothing.
type DocumentFilter struct {
	Type   string // abbreviation: KH, BC, QĐ
	Unit   string
	Year   int // of issue
	Work   cchc.WorkID
	Text   string // words of number, subject, organ or file name, with or without diacritics
	Cursor string
	Limit  int // default 50, most 1000
}

// CatalogueRow is a stored version of a catalogue in a list.
type CatalogueRow struct {
	Ref     string    `json:"ref"`
	ID      string    `json:"id"`
	Version string    `json:"version"`
	Title   string    `json:"title"`
	Status  string    `json:"status,omitempty"`
	Current bool      `json:"current"`
	Saved   time.Time `json:"saved"` // UTC
	By      string    `json:"by"`
}

// LinkFilter restricts a list of links; zero fields restrict nothing, but an empty
// Catalogue means the current one.
type LinkFilter struct {
	Catalogue    string // cchc.Catalogue.Ref
	Criterion    string
	Requirement  string
	Document     string
	State        string
	MinScore     float64
	ProposedOnly bool // what is above the proposing threshold or was reviewed
	Cursor       string
	Limit        int // default 50, most 1000
}

// AuditRow is a change that was made.
type AuditRow struct {
	ID      int64     `json:"id"`
	At      time.Time `json:"at"` // UTC
	Actor   string    `json:"actor"`
	Role    cchc.Role `json:"role"`
	Action  string    `json:"action"`
	Subject string    `json:"subject"`
	Detail  string    `json:"detail,omitempty"`
}

// AuditFilter restricts a list of changes; zero fields restrict nothing.
type AuditFilter struct {
	Subject string
	Cursor  string
	Limit   int // default 50, most 1000
}

// Finding is something in the record that should not be. Codes are stable: quick-check,
// foreign-key, document-without-file, link-without-document, review-without-link,
// file-without-row, indexed-without-document, passage-without-document.
type Finding struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}
