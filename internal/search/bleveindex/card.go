package bleveindex

import (
	"cmp"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// The cards of a document are entries of their own beside its passages. They say what the
// document is, so that a few words typed for a whole paper meet it and not only one of
// its pages, and they alone bear what filters, since that is the same for all passages.
const (
	cardTitle = iota // type and subject
	cardFile         // name of the file
	cardFrame        // number, issuing organ, signer
	cards            // how many there are
)

// What the terms of the filter field begin with; all but the numbers mentioned stand on
// the title card.
const (
	keyOwnCode   = "o"
	keyCitedCode = "r"
	keyMark      = "m"
	keyDocument  = "d"
	keyType      = "t"
	keyUnit      = "u"
	keyIssued    = "i" // yyyymmdd
	keyIssuer    = "e"
	keySigner    = "s"
	keyQuality   = "q"
	keyDraft     = "x"
)

func (m *entryMaker) fillCard(d *indexed, card int) {
	m.call(d, uint64(card))
	doc := m.entry.Document
	var words []*syllable
	switch card {
	case cardTitle:
		if doc.Particulars.Subject != "" {
			words = m.title // the first line of a text is in its first passage already
		}
		d.filters = newField(fieldFilter, filterOptions, facts(doc)...)
	case cardFile:
		words = m.vocabulary.words(fileWords(doc.Path))
	case cardFrame:
		m.rank(&d.syllables, &d.pairs, m.frame(doc.Particulars)...)
		return
	}
	m.rank(&d.syllables, &d.pairs, bound(words))
}

// frame is what stands around the text of a paper, a part each.
func (m *entryMaker) frame(p cchc.Particulars) [][]*syllable {
	var parts [][]*syllable
	for _, text := range []string{p.Code, p.OrganName, p.ParentOrgan, p.Signer.Position, p.Signer.FullName} {
		parts = append(parts, bound(m.vocabulary.words(text)))
	}
	return parts
}

// facts are the terms a document is filtered, counted and looked up by.
func facts(d cchc.Document) []string {
	p := d.Particulars
	out := []string{keyMark, keyDocument + string(d.ID), keyUnit + d.Unit, keyQuality + string(readQuality(d))}
	if p.Draft {
		out = append(out, keyDraft)
	}
	if kind := strings.TrimSpace(cmp.Or(p.Type, p.TypeName)); kind != "" { // laws have no abbreviation
		out = append(out, keyType+vi.NFC(kind))
	}
	if !p.IssuedDate.IsZero() {
		out = append(out, keyIssued+dayTerm(p.IssuedDate))
	}
	if organ := strings.Join(strings.Fields(p.OrganName), " "); organ != "" {
		out = append(out, keyIssuer+vi.NFC(organ))
	}
	if p.Signer.FullName != "" {
		out = append(out, keySigner+vi.NFC(p.Signer.FullName))
	}
	for _, key := range ownCode(p).OwnKeys() {
		out = append(out, keyOwnCode+key)
	}
	return out
}

// poorText is the mean quality of the pages below which a reader should not trust the text.
const poorText = 0.6

// readQuality grades a document by what is known of its pages.
func readQuality(d cchc.Document) cchc.ReadQuality {
	switch {
	case d.PagesRead < d.Pages:
		return cchc.ReadPartly
	case d.PagesRead > 0 && d.Quality < poorText:
		return cchc.ReadPoorly
	}
	return cchc.ReadWell
}

// maxTitle bounds what a document is called, in syllables: a subject is rarely longer, and
// a header must not drown a passage of 80.
const maxTitle = 48

func bound(words []*syllable) []*syllable { return words[:min(len(words), maxTitle)] }

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
		text = fileTitle(e.Document.Path)
	}
	return bound(v.words(text))
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

// dayTerm sorts as the day does.
func dayTerm(d cchc.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

// dayNumber is a day as one number, 20200131; 0 is unknown.
func dayNumber(d cchc.Date) uint32 { return uint32(d.Year*10000 + d.Month*100 + d.Day) }

func dayOfTerm(term string) uint32 {
	n, _ := strconv.ParseUint(term, 10, 32) // written by dayTerm
	return uint32(n)
}
