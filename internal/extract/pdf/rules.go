package pdf

import "math"

// Bounds and measures of ruling lines, in points of default user space.
const (
	rulesMax  = 20_000 // kept of one page
	pathMax   = 4_000  // segments kept of one path
	ruleThick = 3.5    // a filled box no thicker is a ruling line
	ruleShort = 3.0    // no ruling line is shorter
	ruleSlant = 0.7    // how far its ends may be out of line
	shadeWide = 8.0    // least width of a shaded cell
	shadeHigh = 6.0    // least height
	ruleWhite = 0.97   // a line lighter than this is not seen
)

// rule is a level or upright ruling line: x0 ≤ x1, y0 ≤ y1, one of them nearly equal.
type rule struct {
	x0, y0, x1, y1 float64
	shade          bool // only the edge of a shaded box
}

func newRule(x0, y0, x1, y1 float64) rule {
	return rule{x0: min(x0, x1), y0: min(y0, y1), x1: max(x0, x1), y1: max(y0, y1)}
}

func (r rule) wide() float64 { return r.x1 - r.x0 }
func (r rule) high() float64 { return r.y1 - r.y0 }

// outline is the path being built (ISO 32000-1, 8.5.2), in default user space. Curves
// only move the point: no table is ruled with them.
type outline struct {
	x, y, startX, startY float64
	segments             []rule
	boxes                []part
}

// part is what a part of a path spans; bent, where it is no box.
type part struct {
	rule
	bent bool
}

func (o *outline) clear() {
	o.segments, o.boxes = o.segments[:0], o.boxes[:0]
}

func (o *outline) begin(x, y float64) {
	o.x, o.y, o.startX, o.startY = x, y, x, y
	if len(o.boxes) < pathMax {
		o.boxes = append(o.boxes, part{rule: newRule(x, y, x, y)})
	}
}

func (o *outline) line(x, y float64) {
	if len(o.segments) < pathMax {
		o.segments = append(o.segments, newRule(o.x, o.y, x, y))
	}
	if n := len(o.boxes); n > 0 {
		b := &o.boxes[n-1]
		b.x0, b.y0, b.x1, b.y1 = min(b.x0, x), min(b.y0, y), max(b.x1, x), max(b.y1, y)
		b.bent = b.bent || math.Abs(x-o.x) > ruleSlant && math.Abs(y-o.y) > ruleSlant
	}
	o.x, o.y = x, y
}

func (o *outline) close() {
	if o.x != o.startX || o.y != o.startY {
		o.line(o.startX, o.startY)
	}
}

// point is operands i and i+1 in default user space.
func (in *interpreter) point(i int) (x, y float64) { return in.ctm.apply(in.num(i), in.num(i+1)) }

// pathOperator builds and paints paths. It reports whether op was one of its own.
func (in *interpreter) pathOperator(op []byte) bool {
	o := &in.outline
	switch string(op) {
	case "m":
		in.paths++
		o.begin(in.point(0))
	case "l":
		in.paths++
		o.line(in.point(0))
	case "c", "v", "y":
		in.paths++
		if n := len(in.args); n >= 2 {
			o.line(in.point(n - 2)) // a chord: slanted, or too short to matter
		}
	case "re":
		in.paths++
		in.rectangle()
	case "h":
		o.close()
	case "s", "b", "b*":
		o.close()
		in.stroked()
	case "S", "B", "B*":
		in.stroked()
	case "f", "F", "f*":
		in.filled()
	case "n":
		o.clear()
	default:
		return false
	}
	return true
}

func (in *interpreter) rectangle() {
	o := &in.outline
	x, y, w, h := in.num(0), in.num(1), in.num(2), in.num(3)
	o.begin(in.ctm.apply(x, y))
	o.line(in.ctm.apply(x+w, y))
	o.line(in.ctm.apply(x+w, y+h))
	o.line(in.ctm.apply(x, y+h))
	o.close()
}

// stroked keeps the level and upright segments of the path.
func (in *interpreter) stroked() {
	if in.strokeLight < ruleWhite {
		for _, s := range in.outline.segments {
			if s.wide() <= ruleSlant || s.high() <= ruleSlant {
				in.rule(s)
			}
		}
	}
	in.outline.clear()
}

// filled keeps the parts of the path that are so thin that they are seen as lines, and
// the edges of boxes: the cells of some tables are only shaded.
func (in *interpreter) filled() {
	if in.fillLight < ruleWhite || in.coloured {
		for _, b := range in.outline.boxes {
			if !b.bent && b.wide() >= shadeWide && b.high() >= shadeHigh {
				in.rule(rule{b.x0, b.y0, b.x1, b.y0, true})
				in.rule(rule{b.x0, b.y1, b.x1, b.y1, true})
				in.rule(rule{b.x0, b.y0, b.x0, b.y1, true})
				in.rule(rule{b.x1, b.y0, b.x1, b.y1, true})
				continue
			}
			in.thin(b.rule)
		}
	}
	in.outline.clear()
}

// thin keeps the middle of a thin box.
func (c *canvas) thin(b rule) {
	switch {
	case b.high() <= ruleThick && b.wide() > 2*b.high():
		b.y0 = (b.y0 + b.y1) / 2
		b.y1 = b.y0
	case b.wide() <= ruleThick && b.high() > 2*b.wide():
		b.x0 = (b.x0 + b.x1) / 2
		b.x1 = b.x0
	default:
		return
	}
	c.rule(b)
}

func (c *canvas) rule(r rule) {
	length := max(r.wide(), r.high())
	if length < ruleShort || length > 1e5 || math.IsNaN(length) || len(c.rules) >= rulesMax {
		return
	}
	c.rules = append(c.rules, r)
}

// turn brings rules into the coordinates of lines: see [line].
func turn(rules []rule, dx, dy float64) []rule {
	if dx == 1 {
		return rules
	}
	out := make([]rule, len(rules))
	for i, r := range rules {
		out[i] = newRule(r.x0*dx+r.y0*dy, r.y0*dx-r.x0*dy, r.x1*dx+r.y1*dy, r.y1*dx-r.x1*dy)
		out[i].shade = r.shade
	}
	return out
}
