package pdfium

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"minhchung/internal/cchc"
)

func TestDraw(t *testing.T) {
	d := openBytes(t, newEngine(t), file("", "0 0 1 rg 0 421 297.5 421 re f")) // the upper left quarter in blue
	w, h, err := d.Size(t.Context(), 0)
	if err != nil || w != 595 || h != 842 {
		t.Fatalf("%v: %g by %g", err, w, h)
	}
	drawn, err := d.Draw(t.Context(), 0, 595, 842, false)
	m, ok := drawn.(*image.RGBA)
	if err != nil || !ok || m.Rect != image.Rect(0, 0, 595, 842) {
		t.Fatalf("%v: %T", err, drawn)
	}
	drawn, err = d.Draw(t.Context(), 0, 595, 842, true)
	if g, ok := drawn.(*image.Gray); err != nil || !ok || g.GrayAt(400, 100).Y != 0xFF || g.GrayAt(100, 100).Y > 60 {
		t.Errorf("in grey: %v %T", err, drawn)
	}
	for at, want := range map[image.Point]color.RGBA{
		{100, 100}: {0, 0, 255, 255}, {400, 100}: {255, 255, 255, 255}, {100, 600}: {255, 255, 255, 255},
	} {
		if got := m.RGBAAt(at.X, at.Y); got != want {
			t.Errorf("%v: %v", at, got)
		}
	}
	if small, err := d.Draw(t.Context(), 0, 100, 0, false); err != nil || small.Bounds() != image.Rect(0, 0, 100, 142) {
		t.Errorf("%v %v", err, small)
	}
	if _, err := d.Draw(t.Context(), 1, 100, 0, false); err == nil {
		t.Error("a page that is not there was drawn")
	}
}

func TestDrawTooLarge(t *testing.T) {
	e := New(Config{CacheDir: cacheDir, MemoryMB: 64})
	t.Cleanup(func() { _ = e.Close() })
	d := openBytes(t, e, file("", "BT ET"))
	if _, err := d.Draw(t.Context(), 0, 6000, 8000, false); err == nil || cchc.AsError(err).Reason.Code != "damaged" {
		t.Errorf("%v", err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if _, err := openBytes(t, e, file("", "BT ET")).Draw(t.Context(), 0, 100, 0, false); err != nil {
		t.Errorf("the next page: %v", err)
	}
}

func TestWords(t *testing.T) {
	for rotate, want := range map[int]cchc.Box{
		0:   {Left: 121, Top: 155, Right: 151, Bottom: 172},
		90:  {Left: 828, Top: 121, Right: 845, Bottom: 151},
		180: {Left: 849, Top: 828, Right: 879, Bottom: 845},
		270: {Left: 155, Top: 849, Right: 172, Bottom: 879},
	} {
		b := bytes.Replace(file("", "BT /F1 12 Tf 72 700 Td (Bao cao cong) Tj 90 0 Td (tac) Tj ET"), []byte("/MediaBox"), fmt.Appendf(nil, "/Rotate %d /MediaBox", rotate), 1)
		words, err := openBytes(t, newEngine(t), b).Words(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		boxes := map[string]cchc.Box{}
		for _, w := range words {
			boxes[w.Text] = w.Box
		}
		if len(words) != 4 || len(boxes) != 4 {
			t.Fatalf("%d degrees: %+v", rotate, words)
		}
		got := boxes["Bao"]
		for _, d := range []int{got.Left - want.Left, got.Top - want.Top, got.Right - want.Right, got.Bottom - want.Bottom} {
			if d < -12 || d > 12 {
				t.Errorf("%d degrees: %+v, not about %+v", rotate, got, want)
				break
			}
		}
	}
}

// pictureFile is a PDF file with pictures: content draws /P, a grey JPEG of 40 by 30 whose
// left half is black.
func pictureFile(t *testing.T, content string) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 40, 30))
	for i := range m.Pix {
		if i%40 >= 20 {
			m.Pix[i] = 0xFF
		}
	}
	var j bytes.Buffer
	if err := jpeg.Encode(&j, m, nil); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	offsets := []int{}
	object := func(s string) {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(offsets), s)
	}
	out.WriteString("%PDF-1.4\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Count 1/Kids[3 0 R]>>")
	object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Resources<</XObject<</P 4 0 R>>/Font<</F1 6 0 R>>>>/Contents 5 0 R>>")
	object(fmt.Sprintf("<</Type/XObject/Subtype/Image/Width 40/Height 30/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Length %d>>\nstream\n%s\nendstream", j.Len(), j.String()))
	object(fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content))
	object("<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>")
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return out.Bytes()
}

// The pictures of a scan are taken as they lie in the file; anything else is drawn.
func TestScan(t *testing.T) {
	const full = "q 400 0 0 300 0 0 cm /P Do Q "
	for name, c := range map[string]struct {
		content string
		want    int
	}{
		"one picture":        {full, 1},
		"hidden text on it":  {full + "BT 3 Tr /F1 12 Tf 10 10 Td (an) Tj ET", 1},
		"strips":             {"q 400 0 0 150 0 150 cm /P Do Q q 400 0 0 150 0 0 cm /P Do Q", 2},
		"text on it":         {full + "BT /F1 12 Tf 10 10 Td (so) Tj ET", 0},
		"a line on it":       {full + "0 0 m 100 100 l S", 0},
		"slanted":            {"q 380 20 -20 280 20 0 cm /P Do Q", 0},
		"on its head":        {"q -400 0 0 -300 400 300 cm /P Do Q", 0},
		"a logo and no more": {"q 40 0 0 30 0 270 cm /P Do Q", 0},
		"empty":              {"", 0},
	} {
		got, quarters, err := openBytes(t, newEngine(t), pictureFile(t, c.content)).Scan(t.Context(), 0)
		if err != nil || len(got) != c.want || quarters != 0 {
			t.Errorf("%s: %d pictures, %v", name, len(got), err)
		}
		if name == "strips" && len(got) == 2 && (!near(got[0].Bottom, 0.5, 0.01) || !near(got[1].Top, 0.5, 0.01) || !near(got[1].Bottom, 1, 0.01)) {
			t.Errorf("strips at %+v", got)
		}
		if name == "one picture" && len(got) == 1 {
			if m, ok := got[0].Picture.(*image.Gray); !ok || m.Rect.Dx() != 40 || m.GrayAt(5, 5).Y > 20 || m.GrayAt(35, 5).Y < 235 {
				t.Errorf("%v", got[0].Picture)
			}
		}
	}
}

// A row of Group 4 that is all white is one bit.
func TestDecodeFax(t *testing.T) {
	if m := decodeFax([]byte{0xFF, 0xFF}, 8, 8); m == nil || m.(*image.Gray).Pix[0] != 0xFF {
		t.Errorf("%v", m)
	}
	if m := decodeFax([]byte{0x00, 0x00, 0x00}, 8, 8); m != nil {
		t.Error("what is no picture was decoded")
	}
}
