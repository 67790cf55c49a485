package slide

import (
	"bytes"
	"encoding/xml"
	"io"
	"iter"
	"strings"

	"golang.org/x/text/encoding/htmlindex"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// deepest is how far elements may nest; PowerPoint groups shapes some levels deep.
const deepest = 256

// walk reads the text of a slide, of its notes or of a diagram.
type walk struct {
	left     *int64 // bytes of text that may still be kept
	notes    bool   // everything is a note
	comments bool   // <p:text> holds the words
	blocks   []cchc.Block
	pictures int
	diagrams []string // relations of the data of diagrams

	stack []string
	line  strings.Builder // the paragraph
	shape strings.Builder // the paragraphs of a cell
	kind  string          // placeholder of the shape: title, sldNum, …
	cells []string
	skip  int // depth of an element whose text does not count
}

// read reports whether the XML was whole. What was read before a fault is kept.
func (w *walk) read(content []byte) (whole bool) {
	d := decoder(content)
	for *w.left > 0 {
		tok, err := d.Token()
		if err != nil {
			w.paragraph()
			return err == io.EOF //nolint:errorlint // the decoder returns it bare
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if len(w.stack) >= deepest {
				return false
			}
			w.start(t)
			w.stack = append(w.stack, t.Name.Local)
		case xml.EndElement:
			if len(w.stack) > 0 {
				w.stack = w.stack[:len(w.stack)-1]
			}
			w.end(t.Name.Local)
		case xml.CharData:
			w.text(t)
		}
	}
	return true
}

func (w *walk) start(e xml.StartElement) {
	if w.skip > 0 {
		return
	}
	switch e.Name.Local {
	case "Fallback": // of mc:AlternateContent: the same once more
		w.skip = len(w.stack) + 1
	case "sp", "graphicFrame":
		w.kind = ""
	case "ph":
		if w.kind = attr(e, "type"); w.kind == "" {
			w.kind = "body"
		}
	case "br":
		w.line.WriteByte('\n')
	case "pic", "blipFill":
		w.pictures++
	case "relIds":
		for _, a := range e.Attr {
			if a.Name.Local == "dm" {
				w.diagrams = append(w.diagrams, a.Value)
			}
		}
	case "tr":
		w.cells = nil
	case "tc":
		w.shape.Reset()
	}
}

func (w *walk) end(name string) {
	if w.skip > 0 {
		if len(w.stack)+1 == w.skip {
			w.skip = 0
		}
		return
	}
	switch name {
	case "p", "cm", "text":
		w.paragraph()
	case "tc":
		w.cells = append(w.cells, strings.TrimSpace(w.shape.String()))
		w.shape.Reset()
	case "tr":
		w.row()
	}
}

func (w *walk) text(t xml.CharData) {
	if w.skip > 0 || len(w.stack) == 0 {
		return
	}
	switch in := w.stack[len(w.stack)-1]; {
	case in == "t", w.comments && in == "text":
	default:
		return
	}
	*w.left -= int64(len(t))
	w.line.Write(t)
}

func (w *walk) inTable() bool {
	for i := len(w.stack) - 1; i >= 0; i-- {
		if w.stack[i] == "tc" {
			return true
		}
	}
	return false
}

func (w *walk) paragraph() {
	text := tidy(w.line.String())
	w.line.Reset()
	if text == "" {
		return
	}
	if w.inTable() {
		w.shape.WriteString(text + "\n")
		return
	}
	b := cchc.Block{Text: text}
	switch w.kind {
	case "title", "ctrTitle":
		b.Bold = true
	case "sldNum", "dt", "sldImg", "hdr":
		return // numbers and dates the program fills in
	case "ftr":
		b.Kind = cchc.BlockFooter
	}
	if w.notes {
		b = cchc.Block{Text: text, Kind: cchc.BlockNote}
	}
	w.blocks = append(w.blocks, b)
}

func (w *walk) row() {
	filled := false
	for _, c := range w.cells {
		filled = filled || c != ""
	}
	if filled {
		w.blocks = append(w.blocks, cchc.Block{Kind: cchc.BlockRow, Cells: w.cells, Text: strings.Join(w.cells, "\t")})
	}
	w.cells = nil
}

func tidy(s string) string {
	s = vi.NFC(strings.ToValidUTF8(s, "\ufffd"))
	s = strings.NewReplacer("\t", " ", "\u00a0", " ", "\v", "\n", "\r", "").Replace(s)
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// decode turns text typed for a legacy font into Unicode, judged over all slides.
func decode(pages []cchc.Page) {
	const end = "\x1f\n"
	var texts []*string
	var all strings.Builder
	for _, p := range pages {
		for j := range p.Blocks {
			b := &p.Blocks[j]
			if b.Kind != cchc.BlockRow {
				texts = append(texts, &b.Text)
			}
			for k := range b.Cells {
				texts = append(texts, &b.Cells[k])
			}
		}
	}
	for _, t := range texts {
		*t = strings.ReplaceAll(*t, "\x1f", "")
		all.WriteString(*t + end)
	}
	text, _, changed := vi.DecodeLegacy(all.String())
	if !changed {
		return
	}
	for i, s := range strings.Split(strings.TrimSuffix(text, end), end) {
		if i < len(texts) {
			*texts[i] = s
		}
	}
	for _, p := range pages {
		for j := range p.Blocks {
			if b := &p.Blocks[j]; b.Kind == cchc.BlockRow {
				b.Text = strings.Join(b.Cells, "\t")
			}
		}
	}
}

func decoder(content []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(content))
	d.Strict = false
	d.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		e, err := htmlindex.Get(charset)
		if err != nil {
			return in, nil //nolint:nilerr // as UTF-8, which nearly all are
		}
		return e.NewDecoder().Reader(in), nil
	}
	return d
}

// elements yields the start of every element until the XML ends or breaks.
func elements(content []byte) iter.Seq[xml.StartElement] {
	return func(yield func(xml.StartElement) bool) {
		d := decoder(content)
		for {
			tok, err := d.Token()
			if err != nil {
				return
			}
			if e, ok := tok.(xml.StartElement); ok && !yield(e) {
				return
			}
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// relationID is the attribute id of the namespace of relations, beside a plain id.
func relationID(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" && (strings.Contains(a.Name.Space, "relationships") || a.Name.Space == "r") {
			return a.Value
		}
	}
	return ""
}
