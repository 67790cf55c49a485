package pdf

import (
	"math"
	"slices"
	"strings"

	"minhchung/internal/vi"
)

// Measures of the plan of a page, in parts of the font size.
const (
	stretchGap = 0.8  // a wider gap parts stretches
	splitGap   = 0.08 // the least gap at which a word may end at the edge of a cell
	titleReach = 6.0  // the number and the date stand so near under the national title
	emptyWide  = 12.0 // points: a narrower column without text is room between lines
	longCell   = 30   // lines of a cell from which on it is no cell but text set in a frame
)

// plan says where on a page tables and columns stand. Letterheads and signatures are in
// none of them: their halves stay on their lines. Coordinates are those of lines.
type plan struct {
	grids   []*grid // the smallest first
	framed  []bool  // of grids: their cells hold running text
	bands   []band
	regions []region // region 0 is the rest of the page
	first   []int    // region of the first cell of each grid
}

// region is a cell of a grid or a column of a band.
type region struct{ grid, band, cell int }

// stretch is a run of words of one row without a wide gap.
type stretch struct{ left, right, base, size float64 }

// level is what stands on one height, from left to right.
type level struct {
	base, size float64
	stretches  []stretch
}

func newPlan(rows []row, rules []rule, dx, dy float64) *plan {
	p := &plan{}
	all := stretches(rows, dx, dy)
	if len(rules) > 0 {
		p.takeGrids(findGrids(turn(rules, dx, dy)), rows, all, dx, dy)
		all = slices.DeleteFunc(all, func(s stretch) bool { return p.inGrid((s.left+s.right)/2, s.base+0.3*s.size) })
	}
	if len(all) >= columnLines {
		levels := levelsOf(all)
		if sharedEdge(levels) {
			p.bands = findBands(trimOf(rows, dx, dy).inside(levels), 0)
		}
		for _, part := range p.columnParts(levels) {
			p.grids = append(p.grids, openTables(part)...)
		}
	}
	p.number()
	return p
}

// trimOf finds where the letterhead ends and the signature begins: the lines with the
// national title, the number and the date, and the list of receivers (Nghị định
// 30/2020/NĐ-CP, Điều 8).
func trimOf(rows []row, dx, dy float64) trim {
	t := trim{math.Inf(1), math.Inf(-1)}
	title := math.Inf(-1) // lowest line of it
	var text []byte
	for _, r := range rows {
		if len(r.glyphs) < 8 || len(r.glyphs) > 200 {
			continue
		}
		text = text[:0]
		for i := range r.glyphs {
			text = append(text, r.glyphs[i].text...)
		}
		f := &r.glyphs[0]
		base := f.y*dx - f.x*dy
		s := vi.Fold(string(text))
		switch {
		case strings.Contains(s, "doc lap") || strings.Contains(s, "cong hoa xa hoi"):
			title = base
			t.top = min(t.top, base)
		case base < title && title-base < titleReach*f.size && (strings.HasPrefix(s, "so") || strings.Contains(s, "ngay") && strings.Contains(s, "thang")):
			t.top = min(t.top, base)
		case strings.Contains(s, "noi nhan"):
			t.bottom = max(t.bottom, base)
		}
	}
	return t
}

// stretches parts the rows of the main direction at their wide gaps.
func stretches(rows []row, dx, dy float64) []stretch {
	out := make([]stretch, 0, len(rows))
	for _, r := range rows {
		f := &r.glyphs[0]
		if f.dx*dx+f.dy*dy < 0.9 || f.behind {
			continue
		}
		var s stretch
		for i := range r.glyphs {
			g := &r.glyphs[i]
			if g.blank() {
				continue
			}
			u := g.x*dx + g.y*dy
			if s.size > 0 && u-s.right > stretchGap*max(s.size, g.size) {
				out = append(out, s)
				s = stretch{}
			}
			if s.size == 0 {
				s = stretch{left: u, right: u + g.width, base: g.y*dx - g.x*dy, size: max(g.size, 0.1)}
				continue
			}
			s.left, s.right, s.size = min(s.left, u), max(s.right, u+g.width), max(s.size, g.size)
		}
		if s.size > 0 {
			out = append(out, s)
		}
	}
	return out
}

// levelsOf brings stretches on one height together, from the top down.
func levelsOf(all []stretch) []level {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b stretch) int { return compare(b.base, a.base) })
	var out []level
	for len(all) > 0 {
		l := level{base: all[0].base, size: all[0].size}
		n := 1
		for n < len(all) && l.base-all[n].base < 0.4*max(l.size, all[n].size) {
			l.size = max(l.size, all[n].size)
			n++
		}
		l.stretches = all[:n:n]
		slices.SortStableFunc(l.stretches, func(a, b stretch) int { return compare(a.left, b.left) })
		out = append(out, l)
		all = all[n:]
	}
	return out
}

// takeGrids keeps those grids text stands in as in a table.
func (p *plan) takeGrids(grids []*grid, rows []row, all []stretch, dx, dy float64) {
	if len(grids) == 0 {
		return
	}
	counts, lines := make([][]int, len(grids)), make([][]int, len(grids))
	for i, g := range grids {
		counts[i], lines[i] = make([]int, len(g.spans)), make([]int, len(g.spans))
	}
	for _, r := range rows {
		for i := range r.glyphs {
			if g := &r.glyphs[i]; !g.blank() && !g.behind && !diagonal(g.dx, g.dy) {
				u, v := g.middle(dx, dy)
				countIn(grids, counts, u, v)
			}
		}
	}
	for _, s := range all {
		countIn(grids, lines, (s.left+s.right)/2, s.base+0.3*s.size)
	}
	for i, g := range grids {
		if g.tabular(counts[i]) {
			p.grids = append(p.grids, g)
			p.framed = append(p.framed, slices.Max(lines[i]) > longCell)
		}
	}
}

func countIn(grids []*grid, counts [][]int, u, v float64) {
	for i, g := range grids {
		if n := g.at(u, v); n >= 0 {
			counts[i][n]++
			return
		}
	}
}

// middle is a place inside the glyph.
func (g *glyph) middle(dx, dy float64) (u, v float64) {
	x := g.x + g.dx*g.width/2 - g.dy*0.3*g.size
	y := g.y + g.dy*g.width/2 + g.dx*0.3*g.size
	return x*dx + y*dy, y*dx - x*dy
}

func (p *plan) inGrid(u, v float64) bool {
	return slices.ContainsFunc(p.grids, func(g *grid) bool { return g.at(u, v) >= 0 })
}

// number numbers the regions.
func (p *plan) number() {
	p.regions = append(p.regions, region{-1, -1, 0})
	for i, g := range p.grids {
		p.first = append(p.first, len(p.regions))
		for c := range g.spans {
			p.regions = append(p.regions, region{i, -1, c})
		}
	}
	for i := range p.bands {
		p.bands[i].first = len(p.regions)
		for c := range len(p.bands[i].cuts) + 1 {
			p.regions = append(p.regions, region{-1, i, c})
		}
	}
}

// at returns the region of a place.
func (p *plan) at(u, v float64) int {
	for i, g := range p.grids {
		if n := g.at(u, v); n >= 0 {
			return p.first[i] + n
		}
	}
	return p.column(u, v)
}

// column returns the region of the column at a place.
func (p *plan) column(u, v float64) int {
	for _, b := range p.bands {
		if v <= b.top && v >= b.bottom {
			return b.first + b.column(u)
		}
	}
	return 0
}

// lines makes the lines of the page, parted where regions meet.
func (p *plan) lines(rows []row, dx, dy float64) []line {
	out := make([]line, 0, len(rows))
	add := func(r row, region int) {
		if l := readLine(r, dx, dy); l.characters > 0 {
			l.region = region
			out = append(out, l)
		}
	}
	for _, r := range rows {
		if len(p.regions) == 1 {
			add(r, 0)
			continue
		}
		f := &r.glyphs[0]
		if f.behind || diagonal(f.dx, f.dy) {
			add(r, 0)
			continue
		}
		start, region := 0, -1
		p.eachWord(r, dx, dy, func(from, at int) {
			if region >= 0 && at != region {
				add(row{r.glyphs[start:from], r.inOrder}, region)
				start = from
			}
			region = at
		})
		add(row{r.glyphs[start:], r.inOrder}, max(region, 0))
	}
	return out
}

// eachWord calls fn with the index of the first glyph and the region of each word of a
// row. Words end at blanks, at gaps, and at narrow gaps between regions.
func (p *plan) eachWord(r row, dx, dy float64, fn func(from, region int)) {
	f := &r.glyphs[0]
	turned := f.dx*dx+f.dy*dy < 0.9 // a cell written upwards: one word
	end := func(from, to int) {
		first, last := &r.glyphs[from], &r.glyphs[to]
		u0, v0 := first.middle(dx, dy)
		u1, v1 := last.middle(dx, dy)
		fn(from, p.at((u0+u1)/2, (v0+v1)/2))
	}
	from, last := -1, -1
	for i := range r.glyphs {
		g := &r.glyphs[i]
		if g.blank() {
			continue
		}
		if from >= 0 && !turned && p.parts(&r.glyphs[last], g, f, last+1 < i, dx, dy) {
			end(from, last)
			from = i
		}
		if from < 0 {
			from = i
		}
		last = i
	}
	if from >= 0 {
		end(from, last)
	}
}

// parts reports whether a word may end between two letters.
func (p *plan) parts(a, b, f *glyph, blank bool, dx, dy float64) bool {
	size := max(a.size, b.size, 0.1)
	gap := b.along(f) - a.along(f) - a.width
	if blank || gap > wordGap*size || gap < -backStep*size {
		return true
	}
	if gap <= splitGap*size {
		return false
	}
	u0, v0 := a.middle(dx, dy)
	u1, v1 := b.middle(dx, dy)
	return p.at(u0, v0) != p.at(u1, v1)
}

// order brings lines into reading order: tables as rows, columns one after the other.
func (p *plan) order(lines []line) []line {
	lines, stamps := partStamps(lines)
	if len(p.regions) == 1 {
		return append(sortLines(lines), stamps...)
	}
	in := make([][]line, len(p.regions))
	for _, l := range lines {
		if l.region > 0 {
			in[l.region] = append(in[l.region], l)
		}
	}
	homes := make([][]line, len(p.regions)) // the page and the columns
	done := make([]bool, len(p.grids))
	zone := len(p.regions)
	for _, l := range lines {
		g := p.regions[l.region].grid
		if g < 0 {
			l.zone = l.region
			homes[l.region] = append(homes[l.region], l)
			continue
		}
		if done[g] {
			continue
		}
		done[g] = true
		rows := p.table(g, in, &zone)
		home := 0
		if len(rows) > 0 {
			home = p.column((p.grids[g].xs[0]+p.grids[g].xs[p.grids[g].columns()])/2, rows[0].base)
		}
		homes[home] = append(homes[home], rows...)
	}
	return append(p.weave(homes), stamps...)
}

// weave puts the columns into the page.
func (p *plan) weave(homes [][]line) []line {
	page := sortLines(homes[0])
	out := make([]line, 0, len(page))
	next := 0
	put := func(b band) {
		for c := range len(b.cuts) + 1 {
			out = append(out, sortLines(homes[b.first+c])...)
		}
	}
	for _, l := range page {
		for next < len(p.bands) && !l.aslant && l.base < p.bands[next].top {
			put(p.bands[next])
			next++
		}
		out = append(out, l)
	}
	for _, b := range p.bands[next:] {
		put(b)
	}
	return out
}

// table returns the rows of a grid, or the text of its cells, one cell after the other.
func (p *plan) table(at int, in [][]line, zone *int) []line {
	g, first := p.grids[at], p.first[at]
	if at < len(p.framed) && p.framed[at] {
		var out []line
		for c := range g.spans {
			for _, l := range sortLines(in[first+c]) {
				l.zone = *zone
				out = append(out, l)
			}
			*zone++
		}
		return out
	}
	used := make([]bool, g.columns())
	for c, s := range g.spans {
		used[s.col0] = used[s.col0] || len(in[first+c]) > 0 || g.xs[s.col0+1]-g.xs[s.col0] > emptyWide
	}
	var out []line
	for row := range g.rows() {
		if l, ok := g.row(row, used, in[first:first+len(g.spans)]); ok {
			out = append(out, l)
		}
	}
	return out
}

// row makes a line of the cells that begin in a row. Where a cell of a row above reaches
// down, an empty one stands. ok is false where there is no text.
func (g *grid) row(row int, used []bool, in [][]line) (out line, ok bool) {
	out = line{left: math.Inf(1), right: math.Inf(-1), base: math.Inf(-1), low: math.Inf(1), bold: true}
	out.table = [2]float64{g.ys[0], g.ys[len(g.ys)-1]}
	for col := range used {
		n := g.cells[row*g.columns()+col]
		s := g.spans[n]
		if !used[col] || s.col0 != col {
			continue
		}
		text := ""
		if s.row0 == row && len(in[n]) > 0 {
			text, ok = out.take(in[n]), true
		}
		out.cells = append(out.cells, text)
	}
	out.text = strings.Join(out.cells, "\t")
	return out, ok
}

// take adds the lines of a cell to a row and returns their text.
func (l *line) take(lines []line) string {
	lines = sortLines(lines)
	var text strings.Builder
	for i, c := range lines {
		if i > 0 {
			text.WriteString(between(lines[i-1], c))
		}
		text.WriteString(c.text)
		l.left, l.right = min(l.left, c.left), max(l.right, c.right)
		l.base, l.low = max(l.base, c.base), min(l.low, c.base)
		l.size = max(l.size, c.size)
		l.bold = l.bold && c.bold
		l.characters += c.characters
		l.unreadable += c.unreadable
		l.lost += c.lost
		l.guessed += c.guessed
		l.capitals += c.capitals
	}
	return text.String()
}

// between is what parts two lines of a cell: pieces on one height are one line.
func between(a, b line) string {
	if !a.aslant && !b.aslant && math.Abs(a.base-b.base) < 0.3*max(a.size, b.size) && b.left > a.left {
		return " "
	}
	return "\n"
}
