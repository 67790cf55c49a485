package plain

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// visible makes blocks of what a tree of elements shows, the title first.
func visible(root *html.Node) []cchc.Block {
	v := &viewer{}
	v.node(root, look{})
	v.flush()
	blocks := v.blocks
	if v.title != "" && (len(blocks) == 0 || !strings.EqualFold(blocks[0].Text, v.title)) {
		blocks = append([]cchc.Block{{Text: v.title, Bold: true}}, blocks...)
	}
	return polish(blocks)
}

// polish decodes legacy text and tidies what is left.
func polish(blocks []cchc.Block) []cchc.Block {
	var texts []*string
	for i := range blocks {
		if blocks[i].Kind != cchc.BlockRow {
			texts = append(texts, &blocks[i].Text)
		}
		for j := range blocks[i].Cells {
			texts = append(texts, &blocks[i].Cells[j])
		}
	}
	decodeLegacy(texts)
	for _, t := range texts {
		*t = tidyLines(*t)
	}
	out := blocks[:0]
	for _, b := range blocks {
		if b.Kind == cchc.BlockRow {
			b.Text = strings.Join(b.Cells, "\t")
		}
		if strings.Trim(b.Text, "\t") != "" {
			out = append(out, b)
		}
	}
	return out
}

func tidyLines(s string) string {
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = tidyLine(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// look is what elements hand down to the text in them.
type look struct {
	bold, center, asTyped bool
	capitals              bool // the font draws capitals, if the text is of its encoding
	list                  *list
}

type list struct {
	ordered bool
	next    int
}

// viewer gathers blocks. Text waits in line until its block ends.
type viewer struct {
	title  string
	blocks []cchc.Block
	line   strings.Builder
	label  string // of the list item that begins
	seen   int    // characters in line that are not blank
	bold   int    // those of them that are bold
	center bool
}

func (v *viewer) flush() {
	text := strings.TrimSpace(v.line.String())
	v.line.Reset()
	if text != "" {
		b := cchc.Block{Text: v.label + text, Bold: v.bold*10 >= v.seen*9 && v.seen > 0, Center: v.center}
		v.blocks = append(v.blocks, b)
		v.label = ""
	}
	v.seen, v.bold = 0, 0
}

func (v *viewer) text(s string, l look) {
	if !l.asTyped {
		s = collapse(s)
	}
	n := 0
	for _, r := range s {
		if r > ' ' {
			n++
		}
	}
	if n > 0 {
		v.center = l.center
	}
	v.seen += n
	if l.bold {
		v.bold += n
	}
	if l.capitals && n > 0 {
		s = string(capitalsBegin) + s + string(capitalsEnd)
	}
	v.line.WriteString(s)
}

// flat makes blocks without a tree: every tag of a block ends one.
func flat(text string) []cchc.Block {
	v := &viewer{}
	z := html.NewTokenizer(strings.NewReader(text))
	silent := atom.Atom(0)
	for {
		switch z.Next() {
		case html.ErrorToken:
			v.flush()
			return polish(v.blocks)
		case html.TextToken:
			if silent == 0 {
				v.text(z.Token().Data, look{})
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			t := z.Token()
			switch {
			case t.Type == html.EndTagToken && t.DataAtom == silent:
				silent = 0
			case t.Type == html.StartTagToken && silent == 0 && (t.DataAtom == atom.Script || t.DataAtom == atom.Style || t.DataAtom == atom.Title):
				silent = t.DataAtom
			case t.DataAtom == atom.Br:
				v.line.WriteByte('\n')
			case blockLevel(t.DataAtom) || t.DataAtom == atom.Li || t.DataAtom == atom.Table:
				v.flush()
			}
		}
	}
}

// collapse makes one blank of every run of them, as browsers do.
func collapse(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range s {
		if r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f' {
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
			continue
		}
		blank = false
		b.WriteRune(r)
	}
	return b.String()
}

// node views a node and all in it. The parser bounds the depth.
func (v *viewer) node(n *html.Node, l look) {
	switch n.Type {
	case html.TextNode:
		v.text(n.Data, l)
		return
	case html.DocumentNode:
		v.inside(n, l)
		return
	case html.ElementNode:
	default:
		return
	}
	if unseen(n) {
		return
	}
	l = l.in(n)
	switch n.DataAtom {
	case atom.Title:
		if n.Namespace == "" && v.title == "" && n.FirstChild != nil {
			v.title = tidyLine(n.FirstChild.Data)
		}
	case atom.Br:
		v.line.WriteByte('\n')
	case atom.Table:
		v.flush()
		v.table(n, l)
	case atom.Li:
		v.flush()
		v.label = l.item()
		v.inside(n, l)
		v.flush()
		v.label = ""
	default:
		if blockLevel(n.DataAtom) {
			v.flush()
			defer v.flush()
		}
		v.inside(n, l)
	}
}

func (v *viewer) inside(n *html.Node, l look) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		v.node(c, l)
	}
}

func (l look) in(n *html.Node) look {
	switch n.DataAtom {
	case atom.B, atom.Strong, atom.Th, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		l.bold = true
	case atom.Center:
		l.center = true
	case atom.Font:
		if face := value(n, "face"); face != "" {
			l.capitals = vi.FontDrawsCapitals(face)
		}
	case atom.Pre, atom.Textarea:
		l.asTyped = true
	case atom.Ul, atom.Menu:
		l.list = &list{}
	case atom.Ol:
		l.list = &list{ordered: true, next: 1}
		if s, err := strconv.Atoi(value(n, "start")); err == nil {
			l.list.next = s
		}
	}
	style := strings.ReplaceAll(strings.ToLower(value(n, "style")), " ", "")
	switch align := strings.ToLower(value(n, "align")); {
	case align == "center" || strings.Contains(style, "text-align:center"):
		l.center = true
	case align != "" || strings.Contains(style, "text-align:"):
		l.center = false
	}
	if strings.Contains(style, "font-weight:bold") || strings.Contains(style, "font-weight:700") {
		l.bold = true
	}
	if family := fontFamily(value(n, "style")); family != "" {
		l.capitals = vi.FontDrawsCapitals(family)
	}
	return l
}

// fontFamily returns the first font a style attribute names, "" for none.
func fontFamily(style string) string {
	for rule := range strings.SplitSeq(style, ";") {
		name, fonts, ok := strings.Cut(rule, ":")
		if ok && strings.EqualFold(strings.TrimSpace(name), "font-family") {
			first, _, _ := strings.Cut(fonts, ",")
			return strings.Trim(first, " \t\r\n\"'")
		}
	}
	return ""
}

// item is the label of the next item of the list.
func (l look) item() string {
	if l.list == nil || !l.list.ordered {
		return "- "
	}
	l.list.next++
	return strconv.Itoa(l.list.next-1) + ". "
}

func value(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// unseen reports what a visitor does not read as the content of the page.
func unseen(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Nav, atom.Iframe, atom.Object, atom.Svg,
		atom.Button, atom.Select, atom.Datalist, atom.Input, atom.Audio, atom.Video, atom.Canvas, atom.Map, atom.Noframes:
		return true
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			s := strings.ReplaceAll(strings.ToLower(a.Val), " ", "")
			if strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

func blockLevel(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Menu, atom.Dl, atom.Dt, atom.Dd,
		atom.Section, atom.Article, atom.Aside, atom.Header, atom.Footer, atom.Main, atom.Address, atom.Blockquote, atom.Pre, atom.Hr,
		atom.Form, atom.Fieldset, atom.Legend, atom.Figure, atom.Figcaption, atom.Details, atom.Summary, atom.Body, atom.Html, atom.Head,
		atom.Center, atom.Caption, atom.Tr, atom.Td, atom.Th, atom.Tbody, atom.Thead, atom.Tfoot, atom.Option, atom.Textarea:
		return true
	}
	return false
}

// table makes rows. A table that only lays out the page (of single cells, or with tables
// in it) is a frame around its text.
func (v *viewer) table(n *html.Node, l look) {
	rows := tableRows(n)
	if layout(rows) {
		v.inside(n, l)
		v.flush()
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Caption {
			v.node(c, l)
		}
	}
	for _, cells := range rows {
		row := cchc.Block{Kind: cchc.BlockRow, Bold: true}
		filled := false
		for _, c := range cells {
			in := &viewer{}
			if !unseen(c) {
				in.inside(c, l.in(c))
			}
			in.flush()
			var lines []string
			for _, b := range in.blocks {
				lines = append(lines, b.Text)
				row.Bold = row.Bold && b.Bold
				filled = true
			}
			row.Cells = append(row.Cells, strings.Join(lines, "\n"))
		}
		if filled {
			v.blocks = append(v.blocks, row)
		}
	}
}

// tableRows returns the cells of the rows of a table itself, not of tables in it.
func tableRows(table *html.Node) (rows [][]*html.Node) {
	var visit func(*html.Node)
	visit = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch c.DataAtom {
			case atom.Tbody, atom.Thead, atom.Tfoot:
				visit(c)
			case atom.Tr:
				if !unseen(c) {
					rows = append(rows, cellsOf(c))
				}
			}
		}
	}
	visit(table)
	return rows
}

func cellsOf(tr *html.Node) (cells []*html.Node) {
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
			cells = append(cells, c)
		}
	}
	return cells
}

func layout(rows [][]*html.Node) bool {
	single := true
	for _, cells := range rows {
		single = single && len(cells) <= 1
		for _, c := range cells {
			if holdsTable(c) {
				return true
			}
		}
	}
	return single
}

func holdsTable(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.DataAtom == atom.Table {
			return true
		}
	}
	return false
}
