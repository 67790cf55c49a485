package cchc

import "time"

// UnreadFile is a file nobody could read, or not to its end.
type UnreadFile struct {
	Path   string  `json:"path"`
	Unit   string  `json:"unit,omitempty"` // hint of the folder
	State  State   `json:"state"`
	Reason *Reason `json:"reason,omitempty"`
}

// Absence is the record of a search for evidence that was not found: what was asked, what
// was searched, what was looked at and why it does not count, and what could still hide
// the paper. That a paper is not in the folder does not say that it was never issued.
type Absence struct {
	ID     int64     `json:"id"`
	At     time.Time `json:"at"` // UTC
	By     string    `json:"by"`
	Former int64     `json:"former,omitempty"` // the run this one repeats

	Catalogue   string `json:"catalogue"` // Catalogue.Ref
	Title       string `json:"title"`     // of the catalogue
	Round       string `json:"round,omitempty"`
	Criterion   string `json:"criterion"` // a leaf
	Name        string `json:"name"`      // its title
	Requirement string `json:"requirement,omitempty"`
	Office      string `json:"office,omitempty"`
	Unit        string `json:"unit,omitempty"`
	Whose       string `json:"whose,omitempty"` // name of the unit or office
	Period      string `json:"period,omitempty"`
	Rules       string `json:"rules,omitempty"` // version of the rules of evidence

	Verdict      Verdict               `json:"verdict"`
	Requirements []RequirementCoverage `json:"requirements"`
	Notes        []Reason              `json:"notes,omitempty"`
	Conclusion   Reason                `json:"conclusion"`

	Queries   []AbsenceQuery `json:"queries"`
	Documents int            `json:"documents"` // of the record, all of them searched where Indexed is as many
	Passages  int            `json:"passages"`
	Indexed   int            `json:"indexed"` // documents of the search index
	Found     int            `json:"found"`   // different documents the queries found
	Hits      []AbsenceHit   `json:"hits"`    // the best of them
	Unread    int            `json:"unread"`
	Files     []UnreadFile   `json:"files,omitempty"` // the first of the unread ones
	Registers []int          `json:"registers"`       // years whose register was held against the folder
	TookMS    int64          `json:"took_ms"`
	Cut       []Reason       `json:"cut,omitempty"` // where a bound acted
}

// AbsenceQuery is a query that was run.
type AbsenceQuery struct {
	Requirement string   `json:"requirement,omitempty"`
	Text        string   `json:"text"`
	Types       []string `json:"types,omitempty"`  // none: any type
	Issued      string   `json:"issued,omitempty"` // in words; "": at any time, dated or not
	Total       int      `json:"total"`            // documents it found
}

// AbsenceHit is a document that was found and looked at.
type AbsenceHit struct {
	Document DocumentID `json:"document"`
	Title    string     `json:"title"`
	Code     string     `json:"code,omitempty"`
	Issued   string     `json:"issued,omitempty"` // ISO
	Path     string     `json:"path"`
	Page     int        `json:"page,omitempty"`
	Quote    string     `json:"quote,omitempty"`
	Counts   bool       `json:"counts,omitempty"` // it does prove a requirement
	Why      []Reason   `json:"why"`
}
