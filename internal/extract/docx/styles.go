package docx

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strings"
)

// toggle is an on/off property that may be left to what it inherits from.
type toggle int8

const (
	unset toggle = 0
	on    toggle = 1
	off   toggle = -1
)

func (t toggle) or(inherited toggle) toggle {
	if t != unset {
		return t
	}
	return inherited
}

// runProps are the properties of characters the reader looks at.
type runProps struct {
	style  string
	font   string
	bold   toggle
	caps   toggle
	hidden toggle
	prompt toggle // the style of the prompts of empty content controls
	gone   bool   // of a paragraph mark: deleted by a tracked change; never inherited
}

// over fills what is unset from what is inherited.
func (p runProps) over(q runProps) runProps {
	if p.font == "" {
		p.font = q.font
	}
	p.bold, p.caps, p.hidden = p.bold.or(q.bold), p.caps.or(q.caps), p.hidden.or(q.hidden)
	p.prompt = p.prompt.or(q.prompt)
	return p
}

// paraProps are the properties of a paragraph the reader looks at.
type paraProps struct {
	style   string
	num     numRef
	center  toggle
	newPage toggle
	run     runProps // for its characters
	mark    runProps // of its mark, which its number follows; never inherited
	section bool     // a section ends with it
	dropCap bool     // a large initial: its text goes on in the next paragraph
}

// joins reports that the next paragraph is a continuation of this one.
func (p paraProps) joins() bool { return p.mark.gone || p.dropCap }

func (p paraProps) over(q paraProps) paraProps {
	p.num = p.num.over(q.num)
	p.center, p.newPage = p.center.or(q.center), p.newPage.or(q.newPage)
	p.run = p.run.over(q.run)
	return p
}

// style is one entry of styles.xml.
type style struct {
	basedOn string
	para    paraProps
	run     runProps
}

// styles resolves the inheritance of styles (ECMA-376 part 1, 17.7).
type styles struct {
	byID     map[string]style
	standard string   // the paragraph style of paragraphs that name none
	defaults runProps // of the whole document
}

// deepest chain of styles that is followed; cycles end there.
const maxBasedOn = 20

func (s *styles) para(id string) paraProps {
	if id == "" {
		id = s.standard
	}
	var p paraProps
	for range maxBasedOn {
		st, ok := s.byID[id]
		if !ok {
			break
		}
		p = p.over(st.para)
		p.run = p.run.over(st.run)
		id = st.basedOn
	}
	return p
}

func (s *styles) run(id string) runProps {
	var p runProps
	for range maxBasedOn {
		st, ok := s.byID[id]
		if !ok {
			break
		}
		p = p.over(st.run)
		id = st.basedOn
	}
	return p
}

// parseStyles reads styles.xml; of a damaged one it keeps what came before the damage.
func parseStyles(content []byte) *styles {
	s := &styles{byID: map[string]style{}}
	d := newDecoder(withoutLatent(content))
	for {
		tok, err := d.Token()
		if err != nil {
			return s
		}
		e, ok := startOf(tok)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "rPrDefault":
			s.defaults = parseStyle(d).run
		case "style":
			id := attr(e, "styleId")
			if def := attr(e, "default"); attr(e, "type") == "paragraph" && (def == "1" || def == "true") {
				s.standard = id
			}
			st := parseStyle(d)
			if st.para.num.set && st.para.num.id != 0 {
				st.para.num.style = id
			}
			s.byID[id] = st
		}
	}
}

// withoutLatent cuts out w:latentStyles, most of the elements of many a styles.xml, which
// says how the programs list styles they have not used.
func withoutLatent(content []byte) []byte {
	const end = "</w:latentStyles>"
	from := bytes.Index(content, []byte("<w:latentStyles"))
	to := bytes.Index(content, []byte(end))
	if from < 0 || to < from {
		return content
	}
	return slices.Concat(content[:from], content[to+len(end):])
}

func parseStyle(d *xml.Decoder) (st style) {
	named := "" // the name of a built-in style is the same in every language
	defer func() {
		if strings.EqualFold(named, "placeholder text") {
			st.run.prompt = on
		}
	}()
	for depth := 1; depth > 0; {
		tok, err := d.Token()
		if err != nil {
			return st
		}
		switch e := tok.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			switch e.Name.Local {
			case "basedOn":
				st.basedOn = attr(e, "val")
				depth++
			case "name":
				named = attr(e, "val")
				depth++
			case "pPr":
				st.para, _ = parseParaProps(d, nil)
			case "rPr":
				st.run, _ = parseRunProps(d)
			case "tblStylePr":
				_ = skip(d) // formats of parts of tables, not of the style itself
			default:
				depth++
			}
		}
	}
	return st
}

// parseRunProps reads a w:rPr up to its end.
func parseRunProps(d *xml.Decoder) (p runProps, err error) {
	for {
		tok, err := d.Token()
		if err != nil {
			return p, err
		}
		switch e := tok.(type) {
		case xml.EndElement:
			return p, nil
		case xml.StartElement:
			switch e.Name.Local {
			case "rStyle":
				p.style = attr(e, "val")
			case "b":
				p.bold = switched(e)
			case "caps":
				p.caps = switched(e)
			case "vanish":
				p.hidden = switched(e)
			case "del", "moveFrom":
				p.gone = true
			case "rFonts":
				p.font = fontOf(e)
			}
			if err := skip(d); err != nil {
				return p, err
			}
		}
	}
}

// fontOf gives the font of a w:rFonts. One of the theme goes before a named one.
func fontOf(e xml.StartElement) string {
	for _, name := range []string{"asciiTheme", "ascii", "hAnsiTheme", "hAnsi"} {
		if font := attr(e, name); font != "" {
			return font
		}
	}
	return ""
}

// parseParaProps reads a w:pPr up to its end; margins gets the headers and footers of a
// section that ends here.
func parseParaProps(d *xml.Decoder, margins *margins) (p paraProps, err error) {
	for {
		tok, err := d.Token()
		if err != nil {
			return p, err
		}
		switch e := tok.(type) {
		case xml.EndElement:
			return p, nil
		case xml.StartElement:
			if err := p.take(d, e, margins); err != nil {
				return p, err
			}
		}
	}
}

func (p *paraProps) take(d *xml.Decoder, e xml.StartElement, margins *margins) (err error) {
	switch e.Name.Local {
	case "numPr":
		p.num, err = parseNumRef(d)
		return err
	case "sectPr":
		p.section = true
		return margins.section(d)
	case "rPr":
		p.mark, err = parseRunProps(d)
		return err
	case "framePr":
		p.dropCap = attr(e, "dropCap") == "drop" || attr(e, "dropCap") == "margin"
	case "pStyle":
		p.style = attr(e, "val")
	case "pageBreakBefore":
		p.newPage = switched(e)
	case "jc":
		p.center = off
		if attr(e, "val") == "center" {
			p.center = on
		}
	}
	return skip(d)
}
