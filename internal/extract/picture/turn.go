package picture

import (
	"image"
	"image/draw"
	"math"

	"minhchung/internal/cchc"
)

// quarterTurn turns a picture clockwise by 90, 180 or 270 degrees.
func quarterTurn(p *image.Gray, degrees int) *image.Gray {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	if degrees%360 == 0 {
		return p
	}
	out := image.NewGray(image.Rect(0, 0, h, w))
	if degrees%180 == 0 {
		out = image.NewGray(image.Rect(0, 0, w, h))
	}
	for y := range h {
		for x, v := range p.Pix[y*p.Stride : y*p.Stride+w] {
			tx, ty := turned(x, y, w, h, degrees)
			out.Pix[ty*out.Stride+tx] = v
		}
	}
	return out
}

func quarterTurnRGBA(m image.Image, degrees int) image.Image {
	if degrees%360 == 0 {
		return m
	}
	if g, ok := m.(*image.Gray); ok {
		return quarterTurn(g, degrees)
	}
	p := rgbaOf(m)
	w, h := p.Rect.Dx(), p.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, h, w))
	if degrees%180 == 0 {
		out = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	for y := range h {
		for x := range w {
			tx, ty := turned(x, y, w, h, degrees)
			copy(out.Pix[ty*out.Stride+4*tx:][:4], p.Pix[y*p.Stride+4*x:])
		}
	}
	return out
}

func turned(x, y, w, h, degrees int) (int, int) {
	switch ((degrees % 360) + 360) % 360 {
	case 90:
		return h - 1 - y, x
	case 180:
		return w - 1 - x, h - 1 - y
	case 270:
		return y, w - 1 - x
	}
	return x, y
}

func turnBox(b cchc.Box, degrees int) cchc.Box {
	switch ((degrees % 360) + 360) % 360 {
	case 90:
		return cchc.Box{Left: 1000 - b.Bottom, Top: b.Left, Right: 1000 - b.Top, Bottom: b.Right}
	case 180:
		return cchc.Box{Left: 1000 - b.Right, Top: 1000 - b.Bottom, Right: 1000 - b.Left, Bottom: 1000 - b.Top}
	case 270:
		return cchc.Box{Left: b.Top, Top: 1000 - b.Right, Right: b.Bottom, Bottom: 1000 - b.Left}
	}
	return b
}

// rgbaOf returns a picture on white, itself where it is an RGBA already.
func rgbaOf(m image.Image) *image.RGBA {
	if p, ok := m.(*image.RGBA); ok && p.Rect.Min == (image.Point{}) {
		return p
	}
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	for i := range out.Pix {
		out.Pix[i] = 0xFF
	}
	draw.Draw(out, out.Rect, m, b.Min, draw.Over)
	return out
}

// rotate turns a picture clockwise by a few degrees about its middle, onto a canvas that
// holds all of it; what comes in from outside is white.
func rotate(p *image.Gray, degrees float64) *image.Gray {
	const bits, one = 16, 1 << 16
	w, h := p.Rect.Dx(), p.Rect.Dy()
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	nw := int(math.Ceil(float64(w)*cos + float64(h)*math.Abs(sin)))
	nh := int(math.Ceil(float64(h)*cos + float64(w)*math.Abs(sin)))
	out := image.NewGray(image.Rect(0, 0, nw, nh))
	s, c := int(math.Round(sin*one)), int(math.Round(cos*one))
	for y := range nh {
		// Where the first pixel of this row comes from.
		dx, dy := -float64(nw-1)/2, float64(y)-float64(nh-1)/2
		fx := int((dx*cos+dy*sin+float64(w-1)/2)*one + 0.5)
		fy := int((-dx*sin+dy*cos+float64(h-1)/2)*one + 0.5)
		row := out.Pix[y*out.Stride : y*out.Stride+nw]
		for x := range row {
			ix, iy := fx>>bits, fy>>bits
			if uint(ix) < uint(w-1) && uint(iy) < uint(h-1) {
				kx, ky := (fx>>8)&0xFF, (fy>>8)&0xFF
				at := iy*p.Stride + ix
				up := int(p.Pix[at])*(256-kx) + int(p.Pix[at+1])*kx
				down := int(p.Pix[at+p.Stride])*(256-kx) + int(p.Pix[at+p.Stride+1])*kx
				row[x] = uint8((up*(256-ky) + down*ky) >> bits)
			} else {
				row[x] = 0xFF
			}
			fx += c
			fy -= s
		}
	}
	return out
}
