package pdf

import (
	"math"
	"regexp"
	"sort"
	"strings"
	"unicode"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Measures of running headers and footers.
const (
	marginZone   = 0.15 // share of the page height they stand in
	runningMost  = 3    // lines looked at on either side
	runningRows  = 6    // rows, where a table stands outermost
	frameZone    = 0.22 // share of the page height such a table stands in
	runningLeast = 3    // pages a line has to repeat on
	runningShort = 4    // bytes of letters: shorter lines tell nothing
	runningLong  = 160  // bytes of letters: longer lines are body
	runningSize  = 1.15 // times the usual size of the page: larger lines are titles
)

// pageNumber is a line that is nothing but a page number, folded: "3", "- 3 -",
// "trang 3/12". Nghị định 30/2020/NĐ-CP, annex I, puts it at the top, in the middle.
var pageNumber = regexp.MustCompile(`^(trang|page)?[\s.:\-–—]*[0-9]{1,4}\s*((/|of|tren)\s*[0-9]{1,4})?[\s.\-–—]*$`)

// sheet is a page before its lines become blocks.
type sheet struct {
	lines       []line // in reading order
	kinds       []cchc.BlockKind
	rules       []rule  // until the lines are made
	usual       float64 // font size of the whole file
	top, bottom float64 // edges of the page in the coordinates of the lines

	quality float64 // of the text, once judged
	judged  bool
}

// text is that of all lines, one a line.
func (s *sheet) text() string {
	n := 0
	for i := range s.lines {
		n += len(s.lines[i].text) + 1
	}
	var text strings.Builder
	text.Grow(n)
	for i := range s.lines {
		text.WriteString(s.lines[i].text)
		text.WriteByte('\n')
	}
	return text.String()
}

// qualityOf returns the quality of text, which is that of the page. It is costly, and
// more than one choice goes by it.
func (s *sheet) qualityOf(text string) float64 {
	if !s.judged {
		s.quality, s.judged = vi.Quality(text), true
	}
	return s.quality
}

// margin returns the indexes of the outermost lines at the top or the bottom, the
// outermost first, as far as they stand in the margin zone.
func (s *sheet) margin(top bool) []int {
	var out []int
	zone := marginZone * (s.top - s.bottom)
	largest := runningSize * max(s.usual, usualSize(s.lines))
	for i, l := range s.lines {
		if !l.aslant && !l.stamp && l.size <= largest && (top && l.base > s.top-zone || !top && l.base < s.bottom+zone) {
			out = append(out, i)
		}
	}
	sort.SliceStable(out, func(a, b int) bool {
		if top {
			return s.lines[out[a]].base > s.lines[out[b]].base
		}
		return s.lines[out[a]].base < s.lines[out[b]].base
	})
	most := runningMost
	if len(out) > 0 && s.lines[out[0]].cells != nil {
		most = runningRows
	}
	return out[:min(len(out), most)]
}

// heads reports a line that is no row of a table, or of one that stands in the margin as
// a whole: the frame of a form on every page. The heading of a table that goes on over
// pages repeats as well, but belongs to the table.
func (s *sheet) heads(i int, top bool) bool {
	l := s.lines[i]
	zone := frameZone * (s.top - s.bottom)
	return l.cells == nil || top && l.table[1] > s.top-zone || !top && l.table[0] < s.bottom+zone
}

// letterhead reports a page that begins a document: national title in its upper half.
// What repeats at the top of such pages is the letterhead, not a running header.
func (s *sheet) letterhead() bool {
	for _, l := range s.lines {
		if l.base > (s.top+s.bottom)/2 && strings.Contains(vi.Fold(l.text), "cong hoa xa hoi") {
			return true
		}
	}
	return false
}

// markRunning marks the running headers, footers and page numbers of all pages.
func markRunning(sheets []*sheet) {
	markWatermarks(sheets)
	var sizes []float64
	for _, s := range sheets {
		if len(s.lines) > 0 {
			sizes = append(sizes, usualSize(s.lines))
		}
	}
	usual := quantile(sizes, 0.5)
	for _, s := range sheets {
		s.usual = usual
	}
	for _, top := range []bool{true, false} {
		repeats := repeated(sheets, top)
		kind := cchc.BlockFooter
		if top {
			kind = cchc.BlockHeader
		}
		for _, s := range sheets {
			for _, i := range s.margin(top) {
				if !s.heads(i, top) || !s.lone(i) && !repeats.runs(runningKey(s.lines[i])) {
					break // what stands further in is body
				}
				s.kinds[i] = kind
			}
		}
	}
}

// lone reports a line that is only a page number.
func (s *sheet) lone(i int) bool {
	return pageNumber.MatchString(vi.Fold(strings.TrimSpace(s.lines[i].text)))
}

// runKey is equal for one running line on different pages: the numbers in it do not
// count, nor on which side they stand, and the line is at the same height, in steps of 6 points.
type runKey struct {
	text   string
	height int
}

func runningKey(l line) runKey {
	text := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, l.text)
	return runKey{text, int(math.Round(l.base / 6))}
}

// runs are the pages a key stands on, ascending.
type runs map[runKey][]int

func repeated(sheets []*sheet, top bool) runs {
	out := runs{}
	for n, s := range sheets {
		if top && s.letterhead() {
			continue
		}
		for _, i := range s.margin(top) {
			if !s.heads(i, top) {
				break
			}
			if k := runningKey(s.lines[i]); len(k.text) >= runningShort && len(k.text) <= runningLong {
				if p := out[k]; len(p) == 0 || p[len(p)-1] != n {
					out[k] = append(p, n)
				}
			}
		}
	}
	return out
}

// runs reports whether the key stands on enough pages: at least every other one from the
// first to the last. A height may round to its neighbour.
func (r runs) runs(k runKey) bool {
	for _, slip := range []int{0, -1, 1} {
		p := r[runKey{k.text, k.height + slip}]
		if len(p) >= runningLeast && 2*len(p) >= p[len(p)-1]-p[0] {
			return true
		}
	}
	return false
}
