package particulars

import (
	"slices"

	"minhchung/internal/cchc"
)

// What a paper of a type usually has. Papers with neither (forms, tables, lists, pages of
// news, pictures) are never in doubt. A biên bản is dated, but hardly any office numbers
// it; letters ("thư công") and laws cited by name have no number of their own.
func usual(p cchc.Particulars) (number, date bool) {
	switch {
	case p.Type == "" || slices.Contains(unnumbered(), p.Type):
		return false, false
	case slices.Contains([]string{"BB", "HĐ", "BGN", "BTT", "QC", "QyĐ", "ĐA", "DA", "PA", "CTr", "SY", "TrS", "SL"}, p.Type):
		// A quy chế, a scheme or a programme is often issued by a decision and bears no
		// number itself.
		return false, true
	}
	return true, true
}

// unnumbered are the kinds of evidence that are no papers of Nghị định 30/2020/NĐ-CP, and
// papers that go without number and date in most offices.
func unnumbered() []string {
	return []string{"BIEU", "TIN", "ANH", "WEB", "HTHONG", "GNP", "PG", "PC", "PB", "GGT", "GUQ"}
}

// Doubt is the lowest confidence of number and date as far as papers of the type usually
// have them: 0 where one is blank, 1 where nothing is in doubt. A draft is rightly without
// both.
func Doubt(p cchc.Particulars) float64 {
	out := 1.0
	for _, name := range asked(p) {
		out = min(out, sureness(p, name))
	}
	return out
}

// Doubtful names the fields below a confidence, in the order of a form.
func Doubtful(p cchc.Particulars, below float64) []string {
	var out []string
	for _, name := range asked(p) {
		if sureness(p, name) < below {
			out = append(out, name)
		}
	}
	return out
}

// Confirmable names those of the doubtful fields that hold something a person can find
// right at a glance. That a paper has no number or no date has to be said of that field.
func Confirmable(p cchc.Particulars, below float64) []string {
	return slices.DeleteFunc(Doubtful(p, below), func(name string) bool { return Blank(p, name) })
}

// Blank reports whether number or date, as a field is named, is not there.
func Blank(p cchc.Particulars, name string) bool {
	switch name {
	case "code":
		return p.CodeNumber == ""
	case "issued_date":
		return p.IssuedDate.IsZero()
	}
	return false
}

func asked(p cchc.Particulars) (names []string) {
	if IsDraft(p) {
		return nil
	}
	number, date := usual(p)
	if number || p.CodeNumber != "" {
		names = append(names, "code")
	}
	if date || !p.IssuedDate.IsZero() && number {
		names = append(names, "issued_date")
	}
	return names
}

// sureness is the confidence in a field; what a person said is certain even where it is
// blank, anything else that is blank is not known.
func sureness(p cchc.Particulars, name string) float64 {
	sure, noted := p.Confidence[name]
	switch {
	case noted && sure == 1:
		return 1
	case Blank(p, name):
		return 0
	case !noted:
		return 1 // nothing was said against it
	}
	return sure
}
