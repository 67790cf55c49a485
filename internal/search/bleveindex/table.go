package bleveindex

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"sync"

	segment "github.com/blevesearch/scorch_segment_api/v2"
	"golang.org/x/sync/errgroup"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
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
	numberDigits    = 8
	placeDigits     = 4
	mostPlaceDigits = 7 // of 32 bits
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
	if len(name) < numberDigits+placeDigits || len(name) > numberDigits+mostPlaceDigits {
		return 0, 0, fmt.Errorf("entry %q: %w", name, ErrCorrupt)
	}
	document, ok1 := readDigits(name[:numberDigits])
	p, ok2 := readDigits(name[numberDigits:])
	if !ok1 || !ok2 || p > math.MaxUint32 {
		return 0, 0, fmt.Errorf("entry %q: %w", name, ErrCorrupt)
	}
	return document, uint32(p), nil
}

// readDigits reads a number of at most twelve digits to the base 36, as [padded] writes it.
// Opening an index reads all names: [strconv.ParseUint] takes six times as long.
func readDigits(text []byte) (n uint64, ok bool) {
	for _, c := range text {
		switch {
		case '0' <= c && c <= '9':
			n = n*36 + uint64(c-'0')
		case 'a' <= c && c <= 'z':
			n = n*36 + uint64(c-'a'+10)
		default:
			return 0, false
		}
	}
	return n, true
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

// Warm reads what the first search would have to read first: of a million passages for half
// a second. It changes no answer.
func (x *Index) Warm() error {
	release, err := x.hold()
	if err != nil {
		return err
	}
	defer release()
	_, err = guard(func() (struct{}, error) {
		return struct{}{}, x.session(search.Terms{}, func(*session) error { return nil })
	})
	return err
}

// forget lets all tables go.
func (t *tables) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.of = nil
	t.kept.forget()
}

// readTable reads names and facts side by side: that is most of what the first search of a
// program waits for.
func readTable(p *part) (*table, error) {
	t := &table{place: make([]uint32, p.FullSize())}
	numbers := make([]uint64, len(t.place))
	var ids, others cardFacts
	var group errgroup.Group
	for _, read := range []func() error{
		func() error { return t.names(p, numbers) },
		func() error { return ids.read(p, keyDocument) },
		func() error {
			return others.read(p, keyIssued, keyType, keyUnit, keyIssuer, keySigner, keyQuality, keyDraft)
		},
	} {
		group.Go(func() error {
			// A panic would not reach the guard of the search from here.
			_, err := guard(func() (struct{}, error) { return struct{}{}, read() })
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	t.number(numbers)
	t.know(ids)
	t.know(others)
	return t, nil
}

// names reads what the entries of a segment are called: the numbers of their documents, and
// their places.
func (t *table) names(p *part, numbers []uint64) error {
	for i := range numbers {
		name, err := p.DocID(uint64(i))
		if err != nil {
			return err
		}
		if numbers[i], t.place[i], err = readName(name); err != nil {
			return err
		}
	}
	return nil
}

// number gives the documents of a segment their places in it, in order of intake.
func (t *table) number(numbers []uint64) {
	order := slices.Compact(slices.Clone(numbers)) // few are left: a document's entries stand together
	slices.Sort(order)
	order = slices.Compact(order)
	t.docs = make([]document, len(order))
	at := make(map[uint64]uint32, len(order))
	for i, n := range order {
		t.docs[i].number = n
		at[n] = uint32(i)
	}
	t.owner = make([]uint32, len(numbers))
	for i, n := range numbers {
		if i > 0 && n == numbers[i-1] {
			t.owner[i] = t.owner[i-1]
		} else {
			t.owner[i] = at[n]
		}
		d := &t.docs[t.owner[i]]
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

// cardFacts are what cards of a segment say, in the order of the terms of each key.
type cardFacts struct {
	list    []fact
	entries []uint32 // the cards, fact by fact
}

type fact struct {
	key, value string
	to         int // in cardFacts.entries; it begins where the one before ends
}

// read adds the terms that begin with some keys.
func (f *cardFacts) read(p *part, keys ...string) error {
	// Not the one of the part: a dictionary is for one at a time.
	dictionary, err := p.Segment().Dictionary(fieldFilter)
	if err != nil {
		return fmt.Errorf("terms of field %s: %w", fieldFilter, err)
	}
	for _, key := range keys {
		if err := f.readKey(dictionary, key); err != nil {
			return err
		}
	}
	return nil
}

func (f *cardFacts) readKey(dictionary segment.TermDictionary, key string) error {
	terms := omitCounts(dictionary, []byte(key), after(key))
	var postings segment.PostingsList // used again for every term, like what goes through it
	var it segment.PostingsIterator
	for {
		entry, err := terms.Next()
		if err != nil || entry == nil {
			return err
		}
		if postings, err = dictionary.PostingsList([]byte(entry.Term), nil, postings); err != nil {
			return err
		}
		it = postings.Iterator(false, false, false, it)
		for {
			posting, err := it.Next()
			if err != nil {
				return err
			}
			if posting == nil {
				break
			}
			f.entries = append(f.entries, uint32(posting.Number())) // zap numbers them in 32 bits
		}
		f.list = append(f.list, fact{key, entry.Term[len(key):], len(f.entries)})
	}
}

// know notes facts of the documents.
func (t *table) know(f cardFacts) {
	from := 0
	for _, fact := range f.list {
		for i, entry := range f.entries[from:fact.to] {
			t.set(&t.docs[t.owner[entry]], fact, i == 0)
		}
		from = fact.to
	}
}

// set notes a fact of a document, the first that has it or another.
func (t *table) set(d *document, f fact, first bool) {
	switch f.key {
	case keyDocument:
		d.id = cchc.DocumentID(f.value)
	case keyIssued:
		d.day = dayOfTerm(f.value)
	case keyType:
		d.kind = t.types.add(f.value, first)
	case keyUnit:
		d.unit = t.units.add(f.value, first)
	case keyIssuer:
		d.issuer = t.issuers.add(f.value, first)
	case keySigner:
		d.signer = t.signers.add(f.value, first)
	case keyQuality:
		d.quality = uint8(max(0, slices.Index(qualities[:], cchc.ReadQuality(f.value))))
	case keyDraft:
		d.draft = true
	}
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
