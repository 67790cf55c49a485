package describe

import (
	"slices"
	"strings"
	"sync"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// What a paper comes with: "Ban hành kèm theo Quyết định này Quy chế …", "(Có danh sách
// kèm theo)", and the annexes behind it, "PHỤ LỤC I" (Nghị định 30/2020/NĐ-CP, Phụ lục I
// mục III).

// Bounds of what is looked at and kept.
const (
	mostAttachments  = 60
	attachmentBytes  = 240
	attachmentBlocks = 6000
)

var (
	issuedWith = vi.Pattern(`ban hanh (?:kem )?theo (?:quyet dinh|nghi quyet|thong tu|nghi dinh|ke hoach|cong van|thong bao|van ban|to trinh) nay\s*:?\s*(.+)`)
	bracketed  = vi.Pattern(`\(([^()]{2,200}?(?:kem theo|gui kem|dinh kem)[^()]{0,60})\)`)
	ofAnother  = sync.OnceValue(startsWith(`(?:ban hanh )?(?:kem theo|kem|dinh kem|gui kem)\s+(?:theo\s+)?(?:quyet dinh|nghi quyet|thong tu|nghi dinh|cong van|thong bao|ke hoach|van ban|to trinh|bao cao|huong dan|luat|quy che)\b.*(?:\bso\b|\bngay\b|/)`))
	// enclosed starts the name of what is enclosed.
	enclosed = sync.OnceValue(startsWith(`(?:cac |nhung |\d+ |"|“)?(?:phu luc|danh sach|danh muc|mau|bieu|bang|de cuong|tai lieu|ho so|du thao|ban (?:sao|chup|dich)|giay|phieu|` +
		`ke hoach|quy che|quy dinh|quyet dinh|bao cao|to trinh|de an|du an|chuong trinh|phuong an|noi quy|dieu le|quy trinh|huong dan|thong bao|cong van|bien ban|bo (?:chi so|tieu chi|thu tuc)|noi dung|lich|so do|file|tep|van ban)\b`))
	sendsWith  = sync.OnceValue(startsWith(`(?:co|gui kem|kem theo|dinh kem|xin gui kem)\s+(?:theo\s+)?`))
	annexTitle = sync.OnceValue(startsWith(`phu luc(?: (?:so )?(?:[ivx]{1,5}|\d{1,2}[a-z]?|[a-z]))?(?:[.:]|\s*$)`))
)

// attachments lists what the paper says it comes with, in the order of the text; of a legal
// document its annexes only: what it speaks of is everybody's paper.
func (d *description) attachments(blocks []blockRef, legal bool) {
	var found []string
	var first spot
	add := func(name string, at spot) {
		name = strings.Trim(clean(name), " .;:,-–()*")
		if letters(name) < 3 || len(found) >= mostAttachments || slices.ContainsFunc(found, func(x string) bool { return same(x, name) }) {
			return
		}
		if len(found) == 0 {
			first = at
		}
		found = append(found, shortText(name, attachmentBytes))
	}
	for i := range blocks[:min(len(blocks), attachmentBlocks)] {
		b := &blocks[i]
		text := b.block.Text
		switch {
		case mayBeAnnex(text):
			line, _, _ := strings.Cut(text, "\n")
			line = clean(line)
			if annexTitle().matches(vi.Fold(line)) && len(line) < shortLine && i > 0 {
				add(line, b.at)
			}
		case legal || len(text) > lineBytes || !mentionsWith(text):
		default:
			attachmentsIn(oneLine.Replace(text), func(name string) { add(name, b.at) })
		}
	}
	if len(found) == 0 {
		return
	}
	d.p.Attachments = found
	d.sure("attachments", .8)
	if first != (spot{}) {
		d.p.Spans["attachments"] = cchc.Span{Page: first.page, Line: first.line, Text: found[0]}
	}
}

// mayBeAnnex and mentionsWith are cheap tests before a block is folded.
func mayBeAnnex(text string) bool {
	text = strings.TrimLeft(text, " \n\t")
	return len(text) >= 8 && (strings.HasPrefix(text, "PH") || strings.HasPrefix(text, "Ph")) && (len(text) < 600 || strings.IndexByte(text[:shortLine], '\n') > 0)
}

func mentionsWith(text string) bool {
	return strings.Contains(text, "kèm") || strings.Contains(text, "Kèm") || strings.Contains(text, "kem theo")
}

// attachmentsIn calls add with each thing a text says comes with the paper.
func attachmentsIn(text string, add func(string)) {
	text = clean(text)
	fold := vi.Fold(text)
	if m := issuedWith().FindStringSubmatchIndex(fold); m != nil {
		if name := untilMark(cut(text, fold, m[2], m[3])); isEnclosed(name) && !strings.Contains(vi.Fold(name), " nay ") {
			add(name)
		}
	}
	for _, m := range bracketed().FindAllStringSubmatchIndex(fold, -1) {
		inner := fold[m[2]:m[3]]
		if len(inner) > shortLine || strings.Contains(inner, "ban hanh") || ofAnother().matches(strings.TrimLeft(inner, " ")) {
			continue
		}
		if name := withoutWith(cut(text, fold, m[2], m[3])); isEnclosed(name) {
			add(name)
		}
	}
}

func isEnclosed(name string) bool { return enclosed().matches(vi.Fold(strings.TrimLeft(name, " "))) }

// untilMark ends a name at the end of its sentence.
func untilMark(s string) string {
	if i := strings.IndexAny(s, ".;"); i > 0 {
		return s[:i]
	}
	return s
}

// withoutWith drops the words that only say that something is enclosed: of "có Danh sách
// kèm theo" it leaves "Danh sách".
func withoutWith(s string) string {
	fold := vi.Fold(s)
	if m := sendsWith().find(fold); m != "" && len(m) < len(fold) {
		s = cut(s, fold, len(m), len(fold))
		fold = vi.Fold(s)
	}
	for _, end := range []string{" kem theo", " gui kem", " dinh kem", " duoc gui kem theo"} {
		if i := strings.Index(fold, end); i > 0 {
			return cut(s, fold, 0, i)
		}
	}
	return s
}
