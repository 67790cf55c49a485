package pdf

import (
	"testing"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"

	"minhchung/internal/cchc"
)

// FuzzInterpreter draws any bytes as a content stream.
func FuzzInterpreter(f *testing.F) {
	f.Add([]byte(at(72, 700, "Van ban") + "q 1 0 0 1 0 0 cm Q"))
	f.Add([]byte("BT /F1 1e9 Tf 1 0 0 -1 0 0 Tm [(a) -1e30 <62>] TJ (c) ' 1 2 (d) \" T* ET"))
	f.Add([]byte("BI /W 1 ID \xff\x00 EI BT (x"))
	f.Add([]byte("[[[[<<<</a/b>>(\\)\\777)"))
	f.Add([]byte("BT /F1 12 Tf 0 0 0 0 0 0 Tm (abc) Tj 1 0 0 1 99999999999999999999 1 Tm (abc) Tj ET"))
	f.Fuzz(func(t *testing.T, content []byte) {
		d := newDocument(nil, nil, withDefaults(cchc.Limits{Operators: 20_000}))
		c := d.canvas(func() error { return nil })
		_ = c.run(content, pdf.Value{}, identity(), 0)
		s := &sheet{}
		s.set(c.glyphs, box{0, 0, 595, 842})
		markRunning([]*sheet{s, s, s})
		p := s.finish(1, extra{})
		if !utf8.ValidString(p.Text()) || p.Quality < 0 || p.Quality > 1 {
			t.Errorf("quality %v, text %q", p.Quality, p.Text())
		}
	})
}

// FuzzCMap parses any bytes as a CMap.
func FuzzCMap(f *testing.F) {
	f.Add([]byte("1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <61> <1EA7> endbfchar"))
	f.Add([]byte("1 beginbfrange <0000> <ffff> <d835> endbfrange"))
	f.Add([]byte("1 beginbfrange <fffffff0> <ffffffff> [<41> 7 /x]"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m := new(workspace).parseCMap(b)
		if len(m.text) > cmapCodesMax {
			t.Errorf("%d codes", len(m.text))
		}
		font := &font{composite: true, unicode: m.text, spaces: m.spaces, widths: map[uint32]float64{}}
		n := 0
		for s := []byte("\x00a\xff\xfe\x01"); len(s) > 0; n++ {
			_, length := font.next(s)
			s = s[length:]
		}
		if n == 0 || n > 5 {
			t.Errorf("%d codes in five bytes", n)
		}
	})
}

// FuzzSearch looks for objects in any bytes and filters them in every way.
func FuzzSearch(f *testing.F) {
	f.Add(greet())
	f.Add([]byte("99999999999 0 obj<</Type/Page>>1 1 obj 2 70000 obj"))
	f.Add([]byte("trailer<</Encrypt<</Filter/Standard/V 5/R 6/U(" + string(make([]byte, 48)) + ")/UE(" + string(make([]byte, 32)) + ")>>>>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		sv := search(b)
		for n, p := range sv.places {
			if n <= 0 || n >= objectsMax || p.offset < 0 || p.offset >= int64(len(b)) {
				t.Errorf("object %d at %d", n, p.offset)
			}
		}
		if c, err := sv.decryptor(b); err == nil && c != nil {
			c.stream(1, 0, b)
		}
		for _, name := range []string{"FlateDecode", "LZWDecode", "ASCII85Decode", "ASCIIHexDecode", "RunLengthDecode"} {
			if out, ok := new(workspace).decodeFilter(name, b, 1<<16); !ok || len(out) > 1<<16+1<<12 {
				t.Errorf("%s: %d bytes", name, len(out))
			}
		}
		unPredict(b, 15, 1, 8, 5)
	})
}
