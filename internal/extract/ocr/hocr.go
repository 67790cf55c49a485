package ocr

import (
	"html"
	"math"
	"strconv"
	"strings"

	"minhchung/internal/vi"
)

const (
	wordsMost = 50_000 // of one page
	wordBytes = 1000   // of one word
	sideMost  = 1 << 20
)

// word is a word as tesseract gives it, its box in pixels.
type word struct {
	text                     string
	left, top, right, bottom int
	confidence               int // 0..100
	block, par, line         int
	signs                    []sign // what the text is made of; nil where it does not say
}

// sign is one character of a word.
type sign struct {
	text        string
	top, bottom int
	confidence  float64
}

// alike are signs tesseract takes for what Vietnamese writes with another.
var alike = strings.NewReplacer("Ð", "Đ", "ð", "đ", "⁄", "/", "∕", "/")

// ruling is what underlines and the borders of tables are read as: no words.
const ruling = "_|¦[]{}^ˆ`~'‘’\"“”"

// lineEnds are strokes of rulings that were taken for ends of words.
const lineEnds = "_|¦"

// parseHOCR reads what tesseract writes by its configuration "hocr" with
// hocr_char_boxes. It is HTML of one fixed form, read as such: what is not as it should
// be is passed over.
func parseHOCR(s string) []word { return (&hocr{}).parse(s) }

// parseBare keeps the strokes too, which may be digits of a date.
func parseBare(s string) []word { return (&hocr{bare: true}).parse(s) }

func (p *hocr) parse(s string) []word {
	for {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			break
		}
		if p.inWord {
			p.say(s[:open])
		}
		end := strings.IndexByte(s[open:], '>')
		if end < 0 {
			break
		}
		p.tag(s[open+1 : open+end])
		s = s[open+end+1:]
	}
	p.flush()
	return p.words
}

type hocr struct {
	bare             bool // keep words that are nothing but strokes
	words            []word
	block, par, line int
	inWord           bool
	word             word
	sign             sign
	inSign           bool
}

func (p *hocr) tag(tag string) {
	if strings.HasPrefix(tag, "/") {
		if tag == "/span" && p.inSign {
			p.inSign = false
			if p.sign.text != "" {
				p.word.signs = append(p.word.signs, p.sign)
			}
		}
		return
	}
	_, class, ok := strings.Cut(tag, "class='")
	if !ok {
		return
	}
	switch class, _, _ = strings.Cut(class, "'"); class {
	case "ocrx_cinfo":
		if n, ok := figures(tag, "x_bboxes"); ok && p.inWord {
			p.inSign = true
			p.sign = sign{top: n[1], bottom: n[3], confidence: figure(tag, "x_conf")}
		}
	case "ocrx_word":
		p.flush()
		if n, ok := figures(tag, "bbox"); ok && len(p.words) < wordsMost {
			p.inWord = true
			p.word = word{left: n[0], top: n[1], right: n[2], bottom: n[3],
				confidence: int(math.Round(figure(tag, "x_wconf"))), block: p.block, par: p.par, line: p.line}
		}
	case "ocr_carea":
		p.flush()
		p.block++
	case "ocr_par":
		p.flush()
		p.par++
	case "ocr_line", "ocr_caption", "ocr_textfloat", "ocr_header":
		p.flush()
		p.line++
	}
}

// say takes the text between two tags.
func (p *hocr) say(text string) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	text = alike.Replace(vi.NFC(strings.ToValidUTF8(html.UnescapeString(text), "")))
	if p.inSign {
		p.sign.text += text
	}
	p.word.text += text
}

// flush ends a word.
func (p *hocr) flush() {
	w := p.word
	if p.inWord {
		w.text = strings.Join(strings.Fields(w.text), " ")
		if !p.bare {
			w.text = strings.Trim(w.text, lineEnds)
		}
		if (p.bare && w.text != "" || strings.Trim(w.text, ruling) != "") && len(w.text) <= wordBytes && w.left <= w.right && w.top <= w.bottom {
			p.words = append(p.words, w)
		}
	}
	p.inWord, p.inSign, p.word = false, false, word{}
}

// figure reads the number behind a name in a title, within 0 and 100; 0 where there is none.
func figure(tag, name string) float64 {
	_, rest, ok := strings.Cut(tag, name+" ")
	if !ok {
		return 0
	}
	v, err := strconv.ParseFloat(rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789."))], 64)
	if err != nil {
		return 0
	}
	return min(100, max(0, v))
}

// figures reads the four sides of a box.
func figures(tag, name string) (out [4]int, ok bool) {
	_, rest, ok := strings.Cut(tag, name+" ")
	if !ok {
		return out, false
	}
	for i := range out {
		rest = strings.TrimLeft(rest, " ")
		n := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		v, err := strconv.Atoi(rest[:n])
		if err != nil || v > sideMost {
			return out, false
		}
		out[i], rest = v, rest[n:]
	}
	return out, true
}

// orientationSure is from where tesseract's confidence about the way up is believed: on
// straight pages it says 5 and more, on pages of little text a wrong 0.5.
const orientationSure = 2.0

// parseOrientation reads the output of tesseract's page segmentation mode 0.
func parseOrientation(s string) (turn int, sure bool) {
	for line := range strings.SplitSeq(s, "\n") {
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch strings.TrimSpace(name) {
		case "Rotate":
			n, err := strconv.Atoi(value)
			if err != nil || n%90 != 0 || n < 0 || n >= 360 {
				return 0, false
			}
			turn = n
		case "Orientation confidence":
			c, err := strconv.ParseFloat(value, 64)
			sure = err == nil && c >= orientationSure
		}
	}
	return turn, sure
}
