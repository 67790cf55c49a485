package picture

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"minhchung/internal/cchc"
)

// sheet is a white page with lines of words drawn as bars, as a scan of text looks from
// afar.
func sheet(w, h int) *image.Gray {
	m := image.NewGray(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = 0xF8
	}
	for y := h / 10; y < h*9/10; y += 46 {
		for x := w / 8; x < w*7/8; {
			n := 30 + (x*7+y*13)%70
			bar(m, x, y, min(n, w*7/8-x), min(20, h-y))
			x += n + 14
		}
	}
	return m
}

func bar(m *image.Gray, x, y, w, h int) {
	for yy := y; yy < y+h; yy++ {
		for xx := x; xx < x+w; xx++ {
			m.Pix[yy*m.Stride+xx] = 0x10
		}
	}
}

func TestLook(t *testing.T) {
	page := sheet(1240, 1754)
	if s := look(page); s.blank || s.sideways || s.skew != 0 {
		t.Errorf("a straight page: %+v", s)
	}
	for _, degrees := range []float64{-7, -1.2, 0.7, 4.5} {
		if s := look(rotate(page, degrees)); math.Abs(s.skew-degrees) > 0.2 {
			t.Errorf("turned by %g: %+v", degrees, s)
		}
	}
	for _, degrees := range []int{90, 270} {
		if s := look(quarterTurn(page, degrees)); !s.sideways {
			t.Errorf("turned by %d: %+v", degrees, s)
		}
	}
	white := sheet(1240, 1754)
	for i := range white.Pix {
		white.Pix[i] = uint8(255 - i%7) // paper is not even
	}
	if !look(white).blank {
		t.Error("a blank page is not blank")
	}
	bar(white, 600, 800, 60, 20)
	if look(white).blank {
		t.Error("a page with one word is blank")
	}
	black := image.NewGray(image.Rect(0, 0, 1240, 1754))
	look(black) // whatever it is, it ends
	if s := look(image.NewGray(image.Rect(0, 0, 3, 3))); s.skew != 0 {
		t.Errorf("%+v", s)
	}
}

func TestRotateBackAndForth(t *testing.T) {
	page := sheet(600, 800)
	again := rotate(rotate(page, 3), -3)
	dx, dy := (again.Rect.Dx()-600)/2, (again.Rect.Dy()-800)/2
	off := 0
	for y := 20; y < 780; y++ {
		for x := 20; x < 580; x++ {
			if d := int(page.Pix[y*600+x]) - int(again.Pix[(y+dy)*again.Stride+x+dx]); d > 128 || d < -128 {
				off++
			}
		}
	}
	if off > 560*760/50 {
		t.Errorf("%d pixels moved", off)
	}
}

func TestQuarterTurns(t *testing.T) {
	m := image.NewGray(image.Rect(0, 0, 10, 20))
	m.Pix[3*m.Stride+2] = 0xFF // at 2, 3
	for degrees, want := range map[int]image.Point{0: {2, 3}, 90: {16, 2}, 180: {7, 16}, 270: {3, 7}} {
		got := quarterTurn(m, degrees)
		if got.GrayAt(want.X, want.Y).Y != 0xFF {
			t.Errorf("%d: not at %v", degrees, want)
		}
		// A box turns as the picture does.
		b := turnBox(cchc.Box{Left: 200, Top: 150, Right: 300, Bottom: 200}, degrees)
		if x, y := b.Left*got.Rect.Dx()/1000, b.Top*got.Rect.Dy()/1000; x != want.X || y != want.Y {
			t.Errorf("%d: the box is at %d, %d, not %v", degrees, x, y, want)
		}
	}
}

func TestResize(t *testing.T) {
	m := sheet(400, 600)
	for _, s := range []image.Point{{400, 600}, {100, 150}, {133, 77}, {900, 1300}, {1, 1}} {
		got := resize(m, s.X, s.Y)
		if got.Rect.Size() != s || math.Abs(mean(got)-mean(m)) > 6 {
			t.Errorf("%v: %v, mean %g instead of %g", s, got.Rect, mean(got), mean(m))
		}
	}
}

func mean(m *image.Gray) float64 {
	sum := 0
	for _, v := range m.Pix {
		sum += int(v)
	}
	return float64(sum) / float64(len(m.Pix))
}

func TestFit(t *testing.T) {
	for name, c := range map[string]struct {
		wide, high float64
		req        Request
		want       size
		fails      bool
	}{
		"A4 at 200":      {595.28, 841.89, Request{DPI: 200}, size{1654, 2339, 200, false}, false},
		"by width":       {595.28, 841.89, Request{Width: 900}, size{900, 1273, 109, false}, false},
		"by width, side": {595.28, 841.89, Request{Width: 900, Turn: 90}, size{636, 900, 77, false}, false},
		"a wall":         {14400, 14400, Request{DPI: 200}, size{4096, 4096, 20, true}, false},
		"a ribbon":       {100000, 10, Request{DPI: 200}, size{12000, 1, 9, true}, false},
		"nothing":        {0, 10, Request{}, size{}, true},
		"not a number":   {math.NaN(), 10, Request{}, size{}, true},
	} {
		got, err := fit(c.wide, c.high, c.req, presetPixels)
		if got != c.want || (err != nil) != c.fails {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

func encoded(t testing.TB, kind string, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch kind {
	case "png":
		err = png.Encode(&b, m)
	case "jpeg":
		err = jpeg.Encode(&b, m, nil)
	case "gif":
		err = gif.Encode(&b, m, nil)
	case "bmp":
		err = bmp.Encode(&b, m)
	case "tiff":
		err = tiff.Encode(&b, m, &tiff.Options{Compression: tiff.Deflate})
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pagesOf is a TIFF file of uncompressed pages of 40 by 60, the n-th with n black rows.
func pagesOf(n int) []byte {
	var b bytes.Buffer
	b.WriteString("II*\x00\x00\x00\x00\x00")
	next := 4 // where the offset of the next directory is written
	for i := range n {
		data := b.Len()
		for y := range 60 {
			b.Write(bytes.Repeat([]byte{map[bool]byte{true: 0, false: 0xFF}[y < i]}, 40))
		}
		at := b.Len()
		binary.LittleEndian.PutUint32(b.Bytes()[next:], uint32(at))
		entries := [][3]uint32{{256, 4, 40}, {257, 4, 60}, {258, 3, 8}, {259, 3, 1}, {262, 3, 1}, {273, 4, uint32(data)}, {277, 3, 1}, {278, 4, 60}, {279, 4, 2400}}
		_ = binary.Write(&b, binary.LittleEndian, uint16(len(entries)))
		for _, e := range entries {
			_ = binary.Write(&b, binary.LittleEndian, []uint16{uint16(e[0]), uint16(e[1])})
			_ = binary.Write(&b, binary.LittleEndian, []uint32{1, e[2]})
		}
		next = b.Len()
		b.WriteString("\x00\x00\x00\x00")
	}
	return b.Bytes()
}

func write(t testing.TB, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// hugePNG is a header of a picture of so many pixels a side, and a little data.
func hugePNG(side uint32) []byte {
	b := []byte("\x89PNG\r\n\x1a\n")
	chunk := func(kind string, data []byte) {
		b = binary.BigEndian.AppendUint32(b, uint32(len(data)))
		body := append([]byte(kind), data...)
		b = append(b, body...)
		b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(body))
	}
	head := binary.BigEndian.AppendUint32(nil, side)
	head = binary.BigEndian.AppendUint32(head, side)
	chunk("IHDR", append(head, 8, 0, 0, 0, 0))
	chunk("IDAT", []byte{0x78, 0x9c, 1})
	return b
}

func TestImages(t *testing.T) {
	m := sheet(620, 877)
	webp := "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"
	r := NewRenderer(Config{})
	for name, c := range map[string]struct {
		content []byte
		page    int
		code    cchc.Code
	}{
		"png":            {encoded(t, "png", m), 1, ""},
		"jpeg":           {encoded(t, "jpeg", m), 1, ""},
		"gif":            {encoded(t, "gif", m), 1, ""},
		"bmp":            {encoded(t, "bmp", m), 1, ""},
		"tiff":           {encoded(t, "tiff", m), 1, ""},
		"webp":           {[]byte(webp), 1, ""},
		"page 2":         {encoded(t, "png", m), 2, "no-such-page"},
		"page 0":         {encoded(t, "png", m), 0, "no-such-page"},
		"huge":           {hugePNG(30_000), 1, "image-too-large"},
		"truncated png":  {encoded(t, "png", m)[:900], 1, "damaged"},
		"truncated jpeg": {encoded(t, "jpeg", m)[:9000], 1, "damaged"},
		"truncated tiff": {encoded(t, "tiff", m)[:20], 1, "damaged"},
		"only a header":  {[]byte("GIF89a"), 1, "damaged"},
		"a document":     {[]byte("PK\x03\x04"), 1, "no-page-pictures"},
		"nothing":        {nil, 1, "no-page-pictures"},
	} {
		path := write(t, "x", c.content)
		out := filepath.Join(t.TempDir(), "out")
		for _, req := range []Request{{Page: c.page, Width: 300, Out: out}, {Page: c.page, DPI: 100, Scan: true, Out: out}} {
			got, err := r.Render(t.Context(), path, req)
			if c.code != "" {
				if e := cchc.AsError(err); err == nil || e.Reason.Code != c.code || e.Fault != cchc.FaultFile {
					t.Errorf("%s: %v", name, err)
				}
				continue
			}
			if err != nil || got.Width < 1 || name != "webp" && (got.Blank || !req.Scan && got.Width != 300) {
				t.Errorf("%s: %v %+v", name, err, got)
			}
		}
	}
	if _, err := r.Render(t.Context(), filepath.Join(t.TempDir(), "gone"), Request{Page: 1}); cchc.AsError(err).Reason.Code != "vanished" {
		t.Errorf("gone: %v", err)
	}
}

func TestManyPages(t *testing.T) {
	path := write(t, "x.tif", pagesOf(3))
	d, err := openImage(path, kindTIFF, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if d.Pages() != 3 {
		t.Fatalf("%d pages", d.Pages())
	}
	for i := range 3 {
		found, _, err := d.Scan(t.Context(), i)
		if err != nil {
			t.Fatal(err)
		}
		dark := 0
		for y := range 60 {
			if r, _, _, _ := found[0].Picture.At(5, y).RGBA(); r == 0 {
				dark++
			}
		}
		if dark != i {
			t.Errorf("page %d has %d black rows", i+1, dark)
		}
	}
	loop := pagesOf(2)
	last := len(loop) - 4
	copy(loop[last:], loop[4:8]) // the second page is followed by the first
	if frames, err := tiffFrames(bytes.NewReader(loop)); err != nil || len(frames) != 2 {
		t.Errorf("a loop: %d pages, %v", len(frames), err)
	}
}

// The camera was held upright although the picture lies.
func TestOrientation(t *testing.T) {
	j := encoded(t, "jpeg", sheet(800, 400))
	exif := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
	segment := append([]byte{0xFF, 0xE1, 0, byte(len(exif) + 2)}, exif...)
	path := write(t, "x.jpg", append(append(append([]byte{}, j[:2]...), segment...), j[2:]...))
	got, err := NewRenderer(Config{}).Render(t.Context(), path, Request{Page: 1, Width: 200, Out: filepath.Join(t.TempDir(), "o")})
	if err != nil || got.Width != 200 || got.Height != 400 {
		t.Errorf("%v %+v", err, got)
	}
}

func sentence(text string, perLine int) []cchc.Word {
	var out []cchc.Word
	for i, s := range strings.Fields(text) {
		x, y := 100+80*(i%perLine), 100+30*(i/perLine)
		out = append(out, cchc.Word{Text: s, Box: cchc.Box{Left: x, Top: y, Right: x + 70, Bottom: y + 20}})
	}
	return out
}

func TestMark(t *testing.T) {
	const text = "Căn cứ Kế hoạch số 15/KH-STTTT ngày 15 tháng 01 năm 2020 của Sở Thông tin và Truyền thông về cải cách hành chính năm 2020, Phòng Công nghệ thông tin báo cáo kết quả như sau: đã rà soát toàn bộ thủ tục hành chính."
	for name, c := range map[string]struct {
		quote string
		want  int // rectangles
		first int // left edge of the first one
	}{
		"a line":            {"Kế hoạch số 15/KH-STTTT", 1, 260},
		"two lines":         {"ngày 15 tháng 01 năm 2020 của Sở Thông tin", 2, 580},
		"old spelling":      {"cải cách hành chánh năm 2020", 1, 100}, // one word is another
		"no tones":          {"ra soat toan bo thu tuc hanh chinh", 2, 740},
		"a word is missing": {"Phòng Công nghệ tin báo cáo kết quả", 2, 0},
		"digits left open":  {"Kế hoạch số …/KH-STTTT ngày 15 tháng 01", 1, 260},
		"not there":         {"tổ chức đại hội đại biểu nhiệm kỳ mới", 0, 0},
		"one word, not":     {"Hội", 0, 0},
		"a word":            {"Truyền", 1, 0},
		"nothing":           {"", 0, 0},
		"goes on elsewhere": {"đã rà soát toàn bộ thủ tục hành chính. " + strings.Repeat("Trang sau viết về những chuyện khác hẳn. ", 4), 2, 0},
	} {
		got := Mark(sentence(text, 10), c.quote)
		if len(got) != c.want || c.first > 0 && got[0].Left != c.first {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := Mark(nil, "Kế hoạch"); got != nil {
		t.Errorf("%+v", got)
	}
}

func FuzzMark(f *testing.F) {
	f.Add("Căn cứ Kế hoạch số 15/KH-STTTT", "Kế hoạch", 3)
	f.Add(strings.Repeat("a b c ", 100), strings.Repeat("b c a ", 100), 7)
	f.Fuzz(func(t *testing.T, text, quote string, perLine int) {
		words := sentence(text, max(1, perLine%50))
		for _, b := range Mark(words, quote) {
			if b.Left >= b.Right || b.Top >= b.Bottom {
				t.Fatalf("%+v", b)
			}
		}
	})
}

// FuzzImage draws whatever looks like a picture.
func FuzzImage(f *testing.F) {
	m := sheet(64, 64)
	for _, k := range []string{"png", "jpeg", "gif", "bmp", "tiff"} {
		f.Add(encoded(f, k, m))
	}
	f.Add(pagesOf(2))
	f.Add(hugePNG(70_000))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(dir, fmt.Sprint(os.Getpid()))
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		r := NewRenderer(Config{DecodeMB: 8, Pixels: 1 << 16})
		defer r.Release()
		got, err := r.Render(t.Context(), path, Request{Page: 1, DPI: 50, Scan: true, Out: path + ".out"})
		if err == nil && !got.Blank && (got.Width < 1 || got.Height < 1) {
			t.Fatalf("%+v", got)
		}
		if err != nil && cchc.AsError(err).Fault != cchc.FaultFile {
			t.Fatal(err)
		}
	})
}

// paper is a document of two pages that counts what is asked of it.
type paper struct{ opened, closed, drawn int }

func (p *paper) Pages() int   { return 2 }
func (p *paper) Close() error { p.closed++; return nil }
func (p *paper) Size(context.Context, int) (float64, float64, error) {
	return 595, 842, nil
}
func (p *paper) Scan(context.Context, int) ([]Placed, int, error) { return nil, 0, nil }
func (p *paper) Words(context.Context, int) ([]cchc.Word, error) {
	return sentence("Kế hoạch cải cách hành chính", 10), nil
}
func (p *paper) Draw(_ context.Context, page, width, height int, _ bool) (image.Image, error) {
	p.drawn++
	if page == 1 {
		return nil, cchc.FileFault("damaged", errors.New("second page"))
	}
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := range m.Pix {
		m.Pix[i] = 0xFF
	}
	return m, nil
}

func TestRenderer(t *testing.T) {
	p := &paper{}
	r := NewRenderer(Config{PDF: func(context.Context, string) (Document, error) { p.opened++; return p, nil }})
	path := write(t, "x.pdf", []byte("%PDF-1.7"))
	out := filepath.Join(t.TempDir(), "o.png")
	for range 2 {
		got, err := r.Render(t.Context(), path, Request{Page: 1, Width: 500, Out: out, Quote: "kế hoạch cải cách", Marks: []cchc.Box{{Left: 1, Top: 1, Right: 9, Bottom: 9}}})
		if err != nil || len(got.Boxes) != 2 || got.Boxes[0].Left != 100 {
			t.Fatalf("%v %+v", err, got)
		}
	}
	if p.opened != 1 || p.closed != 0 {
		t.Errorf("the file was opened %d and closed %d times for two pictures", p.opened, p.closed)
	}
	f, err := os.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	inside := color.NRGBAModel.Convert(m.At(60, 75))
	if inside != (color.NRGBA{markRed, markGreen, markBlue, 255}) || color.NRGBAModel.Convert(m.At(400, 400)) != (color.NRGBA{255, 255, 255, 255}) {
		t.Errorf("marked %v", inside)
	}
	if _, err := r.Render(t.Context(), path, Request{Page: 2, Width: 500, Out: out}); cchc.AsError(err).Reason.Code != "damaged" || p.closed != 1 {
		t.Errorf("%v; closed %d times", err, p.closed)
	}
	r.Release()
}

// BenchmarkScan straightens and writes a page as recognition gets it.
func BenchmarkScan(b *testing.B) {
	page := rotate(sheet(1654, 2339), 1.5)
	out := filepath.Join(b.TempDir(), "o.pgm")
	for b.Loop() {
		var got Rendered
		if err := writeScan(page, Request{Out: out}, &got); err != nil || got.Skew == 0 {
			b.Fatal(err, got)
		}
	}
}

// BenchmarkMark finds a long quote on a full page.
func BenchmarkMark(b *testing.B) {
	words := sentence(strings.Repeat("Căn cứ Kế hoạch cải cách hành chính năm 2020 của Sở Thông tin và Truyền thông ", 50), 12)
	quote := strings.Repeat("hành chính năm 2020 của Sở ", 12)
	for b.Loop() {
		if Mark(words, quote) == nil {
			b.Fatal("not found")
		}
	}
}
