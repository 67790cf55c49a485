package pdf

import "slices"

// Measures of tables without ruling lines, in parts of the font size unless said otherwise.
const (
	openGap     = 1.0 // room between columns
	openRows    = 3   // lines with three columns or more it has at least
	openColumns = 3   // letterheads and signatures have two
	openStep    = 3.2 // no step between its lines is wider
	openRowStep = 1.25
	openLong    = 20  // stretches longer than this are running text
	openLines   = 300 // most lines of one table
)

// gutter is an empty strip between columns.
type gutter struct{ left, right float64 }

// openTables finds tables by the gutters that three and more columns leave over at least
// three lines.
func openTables(levels []level) []*grid {
	var out []*grid
	for i := 0; i < len(levels) && len(out) < gridsMax; {
		if len(levels[i].stretches) < openColumns {
			i++
			continue
		}
		g, n := openTable(levels[i:])
		if g != nil {
			out = append(out, g)
		}
		i += max(1, n)
	}
	return out
}

// openTable reads a table from the first of levels on, nil where there is none, and
// returns how many of them need no second look.
func openTable(levels []level) (*grid, int) {
	gaps := levels[0].gutters()
	if len(gaps) < openColumns-1 {
		return nil, 0
	}
	full, end := 1, 1
	for n := 1; n < min(len(levels), openLines); n++ {
		l, above := levels[n], levels[n-1]
		size := max(l.size, above.size)
		if above.base-l.base > openStep*size {
			break
		}
		left := l.clip(gaps)
		wide := len(l.columns(left)) >= openColumns
		if len(left) < openColumns-1 || len(left) < len(gaps) && !wide {
			break
		}
		gaps = left
		switch {
		case wide:
			full++
			end = n + 1
		case above.base-l.base <= spacing*size && end == n:
			end = n + 1 // goes on with the cells of the line above
		}
	}
	if full < openRows {
		return nil, 0
	}
	if running(levels[:end], gaps) {
		return nil, end
	}
	return newOpenGrid(levels[:end], gaps), end
}

// running reports a column of running text: most of its lines are long.
func running(levels []level, gaps []gutter) bool {
	lines, long := make([]int, len(gaps)+1), make([]int, len(gaps)+1)
	for _, l := range levels {
		for _, s := range l.stretches {
			c := columnAt(gaps, s)
			lines[c]++
			if s.right-s.left > openLong*s.size {
				long[c]++
			}
		}
	}
	for c, n := range long {
		if n >= openRows && n*10 >= lines[c]*7 {
			return true
		}
	}
	return false
}

// columnAt returns the column a stretch begins in.
func columnAt(gaps []gutter, s stretch) int {
	c := 0
	for c < len(gaps) && s.left >= gaps[c].right {
		c++
	}
	return c
}

// gutters returns the gaps of a level that are wide enough.
func (l level) gutters() []gutter {
	var out []gutter
	right := l.stretches[0].right
	for _, s := range l.stretches[1:] {
		if s.left-right >= openGap*l.size {
			out = append(out, gutter{right, s.left})
		}
		right = max(right, s.right)
	}
	return out
}

// clip returns what a level leaves of gutters.
func (l level) clip(gaps []gutter) []gutter {
	var out []gutter
	for _, g := range gaps {
		left, right, middle := g.left, g.right, (g.left+g.right)/2
		for _, s := range l.stretches {
			switch {
			case s.right <= g.left || s.left >= g.right:
			case s.left <= middle && s.right >= middle:
				right = left
			case s.right < middle:
				left = max(left, s.right)
			default:
				right = min(right, s.left)
			}
		}
		if right-left >= openGap*l.size {
			out = append(out, gutter{left, right})
		}
	}
	return out
}

// columns returns the columns a level has text in, ascending.
func (l level) columns(gaps []gutter) []int {
	var out []int
	for _, s := range l.stretches {
		c := columnAt(gaps, s)
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

func newOpenGrid(levels []level, gaps []gutter) *grid {
	first, last := levels[0], levels[len(levels)-1]
	left, right := first.stretches[0].left, first.stretches[0].right
	for _, l := range levels {
		for _, s := range l.stretches {
			left, right = min(left, s.left), max(right, s.right)
		}
	}
	g := &grid{xs: []float64{left - 1}, ys: []float64{first.base + first.size}}
	for _, s := range gaps {
		g.xs = append(g.xs, (s.left+s.right)/2)
	}
	g.xs = append(g.xs, right+1)
	starts := rowStarts(levels, gaps)
	for i := 1; i < len(levels); i++ {
		if starts[i] {
			g.ys = append(g.ys, (levels[i-1].base+levels[i].base)/2+0.3*levels[i].size)
		}
	}
	g.ys = append(g.ys, last.base-0.4*last.size)
	g.number(func(at int) int { return at })
	return g
}

// rowStarts tells which levels begin a row: where rows stand further apart than the
// lines of a cell, by the steps; else those with text in the first column and another.
func rowStarts(levels []level, gaps []gutter) []bool {
	steps := make([]float64, 0, len(levels))
	for i := 1; i < len(levels); i++ {
		steps = append(steps, levels[i-1].base-levels[i].base)
	}
	low, high := quantile(steps, 0), quantile(steps, 1)
	out := make([]bool, len(levels))
	few := 0
	for i := 1; i < len(levels); i++ {
		if len(levels[i].columns(gaps)) < openColumns {
			few++
		}
	}
	apart := few > 0 && high > openRowStep*low
	for i := 1; i < len(levels); i++ {
		columns := levels[i].columns(gaps)
		switch {
		case apart:
			out[i] = levels[i-1].base-levels[i].base > (low+high)/2 || len(columns) > len(gaps)
		default:
			out[i] = len(columns) >= openColumns || columns[0] == 0 && len(columns) > 1
		}
	}
	return out
}
