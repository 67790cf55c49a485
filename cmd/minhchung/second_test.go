package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

// strangeFont is a PDF file in a font whose codes our own reader has no table for: those
// of a predefined CMap of the Far East.
func strangeFont() []byte {
	content := "BT /F1 13 Tf 72 780 Td (SO THONG TIN) Tj 250 0 Td (CONG HOA XA HOI) Tj -250 -40 Td (Bao cao ket qua cong tac van thu nam 2020) Tj ET"
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, o := range []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>",
		"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/90ms-RKSJ-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/Song/DW 500/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>>>]>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content),
	} {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return out.Bytes()
}

func TestSecondReaderTakesOver(t *testing.T) {
	cacheDir := t.TempDir()
	if c := defaultSettings().cacheFolder(); c != "" {
		cacheDir = filepath.Join(c, "test") // compiling takes seconds; once is enough
	}
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, strangeFont(), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := newChild(cacheDir, 512).read(t.Context(), path, cchc.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	got := r.Pages[0].Text()
	if !strings.Contains(got, "SO THONG TIN\tCONG HOA XA HOI\n") || !strings.Contains(got, "Bao cao ket qua cong tac van thu nam 2020") {
		t.Errorf("%q", got)
	}
	if len(r.Notes) != 1 || r.Notes[0].Code != "second-reader" || r.Pages[0].NeedsOCR {
		t.Errorf("notes %v, needs OCR: %v", r.Notes, r.Pages[0].NeedsOCR)
	}
}
