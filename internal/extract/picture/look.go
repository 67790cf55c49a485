package picture

import (
	"image"
	"math"
)

// How a scan is looked at: on a picture a quarter as wide, where a line of text is about
// ten pixels high.
const (
	lookBy      = 4
	skewLeast   = 0.4  // degrees; recognition does not mind less
	skewMost    = 10.0 // degrees looked for
	skewCoarse  = 0.5
	skewFine    = 0.1
	skewGain    = 1.15 // how much sharper the lines must get
	margin      = 0.03 // of each side, where scanners leave shadows
	blankInk    = 25   // dark pixels of the small picture; a short word has over a hundred
	contrast    = 40   // least difference of ink and paper
	inkAbove    = 25   // darker than the paper by as much is looked at as ink where a page is pale
	sidewaysMin = 1.6  // how much sharper upright lines must be than level ones
	pointsLeast = 400  // of ink, for a judgement about lines
)

// seen is what a first look at a page tells.
type seen struct {
	blank    bool
	sideways bool
	skew     float64 // degrees its lines fall to the right (clockwise)
}

func look(page *image.Gray) seen {
	small := shrink(page, lookBy)
	w, h := small.Rect.Dx(), small.Rect.Dy()
	if w < 16 || h < 16 {
		return seen{}
	}
	level, ok := threshold(small)
	if !ok {
		return seen{blank: true}
	}
	mx, my := int(margin*float64(w))+1, int(margin*float64(h))+1
	dark := func(x, y int) bool { return small.Pix[y*small.Stride+x] < level }
	var under, beside []point // lower and right edges of the ink
	ink := 0
	for y := my; y < h-my; y++ {
		for x := mx; x < w-mx; x++ {
			if !dark(x, y) {
				continue
			}
			ink++
			if !dark(x, y+1) {
				under = append(under, point{x, y})
			}
			if !dark(x+1, y) {
				beside = append(beside, point{y, x})
			}
		}
	}
	if ink < blankInk {
		return seen{blank: true}
	}
	if len(under) < pointsLeast {
		return seen{}
	}
	s := seen{}
	var level0, upright float64
	s.skew, level0 = bestAngle(under)
	_, upright = bestAngle(beside)
	s.sideways = upright > sidewaysMin*level0
	return s
}

type point struct{ x, y int }

// bestAngle finds the angle under which points gather in lines, and how sharply.
func bestAngle(points []point) (angle, sharp float64) {
	zero := sharpness(points, 0)
	angle, sharp = 0, zero
	for a := -skewMost; a <= skewMost; a += skewCoarse {
		if s := sharpness(points, a); s > sharp {
			angle, sharp = a, s
		}
	}
	mid := angle
	for a := mid - skewCoarse + skewFine; a < mid+skewCoarse; a += skewFine {
		if s := sharpness(points, a); s > sharp {
			angle, sharp = a, s
		}
	}
	if sharp < skewGain*zero || math.Abs(angle) > skewMost-skewCoarse {
		return 0, zero
	}
	return angle, sharp
}

// sharpness is the mean square of how many points stand on one line of that angle, over
// what it would be if they were spread evenly.
func sharpness(points []point, degrees float64) float64 {
	const one = 1 << 16
	slope := int(math.Round(math.Tan(degrees*math.Pi/180) * one))
	low, high := math.MaxInt, math.MinInt
	for _, p := range points {
		v := (p.y*one - p.x*slope) >> 16
		low, high = min(low, v), max(high, v)
	}
	bins := make([]int32, high-low+1)
	for _, p := range points {
		bins[(p.y*one-p.x*slope)>>16-low]++
	}
	sum := 0.0
	for _, n := range bins {
		sum += float64(n) * float64(n)
	}
	n := float64(len(points))
	return sum * float64(len(bins)) / (n * n)
}

// threshold parts ink from paper where both are there (Otsu's method); ok is false on a
// page of one shade.
func threshold(p *image.Gray) (level uint8, ok bool) {
	var count [256]int
	for y := range p.Rect.Dy() {
		for _, v := range p.Pix[y*p.Stride : y*p.Stride+p.Rect.Dx()] {
			count[v]++
		}
	}
	total, sum := 0, 0
	for v, n := range count {
		total += n
		sum += v * n
	}
	best, at := -1.0, 0
	below, sumBelow := 0, 0
	var low, high float64
	for v, n := range count {
		below += n
		sumBelow += v * n
		if below == 0 || below == total {
			continue
		}
		l, u := float64(sumBelow)/float64(below), float64(sum-sumBelow)/float64(total-below)
		if spread := float64(below) * float64(total-below) * (l - u) * (l - u); spread > best {
			best, at, low, high = spread, v+1, l, u
		}
	}
	// A few words on a white page are too little for Otsu: what is clearly darker than
	// the paper is ink all the same.
	paper := median(count[:], total)
	if high-low < contrast {
		at = paper - contrast
	}
	at = min(at, paper-inkAbove)
	if at <= 0 {
		return 0, paper > contrast && count[0] > 0
	}
	return uint8(at), true
}

func median(count []int, total int) int {
	n := 0
	for v, c := range count {
		if n += c; 2*n >= total {
			return v
		}
	}
	return 255
}
