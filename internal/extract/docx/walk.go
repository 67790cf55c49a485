package docx

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
)

// maxDepth bounds the nesting of elements. A table in a table takes about eight.
const maxDepth = 400

var (
	errDepth = errors.New("the XML is nested too deep")
	errLimit = errors.New("limit of text")
)

// sheet is what the walks over the parts of one document share.
type sheet struct {
	ctx     context.Context //nolint:containedctx // lives as long as one call of Read
	styles  *styles
	numbers func() *numbering
	left    int64 // bytes of text that may still be kept
}

// walker makes pieces of one part.
type walker struct {
	*sheet
	d     *scanner
	kind  cchc.BlockKind // of paragraphs
	notes map[string][]*piece
	depth int
	steps int

	fields   fields
	part     func(id string) string                     // a related part, once; nil: none
	embedded func(content []byte) ([]cchc.Block, error) // reads embedded documents; nil: none is read

	pages    pageCount
	pictures map[int]bool // pages with pictures
	margins  margins
	foreign  bool // embeds a document that was not read (altChunk)
	top      []*piece
	spare    []*underway
}

// scope is where the walk stands. Box or margin: page breaks mean nothing there.
type scope struct {
	into   *[]*piece // where paragraphs go
	para   *piece
	props  *paraProps // of para
	after  *[]*piece  // what follows para: text boxes
	notes  *[]*piece  // where notes go: behind para, or behind the table it stands in
	run    runProps
	row    *piece
	text   bool // characters are text
	still  bool // pages do not turn here
	cell   bool
	unseen bool // in a drawing that is hidden
	// prompt is set in a content control that was not filled in.
	prompt *prompt
}

// walk reads the whole part. errLimit and errors of the XML leave what was read in top.
func (w *walker) walk(content string) error {
	w.d = newScanner(content)
	if w.pictures == nil {
		w.pictures = map[int]bool{}
	}
	for {
		err := w.children(scope{into: &w.top, still: w.kind != cchc.BlockBody})
		if err == nil {
			continue // the end of the root; a second root is tolerated
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		return err
	}
}

// children walks up to the end of the element the decoder stands in.
func (w *walker) children(at scope) error {
	if w.depth++; w.depth > maxDepth {
		return errDepth
	}
	defer func() { w.depth-- }()
	chosen := false // of an mc:AlternateContent
	for {
		kind, err := w.d.next()
		if err != nil {
			return err //nolint:wrapcheck // io.EOF is told from the rest above
		}
		if w.steps++; w.steps%1024 == 0 && w.ctx.Err() != nil {
			return fmt.Errorf("walk: %w", context.Cause(w.ctx))
		}
		switch kind {
		case endTag:
			return nil
		case charData:
			if at.text {
				err = w.characters(oneLine(w.d.text), at)
			}
		case startTag:
			e := w.d.el
			switch e.local {
			case "docPr": // of a drawing, before what it draws
				at.unseen = flag(e, "hidden")
				err = skip(w.d)
			case "sdtPr":
				at.prompt, err = w.controlProps()
			case "Choice", "Fallback":
				if chosen {
					err = skip(w.d)
				} else {
					chosen = true
					err = w.children(at)
				}
			default:
				err = w.element(e, at)
			}
		}
		if err != nil {
			return err
		}
	}
}

func (w *walker) characters(text string, at scope) error {
	if !at.text || at.para == nil || at.run.hidden == on || len(text) == 0 {
		return nil
	}
	if at.prompt != nil && at.prompt.hides(text, at.run) {
		return nil
	}
	if w.left -= int64(len(text)); w.left < 0 {
		return errLimit
	}
	if w.fields.code > 0 {
		w.fields.held = append(w.fields.held, held{text, at.run})
		return nil
	}
	at.para.write(text, at.run)
	if !at.still && at.para.visible > 0 {
		w.pages.content()
	}
	return nil
}

// element walks one element. Names that need no care are walked through.
func (w *walker) element(e element, at scope) error {
	switch e.local {
	case "del", "moveFrom", "instrText", "delText", "delInstrText", "rPrChange", "pPrChange",
		"sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblPr", "tblGrid", "tcPr",
		"sdtEndPr", "annotationRef", "rt":
		return skip(w.d)
	case "graphic":
		if at.unseen {
			return skip(w.d)
		}
	case "shape", "rect", "roundrect", "oval", "group": // of VML
		if strings.Contains(strings.ReplaceAll(attr(e, "style"), " ", ""), "visibility:hidden") {
			return skip(w.d)
		}
	case "txbxContent":
		return w.box(at)
	case "blip", "imagedata":
		if !at.still && at.prompt == nil {
			w.pages.content()
			w.pictures[w.pages.now] = true
		}
	case "altChunk":
		return w.altChunk(e, at)
	case "chart", "relIds":
		return w.drawn(e, at)
	case "textpath":
		if err := w.aside(attr(e, "string"), at); err != nil {
			return err
		}
	case "den": // of a fraction of OOXML mathematics
		at.text = true
		if err := w.characters("/", at); err != nil {
			return err
		}
		at.text = false
	case "t":
		at.text = true
		return w.children(at)
	}
	if e.space == wordSpace {
		return w.word(e, at)
	}
	return w.children(at)
}

// word walks an element of WordprocessingML.
func (w *walker) word(e element, at scope) error {
	switch e.local {
	case "p":
		return w.paragraph(at)
	case "tbl":
		return w.table(at)
	case "tr":
		return w.tableRow(at)
	case "tc":
		return w.tableCell(at)
	case "pPr":
		return w.paraProps(at)
	case "sectPr":
		return w.margins.section(w.d)
	case "sdt":
		return w.control(at)
	case "trPr":
		if at.row != nil {
			return w.rowProps(at)
		}
	case "fldChar":
		return w.fieldChar(e, at)
	case "r":
		if at.props != nil {
			at.run = at.props.run
		}
		return w.run(at)
	case "footnoteReference", "endnoteReference":
		w.note(e, at)
	default:
		return w.mark(e, at)
	}
	return skip(w.d)
}

// run walks the children of a w:r; its properties, if any, come first.
func (w *walker) run(at scope) error {
	if w.depth++; w.depth > maxDepth {
		return errDepth
	}
	defer func() { w.depth-- }()
	for {
		kind, err := w.d.next()
		if err != nil {
			return err //nolint:wrapcheck // io.EOF is told from the rest above
		}
		switch kind {
		case endTag:
			return nil
		case startTag:
			e := w.d.el
			if e.local == "rPr" && e.space == wordSpace {
				own, err := parseRunProps(w.d)
				if err != nil {
					return err
				}
				at.run = own.over(w.styles.run(own.style)).over(at.run)
				continue
			}
			if e.local == "AlternateContent" {
				err = w.children(at)
			} else {
				err = w.element(e, at)
			}
			if err != nil {
				return err
			}
		}
	}
}

// mark walks the elements that stand for characters and breaks.
func (w *walker) mark(e element, at scope) error {
	var text string
	switch e.local {
	case "tab", "ptab":
		text = "\t"
	case "cr":
		text = "\n"
	case "noBreakHyphen":
		text = "-"
	case "softHyphen":
		text = "\u00ad" // "ư" in the old fonts; left out of the text where it is none
	case "br":
		text = "\n"
		if attr(e, "type") == "page" && at.para != nil && !at.still {
			text = ""
			w.hardBreak(at)
		}
	case "lastRenderedPageBreak":
		if !at.still {
			w.pages.rendered()
			if at.para != nil && at.para.visible == 0 {
				at.para.page = w.pages.now
			}
		}
	case "sym":
		text = symbolText(e)
		at.run.font = ""
	default:
		return w.children(at)
	}
	if text != "" {
		at.text = true
		if err := w.characters(text, at); err != nil {
			return err
		}
	}
	return skip(w.d)
}

// hardBreak turns the page; what the paragraph has so far stays before it.
func (w *walker) hardBreak(at scope) {
	before := *at.para
	w.pages.hard()
	if before.visible > 0 && !at.cell {
		*at.into = append(*at.into, &before)
		*at.para = piece{kind: before.kind, center: before.center}
	}
	if at.para.visible == 0 {
		at.para.page = w.pages.now
	}
}

func symbolText(e element) string {
	code, err := strconv.ParseUint(attr(e, "char"), 16, 16)
	if err != nil {
		return ""
	}
	if r := symbol(rune(code), symbolFontOf(attr(e, "font"))); r > 0 {
		return string(r)
	}
	return ""
}

// oneLine puts blanks for line ends: in characters they are mere white space.
func oneLine(text string) string { return strings.ReplaceAll(text, "\n", " ") }
