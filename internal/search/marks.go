package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/vi"
)

// Marks returns the byte offsets [start, end) of all that was looked for in a text of any
// length, ascending and apart, by the same rules as [Terms.Snippet]: what to highlight in
// a whole document. A mark never splits a character. The text is looked at piece by piece,
// so that a word typed with tones is marked without them only where its piece has no
// better; it costs some 40 ms a megabyte.
func (t Terms) Marks(text string) [][2]int {
	var out [][2]int
	for at := 0; at < len(text); {
		end := at + piece(text[at:])
		tokens := vi.Tokens(text[at:end])
		for _, m := range spans(text[at:end], tokens, t.weigh(text[at:end], tokens), 0, end-at) {
			out = append(out, [2]int{at + m[0], at + m[1]})
		}
		at = end
	}
	return out
}

// pieceSize is about how many bytes of a long text are marked at once: a page.
const pieceSize = 4 << 10

// piece is where the first piece of text ends: at the end of a line, or else behind a
// space, or else between two characters.
func piece(text string) int {
	if len(text) <= pieceSize {
		return len(text)
	}
	first := head(text, pieceSize)
	if n := strings.LastIndexByte(first, '\n'); n > 0 {
		return n + 1
	}
	if n := strings.LastIndexFunc(first, unicode.IsSpace); n > 0 {
		_, size := utf8.DecodeRuneInString(first[n:])
		return n + size
	}
	return max(len(first), 1)
}

// dropFunctionWords unmarks words that say nothing by themselves and stand alone, unless
// nothing else is marked.
func dropFunctionWords(tokens []vi.Token, weights []float64) {
	telling := false
	for i, t := range tokens {
		telling = telling || weights[i] > 0 && !functionWord(foldOf(t))
	}
	for i, t := range tokens {
		if telling && weights[i] <= 1 && functionWord(foldOf(t)) {
			weights[i] = 0
		}
	}
}

// functionWord reports whether a syllable without diacritics says nothing by itself.
func functionWord(fold string) bool { return functionSpelling(fold) != "" }

// commonWord reports whether a word of a query is so frequent that it tells no documents
// apart. Typed with diacritics it is another word than without: "độ" is not "do".
func commonWord(w Word) bool {
	spelling := functionSpelling(w.Fold)
	return spelling != "" && !w.Prefix && (!w.Marked || w.Key == spelling)
}

// functionSpelling is the function word that a syllable without diacritics may be, "" for
// none.
func functionSpelling(fold string) string {
	switch fold {
	case "cho", "trong", "theo", "do", "khi", "hay", "ra":
		return fold
	case "va":
		return "và"
	case "cua":
		return "của"
	case "la":
		return "là"
	case "co":
		return "có"
	case "cac":
		return "các"
	case "nhung":
		return "những"
	case "duoc":
		return "được"
	case "ve":
		return "về"
	case "voi":
		return "với"
	case "de":
		return "để"
	case "tai":
		return "tại"
	case "tu":
		return "từ"
	case "thi":
		return "thì"
	case "ma":
		return "mà"
	case "nay":
		return "này"
	case "mot":
		return "một"
	case "o":
		return "ở"
	case "den":
		return "đến"
	case "bi":
		return "bị"
	case "boi":
		return "bởi"
	case "hoac":
		return "hoặc"
	case "nhu":
		return "như"
	case "vao":
		return "vào"
	}
	return ""
}

// spans joins marked tokens that stand next to each other within a clause.
func spans(text string, tokens []vi.Token, weights []float64, from, to int) [][2]int {
	var out [][2]int
	for i, t := range tokens {
		if weights[i] == 0 || t.Start < from || t.End > to {
			continue
		}
		if n := len(out); n > 0 && i > 0 && weights[i-1] > 0 && out[n-1][1] == tokens[i-1].End && !strings.ContainsAny(text[tokens[i-1].End:t.Start], ",.;:()!?\t\n") {
			out[n-1][1] = t.End
			continue
		}
		out = append(out, [2]int{t.Start, t.End})
	}
	return out
}
