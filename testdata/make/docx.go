package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/gomutex/godocx"
	"github.com/gomutex/godocx/docx"
	"github.com/gomutex/godocx/wml/ctypes"
	"github.com/gomutex/godocx/wml/stypes"
)

const (
	docxFont  = "Times New Roman"
	textWidth = 9071 // twentieths of a point between the margins (16 cm)
)

// paragraphs is what a document and a table cell share.
type paragraphs interface {
	AddEmptyPara() *docx.Paragraph
}

// body makes the document itself a [paragraphs].
type bodyOf struct{ *docx.RootDoc }

func (b bodyOf) AddEmptyPara() *docx.Paragraph { return b.AddEmptyParagraph() }

// style of a paragraph.
type style struct {
	size         uint64 // points
	bold, italic bool
	align        stypes.Justification
	before       uint64 // points
	indent       bool   // first line, 1 cm
}

func writeDOCX(d *Doc) ([]byte, error) {
	doc, err := godocx.NewDocument()
	if err != nil {
		return nil, err
	}
	if err := pageSetup(doc, d); err != nil {
		return nil, err
	}
	if err := docxHead(doc, d); err != nil {
		return nil, err
	}
	docxBody(doc, d.Body)
	docxTail(doc, d)
	if a := d.Annex; a != nil {
		doc.AddPageBreak()
		put(bodyOf{doc}, a.Type, style{size: 14, bold: true, align: stypes.JustificationCenter})
		put(bodyOf{doc}, a.Subject, style{size: 14, bold: true, align: stypes.JustificationCenter})
		put(bodyOf{doc}, a.Issued, style{size: 14, italic: true, align: stypes.JustificationCenter})
		docxBody(doc, a.Body)
	}
	var out bytes.Buffer
	if err := doc.Write(&out); err != nil {
		return nil, err
	}
	if d.Legacy {
		return legacyFonts(out.Bytes())
	}
	return out.Bytes(), nil
}

// put adds a paragraph of the style; text may hold ** marks.
func put(to paragraphs, text string, s style) {
	p := to.AddEmptyPara()
	p.Spacing(s.before*20, 0)
	p.Justification(s.align)
	if s.indent {
		first := uint64(567)
		p.Indent(&ctypes.Indent{FirstLine: &first})
	}
	for _, r := range runs(text) {
		run := p.AddText(r.text).Font(docxFont).Size(s.size)
		if s.bold || r.bold {
			run.Bold(true)
		}
		if s.italic {
			run.Italic(true)
		}
	}
}

// docxHead writes the letterhead as the borderless table offices use, then type and subject.
func docxHead(doc *docx.RootDoc, d *Doc) error {
	date, err := d.dateLine()
	if err != nil {
		return err
	}
	centre := stypes.JustificationCenter
	if d.Draft != "" {
		put(bodyOf{doc}, d.Draft, style{size: 12, bold: true, align: stypes.JustificationRight})
	}
	left, right := twoColumns(doc, 3685)
	parent, organ := d.letterhead()
	for _, line := range parent {
		put(left, line, style{size: 13, align: centre})
	}
	for _, line := range organ {
		put(left, line, style{size: 13, bold: true, align: centre})
	}
	put(left, "_______", style{size: 8, align: centre})
	put(left, d.numberLine(), style{size: 13, align: centre, before: 4})
	put(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", style{size: 13, bold: true, align: centre})
	put(right, "Độc lập - Tự do - Hạnh phúc", style{size: 14, bold: true, align: centre})
	put(right, "__________________", style{size: 8, align: centre})
	put(right, date, style{size: 14, italic: true, align: centre, before: 4})
	if d.Type == "" {
		put(left, "V/v "+d.Subject, style{size: 12, align: centre, before: 4})
		put(bodyOf{doc}, "", style{size: 8, align: centre})
	} else {
		put(bodyOf{doc}, d.Type, style{size: 14, bold: true, align: centre, before: 14})
		put(bodyOf{doc}, d.Subject, style{size: 14, bold: true, align: centre})
		put(bodyOf{doc}, "_______", style{size: 8, align: centre})
	}
	for i, to := range d.To {
		if i == 0 {
			to = "Kính gửi: " + to
		}
		put(bodyOf{doc}, to, style{size: 14, align: centre, before: 4})
	}
	return nil
}

// twoColumns adds a borderless table of one row and returns its cells.
func twoColumns(doc *docx.RootDoc, left int) (*docx.Cell, *docx.Cell) {
	t := doc.AddTable()
	t.Width(textWidth, stypes.TableWidthDxa)
	t.Layout(stypes.TableLayoutFixed)
	t.Grid(uint64(left), uint64(textWidth-left))
	row := t.AddRow()
	return row.AddCell().Width(left, stypes.TableWidthDxa), row.AddCell().Width(textWidth-left, stypes.TableWidthDxa)
}

func docxBody(doc *docx.RootDoc, blocks []Block) {
	for _, b := range blocks {
		if b.Rows != nil {
			docxTable(doc, b)
			continue
		}
		k, text := b.para()
		s := style{size: 14, before: 6, align: stypes.JustificationBoth, indent: true}
		switch k {
		case heading, subheading:
			s.bold, s.align = true, stypes.JustificationLeft
		case centred:
			s.bold, s.indent, s.align = true, false, stypes.JustificationCenter
		case italic:
			s.italic = true
		case plain:
		}
		put(bodyOf{doc}, text, s)
	}
}

func docxTable(doc *docx.RootDoc, b Block) {
	put(bodyOf{doc}, "", style{size: 6, align: stypes.JustificationLeft})
	t := doc.AddTable()
	t.Style("TableGrid")
	t.Width(textWidth, stypes.TableWidthDxa)
	t.Layout(stypes.TableLayoutFixed)
	var grid []uint64
	for _, w := range b.Widths {
		grid = append(grid, uint64(w*textWidth))
	}
	t.Grid(grid...)
	for i, cells := range b.Rows {
		row := t.AddRow()
		for j, c := range cells {
			align := stypes.JustificationLeft
			if i == 0 || j == 0 {
				align = stypes.JustificationCenter
			}
			cell := row.AddCell().Width(int(grid[j]), stypes.TableWidthDxa)
			for _, line := range strings.Split(c, "\n") {
				put(cell, line, style{size: 12, bold: i == 0, align: align})
			}
		}
	}
}

// docxTail writes recipients to the left and the signatures to the right, or two
// signatures side by side under minutes.
func docxTail(doc *docx.RootDoc, d *Doc) {
	put(bodyOf{doc}, "", style{size: 8, align: stypes.JustificationLeft})
	left, right := twoColumns(doc, 4535)
	signs := []*docx.Cell{right}
	if len(d.Sign) > 1 {
		signs = []*docx.Cell{left, right}
	} else {
		put(left, "Nơi nhận:", style{size: 12, bold: true, italic: true, align: stypes.JustificationLeft})
		for _, c := range d.Copies {
			put(left, c, style{size: 11, align: stypes.JustificationLeft})
		}
	}
	for i, s := range d.Sign {
		if i >= len(signs) {
			break
		}
		for _, line := range []string{s.Capacity, s.Position} {
			if line != "" {
				put(signs[i], line, style{size: 14, bold: true, align: stypes.JustificationCenter})
			}
		}
		for range 3 {
			put(signs[i], "", style{size: 14, align: stypes.JustificationCenter})
		}
		put(signs[i], s.Name, style{size: 14, bold: true, align: stypes.JustificationCenter})
	}
}

// pageSetup sets A4, the margins of Nghị định 30/2020/NĐ-CP (Phụ lục I, I.3), the page
// number centred above from page 2, and properties that do not name the template's maker.
func pageSetup(doc *docx.RootDoc, d *Doc) error {
	issued, err := d.issued()
	if err != nil {
		return err
	}
	num := func(n int) *int { return &n }
	w, h := uint64(11906), uint64(16838)
	doc.Document.Body.SectPr = &ctypes.SectionProp{
		HeaderReference: &ctypes.HeaderReference{Type: stypes.HdrFtrDefault, ID: "rIdHeader"},
		PageSize:        &ctypes.PageSize{Width: &w, Height: &h},
		PageMargin: &ctypes.PageMargin{Left: num(1701), Right: num(1134), Top: num(1134), Bottom: num(1134),
			Header: num(567), Footer: num(567), Gutter: num(0)},
		TitlePg: ctypes.NewGenSingleStrVal(stypes.OnOffTrue),
	}
	doc.Document.DocRels.Relationships = append(doc.Document.DocRels.Relationships, &docx.Relationship{
		ID: "rIdHeader", Target: "header1.xml",
		Type: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header",
	})
	if err := doc.ContentType.AddOverride("/word/header1.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"); err != nil {
		return err
	}
	doc.FileMap.Store("word/header1.xml", []byte(headerPart))
	doc.FileMap.Store("docProps/core.xml", fmt.Appendf(nil, corePart, issued.Format("2006-01-02T15:04:05Z"), issued.Format("2006-01-02T15:04:05Z")))
	dropThumbnail(doc)
	return nil
}

// dropThumbnail removes the template's preview picture, which shows another document.
func dropThumbnail(doc *docx.RootDoc) {
	doc.FileMap.Delete("docProps/thumbnail.jpeg")
	kept := doc.RootRels.Relationships[:0]
	for _, r := range doc.RootRels.Relationships {
		if !strings.HasSuffix(r.Target, "thumbnail.jpeg") {
			kept = append(kept, r)
		}
	}
	doc.RootRels.Relationships = kept
}

const headerPart = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>`

const corePart = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title></dc:title><dc:creator>Văn thư Sở (mẫu)</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">%s</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">%s</dcterms:modified></cp:coreProperties>`
