package docx

import (
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

	whole map[string]style // those resolved
}

// deepest chain of styles that is followed; cycles end there.
const maxBasedOn = 20

func (s *styles) para(id string) paraProps {
	if id == "" {
		id = s.standard
	}
	return s.resolved(id).para
}

func (s *styles) run(id string) runProps { return s.resolved(id).run }

// resolved returns what a style and those it is based on say; para has the properties of
// characters too.
func (s *styles) resolved(id string) style {
	r, ok := s.whole[id]
	if _, known := s.byID[id]; ok || !known {
		return r
	}
	at := id
	for range maxBasedOn {
		st, ok := s.byID[at]
		if !ok {
			break
		}
		r.para, r.run = r.para.over(st.para), r.run.over(st.run)
		at = st.basedOn
	}
	r.para.run = r.para.run.over(r.run)
	s.whole[id] = r
	return r
}

// parseStyles reads styles.xml; of a damaged one it keeps what came before the damage.
func parseStyles(content string) *styles {
	s := &styles{byID: map[string]style{}, whole: map[string]style{}}
	d := newScanner(withoutLatent(content))
	for {
		kind, err := d.next()
		if err != nil {
			return s
		}
		e := d.el
		if kind != startTag {
			continue
		}
		switch e.local {
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
func withoutLatent(content string) string {
	const end = "</w:latentStyles>"
	from := strings.Index(content, "<w:latentStyles")
	to := strings.Index(content, end)
	if from < 0 || to < from {
		return content
	}
	return content[:from] + content[to+len(end):]
}

func parseStyle(d *scanner) (st style) {
	named := "" // the name of a built-in style is the same in every language
	defer func() {
		if strings.EqualFold(named, "placeholder text") {
			st.run.prompt = on
		}
	}()
	for depth := 1; depth > 0; {
		kind, err := d.next()
		if err != nil {
			return st
		}
		switch kind {
		case endTag:
			depth--
		case startTag:
			e := d.el
			switch e.local {
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
func parseRunProps(d *scanner) (p runProps, err error) {
	for {
		kind, err := d.next()
		if err != nil {
			return p, err
		}
		switch kind {
		case endTag:
			return p, nil
		case startTag:
			e := d.el
			switch e.local {
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
func fontOf(e element) string {
	for _, name := range []string{"asciiTheme", "ascii", "hAnsiTheme", "hAnsi"} {
		if font := attr(e, name); font != "" {
			return font
		}
	}
	return ""
}

// parseParaProps reads a w:pPr up to its end; margins gets the headers and footers of a
// section that ends here.
func parseParaProps(d *scanner, margins *margins) (p paraProps, err error) {
	for {
		kind, err := d.next()
		if err != nil {
			return p, err
		}
		switch kind {
		case endTag:
			return p, nil
		case startTag:
			e := d.el
			if err := p.take(d, e, margins); err != nil {
				return p, err
			}
		}
	}
}

func (p *paraProps) take(d *scanner, e element, margins *margins) (err error) {
	switch e.local {
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
