package pdf

import (
	"math"
	"sort"
	"strings"
)

// Measures of lines, in parts of the font size unless said otherwise.
const (
	sameBaseline = 0.5  // glyphs this near in height belong to one line
	wordGap      = 0.17 // a wider gap parts words
	columnGap    = 2.0  // a wider gap parts columns: it becomes a tab
	backStep     = 1.0  // a glyph this far back begins a word
	doubleStrike = 0.15 // the same glyph drawn again this near makes it bold
)

// line is a row of text. Its coordinates are turned so that the page's main writing
// direction runs to the right.
type line struct {
	text       string
	left       float64
	right      float64
	base       float64 // height of the baseline, growing upwards
	size       float64
	bold       bool
	aslant     bool // written in another direction than the page
	characters int  // without spaces
	unreadable int  // of them without text
	lost       int  // of them "?" where the font draws a letter
	guessed    int  // of them read from a font program
	capitals   int  // of them in a font that draws capitals from codes of small letters

	faint    bool // drawn in light grey or see-through
	behind   bool // of a watermark, as the file says
	diagonal bool
	stamp    bool // lies over or under the text: no part of the body

	region int        // where the plan of the page puts it; 0: nowhere
	zone   int        // column it stands in, counted over the page; 0: the page
	cells  []string   // of a table row
	low    float64    // height of the last baseline
	table  [2]float64 // top and bottom of the table of a row
}

// row is a run of glyphs on one baseline, sorted along it where that mends it.
type row struct {
	glyphs  []glyph
	inOrder bool // false where spaces may lie under letters
}

// readLines makes lines of glyphs in drawing order.
func readLines(glyphs []glyph) []line {
	dx, dy := mainDirection(glyphs)
	var out []line
	for _, r := range readRows(glyphs) {
		if l := readLine(r, dx, dy); l.characters > 0 {
			out = append(out, l)
		}
	}
	return out
}

// readRows groups glyphs to rows in drawing order: neighbours on one baseline form a
// row, whose glyphs are then sorted along it. Old office programs draw accented
// Vietnamese letters from a fallback font in a text object of its own after the rest
// of the line; in drawing order the letters would come after the words they belong to.
// It moves the glyphs that can be placed to the front of the slice, and shares it.
func readRows(glyphs []glyph) []row {
	n := 0
	for i := range glyphs {
		g := &glyphs[i]
		if sum := g.x + g.y + g.width + g.size; g.text != "" && !math.IsNaN(sum) && !math.IsInf(sum, 0) {
			if i > n {
				glyphs[n] = *g
			}
			n++
		}
	}
	kept := glyphs[:n]
	var out []row
	start := 0
	for i := range kept {
		if i > start && !sameRow(&kept[start], &kept[i]) {
			out = append(out, newRow(kept[start:i]))
			start = i
		}
	}
	if start < len(kept) {
		out = append(out, newRow(kept[start:]))
	}
	return out
}

func newRow(glyphs []glyph) row {
	sorted, inOrder := sortRow(glyphs)
	return row{glyphs: sorted, inOrder: inOrder}
}

// sameRow reports whether g goes on with the row that f begins.
func sameRow(f, g *glyph) bool {
	size := max(f.size, g.size, 0.1)
	off := (g.y-f.y)*f.dx - (g.x-f.x)*f.dy
	return math.Abs(off) <= sameBaseline*size && g.dx*f.dx+g.dy*f.dy >= 0.9
}

// mainDirection is the direction most glyphs are written in, one of the four.
func mainDirection(glyphs []glyph) (dx, dy float64) {
	var count [4]int
	for i := range glyphs {
		count[quadrant(&glyphs[i])]++
	}
	best := 0
	for i, n := range count {
		if n > count[best] {
			best = i
		}
	}
	return [4]float64{1, 0, -1, 0}[best], [4]float64{0, 1, 0, -1}[best]
}

func quadrant(g *glyph) int {
	switch {
	case math.Abs(g.dx) >= math.Abs(g.dy) && g.dx >= 0:
		return 0
	case math.Abs(g.dx) >= math.Abs(g.dy):
		return 2
	case g.dy > 0:
		return 1
	}
	return 3
}

// along is the place of a glyph on the baseline of f.
func (g *glyph) along(f *glyph) float64 { return g.x*f.dx + g.y*f.dy }

func (g *glyph) blank() bool { return g.text == " " || g.text == "\u00a0" || g.text == "\t" }

// sortRow sorts the glyphs of a row along its baseline where that mends it. inOrder is
// false where the row was drawn in another order, so that spaces may lie under letters.
func sortRow(row []glyph) (sorted []glyph, inOrder bool) {
	f := row[0]
	before := func(a, b *glyph) bool { return a.along(&f) < b.along(&f) }
	if sort.SliceIsSorted(row, func(i, j int) bool { return before(&row[i], &row[j]) }) {
		return row, true
	}
	sorted = append([]glyph(nil), row...)
	sort.SliceStable(sorted, func(i, j int) bool { return before(&sorted[i], &sorted[j]) })
	// Right where a second run fills the holes of the first. Where runs lie on top of
	// each other (wrong widths, hidden OCR text) it would shuffle words: keep the order.
	pairs, overlaps := 0, 0
	for i := 1; i < len(sorted); i++ {
		a, b := &sorted[i-1], &sorted[i]
		step := b.along(&f) - a.along(&f)
		if a.blank() || b.blank() || a.text == b.text && step < doubleStrike*a.size {
			continue
		}
		pairs++
		if step < 0.5*a.width {
			overlaps++
		}
	}
	if overlaps*20 > pairs {
		return row, true
	}
	return sorted, false
}

// lineWriter builds one line.
type lineWriter struct {
	line
	current strings.Builder
	boldRun int
	faints  int
	behinds int
}

func (w *lineWriter) put(g *glyph, between string) {
	w.current.WriteString(between)
	w.current.WriteString(g.text)
	w.characters++
	if g.text == "\uFFFD" {
		w.unreadable++
	}
	if g.font.guessed {
		w.guessed++
	}
	if g.font.lost && g.text == "?" {
		w.lost++
	}
	if g.font.bold {
		w.boldRun++
	}
	if g.font.capitals {
		w.capitals++
	}
	if g.faint {
		w.faints++
	}
	if g.behind {
		w.behinds++
	}
	w.size = max(w.size, g.size)
}

// readLine turns the glyphs of one baseline into a line.
func readLine(r row, dx, dy float64) line {
	row, inOrder := r.glyphs, r.inOrder
	f := row[0]
	w := &lineWriter{}
	w.current.Grow(len(row) + len(row)/2) // a letter of Vietnamese takes a byte and a half
	var prev, ink *glyph                  // the glyph before, the last one that is not a space
	space := false
	for i := range row {
		g := &row[i]
		size := max(g.size, 0.1)
		if prev != nil {
			size = max(size, prev.size)
			if g.text == prev.text && !g.blank() && math.Abs(g.along(&f)-prev.along(&f)) < doubleStrike*size {
				continue
			}
		}
		if g.blank() {
			// In a row put in order a space counts where no letter is drawn on it.
			if inOrder || i+1 < len(row) && row[i+1].along(&f)-g.along(&f) > 0.4*g.width {
				space = true
			}
			if inOrder {
				prev = g
			}
			continue
		}
		between := ""
		if ink != nil {
			between = gap(ink, prev, g, &f, space)
		}
		w.put(g, between)
		prev, ink, space = g, g, false
	}
	w.text = w.current.String()
	w.bold = w.boldRun*10 > w.characters*7
	w.faint, w.behind = w.faints*2 > w.characters, w.behinds*2 > w.characters
	w.place(row, dx, dy)
	return w.line
}

// gap returns what stands between the last letter and the next one.
func gap(ink, prev, g, f *glyph, space bool) string {
	size := max(prev.size, g.size, 0.1)
	step := g.along(f) - prev.along(f) - prev.width
	wide := g.along(f) - ink.along(f) - ink.width
	switch {
	case wide > columnGap*max(ink.size, g.size, 0.1):
		return "\t"
	case space || step > wordGap*size || step < -backStep*size:
		return " "
	}
	return ""
}

// place sets the box of the line in the turned coordinates.
func (l *line) place(row []glyph, dx, dy float64) {
	l.aslant = row[0].dx*dx+row[0].dy*dy < 0.9
	l.diagonal = diagonal(row[0].dx, row[0].dy)
	l.left, l.right = math.Inf(1), math.Inf(-1)
	for i := range row {
		g := &row[i]
		if g.blank() {
			continue
		}
		u := g.x*dx + g.y*dy
		l.left, l.right = min(l.left, u), max(l.right, u+g.width)
	}
	l.base = row[0].y*dx - row[0].x*dy
	l.low = l.base
}
