package describe

import (
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// The end of a paper: signature on the right, Nơi nhận on the left (Nghị định
// 30/2020/NĐ-CP, Phụ lục I mục II.7 and II.9). Annexes and blank forms with signatures of
// their own may follow, so the first place that fits counts, not the last.

// closing is the end of a paper.
type closing struct {
	lines []line
	list  int    // index of the "Nơi nhận" line, -1 without
	sign  signer // what the signature says
	code  code   // of a consolidated text, which has its number here
}

// How far around "Nơi nhận" or an office the signature can reach: blocks before it, lines
// after it. A list of recipients takes up to forty lines.
const (
	closingBefore = 12
	closingAfter  = 60
	signBefore    = 14
	signAfter     = 60
	signReach     = 12  // lines from an office down to the name under it
	maxTries      = 120 // places looked at: an annex of forms has a signature on each
	linesATry     = 200 // taking so many lines apart costs as much as one look
)

// blockRef is a block of the body with its page.
type blockRef struct {
	block *cchc.Block
	page  int // index
	at    spot
}

// findClosing returns the end of the paper, the zero closing where there is none.
func findClosing(blocks []blockRef) closing {
	if c, ok := listedClosing(blocks); ok {
		return c
	}
	return signedClosing(blocks)
}

func bodyBlocks(pages []cchc.Page) []blockRef {
	n := 0
	for i := range pages {
		n += len(pages[i].Blocks)
	}
	refs := make([]blockRef, 0, n)
	for i := range pages {
		at := spot{pages[i].Number, 1}
		for j := range pages[i].Blocks {
			if b := &pages[i].Blocks[j]; b.Kind == cchc.BlockBody || b.Kind == cchc.BlockRow {
				refs = append(refs, blockRef{b, i, at})
				at.line += linesOf(b)
			}
		}
	}
	return refs
}

// listedClosing looks for "Nơi nhận" with a signature beside it.
func listedClosing(blocks []blockRef) (closing, bool) {
	var first *closing
	tries := 0
	for i, r := range blocks {
		if !mentionsList(r.block.Text) {
			continue
		}
		if tries > maxTries {
			break
		}
		c := window(blocks, i)
		tries += len(c.lines) / linesATry
		for j := range c.lines {
			if !isListLine(&c.lines[j]) {
				continue
			}
			if tries++; tries > maxTries {
				break
			}
			c.list = j
			c.sign = signerAround(c.lines, j)
			if c.sign.found() && c.sign.name != "" {
				return c, true
			}
			if first == nil && opensList(c.lines, j) {
				kept := c
				first = &kept
			}
		}
	}
	if first == nil {
		return closing{list: -1}, false
	}
	return *first, true
}

// mentionsList is a cheap test before a block is taken apart.
func mentionsList(text string) bool {
	if strings.Contains(text, "ƠI NHẬN") {
		return true
	}
	for rest := text; ; {
		_, after, ok := strings.Cut(rest, "i nh")
		if !ok {
			return false
		}
		before := rest[:len(rest)-len(after)-len("i nh")]
		switch {
		case strings.HasSuffix(before, "ơ") && (strings.HasPrefix(after, "ậ") || strings.HasPrefix(after, "ân")),
			strings.HasSuffix(before, "o") && (strings.HasPrefix(after, "an") || strings.HasPrefix(after, "ận")):
			return true
		}
		rest = after
	}
}

// isListLine reports whether a line is the label, not a sentence that starts with the words.
func isListLine(l *line) bool {
	fold := l.leftFold
	return strings.HasPrefix(fold, "noi nhan") && (len(fold) <= len("noi nhan : ") || strings.Contains(fold[:min(len(fold), 24)], ":"))
}

// opensList reports whether items follow the label in line i.
func opensList(lines []line, i int) bool {
	next := lines[i+1 : min(i+4, len(lines))]
	for j := range next {
		l := &next[j]
		if isItem(l.left) || strings.HasPrefix(l.fold, "nhu ") {
			return true
		}
	}
	fold := lines[i].leftFold
	return strings.Contains(fold, "nhu ") || strings.Contains(fold, "luu")
}

// window takes the blocks around i apart into lines.
func window(blocks []blockRef, i int) closing {
	c := closing{list: -1}
	n, at := 0, 0
	for j := max(0, i-closingBefore); j < len(blocks); j++ {
		if j > i && (startsAnnex(blocks[j].block.Text) || len(c.lines)-at > closingAfter) {
			break
		}
		c.lines, n = appendLines(c.lines, blocks[j].block, n, blocks[j].at)
		if j < i && len(c.lines) > closingAfter {
			c.lines = c.lines[len(c.lines)-closingAfter:]
		}
		if j <= i {
			at = len(c.lines)
		}
	}
	return c
}

// startsAnnex reports whether a block begins another paper behind the signature.
func startsAnnex(text string) bool {
	first, _, _ := strings.Cut(text, "\n")
	l := makeLine(vi.NFC(first), across)
	return hasWord(l.fold, "phu luc") || isMotto(l.fold) || l.col == bothColumns && isMotto(l.rightFold)
}

// signedClosing looks for an office with a name under it, as laws and minutes have it.
func signedClosing(blocks []blockRef) closing {
	tries := 0
	for i, r := range blocks {
		if i < 2 && len(blocks) > 6 || !mentionsOffice(r.block) {
			continue // the organ and the authority of a letterhead are no signers
		}
		if tries++; tries > maxTries {
			break // a table of people
		}
		if s := signerIn(blocks, i); s.name != "" {
			c := window(blocks, i)
			c.sign = s
			c.code = consolidatedCode(c.lines)
			return c
		}
	}
	return closing{list: -1}
}

// signerIn reads the signature that starts in block i.
func signerIn(blocks []blockRef, i int) signer {
	lines, n := appendLines(nil, blocks[i].block, 0, blocks[i].at)
	own := len(lines)
	for j := i + 1; j < len(blocks) && len(lines) < own+signReach; j++ {
		lines, n = appendLines(lines, blocks[j].block, n, blocks[j].at)
	}
	tries := 0
	for j := range own {
		l := &lines[j]
		if !namesOffice(l.left) && !namesOffice(l.right) {
			continue
		}
		if tries++; tries > maxTries {
			break
		}
		if !shouted(l.text) && i < len(blocks)-6 {
			continue // in small letters far from the end: a table of people
		}
		if s := chiefOf(lines[j:]); s.name != "" {
			return s
		}
	}
	return signer{}
}

// mentionsOffice is a cheap test before a block is taken apart: has it a short line that
// starts with a capital and names an office?
func mentionsOffice(b *cchc.Block) bool {
	if b.Kind != cchc.BlockRow && len(b.Text) > 600 {
		return false
	}
	for text := range strings.SplitSeq(b.Text, "\n") {
		for part := range strings.SplitSeq(text, "\t") {
			part = strings.TrimSpace(part)
			if len(part) > 3 && len(part) < 140 && startsUpper(part) && namesOffice(part) {
				return true
			}
		}
	}
	return false
}

func namesOffice(part string) bool {
	l := line{text: part, fold: vi.Fold(part)}
	first := &unglue([]line{l})[0]
	return office().matches(first.fold) || isCapacity(first)
}

// consolidatedCode reads "Số: 12/VBHN-VPQH" from the end of a consolidated text.
func consolidatedCode(lines []line) code {
	for i := range lines {
		l := &lines[i]
		if !strings.Contains(l.text, "VBHN") {
			continue
		}
		if c, ok := parseNumberLine(l.left, l.leftFold, l.col == leftColumn); ok {
			return c
		}
		if c, ok := parseNumberLine(l.text, l.fold, false); ok {
			return c
		}
	}
	return code{}
}
