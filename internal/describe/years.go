package describe

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"minhchung/internal/vi"
)

// The year a paper speaks of is in its trích yếu, then in its first heading; the year it
// was issued is not taken for it. "Kết quả năm 2020, phương hướng năm 2021" speaks of
// 2020. Of a span, "giai đoạn 2021 - 2025", both ends are given.

var (
	// Numbers and dates of papers that are cited: their years are not spoken of.
	citedCode = vi.Pattern(`\d+[a-z]?\s*/\s*(?:19|20)\d\d\s*/[a-z]+\S*|\bso\s*\d+\S*|\b[a-z]{2,5} \d+(?:-\d+)?\s*:\s*(?:19|20)\d\d\S*`)
	// A number that holds a year goes first: "số 94 /2020/…" is one.
	yearCode  = vi.Pattern(`\bso\s*\d+[a-z]?\s*/\s*(?:19|20)\d\d\s*/\s*\S*`)
	citedDate = vi.Pattern(`\bngay\s*\d{1,2}\s*(?:thang\s*\d{1,2}\s*nam\s*|/\d{1,2}/|[.-]\d{1,2}[.-])\d{4}`)
	yearNow   = vi.Pattern(`\b(?:19[5-9]|20[0-9])\d\b`)
	lawYear   = vi.Pattern(`\b(?:luat|bo luat|hien phap)\b[^,;]{0,60}?\bnam (?:19|20)\d\d`)
	outlook   = vi.Pattern(`\b(?:phuong huong|dinh huong|du kien|nhiem vu(?:,? giai phap)?(?: trong tam| chu yeu)?|ke hoach(?: cong tac)?|chuong trinh cong tac|trien khai (?:nhiem vu|ke hoach|phuong huong))\b`)
	// startsDate tells a day from the number of a heading: "01/9/2020", "1/ Kết quả".
	startsDate = vi.Pattern(`^\d{1,2}\s*([/.-])\s*\d{1,2}\s*[/.-]\s*(?:19|20)\d\d\b`)
	isHeading  = sync.OnceValue(startsWith(`(?:[ivx]+|[a-d]|\d{1,2}|phan \S+)\s*[.):/-]`))
)

// notLaws are words that hold "luật" without naming a law: "thi hành pháp luật năm 2020"
// speaks of 2020, "Luật Đầu tư năm 2020" does not.
var notLaws = strings.NewReplacer("phap luat", "phap-quy", "ky luat", "ky-cuong", "quy luat", "quy-tac", "luat su", "nguoi-bao-chua")

// years finds the years the paper speaks of.
func (d *description) years(h *head) {
	sure := .85
	years := yearsIn(d.p.Subject)
	if len(years) == 0 && d.p.Subject != "" {
		years, sure = h.headingYears(), .6
	}
	if len(years) == 0 {
		return
	}
	d.p.SpeaksOf = years
	d.sure("speaks_of", sure)
}

// yearsIn returns the years of a subject, ascending; those of the outlook on the next
// period only where there are no others.
func yearsIn(text string) []int {
	fold := notLaws.Replace(vi.Fold(text))
	for _, cited := range []*regexp.Regexp{citedDate(), yearCode(), citedCode(), lawYear()} {
		fold = cited.ReplaceAllString(fold, " ")
	}
	for _, at := range outlook().FindAllStringIndex(fold, -1) {
		if years := readYears(fold[:at[0]]); len(years) > 0 {
			return years
		}
	}
	return readYears(fold)
}

func readYears(fold string) []int {
	var years []int
	for _, s := range yearNow().FindAllString(fold, -1) {
		if y, err := strconv.Atoi(s); err == nil {
			years = append(years, y)
		}
	}
	slices.Sort(years)
	return slices.Compact(years)
}

// headingYears returns the years of the first heading of the text.
func (h *head) headingYears() []int {
	from := max(h.title, h.to, 0)
	for i := from + 1; i < len(h.lines) && i < from+40; i++ {
		l := h.lines[i]
		if l.rule || !isHeading().matches(l.fold) || startsDate().MatchString(l.fold) || words(l.text) > 30 || strings.HasSuffix(l.text, ";") {
			continue
		}
		if shouted(l.text) || l.bold || l.center {
			return yearsIn(l.text)
		}
	}
	return nil
}
