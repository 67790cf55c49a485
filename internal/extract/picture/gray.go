package picture

import (
	"image"
	"image/color"
	"image/draw"
)

// grayOf returns the brightness of a picture, itself where it is grey.
func grayOf(m image.Image) *image.Gray {
	b := m.Bounds()
	out := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	switch p := m.(type) {
	case *image.Gray:
		if p.Rect.Min == (image.Point{}) {
			return p
		}
		for y := range b.Dy() {
			copy(out.Pix[y*out.Stride:(y+1)*out.Stride], p.Pix[y*p.Stride:])
		}
	case *image.YCbCr: // its first plane is the brightness
		for y := range b.Dy() {
			from := p.YOffset(b.Min.X, b.Min.Y+y)
			copy(out.Pix[y*out.Stride:(y+1)*out.Stride], p.Y[from:])
		}
	case *image.RGBA:
		for y := range b.Dy() {
			row, to := p.Pix[y*p.Stride:], out.Pix[y*out.Stride:]
			for x := range b.Dx() {
				to[x] = bright(row[4*x], row[4*x+1], row[4*x+2])
			}
		}
	case *image.Paletted:
		var table [256]uint8
		for i, c := range p.Palette {
			table[i&0xFF] = onWhite(c)
		}
		for y := range b.Dy() {
			row, to := p.Pix[y*p.Stride:], out.Pix[y*out.Stride:]
			for x := range b.Dx() {
				to[x] = table[row[x]]
			}
		}
	default:
		for i := range out.Pix {
			out.Pix[i] = 0xFF
		}
		draw.Draw(out, out.Rect, m, b.Min, draw.Over)
	}
	return out
}

func bright(r, g, b uint8) uint8 {
	return uint8((299*int(r) + 587*int(g) + 114*int(b) + 500) / 1000)
}

func onWhite(c color.Color) uint8 {
	r, g, b, a := c.RGBA()
	lift := 0xFFFF - a
	return bright(uint8((r+lift)>>8), uint8((g+lift)>>8), uint8((b+lift)>>8))
}

// colourless reports whether a picture is grey all over, scanner noise apart.
func colourless(p *image.RGBA) bool {
	for i := 0; i+3 < len(p.Pix); i += 4 {
		r, g, b := int(p.Pix[i]), int(p.Pix[i+1]), int(p.Pix[i+2])
		if max(r, g, b)-min(r, g, b) > 8 {
			return false
		}
	}
	return true
}

// shrink reduces a picture by a whole factor, each pixel the mean of a square.
func shrink(p *image.Gray, by int) *image.Gray {
	w, h := p.Rect.Dx()/by, p.Rect.Dy()/by
	out := image.NewGray(image.Rect(0, 0, w, h))
	sums := make([]int, w)
	for y := range h {
		clear(sums)
		for dy := range by {
			row := p.Pix[(y*by+dy)*p.Stride:]
			for x := range w {
				s := 0
				for _, v := range row[x*by : (x+1)*by] {
					s += int(v)
				}
				sums[x] += s
			}
		}
		for x, s := range sums {
			out.Pix[y*out.Stride+x] = uint8(s / (by * by))
		}
	}
	return out
}

// resize brings a grey picture to a size: by the mean of areas down, by the two nearest
// pixels up, in each direction by itself.
func resize(p *image.Gray, w, h int) *image.Gray {
	if p.Rect.Dx() == w && p.Rect.Dy() == h {
		return p
	}
	across := weigh(p.Rect.Dx(), w)
	half := image.NewGray(image.Rect(0, 0, w, p.Rect.Dy()))
	for y := range p.Rect.Dy() {
		row, to := p.Pix[y*p.Stride:], half.Pix[y*half.Stride:]
		for x, s := range across {
			sum := 0
			for i, k := range s.parts {
				sum += k * int(row[s.from+i])
			}
			to[x] = uint8(sum >> weightBits)
		}
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	sums := make([]int, w)
	for y, s := range weigh(p.Rect.Dy(), h) {
		clear(sums)
		for i, k := range s.parts {
			row := half.Pix[(s.from+i)*half.Stride:]
			for x := range sums {
				sums[x] += k * int(row[x])
			}
		}
		to := out.Pix[y*out.Stride:]
		for x, v := range sums {
			to[x] = uint8(v >> weightBits)
		}
	}
	return out
}

const weightBits = 12

// source says which pixels make one of the result, and how much of it each.
type source struct {
	from  int
	parts []int // their sum is 1<<weightBits
}

func weigh(from, to int) []source {
	out := make([]source, to)
	ratio := float64(from) / float64(to)
	for i := range out {
		lo, hi := float64(i)*ratio, float64(i+1)*ratio
		if ratio < 1 { // up: a square of one pixel around the middle
			mid := (lo + hi) / 2
			lo, hi = max(0, mid-0.5), min(float64(from), mid+0.5)
		}
		first, last := int(lo), min(from-1, int(hi))
		s := source{from: first}
		left := 1 << weightBits
		for j := first; j <= last; j++ {
			cover := min(hi, float64(j+1)) - max(lo, float64(j))
			k := min(left, int(cover/(hi-lo)*(1<<weightBits)+0.5))
			s.parts = append(s.parts, k)
			left -= k
		}
		s.parts[len(s.parts)/2] += left
		out[i] = s
	}
	return out
}
