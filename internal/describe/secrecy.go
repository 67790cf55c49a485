package describe

import (
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// The degrees of secrecy as they are stamped, most secret first (Luật Bảo vệ bí mật nhà
// nước 2018, Điều 8; the stamp stands in the head, Nghị định 30/2020/NĐ-CP, Phụ lục I).
var secrecy = []struct{ stamp, folded string }{
	{"TUYỆT MẬT", "tuyet mat"}, {"TỐI MẬT", "toi mat"}, {"MẬT", "mat"},
}

// secrecyLines is how far down a page a stamp is looked for, in lines: the head and what
// stands beside it. Further down the words are somebody's text.
const secrecyLines = 25

// Secret reports the degree of secrecy stamped on a paper, as it is printed, and whether
// there is one. It looks for the stamp standing by itself at the head of a page, or among
// its annotations and running lines; "bảo mật", "mật khẩu" and sentences about secrets are
// none. On recognised pages it forgives lost tones. It is pure.
func Secret(pages []cchc.Page) (degree string, ok bool) {
	for _, p := range pages {
		lines := 0
		for _, b := range p.Blocks {
			around := b.Kind == cchc.BlockStamp || b.Kind == cchc.BlockHeader || b.Kind == cchc.BlockFooter
			if b.Kind == cchc.BlockNote || b.Kind == cchc.BlockRow && len(b.Cells) > 2 || !around && lines >= secrecyLines {
				continue
			}
			for line := range strings.SplitSeq(b.Text, "\n") {
				if lines++; !around && lines > secrecyLines {
					break
				}
				if degree, ok := secretLine(line, p.Source == cchc.SourceOCR); ok {
					return degree, true
				}
			}
		}
	}
	return "", false
}

// secretLine looks at each cell of a line.
func secretLine(line string, recognised bool) (string, bool) {
	if len(line) > 200 || !mayBeSecret(line) {
		return "", false
	}
	for cell := range strings.SplitSeq(line, "\t") {
		cell = strings.Trim(cell, " \u00a0.,:;-–_|[](){}*'\"")
		named := false // "Độ mật: Tối mật"
		if label, value, ok := strings.Cut(cell, ":"); ok && vi.Fold(strings.TrimSpace(label)) == "do mat" {
			cell, named = strings.TrimSpace(value), true
		}
		for _, s := range secrecy {
			if cell == s.stamp || vi.Fold(cell) == s.folded && (named || recognised && misread(cell)) {
				return s.stamp, true
			}
		}
	}
	return "", false
}

// misread reports what recognition makes of a stamp: a mark over the A is lost, never
// another one found. "MẶT" and "MẤT" are other words.
func misread(cell string) bool {
	return vi.Upper(cell) && !strings.ContainsAny(cell, "ẶẮẰẲẴĂẤẦẨẪÁÀẢÃ")
}

// mayBeSecret is a quick look: no degree is without an M and a T.
func mayBeSecret(line string) bool {
	return strings.ContainsAny(line, "Mm") && strings.ContainsAny(line, "Tt")
}
