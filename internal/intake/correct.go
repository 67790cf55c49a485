package intake

import (
	"encoding/json"

	"minhchung/internal/cchc"
)

// Edit is one thing a person says of a field of a document. It is checked before: Value
// holds fields by their JSON names, each with a value of its type.
type Edit struct {
	Document cchc.DocumentID
	Field    string
	Kind     cchc.CorrectionKind
	Value    json.RawMessage
	Found    json.RawMessage // the same fields as they were read
	Note     string
	// Undo takes back the last correction of the field instead; the one before, where
	// there is one, holds again.
	Undo bool
}

// Held is a document as the record holds it with the corrections that hold, the oldest
// first.
type Held struct {
	Found       cchc.Document // as it was read
	Document    cchc.Document // as people see it
	Passages    []cchc.Passage
	Corrections []cchc.Correction
}

// Amended is a document with what people said of it just now, and what follows from it.
type Amended struct {
	Document cchc.Document // as people see it from now on
	Found    cchc.Document // as it was read
	Added    []cchc.Correction
	Undone   []int64     // identities of corrections
	Links    []cchc.Link // of the catalogue, replacing those there are; nil Catalogue: untouched
	// Catalogue is the Ref the links were proposed for, "" where they stay as they are.
	Catalogue string
}
