package bleveindex

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	segment "github.com/blevesearch/scorch_segment_api/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// maxBegun is how many syllables the beginning of a word stands for at most, the most
// frequent ones.
const maxBegun = 60

// beginningMark ends the name under which a beginning is looked for; no term has it there.
const beginningMark = "\x02"

// beginning is what stands for all syllables that begin as a word does: at its tones where
// it was typed with any.
func beginning(w search.Word) string {
	if w.Marked {
		return w.Fold + formEnd + w.Key + beginningMark
	}
	return w.Fold + beginningMark
}

// foldedTerm is the term of a word, or what stands for its beginning.
func foldedTerm(w search.Word) string {
	if w.Prefix {
		return beginning(w)
	}
	return foldedSpan(w)
}

// anyForm lists the entries of all forms of a folded syllable or of a beginning.
func (s *session) anyForm(term string) (*list, error) {
	begins, ok := strings.CutSuffix(term, beginningMark)
	if !ok {
		return s.segments.span(fieldSyllable, term)
	}
	fold, key, _ := strings.Cut(begins, formEnd)
	terms, cut, err := s.segments.begun(fold, key)
	if err != nil {
		return nil, err
	}
	if cut {
		s.notices = append(s.notices, cchc.NewReason("search-prefix-cut", cmp.Or(key, fold), strconv.Itoa(maxBegun)))
	}
	return s.segments.union(fieldSyllable, terms)
}

// begun finds the terms of the most frequent syllables that begin with fold, and with key
// where that is given, and whether there are more.
func (s *segments) begun(fold, key string) (terms []string, cut bool, err error) {
	counts := map[string]uint64{} // by folded form, or by term where key is given
	forms := map[string][]string{}
	seen := map[string]bool{}
	for _, p := range s.parts {
		dictionary, err := p.dictionary(fieldSyllable)
		if err != nil {
			return nil, false, err
		}
		entries := dictionary.AutomatonIterator(nil, []byte(fold), after(fold))
		for {
			entry, err := entries.Next()
			if err != nil {
				return nil, false, err
			}
			if entry == nil {
				break
			}
			name, marks, _ := strings.Cut(entry.Term, formEnd)
			if key != "" {
				if !strings.HasPrefix(keyOf(name, marks), key) {
					continue
				}
				name = entry.Term
			}
			counts[name] += entry.Count
			if !seen[entry.Term] {
				seen[entry.Term] = true
				forms[name] = append(forms[name], entry.Term)
			}
		}
	}
	var all []string
	for name := range counts {
		all = append(all, name)
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	if cut = len(all) > maxBegun; cut {
		all = all[:maxBegun]
	}
	for _, name := range all {
		terms = append(terms, forms[name]...)
	}
	return terms, cut, nil
}

// union lists the entries that have one of the terms.
func (s *segments) union(field string, terms []string) (*list, error) {
	l := &list{}
	for _, p := range s.parts {
		dictionary, err := p.dictionary(field)
		if err != nil {
			return nil, err
		}
		// These terms have no beginning of their own; together they name the list.
		r := run{part: p, field: field, span: strings.Join(terms, " ")}
		var forms []segment.PostingsList
		for _, t := range terms {
			postings, err := dictionary.PostingsList([]byte(t), p.Deleted(), nil)
			if err != nil {
				return nil, err
			}
			if n := postings.Count(); n > 0 {
				forms = append(forms, postings)
				r.terms, r.counts = append(r.terms, t), append(r.counts, n)
			}
		}
		if r.entries, err = union(forms); err != nil {
			return nil, err
		}
		if len(r.terms) > 0 {
			l.count += r.entries
			l.runs = append(l.runs, r)
		}
	}
	return l, nil
}

// keyOf is the key of a syllable by its folded form and marks; see marks.
func keyOf(fold, marks string) string {
	if whole, ok := strings.CutPrefix(marks, wholeKey); ok {
		return whole
	}
	if marks == "" {
		return fold
	}
	letters := []rune(fold)
	for marks != "" {
		position := int(marks[0])
		r, n := utf8.DecodeRuneInString(marks[1:])
		if position == 0 || position > len(letters) {
			return fold // no mark of ours
		}
		letters[position-1] = r
		marks = marks[1+n:]
	}
	return string(letters)
}
