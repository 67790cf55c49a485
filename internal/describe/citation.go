package describe

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// A paper names others: as its basis ("Căn cứ …"), as what it replaces, amends or repeals,
// as the paper it is an annex of ("Kèm theo …"), or just so (Nghị định 30/2020/NĐ-CP, Phụ
// lục I mục II.6: type, number, date, organ and trích yếu of what is cited). Only papers
// with number and notation are listed: a name alone finds nothing again.

// Bounds, so that the time follows the size of the text.
const (
	mostCitations = 1000
	codeBytes     = 72  // longest number with its notation
	dateBytes     = 64  // how far behind the code the date stands
	organBytes    = 120 // longest name of an organ
	leadBytes     = 400 // how much before the code is looked at
	citedBytes    = 600 // longest text of a citation
)

// Citations returns the papers named in the pages, each once for each relation, in the
// order they stand first. The paper itself is not among them. Bounded to the first 1,000.
func Citations(pages []cchc.Page) []cchc.Citation {
	pages = composed(pages)
	own, _ := readHead(pages).code()
	c := citations{own: codeKey(own.String()), at: map[string]int{}}
	blocks := bodyBlocks(pages)
	for i := range blocks {
		if len(c.found) >= mostCitations {
			break
		}
		c.block(&blocks[i])
	}
	return c.strongest()
}

// citations are those found so far.
type citations struct {
	found []cchc.Citation
	at    map[string]int // index in found by relation and code
	own   string
	tail  string // end of the block before, where its sentence goes on
}

func codeKey(code string) string { return squeeze(vi.Fold(code)) }

var oneLine = strings.NewReplacer("\n", " ", "\t", " ")

// block lists the papers a block names.
func (c *citations) block(ref *blockRef) {
	raw := ref.block.Text
	text := raw
	if strings.IndexByte(raw, '/') >= 0 {
		text = oneLine.Replace(raw) // a byte for a byte: offsets stay
		c.codes(text, func(at int) spot {
			return spot{ref.at.page, ref.at.line + strings.Count(raw[:at], "\n")}
		})
	}
	c.remember(text)
}

// remember keeps the end of a block for the one that continues its sentence.
func (c *citations) remember(text string) {
	text = strings.TrimRight(text, " \n\t")
	c.tail = ""
	if text == "" || strings.IndexByte(".;:)", text[len(text)-1]) >= 0 || shouted(lastPart(text, leadBytes)) {
		return
	}
	text = lastPart(text, leadBytes)
	c.tail = text[sentenceStart(text, len(text)):]
}

// lastPart returns at most so many bytes of the end of a text, whole characters.
func lastPart(s string, most int) string {
	if len(s) <= most {
		return s
	}
	from := len(s) - most
	for from < len(s) && !utf8.RuneStart(s[from]) {
		from++
	}
	return s[from:]
}

// codes goes from stroke to stroke, for every number has one.
func (c *citations) codes(text string, where func(int) spot) {
	from := 0
	for len(c.found) < mostCitations {
		i := strings.IndexByte(text[from:], '/')
		if i < 0 {
			return
		}
		i += from
		from = i + 1
		start, ok := numberBefore(text, i)
		if !ok {
			continue
		}
		read, end, ok := codeAt(text, start)
		if !ok {
			continue
		}
		if end > from {
			from = end
		}
		if codeKey(read.String()) != c.own && !isFormNumber(text[:start]) {
			c.add(text, start, end, read, where(start))
		}
	}
}

// numberBefore finds the digits in front of the stroke at i: "30/…", "30c /…", "01-NQ/…".
func numberBefore(text string, i int) (start int, ok bool) {
	j := spacesBack(text, i)
	if k := lettersBack(text, j); k < j && k > 0 { // the notation of the Party, or "30c"
		switch {
		case text[k-1] == '-':
			j = spacesBack(text, k-1)
		case j-k == 1 && text[k] >= 'a' && text[k] <= 'z':
			j = k
		}
	}
	start = j
	for start > 0 && text[start-1] >= '0' && text[start-1] <= '9' {
		start--
	}
	if start == j || j-start > 6 {
		return 0, false
	}
	r, _ := utf8.DecodeLastRuneInString(text[:start])
	if start > 1 && r == ' ' && text[start-2] >= '0' && text[start-2] <= '9' && namedNumber(strings.TrimRight(text[:start], "0123456789 ")) {
		return 0, false // "số 61 10/…": a number torn by a scan
	}
	if start > 0 && (unicode.IsLetter(r) && !strings.HasSuffix(vi.Fold(text[max(0, start-4):start]), "so") || strings.ContainsRune("/-,.", r)) {
		return 0, false // the end of a date, of a sum, of another code
	}
	return start, true
}

func spacesBack(text string, i int) int {
	for i > 0 && text[i-1] == ' ' {
		i--
	}
	return i
}

// lettersBack goes over at most eight bytes of letters.
func lettersBack(text string, i int) int {
	at := i
	for at > 0 && i-at < 8 {
		r, n := utf8.DecodeLastRuneInString(text[:at])
		if !unicode.IsLetter(r) {
			break
		}
		at -= n
	}
	return at
}

// codeAt reads number and notation; end is behind them.
func codeAt(text string, start int) (read code, end int, ok bool) {
	window := text[start:min(len(text), start+codeBytes)]
	for _, dash := range []string{" - ", " – "} { // a dash between two words ends the code
		if at := strings.Index(window, dash); at > 0 && strings.IndexByte(window[:at], '/') > 0 {
			window = window[:at]
		}
	}
	read, after, ok := parseCode(window)
	if !ok || read.number == "" {
		return code{}, 0, false
	}
	end = start + len(window) - len(after)
	read.notation = footnoted().ReplaceAllString(read.notation, "$1")
	if strings.ContainsAny(read.notation, "-/") || hasAbbr(read.notation) || namedNumber(text[:start]) {
		return read, end, true
	}
	return code{}, 0, false
}

// footnoted is the sign of a law with the number of a footnote behind it: "QH151".
var footnoted = vi.Pattern(`^((?:\d{4}/)?QH1\d)\d$`)

// namedNumber reports whether a text ends in the "số" of a code.
func namedNumber(before string) bool {
	fold := strings.TrimRight(vi.Fold(lastPart(before, 12)), " :.")
	return fold == "so" || strings.HasSuffix(fold, " so")
}

// formNumber is the "Mẫu số" of a form, not the end of a name such as "Luật Mẫu số".
var formNumber = vi.Pattern(`(?:^|[(:;,.–-]\s*|\btheo )(?:bieu )?(?:mau|bieu) so$`)

// isFormNumber reports whether a text ends in the "Mẫu số" of a form: no paper.
func isFormNumber(before string) bool {
	return formNumber().MatchString(strings.TrimRight(vi.Fold(lastPart(before, 24)), " :."))
}

// sentenceStart returns where the sentence around i begins, sentenceEnd where it ends.
func sentenceStart(text string, i int) int {
	from := max(0, i-leadBytes)
	for from < i && !utf8.RuneStart(text[from]) {
		from++
	}
	for k := i - 1; k > from; k-- {
		if text[k] == ';' || text[k] == ' ' && text[k-1] == '.' && k > 3 && isLowerOrDigit(text[:k-1]) {
			return k + 1
		}
	}
	return from
}

// isLowerOrDigit tells the end of a sentence from that of an abbreviation: "TP. ".
func isLowerOrDigit(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return unicode.IsLower(r) || unicode.IsDigit(r) || r == ')' || r == '”'
}

func sentenceEnd(text string, i int) int {
	for k := i; k < len(text); k++ {
		if text[k] == ';' || text[k] == '.' && (k+1 == len(text) || text[k+1] == ' ') {
			return k + 1
		}
	}
	return len(text)
}

// add notes a paper that is named between start and end.
func (c *citations) add(text string, start, end int, read code, at spot) {
	from, to := sentenceStart(text, start), sentenceEnd(text, end)
	lead := text[from:start]
	if from == 0 && c.tail != "" && (!startsUpper(strings.TrimLeft(text, " ")) || basisLead().matches(vi.Fold(strings.TrimLeft(c.tail, " ")))) {
		lead = c.tail + " " + lead
	}
	if from > 0 && basisLead().matches(vi.Fold(text[:min(len(text), 24)])) && namesPaper().matches(vi.Fold(lead)) {
		lead = "Căn cứ " + lead // "Căn cứ Luật …; Nghị định số …"
	}
	date, organ := dateAndOrgan(text[end:to])
	found := cchc.Citation{
		Relation: relationOf(vi.Fold(lead), vi.Fold(text[end:min(to, end+leadBytes)])),
		Code:     read.String(), CodeNumber: read.number, CodeNotation: read.notation,
		IssuedDate: date, Organ: organ, Page: at.page, Line: at.line,
		Text: citedText(text, from, start, to),
	}
	key := string(found.Relation) + codeKey(found.Code)
	if i, known := c.at[key]; known {
		if c.found[i].IssuedDate.IsZero() {
			c.found[i].IssuedDate = found.IssuedDate
		}
		if c.found[i].Organ == "" {
			c.found[i].Organ = found.Organ
		}
		return
	}
	c.at[key] = len(c.found)
	c.found = append(c.found, found)
}

// citedText is the sentence, of a long one the part that starts at the code.
func citedText(text string, from, start, to int) string {
	if to-from > citedBytes {
		from = max(from, start-citedBytes/4)
		for from < start && text[from] != ' ' {
			from++
		}
	}
	return shortText(strings.TrimSpace(text[from:to]), citedBytes)
}

// strongest drops the mentions of papers that are named in a stricter relation too.
func (c *citations) strongest() []cchc.Citation {
	kept := c.found[:0]
	for _, f := range c.found {
		if f.Relation == cchc.RelationMentions && c.isMore(codeKey(f.Code)) {
			continue
		}
		kept = append(kept, f)
	}
	if len(kept) == 0 {
		return nil
	}
	return kept
}

func (c *citations) isMore(key string) bool {
	for _, r := range []cchc.Relation{cchc.RelationBasis, cchc.RelationReplaces, cchc.RelationAmends, cchc.RelationRepeals, cchc.RelationAttached} {
		if _, ok := c.at[string(r)+key]; ok {
			return true
		}
	}
	return false
}

var (
	// onlyDate is what may stand between a code and the "của" of its organ.
	onlyDate   = sync.OnceValue(startsWith(`[\s,(]*(?:ngay[\s\d/.…-]*(?:thang[\s\d…]*nam[\s\d…]*)?)?[\s,)]*$`))
	annexLead  = sync.OnceValue(startsWith(`[-(\s]*(?:ban hanh )?(?:kem theo|dinh kem|kem)\b`))
	basisLead  = sync.OnceValue(startsWith(`[-+*(\s]*can cu\b`))
	namesPaper = sync.OnceValue(startsWith(`\s*(?:va )?(?:bo luat|luat|phap lenh|nghi dinh|nghi quyet|quyet dinh|thong tu|chi thi|ke hoach|huong dan|quy dinh|thong bao|cong van|to trinh)\b`))
	codeInFold = sync.OnceValue(startsWith(`\d{1,6}[a-z]?\s*(?:/|-[a-z]{1,4}/)`))
)

// verbs are what a paper does to another.
var verbs = []struct {
	words string
	is    cchc.Relation
}{
	{"thay the", cchc.RelationReplaces}, {"sua doi", cchc.RelationAmends}, {"bo sung mot so", cchc.RelationAmends},
	{"bai bo", cchc.RelationRepeals}, {"huy bo", cchc.RelationRepeals}, {"thu hoi", cchc.RelationRepeals},
}

// relationOf says why a paper is named, from the folded sentence before and behind its
// code. "Nghị định số A sửa đổi Nghị định số B" is what A does, not the paper that says so.
func relationOf(lead, after string) cchc.Relation {
	lead = strings.TrimLeft(lead, " ")
	if annexLead().matches(lead) {
		return cchc.RelationAttached
	}
	verb, at := cchc.RelationMentions, -1
	for _, v := range verbs {
		if i := strings.LastIndex(lead, v.words); i > at {
			verb, at = v.is, i
		}
	}
	doneByOther := at >= 0 && (holdsCode(lead[:at]) || strings.HasSuffix(strings.TrimRight(lead[:at], " "), "duoc"))
	if basisLead().matches(lead) || strings.LastIndex(lead, "can cu ") > at {
		if doneByOther {
			return cchc.RelationMentions
		}
		return cchc.RelationBasis
	}
	if at >= 0 && !doneByOther && !atOnesBidding(lead[at:]) && !atOnesBidding(lead[:at]) {
		return verb
	}
	if at < 0 && ends(after) {
		return cchc.RelationRepeals
	}
	return cchc.RelationMentions
}

// holdsCode reports whether a folded text names a paper by its number.
func holdsCode(fold string) bool {
	for from := 0; ; {
		i := strings.IndexByte(fold[from:], '/')
		if i < 0 {
			return false
		}
		i += from
		if start, ok := numberBefore(fold, i); ok && codeInFold().matches(fold[start:]) && i+1 < len(fold) {
			if next := fold[i+1]; next >= 'a' && next <= 'z' || strings.HasPrefix(fold[i+1:], "19") || strings.HasPrefix(fold[i+1:], "20") {
				return true
			}
		}
		from = i + 1
	}
}

// atOnesBidding reports whether a paper is only followed: "thực hiện", "theo".
func atOnesBidding(fold string) bool {
	fold = strings.ReplaceAll(fold, "kem theo", "")
	return strings.Contains(fold, " theo ") || strings.HasPrefix(fold, "theo ") || strings.Contains(fold, "thuc hien") ||
		strings.Contains(fold, "can cu") || strings.Contains(fold, "trien khai")
}

// ends reports whether what follows a code says that it is no longer in force.
func ends(after string) bool {
	i := strings.Index(after, "het hieu luc")
	return i >= 0 && !holdsCode(after[:i]) && !strings.Contains(after[:i], "den khi")
}

// dateAndOrgan reads "ngày 05 tháng 3 năm 2020 của Chính phủ" behind a code.
func dateAndOrgan(rest string) (date cchc.Date, organ string) {
	near := shortText(rest, dateBytes)
	fold := vi.Fold(near)
	lead := strings.TrimLeft(fold, " ,(")
	if strings.HasPrefix(lead, day) {
		if date = readDate(lead); !date.IsZero() && !datedFirst(lead) {
			date = cchc.Date{}
		}
	}
	i := strings.Index(rest, "của ")
	if i < 0 || i > dateBytes || !onlyDate().matches(vi.Fold(rest[:i])) {
		return date, ""
	}
	return date, organNamed(rest[i+len("của "):])
}

// datedFirst reports whether the date is right behind the code.
func datedFirst(lead string) bool {
	m := fullDate().FindStringIndex(lead)
	if m == nil {
		m = shortDay().FindStringIndex(lead)
	}
	return m != nil && m[0] == 0
}

// afterOrgan is what follows the name of an organ.
var afterOrgan = []string{
	" về ", " quy định", " ban hành", " phê duyệt", " sửa đổi", " hướng dẫn", " công bố", " thành lập", " giao ", " V/v", " v/v", " tại ",
	" cho ", " đã ", " được ", " triển khai", " thực hiện", " bổ sung", " thay thế", " ngày ", " và các ", " và Nghị ", " và Quyết ", " và Thông ", " và Luật ", " và Kế hoạch ", " và Công văn ", " và Tờ trình ", " hết hiệu lực", " có hiệu lực", " kể từ", " đối với ", " và theo ", " “", ` "`,
}

// organNamed returns the name a text starts with, "" where it starts with none.
func organNamed(text string) string {
	text = strings.TrimLeft(text, " ")
	end := min(len(text), organBytes)
	if i := strings.IndexAny(text[:end], ";,.():"); i >= 0 {
		end = i
	}
	for _, stop := range afterOrgan {
		if i := strings.Index(text[:end], stop); i > 0 {
			end = i
		}
	}
	name := strings.TrimSuffix(clean(strings.TrimRight(text[:end], " ")), " và")
	if !utf8.ValidString(name) || !startsUpper(name) || end == organBytes || letters(name) < 2 {
		return ""
	}
	return name
}
