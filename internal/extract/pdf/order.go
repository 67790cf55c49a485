package pdf

import "sort"

// chunk is a stretch of lines drawn from top to bottom.
type chunk struct {
	lines       []line
	top, bottom float64
}

// sortLines brings the lines of a page into reading order where that is safe: stretches
// drawn from top to bottom are put in the order of their heights, except that
// stretches side by side (columns, cells of a table) keep the order they were drawn in.
func sortLines(lines []line) []line {
	chunks := cutChunks(lines)
	if len(chunks) < 2 {
		return lines
	}
	chunks = mergeChunks(chunks)
	out := make([]line, 0, len(lines))
	for _, c := range chunks {
		out = append(out, c.lines...)
	}
	return out
}

// cutChunks begins a chunk wherever drawing goes back up. The chunks share the memory of
// lines.
func cutChunks(lines []line) []chunk {
	var out []chunk
	start := 0 // of the last chunk
	for i := range lines {
		l := &lines[i]
		top, bottom := l.base+0.7*l.size, l.low-0.2*l.size
		if i > 0 && (l.aslant || l.base < lines[i-1].base+0.5*l.size) {
			c := &out[len(out)-1]
			c.lines = lines[start : i+1 : i+1]
			if !l.aslant {
				c.top, c.bottom = max(c.top, top), min(c.bottom, bottom)
			}
			continue
		}
		start = i
		out = append(out, chunk{lines: lines[i : i+1 : i+1], top: top, bottom: bottom})
	}
	return out
}

// mergeChunks joins chunks that share heights, over and over until none do, and returns
// them from top to bottom. Chunks keep their drawing order inside a joined one.
func mergeChunks(chunks []chunk) []chunk {
	type span struct {
		top, bottom float64
	}
	order := make([]int, len(chunks))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return chunks[order[i]].top > chunks[order[j]].top })
	group := make([]int, len(chunks)) // chunk → group
	var groups []span
	for _, i := range order {
		c := chunks[i]
		if n := len(groups); n > 0 && c.top > groups[n-1].bottom {
			groups[n-1].bottom = min(groups[n-1].bottom, c.bottom)
			group[i] = n - 1
			continue
		}
		groups = append(groups, span{top: c.top, bottom: c.bottom})
		group[i] = len(groups) - 1
	}
	out := make([]chunk, len(groups))
	for i, c := range chunks {
		g := &out[group[i]]
		g.lines = append(g.lines, c.lines...)
	}
	for i := range out {
		out[i].top, out[i].bottom = groups[i].top, groups[i].bottom
	}
	return out
}
