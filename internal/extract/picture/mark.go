package picture

import (
	"image"
	"slices"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// How a quote is found among the words of a page.
const (
	quoteMost  = 800    // tokens of a quote aligned at a time
	pageMost   = 20_000 // tokens of a page looked at
	cellsMost  = 8 << 20
	splitsMost = 12  // pieces a quote may be found in: cells of a table, columns
	pieceLeast = 3   // tokens of a piece
	foundShare = 0.6 // of the quote, to be believed
	foundMany  = 8   // tokens in a row that are believed without: the quote goes on elsewhere
	denseShare = 0.8
)

// Scores of an alignment.
const (
	scoreKey    = 4 // the same with tones
	scoreFold   = 3 // the same without
	scoreOther  = -3
	scoreMissed = -2 // a token of the page or of the quote without partner
)

// Mark finds a quote among the words of a page and returns its rectangles, one a line,
// from its beginning to its end; nil where it does not stand there. Tones may be missing,
// words may be misread or broken by a line, and a quote may be in pieces (cells of a
// table, two columns) or go on on another page. It changes nothing and is safe for use by
// several goroutines; time and memory grow with both lengths, up to some 10 ms and 8 MB.
func Mark(words []cchc.Word, quote string) []cchc.Box {
	page := tokensOf(words)
	var hits []int // words
	wanted, got, longest := 0, 0, 0
	quoted := vi.Tokens(quote)
	for len(quoted) > 0 {
		n := min(quoteMost, len(quoted))
		a := aligner{page: page, quote: quoted[:n]}
		a.find(0, n, splitsMost)
		wanted += n
		got += a.matched
		longest = max(longest, a.longest)
		hits = append(hits, a.words...)
		quoted = quoted[n:]
	}
	if wanted == 0 || float64(got) < foundShare*float64(wanted) && longest < foundMany || wanted < pieceLeast && got < wanted {
		return nil
	}
	slices.Sort(hits)
	return lines(words, slices.Compact(hits))
}

// placed is a token of a page and the word it is of.
type placed struct {
	key, fold string
	word      int
}

func tokensOf(words []cchc.Word) []placed {
	out := make([]placed, 0, len(words)+16)
	for i, w := range words {
		for _, t := range vi.Tokens(w.Text) {
			out = append(out, placed{t.Key, t.Fold, i})
		}
		if len(out) > pageMost {
			break
		}
	}
	return out
}

// aligner finds a quote on a page piece by piece.
type aligner struct {
	page    []placed
	quote   []vi.Token
	words   []int // found
	matched int   // tokens found
	longest int   // tokens of the largest dense piece
}

// find aligns quote[from:to], then what is left of it on both sides.
func (a *aligner) find(from, to, splits int) {
	if to-from < min(pieceLeast, len(a.quote)) || splits == 0 {
		return
	}
	p := a.align(from, to)
	if p.matched < min(pieceLeast, len(a.quote)) || float64(p.matched) < denseShare*float64(p.to-p.from)*0.75 {
		return
	}
	a.words = append(a.words, p.words...)
	a.matched += p.matched
	if float64(p.matched) >= denseShare*float64(p.to-p.from) {
		a.longest = max(a.longest, p.matched)
	}
	a.find(from, p.from, splits/2)
	a.find(p.to, to, splits/2)
}

// piece is a part of the quote as it was found.
type piece struct {
	from, to int
	matched  int
	words    []int
}

const (
	stepStop = iota
	stepBoth
	stepQuote // a token of the quote is missing on the page
	stepPage  // a token of the page is not in the quote
)

// align is the local alignment of Smith and Waterman over tokens.
func (a *aligner) align(from, to int) piece {
	n := min(len(a.page), cellsMost/(to-from+1)-1)
	wide := n + 1
	steps := make([]uint8, (to-from+1)*wide)
	above, row := make([]int32, wide), make([]int32, wide)
	best, bi, bj := int32(0), 0, 0
	for i := 1; i <= to-from; i++ {
		q := &a.quote[from+i-1]
		for j := 1; j <= n; j++ {
			v, step := above[j-1]+score(q, &a.page[j-1]), uint8(stepBoth)
			if s := above[j] + scoreMissed; s > v {
				v, step = s, stepQuote
			}
			if s := row[j-1] + scoreMissed; s > v {
				v, step = s, stepPage
			}
			if v <= 0 {
				v, step = 0, stepStop
			}
			row[j], steps[i*wide+j] = v, step
			if v > best {
				best, bi, bj = v, i, j
			}
		}
		above, row = row, above
	}
	out := piece{from: from + bi, to: from + bi}
	for i, j := bi, bj; i > 0 && j > 0; {
		switch steps[i*wide+j] {
		case stepBoth:
			if score(&a.quote[from+i-1], &a.page[j-1]) > 0 {
				out.matched++
			}
			out.words = append(out.words, a.page[j-1].word) // misread words are marked too
			i, j = i-1, j-1
			out.from = from + i
		case stepQuote:
			i--
		case stepPage:
			j--
		default:
			return out
		}
	}
	return out
}

func score(q *vi.Token, p *placed) int32 {
	switch {
	case q.Key == p.key:
		return scoreKey
	case q.Fold == p.fold:
		return scoreFold
	}
	return scoreOther
}

// lines joins words that follow one another on a line into one rectangle. The page may
// lie on its side or head.
func lines(words []cchc.Word, hits []int) []cchc.Box {
	level, upright := 0, 0
	for n := 1; n < len(hits); n++ {
		a, b := words[hits[n-1]].Box, words[hits[n]].Box
		if beside(a, b) {
			level++
		} else if beside(flip(a), flip(b)) {
			upright++
		}
	}
	var out []cchc.Box
	last := -2
	for _, i := range hits {
		b := words[i].Box
		if n := len(out); n > 0 && i-last <= 2 && (upright <= level && beside(out[n-1], b) || upright > level && beside(flip(out[n-1]), flip(b))) {
			p := &out[n-1]
			p.Left, p.Top = min(p.Left, b.Left), min(p.Top, b.Top)
			p.Right, p.Bottom = max(p.Right, b.Right), max(p.Bottom, b.Bottom)
		} else {
			out = append(out, b)
		}
		last = i
	}
	return out
}

// beside reports whether b stands beside a and not far away.
func beside(a, b cchc.Box) bool {
	overlap := min(a.Bottom, b.Bottom) - max(a.Top, b.Top)
	apart := max(b.Left-a.Right, a.Left-b.Right)
	return 2*overlap > min(a.Bottom-a.Top, b.Bottom-b.Top) && apart < 3*max(8, a.Bottom-a.Top)
}

func flip(b cchc.Box) cchc.Box {
	return cchc.Box{Left: b.Top, Top: b.Left, Right: b.Bottom, Bottom: b.Right}
}

// The colour of a marker, through which the ink stays black.
const (
	markRed, markGreen, markBlue = 255, 226, 77
	markPad                      = 2 // thousandths around a rectangle
)

// highlight draws translucent rectangles over a picture.
func highlight(page image.Image, boxes []cchc.Box) image.Image {
	p := rgbaOf(page)
	w, h := p.Rect.Dx(), p.Rect.Dy()
	done := make([]bool, w*h) // rectangles may overlap, the colour must not
	for _, b := range boxes {
		left, right := max(0, (b.Left-markPad)*w/1000), min(w, (b.Right+markPad)*w/1000+1)
		top, bottom := max(0, (b.Top-markPad)*h/1000), min(h, (b.Bottom+markPad)*h/1000+1)
		for y := top; y < bottom; y++ {
			for x := left; x < right; x++ {
				if done[y*w+x] {
					continue
				}
				done[y*w+x] = true
				px := p.Pix[y*p.Stride+4*x:][:3]
				px[0] = uint8(int(px[0]) * markRed / 255)
				px[1] = uint8(int(px[1]) * markGreen / 255)
				px[2] = uint8(int(px[2]) * markBlue / 255)
			}
		}
	}
	return p
}
