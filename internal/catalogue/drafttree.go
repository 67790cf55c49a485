package catalogue

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
)

// depth is how many of the nodes of the path a row stands under, and whether its number
// fits there.
func (d *drafter) depth(e entry, byColumn bool) (depth int, fits bool) {
	if byColumn {
		return d.depthByColumn(e), true
	}
	switch e.label.kind {
	case labelUpper:
		return d.above(labelUpper, 0), true
	case labelRoman:
		return d.above(labelRoman, d.below(labelUpper)), true
	case labelLower:
		return d.above(labelLower, len(d.path)), true
	case labelDecimal:
		return d.depthOfDecimal(e.label)
	default:
		return len(d.path), true
	}
}

// above is the place of the node of a kind on the path, def where there is none.
func (d *drafter) above(kind labelKind, def int) int {
	for i, n := range d.path {
		if n.label.kind == kind {
			return i
		}
	}
	return def
}

// below is the place under the last node of a kind.
func (d *drafter) below(kinds ...labelKind) int {
	for i := len(d.path) - 1; i >= 0; i-- {
		if slices.Contains(kinds, d.path[i].label.kind) {
			return i + 1
		}
	}
	return 0
}

func (d *drafter) depthOfDecimal(l label) (int, bool) {
	prefix := l.parts[:len(l.parts)-1]
	for i, n := range d.path { // a sibling, or the parent
		if n.label.kind != labelDecimal {
			continue
		}
		if len(n.label.parts) == len(l.parts) && slices.Equal(n.label.parts[:len(prefix)], prefix) {
			return i, true
		}
		if len(prefix) > 0 && slices.Equal(n.label.parts, prefix) {
			return i + 1, true
		}
	}
	heads := d.below(labelUpper, labelRoman, labelNone)
	if len(prefix) == 0 {
		return heads, true
	}
	if heads > 0 && len(prefix) == 1 && !d.hasDecimal(heads) {
		head := d.path[heads-1].label
		return heads, head.kind == labelNone || ordinal(head) == prefix[0]
	}
	for i := len(d.path) - 1; i >= 0; i-- { // its own criterion is missing: under the one above that
		if up := d.path[i].label; up.kind == labelDecimal && len(up.parts) < len(prefix) && slices.Equal(up.parts, prefix[:len(up.parts)]) {
			return i + 1, false
		}
	}
	for i := len(d.path) - 1; i >= heads; i-- {
		if up := d.path[i].label; up.kind == labelDecimal && len(up.parts) < len(l.parts) {
			return i + 1, false
		}
	}
	return heads, heads == 0 && len(d.roots) == 0
}

func (d *drafter) hasDecimal(from int) bool {
	for _, n := range d.path[from:] {
		if n.label.kind == labelDecimal {
			return true
		}
	}
	return false
}

// ordinal is what a Roman number or letter counts.
func ordinal(l label) string {
	if l.kind == labelUpper {
		return strconv.Itoa(int(l.text[0]-'A') + 1)
	}
	value, last := 0, 0
	for i := len(l.text) - 1; i >= 0; i-- {
		v := map[byte]int{'I': 1, 'V': 5, 'X': 10}[l.text[i]]
		if v < last {
			v = -v
		} else {
			last = v
		}
		value += v
	}
	return strconv.Itoa(value)
}

// depthByColumn stands a title under the last one of a column to its left; in the same
// column under the number it continues.
func (d *drafter) depthByColumn(e entry) int {
	for i, n := range d.path {
		if n.group < e.group {
			continue
		}
		if n.group == e.group && len(e.label.parts) > 1 && slices.Equal(n.label.parts, e.label.parts[:len(e.label.parts)-1]) {
			return i + 1
		}
		return i
	}
	return len(d.path)
}

// name gives a node its identity: the number as printed, with what stands above it where
// numbers begin anew; a made one where there is no number. Never anything of the title.
func (d *drafter) name(n *draftNode, position int) {
	id := n.label.text
	switch {
	case n.label.kind == labelNone:
		n.made = true
		id = strconv.Itoa(position)
		if n.parent != nil {
			id = n.parent.id + "." + id
		}
	case n.parent != nil && len(n.label.parts) < 2:
		id = n.parent.id + "." + id
	case n.parent != nil && n.parent.label.kind == labelDecimal && n.parent.id != n.parent.label.text:
		id = n.parent.id + "." + n.label.parts[len(n.label.parts)-1]
	}
	first := id
	for i := 2; d.used[id]; i++ {
		id = first + "-" + strconv.Itoa(i)
	}
	d.used[id] = true
	n.id = id
	if n.made {
		d.ask(false, n.row, id, cchc.NewReason("draft-number-made", id), n.title)
	} else if id != first {
		d.ask(true, n.row, id, cchc.NewReason("draft-number-twice", first, id), n.title)
	}
}

// settle decides what the rows without number are, and which numbered ones are parts of
// the criterion above rather than criteria.
func (d *drafter) settle(nodes []*draftNode) {
	for _, n := range nodes {
		d.settleLoose(n)
		d.settle(n.children)
		d.fold(n)
	}
}

func (d *drafter) settleLoose(n *draftNode) {
	if len(n.loose) == 0 {
		return
	}
	sum := 0.0
	for _, x := range n.loose {
		sum += x.points
	}
	if len(n.children) == 0 && (n.points == 0 || math.Abs(sum-n.points) < 1e-6) {
		for i, x := range n.loose {
			n.children = append(n.children, x)
			d.name(x, i+1)
		}
		n.loose = nil
		return
	}
	for _, x := range n.loose { // ways to earn the points of n
		n.how = append(n.how, x.title+": "+number(x.points))
		n.evidence = append(n.evidence, x.evidence...)
	}
	d.ask(false, n.loose[0].row, n.id, cchc.NewReason("draft-steps"), n.loose[0].title)
	n.loose = nil
}

// fold takes children without points into a criterion with points: they are the papers
// or steps of it.
func (d *drafter) fold(n *draftNode) {
	if len(n.children) == 0 || n.points == 0 {
		return
	}
	for _, x := range n.children {
		if x.points > 0 || len(x.children) > 0 || isSurvey(x) {
			return
		}
	}
	for _, x := range n.children {
		n.how = append(n.how, strings.TrimSpace(x.label.text+" "+x.title))
		n.how = append(n.how, x.how...)
		n.evidence = append(n.evidence, x.evidence...)
		n.note = append(n.note, x.note...)
	}
	d.ask(true, n.children[0].row, n.id, cchc.NewReason("draft-folded", strconv.Itoa(len(n.children))), n.children[0].title)
	n.children = nil
}

func isSurvey(n *draftNode) bool {
	if p := plain(n.survey); p != "" && p != "-" && p != "0" {
		return true
	}
	return n.surveyWords()
}

func (n *draftNode) surveyWords() bool {
	all := plain(strings.Join([]string{n.title, strings.Join(n.evidence, " "), strings.Join(n.how, " "), strings.Join(n.note, " ")}, " "))
	return strings.Contains(all, "dieu tra xa hoi hoc") || strings.Contains(all, "dtxhh") || strings.Contains(all, "dieu tra xhh") || strings.Contains(all, "khao sat xa hoi hoc")
}
