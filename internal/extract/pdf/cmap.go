package pdf

import "unicode/utf16"

// Bounds of a CMap.
const (
	cmapCodesMax = 200_000 // codes mapped
	cmapRangeMax = 0xffff  // codes in one range
)

// codespace is a range of character codes of one length (ISO 32000-1, 9.7.6.2).
type codespace struct {
	bytes    int
	low, top uint32
}

// cmap maps character codes to text (ISO 32000-1, 9.10.3).
type cmap struct {
	text   map[uint32]string
	spaces []codespace
}

// parseCMap reads the code spaces and the bfchar and bfrange sections of a CMap. It
// takes any bytes; what it does not understand it leaves out.
func (w *workspace) parseCMap(b []byte) cmap {
	m := cmap{text: map[uint32]string{}}
	in := w.interpreter()
	defer w.done(in)
	l, args := &in.lexer, in.args
	l.begin(b)
	for {
		t := l.next()
		switch {
		case t.kind == kindEnd:
			return m
		case t.kind != kindOperator:
			if len(args) < cmapCodesMax {
				args = append(args, t)
			}
			continue
		case t.is("endcodespacerange"):
			m.addSpaces(args)
		case t.is("endbfchar"):
			for i := 0; i+1 < len(args); i += 2 {
				m.set(code(args[i].text), decodeUTF16(args[i+1].text))
			}
		case t.is("endbfrange"):
			for i := 0; i+2 < len(args); i += 3 {
				m.addRange(code(args[i].text), code(args[i+1].text), args[i+2])
			}
		}
		in.args, args = args, args[:0]
		l.forget()
	}
}

func (m *cmap) set(c uint32, text string) {
	if len(m.text) < cmapCodesMax {
		m.text[c] = text
	}
}

func (m *cmap) addSpaces(args []token) {
	for i := 0; i+1 < len(args) && len(m.spaces) < 1000; i += 2 {
		if n := len(args[i].text); n >= 1 && n <= 4 {
			m.spaces = append(m.spaces, codespace{n, code(args[i].text), code(args[i+1].text)})
		}
	}
}

func (m *cmap) addRange(low, top uint32, to token) {
	if top < low || top-low > cmapRangeMax {
		return
	}
	if to.kind == kindArray {
		for i, t := range to.list {
			if uint32(i) > top-low {
				return
			}
			m.set(low+uint32(i), decodeUTF16(t.text))
		}
		return
	}
	r := []rune(decodeUTF16(to.text))
	if len(r) == 0 {
		return
	}
	last := r[len(r)-1]
	for i := uint32(0); i <= top-low; i++ {
		r[len(r)-1] = last + rune(i)
		m.set(low+i, string(r))
	}
}

// code reads up to four bytes, big end first.
func code(b []byte) uint32 {
	var v uint32
	for _, c := range b {
		v = v<<8 | uint32(c)
	}
	return v
}

// decodeUTF16 decodes UTF-16 (big end first); a single byte stands for itself.
func decodeUTF16(b []byte) string {
	switch len(b) {
	case 1:
		return string(rune(b[0]))
	case 2, 3:
		return string(rune(code(b[:2]))) // half of a pair becomes "\uFFFD"
	}
	u := make([]uint16, 0, 8)
	for i := 0; i+1 < len(b); i += 2 {
		u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(u))
}
