package search

import "minhchung/internal/cchc"

// Like is a document others are to be like, with its passages: an engine keeps no text.
type Like struct {
	Document cchc.Document
	Passages []cchc.Passage
}
