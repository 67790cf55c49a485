package docx

import (
	"strings"
)

// Texts of charts and diagrams are short; more than this is no label, in bytes.
const longestCaption = 64 << 10

// drawn files the text of a chart or a SmartArt diagram, which stands in a part of its
// own, behind the paragraph it hangs on.
func (w *walker) drawn(e element, at scope) error {
	id := attr(e, "id")
	if e.local == "relIds" {
		id = attr(e, "dm")
	}
	if id != "" && w.part != nil {
		if content := w.part(id); len(content) > 0 {
			if err := w.aside(captions(content), at); err != nil {
				return err
			}
		}
	}
	return skip(w.d)
}

// aside files text that stands beside the paragraph at hand.
func (w *walker) aside(text string, at scope) error {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	var none []*piece
	in := scope{into: &none, para: &piece{kind: w.kind, page: w.pages.now}, still: at.still, text: true}
	if err := w.characters(text, in); err != nil {
		return err
	}
	target := at.into
	if at.after != nil {
		target = at.after
	}
	*target = append(*target, in.para)
	return nil
}

// captions returns the texts of a chart part (titles, names of series and categories; not
// the figures) or of the data part of a diagram, each once, a line each.
func captions(content string) string {
	c := captionReader{seen: map[string]bool{}}
	d := newScanner(content)
	for {
		kind, err := d.next()
		if err != nil {
			c.flush()
			return c.out.String()
		}
		switch kind {
		case startTag:
			e := d.el
			c.start(e)
		case endTag:
			c.end(d.el)
		case charData:
			if c.reading > 0 && c.ignored == 0 && !c.prompt && c.line.Len() < longestCaption {
				c.line.WriteString(d.text)
			}
		}
	}
}

type captionReader struct {
	out, line strings.Builder
	seen      map[string]bool
	names     int  // depth in elements that hold names
	ignored   int  // depth in figures and formulas
	prompt    bool // in a point that shows its prompt
	reading   int  // depth in elements that hold characters
}

func (c *captionReader) start(e element) {
	switch e.local {
	case "tx", "cat", "strDim", "txData":
		c.names++
	case "numCache", "numLit", "numRef", "f": // figures and formulas
		c.ignored++
	case "prSet": // of a SmartArt point, for the text that follows
		c.prompt = flag(e, "phldr")
	case "t":
		if e.space != diagramSpace {
			c.reading++
		}
	case "v", "pt":
		if c.names > 0 {
			c.reading++
		}
	case "br":
		c.line.WriteByte(' ')
	}
}

func (c *captionReader) end(e element) {
	switch e.local {
	case "tx", "cat", "strDim", "txData":
		c.names--
	case "numCache", "numLit", "numRef", "f":
		c.ignored--
	case "t":
		if e.space != diagramSpace {
			c.reading--
		}
	case "v":
		if c.names > 0 {
			c.reading--
			c.flush()
		}
	case "pt":
		if c.names > 0 {
			c.reading--
		}
		c.flush()
		c.prompt = false
	case "p":
		c.flush()
	}
}

func (c *captionReader) flush() {
	text := strings.Join(strings.Fields(c.line.String()), " ")
	c.line.Reset()
	if text == "" || c.seen[text] || c.out.Len() > longestCaption {
		return
	}
	c.seen[text] = true
	c.out.WriteString(text + "\n")
}
