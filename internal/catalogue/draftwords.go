package catalogue

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// paperWord is how a paper is called in an annex and the kinds it may be.
type paperWord struct {
	words string // plain
	kinds []string
}

// paperWords are the names of papers, longer ones before those they begin with.
var paperWords = []paperWord{
	{"van ban quy pham phap luat", []string{"QĐ", "NQ"}}, {"van ban chi dao", []string{"CV", "KH", "CT"}},
	{"van ban trien khai", []string{"KH", "CV", "CTr"}}, {"van ban to trinh", []string{"TTr"}}, {"ke hoach", []string{"KH"}}, {"bao cao", []string{"BC"}},
	{"quyet dinh", []string{"QĐ"}}, {"bien ban", []string{"BB"}}, {"thong bao", []string{"TB"}}, {"cong van", []string{"CV"}},
	{"to trinh", []string{"TTr"}}, {"chi thi", []string{"CT"}}, {"nghi quyet", []string{"NQ"}}, {"quy che", []string{"QĐ", "QC"}},
	{"quy dinh", []string{"QĐ", "QyĐ"}}, {"noi quy", []string{"QĐ", "QC"}}, {"quy trinh", []string{"QĐ"}}, {"de an", []string{"ĐA", "QĐ"}}, {"phuong an", []string{"PA", "TTr"}},
	{"chuong trinh", []string{"CTr"}}, {"huong dan", []string{"HD", "CV"}}, {"hop dong", []string{"HĐ"}}, {"giay moi", []string{"GM"}},
	{"giay chung nhan", []string{"QĐ", "ANH"}}, {"tin, bai", []string{"TIN", "WEB"}}, {"tin bai", []string{"TIN", "WEB"}}, {"bai viet", []string{"TIN", "WEB"}},
	{"hinh anh", []string{"ANH"}}, {"anh chup", []string{"ANH"}}, {"anh ", []string{"ANH"}}, {"duong dan", []string{"WEB"}}, {"duong link", []string{"WEB"}}, {"link", []string{"WEB"}},
	{"trang thong tin dien tu", []string{"WEB"}}, {"cong thong tin", []string{"WEB"}}, {"website", []string{"WEB"}},
	{"so lieu tren he thong", []string{"HTHONG", "BIEU"}}, {"so lieu trich xuat", []string{"HTHONG", "BIEU"}}, {"bang tong hop", []string{"BIEU"}},
	{"bieu mau", []string{"BIEU"}}, {"bieu so", []string{"BIEU"}}, {"bieu tong hop", []string{"BIEU"}}, {"bieu thong ke", []string{"BIEU"}}, {"bang bieu", []string{"BIEU"}}, {"phu luc", []string{"BIEU"}}, {"so lieu", []string{"BIEU", "HTHONG"}}, {"thong ke", []string{"BIEU", "BC"}}, {"danh sach", []string{"BIEU"}}, {"danh muc", []string{"BIEU", "QĐ"}},
	{"thu xin loi", []string{"CV"}}, {"van ban", []string{"CV", "KH", "TB"}},
}

const longestPaperWord = 40 // letters, and more

// anyPaper are the kinds a paper of unknown name is looked for among.
func anyPaper() []string { return []string{"KH", "BC", "QĐ", "CV", "TB"} }

var (
	beforeName = vi.Pattern(`(?i)^\s*(?:(?:các|những|bản sao|bản chụp|bản|file|hồ sơ|có|toàn bộ|một số|tài liệu|bộ)\s+)+`)
	orType     = vi.Pattern(`(?i)^\s*(?:hoặc|/|,?\s*hoặc)\s*`)
)

// kindsOf tells the kinds of a named paper and returns what follows its name: "Kế hoạch
// hoặc quyết định kiểm tra" is KH, QĐ and "kiểm tra".
func kindsOf(text string) (kinds []string, rest string) {
	rest = text
	for {
		next := beforeName().ReplaceAllString(rest, "")
		found, tail := kindAt(next)
		if found == nil {
			return kinds, rest
		}
		for _, k := range found {
			if !contains(kinds, k) {
				kinds = append(kinds, k)
			}
		}
		m := orType().FindString(tail)
		if strings.TrimSpace(m) == "" {
			return kinds, tail
		}
		if again, _ := kindAt(beforeName().ReplaceAllString(tail[len(m):], "")); again == nil {
			return kinds, tail
		}
		rest = tail[len(m):]
	}
}

// kindAt finds a name at the head of a text. Fold keeps the number of letters, so that
// places in it are places in the text.
func kindAt(text string) ([]string, string) {
	runes := []rune(vi.NFC(text))
	folded := []rune(vi.Fold(string(runes)))
	if len(folded) != len(runes) {
		return nil, text
	}
	head := string(folded[:min(len(folded), longestPaperWord)])
	for _, w := range paperWords { // their words are ASCII: a byte a letter
		n := len(w.words)
		if !strings.HasPrefix(head, w.words) {
			continue
		}
		if len(folded) > n && w.words[n-1] != ' ' && isLetter(folded[n]) {
			continue // the beginning of another word
		}
		return w.kinds, string(runes[n:])
	}
	return nil, text
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }

func startsWithPaper(text string) bool {
	kinds, _ := kindsOf(strings.TrimSpace(leadingCount().ReplaceAllString(text, "")))
	return len(kinds) > 0
}

var (
	ifAny     = vi.Pattern(`(?i)\s*\(?\s*nếu có\s*\)?\s*`)
	brackets  = vi.Pattern(`\([^()]*\)`)
	fillers   = vi.Pattern(`(?i)^(?:(?:về việc|về|của (?:sở|cơ quan|đơn vị|phòng|đơn vị mình)|việc|công tác|kết quả thực hiện (?:về )?|thể hiện|liên quan đến|có liên quan)\s+)+`)
	ownOffice = vi.Pattern(`(?i)\s+(?:(?:của|tại)\s+)?(?:từng|mỗi)\s+(?:đơn vị|phòng).*$|\s+(?:của|tại)\s+(?:sở|cơ quan|đơn vị|các sở|ban, ngành|địa phương|cấp|ubnd|ủy ban|uỷ ban|chủ tịch|bộ|hội đồng).*$|\s+còn hiệu lực.*$`)
	actions   = vi.Pattern(`(?i)^(?:(?:ban hành|xây dựng|thực hiện|triển khai|tổ chức|mức độ|hoàn thành|kịp thời|đầy đủ|đúng quy định|việc|và|công tác|chất lượng|tỷ lệ|kết quả)\s+)+`)
)

// subject makes a phrase to look for of what a paper is said to be about: without
// brackets, who issued it and filling words, abbreviations written out, the year as a
// template; at most 12 syllables, since papers rarely repeat longer ones word for word.
func (d *drafter) subject(text string) string {
	s := oneLine(brackets().ReplaceAllString(text, " "))
	s = strings.Trim(s, " .,;:-–“”\"")
	s = fillers().ReplaceAllString(s, "")
	s = ownOffice().ReplaceAllString(s, "")
	s = d.expand(strings.NewReplacer("{", "", "}", "").Replace(s))
	s = d.years(s)
	words := strings.Fields(s)
	if len(words) > 12 {
		words = words[:12]
	}
	return lowerFirst(strings.Trim(strings.Join(words, " "), " .,;:-–"))
}

// subjectOfTitle makes a phrase of the title of a criterion, or of the one above it where
// that says too little ("Báo cáo định kỳ").
func (d *drafter) subjectOfTitle(n *draftNode) string {
	for ; n != nil && (n.parent != nil || len(d.roots) == 0 || len(n.children) == 0); n = n.parent {
		title := actions().ReplaceAllString(oneLine(n.title), "")
		if kinds, rest := kindsOf(title); len(kinds) > 0 && oneLine(rest) != "" {
			title = rest
		}
		if s := d.subject(title); !vague(s) {
			return s
		}
	}
	return "cải cách hành chính"
}

// vague phrases would find every paper.
func vague(s string) bool {
	switch p := plain(s); p {
	case "dinh ky", "lien quan", "co lien quan", "kem theo", "bao cao", "ke hoach", "che do bao cao", "trien khai", "theo quy dinh", "cua don vi":
		return true
	default:
		return len(strings.Fields(p)) < 2 || strings.HasPrefix(p, "gui ") || strings.HasPrefix(p, "khac")
	}
}

// expand writes abbreviations out.
func (d *drafter) expand(s string) string {
	var out strings.Builder
	at := 0
	for _, e := range d.abbr.Expand(s) {
		// Short forms are told from words by their capitals.
		if e.FromLong || e.Start < at || !vi.Upper(s[e.Start:e.End]) {
			continue
		}
		out.WriteString(s[at:e.Start])
		out.WriteString(e.Long)
		at = e.End
	}
	return out.String() + s[at:]
}

var anyYear = vi.Pattern(`(?i)năm\s+((?:19|20)\d\d)\b`)

// years puts templates for the years around that of the catalogue.
func (d *drafter) years(s string) string {
	if d.out.Year == 0 {
		return s
	}
	return anyYear().ReplaceAllStringFunc(s, func(m string) string {
		for _, t := range []string{"{year}", "{prev}", "{next}"} {
			if year := cchc.ResolveYears(t, d.out.Year); strings.HasSuffix(m, year) {
				return strings.TrimSuffix(m, year) + t
			}
		}
		return m
	})
}

func lowerFirst(s string) string {
	runes := []rune(s)
	if len(runes) > 1 && !vi.Upper(string(runes[:2])) {
		return strings.ToLower(string(runes[:1])) + string(runes[1:])
	}
	return s
}

func upperFirst(s string) string {
	runes := []rune(s)
	if len(runes) == 0 {
		return s
	}
	return strings.ToUpper(string(runes[:1])) + string(runes[1:])
}

var deadline = vi.Pattern(`(?i)\(?\s*(?:ban hành |ký |gửi )?(?:trước|chậm nhất|muộn nhất|không quá)\s+(?:ngày\s+)?(\d{1,2})/(\d{1,2})(?:/((?:19|20)\d\d))?\s*\)?`)

// window reads a deadline: "trước ngày 31/01/2020". Without year it is that of the
// catalogue, for January to March of a report the year after.
func (d *drafter) window(n *draftNode, r *WrittenRequirement, text string) string {
	m := deadline().FindStringSubmatch(text)
	if m == nil {
		return text
	}
	rest := strings.Replace(text, m[0], " ", 1)
	year := m[3]
	if d.out.Year != 0 {
		for _, t := range []string{"{year}", "{prev}", "{next}"} {
			if year == cchc.ResolveYears(t, d.out.Year) {
				year = t
			}
		}
		if year == "" {
			year = "{year}"
		}
	}
	date := year + "-" + twoDigits(m[2]) + "-" + twoDigits(m[1])
	if got, err := cchc.ParseDate(cchc.ResolveYears(date, max(d.out.Year, 2000))); err != nil || got.IsZero() {
		return text
	}
	r.Issued = &Window{To: date}
	d.ask(m[3] == "", n.row, n.id, cchc.NewReason("draft-deadline", cchc.ResolveYears(date, d.out.Year)), text)
	return rest
}

// issuer guesses who may have issued a paper and per what it is counted.
func (d *drafter) issuer(n *draftNode, r *WrittenRequirement, item string) {
	p := plain(item)
	for _, w := range []string{"ubnd tinh", "uy ban nhan dan", "chu tich ubnd", "cap co tham quyen", "cap tren", "so noi vu", "bo noi vu", "hoi dong"} {
		if strings.Contains(p, w) && !strings.Contains(p, "gui "+w) && !strings.Contains(p, "trinh "+w) && !strings.Contains(p, "bao cao "+w) {
			r.By = string(cchc.ByAny)
			d.ask(false, n.row, n.id, cchc.NewReason("draft-issuer"), item)
			break
		}
	}
	each := strings.Contains(p, "tung don vi") || strings.Contains(p, "tung phong") || strings.Contains(p, "moi don vi") || strings.Contains(p, "moi phong")
	switch {
	case each && contains(r.Kinds, "BB"):
		r.Scope = string(cchc.ScopeEachUnitConcerned)
		d.ask(false, n.row, n.id, cchc.NewReason("draft-scope", "từng đơn vị liên quan"), item)
	case each:
		r.Scope = string(cchc.ScopeUnit)
		d.ask(false, n.row, n.id, cchc.NewReason("draft-scope", "từng đơn vị"), item)
	}
}

// span of a periodic report.
type span int

const (
	spanQuarter span = iota
	spanHalf
	spanNine
	spanYear
	spanMonth
	spanFirst // quarters by their numbers
	spanSecond
	spanThird
	spanFourth
)

var (
	quarterly  = vi.Pattern(`(?i)(?:(?:hằng|hàng|các|theo|từng)\s+)?\bquý(?:\s|[,.;)]|$)`) // ý is no word to \b
	quarterOf  = vi.Pattern(`(?i)\bquý\s+(I{1,3}|IV|[1-4])\b`)
	halfYear   = vi.Pattern(`(?i)(?:6|sáu|06) tháng(?: đầu năm)?`)
	nineMonth  = vi.Pattern(`(?i)(?:9|chín|09) tháng`)
	yearly     = vi.Pattern(`(?i)(?:(?:,|và)\s*(?:báo cáo\s+)?năm|(?:hằng|hàng|cả|tổng kết)\s+năm)\b(?:\s+(?:19|20)\d\d)?`)
	monthly    = vi.Pattern(`(?i)(?:hằng|hàng|theo) tháng`)
	leftCommas = vi.Pattern(`(?:\s*,)+\s*(?:và\s+)?|^\s*và\s+`)
	periodic   = vi.Pattern(`(?i)^\s*(?:định kỳ|tổng kết)\s*`)
)

// periodsOf tells the periods a periodic report is asked for: "quý, 6 tháng, năm", "quý I,
// 6 tháng, quý III và năm". One that names a single quarter, or only the year, is an
// ordinary paper.
func periodsOf(text string) []span {
	s := text
	out := namedQuarters(s)
	if len(out) == 1 && !halfYear().MatchString(s) && !nineMonth().MatchString(s) {
		return nil
	}
	if len(out) == 0 && quarterly().MatchString(s) {
		out = append(out, spanQuarter)
	}
	if monthly().MatchString(s) {
		out = append(out, spanMonth)
	}
	if halfYear().MatchString(s) {
		out = append(out, spanHalf)
	}
	if nineMonth().MatchString(s) {
		out = append(out, spanNine)
	}
	if len(out) > 0 && yearly().MatchString(s) {
		out = append(out, spanYear)
	}
	if len(out) == 1 && out[0] != spanQuarter && out[0] != spanMonth {
		return nil
	}
	return out
}

// namedQuarters are the quarters a text numbers, in their order.
func namedQuarters(text string) []span {
	var out []span
	for _, m := range quarterOf().FindAllStringSubmatch(text, -1) {
		q := spanFirst
		switch strings.ToUpper(m[1]) {
		case "II", "2":
			q = spanSecond
		case "III", "3":
			q = spanThird
		case "IV", "4":
			q = spanFourth
		}
		if !slices.Contains(out, q) {
			out = append(out, q)
		}
	}
	slices.Sort(out)
	return out
}

// periodic drafts one requirement a period. The report of six months stands for the second
// quarter and that of the year for the fourth (công văn 581/BNV-CCHC).
func (d *drafter) periodic(n *draftNode, r WrittenRequirement, rest string, periods []span) []WrittenRequirement {
	subject := rest
	for _, re := range []*regexp.Regexp{monthly(), halfYear(), nineMonth(), yearly(), quarterOf(), quarterly(), periodic()} {
		subject = re.ReplaceAllString(strings.TrimRight(subject, " .,"), " ")
	}
	subject = strings.TrimSuffix(d.subject(leftCommas().ReplaceAllString(subject, " ")), " năm {year}")
	if vague(subject) {
		subject = d.subjectOfTitle(n)
		d.ask(false, n.row, n.id, cchc.NewReason("draft-subject-title", subject), r.Name)
	}
	of := " năm {year}"
	if d.out.Year == 0 {
		of = ""
	}
	var out []WrittenRequirement
	add := func(name string, phrases ...string) {
		x := r
		x.Name, x.Kinds, x.About = strings.TrimSpace(name), append([]string{}, r.Kinds...), nil
		for _, p := range phrases {
			x.About = append(x.About, strings.Replace(oneLine(subject+" "+p+of), "năm năm", "năm", 1))
		}
		out = append(out, x)
	}
	has := func(s span) bool { return slices.Contains(periods, s) }
	if has(spanMonth) {
		add("Báo cáo tháng", "tháng")
		out[len(out)-1].Min = 12
	}
	if has(spanQuarter) {
		add("Báo cáo quý I", "quý I")
		if !has(spanHalf) {
			add("Báo cáo quý II hoặc 6 tháng", "quý II", "6 tháng đầu năm")
		}
	}
	if has(spanFirst) {
		add("Báo cáo quý I", "quý I")
	}
	if has(spanSecond) && !has(spanHalf) {
		add("Báo cáo quý II hoặc 6 tháng", "quý II", "6 tháng đầu năm")
	}
	if has(spanHalf) {
		add("Báo cáo 6 tháng", "6 tháng đầu năm", "quý II")
	}
	if has(spanQuarter) || has(spanThird) || has(spanNine) {
		add("Báo cáo quý III hoặc 9 tháng", "quý III", "9 tháng")
	}
	if has(spanFourth) && !has(spanYear) {
		add("Báo cáo quý IV hoặc năm", "quý IV", "")
	}
	switch {
	case has(spanYear):
		add("Báo cáo năm", "")
	case has(spanQuarter) && !has(spanHalf):
		add("Báo cáo quý IV hoặc năm", "quý IV", "")
	}
	d.ask(false, n.row, n.id, cchc.NewReason("draft-periods", strconv.Itoa(len(out))), r.Name)
	return out
}
