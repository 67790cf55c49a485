package vi

import "unicode"

// Typed turns keystrokes of a Vietnamese input method that came through as letters into the
// word that was meant: Telex ("hoachj" → "hoạch", "dduowcj" → "được") and VNI ("ke61" → "kế",
// "d9uoc7" → "đươc"). Keys may stand behind the letter or at the end of the word. It reports
// false where nothing is to be turned or the result is no well-formed syllable; the result
// is in the traditional placement of tones and keeps a capital at the beginning, or all
// capitals.
//
// Many well-formed words read as keystrokes too ("as" → "á"), so only a word that is found
// nowhere should be turned.
func Typed(s string) (string, bool) {
	var in word
	if s = NFC(s); !in.parse(s) || in.n < 2 {
		return "", false
	}
	k := keyboard{telex: !in.hasDigit()}
	for i := 0; i < in.n; i++ {
		if !k.press(in.l[i]) {
			return "", false
		}
	}
	if !k.turned {
		return "", false
	}
	return k.word(&in)
}

// keyboard is the word so far.
type keyboard struct {
	telex  bool
	turned bool // a key was no letter
	w      word // letters without tones
	tone   byte
}

// press takes one key; it reports false where it can mean nothing.
func (k *keyboard) press(l *letter) bool {
	if l.tone != toneLevel { // half of it came through
		if k.tone != toneLevel {
			return false
		}
		k.tone = l.tone
		l = letters.at(rune(l.plain))
	}
	if k.command(l) {
		k.turned = true
		return true
	}
	if l.base <= '9' || k.w.n == maxLetters {
		return false
	}
	k.w.l[k.w.n] = letters.at(rune(l.plain))
	k.w.n++
	return true
}

func (k *keyboard) command(l *letter) bool {
	if k.telex {
		return k.telexKey(l.base, l.plain)
	}
	return k.vniKey(l.base)
}

func (k *keyboard) telexKey(key byte, plain uint16) bool {
	if plain > 0x7F {
		return false
	}
	switch key {
	case 's':
		return k.setTone(toneSharp)
	case 'f':
		return k.setTone(toneFalling)
	case 'r':
		return k.setTone(toneDipping)
	case 'x':
		return k.setTone(toneRising)
	case 'j':
		return k.setTone(toneHeavy)
	case 'w':
		if k.change("aou", "ăơư") {
			return true
		}
		if k.vowels() {
			return false
		}
		return k.add('ư')
	case 'a':
		return k.change("a", "â")
	case 'e':
		return k.change("e", "ê")
	case 'o':
		return k.change("o", "ô")
	case 'd':
		return k.bar()
	}
	return false
}

func (k *keyboard) vniKey(key byte) bool {
	switch key {
	case '1':
		return k.setTone(toneSharp)
	case '2':
		return k.setTone(toneFalling)
	case '3':
		return k.setTone(toneDipping)
	case '4':
		return k.setTone(toneRising)
	case '5':
		return k.setTone(toneHeavy)
	case '6':
		return k.change("aeo", "âêô")
	case '7':
		return k.change("ou", "ơư")
	case '8':
		return k.change("a", "ă")
	case '9':
		return k.bar()
	}
	return false
}

func (k *keyboard) vowels() bool {
	for i := 0; i < k.w.n; i++ {
		if k.w.l[i].vowel != 0 {
			return true
		}
	}
	return false
}

// setTone sets the one tone; the key is a consonant before any vowel.
func (k *keyboard) setTone(tone byte) bool {
	if !k.vowels() || k.tone != toneLevel {
		return false
	}
	k.tone = tone
	return true
}

func (k *keyboard) add(r rune) bool {
	if k.w.n == maxLetters {
		return false
	}
	k.w.l[k.w.n] = letters.at(r)
	k.w.n++
	return true
}

// change gives the last vowel of one kind its mark; of "uo" both get the horn.
func (k *keyboard) change(from, to string) bool {
	marks := []rune(to)
	for i := k.w.n - 1; i >= 0; i-- {
		for j, r := range from {
			if rune(k.w.l[i].plain) != r {
				continue
			}
			k.w.l[i] = letters.at(marks[j])
			return true
		}
	}
	return false
}

// bar makes the d the word begins with a đ.
func (k *keyboard) bar() bool {
	if k.w.n == 0 || k.w.l[0].plain != 'd' {
		return false
	}
	k.w.l[0] = letters.at('đ')
	return true
}

// word sets the tone on its seat and gives the capitals back.
func (k *keyboard) word(in *word) (string, bool) {
	k.horns()
	from, to, ok := k.w.nucleus()
	if !ok {
		return "", false
	}
	if k.tone != toneLevel {
		seat := k.w.toneSeat(from, to)
		if seat < 0 {
			return "", false
		}
		k.w.retone(seat, k.tone)
	}
	if !k.w.wellFormed() {
		return "", false
	}
	var out []rune
	for i := 0; i < k.w.n; i++ {
		r := rune(k.w.l[i].lower)
		if in.l[0].upper && (i == 0 || in.l[1].upper) {
			r = unicode.ToUpper(r)
		}
		out = append(out, r)
	}
	return string(out), true
}

// horns gives both vowels of "ươ" the horn where one has it: "đưoc", "tuơng". At the end of
// a word "uơ" stands ("thuở"), and "ưa" is typed as "uaw".
func (k *keyboard) horns() {
	for i := 0; i+1 < k.w.n; i++ {
		a, b := k.w.l[i].plain, k.w.l[i+1].plain
		last := i+2 == k.w.n
		qu := i > 0 && k.w.l[i-1].plain == 'q'
		switch {
		case a == 'ư' && b == 'o', a == 'u' && b == 'ơ' && !last && !qu:
			k.w.l[i], k.w.l[i+1] = letters.at('ư'), letters.at('ơ')
		case a == 'u' && b == 'ă' && last:
			k.w.l[i], k.w.l[i+1] = letters.at('ư'), letters.at('a')
		}
	}
}
