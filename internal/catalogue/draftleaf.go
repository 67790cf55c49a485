package catalogue

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// criteria turns the nodes into criteria.
func (d *drafter) criteria(nodes []*draftNode) []WrittenCriterion {
	var out []WrittenCriterion
	for _, n := range nodes {
		x := WrittenCriterion{ID: n.id, Title: oneLine(n.title), Points: n.points}
		if x.Title == "" {
			x.Title = "Tiêu chí " + n.id
			d.ask(true, n.row, n.id, cchc.NewReason("draft-no-title-here"), "")
		}
		if len(n.children) > 0 {
			x.Children = d.criteria(n.children)
			if len(n.evidence) > 0 {
				d.ask(true, n.row, n.id, cchc.NewReason("draft-branch-evidence"), strings.Join(n.evidence, "; "))
			}
		} else {
			d.leafOf(&x, n)
		}
		x.Note = d.noteOf(n)
		out = append(out, x)
	}
	return out
}

// noteOf keeps what the annex says beside title, points and papers.
func (d *drafter) noteOf(n *draftNode) string {
	var out []string
	if len(n.how) > 0 {
		out = append(out, "Cách chấm: "+strings.Join(n.how, "\n"))
	}
	out = append(out, n.note...)
	if len(n.evidence) > 0 {
		out = append(out, "Tài liệu kiểm chứng: "+strings.Join(n.evidence, "\n"))
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

var (
	notApplicable = vi.Pattern(`(?i)không (?:áp dụng|đánh giá|chấm điểm)\s+(?:đối với|cho|khi|nếu|với)\s+([^.;\n]+)`)
	partOfWhole   = vi.Pattern(`(?i)\ba\s*(?:là|:|=)\s*([^;.\n]+?)\s*[;.,\n]+\s*(?:và\s+)?b\s*(?:là|:|=)\s*([^;.\n]+)`)
	wholeOfPart   = vi.Pattern(`(?i)\bb\s*(?:là|:|=)\s*([^;.\n]+?)\s*[;.,\n]+\s*(?:và\s+)?a\s*(?:là|:|=)\s*([^;.\n]+)`)
	aboutPersons  = vi.Pattern(`(?i)nâng (?:bậc )?lương|xếp loại (?:chất lượng )?(?:công chức|viên chức|cán bộ)|kỷ luật (?:công chức|viên chức|cán bộ)|khen thưởng (?:công chức|viên chức|cán bộ)`)
)

func (d *drafter) leafOf(x *WrittenCriterion, n *draftNode) {
	if x.Points == 0 {
		d.missingPoints(x, n)
	}
	if len(n.survey) > 0 && x.Points == 0 {
		if v, ok := pointsOf(n.survey); ok {
			x.Points = v
		}
	}
	all := strings.Join(append(append([]string{n.title}, n.how...), n.note...), "\n")
	if m := notApplicable().FindStringSubmatch(all); m != nil {
		x.NotApplicableWhen = oneLine(m[1])
		d.ask(false, n.row, n.id, cchc.NewReason("draft-not-applicable", x.NotApplicableWhen), "")
	}
	if d.surveyed(n) {
		x.ScoredBy = cchc.ScoredBySurvey
		if len(n.evidence) > 0 && !surveyOnly(n.evidence) {
			d.ask(true, n.row, n.id, cchc.NewReason("draft-survey-evidence"), strings.Join(n.evidence, "; "))
		}
		return
	}
	if m := partOfWhole().FindStringSubmatch(all); m != nil {
		x.Ratio = &WrittenRatio{A: oneLine(m[1]), B: oneLine(m[2])}
	} else if m := wholeOfPart().FindStringSubmatch(all); m != nil {
		x.Ratio = &WrittenRatio{A: oneLine(m[2]), B: oneLine(m[1])}
	}
	if x.Ratio != nil {
		d.ask(false, n.row, n.id, cchc.NewReason("draft-ratio", x.Ratio.A, x.Ratio.B), "")
	}
	if aboutPersons().MatchString(n.title + "\n" + strings.Join(n.evidence, "\n")) {
		x.Personal = true
		d.ask(false, n.row, n.id, cchc.NewReason("draft-personal"), n.title)
	}
	x.Requires = d.requirements(n)
}

// missingPoints guesses from the criterion above: what it has more than its other parts.
func (d *drafter) missingPoints(x *WrittenCriterion, n *draftNode) {
	if _, survey := pointsOf(n.survey); survey {
		return
	}
	if p := n.parent; p != nil && p.points > 0 {
		rest, unknown := p.points, 0
		for _, sibling := range p.children {
			if rest -= sibling.points; sibling.points == 0 {
				unknown++
			}
		}
		if rest = round(rest); unknown == 1 && rest > 0 {
			x.Points = rest
			d.ask(true, n.row, n.id, cchc.NewReason("draft-points-rest", number(rest), number(p.points)), n.title)
			return
		}
	}
	d.ask(true, n.row, n.id, cchc.NewReason("draft-no-points"), n.title)
}

// surveyed looks at the criterion and, where it names no paper, at those above.
func (d *drafter) surveyed(n *draftNode) bool {
	if isSurvey(n) {
		return true
	}
	if len(n.evidence) > 0 {
		return false
	}
	for p := n.parent; p != nil; p = p.parent {
		if isSurvey(p) {
			return true
		}
	}
	return false
}

func surveyOnly(evidence []string) bool {
	p := plain(strings.Join(evidence, " "))
	return strings.Contains(p, "dieu tra") || strings.Contains(p, "xhh")
}

// requirements drafts the papers of a leaf.
func (d *drafter) requirements(n *draftNode) []WrittenRequirement {
	var out []WrittenRequirement
	for _, item := range papers(n.evidence) {
		out = append(out, d.paper(n, item)...)
	}
	if len(out) == 0 {
		subject := d.subjectOfTitle(n)
		d.ask(true, n.row, n.id, cchc.NewReason("draft-no-evidence"), n.title)
		kinds, rest := kindsOf(n.title)
		if len(kinds) == 0 {
			kinds = anyPaper()
		} else if s := d.subject(rest); !vague(s) {
			subject = s
		}
		out = append(out, WrittenRequirement{Name: oneLine(n.title), Kinds: kinds, About: []string{subject}})
	}
	optional := 0
	for _, r := range out {
		if r.Optional {
			optional++
		}
	}
	if optional == len(out) {
		for i := range out {
			out[i].Optional = false
		}
		d.ask(true, n.row, n.id, cchc.NewReason("draft-only-optional"), n.title)
	}
	return out
}

// papers cuts the words of a cell into papers: lines, semicolons, bullets, and lists of
// types ("Kế hoạch, báo cáo …").
func papers(cells []string) []string {
	var out []string
	for _, cell := range cells {
		for _, line := range strings.FieldsFunc(unwrap(cell), func(r rune) bool { return r == '\n' || r == ';' }) {
			line = strings.TrimSpace(bullet().ReplaceAllString(line, ""))
			line = strings.TrimRight(line, " .,:")
			if p := plain(line); p == "" || p == "nt" || p == "-" || strings.HasPrefix(p, "tai lieu kiem chung") && len(p) < 30 {
				continue
			}
			out = append(out, splitTypes(line)...)
		}
	}
	return out
}

// unwrap joins lines a cell was too narrow for: they go on in small letters.
func unwrap(cell string) string {
	var out []string
	for line := range strings.SplitSeq(cell, "\n") {
		line = strings.TrimSpace(line)
		first, _ := utf8.DecodeRuneInString(line)
		if len(out) > 0 && (unicode.IsLower(first) || first == '(') && !bullet().MatchString(line) && !startsWithPaper(line) {
			out[len(out)-1] += " " + line
			continue
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

var listMark = vi.Pattern(`(?i)(?:\s*,\s+|\s+và\s+)`)

// splitTypes cuts "Kế hoạch và báo cáo về X" where what follows the mark is again a type
// with something behind it; "hoặc" keeps one paper of either type.
func splitTypes(line string) []string {
	cuts := listMark().FindAllStringIndex(line, -1)
	var out []string
	from := 0
	for _, c := range cuts {
		left, right := line[from:c[0]], line[c[1]:]
		if !startsWithPaper(left) || !startsWithPaper(right) {
			continue
		}
		if kinds, rest := kindsOf(left); len(kinds) > 0 && plain(rest) == "" {
			if _, shared := kindsOf(right); plain(shared) != "" { // "Kế hoạch, báo cáo về X": both about X
				left += " " + cutTail(shared)
			}
		}
		out = append(out, strings.TrimSpace(left))
		from = c[1]
	}
	return append(out, strings.TrimSpace(line[from:]))
}

// cutTail ends a shared subject before the next listed type.
func cutTail(s string) string {
	for _, c := range listMark().FindAllStringIndex(s, -1) {
		if startsWithPaper(s[c[1]:]) {
			return s[:c[0]]
		}
	}
	return s
}

var leadingCount = vi.Pattern(`(?i)^(?:(?:có|đủ|ít nhất|tối thiểu|từ)\s+)*(\d{1,3})\s+(?:(?:bản|văn bản|cuộc|lần)\s+)?`)

// paper drafts the requirements of one named paper.
func (d *drafter) paper(n *draftNode, item string) []WrittenRequirement {
	item = oneLine(item)
	r := WrittenRequirement{Name: upperFirst(item)}
	text := item
	if p := plain(text); strings.Contains(p, "neu co") {
		r.Optional = true
		text = ifAny().ReplaceAllString(text, " ")
	}
	if m := leadingCount().FindStringSubmatch(text); m != nil {
		if v, err := strconv.Atoi(m[1]); err == nil && v > 1 {
			r.Min = v
			d.ask(false, n.row, n.id, cchc.NewReason("draft-count", m[1]), item)
		}
		text = text[len(m[0]):]
	}
	text = d.window(n, &r, text)
	kinds, rest := kindsOf(text)
	if r.Kinds = kinds; len(kinds) == 0 {
		r.Kinds, rest = anyPaper(), text
		d.ask(true, n.row, n.id, cchc.NewReason("draft-kind-unknown"), item)
	}
	rest, others := alternatives(rest)
	d.issuer(n, &r, item)
	if p := plain(item); strings.Contains(p, "quy che") || strings.Contains(p, "noi quy") || strings.Contains(p, "con hieu luc") || strings.Contains(p, " iso ") {
		r.InForce = true
	}
	if periods := periodsOf(rest); len(periods) > 0 {
		return d.periodic(n, r, rest, periods)
	}
	subject := d.subject(rest)
	if vague(subject) {
		subject = d.subjectOfTitle(n)
		d.ask(false, n.row, n.id, cchc.NewReason("draft-subject-title", subject), item)
	}
	r.About = []string{subject}
	for _, other := range others {
		kinds, rest := kindsOf(other)
		for _, k := range kinds {
			if !contains(r.Kinds, k) {
				r.Kinds = append(r.Kinds, k)
			}
		}
		if s := d.subject(rest); !vague(s) && !contains(r.About, s) {
			r.About = append(r.About, s)
		}
	}
	return []WrittenRequirement{r}
}

var orMark = vi.Pattern(`(?i)\s+hoặc\s+`)

// alternatives cuts "kiểm tra hoặc Quyết định thành lập tổ kiểm tra" where another paper
// is named behind the mark: either will do.
func alternatives(rest string) (first string, others []string) {
	from := 0
	for _, c := range orMark().FindAllStringIndex(rest, -1) {
		if plain(rest[from:c[0]]) == "" || !startsWithPaper(rest[c[1]:]) {
			continue
		}
		if from == 0 {
			first = rest[:c[0]]
		} else {
			others = append(others, rest[from:c[0]])
		}
		from = c[1]
	}
	if from == 0 {
		return rest, nil
	}
	return first, append(others, rest[from:])
}
