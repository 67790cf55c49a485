package bleveindex

import (
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/vi"
)

// fileTitle is the name of a file without its ending.
func fileTitle(path string) string {
	name := filepath.Base(filepath.FromSlash(path))
	return strings.TrimSuffix(name, filepath.Ext(name))
}

// fileWords is the name of a file as words: names are often written together, as in
// "KeHoach-caicach2020", so what was written together is put beside it taken apart.
func fileWords(path string) string {
	var sb strings.Builder
	for _, t := range vi.Tokens(fileTitle(path)) {
		sb.WriteString(t.Text)
		sb.WriteByte(' ')
		if parts := apart(t.Text); len(parts) > 1 {
			sb.WriteString(strings.Join(parts, " "))
			sb.WriteByte(' ')
		}
	}
	return sb.String()
}

// apart takes a word apart where letters and digits meet, a capital follows a small
// letter, or several syllables are written as one.
func apart(word string) []string {
	var out []string
	for _, piece := range strings.FieldsFunc(borders(word), unicode.IsSpace) {
		if s := syllablesOf(piece); len(s) > 1 {
			out = append(out, s...)
		} else {
			out = append(out, piece)
		}
	}
	return out
}

func borders(word string) string {
	var sb strings.Builder
	last := rune(0)
	for _, r := range word {
		if last != 0 && (unicode.IsDigit(r) != unicode.IsDigit(last) || unicode.IsUpper(r) && unicode.IsLower(last)) {
			sb.WriteByte(' ')
		}
		sb.WriteRune(r)
		last = r
	}
	return sb.String()
}

// Bounds of what is taken apart, in bytes.
const (
	leastTogether = 4
	mostTogether  = 60
	maxSyllable   = 12
)

// syllablesOf takes apart syllables written as one word, into as few as possible; nil
// where the word is one or not all of it can be taken apart.
func syllablesOf(word string) []string {
	if len(word) < leastTogether || len(word) > mostTogether || isSyllable(word) {
		return nil
	}
	type way struct{ count, from int }
	best := make([]way, len(word)+1) // of the beginning up to there
	for end := 1; end <= len(word); end++ {
		if end < len(word) && !utf8.RuneStart(word[end]) {
			continue
		}
		for from := max(0, end-maxSyllable); from < end-1; from++ { // a single letter is no syllable of a name
			if (from > 0 && best[from].count == 0) || !utf8.RuneStart(word[from]) || !isSyllable(word[from:end]) {
				continue
			}
			if n := best[from].count + 1; best[end].count == 0 || n < best[end].count {
				best[end] = way{n, from}
			}
		}
	}
	if best[len(word)].count == 0 {
		return nil
	}
	out := make([]string, best[len(word)].count)
	for i, end := len(out)-1, len(word); i >= 0; i-- {
		out[i] = word[best[end].from:end]
		end = best[end].from
	}
	return out
}

// isSyllable reports whether a word is a syllable, or one written without diacritics,
// which vi.IsSyllable does not know where its rime is never without ("kiem").
func isSyllable(word string) bool {
	if vi.IsSyllable(word) {
		return true
	}
	bare := strings.ToLower(word)
	rime := strings.TrimLeft(bare, "bcdghklmnpqrstvx")
	onset := bare[:len(bare)-len(rime)]
	return contains(onsets, onset) && contains(rimes, rime)
}

func contains(list, word string) bool { return strings.Contains(list, " "+word+" ") }

// Onsets, and rimes without diacritics.
const (
	onsets = "  b c ch d g gh h k kh l m n ng ngh nh p ph q r s t th tr v x "
	rimes  = " a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu " +
		"o oa oac oach oai oam oan oang oanh oao oat oay oc oe oen oeo oet oi om on ong op ot u ua uac uan uang uanh uat uau uay uc ue uech uen uenh " +
		"ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet uynh uyt uyu y yem yen yet yeu "
)
