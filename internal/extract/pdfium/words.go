package pdfium

import (
	"context"
	"math"
	"strings"

	api "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/requests"

	"minhchung/internal/cchc"
)

// What parts two words, in parts of the height of the font.
const (
	wordGap   = 0.2 // along the baseline
	wordBack  = 0.6 // of a step back: accents may be drawn after their letter
	wordShift = 0.4 // across the baseline
)

// Words returns the words of a page, counted from 0, in drawing order, with the boxes of
// their characters on the page as it is shown. Confidence is 100. Errors are those of
// [Document.Page].
func (d *Document) Words(ctx context.Context, page int) ([]cchc.Word, error) {
	var turned int
	if err := d.do(ctx, page, func(in api.Pdfium) error {
		at := requests.Page{ByIndex: &requests.PageByIndex{Document: d.ref, Index: page}}
		r, err := in.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: at})
		if err == nil {
			turned = int(r.PageRotation)
		}
		return err
	}); err != nil {
		return nil, err
	}
	p, err := d.Page(ctx, page)
	if err != nil {
		return nil, err
	}
	return p.words(turned), nil
}

// rect is a rectangle in default user space.
type rect struct{ left, bottom, right, top float64 }

func (p Page) words(turned int) []cchc.Word {
	var out []cchc.Word
	var text strings.Builder
	var box rect
	flush := func() {
		if text.Len() > 0 {
			out = append(out, cchc.Word{Text: text.String(), Box: p.place(box, turned), Confidence: 100})
		}
		text.Reset()
	}
	var last Glyph
	for _, g := range p.Glyphs {
		if strings.TrimSpace(g.Text) == "" {
			flush()
			continue
		}
		if text.Len() > 0 && parted(last, g) {
			flush()
		}
		if r := g.rect(); text.Len() == 0 {
			box = r
		} else {
			box = rect{min(box.left, r.left), min(box.bottom, r.bottom), max(box.right, r.right), max(box.top, r.top)}
		}
		text.WriteString(g.Text)
		last = g
	}
	flush()
	return out
}

// parted reports whether b begins another word than a.
func parted(a, b Glyph) bool {
	if a.DX*b.DX+a.DY*b.DY < 0.9 {
		return true
	}
	dx, dy := b.X-a.X, b.Y-a.Y
	along, across := dx*a.DX+dy*a.DY-a.Width, dx*a.DY-dy*a.DX
	size := max(1, a.Size, b.Size)
	return along > wordGap*size || along < -a.Width-wordBack*size || math.Abs(across) > wordShift*size
}

// rect is the box of a character, whose direction is the nearest of four.
func (g Glyph) rect() rect {
	low, high := descent*g.Size, (1-descent)*g.Size
	switch {
	case math.Abs(g.DX) >= math.Abs(g.DY) && g.DX >= 0:
		return rect{g.X, g.Y - low, g.X + g.Width, g.Y + high}
	case math.Abs(g.DX) >= math.Abs(g.DY):
		return rect{g.X - g.Width, g.Y - high, g.X, g.Y + low}
	case g.DY > 0:
		return rect{g.X - high, g.Y, g.X + low, g.Y + g.Width}
	default:
		return rect{g.X - low, g.Y - g.Width, g.X + high, g.Y}
	}
}

// place turns a rectangle into one on the page as it is shown, turned so many quarters
// clockwise.
func (p Page) place(r rect, turned int) cchc.Box {
	w, h := max(1, p.Right-p.Left), max(1, p.Top-p.Bottom)
	l, rr := (r.left-p.Left)/w, (r.right-p.Left)/w
	t, b := (p.Top-r.top)/h, (p.Top-r.bottom)/h
	switch turned & 3 {
	case 1:
		l, t, rr, b = 1-b, l, 1-t, rr
	case 2:
		l, t, rr, b = 1-rr, 1-b, 1-l, 1-t
	case 3:
		l, t, rr, b = t, 1-rr, b, 1-l
	}
	mille := func(x float64) int { return int(math.Round(1000 * min(1, max(0, x)))) }
	return cchc.Box{Left: mille(l), Top: mille(t), Right: mille(rr), Bottom: mille(b)}
}
