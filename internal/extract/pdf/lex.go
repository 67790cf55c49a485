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
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0 || c == '\f'
}

func isDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

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
func (l *lexer) next() token { return l.read(0) }

func (l *lexer) read(depth int) token {
	l.skipSpace()
	if l.pos >= len(l.b) {
		return token{}
	}
	switch c := l.b[l.pos]; c {
	case '(':
		l.pos++
		return l.literal()
	case '<':
		l.pos++
		if l.pos < len(l.b) && l.b[l.pos] == '<' {
			l.pos++
			return l.dict(depth)
		}
		return l.hex()
	case '[':
		l.pos++
		return l.array(depth)
	case '/':
		l.pos++
		return l.name()
	case ')', '>', ']', '{', '}':
		l.pos++
		return token{kind: kindOperator, text: l.b[l.pos-1 : l.pos]}
	}
	return l.word()
}

// word reads a number or an operator.
func (l *lexer) word() token {
	start := l.pos
	for l.pos < len(l.b) && !isSpace(l.b[l.pos]) && !isDelimiter(l.b[l.pos]) {
		l.pos++
	}
	w := l.b[start:l.pos]
	if c := w[0]; c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' {
		return token{kind: kindNumber, num: parseNumber(w)}
	}
	return token{kind: kindOperator, text: w}
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
func (l *lexer) literal() token {
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
				return token{kind: kindString, text: l.b[start:i]}
			}
		}
	}
	l.pos = len(l.b)
	return token{kind: kindString, text: l.b[start:]}
}

// escaped reads the rest of a literal whose bytes up to i need no rewriting.
func (l *lexer) escaped(i int) token {
	out := append([]byte(nil), l.b[l.pos:i]...)
	depth := 1
	for _, c := range out {
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
				return token{kind: kindString, text: out}
			}
		}
		out = append(out, c)
	}
	return token{kind: kindString, text: out}
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
func (l *lexer) hex() token {
	var out []byte
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
	return token{kind: kindString, text: out}
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

func (l *lexer) name() token {
	start, plain := l.pos, true
	for l.pos < len(l.b) && !isSpace(l.b[l.pos]) && !isDelimiter(l.b[l.pos]) {
		plain = plain && l.b[l.pos] != '#'
		l.pos++
	}
	w := l.b[start:l.pos]
	if plain {
		return token{kind: kindName, text: w}
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
	return token{kind: kindName, text: out}
}

func (l *lexer) array(depth int) token {
	t := token{kind: kindArray}
	for {
		l.skipSpace()
		if l.pos >= len(l.b) {
			return t
		}
		if l.b[l.pos] == ']' {
			l.pos++
			return t
		}
		if depth >= depthMax {
			l.pos++
			continue
		}
		t.list = appendToken(t.list, l.read(depth+1))
	}
}

func (l *lexer) dict(depth int) token {
	t := token{kind: kindDict}
	for {
		l.skipSpace()
		if l.pos >= len(l.b) {
			return t
		}
		if l.b[l.pos] == '>' {
			l.pos++
			if l.pos < len(l.b) && l.b[l.pos] == '>' {
				l.pos++
			}
			return t
		}
		if depth >= depthMax {
			l.pos++
			continue
		}
		t.list = appendToken(t.list, l.read(depth+1))
	}
}

// appendToken folds "12 0 R" into one token and keeps lists bounded.
func appendToken(list []token, t token) []token {
	if n := len(list); t.kind == kindOperator && t.is("R") && n >= 2 && list[n-1].kind == kindNumber && list[n-2].kind == kindNumber {
		return append(list[:n-2], token{kind: kindRef, num: list[n-2].num})
	}
	if t.kind == kindEnd || len(list) >= listMax {
		return list
	}
	return append(list, t)
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
