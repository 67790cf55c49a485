package ocr

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Measures, in parts of the usual height of a line unless said otherwise.
const (
	wideGap     = 1.6  // between words: two columns, cells of a table
	sameRow     = 0.5  // share of the lower line that stands beside the other
	columnLines = 6    // lines a column of text has at least
	columnFull  = 0.6  // how full they are
	columnWidth = 11.0 // least width
	fullLine    = 3.0  // a line ending this near the right edge is full
	hanging     = 0.8  // a line beginning this far right of the one before begins a paragraph
	spacing     = 1.45 // times the usual step between lines: a wider one parts paragraphs
	centreSlip  = 1.5
	noiseSure   = 50  // mean confidence below which a line that makes no words is dirt
	noiseGood   = 0.5 // quality such a line must have
	speckSure   = 70  // for a sign or two beside other text
	dirtSure    = 20  // below, whatever it looks like
	goodSure    = 95.0
)

// row is a line of the page as a person sees it: words from left to right, in parts with
// wide gaps between them.
type row struct {
	parts       [][]word
	left, right int
	top, bottom int
	zone        int // column of text, 0 outside of columns
}

func (r row) middle() float64 { return float64(r.top+r.bottom) / 2 }

// assemble makes a page of words, and says in how many places digits were left open.
func assemble(words []word, f frame) (cchc.Page, int) { return fill(words, f, places{}) }

// fill makes a page as assemble does, with what is known of the letterhead's number and
// date where it would have left them open.
func fill(words []word, f frame, known places) (cchc.Page, int) {
	p := cchc.Page{Source: cchc.SourceOCR}
	rows := rowsOf(words)
	number, date := headRows(rows, f)
	var texts []text
	sure, letters, blanks := 0, 0, 0
	usual := digitHeight(words)
	for i, r := range rows {
		for _, part := range r.parts {
			for _, w := range part {
				p.Words = append(p.Words, cchc.Word{Text: w.text, Box: f.box(w), Confidence: w.confidence})
			}
		}
		var here places
		if i == number {
			here[placeNumber] = known[placeNumber]
		}
		if i == date {
			copy(here[placeDay:], known[placeDay:])
		}
		t, n := textOf(r, f, usual, here)
		if t.text == "" {
			continue
		}
		blanks += n
		texts = append(texts, t)
		for _, part := range r.parts {
			for _, w := range part {
				sure += w.confidence * len(w.text)
				letters += len(w.text)
			}
		}
	}
	p.Blocks = blocks(texts)
	if letters > 0 {
		p.Quality = min(1, float64(sure)/float64(letters)/goodSure) * vi.Quality(p.Text())
	}
	return p, blanks
}

// text is a row in words for people.
type text struct {
	row
	text string
}

// textOf writes a row, "" where it is dirt, a stamp's rim or a signature.
func textOf(r row, f frame, usual float64, known places) (text, int) {
	var parts []string
	blanks := 0
	for _, part := range r.parts {
		if dirt(part) && !(upper(r, f) && glued(part[0].text)) || len(r.parts) > 1 && speck(part) {
			continue
		}
		s, n := write(part, upper(r, f), usual, known)
		blanks += n
		if s != "" {
			parts = append(parts, s)
		}
	}
	return text{r, strings.Join(parts, "\t")}, blanks
}

// strokes are what the ruling of tables is read as.
const strokes = "|¦[]{}_—–-~=‘’'`\"“”.,:;°•«»*^\\/"

func dirt(part []word) bool {
	sum, n, solid := 0, 0, false
	var b strings.Builder
	for _, w := range part {
		sum += w.confidence * len(w.text)
		n += len(w.text)
		solid = solid || strings.Trim(w.text, strokes) != ""
		b.WriteString(w.text)
		b.WriteByte(' ')
	}
	if n == 0 || !solid {
		return true
	}
	mean := sum / n
	return mean < dirtSure || mean < noiseSure && (short(part) || vi.Quality(b.String()) < noiseGood)
}

// short reports whether no word of a part has more than three letters.
func short(part []word) bool {
	for _, w := range part {
		if utf8.RuneCountInString(w.text) > 3 {
			return false
		}
	}
	return true
}

// speck reports whether a part is a sign or two that are hardly believed.
func speck(part []word) bool {
	return len(part) == 1 && part[0].confidence < speckSure && utf8.RuneCountInString(part[0].text) <= 2
}

// rowsOf brings words into rows, in reading order.
func rowsOf(words []word) []row {
	em := usualHeight(words)
	lines := linesOf(words)
	zones := columnsOf(lines, em)
	var rows []row
	for _, l := range lines {
		r := newRow(l, zones[l[0].block])
		if i := beside(rows, r); i >= 0 {
			rows[i] = joined(rows[i], r)
		} else {
			rows = append(rows, r)
		}
	}
	sortRows(rows)
	for i := range rows {
		rows[i].split(em)
	}
	return rows
}

// linesOf groups words to the lines tesseract found, in its order, left to right.
func linesOf(words []word) [][]word {
	var out [][]word
	for i, w := range words {
		if i > 0 && w.block == words[i-1].block && w.par == words[i-1].par && w.line == words[i-1].line {
			out[len(out)-1] = append(out[len(out)-1], w)
			continue
		}
		out = append(out, []word{w})
	}
	for _, l := range out {
		slices.SortStableFunc(l, func(a, b word) int { return cmp.Compare(a.left, b.left) })
	}
	return out
}

// usualHeight is the median height of words of several letters, in pixels.
func usualHeight(words []word) float64 {
	var all []int
	for _, w := range words {
		if len(w.text) > 2 && w.confidence > 50 {
			all = append(all, w.bottom-w.top)
		}
	}
	if len(all) == 0 {
		return 30
	}
	slices.Sort(all)
	return max(8, float64(all[len(all)/2]))
}

func newRow(l []word, zone int) row {
	r := row{parts: [][]word{l}, left: l[0].left, right: l[0].right, top: l[0].top, bottom: l[0].bottom, zone: zone}
	for _, w := range l[1:] {
		r.left, r.right = min(r.left, w.left), max(r.right, w.right)
		r.top, r.bottom = min(r.top, w.top), max(r.bottom, w.bottom)
	}
	return r
}

// beside finds a row that r continues to the left or right.
func beside(rows []row, r row) int {
	best, at := 0.0, -1
	for i, o := range rows {
		if o.zone != r.zone || o.right > r.left && r.right > o.left {
			continue
		}
		share := float64(min(o.bottom, r.bottom)-max(o.top, r.top)) / float64(max(1, min(o.bottom-o.top, r.bottom-r.top)))
		if share > sameRow && share > best {
			best, at = share, i
		}
	}
	return at
}

func joined(a, b row) row {
	a.parts = append(a.parts, b.parts...)
	a.left, a.right = min(a.left, b.left), max(a.right, b.right)
	a.top, a.bottom = min(a.top, b.top), max(a.bottom, b.bottom)
	return a
}

// columnsOf tells columns of text, which are read one after the other, from what stands
// side by side: it gives the blocks that are columns a zone each, in tesseract's order.
func columnsOf(lines [][]word, em float64) map[int]int {
	type area struct {
		row
		lines int
		ink   int // sum of the widths of the lines
	}
	areas := map[int]*area{}
	var order []int
	for _, l := range lines {
		r, b := newRow(l, 0), l[0].block
		a, ok := areas[b]
		if !ok {
			areas[b] = &area{row: r, lines: 1, ink: r.right - r.left}
			order = append(order, b)
			continue
		}
		a.row = joined(a.row, r)
		a.lines++
		a.ink += r.right - r.left
	}
	column := func(a *area) bool {
		wide := a.right - a.left
		return a.lines >= columnLines && float64(wide) >= columnWidth*em && float64(a.ink) >= columnFull*float64(wide*a.lines)
	}
	zones := map[int]int{}
	for i, b := range order {
		for _, o := range order[:i] {
			x, y := areas[b], areas[o]
			if !column(x) || !column(y) || x.right > y.left && y.right > x.left {
				continue
			}
			if both := min(x.bottom, y.bottom) - max(x.top, y.top); 2*both > min(x.bottom-x.top, y.bottom-y.top) {
				zones[o], zones[b] = o, b
			}
		}
	}
	return zones
}

// sortRows brings rows from top to bottom; those of a column stay together, at the place
// of its first one.
func sortRows(rows []row) {
	tops := map[int]int{} // of a zone: where the band of columns begins
	band := math.MaxInt
	for _, r := range rows {
		if r.zone != 0 {
			band = min(band, r.top)
		}
	}
	for _, r := range rows {
		if r.zone != 0 {
			tops[r.zone] = band
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		at, bt := a.top+a.bottom, b.top+b.bottom
		if a.zone != b.zone {
			if a.zone != 0 {
				at = 2 * tops[a.zone]
			}
			if b.zone != 0 {
				bt = 2 * tops[b.zone]
			}
		}
		return cmp.Or(cmp.Compare(at, bt), cmp.Compare(a.zone, b.zone))
	})
}

// split parts a row where the gap between words is wide.
func (r *row) split(em float64) {
	words := slices.Concat(r.parts...)
	slices.SortStableFunc(words, func(a, b word) int { return cmp.Compare(a.left, b.left) })
	r.parts = nil
	words = onceEach(words)
	for i, w := range words {
		if i > 0 && (float64(w.left-words[i-1].right) < wideGap*em || leftOpen(words[i-1].text, w.text)) {
			r.parts[len(r.parts)-1] = append(r.parts[len(r.parts)-1], w)
			continue
		}
		r.parts = append(r.parts, []word{w})
	}
}

// twice is the share of a word's width under the word before from which both are the same
// ink, read twice.
const twice = 0.85

// onceEach drops, of the words of a row from left to right, a piece of a word that was
// read a second time: it stands on that word and says nothing else.
func onceEach(words []word) []word {
	kept := words[:0]
	for _, w := range words {
		if n := len(kept); n > 0 && repeats(kept[n-1], w) {
			continue
		}
		kept = append(kept, w)
	}
	return kept
}

func repeats(b, w word) bool {
	wide := min(b.right, w.right) - max(b.left, w.left)
	return w.right > w.left && float64(wide) >= twice*float64(w.right-w.left) &&
		utf8.RuneCountInString(w.text) >= 2 && !hasDigit(w.text) && strings.Contains(vi.Fold(b.text), vi.Fold(w.text))
}

// leftOpen reports whether the room between two words is a blank to be filled in: the
// number of a paper, a day or a month.
func leftOpen(a, b string) bool {
	before, after := vi.Fold(strings.Trim(a, ".,")), vi.Fold(b)
	return strings.HasPrefix(b, "/") || after == "thang" || before == "ngay" && hasDigit(b) || before == "thang" && after == "nam"
}

// listMark begins a paragraph of its own: points, clauses, articles and parts as
// Nghị định 30/2020/NĐ-CP, annex I, sets them.
var listMark = vi.Pattern(`^([-–+*•]\s|[0-9IVXLC]{1,5}(\.[0-9]+)*[.)/]\s|[0-9]+(\.[0-9]+)+\.?\s|\p{Ll}\)\s|(?i:điều|chương|mục|phần|phụ lục|khoản)\s+[0-9IVXLC]+)`)

// measures are what paragraphs are found by in a zone.
type measures struct{ left, right, step, em float64 }

// blocks groups rows to paragraphs where they plainly belong together.
func blocks(rows []text) []cchc.Block {
	zones := map[int]measures{}
	var out []cchc.Block
	for i := 0; i < len(rows); {
		m, ok := zones[rows[i].zone]
		if !ok {
			m = measure(rows, rows[i].zone)
			zones[rows[i].zone] = m
		}
		n := 1
		for i+n < len(rows) && m.continues(rows[i:i+n], rows[i+n]) {
			n++
		}
		out = append(out, m.block(rows[i:i+n]))
		i += n
	}
	return out
}

func measure(rows []text, zone int) measures {
	var lefts, rights, steps, highs []float64
	for i, r := range rows {
		if r.zone != zone {
			continue
		}
		lefts, rights, highs = append(lefts, float64(r.left)), append(rights, float64(r.right)), append(highs, float64(r.bottom-r.top))
		if i > 0 && rows[i-1].zone == zone && r.middle() > rows[i-1].middle() {
			steps = append(steps, r.middle()-rows[i-1].middle())
		}
	}
	return measures{quantile(lefts, 0.1), quantile(rights, 0.9), quantile(steps, 0.4), quantile(highs, 0.5)}
}

func quantile(v []float64, q float64) float64 {
	if len(v) == 0 {
		return 0
	}
	slices.Sort(v)
	return v[int(q*float64(len(v)-1)+0.5)]
}

func (m measures) continues(rows []text, next text) bool {
	last := rows[len(rows)-1]
	step := next.middle() - last.middle()
	under := min(last.right, next.right) - max(last.left, next.left)
	switch {
	case 2*under < min(last.right-last.left, next.right-next.left),
		last.zone != next.zone, step <= 0, step > spacing*max(m.step, m.em),
		strings.Contains(last.text, "\t"), strings.Contains(next.text, "\t"),
		listMark().MatchString(next.text),
		float64(last.right) < m.right-fullLine*m.em:
		return false
	}
	if len(rows) == 1 {
		return next.left < last.right && float64(next.left) < float64(last.left)+4*m.em
	}
	return float64(next.left) <= float64(last.left)+hanging*m.em
}

func (m measures) block(rows []text) cchc.Block {
	lines := make([]string, len(rows))
	centred := true
	for i, r := range rows {
		lines[i] = r.text
		before, after := float64(r.left)-m.left, m.right-float64(r.right)
		centred = centred && before > 2*m.em && after > 2*m.em && math.Abs(before-after) < centreSlip*m.em
	}
	return cchc.Block{Text: strings.Join(lines, "\n"), Center: centred}
}
