package search

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"minhchung/internal/vi"
)

// numbers finds the document numbers that people say in words, and makes one item of each:
// "số 15", "kế hoạch số 15", "quyết định 15", "nghị định 30/2020", "kh 15".
func (p *parser) numbers() {
	var out []item
	for i := 0; i < len(p.items); {
		c, n, ok := p.numberAt(i)
		if !ok {
			out = append(out, p.items[i])
			i++
			continue
		}
		out = append(out, c)
		i += n
	}
	p.items = out
}

// spoken is a number in words being read: the items [at, next) belong to it.
type spoken struct {
	kind     docType
	typed    bool   // a type stands before it
	name     string // of the type, as abbreviations are to be found in it
	so       bool   // "số" stands before it
	at, next int
}

func (p *parser) numberAt(i int) (item, int, bool) {
	s := spoken{at: i, next: i}
	p.typeAt(&s)
	if w := spelled(p.wordAt(s.next)); w == "số" || w == "so" {
		s.so = true
		s.next++
	}
	if !s.typed && !s.so || s.next >= len(p.items) {
		return item{}, 0, false
	}
	c, ok := p.numberOf(&s)
	if !ok {
		return item{}, 0, false
	}
	if s.typed && s.kind.sign && c.Notation == "" {
		c.Notation, c.Kind = squeeze(s.kind.abbr)
	}
	c.Start, c.End = p.items[i].start, p.items[s.next-1].end
	c.Text = strings.TrimRight(p.text[c.Start:c.End], ".,;?!")
	c.End = c.Start + len(c.Text)
	return item{kind: itemCode, start: c.Start, end: c.End, body: s.name + "; ", code: c}, s.next - i, true
}

func (p *parser) wordAt(i int) string {
	if i >= len(p.items) || p.items[i].kind != itemWord {
		return ""
	}
	return p.items[i].body
}

// typeAt reads the type that begins at the item: its name with or without diacritics, or
// its abbreviation in any case unless that is a word ("da", "pa").
func (p *parser) typeAt(s *spoken) {
	first := p.wordAt(s.at)
	if first == "" {
		return
	}
	short := vi.Fold(first)
	begin := vi.Key(short)
	for _, t := range readyTypes() {
		if short == t.short && (first == t.abbr || !vi.IsSyllable(first)) {
			s.kind, s.typed, s.next, s.name = t.docType, true, s.at+1, t.abbr
			return
		}
		if !strings.HasPrefix(t.fold, begin) {
			continue
		}
		for j, w := range t.words {
			typed := p.wordAt(s.at + j)
			key := vi.Key(typed)
			if typed == "" || key != w && key != vi.Key(vi.Fold(w)) {
				break
			}
			if j == len(t.words)-1 {
				s.kind, s.typed, s.next, s.name = t.docType, true, s.at+len(t.words), t.name
				return
			}
		}
	}
}

// numberOf reads the number itself, at s.next, and what says its year.
func (p *parser) numberOf(s *spoken) (Code, bool) {
	it := p.items[s.next]
	if it.kind == itemCode {
		c := it.code
		if c.whole() && !s.typed && s.so { // the word belongs to the number
			s.next++
			return c, true
		}
		if c.whole() || c.Number == "" || c.Either || !p.ownYear(s, c) {
			return c, false
		}
		s.next++
		return c, true
	}
	text := strings.TrimRight(p.wordAt(s.next), ".,;?!")
	number := text
	if n := len(text); n > 1 && text[n-1] >= 'a' && text[n-1] <= 'z' {
		number = text[:n-1] // 30c
	}
	if number == "" || len(number) > 5 || strings.Trim(number, "0123456789") != "" {
		return Code{}, false
	}
	c := Code{Number: trimNumber(text)}
	ended := text != p.wordAt(s.next)
	s.next++
	year, isYear := 0, false
	if !ended {
		year, isYear = p.yearAt(s.next)
	}
	if !s.so && !p.bare(s, number, ended, isYear) {
		return Code{}, false
	}
	if isYear {
		c.Year = year
		s.next += 2
	}
	return c, true
}

// ownYear reports whether "6/2020" behind a type is number and year rather than a month.
func (p *parser) ownYear(s *spoken, c Code) bool {
	n, err := strconv.Atoi(c.Number)
	return s.so || !s.kind.spans || err != nil || n > 12
}

// yearAt reads "năm 2020", which must not go on to "- 2025".
func (p *parser) yearAt(i int) (int, bool) {
	if vi.Fold(p.wordAt(i)) != "nam" {
		return 0, false
	}
	year, ok := readYear(strings.TrimRight(p.wordAt(i+1), ".,;?!"))
	next, _ := utf8.DecodeRuneInString(p.wordAt(i + 2))
	return year, ok && !isDash(next)
}

// bare reports whether a number right behind a type is its own: nothing follows it, or what
// follows numbers does. "Báo cáo 6 tháng", "kế hoạch 2020" and "kế hoạch 5 năm 2021" are
// no numbers of documents.
func (p *parser) bare(s *spoken, number string, ended, year bool) bool {
	if _, ok := readYear(number); ok {
		return false
	}
	n, _ := strconv.Atoi(number)
	if year {
		return !s.kind.spans || n > 10
	}
	if ended || s.next >= len(p.items) || p.items[s.next].kind != itemWord {
		return true
	}
	switch spelled(p.wordAt(s.next)) {
	case "của", "cua", "về", "ve", "do", "và", "va", "v":
		return true
	case "ngày", "ngay":
		return isDigit(firstRune(p.wordAt(s.next + 1)))
	}
	return false
}
