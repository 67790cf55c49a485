package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
)

// Print under a seal stays, the seal goes; a red stamp at the top stays.
func TestWithoutSeal(t *testing.T) {
	page := image.NewRGBA(image.Rect(0, 0, 1654, 2339))
	for i := range page.Pix {
		page.Pix[i] = 0xFF
	}
	fill := func(r image.Rectangle, c color.RGBA) {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				page.SetRGBA(x, y, c)
			}
		}
	}
	red, blue, black := color.RGBA{220, 30, 40, 255}, color.RGBA{40, 60, 200, 255}, color.RGBA{20, 20, 20, 255}
	fill(image.Rect(150, 300, 400, 380), red)     // a stamp of secrecy
	fill(image.Rect(900, 1700, 1180, 1980), red)  // the seal
	fill(image.Rect(850, 1850, 1350, 1870), blue) // the signature
	fill(image.Rect(950, 1750, 1250, 1780), black)
	fill(image.Rect(100, 1200, 500, 1230), blue) // a printed line
	var b bytes.Buffer
	if err := jpeg.Encode(&b, page, &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	m, err := jpeg.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	got := withoutSeal(m)
	for name, c := range map[string]struct {
		x, y int
		dark bool
	}{
		"stamp": {250, 340, true}, "seal": {1000, 1900, false}, "signature": {1300, 1860, false},
		"print on the seal": {1000, 1765, true}, "print beside it": {1230, 1765, true}, "blue print": {300, 1215, true},
	} {
		if v := got.GrayAt(c.x, c.y).Y; (v < 150) != c.dark {
			t.Errorf("%s: %d", name, v)
		}
	}
}
