package bleveindex

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	index "github.com/blevesearch/bleve_index_api"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// Names of the fields of an entry; see the package comment.
const (
	fieldSyllable = "s"
	fieldPair     = "b"
	fieldFilter   = "k"
	fieldIdentity = "d"
	fieldName     = "_id" // known to bleve by this name
)

// What the terms of the filter field begin with.
const (
	keyOwnCode   = "o"
	keyCitedCode = "r"
	keyMark      = "m"
	keyType      = "t"
	keyUnit      = "u"
	keyYear      = "y"
	keyIssued    = "i"
)

// What the terms of the identity field begin with.
const (
	keyDocument = "d"
	keyNumber   = "n"
)

const (
	rankingOptions  = index.IndexField
	filterOptions   = index.IndexField | index.SkipFreqNorm
	identityOptions = index.IndexField | index.SkipFreqNorm | index.DocValues
	nameOptions     = index.IndexField | index.StoreField
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

// indexed is the entry of a passage as bleve takes it. It is used again, since the terms
// of a passage are most of what a change allocates.
type indexed struct {
	name             string
	id, identity     *field
	filters          *field
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
	d.id, d.identity, d.filters = nil, nil, nil
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
	visit(d.identity)
	visit(d.filters)
	visit(&d.syllables)
	visit(&d.pairs)
}

var _ index.Document = (*indexed)(nil)

// Entry is a document with its passages.
type Entry struct {
	Document cchc.Document
	Passages []cchc.Passage
}

// passages returns those to index: a document without text gets one empty passage, number
// 0, so that its number and name can be found and it counts as indexed.
func (e Entry) passages() []cchc.Passage {
	if len(e.Passages) > 0 {
		return e.Passages
	}
	return []cchc.Passage{{ID: cchc.NewPassageID(e.Document.ID, 0)}}
}

// entryMaker turns the passages of one document into index entries.
type entryMaker struct {
	vocabulary *vocabulary
	title      []*syllable
	filters    []string // the same in every passage
	document   string   // the term of its identity
	shared     *field   // of filters
	heading    string   // the last one, and its words
	under      []*syllable
}

func newEntryMaker(v *vocabulary, e Entry) *entryMaker {
	m := &entryMaker{vocabulary: v, title: titleOf(v, e), document: keyDocument + string(e.Document.ID)}
	p := e.Document.Particulars
	m.filters = append(m.filters, keyUnit+e.Document.Unit)
	if p.Type != "" {
		m.filters = append(m.filters, keyType+exactType(p.Type), keyType+foldedType(p.Type))
	}
	if d := p.IssuedDate; !d.IsZero() {
		m.filters = append(m.filters, keyYear+strconv.Itoa(d.Year), keyIssued+dayTerm(d))
	}
	for _, key := range ownCode(p).OwnKeys() {
		m.filters = append(m.filters, keyOwnCode+key)
	}
	m.shared = newField(fieldFilter, filterOptions, m.filters...)
	return m
}

// fill makes d the entry of one passage under a name no other entry has; first marks one
// passage of each document.
func (m *entryMaker) fill(d *indexed, name string, p cchc.Passage, first bool) {
	_, number, _ := strings.Cut(string(p.ID), "#")
	d.name = name
	d.id = newField(fieldName, nameOptions, name)
	d.id.value = []byte(name)
	d.identity = newField(fieldIdentity, identityOptions, m.document, keyNumber+number)
	d.filters = m.shared
	if own := m.ownFilters(p, first); len(own) > 0 {
		d.filters = newField(fieldFilter, filterOptions, append(own, m.filters...)...)
	}
	body := m.vocabulary.words(p.Text)
	m.rank(&d.syllables, &d.pairs, m.header(p, body), body)
}

// ownFilters are those of the passage alone.
func (m *entryMaker) ownFilters(p cchc.Passage, first bool) []string {
	var own []string
	if first {
		own = append(own, keyMark)
	}
	for _, c := range search.Codes(p.Text) {
		for _, key := range c.CitedKeys() {
			own = append(own, keyCitedCode+key)
		}
	}
	return own
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

// rank fills the fields that rank a passage of these parts, without pairs across their
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

// maxTitle bounds the header, in syllables: a subject is rarely longer, and a header must
// not drown a passage of 80.
const maxTitle = 48

// titleOf is what the document is called: type and subject; without a subject the line
// its first passage begins with, and where there is no text the name of the file.
func titleOf(v *vocabulary, e Entry) []*syllable {
	p := e.Document.Particulars
	text := p.Subject
	if text != "" && p.TypeName != "" && !strings.HasPrefix(vi.Fold(text), vi.Fold(p.TypeName)) {
		text = p.TypeName + " " + text
	}
	if text == "" && len(e.Passages) > 0 {
		text, _, _ = strings.Cut(strings.TrimSpace(e.Passages[0].Text), "\n")
	}
	if text == "" {
		name := filepath.Base(filepath.FromSlash(e.Document.Path))
		text = strings.TrimSuffix(name, filepath.Ext(name))
	}
	words := v.words(text)
	if len(words) > maxTitle {
		words = words[:maxTitle]
	}
	return words
}

func ownCode(p cchc.Particulars) search.Code {
	c := search.NewCode(p.CodeNumber, p.CodeNotation, p.IssuedDate.Year)
	if c.Number == "" && c.Notation == "" && p.Code != "" {
		if found := search.Codes(p.Code); len(found) > 0 {
			c = found[0]
		}
	}
	if found := search.Codes(p.Code); len(found) > 0 && found[0].Year > 0 {
		c.Year = found[0].Year
	}
	return c
}

// exactType and foldedType are the type as written and without diacritics: "loai:qd" finds
// QĐ, while HĐ and HD stay apart for who writes them.
func exactType(t string) string  { return "=" + search.ExactForm(t) }
func foldedType(t string) string { return "~" + vi.Fold(t) }

// dayTerm sorts as the day does.
func dayTerm(d cchc.Date) string { return strings.ReplaceAll(d.String(), "-", "") }
