package pdf

import (
	"math"
	"regexp"
	"sort"
	"strings"

	"minhchung/internal/cchc"
)

// Measures of paragraphs, in parts of the font size.
const (
	fullLine   = 3.0 // a line ending this near the right edge is full
	indent     = 0.7 // a line beginning this far right of the one before begins a paragraph
	spacing    = 1.3 // times the usual step between lines: a wider one parts paragraphs
	stepMax    = 2.6 // no step between lines of one paragraph is wider
	centreSlip = 1.5 // how far from the middle a centred line may stand
)

// listMark begins a paragraph of its own: points, clauses, articles and parts as
// Nghị định 30/2020/NĐ-CP, annex I, sets them.
var listMark = regexp.MustCompile(`^([-–+*•▪◦]\s|[0-9IVXLC]{1,5}(\.[0-9]+)*[.)/]\s|[0-9]+(\.[0-9]+)+\.?\s|\p{Ll}\)\s|(?i:điều|chương|mục|phần|phụ lục|khoản)\s+[0-9IVXLC]+)`)

// layout is what paragraphs are found by on one page.
type layout struct {
	left, right float64 // edges of the text
	step        float64 // usual distance of baselines
}

// blocks groups the lines of a page, in reading order, to paragraphs where they plainly
// belong together; otherwise a line is a block.
func blocks(lines []line) []cchc.Block {
	lays := map[int]layout{}
	var out []cchc.Block
	for i := 0; i < len(lines); {
		if lines[i].cells != nil {
			out = append(out, cchc.Block{Text: lines[i].text, Cells: lines[i].cells, Kind: cchc.BlockRow, Bold: lines[i].bold})
			i++
			continue
		}
		lay, ok := lays[lines[i].zone]
		if !ok {
			lay = measure(lines, lines[i].zone)
			lays[lines[i].zone] = lay
		}
		n := 1
		for i+n < len(lines) && lay.continues(lines[i:i+n], lines[i+n]) {
			n++
		}
		out = append(out, lay.block(lines[i:i+n]))
		i += n
	}
	return out
}

// measure measures a column, or the page outside of columns.
func measure(lines []line, zone int) layout {
	var lefts, rights, steps []float64
	for i, l := range lines {
		if l.aslant || l.zone != zone || l.cells != nil {
			continue
		}
		lefts, rights = append(lefts, l.left), append(rights, l.right)
		if i > 0 && lines[i-1].base > l.base {
			steps = append(steps, lines[i-1].base-l.base)
		}
	}
	return layout{left: quantile(lefts, 0.1), right: quantile(rights, 0.9), step: quantile(steps, 0.4)}
}

// quantile returns 0 for no values.
func quantile(v []float64, q float64) float64 {
	if len(v) == 0 {
		return 0
	}
	sort.Float64s(v)
	return v[int(q*float64(len(v)-1)+0.5)]
}

// continues reports whether next goes on with the paragraph of lines.
func (lay layout) continues(lines []line, next line) bool {
	last := lines[len(lines)-1]
	size := max(last.size, next.size)
	step := last.base - next.base
	switch {
	case last.aslant || next.aslant || last.zone != next.zone || next.cells != nil,
		step <= 0.3*size || step > stepMax*size || lay.step > 0 && step > spacing*max(lay.step, size),
		math.Abs(last.size-next.size) > 0.15*size,
		last.bold != next.bold && len(lines) == 1,
		strings.Contains(last.text, "\t") || strings.Contains(next.text, "\t"),
		listMark.MatchString(next.text):
		return false
	}
	if last.right < lay.right-fullLine*size {
		return false
	}
	if len(lines) == 1 {
		// A first line may stand out to either side, but the second lies under it.
		return next.left < last.right && next.left < last.left+4*size
	}
	return next.left <= last.left+indent*size
}

func (lay layout) block(lines []line) cchc.Block {
	texts := make([]string, len(lines))
	bold, centred := true, true
	for i, l := range lines {
		texts[i] = l.text
		bold = bold && l.bold
		centred = centred && lay.centred(l)
	}
	return cchc.Block{Text: strings.Join(texts, "\n"), Bold: bold, Center: centred}
}

// centred reports a line with the same room on both sides, and some.
func (lay layout) centred(l line) bool {
	before, after := l.left-lay.left, lay.right-l.right
	return !l.aslant && before > 2*l.size && after > 2*l.size && math.Abs(before-after) < centreSlip*l.size
}
