package catalogue

import (
	"math"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
	"minhchung/internal/vi"
)

// Question is what could not be read off an annex for certain.
type Question struct {
	Row       int    // of the tables of the annex, from 1; 0 for the annex as a whole or a paragraph
	Page      int    // 0 where the format has no pages
	Criterion string // "" for the catalogue as a whole
	Reason    cchc.Reason
	Text      string // the words of the annex it is about, shortened
	// Open questions have to be answered by a person before the draft is used; the others
	// say what was guessed.
	Open bool
}

// Drafted is a catalogue drafted from an annex.
type Drafted struct {
	Catalogue Written
	Questions []Question
}

// DraftSettings says what the annex does not.
type DraftSettings struct {
	ID   string // of the catalogue; "" for a made-up one
	Year int    // 0: the year the heading of the annex names
}

// Draft reads the tables of an annex ("Phụ lục … Bộ tiêu chí") and drafts a catalogue:
// columns are told by the words of their headings, the tree by the numbering, or by
// several columns of titles where there is none; requirements are drafted from the words
// of the column of "tài liệu kiểm chứng". What was guessed or could not be decided is a
// question. It is a function of its arguments and never fails: without a table of criteria
// the catalogue is empty and an open question says so.
func Draft(rows []Row, s DraftSettings) Drafted {
	rows = printable(rows)
	d := &drafter{settings: s, abbr: vi.DefaultAbbreviations(), used: map[string]bool{}}
	d.heading(rows)
	d.table(rows)
	d.settle(d.roots)
	d.out.Criteria = d.criteria(d.roots)
	d.sums()
	return Drafted{Catalogue: d.out, Questions: d.questions}
}

// printable leaves out what no catalogue may hold, and rows without any text.
func printable(rows []Row) []Row {
	var out []Row
	for _, r := range rows {
		cells, filled := make([]string, len(r.Cells)), false
		for i, c := range r.Cells {
			c = strings.ReplaceAll(strings.ToValidUTF8(c, "\ufffd"), "\r\n", "\n")
			cells[i] = vi.NFC(strings.Map(func(x rune) rune {
				if unprintable(x) {
					return ' '
				}
				return x
			}, c))
			filled = filled || strings.TrimSpace(cells[i]) != ""
		}
		if filled {
			r.Cells = cells
			out = append(out, r)
		}
	}
	return out
}

type drafter struct {
	settings  DraftSettings
	abbr      vi.Abbreviations
	out       Written
	roots     []*draftNode
	path      []*draftNode // from a root down to the last node
	used      map[string]bool
	total     float64 // as the annex states it; 0: not stated
	totalRow  Row
	questions []Question
}

// draftNode is a criterion while the annex is read.
type draftNode struct {
	label    label
	group    int
	id       string
	title    string
	row      Row
	points   float64 // 0: not stated
	evidence []string
	how      []string
	survey   string
	note     []string
	parent   *draftNode
	children []*draftNode
	loose    []*draftNode // rows below without number, with points
	made     bool         // the id is ours, not the annex's
}

func (d *drafter) ask(open bool, row Row, criterion string, r cchc.Reason, text string) {
	d.questions = append(d.questions, Question{
		Row: row.Number, Page: row.Page, Criterion: criterion, Reason: r, Text: shorten(text), Open: open,
	})
}

func shorten(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 120 {
		return string(r[:119]) + "…"
	}
	return s
}

var (
	yearIn    = vi.Pattern(`(?i)năm\s+((?:19|20)\d\d)`)
	titleFrom = vi.Pattern(`(?i)(bộ\s+(tiêu chí|chỉ số)|tiêu chí|chỉ số).*(đánh giá|xác định|chấm điểm|cải cách hành chính|CCHC)|^(bộ\s+(tiêu chí|chỉ số))`)
	// issuingIt opens the trích yếu of the decision the annex comes with.
	issuingIt = vi.Pattern(`(?i)^về việc (?:ban hành|phê duyệt|công bố)\s+`)
)

// heading takes title and year off what stands before the table.
func (d *drafter) heading(rows []Row) {
	d.out.ID, d.out.Year = d.settings.ID, d.settings.Year
	for _, r := range rows {
		if _, is := layoutOf(r.Cells); is {
			break
		}
		if r.Number > 0 {
			continue
		}
		text := strings.Join(strings.Fields(r.Cells[0]), " ")
		if d.out.Title == "" && len(text) < 400 && titleFrom().MatchString(text) {
			d.out.Title = upperFirst(issuingIt().ReplaceAllString(text, ""))
		}
		if m := yearIn().FindStringSubmatch(text); m != nil && d.out.Year == 0 && (d.out.Title != "" || vi.Upper(text)) {
			d.out.Year, _ = strconv.Atoi(m[1])
			d.ask(false, r, "", cchc.NewReason("draft-year-guessed", m[1]), text)
		}
	}
	if d.out.Title == "" {
		d.out.Title = "Bộ tiêu chí"
		d.ask(true, Row{}, "", cchc.NewReason("draft-no-title"), "")
	}
	if d.out.Year == 0 {
		d.ask(true, Row{}, "", cchc.NewReason("draft-no-year"), "")
	}
	if d.out.ID == "" {
		d.out.ID = "bo-tieu-chi"
		if d.out.Year != 0 {
			d.out.ID += "-" + strconv.Itoa(d.out.Year)
		}
		d.ask(false, Row{}, "", cchc.NewReason("draft-id-made", d.out.ID), "")
	}
}

// table walks the rows of the tables of criteria.
func (d *drafter) table(rows []Row) {
	var l layout
	var head []string
	reading, fresh := false, false
	for _, r := range rows {
		if next, is := layoutOf(r.Cells); is && r.Number > 0 {
			l, head, reading, fresh = next, r.Cells, true, true
			continue
		}
		if !reading {
			continue
		}
		if fresh && r.Number > 0 {
			if next, is := l.under(head, r.Cells); is {
				l, fresh = next, false
				continue
			}
		}
		switch {
		case columnCount(r.Cells):
		case closing(r.Cells):
			reading = false
		case r.Number == 0:
			d.beside(r)
		default:
			for _, e := range l.entries(r) {
				d.entry(e, l)
			}
		}
		fresh = fresh && r.Number == 0
	}
	if len(d.roots) == 0 {
		d.ask(true, Row{}, "", cchc.NewReason("draft-no-table"), "")
	}
}

// closing is the end of a paper: recipients and signature.
func closing(cells []string) bool {
	for _, c := range cells {
		if p := plain(c); strings.HasPrefix(p, "noi nhan") || strings.HasPrefix(p, "tm. ") || strings.HasPrefix(p, "kt. ") {
			return true
		}
	}
	return false
}

// beside is a paragraph between rows: a heading over the whole width, or a row of which
// only one cell is filled.
func (d *drafter) beside(r Row) {
	text := strings.TrimSpace(r.Cells[0])
	own, rest := cutLabel(text)
	switch {
	case own.kind == labelUpper || own.kind == labelRoman || own.kind == labelDecimal:
		d.add(entry{row: r, label: own, title: rest}, false)
	case vi.Upper(text) && len(text) < 300:
		d.open(entry{row: r, title: text})
	case len(d.path) > 0 && (bullet().MatchString(text) || startsWithPaper(text)):
		node := d.path[len(d.path)-1]
		node.evidence = append(node.evidence, text)
		d.ask(false, r, node.id, cchc.NewReason("draft-row-joined"), text)
	default:
		d.ask(false, r, "", cchc.NewReason("draft-text-beside"), text)
	}
}

var (
	bullet    = vi.Pattern(`^\s*(?:[-–+*•▪]|\(?\d{1,2}[.)]|\(?[a-zđ][.)])\s*`)
	scoreLine = vi.Pattern(`[:=]\s*\d{1,3}([.,]\d+)?\s*(điểm|đ|%)?\.?$`)
	penalty   = vi.Pattern(`^[-–]\s*\d`)
)

// entry files a row of the table.
func (d *drafter) entry(e entry, l layout) {
	switch p := plain(e.title); {
	case strings.HasPrefix(p, "tong cong"), strings.HasPrefix(p, "tong diem"), strings.HasPrefix(p, "tong so diem"), p == "cong", p == "tong":
		if v, ok := pointsOf(e.points); ok {
			d.total, d.totalRow = v, e.row
		}
		return
	}
	if e.label.kind != labelNone && e.title != "" {
		d.add(e, len(l.titles) > 1)
		return
	}
	if len(l.titles) > 1 && e.title != "" {
		d.add(e, true)
		return
	}
	if len(d.path) == 0 {
		if e.title != "" {
			d.open(e)
		} else {
			d.ask(true, e.row, "", cchc.NewReason("draft-row-unread"), strings.Join(e.row.Cells, " "))
		}
		return
	}
	d.unnumbered(e)
}

// unnumbered files a row without number: a part of the criterion above, or one of its own.
func (d *drafter) unnumbered(e entry) {
	node := d.path[len(d.path)-1]
	points, hasPoints := pointsOf(e.points)
	above := node
	if node.made && len(node.children) == 0 && node.parent != nil && hasPoints && node.points > 0 {
		above = node.parent // rows of one table that has no numbers at all
	}
	switch {
	case e.title == "":
		e.fill(node)
		if hasPoints && node.points == 0 {
			node.points = points
		}
	case !hasPoints && vi.Upper(e.title):
		d.open(e)
	case hasPoints && points > 0 && above.points == 0 && (above.made || above.label.kind == labelNone):
		d.hang(above, e, points)
	case hasPoints && points > 0:
		loose := &draftNode{title: e.title, row: e.row, points: points, parent: node, made: true}
		e.fill(loose)
		node.loose = append(node.loose, loose)
	default: // how points are given, or the title goes on
		text := e.title
		if e.points != "" {
			text += ": " + e.points
		}
		node.how = append(node.how, text)
		e.fill(node)
		if !bullet().MatchString(e.title) && !scoreLine().MatchString(e.title) {
			d.ask(false, e.row, node.id, cchc.NewReason("draft-row-joined"), e.title)
		}
	}
}

// open begins a top-level criterion that has no number.
func (d *drafter) open(e entry) {
	d.path = nil
	d.push(nil, e)
}

// hang adds a criterion without number below another.
func (d *drafter) hang(parent *draftNode, e entry, _ float64) {
	for len(d.path) > 0 && d.path[len(d.path)-1] != parent {
		d.path = d.path[:len(d.path)-1]
	}
	d.push(parent, e)
}

// fill takes what a row says besides number, title and points.
func (e entry) fill(n *draftNode) {
	for _, x := range []struct {
		into *[]string
		text string
	}{{&n.evidence, e.evidence}, {&n.how, e.how}, {&n.note, e.note}} {
		if x.text != "" {
			*x.into = append(*x.into, x.text)
		}
	}
	if e.survey != "" {
		n.survey = e.survey
	}
}

// add files a criterion by its number, or by its column of titles.
func (d *drafter) add(e entry, byColumn bool) {
	depth, fits := d.depth(e, byColumn)
	d.path = d.path[:depth]
	var parent *draftNode
	if depth > 0 {
		parent = d.path[depth-1]
	}
	n := d.push(parent, e)
	if !fits {
		d.ask(true, e.row, n.id, cchc.NewReason("draft-number-order", e.label.text), e.title)
	}
}

func (d *drafter) push(parent *draftNode, e entry) *draftNode {
	n := &draftNode{label: e.label, group: e.group, title: strings.TrimSpace(e.title), row: e.row, parent: parent}
	siblings := len(d.roots)
	if parent != nil {
		siblings = len(parent.children)
		parent.children = append(parent.children, n)
	} else {
		d.roots = append(d.roots, n)
	}
	d.name(n, siblings+1)
	if v, ok := pointsOf(e.points); ok {
		n.points = v
	} else if e.points != "" {
		d.oddPoints(n, e.points)
	}
	e.fill(n)
	d.path = append(d.path, n)
	return n
}

func (d *drafter) oddPoints(n *draftNode, cell string) {
	n.note = append(n.note, "Điểm: "+cell)
	if penalty().MatchString(cell) {
		d.ask(true, n.row, n.id, cchc.NewReason("draft-penalty", cell), n.title)
		return
	}
	d.ask(true, n.row, n.id, cchc.NewReason("draft-points-unread", cell), n.title)
}

// sums compares stated points with those of the criteria below.
func (d *drafter) sums() {
	sum := 0.0
	for i := range d.out.Criteria {
		sum += d.sum(&d.out.Criteria[i])
	}
	if d.total > 0 && math.Abs(sum-d.total) > 1e-6 {
		d.ask(true, d.totalRow, "", cchc.NewReason("draft-total", number(d.total), number(round(sum))), "")
	}
}

func (d *drafter) sum(x *WrittenCriterion) float64 {
	if len(x.Children) == 0 {
		return x.Points
	}
	sum := 0.0
	for i := range x.Children {
		sum += d.sum(&x.Children[i])
	}
	sum = round(sum)
	if x.Points > 0 && math.Abs(sum-x.Points) > 1e-6 {
		d.ask(true, d.rowOf(x.ID), x.ID, cchc.NewReason("draft-sum", number(x.Points), number(sum)), x.Title)
	}
	x.Points = 0 // the sum says it, and stays right when a criterion is corrected
	return sum
}

func (d *drafter) rowOf(id string) Row {
	var find func(ns []*draftNode) (Row, bool)
	find = func(ns []*draftNode) (Row, bool) {
		for _, n := range ns {
			if n.id == id {
				return n.row, true
			}
			if r, ok := find(n.children); ok {
				return r, true
			}
		}
		return Row{}, false
	}
	r, _ := find(d.roots)
	return r
}

func round(v float64) float64 { return math.Round(v*1e6) / 1e6 }

// Words of the comments of a draft.
const (
	openMark  = "HỎI"
	guessMark = "ĐOÁN"
)

// YAML returns the draft for correction: the catalogue with each question as a comment
// over its criterion, "# HỎI:" what has to be decided, "# ĐOÁN:" what was guessed.
// [OpenQuestions] counts the former; whoever has decided one deletes its line.
func (d Drafted) YAML() ([]byte, error) {
	var root yaml.Node
	if err := root.Encode(d.Catalogue); err != nil {
		return nil, err
	}
	comments := map[string][]string{}
	for _, q := range d.Questions {
		comments[q.Criterion] = append(comments[q.Criterion], q.comment())
	}
	head := []string{"# Dự thảo lập từ phụ lục. Sửa cho đúng, xóa từng dòng # " + openMark + " đã quyết định, rồi nhập bằng criteria import."}
	root.HeadComment = strings.Join(append(head, comments[""]...), "\n")
	comment(get(&root, "criteria"), comments)
	return encode(&root)
}

func comment(criteria *yaml.Node, comments map[string][]string) {
	if criteria == nil {
		return
	}
	for _, n := range criteria.Content {
		if id := get(n, "id"); id != nil && len(comments[id.Value]) > 0 {
			n.HeadComment = strings.Join(comments[id.Value], "\n")
			delete(comments, id.Value) // where an id stands twice, once
		}
		comment(get(n, "children"), comments)
	}
}

func (q Question) comment() string {
	mark := guessMark
	if q.Open {
		mark = openMark
	}
	return "# " + mark + ": " + q.String()
}

// String returns the question in Vietnamese, one line.
func (q Question) String() string {
	w := messages.Words(q.Reason, messages.Vietnamese)
	s := w.Message
	if w.Remedy != "" {
		s += " " + w.Remedy
	}
	var at []string
	if q.Page > 0 {
		at = append(at, "trang "+strconv.Itoa(q.Page))
	}
	if q.Row > 0 {
		at = append(at, "dòng "+strconv.Itoa(q.Row)+" của bảng")
	}
	if q.Text != "" {
		at = append(at, "“"+q.Text+"”")
	}
	if len(at) > 0 {
		s += " (" + strings.Join(at, ", ") + ")"
	}
	return strings.Join(strings.Fields(s), " ")
}

var openLine = vi.Pattern(`^\s*#\s*` + openMark + `\s*:`)

// OpenQuestions returns the lines, from 1, of a YAML file that hold open questions.
func OpenQuestions(b []byte) []int {
	var out []int
	n := 0
	for line := range strings.SplitSeq(string(b), "\n") {
		if n++; openLine().MatchString(line) {
			out = append(out, n)
		}
	}
	return out
}
