package bleveindex

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"sync"

	segment "github.com/blevesearch/scorch_segment_api/v2"

	"minhchung/internal/cchc"
)

// A table says of every entry of one segment which document it belongs to and which place
// it has in it, and of every document what it is filtered, counted and sorted by. Segments
// never change, so it is read once for each, and a search looks nothing up in the engine
// that it needs of many entries. A million passages take some 12 MB.
type table struct {
	owner []uint32 // by entry: its document within the segment
	place []uint32 // by entry: a card, or cards + number of the passage
	docs  []document
	// Names of what documents have, by the numbers in document; each begins with "".
	types, units, issuers, signers names
	open                           []uint32 // documents whose cards are in another segment
}

// document is what a table knows of one.
type document struct {
	number  uint64 // within the index, in order of intake
	id      cchc.DocumentID
	day     uint32 // of issue, yyyymmdd; 0 unknown
	first   uint32 // entry of its first passage here, or of its title card
	card    [cards]uint32
	kind    uint32 // in table.types
	unit    uint32
	issuer  uint32
	signer  uint32
	quality uint8 // place in qualities
	draft   bool
	carded  bool
}

// qualities gives a number to each grade.
var qualities = [...]cchc.ReadQuality{cchc.ReadWell, cchc.ReadPoorly, cchc.ReadPartly} //nolint:gochecknoglobals // a constant

// names numbers strings.
type names []string

// nameLength is how many digits of an entry's name are its document's number, and how many
// at least its place.
const (
	numberDigits = 8
	placeDigits  = 4
)

// entryName names an entry so that names stand in the order of documents and places. An
// entry is not named by its passage: of a name above all others bleve need not look
// whether it is there already, and a short one costs less to keep.
func entryName(document, place uint64) string {
	return padded(document, numberDigits) + padded(place, placeDigits)
}

func padded(n uint64, digits int) string {
	text := strconv.FormatUint(n, 36)
	return "000000000000"[:max(0, digits-len(text))] + text
}

func readName(name []byte) (document uint64, place uint32, err error) {
	if len(name) < numberDigits+placeDigits {
		return 0, 0, fmt.Errorf("entry %q: %w", name, ErrCorrupt)
	}
	document, err1 := strconv.ParseUint(string(name[:numberDigits]), 36, 64)
	p, err2 := strconv.ParseUint(string(name[numberDigits:]), 36, 32)
	if err1 != nil || err2 != nil {
		return 0, 0, fmt.Errorf("entry %q: %w", name, ErrCorrupt)
	}
	return document, uint32(p), nil
}

// tables keeps the tables of the segments there are.
type tables struct {
	mu sync.Mutex
	of map[uint64]*table // by the engine's number of the segment, never given twice
	// kept are postings of the segments.
	kept keptPostings
}

// serve gives each part its table and lets go of those of segments that are gone.
func (t *tables) serve(parts []*part) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	next := make(map[uint64]*table, len(parts))
	for _, p := range parts {
		known := t.of[p.Id()]
		if known == nil {
			var err error
			if known, err = readTable(p); err != nil {
				return fmt.Errorf("documents of a segment: %w", err)
			}
		}
		p.table, next[p.Id()] = known, known
	}
	t.of = next
	t.kept.keep(next)
	return nil
}

// forget lets all tables go.
func (t *tables) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.of = nil
	t.kept.forget()
}

func readTable(p *part) (*table, error) {
	n := int(p.FullSize())
	t := &table{owner: make([]uint32, n), place: make([]uint32, n)}
	numbers := make([]uint64, n)
	for i := range n {
		name, err := p.DocID(uint64(i))
		if err != nil {
			return nil, err
		}
		if numbers[i], t.place[i], err = readName(name); err != nil {
			return nil, err
		}
	}
	t.number(numbers)
	return t, t.facts(p)
}

// number gives the documents of a segment their places in it, in order of intake.
func (t *table) number(numbers []uint64) {
	order := slices.Clone(numbers)
	slices.Sort(order)
	order = slices.Compact(order)
	t.docs = make([]document, len(order))
	at := make(map[uint64]uint32, len(order))
	for i, n := range order {
		t.docs[i].number = n
		at[n] = uint32(i)
	}
	for i, n := range numbers {
		owner := at[n]
		t.owner[i] = owner
		d := &t.docs[owner]
		if place := t.place[i]; place < cards {
			d.card[place] = uint32(i)
			d.carded = true
		}
	}
	least := make([]uint32, len(order))
	for i, owner := range t.owner {
		if p := t.place[i]; p >= cards && (least[owner] == 0 || p < least[owner]) {
			least[owner], t.docs[owner].first = p, uint32(i)
		}
	}
	for i := range t.docs {
		d := &t.docs[i]
		if least[i] == 0 {
			d.first = d.card[cardTitle]
		}
		if !d.carded {
			t.open = append(t.open, uint32(i))
		}
	}
}

// facts reads what the cards say.
func (t *table) facts(p *part) error {
	dictionary, err := p.dictionary(fieldFilter)
	if err != nil {
		return err
	}
	for _, fact := range []struct {
		key string
		set func(d *document, value string, first bool)
	}{
		{keyDocument, func(d *document, v string, _ bool) { d.id = cchc.DocumentID(v) }},
		{keyIssued, func(d *document, v string, _ bool) { d.day = dayOfTerm(v) }},
		{keyType, func(d *document, v string, first bool) { d.kind = t.types.add(v, first) }},
		{keyUnit, func(d *document, v string, first bool) { d.unit = t.units.add(v, first) }},
		{keyIssuer, func(d *document, v string, first bool) { d.issuer = t.issuers.add(v, first) }},
		{keySigner, func(d *document, v string, first bool) { d.signer = t.signers.add(v, first) }},
		{keyQuality, func(d *document, v string, _ bool) {
			d.quality = uint8(max(0, slices.Index(qualities[:], cchc.ReadQuality(v))))
		}},
		{keyDraft, func(d *document, _ string, _ bool) { d.draft = true }},
	} {
		if err := t.fact(dictionary, fact.key, fact.set); err != nil {
			return err
		}
	}
	return nil
}

// add numbers a name, which comes once; 0 is none.
func (n *names) add(name string, first bool) uint32 {
	if len(*n) == 0 {
		*n = names{""}
	}
	if name == "" {
		return 0
	}
	if first {
		*n = append(*n, name)
	}
	return uint32(len(*n) - 1)
}

func (n names) name(i uint32) string {
	if i == 0 {
		return ""
	}
	return n[i]
}

// fact calls set for each document of each term that begins with key.
func (t *table) fact(dictionary segment.TermDictionary, key string, set func(d *document, value string, first bool)) error {
	terms := omitCounts(dictionary, []byte(key), after(key))
	for {
		entry, err := terms.Next()
		if err != nil || entry == nil {
			return err
		}
		postings, err := dictionary.PostingsList([]byte(entry.Term), nil, nil)
		if err != nil {
			return err
		}
		it := postings.Iterator(false, false, false, nil)
		for first := true; ; first = false {
			posting, err := it.Next()
			if err != nil {
				return err
			}
			if posting == nil {
				break
			}
			set(&t.docs[t.owner[posting.Number()]], entry.Term[len(key):], first)
		}
	}
}

// after is what follows every term that begins with a key.
func after(key string) []byte {
	b := []byte(key)
	b[len(b)-1]++
	return b
}

// find returns the place of a document in the segment.
func (t *table) find(number uint64) (int, bool) {
	return slices.BinarySearchFunc(t.docs, number, func(d document, n uint64) int { return cmp.Compare(d.number, n) })
}
