package export

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/gomutex/godocx"
	"github.com/gomutex/godocx/docx"
	"github.com/gomutex/godocx/wml/ctypes"
	"github.com/gomutex/godocx/wml/stypes"
)

// Font is what papers of offices are written in (Nghị định 30/2020/NĐ-CP, Phụ lục I).
const Font = "Times New Roman"

// TypeDOCX is the media type of a report.
const TypeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// Report is a paper of headings, paragraphs and tables, A4 across.
type Report struct {
	Title  string
	Lines  []string // below the title, centred
	Made   time.Time
	Blocks []Block
}

// Block is a heading, a paragraph or a table, whichever is set.
type Block struct {
	Heading string
	Text    string
	Head    []string
	Shares  []float64 // of the width, one for each column
	Rows    [][]string
	Numbers []int // columns set to the right
}

// Sizes in twentieths of a point: A4 across with the margins of Nghị định 30/2020/NĐ-CP.
const (
	pageWide, pageHigh       = 16838, 11906
	marginLeft, marginRight  = 1701, 851
	marginTop, marginBottom  = 1134, 1134
	textWide                 = pageWide - marginLeft - marginRight
	sizeTitle, sizeText      = 14, 13
	sizeTable                = 12
	cellSide, twipsPerPoint  = 85, 20
	beforeHeading, afterText = 10, 3
)

// DOCX writes the report. The head of a table stands on each of its pages.
func (r Report) DOCX(w io.Writer) error {
	doc, err := godocx.NewDocument()
	if err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	if err := pageSetup(doc, r.Made); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	fonts(doc)
	put(doc.AddEmptyParagraph(), r.Title, look{size: sizeTitle, bold: true, align: stypes.JustificationCenter})
	for _, l := range r.Lines {
		put(doc.AddEmptyParagraph(), l, look{size: sizeText, align: stypes.JustificationCenter})
	}
	for _, b := range r.Blocks {
		switch {
		case b.Heading != "":
			h := doc.AddEmptyParagraph()
			h.Style("Heading1")
			put(h, b.Heading, look{size: sizeText, bold: true, before: beforeHeading, after: afterText, align: stypes.JustificationLeft, keep: true})
		case b.Head != nil:
			b.table(doc)
		default:
			put(doc.AddEmptyParagraph(), b.Text, look{size: sizeText, after: afterText, align: stypes.JustificationBoth})
		}
	}
	if err := doc.Write(w); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

func (b Block) table(doc *docx.RootDoc) {
	t := doc.AddTable()
	t.Style("TableGrid")
	t.Width(textWide, stypes.TableWidthDxa)
	t.Layout(stypes.TableLayoutFixed)
	side := func() *ctypes.TableWidth { return ctypes.NewTableWidth(cellSide, stypes.TableWidthDxa) }
	t.CellMargin(nil, side(), nil, side())
	grid := make([]uint64, len(b.Shares))
	for i, s := range b.Shares {
		grid[i] = uint64(s * textWide)
	}
	t.Grid(grid...)
	right := map[int]bool{}
	for _, n := range b.Numbers {
		right[n] = true
	}
	for i, cells := range append([][]string{b.Head}, b.Rows...) {
		row := t.AddRow()
		properties := t.GetCT().RowContents[i].Row.Property
		properties.CantSplit = ctypes.OnOffFromBool(true)
		if i == 0 {
			properties.Header = ctypes.OnOffFromBool(true)
		}
		for j, text := range cells {
			cell := row.AddCell().Width(int(grid[j]), stypes.TableWidthDxa)
			if i == 0 {
				cell.VerticalAlign("center").BackgroundColor("E7E6E6")
			}
			for _, line := range strings.Split(text, "\n") {
				s := look{size: sizeTable, bold: i == 0, align: stypes.JustificationLeft}
				switch {
				case i == 0:
					s.align = stypes.JustificationCenter
				case right[j]:
					s.align = stypes.JustificationRight
				}
				put(cell.AddEmptyPara(), line, s)
			}
		}
	}
	put(doc.AddEmptyParagraph(), "", look{size: 6, align: stypes.JustificationLeft})
}

// look is how a paragraph looks; sizes and spaces in points.
type look struct {
	size          uint64
	bold, keep    bool
	before, after uint64
	align         stypes.Justification
}

func put(p *docx.Paragraph, text string, s look) {
	p.Spacing(s.before*twipsPerPoint, s.after*twipsPerPoint)
	p.Justification(s.align)
	if s.keep {
		p.GetCT().Property.KeepNext = ctypes.OnOffFromBool(true)
	}
	run := p.AddText(clean(text)).Font(Font).Size(s.size).Color("000000")
	if s.bold {
		run.Bold(true)
	}
}

// clean takes out what no XML can hold: texts come from dropped files.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == 0xFFFE || r == 0xFFFF || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, s)
}

// fonts gives the styles of the template the font of offices.
func fonts(doc *docx.RootDoc) {
	for i := range doc.DocStyles.StyleList {
		s := &doc.DocStyles.StyleList[i]
		if s.ID != nil && (*s.ID == "Normal" || *s.ID == "Heading1") {
			if s.RunProp == nil {
				s.RunProp = &ctypes.RunProperty{}
			}
			s.RunProp.Fonts = &ctypes.RunFonts{Ascii: Font, HAnsi: Font, EastAsia: Font, CS: Font}
			s.RunProp.Color = ctypes.NewColor("000000")
		}
	}
}

// pageSetup sets A4 across, the number centred above each page from the second on, and
// properties that do not name the maker of the template.
func pageSetup(doc *docx.RootDoc, made time.Time) error {
	num := func(n int) *int { return &n }
	w, h := uint64(pageWide), uint64(pageHigh)
	doc.Document.Body.SectPr = &ctypes.SectionProp{
		HeaderReference: &ctypes.HeaderReference{Type: stypes.HdrFtrDefault, ID: "rIdHeader"},
		PageSize:        &ctypes.PageSize{Width: &w, Height: &h, Orient: stypes.PageOrientLandscape},
		PageMargin: &ctypes.PageMargin{Left: num(marginLeft), Right: num(marginRight), Top: num(marginTop), Bottom: num(marginBottom),
			Header: num(567), Footer: num(567), Gutter: num(0)},
		TitlePg: ctypes.NewGenSingleStrVal(stypes.OnOffTrue),
	}
	doc.Document.DocRels.Relationships = append(doc.Document.DocRels.Relationships, &docx.Relationship{
		ID: "rIdHeader", Target: "header1.xml", Type: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header",
	})
	if err := doc.ContentType.AddOverride("/word/header1.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"); err != nil {
		return err
	}
	doc.FileMap.Store("word/header1.xml", []byte(pageNumber))
	at := made.UTC().Format("2006-01-02T15:04:05Z")
	doc.FileMap.Store("docProps/core.xml", fmt.Appendf(nil, coreProperties, at, at))
	doc.FileMap.Delete("docProps/thumbnail.jpeg") // it shows another document
	kept := doc.RootRels.Relationships[:0]
	for _, r := range doc.RootRels.Relationships {
		if !strings.HasSuffix(r.Target, "thumbnail.jpeg") {
			kept = append(kept, r)
		}
	}
	doc.RootRels.Relationships = kept
	return nil
}

const pageNumber = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/><w:sz w:val="26"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/><w:sz w:val="26"/></w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/><w:sz w:val="26"/></w:rPr><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>`

const coreProperties = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title></dc:title><dc:creator>Minh Chứng</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">%s</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">%s</dcterms:modified></cp:coreProperties>`
