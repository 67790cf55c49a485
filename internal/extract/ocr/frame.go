package ocr

import (
	"math"

	"minhchung/internal/cchc"
)

// frame knows how a picture came out of a page: turned by quarters, then by a few
// degrees onto a larger canvas.
type frame struct {
	scan Scan
	turn int
}

// box gives a rectangle of the picture as one of the page, as it is shown to people.
func (f frame) box(w word) cchc.Box {
	x0, y0, x1, y1 := float64(w.left), float64(w.top), float64(w.right), float64(w.bottom)
	if f.scan.Skew != 0 {
		x0, y0, x1, y1 = f.straightBack(x0, y0, x1, y1)
	}
	bw, bh := float64(max(1, f.scan.Before[0])), float64(max(1, f.scan.Before[1]))
	l, t, r, b := x0/bw, y0/bh, x1/bw, y1/bh
	switch f.turn {
	case 90: // was turned clockwise: the page's left edge is on top
		l, t, r, b = t, 1-r, b, 1-l
	case 180:
		l, t, r, b = 1-r, 1-b, 1-l, 1-t
	case 270:
		l, t, r, b = 1-b, l, 1-t, r
	}
	return cchc.Box{Left: mille(l), Top: mille(t), Right: mille(r), Bottom: mille(b)}
}

// straightBack undoes the turn by a few degrees: the middle of the rectangle is turned
// back, its size stays, for words are small.
func (f frame) straightBack(x0, y0, x1, y1 float64) (float64, float64, float64, float64) {
	sin, cos := math.Sincos(f.scan.Skew * math.Pi / 180)
	dx, dy := (x0+x1)/2-float64(f.scan.Width)/2, (y0+y1)/2-float64(f.scan.Height)/2
	mx := dx*cos + dy*sin + float64(f.scan.Before[0])/2
	my := -dx*sin + dy*cos + float64(f.scan.Before[1])/2
	hw, hh := (x1-x0)/2, (y1-y0)/2
	return mx - hw, my - hh, mx + hw, my + hh
}

func mille(x float64) int { return int(math.Round(1000 * min(1, max(0, x)))) }
