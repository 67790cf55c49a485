package pdf

import "minhchung/internal/cchc"

// Measures of watermarks, in parts of the usual font size of the page.
const (
	markSize  = 1.5  // a slanted line so large
	markLarge = 2.2  // a faint line so large that lies on others
	markHuge  = 3.0  // any line so large that lies on others
	markLong  = 80   // characters: longer lines are text
	markTiled = 3    // times a slanted text stands on one page
	markLines = 3000 // lines of a page; with more it is a drawing
)

// partStamps parts watermarks from the text: what the file says is one; large, faint or
// tiled slanted text; large faint and huge text that lies on other lines.
func partStamps(lines []line) (text, stamps []line) {
	if !mayHaveStamps(lines) {
		return lines, nil
	}
	usual := usualSize(lines)
	tiles := map[string]int{}
	for _, l := range lines {
		if l.diagonal {
			tiles[l.text]++
		}
	}
	for _, l := range lines {
		l.stamp = l.behind || l.characters <= markLong &&
			(l.diagonal && (l.size >= markSize*usual || l.faint || tiles[l.text] >= markTiled) ||
				!l.diagonal && (l.faint && l.size >= markLarge*usual || l.size >= markHuge*usual) && l.liesOn(lines) > 1)
		if l.stamp {
			stamps = append(stamps, l)
		} else {
			text = append(text, l)
		}
	}
	return text, stamps
}

// mayHaveStamps is a cheap test before sizes are compared.
func mayHaveStamps(lines []line) bool {
	low, high := 0.0, 0.0
	for _, l := range lines {
		if l.behind || l.diagonal {
			return true
		}
		if low == 0 || l.size < low {
			low = l.size
		}
		high = max(high, l.size)
	}
	return high >= markLarge*low
}

func usualSize(lines []line) float64 {
	sizes := make([]float64, 0, len(lines))
	for _, l := range lines {
		if !l.diagonal && !l.behind {
			sizes = append(sizes, l.size)
		}
	}
	return quantile(sizes, 0.5)
}

// liesOn counts the lines of ordinary size a line is drawn over.
func (l line) liesOn(lines []line) int {
	if len(lines) > markLines {
		return 0
	}
	n := 0
	for _, o := range lines {
		if o.size < l.size/1.5 && o.base > l.base-0.1*l.size && o.base+0.3*o.size < l.base+0.7*l.size &&
			o.left < l.right && o.right > l.left {
			n++
		}
	}
	return n
}

// markWatermarks marks large text that stands on the body at the same place of at least
// three pages, and on every other one.
func markWatermarks(sheets []*sheet) {
	at := runs{}
	usual := make([]float64, len(sheets))
	each := func(fn func(n, i int, k runKey)) {
		for n, s := range sheets {
			if usual[n] == 0 {
				usual[n] = usualSize(s.lines)
			}
			for i, l := range s.lines {
				if l.cells == nil && l.size >= markSize*usual[n] && l.characters <= markLong && s.kinds[i] == cchc.BlockBody && l.liesOn(s.lines) > 0 {
					fn(n, i, runningKey(l))
				}
			}
		}
	}
	each(func(n, _ int, k runKey) {
		if p := at[k]; len(p) == 0 || p[len(p)-1] != n {
			at[k] = append(p, n)
		}
	})
	if len(at) == 0 {
		return
	}
	each(func(n, i int, k runKey) {
		if at.runs(k) {
			sheets[n].kinds[i] = cchc.BlockStamp
		}
	})
}
