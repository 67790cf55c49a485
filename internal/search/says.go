package search

import (
	"slices"
	"strings"
)

// Says reports whether a text holds a phrase that must be met, at its tones where it was
// typed with any; true where none must be. A document may hold it in other passages only.
func (t Terms) Says(text string) bool {
	if len(t.Required) == 0 {
		return true
	}
	words := Words(text)
	for _, group := range t.Required {
		for _, phrase := range group {
			exact := slices.ContainsFunc(phrase, func(w Word) bool { return w.Marked })
			for i := range words {
				if phrase.Begins(words[i:], exact) {
					return true
				}
			}
		}
	}
	return false
}

// Begins reports whether words begin with the run, at its tones if exact. A beginning of a
// word is one of any that begins so.
func (r Run) Begins(words []Word, exact bool) bool {
	if len(words) < len(r) {
		return false
	}
	for i, w := range r {
		switch {
		case w.Prefix:
			if !strings.HasPrefix(words[i].Fold, w.Fold) {
				return false
			}
		case words[i].Key != w.Key && (exact || words[i].Fold != w.Fold):
			return false
		}
	}
	return true
}
