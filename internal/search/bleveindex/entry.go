package bleveindex

import (
	"slices"
	"strconv"
	"strings"

	index "github.com/blevesearch/bleve_index_api"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// Names of the fields of an entry; see the package comment.
const (
	fieldSyllable = "s"
	fieldPair     = "b"
	fieldFilter   = "k"
	fieldName     = "_id" // known to bleve by this name
)

const (
	rankingOptions = index.IndexField
	filterOptions  = index.IndexField | index.SkipFreqNorm
	nameOptions    = index.IndexField | index.StoreField
)

// field is an index.Field whose terms are known already.
type field struct {
	name    string
	value   []byte // only of the name
	options index.FieldIndexingOptions
	length  int
	terms   index.TokenFrequencies
}

func (f *field) Name() string                                     { return f.name }
func (f *field) Value() []byte                                    { return f.value }
func (f *field) ArrayPositions() []uint64                         { return nil }
func (f *field) EncodedFieldType() byte                           { return 't' }
func (f *field) Analyze()                                         {}
func (f *field) Options() index.FieldIndexingOptions              { return f.options }
func (f *field) AnalyzedLength() int                              { return f.length }
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.terms }
func (f *field) NumPlainTextBytes() uint64                        { return 0 }

// newField makes a field of terms, however often each is named.
func newField(name string, options index.FieldIndexingOptions, terms ...string) *field {
	f := &field{name: name, options: options, length: len(terms), terms: make(index.TokenFrequencies, len(terms))}
	for _, t := range terms {
		f.terms[t] = newFrequency(t)
	}
	return f
}

func newFrequency(term string) *index.TokenFreq {
	tf := &index.TokenFreq{Term: []byte(term)}
	tf.SetFrequency(1)
	return tf
}

// indexed is an entry as bleve takes it. It is used again, since the terms of a passage
// are most of what a change allocates.
type indexed struct {
	name             string
	id               *field
	filters          *field // nil where there are none
	syllables, pairs field
}

// usualTerms is room for the terms of a usual passage with its header.
const usualTerms = 96

func newIndexed() *indexed {
	return &indexed{
		syllables: field{name: fieldSyllable, options: rankingOptions, terms: make(index.TokenFrequencies, usualTerms)},
		pairs:     field{name: fieldPair, options: rankingOptions, terms: make(index.TokenFrequencies, usualTerms)},
	}
}

func (d *indexed) reset() {
	d.id, d.filters = nil, nil
	for _, f := range []*field{&d.syllables, &d.pairs} {
		clear(f.terms)
		f.length = 0
	}
}

func (d *indexed) ID() string                                 { return d.name }
func (d *indexed) Size() int                                  { return 0 }
func (d *indexed) VisitComposite(index.CompositeFieldVisitor) {}
func (d *indexed) HasComposite() bool                         { return false }
func (d *indexed) NumPlainTextBytes() uint64                  { return 0 }
func (d *indexed) StoredFieldsBytes() uint64                  { return 0 }
func (d *indexed) Indexed() bool                              { return false } // only counted by bleve
func (d *indexed) AddIDField()                                {}               // it has one
func (d *indexed) VisitFields(visit index.FieldVisitor) {
	visit(d.id)
	if d.filters != nil {
		visit(d.filters)
	}
	visit(&d.syllables)
	visit(&d.pairs)
}

var _ index.Document = (*indexed)(nil)

// Entry is a document with its passages.
type Entry struct {
	Document cchc.Document
	Passages []cchc.Passage
}

// entryMaker turns a document into index entries: its cards, then its passages.
type entryMaker struct {
	vocabulary *vocabulary
	entry      Entry
	number     uint64 // of the document within the index
	title      []*syllable
	heading    string // the last one, and its words
	under      []*syllable
}

func newEntryMaker(v *vocabulary, e Entry, number uint64) *entryMaker {
	return &entryMaker{vocabulary: v, entry: e, number: number, title: titleOf(v, e)}
}

// entries is how many the document becomes.
func (m *entryMaker) entries() int { return cards + len(m.entry.Passages) }

// fill makes d the entry i of the document.
func (m *entryMaker) fill(d *indexed, i int) {
	if i < cards {
		m.fillCard(d, i)
		return
	}
	p := m.entry.Passages[i-cards]
	_, text, _ := strings.Cut(string(p.ID), "#")
	number, _ := strconv.Atoi(text) // checked by Put
	m.call(d, cards+uint64(number))
	if cited := citedKeys(p.Text); len(cited) > 0 {
		d.filters = newField(fieldFilter, filterOptions, cited...)
	}
	body := m.vocabulary.words(p.Text)
	m.rank(&d.syllables, &d.pairs, m.header(p, body), body)
}

// call gives an entry its name.
func (m *entryMaker) call(d *indexed, place uint64) {
	d.name = entryName(m.number, place)
	d.id = newField(fieldName, nameOptions, d.name)
	d.id.value = []byte(d.name)
}

// citedKeys are the numbers a text mentions.
func citedKeys(text string) []string {
	var keys []string
	for _, c := range search.Codes(text) {
		for _, key := range c.CitedKeys() {
			keys = append(keys, keyCitedCode+key)
		}
	}
	return keys
}

// header is what the passage is read under: what the document is called and the nearest
// heading. What the passage itself begins with is not said twice.
func (m *entryMaker) header(p cchc.Passage, body []*syllable) []*syllable {
	var header []*syllable
	if !beginsWith(body, m.title) {
		header = append(header, m.title...)
	}
	if p.Heading == "" {
		return header
	}
	if p.Heading != m.heading {
		m.heading, m.under = p.Heading, m.vocabulary.words(p.Heading)
	}
	if !beginsWith(body, m.under) && !beginsWith(m.title, m.under) {
		header = append(header, m.under...)
	}
	return header
}

func beginsWith(words, start []*syllable) bool {
	return len(start) <= len(words) && slices.Equal(words[:len(start)], start)
}

// rank fills the fields that rank an entry of these parts, without pairs across their
// borders.
func (m *entryMaker) rank(syllables, pairs *field, parts ...[]*syllable) {
	v := m.vocabulary
	for _, part := range parts {
		syllables.length += len(part)
		for _, s := range part {
			v.count(&s.term)
		}
	}
	v.hand(syllables)
	for _, part := range parts {
		for i := 1; i < len(part); i++ {
			v.count(v.pair(part[i-1], part[i]))
			pairs.length++
		}
	}
	v.hand(pairs)
}
