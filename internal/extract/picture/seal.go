package picture

import (
	"image"
	"math"
)

// A red seal and a signature in blue ink lie over office and name of who signs. In grey
// they hide them; in its brightest colour ink is paper, and black print stays black. Only
// the place of the seal is treated so, in the lower part of the page: a stamp of secrecy
// above must be read, and so must printed colours elsewhere.
const (
	sealFrom  = 0.4  // of the height of the page: no seal is looked for above
	sealShare = 0.17 // of the width of the page: a seal, 36 mm of 210
	sealInk   = 0.02 // of that square is red, at least
	sealWide  = 1.4  // how many times its side the signature may reach to both sides
	sealHigh  = 0.7  // and up and down
	cellSide  = 16   // pixels of the grid on which it is looked for
	redLeast  = 22   // of Cr above grey
	blueLeast = 16   // of Cb above grey
)

// withoutSeal returns the brightness of a page, with seal and signature lifted off.
func withoutSeal(m image.Image) *image.Gray {
	gray := grayOf(m)
	p, ok := m.(*image.YCbCr)
	if !ok {
		return gray
	}
	at, ok := findSeal(p)
	if !ok {
		return gray
	}
	for y := at.Min.Y; y < at.Max.Y; y++ {
		row := gray.Pix[y*gray.Stride : y*gray.Stride+gray.Rect.Dx()]
		for x := at.Min.X; x < at.Max.X; x++ {
			i := p.COffset(p.Rect.Min.X+x, p.Rect.Min.Y+y)
			red, blue := int(p.Cr[i])-128, int(p.Cb[i])-128
			if red > redLeast || blue > blueLeast {
				row[x] = uint8(min(255, int(row[x])+max(red*359, blue*454)/256)) // ITU-R BT.601: R and B of Y'CbCr
			}
		}
	}
	return gray
}

// findSeal finds the square with the most red in the lower part of a page, and returns it
// with room for the signature.
func findSeal(p *image.YCbCr) (image.Rectangle, bool) {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	from := int(sealFrom * float64(h))
	cols, rows := w/cellSide, (h-from)/cellSide
	n := int(math.Round(sealShare * float64(w) / cellSide))
	if n < 2 || cols < n || rows < n {
		return image.Rectangle{}, false
	}
	// sums[y][x] is the red above and left of a cell; every other pixel is looked at.
	sums := make([]int, (rows+1)*(cols+1))
	for y := range rows {
		line := 0
		for x := range cols {
			for dy := 0; dy < cellSide; dy += 2 {
				i := p.COffset(p.Rect.Min.X+x*cellSide, p.Rect.Min.Y+from+y*cellSide+dy)
				step := p.COffset(p.Rect.Min.X+x*cellSide+2, p.Rect.Min.Y+from+y*cellSide+dy) - i
				for k := range cellSide / 2 {
					if int(p.Cr[i+k*step])-128 > redLeast {
						line++
					}
				}
			}
			sums[(y+1)*(cols+1)+x+1] = sums[y*(cols+1)+x+1] + line
		}
	}
	best, bx, by := 0, 0, 0
	for y := 0; y+n <= rows; y++ {
		for x := 0; x+n <= cols; x++ {
			red := sums[(y+n)*(cols+1)+x+n] - sums[y*(cols+1)+x+n] - sums[(y+n)*(cols+1)+x] + sums[y*(cols+1)+x]
			if red > best {
				best, bx, by = red, x, y
			}
		}
	}
	side := n * cellSide
	if float64(best) < sealInk*float64(side*side)/4 {
		return image.Rectangle{}, false
	}
	wide, high := int(sealWide*float64(side)), int(sealHigh*float64(side))
	left, top := bx*cellSide, from+by*cellSide
	return image.Rect(left-wide, top-high, left+side+wide, top+side+high).Intersect(image.Rect(0, from, w, h)), true
}
