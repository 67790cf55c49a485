package ocr

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"minhchung/internal/vi"
)

// A first page whose number or date was left open is looked at again: only its lines of
// number and date, at three sizes, where they stand alone. Print that was misread once comes
// out the same the other times; handwriting comes out another way each time, and then stays
// open.

// place is what a letterhead leaves to be filled in.
type place int

const (
	placeNumber place = iota
	placeDay
	placeMonth
	placeYear
	placesAll
)

// places holds what stands at each of them, "" where that is not known.
type places [placesAll]string

// glance is what one look made of a place: its digits, and whether they are as high as
// print. value is "" where it is no number.
type glance struct {
	value string
	hand  bool
}

type glances [placesAll]glance

// sizes are the looks, in parts of the picture of the page.
func sizes() [3]float64 { return [...]float64{1, 1.25, 1.5} }

const (
	looksAgree   = 2 // looks that must say the same of a day, month or year, none another
	looksHand    = 2 // looks that find the digits too high for print: it is handwriting
	numberDigits = 5
	dateBelow    = 3    // rows from the number's to the date's; further down a paper is cited
	stripMargin  = 0.35 // of a line's height, around the lines looked at
	stripHigh    = 12   // most lines' heights a strip may have: else it is no pair of lines
)

var (
	numberPlace = vi.Pattern(`^\s*s[aceo069&]\s*[.:;]?\s*([^/]{1,9}?)\s*/\s*[a-z]{2}`)
	datePlaces  = vi.Pattern(`ngay\s*(\S.{0,4}?)\s*thang\s*(\S.{0,4}?)\s*nam\s*(\S{4,5})`)
	openLabels  = vi.Pattern(`ngay.{0,12}thang.{0,12}nam`)
	dateLine    = vi.Pattern(`^[^:;/]{2,40}[,.]\s*ngay.{0,12}thang.{0,12}nam.{0,8}$`) // with its place, and nothing behind
)

// stroke gives the digit a sign was meant for: in slanted print a 1 is read as a stroke, a
// 0 as an O. Everything else is what it is.
func stroke(r rune) rune {
	switch r {
	case 'l', 'I', '|', ']', '[', '!', 'Ì', 'Í':
		return '1'
	case 'O', 'o':
		return '0'
	}
	return r
}

// written is a part of a row as one text with the sign behind each character.
type written struct {
	text, fold []rune
	high       []int // of the sign, 0 where it is not known
}

func writtenOf(part []word) written {
	var w written
	for i, x := range part {
		if i > 0 {
			w.add(" ", 0)
		}
		if len(x.signs) == 0 {
			w.add(x.text, 0)
			continue
		}
		for _, s := range x.signs {
			w.add(s.text, s.bottom-s.top)
		}
	}
	w.fold = []rune(vi.Fold(string(w.text)))
	return w
}

func (w *written) add(text string, high int) {
	for _, r := range vi.NFC(text) {
		w.text, w.high = append(w.text, r), append(w.high, high)
	}
}

// at reads the place between two characters, of so many digits at most: strokes behind them
// are a ruling. Digits that are no valid day are still a reading: they speak against
// another one.
func (w *written) at(from, to, most int, usual float64) glance {
	var g glance
	var b strings.Builder
	for to-from > most && strings.ContainsRune("|][", w.text[to-1]) {
		to--
	}
	for i := from; i < to; i++ {
		b.WriteRune(stroke(w.text[i]))
		g.hand = g.hand || float64(w.high[i]) > handHigh*usual
	}
	value := strings.Trim(b.String(), " .,;:")
	if value != "" && strings.Trim(value, "0123456789") == "" {
		g.value = value
	}
	return g
}

// glanceAt reads the places of the rows.
func glanceAt(rows []row, usual float64) glances {
	var out glances
	for _, r := range rows {
		for _, part := range r.parts {
			w := writtenOf(part)
			if len(w.fold) != len(w.text) {
				continue
			}
			fold := string(w.fold)
			if m := numberPlace().FindStringSubmatchIndex(fold); m != nil && out[placeNumber] == (glance{}) {
				out[placeNumber] = w.at(runesBefore(fold, m[2]), runesBefore(fold, m[3]), numberDigits, usual)
			}
			if m := datePlaces().FindStringSubmatchIndex(fold); m != nil && out[placeDay] == (glance{}) {
				for i, p := range []place{placeDay, placeMonth, placeYear} {
					out[p] = w.at(runesBefore(fold, m[2*i+2]), runesBefore(fold, m[2*i+3]), digitsOf(p), usual)
				}
			}
		}
	}
	return out
}

// digitsOf is how many digits a part of a date has at most.
func digitsOf(p place) int {
	if p == placeYear {
		return 4
	}
	return 2
}

func runesBefore(s string, at int) int { return len([]rune(s[:at])) }

// agreed gives what the looks agree on. Of a number all of the later looks must say it, in
// print, for a wrong one ties a paper to another.
func agreed(first glances, later []glances) places {
	var out places
	for p := range placesAll {
		value, votes, hands, one := "", 0, 0, true
		for i, g := range append([]glances{first}, later...) {
			if g[p].hand {
				hands++
			}
			switch {
			case g[p].value == "":
			case value != "" && value != g[p].value:
				one = false
			default:
				value = g[p].value
				if !g[p].hand && (i > 0 || p != placeNumber) {
					votes++
				}
			}
		}
		need, most := looksAgree, looksHand
		if p == placeNumber {
			need, most = len(later), 1
		}
		if one && votes >= need && hands < most && possible(p, value) {
			out[p] = value
		}
	}
	return out
}

func possible(p place, value string) bool {
	n, err := strconv.Atoi(value)
	if err != nil {
		return false
	}
	switch p {
	case placeDay:
		return n >= 1 && n <= 31
	case placeMonth:
		return n >= 1 && n <= 12
	case placeYear:
		return n >= 1945 && n <= 2100
	default:
		return n >= 1 && len(value) <= numberDigits
	}
}

// headRows finds the line of the number and that of the date in the letterhead, -1 where
// there is none.
func headRows(rows []row, f frame) (number, date int) {
	number, date = -1, -1
	for i, r := range rows {
		if !upper(r, f) {
			continue
		}
		for _, part := range r.parts {
			fold := vi.Fold(lineText(part))
			first, _, _ := strings.Cut(fold, " ")
			if number < 0 && strings.Contains(fold, "/") && (numberLabel().MatchString(first) || numberPlace().MatchString(fold)) {
				number = i
			}
			if date < 0 && openLabels().MatchString(fold) && (i == number || dateLine().MatchString(fold) && (number < 0 || i-number <= dateBelow)) {
				date = i
			}
		}
	}
	return number, date
}

func lineText(part []word) string {
	texts := make([]string, len(part))
	for i, w := range part {
		texts[i] = w.text
	}
	return strings.Join(texts, " ")
}

// second returns the pass with what a second look found; without that where it failed.
func (j *job) second(ctx context.Context, p pass) pass {
	filled, err := j.again(ctx, p)
	if err != nil {
		j.cfg.Log.Debug("ocr: second look", "page", j.number, "error", err)
		return p
	}
	return filled
}

// again looks at the letterhead of a pass whose picture is still there, and fills in what
// is now known.
func (j *job) again(ctx context.Context, p pass) (pass, error) {
	f := frame{scan: p.scan, turn: p.turn}
	rows := rowsOf(p.words)
	number, date := headRows(rows, f)
	var lines []row
	for _, at := range []int{number, date} {
		if at >= 0 {
			lines = append(lines, rows[at])
		}
	}
	usual := digitHeight(p.words)
	if !anyOpen(lines, f, usual) {
		return p, nil
	}
	strip, ok, err := stripOf(j.out, lines)
	if err != nil || !ok {
		return p, err
	}
	var later []glances
	for _, size := range sizes() {
		words, err := j.glance(ctx, strip, size, p.scan.DPI)
		if err != nil {
			return p, err
		}
		later = append(later, glanceAt(rowsOf(words), usual*size))
	}
	known := agreed(glanceAt(lines, usual), later)
	page, blanks := fill(p.words, f, known)
	page.Number = j.number
	p.page, p.blanks = page, blanks
	return p, nil
}

// anyOpen reports whether something was left open in the lines.
func anyOpen(lines []row, f frame, usual float64) bool {
	for _, l := range lines {
		if _, open := textOf(l, f, usual, places{}); open > 0 {
			return true
		}
	}
	return false
}

// glance recognises a strip at a size.
func (j *job) glance(ctx context.Context, s strip, size float64, dpi int) ([]word, error) {
	path := filepath.Join(filepath.Dir(j.out), "strip.pgm")
	if err := s.scaled(size).write(path); err != nil {
		return nil, fmt.Errorf("ocr: %w", err)
	}
	out, err := j.run(ctx, path, "stdout", "-l", j.cfg.Languages, "--psm", "6", "--oem", "1",
		"--dpi", strconv.Itoa(max(dpiLeast, int(float64(dpi)*size))), "-c", "hocr_char_boxes=1", "hocr")
	if err != nil {
		return nil, err
	}
	return parseBare(string(out)), nil
}
