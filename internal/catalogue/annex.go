package catalogue

import (
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Row is a row of a table of an annex, or a paragraph beside it.
type Row struct {
	Number int // of the tables of the file, from 1; 0 for a paragraph
	Page   int // 0 where the format has no pages
	Cells  []string
}

// Rows returns the rows and paragraphs of a file that was read, in order. Running headers
// and notes are left out.
func Rows(pages []cchc.Page) []Row {
	var out []Row
	number := 0
	for _, p := range pages {
		for _, b := range p.Blocks {
			switch b.Kind {
			case cchc.BlockRow:
				number++
				cells := b.Cells
				if len(cells) == 0 {
					cells = strings.Split(b.Text, "\t")
				}
				out = append(out, Row{Number: number, Page: p.Number, Cells: cells})
			case cchc.BlockBody:
				if t := strings.TrimSpace(b.Text); t != "" {
					out = append(out, Row{Page: p.Number, Cells: []string{t}})
				}
			default:
			}
		}
	}
	return out
}

// role is what a column of an annex holds.
type role int

const (
	roleNone     role = iota
	roleNumber        // STT
	roleTitle         // lĩnh vực, tiêu chí, tiêu chí thành phần
	rolePoints        // điểm tối đa
	roleEvidence      // tài liệu kiểm chứng
	roleHow           // cách tính điểm
	roleSurvey        // điều tra xã hội học
	roleNote          // ghi chú
	roleOffice        // filled in by the office or the appraisers: not part of a catalogue
)

// roleOf tells a column by the words of its heading, in any spelling of tones and case.
func roleOf(heading string) role {
	h := plain(heading)
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(h, w) {
				return true
			}
		}
		return false
	}
	switch {
	case h == "":
		return roleNone
	case h == "tt" || h == "ma" || strings.HasPrefix(h, "stt") || has("so tt", "so thu tu", "ma tieu chi", "ma so"):
		return roleNumber
	case has("xa hoi hoc", "xhh"):
		return roleSurvey
	case has("kiem chung", "minh chung", "ho so chung minh"):
		return roleEvidence
	case has("ghi chu"):
		return roleNote
	case has("tu cham", "tu danh gia", "tham dinh", "dat duoc", "giai trinh", "so lieu ke khai", "ket qua", "link", "don vi phu trach", "chu tri"):
		return roleOffice
	case has("cach tinh", "cach cham", "phuong phap", "hinh thuc", "yeu cau", "thang diem chi tiet"):
		return roleHow
	case has("diem") && len(h) < 40:
		return rolePoints
	case has("linh vuc", "tieu chi", "noi dung", "chi so", "chi tieu", "danh muc"):
		return roleTitle
	}
	return roleNone
}

// layout says which column holds what.
type layout struct {
	roles  []role
	titles []int // columns of titles, from the widest group to the finest
}

func layoutOf(cells []string) (layout, bool) {
	l := layout{roles: make([]role, len(cells))}
	found := map[role]bool{}
	for i, c := range cells {
		r := roleOf(c)
		if r == rolePoints && found[rolePoints] {
			r = roleOffice // the maximum comes first
		}
		if l.roles[i], found[r] = r, true; r == roleTitle {
			l.titles = append(l.titles, i)
		}
	}
	return l, found[roleTitle] && (found[rolePoints] || found[roleEvidence]) && len(cells) > 1
}

// under merges a second row of headings, below joined ones, into the first.
func (l layout) under(head, cells []string) (layout, bool) {
	if len(cells) != len(l.roles) {
		return l, false
	}
	merged, known := make([]string, len(cells)), 0
	for i, c := range cells {
		if strings.TrimSpace(c) == "" || same(c, head[i]) {
			merged[i] = head[i]
			continue
		}
		if merged[i] = c; roleOf(c) == roleNone {
			return l, false
		}
		known++
	}
	if known == 0 {
		return l, false
	}
	return layoutOf(merged)
}

func (l layout) text(cells []string, want role) string {
	var out []string
	for i, r := range l.roles {
		if r == want && i < len(cells) {
			if c := strings.TrimSpace(cells[i]); c != "" {
				out = append(out, c)
			}
		}
	}
	return strings.Join(out, "\n")
}

// columnCount is a row that counts the columns: (1) (2) (3), or A B 1 2.
func columnCount(cells []string) bool {
	n := 0
	for _, c := range cells {
		if c = strings.Trim(strings.TrimSpace(c), "()[]"); c == "" {
			continue
		}
		if !countMark().MatchString(c) {
			return false
		}
		n++
	}
	return n >= 3
}

var countMark = vi.Pattern(`^(\d{1,2}|[A-Ea-e])(\s*=.*)?$`)

// entry is a row of the table of criteria, its cells told apart.
type entry struct {
	row      Row
	label    label
	title    string
	group    int // column of titles, where there are several
	points   string
	evidence string
	how      string
	survey   string
	note     string
}

// entries reads the rows of one table; short rows come of joined cells and are read by
// what stands in them.
func (l layout) entries(r Row) []entry {
	if len(r.Cells) < len(l.roles) {
		return []entry{l.short(r)}
	}
	e := entry{
		row: r, points: l.text(r.Cells, rolePoints), evidence: l.text(r.Cells, roleEvidence),
		how: l.text(r.Cells, roleHow), survey: l.text(r.Cells, roleSurvey), note: l.text(r.Cells, roleNote),
	}
	e.label = readLabel(l.text(r.Cells, roleNumber))
	var out []entry
	for g, col := range l.titles {
		title := strings.TrimSpace(r.Cells[col])
		if title == "" {
			continue
		}
		x := e
		x.title, x.group = title, g
		if len(l.titles) > 1 || e.label.kind == labelNone {
			if own, rest := cutLabel(title); own.kind != labelNone {
				x.label, x.title = own, rest
			} else if len(l.titles) > 1 {
				x.label = label{}
			}
		}
		out = append(out, x)
	}
	if len(out) == 0 {
		return []entry{e}
	}
	for i := range out[:len(out)-1] { // the rest of the row is of its finest title
		out[i].points, out[i].evidence, out[i].how, out[i].survey, out[i].note = "", "", "", "", ""
	}
	return out
}

func (l layout) short(r Row) entry {
	e := entry{row: r}
	for i, c := range r.Cells {
		c = strings.TrimSpace(c)
		_, isPoints := pointsOf(c)
		switch {
		case c == "":
		case i == 0 && readLabel(c).kind != labelNone:
			e.label = readLabel(c)
		case e.title == "":
			if e.label.kind == labelNone {
				e.label, c = cutLabel(c)
			}
			e.title = c
		case isPoints && e.points == "":
			e.points = c
		case !isPoints:
			e.evidence = strings.TrimSpace(e.evidence + "\n" + c)
		}
	}
	return e
}

// labelKind is a way of counting.
type labelKind int

const (
	labelNone labelKind = iota
	labelUpper
	labelRoman
	labelDecimal
	labelLower
)

// label is the number of a row: "I", "1.2", "a".
type label struct {
	kind  labelKind
	text  string
	parts []string // of a decimal one
}

var (
	decimalLabel = vi.Pattern(`^\d{1,3}(\.\d{1,3}){0,6}$`)
	romanLabel   = vi.Pattern(`^(X{0,3})(IX|IV|V?I{0,3})$`)
	groupWord    = vi.Pattern(`^(?i)(lĩnh vực|phần|mục|nhóm|tiêu chí thành phần|tiêu chí)\s+`)
	leadingLabel = vi.Pattern(`^((?:\d{1,3}(?:\.\d{1,3})+|\d{1,3}|[IVX]{1,6}|[A-H]|[a-hđ])[.):]+|\d{1,3}(?:\.\d{1,3})+)\s+`)
)

// readLabel reads the cell of a number; the none label where it is no number.
func readLabel(cell string) label {
	s := strings.TrimSpace(vi.NFC(cell))
	s = groupWord().ReplaceAllString(s, "")
	s = strings.ReplaceAll(strings.Trim(strings.TrimSpace(quiet(s)), ".):( "), ",", ".")
	switch {
	case s == "":
		return label{}
	case decimalLabel().MatchString(s):
		return label{labelDecimal, s, strings.Split(s, ".")}
	case romanLabel().MatchString(s):
		return label{kind: labelRoman, text: s}
	case len(s) == 1 && s[0] >= 'A' && s[0] <= 'H':
		return label{kind: labelUpper, text: s}
	case len(s) == 1 && s[0] >= 'a' && s[0] <= 'h' || s == "đ":
		return label{kind: labelLower, text: s}
	}
	return label{}
}

// cutLabel takes a number off the beginning of a title.
func cutLabel(title string) (label, string) {
	s := title
	if m := groupWord().FindString(s); m != "" && leadingLabel().MatchString(s[len(m):]) {
		s = s[len(m):]
	}
	m := leadingLabel().FindString(s)
	if m == "" {
		return label{}, title
	}
	if l := readLabel(m); l.kind != labelNone {
		return l, strings.TrimSpace(s[len(m):])
	}
	return label{}, title
}

var pointsForm = vi.Pattern(`^(?i)(?:tối đa\s*)?\+?\s*(\d{1,3}(?:[.,]\d{1,14})?)\s*(?:điểm|đ)?$`)

// pointsOf reads points: "0,5", "2 điểm", "+1".
func pointsOf(cell string) (float64, bool) {
	m := pointsForm().FindStringSubmatch(strings.TrimSpace(quiet(vi.NFC(cell))))
	if m == nil {
		return 0, false
	}
	return parseDecimal(m[1])
}
