package picture

import (
	"context"
	"image"
	"math"
)

const (
	// How far the resolution of a scan may be from the one wanted before it is changed:
	// recognition minds that less than what resampling does to it.
	scanSmaller = 0.74
	scanLarger  = 1.16
	edgeSlip    = 0.015 // of the page, which one picture may leave free or stand over
)

// scan returns a page in grey, in about the size wanted. Seal and signature are lifted off
// where it is known which way up the page is.
func scan(ctx context.Context, d Document, page int, s size, upright bool) (*image.Gray, error) {
	pictures, quarters, err := d.Scan(ctx, page)
	if err != nil {
		return nil, err
	}
	if len(pictures) == 0 {
		drawn, err := d.Draw(ctx, page, s.width, s.height, true)
		if err != nil {
			return nil, err
		}
		return grayOf(drawn), nil
	}
	w, h := s.width, s.height
	if quarters%2 != 0 {
		w, h = h, w
	}
	if len(pictures) == 1 && pictures[0].full() {
		grey := grayOf
		if upright && quarters == 0 {
			grey = withoutSeal
		}
		gray := grey(pictures[0].Picture)
		k := math.Sqrt(float64(gray.Rect.Dx()) * float64(gray.Rect.Dy()) / (float64(w) * float64(h)))
		if k < scanSmaller || k > scanLarger {
			gray = resize(gray, w, h)
		}
		return quarterTurn(gray, 90*quarters), nil
	}
	return quarterTurn(compose(pictures, w, h, upright && quarters == 0), 90*quarters), nil
}

// full reports whether a picture lies on the whole page.
func (p Placed) full() bool {
	return math.Abs(p.Left) < edgeSlip && math.Abs(p.Top) < edgeSlip &&
		math.Abs(p.Right-1) < edgeSlip && math.Abs(p.Bottom-1) < edgeSlip
}

// compose lays pictures on a white page.
func compose(pictures []Placed, w, h int, upright bool) *image.Gray {
	grey := grayOf
	if upright && len(pictures) == 1 {
		grey = withoutSeal
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	for i := range out.Pix {
		out.Pix[i] = 0xFF
	}
	at := func(share float64, side int) int { return int(math.Round(min(3, max(-3, share)) * float64(side))) }
	for _, p := range pictures {
		left, top := at(p.Left, w), at(p.Top, h)
		wide, high := at(p.Right, w)-left, at(p.Bottom, h)-top
		if wide < 1 || high < 1 {
			continue
		}
		m := resize(grey(p.Picture), wide, high)
		from, to := max(0, -left), min(wide, w-left)
		for y := max(0, -top); y < min(high, h-top) && from < to; y++ {
			copy(out.Pix[(top+y)*out.Stride+left+from:], m.Pix[y*m.Stride+from:y*m.Stride+to])
		}
	}
	return out
}
