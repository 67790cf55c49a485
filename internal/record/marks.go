package record

import "minhchung/internal/search"

// marks are the places of a text to highlight, never nil.
func marks(terms search.Terms, text string) [][2]int {
	if found := terms.Marks(text); found != nil {
		return found
	}
	return [][2]int{}
}
