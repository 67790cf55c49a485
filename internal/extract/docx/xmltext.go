package docx

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// xmlName is a name as it stands in the text.
type xmlName struct {
	full  string
	colon int // 0: no prefix
}

func (n xmlName) prefix() string { return n.full[:n.colon] }

func (n xmlName) local() string {
	if n.colon == 0 {
		return n.full
	}
	return n.full[n.colon+1:]
}

type attribute struct {
	name  xmlName
	value string
}

// Classes of bytes.
const (
	inName     = 1 << iota // may stand in a name
	beginsName             // may begin one
	isColon
	beyondASCII
	ordinary // stands for itself in characters and values
)

var classes = buildClasses()

func buildClasses() [256]uint8 {
	var t [256]uint8
	for c := range t {
		switch b := byte(c); {
		case b == ':':
			t[c] = inName | beginsName | isColon
		case b == '_' || b|0x20 >= 'a' && b|0x20 <= 'z':
			t[c] = inName | beginsName
		case b == '-' || b == '.' || b >= '0' && b <= '9':
			t[c] = inName
		case b >= utf8.RuneSelf:
			t[c] = inName | beginsName | beyondASCII
		}
		// 0xEF begins U+FFFE and U+FFFF, which are forbidden.
		if c >= ' ' && c != '&' && c != '<' && c != ']' && c != 0xEF || c == '\n' || c == '\t' {
			t[c] |= ordinary
		}
	}
	return t
}

func afterBlanks(in string, at int) int {
	for at < len(in) && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t') {
		at++
	}
	return at
}

// cutAnyName cuts a name at a place of the text, which has to go on behind it.
func cutAnyName(in string, at int) (name xmlName, after int, ok bool) {
	i, colons, colon, seen := at, 0, 0, uint8(0)
	for ; i < len(in); i++ {
		c := classes[in[i]]
		if c&inName == 0 {
			break
		}
		if c&isColon != 0 {
			colons++
			colon = i - at
		}
		seen |= c
	}
	if i == at || i == len(in) || classes[in[at]]&beginsName == 0 {
		return name, at, false
	}
	name.full = in[at:i]
	if seen&beyondASCII != 0 && !foreignName(name.full) {
		return name, at, false
	}
	switch {
	case colons > 1:
		name.colon = -1
	case colon < i-at-1:
		name.colon = colon
	}
	return name, i, true
}

// cutName cuts a name with at most one prefix.
func cutName(in string, at int) (xmlName, int, bool) {
	name, after, ok := cutAnyName(in, at)
	return name, after, ok && name.colon >= 0
}

// cutAttribute cuts an attribute. One without a value has its own name for it.
func cutAttribute(in string, at int) (a attribute, after int, ok bool) {
	a.name, at, ok = cutName(in, at)
	if !ok {
		return a, at, false
	}
	if at = afterBlanks(in, at); at == len(in) {
		return a, at, false
	}
	if in[at] != '=' {
		a.value = a.name.local()
		return a, at, true
	}
	if at = afterBlanks(in, at+1); at == len(in) {
		return a, at, false
	}
	if quote := in[at]; quote == '"' || quote == '\'' {
		a.value, after, ok = cutQuoted(in, at+1, quote)
		return a, after, ok
	}
	from := at
	for at < len(in) && unquoted(in[at]) {
		at++
	}
	a.value = in[from:at]
	return a, at, at < len(in)
}

// unquoted reports whether a byte may stand in a value without quotes.
func unquoted(c byte) bool { return c < utf8.RuneSelf && classes[c]&inName != 0 && c != '.' }

func cutQuoted(in string, at int, quote byte) (value string, after int, ok bool) {
	seen, all := uint8(0), uint8(ordinary)
	for i := at; i < len(in); i++ {
		c := in[i]
		if c == quote {
			value, ok = in[at:i], true
			if all&ordinary == 0 || seen&beyondASCII != 0 {
				value, ok = expand(value, inValue, false)
			}
			return value, i + 1, ok
		}
		seen |= classes[c]
		all &= classes[c]
	}
	return "", at, false
}

// place is where characters stand.
type place uint8

const (
	inText place = iota
	inValue
	inCDATA
)

// expand checks characters, puts in what references stand for and makes line ends one
// kind. References that stand for nothing stay. last: the text ends behind them.
func expand(raw string, at place, last bool) (string, bool) {
	seen, all := uint8(0), uint8(ordinary)
	for i := range len(raw) {
		seen |= classes[raw[i]]
		all &= classes[raw[i]]
	}
	if all&ordinary != 0 {
		return raw, seen&beyondASCII == 0 || utf8.ValidString(raw)
	}
	if at == inText && strings.Contains(raw, "]]>") || at == inValue && strings.Contains(raw, "<") {
		return "", false
	}
	var b strings.Builder
	b.Grow(len(raw))
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '\r':
			b.WriteByte('\n')
			if i+1 < len(raw) && raw[i+1] == '\n' {
				i++
			}
		case c == '&' && at != inCDATA:
			r, n := reference(raw[i:])
			if last && i+n == len(raw) && raw[i+n-1] != ';' {
				return "", false
			}
			if r >= 0 {
				b.WriteRune(r)
			} else {
				b.WriteString(raw[i : i+n])
			}
			i += n - 1
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), allowed(b.String())
}

// reference reads "&amp;" and "&#225;" at the head of s. n is its length, with its ";" if
// there is one; r is -1 where it stands for nothing.
func reference(s string) (r rune, n int) {
	n = 1
	if base := 10; strings.HasPrefix(s, "&#") {
		n = 2
		if strings.HasPrefix(s[n:], "x") {
			base = 16
			n++
		}
		digits := n
		for n < len(s) && (s[n] >= '0' && s[n] <= '9' || base == 16 && (s[n]|0x20) >= 'a' && (s[n]|0x20) <= 'f') {
			n++
		}
		if n == len(s) || s[n] != ';' {
			return -1, n
		}
		code, err := strconv.ParseUint(s[digits:n], base, 64)
		if err != nil || code > unicode.MaxRune {
			return -1, n + 1
		}
		return rune(code), n + 1
	}
	for n < len(s) && classes[s[n]]&inName != 0 {
		n++
	}
	if n == len(s) || s[n] != ';' {
		return -1, n
	}
	r = -1
	switch s[1:n] {
	case "lt":
		r = '<'
	case "gt":
		r = '>'
	case "amp":
		r = '&'
	case "apos":
		r = '\''
	case "quot":
		r = '"'
	}
	return r, n + 1
}

// allowed reports whether all characters are such as XML 1.0 allows.
func allowed(s string) bool {
	for i, r := range s {
		switch {
		case r < ' ' && r != '\t' && r != '\n' && r != '\r', r == 0xFFFE, r == 0xFFFF:
			return false
		case r == utf8.RuneError:
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				return false
			}
		}
	}
	return true
}
