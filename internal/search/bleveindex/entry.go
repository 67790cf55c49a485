package bleveindex

import (
	"path/filepath"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// Names of the fields of an entry; see the package comment.
const (
	fieldSyllable   = "s"
	fieldFolded     = "f"
	fieldPair       = "b"
	fieldFoldedPair = "g"
	fieldOwnCode    = "o"
	fieldCitedCode  = "r"
	fieldDocument   = "d"
	fieldNumber     = "n"
	fieldMark       = "m"
	fieldType       = "t"
	fieldUnit       = "u"
	fieldYear       = "y"
	fieldIssued     = "i"
)

const (
	rankingOptions  = index.IndexField
	filterOptions   = index.IndexField | index.SkipFreqNorm
	identityOptions = index.IndexField | index.SkipFreqNorm | index.DocValues
)

// field is a document.Field whose terms are known already.
type field struct {
	name    string
	options index.FieldIndexingOptions
	length  int
	terms   index.TokenFrequencies
}

func (f *field) Name() string                                     { return f.name }
func (f *field) Value() []byte                                    { return nil }
func (f *field) ArrayPositions() []uint64                         { return nil }
func (f *field) EncodedFieldType() byte                           { return 't' }
func (f *field) Analyze()                                         {}
func (f *field) Options() index.FieldIndexingOptions              { return f.options }
func (f *field) AnalyzedLength() int                              { return f.length }
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.terms }
func (f *field) NumPlainTextBytes() uint64                        { return 0 }
func (f *field) Size() int                                        { return 0 }

var _ document.Field = (*field)(nil)

// newField counts the terms; one block of memory serves all of them.
func newField(name string, options index.FieldIndexingOptions, terms []string) *field {
	f := &field{name: name, options: options, length: len(terms), terms: make(index.TokenFrequencies, len(terms))}
	block := make([]index.TokenFreq, 0, len(terms))
	for _, t := range terms {
		if tf, ok := f.terms[t]; ok {
			tf.SetFrequency(tf.Frequency() + 1)
			continue
		}
		block = append(block, index.TokenFreq{Term: []byte(t)})
		tf := &block[len(block)-1]
		tf.SetFrequency(1)
		f.terms[t] = tf
	}
	return f
}

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
	document cchc.Document
	title    []search.Word
	shared   []document.Field // the same in every passage
}

func newEntryMaker(e Entry) *entryMaker {
	m := &entryMaker{document: e.Document, title: titleOf(e)}
	p := e.Document.Particulars
	m.filter(fieldDocument, identityOptions, string(e.Document.ID))
	m.filter(fieldUnit, filterOptions, unitTerm(e.Document.Unit))
	if p.Type != "" {
		m.filter(fieldType, filterOptions, typeTerms(p.Type)...)
	}
	if d := p.IssuedDate; !d.IsZero() {
		m.filter(fieldYear, filterOptions, strconv.Itoa(d.Year))
		m.filter(fieldIssued, filterOptions, dayTerm(d))
	}
	if keys := ownCode(p).OwnKeys(); len(keys) > 0 {
		m.filter(fieldOwnCode, filterOptions, keys...)
	}
	return m
}

func (m *entryMaker) filter(name string, options index.FieldIndexingOptions, terms ...string) {
	m.shared = append(m.shared, newField(name, options, terms))
}

// make builds the entry of one passage; first marks one passage of each document.
func (m *entryMaker) make(p cchc.Passage, first bool) *document.Document {
	d := document.NewDocument(string(p.ID))
	for _, f := range m.shared {
		d.AddField(f)
	}
	_, number, _ := strings.Cut(string(p.ID), "#")
	d.AddField(newField(fieldNumber, identityOptions, []string{number}))
	if first {
		d.AddField(newField(fieldMark, filterOptions, []string{"1"}))
	}
	if keys := citedKeys(p.Text); len(keys) > 0 {
		d.AddField(newField(fieldCitedCode, filterOptions, keys))
	}
	body := search.Words(p.Text)
	for _, f := range rankingFields(m.header(p, body), body) {
		d.AddField(f)
	}
	return d
}

// header is what the passage is read under: what the document is called and the nearest
// heading. What the passage itself begins with is not said twice.
func (m *entryMaker) header(p cchc.Passage, body []search.Word) []search.Word {
	var header []search.Word
	if !beginsWith(body, m.title) {
		header = append(header, m.title...)
	}
	if p.Heading != "" {
		h := search.Words(p.Heading)
		if !beginsWith(body, h) && !beginsWith(m.title, h) {
			header = append(header, h...)
		}
	}
	return header
}

func beginsWith(words, start []search.Word) bool {
	if len(start) > len(words) {
		return false
	}
	for i, w := range start {
		if words[i].Key != w.Key {
			return false
		}
	}
	return true
}

func rankingFields(parts ...[]search.Word) []document.Field {
	n := 0
	for _, part := range parts {
		n += len(part)
	}
	syllables, folded := make([]string, 0, n), make([]string, 0, n)
	pairs, foldedPairs := make([]string, 0, n), make([]string, 0, n)
	for _, part := range parts {
		for i, w := range part {
			syllables = append(syllables, w.Key)
			folded = append(folded, w.Fold)
			if i == 0 {
				continue
			}
			v := part[i-1]
			pair := v.Key + "_" + w.Key
			pairs = append(pairs, pair)
			if v.Key != v.Fold || w.Key != w.Fold {
				pair = v.Fold + "_" + w.Fold
			}
			foldedPairs = append(foldedPairs, pair)
		}
	}
	return []document.Field{
		newField(fieldSyllable, rankingOptions, syllables), newField(fieldFolded, rankingOptions, folded),
		newField(fieldPair, rankingOptions, pairs), newField(fieldFoldedPair, rankingOptions, foldedPairs),
	}
}

// maxTitle bounds the header, in syllables: a subject is rarely longer, and a header must
// not drown a passage of 80.
const maxTitle = 48

// titleOf is what the document is called: type and subject; without a subject the line
// its first passage begins with, and where there is no text the name of the file.
func titleOf(e Entry) []search.Word {
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
	words := search.Words(text)
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

func citedKeys(text string) []string {
	var keys []string
	for _, c := range search.Codes(text) {
		keys = append(keys, c.CitedKeys()...)
	}
	return keys
}

// unitTerm is never empty, so that the office itself (unit "") can be looked up too.
func unitTerm(unit string) string { return "=" + unit }

// typeTerms are the type as written and without diacritics: "loai:qd" finds QĐ, while HĐ
// and HD stay apart for who writes them.
func typeTerms(t string) []string {
	return []string{"=" + search.ExactForm(t), "~" + vi.Fold(t)}
}

// dayTerm sorts as the day does.
func dayTerm(d cchc.Date) string { return strings.ReplaceAll(d.String(), "-", "") }
