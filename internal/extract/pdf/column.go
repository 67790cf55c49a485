package pdf

import (
	"math"
	"slices"
)

// Measures of columns of text, in parts of the font size unless said otherwise.
const (
	columnLines   = 6    // lines a column has at least
	columnWidth   = 11.0 // least width
	columnGutter  = 0.7  // room between columns
	columnFull    = 0.7  // share of the width a full line takes
	columnFilled  = 0.55 // share of the lines of a column that are full
	columnOverlap = 0.4  // share of the lower column that stands beside the other
	columnRatio   = 0.2  // of the widths of the narrower and the wider one, which may be several
	columnWhole   = 0.6  // share of the full lines of at most two stretches: others are of tables
	columnMany    = 10   // full lines that do where a figure takes the rest of the column
	columnSome    = 0.3  // share of the lines that are full, then
	looseLines    = 3    // lines of a column beside a gutter known from elsewhere on the page
	looseShare    = 3    // one in so many of its lines begins at its edge, at least
	columnTries   = 16   // gutters tried
	columnsMost   = 4
	columnDepth   = 2   // times columns are looked for in columns
	edgeSlip      = 2.0 // points a left edge may be off
)

// band is a part of a page with columns side by side.
type band struct {
	top, bottom float64
	cuts        []float64 // left edges of the columns but the first
	first       int       // region of the first column
}

func (b band) column(u float64) int {
	n := 0
	for n < len(b.cuts) && u >= b.cuts[n] {
		n++
	}
	return n
}

// trim is where on a page the letterhead ends and the signature begins, which are no
// columns whatever they look like; infinite without.
type trim struct{ top, bottom float64 }

// inside returns the levels between.
func (t trim) inside(levels []level) []level {
	return slices.DeleteFunc(slices.Clone(levels), func(l level) bool {
		return t.top < math.Inf(1) && l.base > t.top-0.4*l.size || l.base < t.bottom+0.4*l.size
	})
}

// findBands finds the columns of a page by a gutter that stays empty over many full
// lines on both sides. Letterheads and signatures have few and short lines, tables have
// cells that are not full. Beside the same gutter fewer lines do: a figure may part them.
func findBands(levels []level, depth int) []band {
	var best []band
	most := 0 // levels beside the best gutter
	for _, cut := range gutters(levels) {
		runs := clearRuns(levels, cut)
		var bands []band
		n := 0
		for _, run := range runs {
			if b, ok := newBand(run, cut); ok {
				bands = append(bands, b)
				n += len(run)
			}
		}
		if n > most {
			most, best = n, addLoose(bands, runs, cut)
		}
	}
	for i := range best {
		if depth < columnDepth {
			best[i].split(levels, depth+1)
		}
	}
	return best
}

// sharedEdge reports whether enough stretches begin at one place for gutters to find one,
// whatever is trimmed of the levels: a cheap test before that is known.
func sharedEdge(levels []level) bool {
	var lefts []float64
	for _, l := range levels {
		for _, s := range l.stretches {
			lefts = append(lefts, s.left)
		}
	}
	slices.Sort(lefts)
	for i := columnLines - 1; i < len(lefts); i++ {
		first := lefts[i-columnLines+1]
		if lefts[i]-first < 2*edgeSlip && first > lefts[0]+columnWidth {
			return true
		}
	}
	return false
}

// clearRuns returns the runs of levels that leave the gutter empty.
func clearRuns(levels []level, cut float64) [][]level {
	var out [][]level
	start := 0
	for i := 0; i <= len(levels); i++ {
		if i < len(levels) && !crosses(levels[i], cut) {
			continue
		}
		if i > start {
			out = append(out, levels[start:i])
		}
		start = i + 1
	}
	return out
}

// addLoose adds the runs with few lines that keep to the columns found elsewhere.
func addLoose(bands []band, runs [][]level, cut float64) []band {
	for _, run := range runs {
		first, last := run[0], run[len(run)-1]
		taken := slices.ContainsFunc(bands, func(b band) bool { return b.top >= last.base && b.bottom <= first.base })
		if taken {
			continue
		}
		left, right := sides(run, cut, false), sides(run, cut, true)
		aligned := 0
		for _, s := range right {
			if s.left < cut+2*edgeSlip {
				aligned++
			}
		}
		if len(left) >= looseLines && len(right) >= looseLines && looseShare*aligned >= len(right) {
			bands = append(bands, band{first.base + first.size, last.base - 0.4*last.size, []float64{cut}, 0})
		}
	}
	slices.SortFunc(bands, func(a, b band) int { return compare(b.top, a.top) })
	return bands
}

// gutters returns left edges many stretches share, from left to right.
func gutters(levels []level) []float64 {
	var lefts []float64
	least := 0.0
	for i, l := range levels {
		for _, s := range l.stretches {
			lefts = append(lefts, s.left)
		}
		if left := l.stretches[0].left; i == 0 || left < least {
			least = left
		}
	}
	slices.Sort(lefts)
	type edge struct {
		x float64
		n int
	}
	var found []edge
	for len(lefts) > 0 {
		n := 1
		for n < len(lefts) && lefts[n]-lefts[0] < 2*edgeSlip {
			n++
		}
		if n >= columnLines && lefts[0] > least+columnWidth {
			found = append(found, edge{lefts[0], n})
		}
		lefts = lefts[n:]
	}
	slices.SortStableFunc(found, func(a, b edge) int { return b.n - a.n })
	out := make([]float64, 0, columnTries)
	for _, e := range found[:min(len(found), columnTries)] {
		out = append(out, e.x-0.5)
	}
	slices.Sort(out)
	return out
}

// crosses reports text across the gutter left of cut.
func crosses(l level, cut float64) bool {
	for _, s := range l.stretches {
		if s.left < cut-edgeSlip && s.right > cut-columnGutter*s.size {
			return true
		}
	}
	return false
}

// side is what a level has on one side of a gutter.
type side struct {
	left, right, base, size float64
	pieces                  int
}

// sides returns what stands on one side of a gutter, from the top down.
func sides(levels []level, cut float64, right bool) []side {
	var out []side
	for _, l := range levels {
		var s side
		for _, x := range l.stretches {
			if right != (x.left >= cut-edgeSlip) {
				continue
			}
			if s.pieces == 0 {
				s = side{left: x.left, right: x.right, base: l.base, size: x.size}
			}
			s.left, s.right = min(s.left, x.left), max(s.right, x.right)
			s.pieces++
		}
		if s.pieces > 0 {
			out = append(out, s)
		}
	}
	return out
}

// column is one side of a gutter.
type column struct {
	width, size float64
	top, bottom float64 // of its full lines
	ok          bool
}

// columnOf measures one side. ok is false where it is no column of text.
func columnOf(lines []side) (c column) {
	if len(lines) < columnLines {
		return c
	}
	left, right := lines[0].left, lines[0].right
	sizes := make([]float64, 0, len(lines))
	for _, l := range lines {
		left, right = min(left, l.left), max(right, l.right)
		sizes = append(sizes, l.size)
	}
	c.width, c.size = right-left, quantile(sizes, 0.5)
	full, whole := 0, 0
	for i, l := range lines {
		if l.right-l.left < columnFull*c.width {
			continue
		}
		if full++; full == 1 {
			c.top = l.base
		}
		if l.pieces <= 2 {
			whole++
		}
		c.bottom = l.base
		if i+1 < len(lines) && l.base-lines[i+1].base < stepMax*c.size {
			c.bottom = lines[i+1].base // the last line of its paragraph
		}
	}
	share := float64(full) / float64(len(lines))
	c.ok = c.width >= columnWidth*c.size && float64(whole) >= columnWhole*float64(full) &&
		(share >= columnFilled || full >= columnMany && share >= columnSome)
	return c
}

// newBand makes a band of levels no text of which crosses the gutter.
func newBand(levels []level, cut float64) (band, bool) {
	b := band{cuts: []float64{cut}}
	l, r := columnOf(sides(levels, cut, false)), columnOf(sides(levels, cut, true))
	if !l.ok || !r.ok || min(l.width, r.width) < columnRatio*max(l.width, r.width) {
		return b, false
	}
	if min(l.top, r.top)-max(l.bottom, r.bottom) < columnOverlap*min(l.top-l.bottom, r.top-r.bottom) {
		return b, false
	}
	first, last := levels[0], levels[len(levels)-1]
	b.top, b.bottom = first.base+first.size, last.base-0.4*last.size
	return b, true
}

// split looks for further columns on both sides of a gutter.
func (b *band) split(levels []level, depth int) {
	cuts := b.cuts
	for c := range 2 {
		found := findBands(b.part(levels, c), depth)
		if len(found) == 1 && len(cuts)+len(found[0].cuts) < columnsMost {
			cuts = append(slices.Clone(cuts), found[0].cuts...)
		}
	}
	slices.Sort(cuts)
	b.cuts = cuts
}

// part returns the levels of the band with what stands in one of its columns.
func (b band) part(levels []level, column int) []level {
	var out []level
	for _, l := range levels {
		if l.base > b.top || l.base < b.bottom {
			continue
		}
		kept := level{base: l.base, size: l.size}
		for _, s := range l.stretches {
			if b.column((s.left+s.right)/2) == column {
				kept.stretches = append(kept.stretches, s)
			}
		}
		if len(kept.stretches) > 0 {
			out = append(out, kept)
		}
	}
	return out
}

// columnParts returns the levels of every column, and those outside of columns.
func (p *plan) columnParts(levels []level) [][]level {
	out := [][]level{p.outsideBands(levels)}
	for _, b := range p.bands {
		for c := range len(b.cuts) + 1 {
			out = append(out, b.part(levels, c))
		}
	}
	return out
}

// outsideBands returns the levels, or what of them stands above and below all columns.
func (p *plan) outsideBands(levels []level) []level {
	if len(p.bands) == 0 {
		return levels
	}
	return slices.DeleteFunc(slices.Clone(levels), func(l level) bool {
		return slices.ContainsFunc(p.bands, func(b band) bool { return l.base <= b.top && l.base >= b.bottom })
	})
}
