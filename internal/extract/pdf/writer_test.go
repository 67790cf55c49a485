package pdf

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

// builder writes small PDF files for tests. Object 1 is the catalog, 2 the page tree.
type builder struct {
	objects []string // from object 3
	pages   []int
}

// add returns the number of the new object.
func (b *builder) add(body string) int {
	b.objects = append(b.objects, body)
	return len(b.objects) + 2
}

func (b *builder) stream(dict, content string) int {
	return b.add(fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(content), content))
}

// font adds a simple font with widths of half an em.
func (b *builder) font(name, more string) int {
	widths := strings.Repeat(" 500", 224)
	return b.add(fmt.Sprintf("<</Type/Font/Subtype/TrueType/BaseFont/%s/FirstChar 32/LastChar 255/Widths[%s]/Encoding/WinAnsiEncoding%s>>", name, widths, more))
}

// page adds a page of A4 size.
func (b *builder) page(resources, content, more string) {
	c := b.stream("", content)
	b.pages = append(b.pages, b.add(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<%s>>/Contents %d 0 R%s>>", resources, c, more)))
}

// body returns the objects and their offsets, by number.
func (b *builder) body() ([]byte, []int) {
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var kids []string
	for _, n := range b.pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", n))
	}
	all := append([]string{
		"<</Type/Catalog/Pages 2 0 R>>",
		fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(kids), strings.Join(kids, " ")),
	}, b.objects...)
	offsets := []int{0}
	for i, o := range all {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	return out.Bytes(), offsets
}

func (b *builder) bytes() []byte { return b.bytesWith("") }

// bytesWith adds to the trailer.
func (b *builder) bytesWith(trailer string) []byte {
	body, offsets := b.body()
	out := bytes.NewBuffer(body)
	start := out.Len()
	fmt.Fprintf(out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets))
	for _, o := range offsets[1:] {
		fmt.Fprintf(out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(out, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(offsets), trailer, start)
	return out.Bytes()
}

// readBytes reads a file of these bytes.
func readBytes(t testing.TB, b []byte, lim cchc.Limits) (cchc.Reading, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return New().Read(context.Background(), path, lim)
}

// mustRead fails the test on an error.
func mustRead(t testing.TB, b []byte) cchc.Reading {
	t.Helper()
	r, err := readBytes(t, b, cchc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// simple returns a file of one page with one font, F1, drawing content.
func simple(content string) []byte {
	b := &builder{}
	f := b.font("Times", "")
	b.page(fmt.Sprintf("/Font<</F1 %d 0 R>>", f), content, "")
	return b.bytes()
}

// at draws text at a place in 12 points.
func at(x, y int, text string) string {
	return fmt.Sprintf("BT /F1 12 Tf %d %d Td (%s) Tj ET\n", x, y, text)
}
