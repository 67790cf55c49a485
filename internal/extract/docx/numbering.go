package docx

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// levels of a list (ECMA-376 part 1, 17.9).
const levels = 9

// longestLabel is the longest pattern of a number taken for one, in bytes.
const longestLabel = 256

// numRef is what a paragraph or a style says of its number.
type numRef struct {
	set      bool
	id       int // 0: explicitly none
	level    int
	levelSet bool
	style    string // the style it came from, whose level the list may name
}

func (n numRef) over(q numRef) numRef {
	switch {
	case !n.set && !n.levelSet:
		return q
	case !n.set: // only the level is its own
		q.level, q.levelSet, q.style = n.level, true, ""
		return q
	}
	return n
}

func parseNumRef(d *scanner) (n numRef, err error) {
	for {
		kind, err := d.next()
		if err != nil {
			return n, err
		}
		switch kind {
		case endTag:
			return n, nil
		case startTag:
			e := d.el
			switch e.local {
			case "numId":
				n.set, n.id = true, number(e, "val")
			case "ilvl":
				n.levelSet, n.level = true, min(max(number(e, "val"), 0), levels-1)
			}
			if err := skip(d); err != nil {
				return n, err
			}
		}
	}
}

// level is how one level of a list counts.
type level struct {
	defined bool
	start   int
	format  string
	text    string // "Điều %1.", "%1.%2"
	glued   bool   // nothing between the number and the text
	legal   bool   // all numbers in it are decimal
	restart int    // level, from 1, after which it starts again; 0: the one above; -1: never
	style   string
	run     runProps // of the number
}

// list is an abstract list; the lists of a document that share it count on together.
type list struct {
	levels    [levels]level
	styleLink string // it is the list of this numbering style
	numStyle  string // it stands for the list of that numbering style
}

// instance is a w:num: a list with what is different about it.
type instance struct {
	list      string
	overrides [levels]override
}

type override struct {
	start *int
	level *level
}

// numbering counts the lists of one document. It is used in document order.
type numbering struct {
	lists     map[string]*list
	instances map[int]*instance
	counters  map[string]*[levels]int // by list; -1: not begun
	begun     map[int]bool            // instances whose own start was applied
}

// parseNumbering reads numbering.xml; of a damaged one it keeps what came before the damage.
func parseNumbering(content string) *numbering {
	n := &numbering{lists: map[string]*list{}, instances: map[int]*instance{}, counters: map[string]*[levels]int{}, begun: map[int]bool{}}
	d := newScanner(content)
	for {
		kind, err := d.next()
		if err != nil {
			break
		}
		e := d.el
		if kind != startTag {
			continue
		}
		switch e.local {
		case "abstractNum":
			n.lists[attr(e, "abstractNumId")] = parseList(d)
		case "num":
			n.instances[number(e, "numId")] = parseInstance(d)
		}
	}
	n.link()
	return n
}

// link lets a list that stands for a numbering style be the list of that style.
func (n *numbering) link() {
	byStyle := map[string]*list{}
	for _, l := range n.lists {
		if l.styleLink != "" {
			byStyle[l.styleLink] = l
		}
	}
	for _, l := range n.lists {
		if target := byStyle[l.numStyle]; l.numStyle != "" && target != nil {
			l.levels = target.levels
		}
	}
}

func parseList(d *scanner) *list {
	l := &list{}
	for depth := 1; depth > 0; {
		kind, err := d.next()
		if err != nil {
			return l
		}
		switch kind {
		case endTag:
			depth--
		case startTag:
			e := d.el
			depth++
			switch e.local {
			case "lvl":
				if at := number(e, "ilvl"); at >= 0 && at < levels {
					l.levels[at] = parseLevel(d)
					depth--
				}
			case "styleLink":
				l.styleLink = attr(e, "val")
			case "numStyleLink":
				l.numStyle = attr(e, "val")
			}
		}
	}
	return l
}

func parseLevel(d *scanner) level {
	l := level{defined: true, format: "decimal"}
	for depth := 1; depth > 0; {
		kind, err := d.next()
		if err != nil {
			return l
		}
		switch kind {
		case endTag:
			depth--
		case startTag:
			e := d.el
			depth++
			switch e.local {
			case "start":
				l.start = number(e, "val")
			case "numFmt":
				if f := attr(e, "val"); f != "" && !strings.HasPrefix(l.format, customFormat) {
					l.format = f
				}
				if own := attr(e, "format"); l.format == "custom" && own != "" {
					l.format = customFormat + own
				}
			case "lvlText":
				if l.text = attr(e, "val"); len(l.text) > longestLabel {
					l.text = ""
				}
			case "suff":
				l.glued = attr(e, "val") == "nothing"
			case "isLgl":
				l.legal = switched(e) == on
			case "lvlRestart":
				if l.restart = number(e, "val"); l.restart == 0 {
					l.restart = -1
				}
			case "pStyle":
				l.style = attr(e, "val")
			case "rPr":
				if l.run, err = parseRunProps(d); err != nil {
					return l
				}
				depth--
			case "pPr": // indents
				if skip(d) != nil {
					return l
				}
				depth--
			}
		}
	}
	return l
}

func parseInstance(d *scanner) *instance {
	in := &instance{}
	at := 0
	for depth := 1; depth > 0; {
		kind, err := d.next()
		if err != nil {
			return in
		}
		switch kind {
		case endTag:
			depth--
		case startTag:
			e := d.el
			depth++
			switch e.local {
			case "abstractNumId":
				in.list = attr(e, "val")
			case "lvlOverride":
				at = min(max(number(e, "ilvl"), 0), levels-1)
			case "startOverride":
				start := number(e, "val")
				in.overrides[at].start = &start
			case "lvl":
				own := parseLevel(d)
				in.overrides[at].level = &own
				depth--
			}
		}
	}
	return in
}

// level returns how an instance counts at a level.
func (n *numbering) level(in *instance, l *list, at int) level {
	if own := in.overrides[at].level; own != nil {
		return *own
	}
	return l.levels[at]
}

// next counts a paragraph and returns its label with what separates it from the text and
// the properties of its characters; "" where it has none.
func (n *numbering) next(ref numRef) (label string, run runProps) {
	if n == nil || ref.id == 0 {
		return "", run
	}
	in := n.instances[ref.id]
	if in == nil {
		return "", run
	}
	l := n.lists[in.list]
	if l == nil {
		return "", run
	}
	at := n.place(in, l, ref)
	def := n.level(in, l, at)
	if !def.defined {
		return "", run
	}
	count := n.count(ref.id, in, l, at)
	label = n.label(in, l, def, at, count)
	switch {
	case label == "" || def.run.hidden == on:
		return "", run
	case !def.glued:
		label += " "
	}
	return label, def.run
}

// place finds the level: of its own, else the one that names the style.
func (n *numbering) place(in *instance, l *list, ref numRef) int {
	if ref.style != "" {
		for at := range levels {
			if n.level(in, l, at).style == ref.style {
				return at
			}
		}
	}
	return ref.level
}

func (n *numbering) count(id int, in *instance, l *list, at int) *[levels]int {
	c := n.counters[in.list]
	if c == nil {
		c = &[levels]int{-1, -1, -1, -1, -1, -1, -1, -1, -1}
		n.counters[in.list] = c
	}
	if !n.begun[id] {
		n.begun[id] = true
		for k, o := range in.overrides {
			if o.start != nil {
				c[k] = *o.start - 1
			}
		}
	}
	for k := range at { // "3.1" before any "3." counts as one: the next is "4."
		if c[k] < 0 {
			c[k] = n.level(in, l, k).start
		}
	}
	if c[at] < 0 {
		c[at] = n.level(in, l, at).start
	} else {
		c[at]++
	}
	for k := at + 1; k < levels; k++ {
		r := n.level(in, l, k).restart
		if r == 0 || r > 0 && at < r {
			c[k] = n.begin(in, k)
		}
	}
	return c
}

// begin is the counter of a level that starts again.
func (n *numbering) begin(in *instance, at int) int {
	if o := in.overrides[at].start; o != nil {
		return *o - 1
	}
	return -1
}

func (n *numbering) label(in *instance, l *list, def level, at int, c *[levels]int) string {
	if def.format == "bullet" {
		return bullet(def.text, symbolFontOf(def.run.font))
	}
	var b strings.Builder
	for i := 0; i < len(def.text); i++ {
		if def.text[i] != '%' || i+1 == len(def.text) || def.text[i+1] < '1' || def.text[i+1] > '9' {
			b.WriteByte(def.text[i])
			continue
		}
		i++
		k := int(def.text[i] - '1')
		other := n.level(in, l, k)
		format, value := other.format, c[k]
		if value < 0 {
			value = other.start
		}
		if def.legal && k < at {
			format = "decimal"
		}
		b.WriteString(formatNumber(value, format))
	}
	return strings.TrimSpace(b.String())
}

// bullet gives plain signs and boxes to be ticked as they are and "-" for every picture.
func bullet(text string, font symbolFont) string {
	r, size := utf8.DecodeRuneInString(strings.TrimSpace(text))
	if size == 0 || size < len(strings.TrimSpace(text)) {
		return "-"
	}
	r = symbol(r, font)
	if r > ' ' && r < 0x7F && !unicode.IsLetter(r) || strings.ContainsRune("☐☑☒✓✗→", r) {
		return string(r)
	}
	return "-"
}

// customFormat precedes a format of the document's own: "001, 002, 003, ...".
const customFormat = "custom:"

// formatNumber writes a number in a format of ECMA-376 part 1, 17.18.59; an unknown one
// is decimal.
func formatNumber(n int, format string) string {
	switch format {
	case "none":
		return ""
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperLetter":
		return strings.ToUpper(letters(n))
	case "lowerLetter":
		return letters(n)
	case "numberInDash":
		return "- " + strconv.Itoa(n) + " -"
	case "decimalEnclosedParen":
		return "(" + strconv.Itoa(n) + ")"
	case "decimalEnclosedFullstop":
		return strconv.Itoa(n) + "."
	case "decimalZero":
		if n >= 0 && n < 10 {
			return "0" + strconv.Itoa(n)
		}
	}
	if own, ok := strings.CutPrefix(format, customFormat); ok && n >= 0 {
		first, _, _ := strings.Cut(own, ",")
		return fmt.Sprintf("%0*d", min(len(strings.TrimSpace(first)), widestNumber), n)
	}
	return strconv.Itoa(n)
}

// widestNumber is the most digits a number is filled up to with zeros.
const widestNumber = 9

func roman(n int) string {
	if n <= 0 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, s := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= s.value {
			b.WriteString(s.sign)
			n -= s.value
		}
	}
	return b.String()
}

// letters counts a…z, aa…zz, aaa…, as Word does.
func letters(n int) string {
	if n <= 0 || n > 26*20 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(rune('a'+(n-1)%26)), (n-1)/26+1)
}
