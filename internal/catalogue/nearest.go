package catalogue

import "minhchung/internal/vi"

// nearest returns the candidate a word is likely a slip of; see [vi.Nearest].
func nearest(word string, candidates []string) string { return vi.Nearest(word, candidates) }
