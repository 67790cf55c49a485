package docx

import (
	"archive/zip"
	"bytes"
	"context"
	"strings"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/extract/plain"
)

const (
	nsW     = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"`
	relType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// parts of a package by name.
type parts map[string]string

// zipped packs parts; the order is that of the names.
func zipped(t testing.TB, p parts) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range p {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// document makes the parts of a document with a body and what else is given: by the
// kind of the relation.
func made(body string, others parts) parts {
	p := parts{
		"_rels/.rels": `<Relationships><Relationship Id="r1" Type="` + relType + `officeDocument" Target="word/document.xml"/></Relationships>`,
		usualMain:     `<?xml version="1.0" encoding="UTF-8"?><w:document ` + nsW + `><w:body>` + body + `</w:body></w:document>`,
	}
	rels := ""
	for kind, content := range others {
		p["word/"+kind+".xml"] = content
		rels += `<Relationship Id="` + kind + `" Type="` + relType + strings.TrimRight(kind, "0123456789") + `" Target="` + kind + `.xml"/>`
	}
	p["word/_rels/document.xml.rels"] = `<Relationships>` + rels + `</Relationships>`
	return p
}

func readBytes(t testing.TB, b []byte, lim cchc.Limits) (cchc.Reading, error) {
	t.Helper()
	return New(WithHTML(plain.HTMLBlocks), WithText(plain.TextBlocks)).read(context.Background(), bytes.NewReader(b), int64(len(b)), withDefaults(lim), 0)
}

func mustRead(t testing.TB, p parts) cchc.Reading {
	t.Helper()
	r, err := readBytes(t, zipped(t, p), cchc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// show writes a reading as lines: page number, marks of the block, text.
func show(r cchc.Reading) string {
	var b strings.Builder
	for _, p := range r.Pages {
		for _, x := range p.Blocks {
			b.WriteString(strings.Repeat("#", p.Number))
			if x.Kind != "" {
				b.WriteString("<" + string(x.Kind) + ">")
			}
			if x.Bold {
				b.WriteString("*")
			}
			if x.Center {
				b.WriteString("|")
			}
			text := x.Text
			if x.Kind == cchc.BlockRow {
				text = strings.Join(x.Cells, "¦")
			}
			b.WriteString(strings.NewReplacer("\n", "⏎", "\t", "→").Replace(text) + "\n")
		}
		if p.NeedsOCR {
			b.WriteString(strings.Repeat("#", p.Number) + "<ocr>\n")
		}
	}
	return b.String()
}

func para(text string) string {
	return `<w:p><w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

func cell(inner string) string { return `<w:tc><w:tcPr/>` + inner + `</w:tc>` }

func row(cells ...string) string {
	return `<w:tr><w:trPr/>` + strings.Join(cells, "") + `</w:tr>`
}

func table(rows ...string) string {
	return `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>` + strings.Join(rows, "") + `</w:tbl>`
}

func numbered(num, level, text string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + num + `"/></w:numPr></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
}
