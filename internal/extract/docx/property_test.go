package docx

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// tree draws a body. Every word in it is another; seen are those a reader of the document
// sees, unseen those it does not show.
type tree struct {
	t            *rapid.T
	seen, unseen []string
	notes        []string // content of the footnotes, by their identity from 1
}

func (g *tree) word(visible bool) string {
	w := fmt.Sprintf("chữ%dx", len(g.seen)+len(g.unseen))
	if visible {
		g.seen = append(g.seen, w)
	} else {
		g.unseen = append(g.unseen, w)
	}
	return w
}

func (g *tree) pick(label string, most int) int { return rapid.IntRange(0, most).Draw(g.t, label) }

// run draws a run or what may stand in its place, with the words apart from those around.
func (g *tree) run(depth int) string {
	text := func(visible bool) string { return `<w:t xml:space="preserve"> ` + g.word(visible) + ` </w:t>` }
	switch g.pick("run", 15) {
	case 0:
		return `<w:del><w:r><w:delText>` + g.word(false) + `</w:delText></w:r></w:del>`
	case 1:
		return `<w:ins><w:r>` + text(true) + `</w:r></w:ins>`
	case 2:
		return `<w:moveFrom><w:r>` + text(false) + `</w:r></w:moveFrom>`
	case 3:
		return `<w:r><w:rPr><w:vanish/></w:rPr>` + text(false) + `</w:r>`
	case 4:
		return `<w:hyperlink><w:r>` + text(true) + `</w:r></w:hyperlink>`
	case 5:
		return `<w:sdt><w:sdtPr/><w:sdtContent><w:r>` + text(true) + `</w:r></w:sdtContent></w:sdt>`
	case 6:
		return fld("begin", "") + `<w:r><w:instrText>` + g.word(false) + `</w:instrText></w:r>` + fld("separate", "") + `<w:r>` + text(true) + `</w:r>` + fld("end", "")
	case 7:
		g.notes = append(g.notes, para(" "+g.word(true)+" "))
		return fmt.Sprintf(`<w:r><w:footnoteReference w:id="%d"/></w:r>`, len(g.notes))
	case 8:
		if depth > 2 {
			break
		}
		box := `<w:txbxContent>` + g.blocks(depth+1) + `</w:txbxContent>`
		return `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>` + box + `</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>` + box + `</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`
	case 9:
		return `<w:r>` + text(true) + `<w:br w:type="page"/>` + text(true) + `</w:r>`
	case 10:
		return `<w:r><w:lastRenderedPageBreak/>` + text(true) + `<w:tab/>` + text(true) + `</w:r>`
	case 11:
		return `<w:r><w:rPr><w:b/><w:rFonts w:ascii=".VnTimeH"/></w:rPr>` + text(true) + `</w:r>`
	}
	return `<w:r>` + text(true) + `</w:r>`
}

func (g *tree) paragraph(depth int) string {
	props := []string{"", "", "", `<w:pPr><w:jc w:val="center"/></w:pPr>`, `<w:pPr><w:pageBreakBefore/></w:pPr>`, `<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>`, `<w:pPr><w:framePr w:dropCap="drop"/></w:pPr>`, `<w:pPr><w:sectPr/></w:pPr>`}
	var b strings.Builder
	b.WriteString(`<w:p>` + rapid.SampledFrom(props).Draw(g.t, "props"))
	for range g.pick("runs", 4) {
		b.WriteString(g.run(depth))
	}
	return b.String() + `</w:p>`
}

func (g *tree) blocks(depth int) string {
	var b strings.Builder
	for range g.pick("blocks", 4) {
		switch kind := g.pick("block", 9); {
		case kind < 2 && depth < 4:
			b.WriteString(g.table(depth))
		case kind == 2 && depth < 4:
			b.WriteString(`<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>` + g.blocks(depth+1) + `</w:sdtContent></w:sdt>`)
		default:
			b.WriteString(g.paragraph(depth))
		}
	}
	return b.String()
}

func (g *tree) table(depth int) string {
	var rows []string
	for range g.pick("rows", 3) {
		var cells []string
		for range g.pick("cells", 3) {
			cells = append(cells, cell(g.blocks(depth+1)+g.paragraph(depth+1)))
		}
		rows = append(rows, row(cells...))
	}
	return table(rows...)
}

// Whatever is generated: no word that shows is lost or doubled, no other is shown.
func TestNoWordIsLostOrDoubled(t *testing.T) {
	generated := regexp.MustCompile(`(?i)chữ\d+x`)
	rapid.Check(t, func(rt *rapid.T) {
		g := &tree{t: rt}
		body := g.blocks(0)
		notes := `<w:footnotes ` + nsW + `>`
		for i, n := range g.notes {
			notes += fmt.Sprintf(`<w:footnote w:id="%d">%s</w:footnote>`, i+1, n)
		}
		r := mustRead(t, made(body, parts{"footnotes": notes + `</w:footnotes>`}))
		count := map[string]int{}
		for _, p := range r.Pages {
			for _, b := range p.Blocks {
				for _, w := range generated.FindAllString(b.Text, -1) {
					count[strings.ToLower(w)]++
				}
			}
		}
		for _, w := range g.seen {
			if count[w] != 1 {
				rt.Fatalf("%s shown %d times in\n%s\nread as\n%s", w, count[w], body, show(r))
			}
		}
		for _, w := range g.unseen {
			if count[w] != 0 {
				rt.Fatalf("%s is not to be seen in\n%s", w, body)
			}
		}
	})
}
