package slide

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

const (
	spaces = ` xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	rels   = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	kinds  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

func relation1(id, kind, target string) string {
	return `<Relationship Id="` + id + `" Type="` + kinds + kind + `" Target="` + target + `"/>`
}

func shape(kind string, paragraphs ...string) string {
	out := `<p:sp><p:nvSpPr><p:nvPr>`
	if kind != "" {
		out += `<p:ph type="` + kind + `"/>`
	}
	out += `</p:nvPr></p:nvSpPr><p:txBody>`
	for _, p := range paragraphs {
		out += `<a:p><a:r><a:t>` + p + `</a:t></a:r></a:p>`
	}
	return out + `</p:txBody></p:sp>`
}

func slideOf(content string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><p:sld` + spaces + `><p:cSld><p:spTree>` + content + `</p:spTree></p:cSld></p:sld>`
}

func pptx(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, content := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func sample1(t testing.TB) []byte {
	return pptx(t, map[string]string{
		"ppt/presentation.xml":            `<p:presentation` + spaces + `><p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId1"/></p:sldIdLst></p:presentation>`,
		"ppt/_rels/presentation.xml.rels": rels + relation1("rId1", "slide", "slides/slide1.xml") + relation1("rId2", "slide", "/ppt/slides/slide2.xml") + relation1("rId3", "slide", "slides/slide3.xml") + `</Relationships>`,
		"ppt/slides/slide1.xml": slideOf(shape("title", "Kết quả") + shape("", "Dòng một", "Dòng hai") + shape("sldNum", "7") +
			`<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>Năm</a:t></a:r></a:p></a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>20</a:t></a:r><a:r><a:t>20</a:t></a:r></a:p><a:p><a:r><a:t>quý</a:t></a:r><a:br/><a:r><a:t>IV</a:t></a:r></a:p></a:txBody></a:tc></a:tr><a:tr><a:tc/><a:tc/></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>`),
		"ppt/slides/_rels/slide1.xml.rels": rels + relation1("rId1", "notesSlide", "../notesSlides/notesSlide1.xml") + `</Relationships>`,
		"ppt/notesSlides/notesSlide1.xml":  strings.ReplaceAll(slideOf(shape("sldImg")+shape("body", "Nhớ nói chậm")+shape("sldNum", "2")), "p:sld>", "p:notes>"),
		"ppt/slides/slide2.xml":            slideOf(`<p:pic/>`),
		"ppt/slides/slide3.xml":            slideOf(shape("", "đã xóa khỏi bản trình chiếu")),
	})
}

func read1(t testing.TB, b []byte, lim cchc.Limits) (cchc.Reading, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return New().Read(context.Background(), path, lim)
}

func show(p cchc.Page) string {
	var out []string
	for _, b := range p.Blocks {
		out = append(out, string(b.Kind)+"|"+strings.ReplaceAll(strings.ReplaceAll(b.Text, "\t", "→"), "\n", "⏎"))
	}
	return strings.Join(out, "\n")
}

func TestSlides(t *testing.T) {
	r, err := read1(t, sample1(t), cchc.Limits{})
	if err != nil || len(r.Pages) != 2 || r.PageTotal != 2 || r.Format != cchc.FormatPPTX {
		t.Fatalf("%v %+v", err, r)
	}
	if p := r.Pages[0]; !p.NeedsOCR || p.Number != 1 || len(p.Blocks) != 0 {
		t.Errorf("the slide of a picture: %+v", p)
	}
	want := "|Kết quả\n|Dòng một\n|Dòng hai\nrow|Năm→2020⏎quý⏎IV\nnote|Nhớ nói chậm"
	if p := r.Pages[1]; show(p) != want || p.Number != 2 || !p.Blocks[0].Bold || p.Quality < 0.5 {
		t.Errorf("%+v\n%s", p, show(p))
	}
}

func TestLegacySlides(t *testing.T) {
	r, err := read1(t, pptx(t, map[string]string{"ppt/slides/slide10.xml": slideOf(shape("", "B¸o c¸o kÕt qu¶ thùc hiÖn nhiÖm vô")), "ppt/slides/slide9.xml": slideOf(shape("", "Sè l\u00adîng v¨n b¶n ®\u00adîc giao"))}), cchc.Limits{})
	if err != nil || len(r.Pages) != 2 || show(r.Pages[0]) != "|Số lượng văn bản được giao" || show(r.Pages[1]) != "|Báo cáo kết quả thực hiện nhiệm vụ" {
		t.Errorf("%v %+v", err, r)
	}
}

func TestFaultsAndLimits(t *testing.T) {
	whole := sample1(t)
	for name, c := range map[string]struct {
		bytes []byte
		code  cchc.Code
	}{
		"cut off":    {whole[:len(whole)-30], "truncated"},
		"no slides":  {pptx(t, map[string]string{"ppt/presentation.xml": "<x/>"}), "damaged"},
		"a bomb":     {pptx(t, map[string]string{"ppt/slides/slide1.xml": strings.Repeat(" ", 70<<20)}), "archive-bomb"},
		"not a file": {nil, "truncated"},
	} {
		if _, err := read1(t, c.bytes, cchc.Limits{}); cchc.AsError(err).Reason.Code != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	r, err := read1(t, whole, cchc.Limits{Pages: 1})
	if err != nil || len(r.Pages) != 1 || r.PageTotal != 2 || len(r.Notes) != 1 || r.Notes[0].Code != "limit-pages" {
		t.Errorf("%v %+v", err, r)
	}
	long := pptx(t, map[string]string{"ppt/slides/slide1.xml": slideOf(shape("", strings.Repeat("chữ ", 100))), "ppt/slides/slide2.xml": slideOf(shape("", "x"))})
	if r, err = read1(t, long, cchc.Limits{TextBytes: 100}); err != nil || len(r.Notes) != 1 || r.Notes[0].Code != "limit-text" || len(r.Pages) != 1 {
		t.Errorf("%v %+v", err, r)
	}
	broken := pptx(t, map[string]string{"ppt/slides/slide1.xml": slideOf(shape("", "trước"))[:300] + "<"})
	if r, err = read1(t, broken, cchc.Limits{}); err != nil || len(r.Notes) != 1 || r.Notes[0].Code != "page-unreadable" {
		t.Errorf("%v %+v", err, r)
	}
	deep := pptx(t, map[string]string{"ppt/slides/slide1.xml": slideOf(strings.Repeat("<p:grpSp>", 1000))})
	if r, err = read1(t, deep, cchc.Limits{}); err != nil || len(r.Notes) != 1 {
		t.Errorf("%v %+v", err, r)
	}
}

func FuzzSlide(f *testing.F) {
	f.Add([]byte(slideOf(shape("title", "a")+`<a:tbl><a:tr><a:tc><a:p><a:t>x</a:t></a:p></a:tc></a:tr></a:tbl>`)), false)
	f.Add([]byte(`<a><p:text>x</p:text><Fallback><t>y</t></Fallback>`), true)
	f.Fuzz(func(t *testing.T, b []byte, notes bool) {
		left := int64(1 << 20)
		w := &walk{left: &left, notes: notes, comments: notes}
		w.read(b)
		decode([]cchc.Page{{Blocks: w.blocks}})
		for _, b := range w.blocks {
			if b.Text == "" || b.Kind == cchc.BlockRow && b.Text != strings.Join(b.Cells, "\t") {
				t.Errorf("%+v", b)
			}
		}
	})
}

func FuzzPackage(f *testing.F) {
	f.Add(sample1(f))
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, err := read1(t, b, cchc.Limits{PartBytes: 1 << 20}); err == nil && len(r.Pages) == 0 {
			t.Error("no pages")
		}
	})
}
