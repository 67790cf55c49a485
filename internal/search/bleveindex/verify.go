package bleveindex

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// mostVerified bounds the passages whose text is looked at for one phrase; those above are
// taken for what their pairs say, and a notice tells.
const mostVerified = 5000

// verify takes out of set the passages that hold every pair of a phrase, but not one after
// another ("xử lý … vi phạm … phạt vi phạm hành chính"). Counting tells of most that they
// hold the phrase; the others are looked up in the record, for each document until one
// holds it: what is not looked up then is taken out too, except where the places in a
// document are asked for. Cards are left: what they hold stands in the document too.
func (s *session) verify(ctx context.Context, p search.Run, f form, set *bitset) error {
	if s.index.options.Texts == nil || len(p) < 3 || slices.ContainsFunc(p, func(w search.Word) bool { return w.Prefix }) || set.empty() {
		return nil
	}
	v := verifier{session: s, phrase: p, set: set, sure: newBitset(s.segments.documents()), all: s.watch != nil}
	v.exact = slices.ContainsFunc(p, func(w search.Word) bool { return w.Marked })
	slots, err := v.unsure(f)
	if err != nil {
		return err
	}
	// The likeliest passage of each document first: mostly that is all.
	slots = v.drop(slots)
	seen := newBitset(s.segments.documents())
	var first, rest []doubt
	for _, d := range slots {
		ordinal := uint64(s.segments.ordinalAt(d.slot))
		if v.all || !seen.has(ordinal) {
			first = append(first, d)
		} else {
			rest = append(rest, d)
		}
		seen.add(ordinal)
	}
	if err := v.look(ctx, first); err != nil {
		return err
	}
	return v.look(ctx, v.drop(rest))
}

// doubt is a passage that may lack the phrase; times grows with how likely it has it.
type doubt struct {
	slot  uint64
	times int
}

type verifier struct {
	*session
	phrase search.Run
	exact  bool // at its tones
	set    *bitset
	sure   *bitset // documents that hold the phrase
	all    bool    // every passage is asked for
	looked int
}

// drop takes passages out whose document holds the phrase anyway, and returns the others.
func (v *verifier) drop(list []doubt) []doubt {
	if v.all {
		return list
	}
	return slices.DeleteFunc(list, func(d doubt) bool {
		known := v.sure.has(uint64(v.segments.ordinalAt(d.slot)))
		if known {
			v.set.remove(d.slot)
		}
		return known
	})
}

// look reads passages and takes those out that lack the phrase.
func (v *verifier) look(ctx context.Context, list []doubt) error {
	if room := mostVerified - v.looked; len(list) > room {
		v.notices = append(v.notices, cchc.NewReason("search-phrase-unverified", strconv.Itoa(mostVerified)))
		list = list[:room]
	}
	v.looked += len(list)
	if len(list) == 0 {
		return nil
	}
	// Passages of one document are read together.
	slices.SortFunc(list, func(a, b doubt) int { return cmp.Compare(a.slot, b.slot) })
	lacks := make([]bool, len(list))
	var group errgroup.Group
	group.SetLimit(min(searchWorkers, runtime.GOMAXPROCS(0)))
	for from := 0; from < len(list); from += lookAtOnce {
		to := min(from+lookAtOnce, len(list))
		group.Go(func() error {
			// A panic would not reach the guard of the search from here.
			_, err := guard(func() (struct{}, error) { return struct{}{}, v.lacking(ctx, list[from:to], lacks[from:to]) })
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for i, d := range list {
		if lacks[i] {
			v.set.remove(d.slot)
		} else {
			v.sure.add(uint64(v.segments.ordinalAt(d.slot)))
		}
	}
	return nil
}

// lookAtOnce is how many passages are read at once; several such portions are side by side.
const lookAtOnce = 128

// lacking notes which of some passages lack the phrase. One the record does not have is
// left: the record decides on what is shown.
func (v *verifier) lacking(ctx context.Context, list []doubt, lacks []bool) error {
	ids := make([]cchc.PassageID, len(list))
	for i, d := range list {
		ids[i] = v.passageAt(d.slot)
	}
	p := newAdjoining(v.phrase, v.exact)
	err := v.index.options.Texts(ctx, ids, func(i int, heading, text string) error {
		lacks[i] = !p.in(text) && !p.in(heading)
		return nil
	})
	if err != nil {
		return fmt.Errorf("phrase: %w", err)
	}
	return nil
}

// unsure returns the passages that may lack the phrase, the likeliest to have it first, and
// notes the documents that have it for sure. Two pairs that share their inner word stand
// together at least as often as both occur more often than the word does: each occurrence
// of a pair takes one of the word's. So it goes on, word after word.
func (v *verifier) unsure(f form) ([]doubt, error) {
	var all []uint32
	v.set.each(func(slot uint64) { all = append(all, uint32(slot)) })
	times := make([]int, len(all)) // the beginning of the phrase stands there, at least
	count := func(l *list, err error, sign int) error {
		if err != nil {
			return err
		}
		return l.visit(all, func(i int, often uint8) { times[i] += sign * int(often) })
	}
	for i := 1; i < len(v.phrase); i++ {
		l, err := f.list(v.segments, fieldPair, f.pair(v.phrase[i-1], v.phrase[i]))
		if err := count(l, err, 1); err != nil {
			return nil, err
		}
		if i > 1 {
			l, err := f.list(v.segments, fieldSyllable, f.single(v.phrase[i-1]))
			if err := count(l, err, -1); err != nil {
				return nil, err
			}
		}
	}
	// A document that bears the phrase on a card is found by it, whatever its passages hold:
	// they are left, unless it is them who are asked for.
	borne := newBitset(v.segments.documents())
	for _, at := range all {
		if slot := uint64(at); v.isCard(slot) && !v.all {
			borne.add(uint64(v.segments.ordinalAt(slot)))
		}
	}
	var out []doubt
	for i, at := range all {
		slot := uint64(at)
		switch {
		case v.isCard(slot):
		case borne.has(uint64(v.segments.ordinalAt(slot))):
		case times[i] > 0:
			v.sure.add(uint64(v.segments.ordinalAt(slot)))
		default:
			out = append(out, doubt{slot, times[i]})
		}
	}
	slices.SortStableFunc(out, func(a, b doubt) int { return cmp.Compare(b.times, a.times) })
	return out, nil
}

func (s *session) isCard(slot uint64) bool {
	p := s.segments.at(slot)
	return p.table.place[slot-p.first] < cards
}

// passageAt is the passage of an entry that is no card.
func (s *session) passageAt(slot uint64) cchc.PassageID {
	p := s.segments.at(slot)
	_, d := s.segments.document(s.segments.ordinalAt(slot))
	return cchc.NewPassageID(d.id, int(p.table.place[slot-p.first])-cards)
}

// adjoining tells whether words follow one another in a text, at their tones or without.
type adjoining struct {
	phrase  search.Run
	exact   bool
	outline vi.Outline
	letters []byte // nil where every text has to be taken apart
}

func newAdjoining(p search.Run, exact bool) *adjoining {
	t := &adjoining{phrase: p, exact: exact}
	folds := make([]string, len(p))
	for i, w := range p {
		folds[i] = w.Fold
	}
	t.letters = t.outline.Words(folds...)
	return t
}

func (t *adjoining) in(text string) bool {
	if t.letters == nil || !t.outline.Read(text) {
		words := search.Words(text)
		for i := range words {
			if t.phrase.Begins(words[i:], t.exact) {
				return true
			}
		}
		return false
	}
	for from := 0; ; from++ {
		var start, end int
		if from, start, end = t.outline.Find(t.letters, from); from < 0 {
			return false
		}
		if t.phrase.Begins(search.Words(text[start:end]), t.exact) {
			return true
		}
	}
}
