package pdf

import "math"

// kind is the kind of a token.
type kind uint8

const (
	kindEnd kind = iota
	kindNumber
	kindName
	kindString
	kindArray
	kindDict
	kindRef // "12 0 R", inside arrays and dictionaries only
	kindOperator
)

// Bounds of the lexer: content streams of attackers nest and repeat without end.
const (
	depthMax = 50      // arrays and dictionaries inside each other
	listMax  = 200_000 // elements kept of one array or dictionary
)

// token is one object or operator of a content stream or CMap (ISO 32000-1, 7.2).
// text may share memory with the stream it was read from.
type token struct {
	kind kind
	num  float64 // kindNumber; the object number of a kindRef
	text []byte  // kindName, kindString, kindOperator
	list []token // kindArray; of a kindDict names and values by turns
}

// is reports whether t is the operator or name s.
func (t token) is(s string) bool { return string(t.text) == s }

// entry returns the value of a key of a dictionary token.
func (t token) entry(key string) (token, bool) {
	if t.kind != kindDict {
		return token{}, false
	}
	for i := 0; i+1 < len(t.list); i += 2 {
		if t.list[i].kind == kindName && t.list[i].is(key) {
			return t.list[i+1], true
		}
	}
	return token{}, false
}

// lexer reads tokens. It never fails: what is malformed is read as something.
type lexer struct {
	b   []byte
	pos int

	open  []token // elements of the lists being read, the innermost list last
	lists []token // elements of the lists read
	bytes []byte  // strings that needed rewriting
}

// begin goes on with other bytes. Tokens read before it, or before forget, are no more
// to be used: their memory serves again.
func (l *lexer) begin(b []byte) {
	l.b, l.pos = b, 0
	l.forget()
}

func (l *lexer) forget() { l.open, l.lists, l.bytes = l.open[:0], l.lists[:0], l.bytes[:0] }

// written is what has been appended to bytes from start on.
func (l *lexer) written(start int) []byte { return l.bytes[start:len(l.bytes):len(l.bytes)] }

// class is what a byte is to the lexer (ISO 32000-1, 7.2.2).
type class uint8

const (
	regular class = iota
	space
	delimiter
)

var classes = [256]class{
	' ': space, '\n': space, '\r': space, '\t': space, 0: space, '\f': space,
	'(': delimiter, ')': delimiter, '<': delimiter, '>': delimiter, '[': delimiter, ']': delimiter,
	'{': delimiter, '}': delimiter, '/': delimiter, '%': delimiter,
}

func isSpace(c byte) bool { return classes[c] == space }

func (l *lexer) skipSpace() {
	for l.pos < len(l.b) {
		switch c := l.b[l.pos]; {
		case isSpace(c):
			l.pos++
		case c == '%':
			for l.pos < len(l.b) && l.b[l.pos] != '\n' && l.b[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

// next returns the next token; kindEnd at the end.
func (l *lexer) next() token {
	var t token
	l.read(&t, 0)
	return t
}

// read is next for loops that read many tokens: it writes over t.
func (l *lexer) read(t *token, depth int) {
	l.skipSpace()
	if l.pos >= len(l.b) {
		*t = token{}
		return
	}
	switch c := l.b[l.pos]; c {
	case '(':
		l.pos++
		*t = token{kind: kindString, text: l.literal()}
	case '<':
		l.pos++
		if l.pos < len(l.b) && l.b[l.pos] == '<' {
			l.pos++
			*t = token{kind: kindDict, list: l.dict(depth)}
			return
		}
		*t = token{kind: kindString, text: l.hex()}
	case '[':
		l.pos++
		*t = token{kind: kindArray, list: l.array(depth)}
	case '/':
		l.pos++
		*t = token{kind: kindName, text: l.name()}
	case ')', '>', ']', '{', '}':
		l.pos++
		*t = token{kind: kindOperator, text: l.b[l.pos-1 : l.pos]}
	default:
		w := l.word()
		if c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' {
			*t = token{kind: kindNumber, num: parseNumber(w)}
			return
		}
		*t = token{kind: kindOperator, text: w}
	}
}

// word reads a number or an operator.
func (l *lexer) word() []byte {
	start := l.pos
	for l.pos < len(l.b) && classes[l.b[l.pos]] == regular {
		l.pos++
	}
	return l.b[start:l.pos]
}

// parseNumber is lenient: it stops at the first byte that does not fit ("1.2.3", "12-5").
func parseNumber(w []byte) float64 {
	sign, i := 1.0, 0
	for i < len(w) && (w[i] == '-' || w[i] == '+') {
		if w[i] == '-' {
			sign = -1
		}
		i++
	}
	v := 0.0
	for ; i < len(w) && w[i] >= '0' && w[i] <= '9'; i++ {
		v = v*10 + float64(w[i]-'0')
	}
	if i < len(w) && w[i] == '.' {
		unit := 0.1
		for i++; i < len(w) && w[i] >= '0' && w[i] <= '9'; i++ {
			v += unit * float64(w[i]-'0')
			unit /= 10
		}
	}
	if math.IsInf(v, 0) {
		return 0
	}
	return sign * v
}

// literal reads "(…)" after its opening bracket.
func (l *lexer) literal() []byte {
	start, depth := l.pos, 1
	for i := start; i < len(l.b); i++ {
		switch l.b[i] {
		case '\\', '\r': // needs rewriting
			return l.escaped(i)
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.pos = i + 1
				return l.b[start:i]
			}
		}
	}
	l.pos = len(l.b)
	return l.b[start:]
}

// escaped reads the rest of a literal whose bytes up to i need no rewriting.
func (l *lexer) escaped(i int) []byte {
	start, depth := len(l.bytes), 1
	out := append(l.bytes, l.b[l.pos:i]...)
	for _, c := range out[start:] {
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		}
	}
	l.pos = i
	for l.pos < len(l.b) {
		c := l.b[l.pos]
		l.pos++
		switch c {
		case '\\':
			out = l.escape(out)
			continue
		case '\r':
			if l.pos < len(l.b) && l.b[l.pos] == '\n' {
				l.pos++
			}
			c = '\n'
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.bytes = out
				return l.written(start)
			}
		}
		out = append(out, c)
	}
	l.bytes = out
	return l.written(start)
}

// escape appends what the escape sequence after a backslash stands for.
func (l *lexer) escape(out []byte) []byte {
	if l.pos >= len(l.b) {
		return out
	}
	c := l.b[l.pos]
	l.pos++
	switch c {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case '\n':
		return out
	case '\r':
		if l.pos < len(l.b) && l.b[l.pos] == '\n' {
			l.pos++
		}
		return out
	}
	if c < '0' || c > '7' {
		return append(out, c)
	}
	v := int(c - '0')
	for n := 0; n < 2 && l.pos < len(l.b) && l.b[l.pos] >= '0' && l.b[l.pos] <= '7'; n++ {
		v = v*8 + int(l.b[l.pos]-'0')
		l.pos++
	}
	return append(out, byte(v))
}

// hex reads "<…>" after its opening bracket.
func (l *lexer) hex() []byte {
	start, out := len(l.bytes), l.bytes
	high := -1
	for l.pos < len(l.b) {
		c := l.b[l.pos]
		l.pos++
		if c == '>' {
			break
		}
		v := hexDigit(c)
		switch {
		case v < 0:
		case high < 0:
			high = v
		default:
			out = append(out, byte(high<<4|v))
			high = -1
		}
	}
	if high >= 0 {
		out = append(out, byte(high<<4))
	}
	l.bytes = out
	return l.written(start)
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func (l *lexer) name() []byte {
	start, plain := l.pos, true
	for l.pos < len(l.b) && classes[l.b[l.pos]] == regular {
		plain = plain && l.b[l.pos] != '#'
		l.pos++
	}
	w := l.b[start:l.pos]
	if plain {
		return w
	}
	out := make([]byte, 0, len(w))
	for i := 0; i < len(w); i++ {
		if w[i] == '#' && i+2 < len(w) && hexDigit(w[i+1]) >= 0 && hexDigit(w[i+2]) >= 0 {
			out = append(out, byte(hexDigit(w[i+1])<<4|hexDigit(w[i+2])))
			i += 2
			continue
		}
		out = append(out, w[i])
	}
	return out
}

func (l *lexer) array(depth int) []token {
	from := len(l.open)
	var t token
	for {
		l.skipSpace()
		if l.pos >= len(l.b) {
			break
		}
		if l.b[l.pos] == ']' {
			l.pos++
			break
		}
		if depth >= depthMax {
			l.pos++
			continue
		}
		l.read(&t, depth+1)
		l.add(from, &t)
	}
	return l.closed(from)
}

func (l *lexer) dict(depth int) []token {
	from := len(l.open)
	var t token
	for {
		l.skipSpace()
		if l.pos >= len(l.b) {
			break
		}
		if l.b[l.pos] == '>' {
			l.pos++
			if l.pos < len(l.b) && l.b[l.pos] == '>' {
				l.pos++
			}
			break
		}
		if depth >= depthMax {
			l.pos++
			continue
		}
		l.read(&t, depth+1)
		l.add(from, &t)
	}
	return l.closed(from)
}

// add puts an element into the list that begins at from in open. It folds "12 0 R" into
// one token and keeps lists bounded.
func (l *lexer) add(from int, t *token) {
	n := len(l.open)
	if t.kind == kindOperator && n-from >= 2 && t.is("R") && l.open[n-1].kind == kindNumber && l.open[n-2].kind == kindNumber {
		l.open = l.open[:n-1]
		l.open[n-2] = token{kind: kindRef, num: l.open[n-2].num}
		return
	}
	if t.kind != kindEnd && n-from < listMax {
		l.open = append(l.open, *t)
	}
}

// closed takes the elements of the list that begins at from out of open.
func (l *lexer) closed(from int) []token {
	if len(l.open) == from {
		return nil
	}
	start := len(l.lists)
	l.lists = append(l.lists, l.open[from:]...)
	l.open = l.open[:from]
	return l.lists[start:len(l.lists):len(l.lists)]
}

// skipImage moves behind the data of an inline image, from after its ID operator. The
// data has no length, so EI counts only where text follows it.
func (l *lexer) skipImage() {
	for i := l.pos; i+1 < len(l.b); i++ {
		if l.b[i] != 'E' || l.b[i+1] != 'I' || i > 0 && !isSpace(l.b[i-1]) {
			continue
		}
		if looksLikeCode(l.b[i+2 : min(i+12, len(l.b))]) {
			l.pos = i + 2
			return
		}
	}
	l.pos = len(l.b)
}

func looksLikeCode(b []byte) bool {
	if len(b) > 0 && !isSpace(b[0]) {
		return false
	}
	for _, c := range b {
		if c > 126 || c < 32 && !isSpace(c) {
			return false
		}
	}
	return true
}
