package pdf

import (
	"errors"
	"math"

	"github.com/ledongthuc/pdf"
)

// Bounds of one page besides cchc.Limits.
const (
	glyphsMax   = 500_000
	formDepth   = 8
	stateDepth  = 512
	operandsMax = 64
	checkEvery  = 4096 // operators between two looks at the caller's patience
)

// errBudget stops a page that has used up its operators, glyphs or bytes.
var errBudget = errors.New("page over its budget")

// glyph is one drawn character code with its text.
type glyph struct {
	x, y   float64 // where its baseline begins, in default user space
	width  float64 // along the baseline
	size   float64 // height of the font
	dx, dy float64 // direction of the baseline, length 1
	text   string
	font   *font
	faint  bool // drawn in light grey or see-through
	behind bool // of a watermark
}

// canvas collects what is drawn on a page. It is not safe for concurrent use.
type canvas struct {
	doc    *document
	check  func() error
	glyphs []glyph
	images float64 // area covered by pictures, in default user space
	paths  int     // segments of drawn lines and curves
	rules  []rule
	shows  int   // strings drawn, readable or not
	ops    int   // operators left
	bytes  int64 // bytes of content left
	outer  paint // around the form being drawn
	behind bool  // a watermark is being drawn
}

func (d *document) canvas(check func() error) *canvas {
	return &canvas{doc: d, check: check, ops: d.lim.Operators, bytes: 2 * d.lim.PartBytes, outer: paint{alpha: 1}}
}

// state is the part of the graphics state that text depends on (ISO 32000-1, 9.3).
type state struct {
	paint
	ctm         matrix
	font        *font
	size        float64
	charSpace   float64
	wordSpace   float64
	stretch     float64 // horizontal scaling, 1 = 100 %
	leading     float64
	rise        float64
	text, lines matrix
}

// interpreter runs one content stream.
type interpreter struct {
	*canvas
	state
	lexer     lexer
	resources pdf.Value
	kinds     [resourceKinds]*resources // of resources, those asked for
	stack     []state
	args      []token
	depth     int
	outline   outline
	content   int // depth of marked content
	watermark int // depth at which the watermark began, 0 outside
}

// run draws a content stream. It returns errBudget, the error of check, or nil.
func (c *canvas) run(content []byte, resources pdf.Value, ctm matrix, depth int) error {
	if c.bytes -= int64(len(content)); c.bytes < 0 {
		return errBudget
	}
	in := c.doc.work.interpreter()
	defer c.doc.work.done(in)
	in.canvas, in.resources, in.depth = c, resources, depth
	in.lexer.begin(content)
	in.state = state{ctm: ctm, stretch: 1, text: identity(), lines: identity(), paint: c.outer}
	for {
		n := len(in.args)
		in.args = append(in.args, token{})
		t := &in.args[n]
		in.lexer.read(t, 0)
		switch {
		case t.kind == kindEnd:
			return nil
		case t.kind == kindOperator:
			in.args = in.args[:n]
		case n < operandsMax:
			continue
		default:
			in.args = in.args[:n]
			continue
		}
		if err := c.tick(); err != nil {
			return err
		}
		if err := in.do(t.text); err != nil {
			return err
		}
		in.args = in.args[:0]
		in.lexer.forget()
	}
}

func (c *canvas) tick() error {
	c.ops--
	if c.ops < 0 || len(c.glyphs) >= glyphsMax {
		return errBudget
	}
	if c.ops%checkEvery == 0 {
		return c.check()
	}
	return nil
}

// num returns operand i as a number, 0 where it is missing.
func (in *interpreter) num(i int) float64 {
	if i < len(in.args) {
		return in.args[i].num
	}
	return 0
}

func (in *interpreter) last() token {
	if n := len(in.args); n > 0 {
		return in.args[n-1]
	}
	return token{}
}

// matrix returns the first six operands.
func (in *interpreter) matrix() matrix {
	return matrix{in.num(0), in.num(1), in.num(2), in.num(3), in.num(4), in.num(5)}
}

func (in *interpreter) do(op []byte) error {
	switch string(op) {
	case "q":
		if len(in.stack) < stateDepth {
			in.stack = append(in.stack, in.state)
		}
	case "Q":
		if n := len(in.stack); n > 0 {
			text, lines := in.text, in.lines // no part of the graphics state
			in.state = in.stack[n-1]
			in.text, in.lines = text, lines
			in.stack = in.stack[:n-1]
		}
	case "cm":
		in.ctm = in.matrix().mul(in.ctm)
	case "gs":
		in.graphicsState()
	case "Do":
		return in.object()
	case "ID":
		in.images += in.ctm.area()
		in.lexer.skipImage()
	default:
		if !in.textOperator(op) && !in.pathOperator(op) && !in.colourOperator(op) {
			in.contentOperator(op)
		}
	}
	return nil
}

// textOperator places and shows text. It reports whether op was one of its own.
func (in *interpreter) textOperator(op []byte) bool {
	switch string(op) {
	case "BT":
		in.text, in.lines = identity(), identity()
	case "Tc":
		in.charSpace = in.num(0)
	case "Tw":
		in.wordSpace = in.num(0)
	case "Tz":
		in.stretch = in.num(0) / 100
	case "TL":
		in.leading = in.num(0)
	case "Ts":
		in.rise = in.num(0)
	case "Tf":
		if len(in.args) >= 2 {
			in.font, in.size = in.namedFont(in.args[0].text), in.num(1)
		}
	case "Td":
		in.newLine(in.num(0), in.num(1))
	case "TD":
		in.leading = -in.num(1)
		in.newLine(in.num(0), in.num(1))
	case "Tm":
		in.text = in.matrix()
		in.lines = in.text
	case "T*":
		in.newLine(0, -in.leading)
	case "Tj":
		in.showOne(in.last().text)
	case "'":
		in.newLine(0, -in.leading)
		in.showOne(in.last().text)
	case `"`:
		in.wordSpace, in.charSpace = in.num(0), in.num(1)
		in.newLine(0, -in.leading)
		in.showOne(in.last().text)
	case "TJ":
		in.showAll(in.last().list)
	default:
		return false
	}
	return true
}

func (in *interpreter) newLine(x, y float64) {
	in.lines = in.lines.move(x, y)
	in.text = in.lines
}

func (in *interpreter) namedFont(name []byte) *font {
	r := in.resource(fontKind, name)
	if r.font == nil {
		r.font = in.doc.font(r.value)
	}
	return r.font
}

func (in *interpreter) graphicsState() {
	gs := in.resource(stateKind, in.last().text).value
	if alpha := in.doc.key(gs, "ca"); !alpha.IsNull() {
		in.alpha = alpha.Float64()
	}
	font := in.doc.key(gs, "Font")
	if font.Len() == 2 {
		in.font, in.size = in.doc.font(in.doc.index(font, 0)), in.doc.index(font, 1).Float64()
	}
}

func (in *interpreter) showAll(list []token) {
	b := in.brush()
	for i := range list {
		t := &list[i]
		switch t.kind {
		case kindString:
			in.show(&b, t.text)
		case kindNumber:
			by := -t.num / 1000 * in.size
			if in.font != nil && in.font.vertical {
				in.text = in.text.move(0, by)
			} else {
				in.text = in.text.move(by*in.stretch, 0)
			}
		}
	}
}

// brush is what the glyphs of one text operator have in common.
type brush struct {
	glyph
	along float64 // length of a unit of text space along the baseline
}

func (in *interpreter) brush() brush {
	b := brush{glyph: glyph{dx: 1, font: in.font}}
	if in.font == nil {
		return b
	}
	world := in.text.mul(in.ctm)
	b.along = math.Hypot(world[0], world[1])
	if b.along > 0 {
		b.dx, b.dy = world[0]/b.along, world[1]/b.along
	}
	b.size = math.Abs(in.size) * in.font.height * math.Hypot(world[2], world[3])
	if in.size*in.stretch < 0 {
		b.dx, b.dy = -b.dx, -b.dy
	}
	b.faint, b.behind = in.faint(), in.behind || in.watermark > 0
	return b
}

// show draws a string (ISO 32000-1, 9.4.4).
func (in *interpreter) show(b *brush, s []byte) {
	in.shows++
	f := in.font
	if f == nil || len(in.glyphs) >= glyphsMax {
		return
	}
	text, glyphs, g := in.text, in.glyphs, b.glyph
	for len(s) > 0 {
		m, n := f.next(s)
		space := n == 1 && s[0] == ' '
		s = s[n:]
		g.x, g.y = text.move(0, in.rise).origin(&in.ctm)
		g.text, g.width = m.text, math.Abs(m.width*in.size*in.stretch*b.along)
		glyphs = append(glyphs, g)
		by := m.width*in.size + in.charSpace
		if space {
			by += in.wordSpace
		}
		if f.vertical {
			text = text.move(0, -in.size-in.charSpace)
		} else {
			text = text.move(by*in.stretch, 0)
		}
	}
	in.text, in.glyphs = text, glyphs
}

func (in *interpreter) showOne(s []byte) {
	b := in.brush()
	in.show(&b, s)
}

// object draws a form or counts a picture.
func (in *interpreter) object() error {
	x := in.resource(objectKind, in.last().text).value
	if in.doc.key(x, "Subtype").Name() == "Image" {
		in.images += in.ctm.area()
		x0, y0 := in.ctm.apply(0, 0)
		x1, y1 := in.ctm.apply(1, 1)
		in.thin(newRule(x0, y0, x1, y1))
		return nil
	}
	outer, behind := in.outer, in.behind
	in.outer, in.behind = in.paint, behind || in.watermark > 0
	err := in.form(x, in.resources, in.ctm, in.depth+1)
	in.outer, in.behind = outer, behind
	return err
}

// form draws a form XObject, whose own resources come before those around it.
func (c *canvas) form(x, around pdf.Value, ctm matrix, depth int) error {
	if c.doc.key(x, "Subtype").Name() != "Form" || depth > formDepth {
		return nil
	}
	if m, ok := c.doc.floats(c.doc.key(x, "Matrix"), 6); ok {
		ctm = matrix(m).mul(ctm)
	}
	own := c.doc.key(x, "Resources")
	if own.IsNull() {
		own = around
	}
	return c.run(c.doc.stream(x), own, ctm, depth)
}
