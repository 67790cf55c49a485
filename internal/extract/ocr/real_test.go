package ocr

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"log"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"minhchung/internal/cchc"
	"minhchung/internal/extract/pdfium"
	"minhchung/internal/extract/picture"
)

// cacheDir keeps the compiled module of PDFium: only the first test compiles.
var cacheDir string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "ocr-test-")
	if err != nil {
		log.Fatal(err)
	}
	cacheDir = filepath.Join(dir, "cache")
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// document shows a document of PDFium to the package picture, as cmd does.
type document struct{ *pdfium.Document }

func (d document) Scan(ctx context.Context, page int) ([]picture.Placed, int, error) {
	found, quarters, err := d.Document.Scan(ctx, page)
	out := make([]picture.Placed, len(found))
	for i, p := range found {
		out[i] = picture.Placed(p)
	}
	return out, quarters, err
}

func newRenderer(t testing.TB) *picture.Renderer {
	t.Helper()
	engine := pdfium.New(pdfium.Config{CacheDir: cacheDir, MemoryMB: 512})
	r := picture.NewRenderer(picture.Config{PDF: func(ctx context.Context, path string) (picture.Document, error) {
		d, err := engine.Open(ctx, path)
		if err != nil {
			return nil, err
		}
		return document{d}, nil
	}})
	t.Cleanup(func() {
		r.Release()
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// real returns an engine with the tesseract of this machine.
func real(t testing.TB) *Engine {
	t.Helper()
	if _, err := exec.LookPath("tesseract"); err != nil {
		missing(t, "tesseract is not installed: recognition is NOT tested")
	}
	r := newRenderer(t)
	e := New(Config{Now: time.Now, Workers: 1}, func(ctx context.Context, path string, s Shot) (Scan, error) {
		out, err := r.Render(ctx, path, picture.Request{Page: s.Page, DPI: s.DPI, Turn: s.Turn, Scan: true, Out: s.Out})
		return Scan{Width: out.Width, Height: out.Height, DPI: out.DPI, Reduced: out.Reduced, Blank: out.Blank, Sideways: out.Sideways, Skew: out.Skew, Before: out.Before}, err
	})
	if _, reason := e.Available(); reason != nil {
		missing(t, fmt.Sprintf("recognition is NOT tested: %s %v", reason.Code, reason.Args))
	}
	return e
}

func missing(t testing.TB, why string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(why)
	}
	t.Skip(why)
}

const corpus = "../../../testdata/corpus/"

func onlyFile(t testing.TB, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(corpus + pattern)
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %v %v", pattern, found, err)
	}
	return found[0]
}

func TestScan(t *testing.T) {
	e := real(t)
	p, notes, err := e.Page(t.Context(), onlyFile(t, "phong-ttbcxb/2020/Scan*.pdf"), 1)
	if err != nil || len(notes) > 0 {
		t.Fatalf("%v %v", err, notes)
	}
	text := p.Text()
	for _, want := range []string{"Số: 02/BB-TKT\t", "ngày 08 tháng 9 năm 2020", "BIÊN BẢN\n", "1. Đã đăng 16 tin bài trên chuyên mục CCHC", "TRƯỞNG PHÒNG\tTỔ TRƯỞNG\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if p.Quality < 0.9 || p.Source != cchc.SourceOCR || p.NeedsOCR || p.Number != 1 {
		t.Errorf("quality %g, %+v", p.Quality, p.Source)
	}
	boxes := picture.Mark(p.Words, "Lập lịch viết bài hằng tháng; cập nhật văn bản chỉ đạo trong ba ngày làm việc kể từ khi nhận.")
	if len(boxes) != 2 || boxes[0].Top >= boxes[1].Top || boxes[0].Right-boxes[0].Left < 500 {
		t.Errorf("a quote of two lines is marked by %+v", boxes)
	}
}

// Pages lie on their side, on their head, and a few degrees askew; what is read is the
// same, and the words are where they are on the page as it lies.
func TestTurned(t *testing.T) {
	e := real(t)
	r := newRenderer(t)
	dir := t.TempDir()
	upright := filepath.Join(dir, "page.png")
	if _, err := r.Render(t.Context(), onlyFile(t, "van-phong/2020/15-KH*.pdf"), picture.Request{Page: 1, DPI: 200, Out: upright}); err != nil {
		t.Fatal(err)
	}
	for _, degrees := range []float64{90, 180, 3.3, -2} {
		t.Run(fmt.Sprint(degrees), func(t *testing.T) {
			path := filepath.Join(dir, fmt.Sprint(degrees)+".png")
			turnPicture(t, upright, path, degrees)
			p, notes, err := e.Page(t.Context(), path, 1)
			if err != nil {
				t.Fatal(err)
			}
			if text := p.Text(); p.Quality < 0.9 || !strings.Contains(text, "Rà soát toàn bộ thủ tục hành chính") || !strings.Contains(text, "Số: 15/KH-STTTT") {
				t.Errorf("quality %g:\n%.400s", p.Quality, text)
			}
			if told := len(notes) == 1 && notes[0].Code == "ocr-turned"; told != (math.Abs(degrees) > 45) {
				t.Errorf("notes %v", notes)
			}
			boxes := picture.Mark(p.Words, "KẾ HOẠCH Cải cách hành chính năm 2020 của Sở Thông tin")
			if len(boxes) == 0 {
				t.Fatal("the title is not found")
			}
			x, y := (boxes[0].Left+boxes[0].Right)/2, (boxes[0].Top+boxes[0].Bottom)/2
			wantX, wantY := titleAt(degrees)
			if math.Abs(float64(x-wantX)) > 8 || math.Abs(float64(y-wantY)) > 8 {
				t.Errorf("the title is at %d, %d, not about %d, %d", x, y, wantX, wantY)
			}
		})
	}
}

// titleAt is where the first line of the title, at 524, 154 on the upright page, comes to
// lie.
func titleAt(degrees float64) (x, y int) {
	switch degrees {
	case 90:
		return 1000 - 154, 524
	case 180:
		return 1000 - 524, 1000 - 154
	case 270:
		return 154, 1000 - 524
	}
	const wide, high = 1654.0, 2339.0
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	dx, dy := (0.524-0.5)*wide, (0.154-0.5)*high
	return int(1000 * (0.5 + (dx*cos-dy*sin)/wide)), int(1000 * (0.5 + (dx*sin+dy*cos)/high))
}

// turnPicture turns a picture clockwise onto white.
func turnPicture(t *testing.T, from, to string, degrees float64) {
	t.Helper()
	f, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	w, h := float64(m.Bounds().Dx()), float64(m.Bounds().Dy())
	nw, nh := w, h
	if math.Abs(degrees) == 90 || degrees == 270 {
		nw, nh = h, w
	}
	out := image.NewGray(image.Rect(0, 0, int(nw), int(nh)))
	draw.Draw(out, out.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	draw.BiLinear.Transform(out, f64.Aff3{cos, -sin, nw/2 - cos*w/2 + sin*h/2, sin, cos, nh/2 - sin*w/2 - cos*h/2}, m, m.Bounds(), draw.Over, nil)
	g, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(g, out); err != nil {
		t.Fatal(err)
	}
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestBlankPage(t *testing.T) {
	e := real(t)
	path := filepath.Join(t.TempDir(), "blank.png")
	m := image.NewGray(image.Rect(0, 0, 1240, 1754))
	for i := range m.Pix {
		m.Pix[i] = uint8(250 - i%5) // paper is not even
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, m); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	e.cfg.Command = filepath.Join(t.TempDir(), "not-to-be-started")
	p, _, err := e.Page(t.Context(), path, 1)
	if err != nil || len(p.Blocks) > 0 || p.NeedsOCR || p.Quality != 1 {
		t.Errorf("%v %+v", err, p)
	}
}
