package vi

import "unicode/utf8"

// mostNearest is the longest word, in letters, for which a near one is looked for.
const mostNearest = 64

// Nearest returns the candidate closest to a word (case and diacritics count less than
// letters), or "" when nothing is near enough to be a slip of the hand.
func Nearest(word string, candidates []string) string {
	best, bestCost := "", 1<<30
	n := utf8.RuneCountInString(word)
	if n > mostNearest {
		return ""
	}
	folded := []rune(Fold(word))
	for _, c := range candidates {
		cost := 4 * distance(folded, []rune(Fold(c)))
		if word != c {
			cost++
		}
		if len(word) > 0 && len(c) > 0 && word[0] != c[0] {
			cost++
		}
		if cost < bestCost {
			best, bestCost = c, cost
		}
	}
	if allowed := max(1, (n+1)/3); bestCost/4 > allowed {
		return ""
	}
	return best
}

// distance is the Levenshtein distance.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diag := row[0]
		row[0] = i + 1
		for j, y := range b {
			up := row[j+1]
			cost := diag
			if x != y {
				cost++
			}
			row[j+1] = min(cost, up+1, row[j]+1)
			diag = up
		}
	}
	return row[len(b)]
}
