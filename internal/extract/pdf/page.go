package pdf

import (
	"math"
	"strings"

	"github.com/ledongthuc/pdf"

	"minhchung/internal/cchc"
)

// Bounds of the annotations of a page.
const annotationsMax = 2000

// extra is what a page holds besides the lines of its content.
type extra struct {
	stamps []line
	cover  float64 // share of the page under pictures, 0..1
	paths  int
	shows  int // strings drawn
}

// box is the media box of a page.
type box struct{ left, bottom, right, top float64 }

// page draws one page and makes lines of it. whole is false where a fault or a budget
// kept something back.
func (d *document) page(node pdf.Value, check func() error) (s *sheet, x extra, whole bool) {
	s = &sheet{}
	whole = true
	defer func() {
		if r := recover(); r != nil {
			whole = false
		}
	}()
	d.faults = 0
	area := d.mediaBox(node)
	c := d.canvas(check)
	c.glyphs = d.work.glyphs[:0]
	err := c.run(d.contents(node), d.inherited(node, "Resources"), identity(), 0)
	glyphs := area.inside(c.glyphs)
	s.rules, c.rules = c.rules, nil
	s.set(glyphs, area)
	x.cover = min(1, c.images/math.Max(1, (area.right-area.left)*(area.top-area.bottom)))
	x.paths, x.shows = c.paths, c.shows
	c.glyphs = c.glyphs[:0] // the lines hold nothing of them
	if err == nil {
		err = d.annotations(node, c)
	}
	x.stamps = readLines(c.glyphs)
	writeText(x.stamps)
	d.work.glyphs = c.glyphs[:0]
	return s, x, err == nil && d.faults == 0
}

// contents joins the content streams of a page; an operator may begin in one and end
// in the next, but never a token.
func (d *document) contents(node pdf.Value) []byte {
	v := d.key(node, "Contents")
	if v.Kind() != pdf.Array {
		return d.stream(v)
	}
	var out []byte
	for i := 0; i < v.Len() && int64(len(out)) < d.lim.PartBytes; i++ {
		out = append(append(out, d.stream(d.index(v, i))...), '\n')
	}
	return out
}

func (d *document) mediaBox(node pdf.Value) box {
	if m, ok := d.floats(d.inherited(node, "MediaBox"), 4); ok {
		b := box{min(m[0], m[2]), min(m[1], m[3]), max(m[0], m[2]), max(m[1], m[3])}
		if b.right-b.left > 10 && b.top-b.bottom > 10 {
			return b
		}
	}
	return unknownBox()
}

// unknownBox is one nothing lies outside of.
func unknownBox() box { return box{-1e6, -1e6, 1e6, 1e6} }

// inside drops glyphs drawn outside the page, what presentations leave lying beside
// their slides: nobody sees them.
func (b box) inside(glyphs []glyph) []glyph {
	n := 0
	for i := range glyphs {
		g := &glyphs[i]
		if g.x+g.width*g.dx >= b.left && g.x <= b.right && g.y+g.size >= b.bottom && g.y <= b.top {
			if i > n {
				glyphs[n] = *g
			}
			n++
		}
	}
	return glyphs[:n]
}

// set makes the lines of the page.
func (s *sheet) set(glyphs []glyph, area box) {
	dx, dy := mainDirection(glyphs)
	rows := readRows(glyphs)
	plan := newPlan(rows, s.rules, dx, dy)
	lines := plan.lines(rows, dx, dy)
	writeText(lines)
	s.rules = nil
	s.lines = plan.order(lines)
	s.kinds = make([]cchc.BlockKind, len(s.lines))
	for i, l := range s.lines {
		if l.stamp {
			s.kinds[i] = cchc.BlockStamp
		}
	}
	// The base of a line is y·dx − x·dy; the page's edges in the same measure.
	a, b := area.top*dx-area.left*dy, area.bottom*dx-area.right*dy
	c, e := area.top*dx-area.right*dy, area.bottom*dx-area.left*dy
	s.top, s.bottom = max(a, b, c, e), min(a, b, c, e)
}

// annotations draws the appearances of the annotations of a page that are seen: stamps,
// signature panels, filled fields (ISO 32000-1, 12.5.5).
func (d *document) annotations(node pdf.Value, c *canvas) error {
	const hidden = 2
	list := d.key(node, "Annots")
	for i := range min(list.Len(), annotationsMax) {
		a := d.index(list, i)
		kind := d.key(a, "Subtype").Name()
		if d.key(a, "F").Int64()&hidden != 0 || kind == "Link" || kind == "Popup" {
			continue
		}
		look := d.path(a, "AP", "N")
		if look.Kind() == pdf.Dict {
			look = d.key(look, d.key(a, "AS").Name())
		}
		if look.Kind() != pdf.Stream {
			continue
		}
		at := identity()
		if r, ok := d.floats(d.key(a, "Rect"), 4); ok {
			at[4], at[5] = r[0], r[1]
		}
		if err := c.run(d.stream(look), d.key(look, "Resources"), at, 1); err != nil {
			return err
		}
	}
	return nil
}

// finish makes the page out of its lines.
func (s *sheet) finish(number int, x extra) cchc.Page {
	var head, foot, over []line
	body := make([]line, 0, len(s.lines))
	for i, l := range s.lines {
		if 2*l.unreadable > l.characters {
			continue // replacement characters are no text
		}
		switch s.kinds[i] {
		case cchc.BlockHeader:
			head = append(head, l)
		case cchc.BlockFooter:
			foot = append(foot, l)
		case cchc.BlockStamp:
			over = append(over, l)
		default:
			body = append(body, l)
		}
	}
	j := s.judge(x)
	p := cchc.Page{Number: number, Source: cchc.SourceText, Quality: j.quality, NeedsOCR: j.needsOCR}
	p.Blocks = append(p.Blocks, single(head, cchc.BlockHeader)...)
	p.Blocks = append(p.Blocks, blocks(body)...)
	p.Blocks = append(p.Blocks, single(foot, cchc.BlockFooter)...)
	p.Blocks = append(p.Blocks, single(over, cchc.BlockStamp)...)
	p.Blocks = append(p.Blocks, single(x.stamps, cchc.BlockStamp)...)
	return p
}

// single makes a block of every line.
func single(lines []line, kind cchc.BlockKind) []cchc.Block {
	var out []cchc.Block
	for _, l := range lines {
		if l.text != "" {
			out = append(out, cchc.Block{Text: strings.Trim(l.text, "\t"), Kind: kind, Bold: l.bold})
		}
	}
	return out
}
