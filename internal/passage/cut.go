package passage

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/vi"
)

// Ranks of the places between two words where a text may be cut.
const (
	rankNone = iota
	rankClause
	rankSentence
)

// Least syllables of a piece that ends in a sentence or a clause, where more follows.
const (
	leastSentence = 20
	leastClause   = 40
)

// piece is a part of a paragraph.
type piece struct {
	text      string
	offset    int // in the paragraph
	syllables int
}

// cutText cuts a text into pieces of at most size syllables, the first of at most first:
// at the last sentence end that fits, else at the last clause end, else behind the last
// word that fits.
func cutText(text string, first, size int) []piece {
	tokens := vi.Tokens(text)
	var out []piece
	from, start := 0, 0 // token, offset
	for limit := first; ; limit = size {
		if len(tokens)-from <= limit {
			return appendPiece(out, text, start, len(text), len(tokens)-from)
		}
		n := cutPoint(text, tokens[from:], limit)
		end := wordEnd(text, tokens, from+n-1)
		out = appendPiece(out, text, start, end, n)
		from, start = from+n, end
	}
}

func appendPiece(out []piece, text string, start, end, syllables int) []piece {
	s := text[start:end]
	trimmed := strings.TrimLeft(s, " \t")
	return append(out, piece{text: strings.TrimRight(trimmed, " \t"), offset: start + len(s) - len(trimmed), syllables: syllables})
}

// cutPoint returns how many of the tokens the next piece takes, at most limit, at least 1;
// there are more than limit.
func cutPoint(text string, tokens []vi.Token, limit int) int {
	sentence, clause := 0, 0
	for n := limit; n > 0; n-- {
		switch rank(text, tokens[n-1].End, tokens[n].Start) {
		case rankSentence:
			if sentence == 0 {
				sentence = n
			}
		case rankClause:
			if clause == 0 {
				clause = n
			}
		}
		if sentence != 0 {
			break
		}
	}
	switch {
	case sentence >= min(leastSentence, limit/2):
		return sentence
	case clause >= min(leastClause, limit/2):
		return clause
	case sentence > 0:
		return sentence
	}
	return limit
}

// rank judges the gap between two words.
func rank(text string, end, start int) int {
	gap := text[end:start]
	switch {
	case !strings.ContainsAny(gap, " \t\n"):
		return rankNone
	case strings.ContainsAny(gap, "\t\n"):
		return rankSentence
	case strings.ContainsAny(gap, ".!?…"):
		if r, _ := utf8.DecodeRuneInString(text[start:]); !unicode.IsLower(r) {
			return rankSentence
		}
		return rankNone
	case strings.ContainsAny(gap, ";:"):
		return rankClause
	case strings.ContainsAny(gap, ",–—") || strings.Contains(gap, " - "):
		return rankClause
	}
	return rankNone
}

// wordEnd returns the offset behind a token and the punctuation that clings to it.
func wordEnd(text string, tokens []vi.Token, i int) int {
	limit := len(text)
	if i+1 < len(tokens) {
		limit = tokens[i+1].Start
	}
	end := tokens[i].End
	if at := strings.IndexAny(text[end:limit], " \t\n"); at >= 0 {
		return end + at
	}
	if limit == len(text) {
		return limit
	}
	return end
}

// sentenceEndAfter returns where the sentence at the offset ends and another one follows,
// -1 where none does.
func sentenceEndAfter(text string, offset int) int {
	from := strings.LastIndexByte(text[:offset], ' ') + 1 // words before are of no matter
	rest := text[from:]
	tokens := vi.Tokens(rest)
	for i := 0; i+1 < len(tokens); i++ {
		if from+tokens[i].End > offset && rank(rest, tokens[i].End, tokens[i+1].Start) == rankSentence {
			return from + wordEnd(rest, tokens, i)
		}
	}
	return -1
}
