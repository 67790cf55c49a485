package coverage

import (
	"slices"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// maxEntries is the most entries of the register shown for one requirement.
const maxEntries = 3

// registered are the entries without a file a requirement could be met by.
type registered struct {
	all    []int32           // numbers in Input.NotReceived, ascending
	byUnit map[int32][]int32 // of those whose drafter is known
}

func (r *registered) of(unit int32) []int32 {
	switch unit {
	case whole:
		return r.all
	case nobody:
		return nil
	}
	return r.byUnit[unit]
}

// matchRegister looks up which requirements the entries without a file would meet: of a
// kind that is asked for, with all words of one of the phrases in the subject, issued in
// the year.
func (a *Assessor) matchRegister() {
	if len(a.in.NotReceived) == 0 {
		return
	}
	w := newWordings()
	entries := make([]map[string]bool, len(a.in.NotReceived))
	drafters := make([]int32, len(entries))
	for i, e := range a.in.NotReceived {
		entries[i] = w.words(e.Subject)
		drafters[i] = a.names.called(strings.TrimSpace(e.Drafter))
	}
	for i := range a.reqs {
		r := &a.reqs[i]
		var phrases [][]string
		for _, about := range r.About {
			if p := w.phrase(cchc.ResolveYears(about, a.in.Catalogue.Year)); len(p) > 0 {
				phrases = append(phrases, p)
			}
		}
		for n, e := range a.in.NotReceived {
			if a.inYear(r.Requirement, e) && kindOf(e.Code, r.Kinds) && slices.ContainsFunc(phrases, func(p []string) bool { return within(p, entries[n]) }) {
				r.registered.add(int32(n), drafters[n])
			}
		}
	}
}

func (r *registered) add(n, unit int32) {
	r.all = append(r.all, n)
	if unit < 0 {
		return
	}
	if r.byUnit == nil {
		r.byUnit = map[int32][]int32{}
	}
	r.byUnit[unit] = append(r.byUnit[unit], n)
}

func (a *Assessor) inYear(r cchc.Requirement, e cchc.RegisterEntry) bool {
	if e.IssuedDate.IsZero() {
		return true
	}
	p := a.in.Catalogue.Period
	if r.Issued != (cchc.Period{}) && r.Issued.Contains(e.IssuedDate) {
		return true
	}
	if p == (cchc.Period{}) {
		return a.in.Catalogue.Year == 0 || e.IssuedDate.Year == a.in.Catalogue.Year
	}
	return p.Contains(e.IssuedDate)
}

// kindOf reports whether a number is of one of the kinds: "15/KH-STTTT" of KH, "120/STTTT-VP"
// of CV, and a QĐ may issue whatever is asked for.
func kindOf(code string, kinds []string) bool {
	_, sign, _ := strings.Cut(code, "/")
	if year, rest, ok := strings.Cut(sign, "/"); ok && strings.Trim(year, "0123456789") == "" {
		sign = rest
	}
	kind, _, _ := strings.Cut(sign, "-")
	kind = vi.Fold(strings.TrimSpace(kind))
	letter := true
	for _, k := range []string{"KH", "BC", "QĐ", "TTr", "TB", "BB", "CTr", "ĐA", "PA", "HD", "CT", "NQ", "QC", "QyĐ", "DA", "HĐ", "GM", "TC", "CĐ", "BTT", "BGN"} {
		if vi.Fold(k) == kind {
			letter = false
		}
	}
	for _, k := range kinds {
		if vi.Fold(k) == kind || letter && k == "CV" {
			return true
		}
	}
	return kind == vi.Fold("QĐ") && len(kinds) > 0
}

// wordings compares phrases word by word, abbreviations written out.
type wordings struct {
	long    map[string]string // folded abbreviation → what it stands for
	filling map[string]bool
}

func newWordings() wordings {
	w := wordings{long: map[string]string{}, filling: map[string]bool{}}
	for _, x := range vi.ShippedAbbreviations() {
		if k := vi.Fold(x.Short); !strings.Contains(k, " ") {
			w.long[k] = x.Long
		}
	}
	for _, x := range []string{"cong", "tac", "ve", "viec", "va", "cua", "nam", "trong", "theo", "cac", "thuc", "hien"} {
		w.filling[x] = true
	}
	return w
}

func (w wordings) words(s string) map[string]bool {
	out := map[string]bool{}
	for _, t := range vi.Tokens(s) {
		out[t.Fold] = true
		if long, ok := w.long[t.Fold]; ok && t.Text == strings.ToUpper(t.Text) {
			for _, x := range vi.Tokens(long) {
				out[x.Fold] = true
			}
		}
	}
	return out
}

func (w wordings) phrase(s string) []string {
	var out []string
	for _, t := range vi.Tokens(s) {
		if long, ok := w.long[t.Fold]; ok && t.Text == strings.ToUpper(t.Text) {
			for _, x := range vi.Tokens(long) {
				out = append(out, x.Fold)
			}
			continue
		}
		if !w.filling[t.Fold] {
			out = append(out, t.Fold)
		}
	}
	return out
}

func within(phrase []string, words map[string]bool) bool {
	for _, p := range phrase {
		if !words[p] {
			return false
		}
	}
	return true
}
