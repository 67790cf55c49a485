package pdfium

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klippa-app/go-pdfium/requests"

	"minhchung/internal/cchc"
)

// cacheDir is shared by the tests: only the first of them compiles.
var cacheDir string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "pdfium-test-")
	if err != nil {
		log.Fatal(err)
	}
	cacheDir = filepath.Join(dir, "cache")
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

func newEngine(t testing.TB) *Engine {
	t.Helper()
	e := New(Config{CacheDir: cacheDir})
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// file returns a PDF file with these pages, the fonts F1 and F2, and more in its trailer.
func file(trailer string, pages ...string) []byte {
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>", "",
		"<</Type/Font/Subtype/Type1/BaseFont/Times-Bold/Encoding/WinAnsiEncoding>>",
		// Codes of a predefined CMap of the Far East, where one byte is one of ASCII.
		"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/90ms-RKSJ-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>>>]>>",
	}
	kids := ""
	for _, p := range pages {
		n := len(objects) + 1
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>/Contents %d 0 R>>", n+1),
			fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(p), p))
		kids += fmt.Sprintf("%d 0 R ", n)
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(pages), kids)
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, start)
	return out.Bytes()
}

func openBytes(t testing.TB, e *Engine, b []byte) *Document {
	t.Helper()
	d, err := e.open(t.Context(), bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func text(p Page) string {
	var b strings.Builder
	for _, g := range p.Glyphs {
		b.WriteString(g.Text)
	}
	return b.String()
}

func page(t testing.TB, d *Document, n int) Page {
	t.Helper()
	p, err := d.Page(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func near(a, b, slip float64) bool { return math.Abs(a-b) <= slip }

func TestPage(t *testing.T) {
	d := openBytes(t, newEngine(t), file("",
		"BT /F1 12 Tf 72 700 Td (Bao cao) Tj ET",
		"BT /F1 1 Tf 0 12 -12 0 300 100 Tm (Len) Tj ET",
		"BT /F2 12 Tf 72 700 Td (So Thong tin) Tj ET"))
	if d.Pages() != 3 {
		t.Fatalf("%d pages", d.Pages())
	}
	p := page(t, d, 0)
	if text(p) != "Bao cao" || p.Right != 595 || p.Top != 842 {
		t.Errorf("page 1: %q, edges %v %v", text(p), p.Right, p.Top)
	}
	if g := p.Glyphs[0]; !near(g.X, 72, 0.5) || !near(g.Y, 700, 1.5) || !near(g.Width, 8, 0.5) || !near(g.Size, 13, 1) || g.DX != 1 || g.Font != "Times-Bold" {
		t.Errorf("page 1: first glyph %+v", g)
	}
	if g, next := page(t, d, 1).Glyphs[0], page(t, d, 1).Glyphs[1]; !near(g.DY, 1, 0.01) || !near(g.X, 300, 1.5) || !near(g.Y, 100, 0.5) || !near(g.Size, 13, 1) || !near(next.Y-g.Y, g.Width, 0.1) {
		t.Errorf("page 2, written upwards: %+v %+v", g, next)
	}
	if got := text(page(t, d, 2)); got != "So Thong tin" {
		t.Errorf("page 3, a font of the Far East: %q", got)
	}
	for _, n := range []int{-1, 3} {
		if _, err := d.Page(t.Context(), n); err == nil {
			t.Errorf("page %d is there", n)
		}
	}
}

func TestRefusals(t *testing.T) {
	e := newEngine(t)
	dir := t.TempDir()
	locked := "/ID[<00><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44/O<" + strings.Repeat("5a", 32) + ">/U<" + strings.Repeat("a5", 32) + ">>>"
	for name, c := range map[string]struct {
		content []byte
		want    cchc.Code
	}{
		"password":    {file(locked, "BT ET"), "encrypted"},
		"not a PDF":   {[]byte("Cong hoa xa hoi chu nghia Viet Nam"), "damaged"},
		"empty":       {nil, "damaged"},
		"header only": {[]byte("%PDF-1.7\n%%EOF\n"), "damaged"},
	} {
		path := filepath.Join(dir, strings.ReplaceAll(name, " ", "-"))
		if err := os.WriteFile(path, c.content, 0o600); err != nil {
			t.Fatal(err)
		}
		d, err := e.Open(t.Context(), path)
		if err == nil {
			_ = d.Close()
			t.Errorf("%s: opened", name)
		} else if got := cchc.AsError(err); got.Reason.Code != c.want || got.Fault != cchc.FaultFile {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := e.Open(t.Context(), filepath.Join(dir, "gone")); err == nil || cchc.AsError(err).Reason.Code != "vanished" {
		t.Errorf("a missing file: %v", err)
	}
}

// The guest must not see the host: a path that exists here does not exist for it.
func TestNothingIsMounted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, file("", "BT ET"), 0o600); err != nil {
		t.Fatal(err)
	}
	e := newEngine(t)
	d, err := e.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := e.instance.OpenDocument(&requests.OpenDocument{FilePath: &path}); err == nil {
		t.Error("the guest opened a file of the host")
	}
}

func TestCacheIsReused(t *testing.T) {
	entries := func() map[string]time.Time {
		out := map[string]time.Time{}
		found, err := filepath.Glob(filepath.Join(cacheDir, "*", "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			st, err := os.Stat(f)
			if err != nil {
				t.Fatal(err)
			}
			out[f] = st.ModTime()
		}
		return out
	}
	openBytes(t, newEngine(t), file("", "BT ET"))
	first := entries()
	if len(first) != 1 {
		t.Fatalf("the cache holds %d entries", len(first))
	}
	openBytes(t, newEngine(t), file("", "BT ET"))
	for name, at := range entries() {
		if !first[name].Equal(at) {
			t.Errorf("%s was compiled again", filepath.Base(name))
		}
	}
}

// heavy is a page that keeps the engine busy for seconds.
func heavy() []byte {
	return file("", "BT /F1 1 Tf 1 1 Td "+strings.Repeat("(Bao cao cong tac) Tj 1 1 Td ", 60_000)+"ET", "BT /F1 9 Tf (Con) Tj ET")
}

func TestContextEndsACall(t *testing.T) {
	e := newEngine(t)
	d := openBytes(t, e, heavy())
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := d.Page(ctx, 0)
	if !errors.Is(err, context.DeadlineExceeded) || cchc.AsError(err).Fault != cchc.FaultOurs {
		t.Fatalf("%v", err)
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("it took %v to end", took)
	}
	if _, err := d.Page(t.Context(), 1); err == nil {
		t.Error("a document outlived its instance")
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if got := text(page(t, openBytes(t, e, file("", "BT /F1 9 Tf (Moi) Tj ET")), 0)); got != "Moi" {
		t.Errorf("after the cancelled call: %q", got)
	}
	if _, err := e.Open(ctx, "any"); err == nil {
		t.Error("opened with a context that ended")
	}
}

func TestOneDocumentAtATime(t *testing.T) {
	e := newEngine(t)
	d := openBytes(t, e, file("", "BT ET"))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := e.open(ctx, bytes.NewReader([]byte("x")), 1); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	if err := errors.Join(d.Close(), d.Close()); err != nil {
		t.Error(err)
	}
	openBytes(t, e, file("", "BT ET"))
}

func TestFreshInstanceAfterManyDocuments(t *testing.T) {
	e := newEngine(t)
	_ = openBytes(t, e, file("", "BT ET")).Close()
	old := e.instance
	_ = openBytes(t, e, file("", "BT ET")).Close()
	if e.instance != old {
		t.Error("the instance was not kept")
	}
	e.served = documentsMost
	openBytes(t, e, file("", "BT ET"))
	if e.instance == old || e.served != 1 {
		t.Error("the old instance is still in use")
	}
}

// Bytes turned, cut and doubled: whatever they are, the next good file is read.
func TestHostileBytes(t *testing.T) {
	e := newEngine(t)
	good := file("", "BT /F1 12 Tf 72 700 Td (Bao cao) Tj ET", "BT /F2 12 Tf (So) Tj ET")
	random := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		b := bytes.Clone(good)
		for range 1 + random.IntN(20) {
			b[random.IntN(len(b))] = byte(random.Uint32())
		}
		readAll(t, e, b[:random.IntN(len(b)+1)])
		readAll(t, e, b)
	}
	if got := text(page(t, openBytes(t, e, good), 0)); got != "Bao cao" {
		t.Errorf("%q", got)
	}
}

func readAll(t testing.TB, e *Engine, b []byte) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	d, err := e.open(ctx, bytes.NewReader(b), int64(len(b)))
	if err != nil {
		if code := cchc.AsError(err).Reason.Code; code != "damaged" && code != "encrypted" {
			t.Fatalf("%v", err)
		}
		return
	}
	defer d.Close()
	for i := range min(d.Pages(), 5) {
		p, err := d.Page(ctx, i)
		if err != nil && cchc.AsError(err).Fault != cchc.FaultFile {
			t.Fatal(err)
		}
		if len(p.Glyphs) > glyphsMost {
			t.Fatalf("%d glyphs", len(p.Glyphs))
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(file("", "BT /F1 12 Tf 72 700 Td (Bao cao) Tj ET"))
	f.Add([]byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>"))
	e := newEngine(f)
	f.Fuzz(func(t *testing.T, b []byte) { readAll(t, e, b) })
}

// BenchmarkPage reads a page of 2,000 characters, as a full page of a decision has.
func BenchmarkPage(b *testing.B) {
	e := newEngine(b)
	d := openBytes(b, e, file("", "BT /F1 12 Tf 14 TL 72 780 Td "+strings.Repeat("(Can cu quy dinh hien hanh ve cong tac van thu, luu tru) Tj T* ", 36)+"ET"))
	for b.Loop() {
		if p := page(b, d, 0); len(p.Glyphs) < 1900 {
			b.Fatal(len(p.Glyphs))
		}
	}
}

// BenchmarkOpen opens and closes a small file with a running engine.
func BenchmarkOpen(b *testing.B) {
	e := newEngine(b)
	content := file("", "BT ET")
	for b.Loop() {
		_ = openBytes(b, e, content).Close()
	}
}
