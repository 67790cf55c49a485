package bleveindex

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// mostVerified bounds the passages whose text is looked at for one phrase; those above are
// taken for what their pairs say, and a notice tells.
const mostVerified = 5000

// verify takes out of set the passages that hold every pair of a phrase, but not one after
// another ("xử lý … vi phạm … phạt vi phạm hành chính"). Where each inner word stands in a
// passage only once, its two pairs share it and the phrase is sure; only the others are
// looked up in the record. Cards are left: what they hold stands in the document too.
func (s *session) verify(ctx context.Context, p search.Run, f form, set *bitset) error {
	texts := s.index.options.Texts
	if texts == nil || len(p) < 3 || slices.ContainsFunc(p, func(w search.Word) bool { return w.Prefix }) || set.empty() {
		return nil
	}
	doubtful, err := s.repeated(p[1:len(p)-1], f, set)
	if err != nil || len(doubtful) == 0 {
		return err
	}
	slots := make(map[cchc.PassageID]uint64, len(doubtful))
	for _, slot := range doubtful {
		id, ok := s.passageAt(slot)
		if !ok {
			continue
		}
		if len(slots) == mostVerified {
			s.notices = append(s.notices, cchc.NewReason("search-phrase-unverified", strconv.Itoa(mostVerified)))
			break
		}
		slots[id] = slot
	}
	ids := make([]cchc.PassageID, 0, len(slots))
	for id := range slots {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	found, err := texts(ctx, ids)
	if err != nil {
		return fmt.Errorf("texts of passages: %w", err)
	}
	for id, passage := range found {
		if !stands(p, f, passage.Text) && !stands(p, f, passage.Heading) {
			set.remove(slots[id])
		}
	}
	return nil
}

// repeated returns the entries of set in which one of the words stands more than once,
// ascending.
func (s *session) repeated(words search.Run, f form, set *bitset) ([]uint64, error) {
	var all []uint64
	set.each(func(slot uint64) { all = append(all, slot) })
	twice := s.none()
	plain := func(string) func(uint64, float64) float32 { return nil }
	for _, w := range words {
		l, err := f.list(s.segments, fieldSyllable, f.single(w))
		if err != nil {
			return nil, err
		}
		err = l.visit(&s.scores.counter, all, plain, func(t tally) {
			if t.often > 1 {
				twice.add(t.slot)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	var out []uint64
	twice.each(func(slot uint64) { out = append(out, slot) })
	return out, nil
}

// passageAt is the passage of an entry; ok is false for a card.
func (s *session) passageAt(slot uint64) (id cchc.PassageID, ok bool) {
	p := s.segments.at(slot)
	place := p.table.place[slot-p.first]
	if place < cards {
		return "", false
	}
	_, d := s.segments.document(s.segments.ordinalAt(slot))
	return cchc.NewPassageID(d.id, int(place)-cards), true
}

// stands reports whether the words follow one another in a text.
func stands(p search.Run, f form, text string) bool {
	words := search.Words(text)
	for i := 0; i+len(p) <= len(words); i++ {
		n := 0
		for n < len(p) && f.single(words[i+n]) == f.single(p[n]) {
			n++
		}
		if n == len(p) {
			return true
		}
	}
	return false
}
