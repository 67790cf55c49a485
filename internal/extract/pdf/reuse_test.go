package pdf

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/ledongthuc/pdf"
	"pgregory.net/rapid"

	"minhchung/internal/cchc"
)

// forms is a file of three pages that share fonts, draw a form in a form, and spell
// strings in every way.
func forms() []byte {
	b := &builder{}
	f := b.font("Times", "")
	inner := b.stream(fmt.Sprintf("/Subtype/Form/Resources<</Font<</F1 %d 0 R>>>>", f), at(72, 600, `ben \(trong\) cung`))
	outer := b.stream(fmt.Sprintf("/Subtype/Form/Resources<</Font<</F1 %d 0 R>>/XObject<</In %d 0 R>>>>", f, inner), at(72, 650, "ben trong")+"/In Do")
	for page := range 3 {
		content := at(72, 700, fmt.Sprintf("Trang so %d cua ho so", page+1)) + "/Out Do BT /F1 12 Tf 72 500 Td [<486f> -300 (so) 20 (\\154uu)] TJ ET"
		b.page(fmt.Sprintf("/Font<</F1 %d 0 R>>/XObject<</Out %d 0 R>>", f, outer), content, "")
	}
	return b.bytes()
}

// One reader serves many files, also at once: what it keeps of one must not show in another.
func TestReadingsDoNotShareMemory(t *testing.T) {
	r := New()
	files := [][]byte{forms(), greet(), simple(at(72, 700, "Bao cao quy III"))}
	paths, want := make([]string, len(files)), make([]cchc.Reading, len(files))
	for i, b := range files {
		paths[i] = filepath.Join(t.TempDir(), "a.pdf")
		if err := os.WriteFile(paths[i], b, 0o600); err != nil {
			t.Fatal(err)
		}
		want[i] = mustRead(t, b)
		if want[i].PagesRead() == 0 {
			t.Fatalf("file %d: no text", i)
		}
	}
	var work sync.WaitGroup
	for n := range 4 {
		work.Go(func() {
			for i := range 20 {
				at := (n + i) % len(files)
				got, err := r.Read(context.Background(), paths[at], cchc.Limits{})
				if err != nil {
					t.Error(err)
				}
				if d := cmp.Diff(want[at], got); d != "" {
					t.Errorf("file %d: %s", at, d)
				}
			}
		})
	}
	work.Wait()
}

// A lexer that uses its memory again reads the same tokens as one that does not.
func TestLexerForgets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.SampledFrom([]string{
			"[", "]", "<<", ">>", "(a\\)b)", "(\\101)", "<4142>", "/N#41", "12", "-.5", "0 R", "Tj", "%x\n", " ", "(",
		}), 0, 40).Draw(t, "pieces")
		var content []byte
		for _, p := range pieces {
			content = append(append(content, p...), ' ')
		}
		var used lexer
		used.begin([]byte("[[(\\7) 1] 2] <<" + "/K <ff>>>"))
		for used.next().kind != kindEnd {
		}
		used.begin(content)
		fresh := &lexer{b: content}
		for {
			a, b := fmt.Sprint(fresh.next()), fmt.Sprint(used.next())
			if a != b {
				t.Fatalf("%q: %s, used again %s", content, a, b)
			}
			if used.pos >= len(content) {
				return
			}
			used.forget()
		}
	})
}

// Codes mean the same however often they are met.
func TestMeaningsAreKept(t *testing.T) {
	m := new(workspace).parseCMap([]byte("1 begincodespacerange <00> <7f> <8000> <ffff> endcodespacerange 1 beginbfchar <41> <1EA7> <8001> <0062> endbfchar"))
	f := &font{composite: true, mapped: true, unicode: m.text, spaces: m.spaces, widths: map[uint32]float64{0x41: 750}, width: 500, scale: 0.5}
	f.fixed = f.fixedLength()
	for range 2 {
		got := ""
		for s := []byte("\x41\x80\x01\x42"); len(s) > 0; {
			m, n := f.next(s)
			got += fmt.Sprintf("%d %s %g, ", n, m.text, m.width)
			s = s[n:]
		}
		if want := "1 ầ 375, 2 b 250, 1  250, "; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A resource that is damaged is a fault of every page that names it.
func TestDamagedResourceIsAFaultOfEveryPage(t *testing.T) {
	b := &builder{}
	good, bad := b.font("Times", ""), b.add("<</Type/Font 7 8 9 broken")
	for range 2 {
		b.page(fmt.Sprintf("/Font<</F1 %d 0 R/F2 %d 0 R>>", good, bad), at(72, 700, "Van ban")+"BT /F2 9 Tf (x) Tj ET", "")
	}
	got := mustRead(t, b.bytes())
	var pages []string
	for _, n := range got.Notes {
		if n.Code == "page-unreadable" {
			pages = append(pages, n.Args...)
		}
	}
	if d := cmp.Diff([]string{"1", "2"}, pages); d != "" {
		t.Error(d)
	}
}

func TestResourcesAreSharedByWhatTheySay(t *testing.T) {
	b := &builder{}
	one, two := b.font("Times", ""), b.font("Times-Bold", "")
	for _, f := range []int{one, one, two} {
		b.page(fmt.Sprintf("/Font<</F1 %d 0 R>>", f), at(72, 700, "Van ban"), "")
	}
	file := b.bytes()
	d, _, err := open(bytes.NewReader(file), int64(len(file)), withDefaults(cchc.Limits{}), func() error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	nodes, _ := d.pages(3)
	set := func(node pdf.Value) *resources {
		return d.sharedResources(d.path(node, "Resources", "Font"))
	}
	if set(nodes[0]) != set(nodes[1]) {
		t.Error("the same fonts are read twice")
	}
	if set(nodes[0]) == set(nodes[2]) {
		t.Error("other fonts are taken for the same")
	}
}

// Small files are held in memory, large ones are not; both show the same bytes.
func TestSourceHeldOrNot(t *testing.T) {
	b := &builder{}
	b.stream("", string(make([]byte, heldMost)))
	b.page("", at(72, 700, "x"), "")
	for _, c := range []struct {
		name          string
		file          []byte
		before, after int // bytes around it
	}{
		{"plain", greet(), 0, 0},
		{"junk in front", greet(), 700, 0},
		{"junk behind", greet(), 0, 9000},
		{"large", b.bytes(), 100, 0},
	} {
		file := append(append(bytes.Repeat([]byte("\n"), c.before), c.file...), bytes.Repeat([]byte("\n"), c.after)...)
		s, complete, err := newSource(bytes.NewReader(file), int64(len(file)), func() error { return nil })
		if err != nil || !complete {
			t.Fatalf("%s: complete %v, %v", c.name, complete, err)
		}
		if held := s.held != nil; held != (len(file) <= heldMost) {
			t.Errorf("%s: held %v", c.name, held)
		}
		whole, err := io.ReadAll(io.NewSectionReader(s, 0, s.Size()))
		if err != nil {
			t.Fatal(err)
		}
		want := bytes.TrimRight(bytes.Clone(c.file), "\n")
		copy(want, header)
		if !bytes.Equal(whole, want) {
			t.Errorf("%s: shows %d bytes, want %d", c.name, len(whole), len(want))
		}
		for off := range min(s.Size(), 2000) {
			if got := s.read(off, 50); !bytes.Equal(got, whole[off:min(off+50, s.Size())]) {
				t.Fatalf("%s: read(%d) gives %q", c.name, off, got)
			}
		}
	}
}

// The cheap test must let through every page on which columns are found.
func TestNoColumnsWithoutASharedEdge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []stretch
		for y := 800.0; y > 100; y -= 14 {
			slip := rapid.Float64Range(0, 3).Draw(t, "slip")
			all = append(all, stretch{60 + slip, 60 + slip + rapid.Float64Range(100, 230).Draw(t, "left"), y, 12})
			if rapid.Bool().Draw(t, "two") {
				all = append(all, stretch{310 + slip, 310 + slip + rapid.Float64Range(100, 230).Draw(t, "right"), y, 12})
			}
		}
		levels := levelsOf(all)
		edge := trim{top: rapid.Float64Range(500, 900).Draw(t, "top"), bottom: rapid.Float64Range(0, 300).Draw(t, "bottom")}
		if len(findBands(edge.inside(levels), 0)) > 0 && !sharedEdge(levels) {
			t.Error("columns without a shared edge")
		}
	})
}

// BenchmarkRead reads a small file from its path: opening counts as much as the pages.
func BenchmarkRead(b *testing.B) {
	path := filepath.Join(b.TempDir(), "a.pdf")
	if err := os.WriteFile(path, forms(), 0o600); err != nil {
		b.Fatal(err)
	}
	r := New()
	b.ReportAllocs()
	for b.Loop() {
		if got, err := r.Read(context.Background(), path, cchc.Limits{}); err != nil || len(got.Pages) != 3 {
			b.Fatal("no pages", err)
		}
	}
}
