package pdf

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Second opens the file at path with another reader of PDF files. Its errors are
// *[cchc.Error]. It is asked for pages this package could not read or not read well, and
// for files it cannot open at all; good files never come to it.
type Second func(ctx context.Context, path string) (SecondDocument, error)

// SecondDocument is a file open in the second reader. It is used by one goroutine.
type SecondDocument interface {
	Pages() int
	// Page returns what is written on a page, counted from 0.
	Page(ctx context.Context, page int) (SecondPage, error)
	Close() error
}

// SecondPage is a page as the second reader sees it, in default user space.
type SecondPage struct {
	Left, Bottom, Right, Top float64
	Cover                    float64       // share of it under pictures, 0..1
	Glyphs                   []SecondGlyph // in drawing order
}

// SecondGlyph is one drawn character. Lines and paragraphs are made of it as of our own.
type SecondGlyph struct {
	Text   string  // "\uFFFD" where the font does not say what it means
	X, Y   float64 // where its baseline begins, in default user space
	Width  float64 // along the baseline
	Size   float64 // height of the font
	DX, DY float64 // direction of the baseline, length 1
	Font   string  // name
}

// Bounds of the second reader.
const (
	secondTime   = 30 * time.Second // for a file it reads from the first page to the last
	secondPage   = 8 * time.Second  // for one page
	secondFaults = 3                // pages it could not read, then it is not asked again
	secondVain   = 3                // pages in a row it read no better
	poorText     = 0.5              // quality of text that may be worth asking about
	betterBy     = 0.1              // quality by which it must be better
	moreText     = 1.05             // times our text, where ours has a hole
	leastWords   = 3                // of a page we found empty
	manyBroken   = 0.1              // share of characters without text, in those with
)

// understudy is the second reader over one file.
type understudy struct {
	open   Second // nil: there is none
	path   string
	doc    SecondDocument
	fonts  map[string]*font
	faults int
	vain   int
	took   []string // numbers of the pages it took over
}

// ready opens the file at the first need.
func (u *understudy) ready(ctx context.Context) bool {
	if u.doc != nil {
		return true
	}
	if u.open == nil || u.faults >= secondFaults {
		return false
	}
	doc, err := u.open(ctx, u.path)
	if err != nil {
		u.faults = secondFaults
		return false
	}
	u.doc, u.fonts = doc, map[string]*font{}
	return true
}

func (u *understudy) close() {
	if u.doc != nil {
		_ = u.doc.Close()
		u.doc = nil
	}
}

// sheet reads a page, counted from 0; nil where that failed.
func (u *understudy) sheet(ctx context.Context, page int) (s *sheet, x extra) {
	ctx, cancel := context.WithTimeout(ctx, secondPage)
	defer cancel()
	found, err := u.doc.Page(ctx, page)
	if err != nil {
		u.faults++
		return nil, x
	}
	area := box{found.Left, found.Bottom, found.Right, found.Top}
	if area.right-area.left < 10 || area.top-area.bottom < 10 {
		area = unknownBox()
	}
	glyphs := make([]glyph, 0, len(found.Glyphs))
	for _, g := range found.Glyphs {
		glyphs = append(glyphs, glyph{
			x: g.X, y: g.Y, width: g.Width, size: g.Size, dx: g.DX, dy: g.DY, text: g.Text, font: u.font(g.Font),
		})
	}
	s = &sheet{}
	s.set(area.inside(glyphs), area)
	return s, extra{cover: min(1, found.Cover), shows: len(glyphs)}
}

func (u *understudy) font(name string) *font {
	f, ok := u.fonts[name]
	if !ok {
		f = &font{height: 1}
		_, f.name = subset(name)
		f.bold = boldName(f.name)
		f.capitals = vi.FontDrawsCapitals(f.name)
		u.fonts[name] = f
	}
	return f
}

// worth is what the choice between two readings of a page goes by.
type worth struct {
	text     string
	quality  float64
	readable int  // characters
	broken   bool // many characters have no text
}

func (s *sheet) worth() worth {
	unreadable := 0
	w := worth{text: s.text()}
	for i := range s.lines {
		l := &s.lines[i]
		w.readable += l.characters - l.unreadable
		unreadable += l.unreadable
	}
	w.broken = float64(unreadable) > manyBroken*float64(w.readable)
	if w.readable > 0 {
		w.quality = s.qualityOf(w.text)
	}
	return w
}

// better returns what the second reader made of a page, counted from 0, where ours has a
// hole, is empty though text was drawn, or is poor, and its own is better; otherwise nil.
func (u *understudy) better(ctx context.Context, page int, own *sheet, x extra, whole bool) *sheet {
	if u.open == nil || u.vain >= secondVain || u.faults >= secondFaults {
		return nil
	}
	mine := own.worth()
	if whole && !mine.doubtful(x) || !u.ready(ctx) {
		return nil
	}
	s, _ := u.sheet(ctx, page)
	if s == nil {
		return nil
	}
	if !s.worth().preferred(mine, whole) {
		u.vain++
		return nil
	}
	u.vain = 0
	u.took = append(u.took, strconv.Itoa(page+1))
	return s
}

// doubtful reports whether a page deserves a second look. A picture does not, whatever
// text lies behind it: it waits for OCR whoever reads it.
func (w worth) doubtful(x extra) bool {
	switch {
	case x.cover >= fullCover:
		return false
	case w.readable == 0:
		return x.shows > 0
	}
	return w.broken || w.quality < poorText && garbled(w.text)
}

// preferred reports whether a reading is better than ours.
func (w worth) preferred(mine worth, whole bool) bool {
	letters, digits, others := characters(w.text)
	switch {
	case letters+digits <= others || w.broken || garbled(w.text):
		return false
	case mine.readable == 0:
		return lettered(w.text)
	case mine.broken && w.readable > mine.readable && lettered(w.text):
		return true
	case w.quality >= poorText && w.quality >= mine.quality+betterBy:
		return 2*w.readable > mine.readable
	}
	// Ours has a hole: more text is better, be it a table of figures.
	return !whole && w.quality > mine.quality-betterBy && float64(w.readable) > moreText*float64(mine.readable)
}

// lettered reports whether a text is one of words: codes a font has no text for are
// easily taken for digits, signs and consonants.
func lettered(text string) bool {
	tokens, words := 0, 0
	for _, t := range vi.Tokens(text) {
		if strings.ContainsFunc(t.Text, unicode.IsDigit) {
			continue
		}
		tokens++
		ascii := len(t.Text) == utf8.RuneCountInString(t.Text)
		if vi.IsSyllable(t.Text) || ascii && len(t.Text) > 3 && strings.ContainsAny(t.Fold, "aeiouy") {
			words++
		}
	}
	letters, digits, others := characters(text)
	return letters > digits+others && words >= leastWords && 2*words > tokens
}

func characters(text string) (letters, digits, others int) {
	for _, r := range text {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		case !unicode.IsSpace(r) && !unicode.IsMark(r):
			others++
		}
	}
	return letters, digits, others
}

// Signs of garbled text, in shares of its words.
const (
	fewest    = 20   // words; fewer show nothing
	fallen    = 0.35 // single letters: words fallen apart
	malformed = 0.3  // with letters beyond ASCII and no syllable: codes taken for letters
	voiceless = 0.3  // of ASCII letters without a vowel: a shifted alphabet
	joined    = 0.1  // longer than any word: words run together
	longest   = 24   // letters
	lost      = 30   // bytes to a question mark: with fewer it stands for letters the writer lost
)

// garbled tells text that a reader got wrong from text that merely is not Vietnamese:
// tables of figures, English, program code have a low quality and are read well. So are
// words full of question marks: their writer had no other letters, no reader finds them.
func garbled(text string) bool {
	if lost*float64(strings.Count(text, "?")) > float64(len(text)) {
		return false
	}
	var words, single, strange, mute, long float64
	for _, t := range vi.Tokens(text) {
		if strings.ContainsFunc(t.Text, unicode.IsDigit) {
			continue
		}
		words++
		n := utf8.RuneCountInString(t.Text)
		switch {
		case n == 1:
			single++
		case n > longest:
			long++
		case n < len(t.Text):
			if !vi.IsSyllable(t.Text) {
				strange++
			}
		case n > 2 && !vi.Upper(t.Text) && !strings.ContainsAny(t.Key, "aeiouy"):
			mute++
		}
	}
	return words >= fewest && (single > fallen*words || strange > malformed*words ||
		mute > voiceless*words || long > joined*words)
}

// rescue reads a file this package cannot open; first is why. It returns first where the
// second reader finds nothing to read in it either.
func (u *understudy) rescue(ctx context.Context, lim cchc.Limits, first error, out *cchc.Reading) error {
	e := cchc.AsError(first)
	switch e.Reason.Code {
	case "damaged", "encrypted", "reader-crashed":
	default: // a copy that was cut off is to be copied anew, not half read
		return first
	}
	ctx, cancel := context.WithTimeout(ctx, secondTime)
	defer cancel()
	if !u.ready(ctx) || u.doc.Pages() <= 0 {
		return first
	}
	out.PageTotal = u.doc.Pages()
	h := &heap{left: lim.TextBytes}
	found := false
	for i := range min(out.PageTotal, lim.Pages) {
		if u.faults >= secondFaults && !found || ctx.Err() != nil {
			break
		}
		s, x := u.sheet(ctx, i)
		if s == nil {
			s = &sheet{}
			out.Notes = append(out.Notes, pageUnreadable(i))
		}
		found = found || len(s.lines) > 0 || x.cover >= someCover
		if !h.put(s, x) {
			out.Notes = append(out.Notes, limitText(lim))
			break
		}
	}
	if !found {
		out.Notes, out.PageTotal = nil, 0
		return first
	}
	out.Notes = append(out.Notes, cchc.NewReason("repaired"))
	h.finish(out)
	return nil
}
