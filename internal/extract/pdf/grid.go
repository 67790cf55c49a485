package pdf

import (
	"math"
	"slices"
	"sort"
)

// Measures of ruled tables, in points.
const (
	ruleJoin   = 2.5 // ruling lines this near each other touch
	ruleSame   = 3.5 // edges this near are one: double lines, lines drawn cell by cell
	upRules    = 4_000
	gridLines  = 400 // most edges of a table on either side
	gridCells  = 20_000
	wallUp     = 0.6 // share of the height of a cell an upright wall covers at least
	wallLevel  = 0.8 // share of the width a level one covers: more than an underline
	gridsMax   = 200
	gridGlyphs = 4 // characters a table holds at least
	gridBeside = 4 // one row in so many has text side by side, at least
)

// grid is a table: edges and the cells between them, which may span rows and columns.
type grid struct {
	xs    []float64 // ascending
	ys    []float64 // descending
	cells []int     // by row and column: the number of the cell
	spans []span    // by number

	shaded bool // no upright line is drawn: cells are only shaded
}

// span is the rows and columns a cell takes.
type span struct{ row0, row1, col0, col1, n int }

func (s span) ragged() bool { return s.n != (s.row1-s.row0+1)*(s.col1-s.col0+1) }

func (g *grid) columns() int { return len(g.xs) - 1 }
func (g *grid) rows() int    { return len(g.ys) - 1 }

func (g *grid) area() float64 {
	return (g.xs[len(g.xs)-1] - g.xs[0]) * (g.ys[0] - g.ys[len(g.ys)-1])
}

// at returns the number of the cell at a place, -1 outside the table.
func (g *grid) at(x, y float64) int {
	if x < g.xs[0] || x > g.xs[len(g.xs)-1] || y > g.ys[0] || y < g.ys[len(g.ys)-1] {
		return -1
	}
	col := min(max(sort.SearchFloat64s(g.xs, x)-1, 0), g.columns()-1)
	row := sort.Search(len(g.ys), func(i int) bool { return g.ys[i] < y }) - 1
	row = min(max(row, 0), g.rows()-1)
	return g.cells[row*g.columns()+col]
}

// findGrids returns the tables ruling lines make, the smallest first.
func findGrids(rules []rule) []*grid {
	level, upright := joinRules(rules)
	if len(level) < 2 || len(upright) < 1 || len(level)+len(upright) > upRules {
		return nil
	}
	sets := newSets(len(level) + len(upright))
	for i, h := range level {
		from := sort.Search(len(upright), func(j int) bool { return upright[j].x0 >= h.x0-ruleJoin })
		for j := from; j < len(upright) && upright[j].x0 <= h.x1+ruleJoin; j++ {
			if v := upright[j]; v.y0 <= h.y0+ruleJoin && v.y1 >= h.y0-ruleJoin {
				sets.join(i, len(level)+j)
			}
		}
	}
	parts := map[int]*[2][]rule{}
	var order []int
	put := func(i, side int, r rule) {
		root := sets.root(i)
		if parts[root] == nil {
			parts[root] = &[2][]rule{}
			order = append(order, root)
		}
		parts[root][side] = append(parts[root][side], r)
	}
	for i, h := range level {
		put(i, 0, h)
	}
	for j, v := range upright {
		put(len(level)+j, 1, v)
	}
	var out []*grid
	for _, root := range order {
		if p := parts[root]; len(p[0]) > 1 && len(p[1]) > 0 && len(out) < gridsMax {
			if g := newGrid(p[0], p[1]); g != nil {
				out = append(out, g)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *grid) int {
		switch d := a.area() - b.area(); {
		case d < 0:
			return -1
		case d > 0:
			return 1
		}
		return 0
	})
	return out
}

// joinRules joins pieces of one ruling line. The level ones come by height, the upright
// ones from left to right.
func joinRules(rules []rule) (level, upright []rule) {
	for _, r := range rules {
		if r.wide() >= r.high() {
			level = append(level, rule{r.y0, r.x0, r.y0, r.x1, r.shade}) // as an upright one
		} else {
			upright = append(upright, r)
		}
	}
	level, upright = joinUpright(level), joinUpright(upright)
	for i, r := range level {
		level[i] = rule{r.y0, r.x0, r.y1, r.x0, r.shade}
	}
	return level, upright
}

func joinUpright(rules []rule) []rule {
	slices.SortFunc(rules, func(a, b rule) int { return compare(a.x0, b.x0) })
	out := rules[:0:0]
	for len(rules) > 0 {
		n := 1
		for n < len(rules) && rules[n].x0-rules[0].x0 < 1 {
			n++
		}
		group := rules[:n]
		rules = rules[n:]
		slices.SortFunc(group, func(a, b rule) int { return compare(a.y0, b.y0) })
		for i, r := range group {
			if last := len(out) - 1; i > 0 && r.y0 <= out[last].y1+ruleJoin {
				out[last].y1 = max(out[last].y1, r.y1)
				out[last].shade = out[last].shade && r.shade
				continue
			}
			out = append(out, rule{group[0].x0, r.y0, group[0].x0, r.y1, r.shade})
		}
	}
	return out
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// newGrid makes a table of ruling lines that touch, nil where they make no two columns.
func newGrid(level, upright []rule) *grid {
	var xs, ys []float64
	left, right, top, bottom := math.Inf(1), math.Inf(-1), math.Inf(-1), math.Inf(1)
	for _, h := range level {
		ys = append(ys, h.y0)
		left, right = min(left, h.x0), max(right, h.x1)
	}
	shaded := true
	for _, v := range upright {
		xs = append(xs, v.x0)
		shaded = shaded && v.shade
		bottom, top = min(bottom, v.y0), max(top, v.y1)
	}
	// A table may be open at its sides, and where it goes on over the page.
	g := &grid{xs: edges(append(xs, left, right)), ys: edges(append(ys, top, bottom))}
	slices.Reverse(g.ys)
	g.shaded = shaded
	if len(g.xs) < 3 || len(g.ys) < 2 || len(g.xs) > gridLines || len(g.ys) > gridLines || g.columns()*g.rows() > gridCells {
		return nil
	}
	g.wall(level, upright)
	if len(g.spans) < 2 {
		return nil
	}
	return g
}

// edges sorts values and makes one of those that are near.
func edges(v []float64) []float64 {
	sort.Float64s(v)
	out := v[:1]
	for _, x := range v[1:] {
		if x-out[len(out)-1] > ruleSame {
			out = append(out, x)
		}
	}
	return out
}

// wall joins to one cell what no ruling line parts.
func (g *grid) wall(level, upright []rule) {
	cols, rows := g.columns(), g.rows()
	right, below := make([]float64, rows*cols), make([]float64, rows*cols) // covered, of each cell
	for _, v := range upright {
		j := nearest(g.xs, v.x0)
		for i := 0; i < rows && j > 0 && j < cols; i++ {
			right[i*cols+j-1] += max(0, min(v.y1, g.ys[i])-max(v.y0, g.ys[i+1]))
		}
	}
	for _, h := range level {
		i := sort.Search(len(g.ys), func(i int) bool { return g.ys[i] <= h.y0+ruleSame })
		for j := 0; j < cols && i > 0 && i < rows; j++ {
			below[(i-1)*cols+j] += max(0, min(h.x1, g.xs[j+1])-max(h.x0, g.xs[j]))
		}
	}
	sets := newSets(rows * cols)
	for i := range rows {
		for j := range cols {
			at := i*cols + j
			if j+1 < cols && right[at] < wallUp*(g.ys[i]-g.ys[i+1]) {
				sets.join(at, at+1)
			}
			if i+1 < rows && below[at] < wallLevel*(g.xs[j+1]-g.xs[j]) {
				sets.join(at, at+cols)
			}
		}
	}
	g.number(func(at int) int { return sets.root(at) })
}

// number numbers the cells in the order they begin.
func (g *grid) number(root func(at int) int) {
	cols := g.columns()
	g.cells = make([]int, cols*g.rows())
	numbers := map[int]int{}
	for at := range g.cells {
		r, row, col := root(at), at/cols, at%cols
		n, ok := numbers[r]
		if !ok {
			n = len(g.spans)
			numbers[r] = n
			g.spans = append(g.spans, span{row, row, col, col, 0})
		}
		s := &g.spans[n]
		s.row1, s.col0, s.col1 = max(s.row1, row), min(s.col0, col), max(s.col1, col)
		s.n++
		g.cells[at] = n
	}
}

// nearest returns the index of the edge nearest to x.
func nearest(edges []float64, x float64) int {
	i := sort.SearchFloat64s(edges, x)
	if i == len(edges) || i > 0 && x-edges[i-1] < edges[i]-x {
		return i - 1
	}
	return i
}

// tabular reports whether text stands in the cells as in a table: side by side, and in
// none that is no rectangle (charts, drawings). count gives the characters of each cell.
func (g *grid) tabular(count []int) bool {
	all := 0
	taken := make([]int, g.rows())
	for i, n := range count {
		if n == 0 {
			continue
		}
		s := g.spans[i]
		if s.ragged() {
			return false
		}
		all += n
		for r := s.row0; r <= s.row1; r++ {
			taken[r]++
		}
	}
	filled, beside := 0, 0
	for _, n := range taken {
		if n > 0 {
			filled++
		}
		if n > 1 {
			beside++
		}
	}
	if g.shaded && (beside < 2 || 2*beside < filled) {
		return false // words marked with colour
	}
	// Words with borders stand in boxes, too, but side by side on few lines.
	return beside > 0 && gridBeside*beside >= filled && all >= gridGlyphs
}

// sets are disjoint sets of numbers.
type sets []int

func newSets(n int) sets {
	s := make(sets, n)
	for i := range s {
		s[i] = i
	}
	return s
}

func (s sets) root(i int) int {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

func (s sets) join(a, b int) {
	a, b = s.root(a), s.root(b)
	s[max(a, b)] = min(a, b)
}
