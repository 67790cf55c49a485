package describe

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

func TestDescribe(t *testing.T) {
	all := papers(t)
	if len(all) < 60 {
		t.Fatalf("only %d papers", len(all))
	}
	for _, p := range all {
		t.Run(p.name, func(t *testing.T) {
			got := Describe(pagesOf(p.input))
			want, marks := splitWant(p.want)
			if d := differences(render(got), want); d != "" {
				t.Error("\n" + d)
			}
			if d := differences(renderMarks(got, marks), marks); d != "" {
				t.Error("\n" + d)
			}
			checkConsistent(t, got)
		})
	}
}

// checkConsistent holds for the particulars of any pages whatever.
func checkConsistent(t *testing.T, p cchc.Particulars) {
	t.Helper()
	if (p.Code == "") != (p.CodeNumber == "") {
		t.Errorf("code %q but number %q", p.Code, p.CodeNumber)
	}
	if p.CodeNumber != "" && (!strings.HasPrefix(p.Code, p.CodeNumber) || !strings.HasSuffix(p.Code, p.CodeNotation) || p.CodeNotation == "") {
		t.Errorf("code %q is not number %q and notation %q", p.Code, p.CodeNumber, p.CodeNotation)
	}
	if p.Type != "" && TypeName(p.Type) != p.TypeName {
		t.Errorf("type %q is called %q", p.Type, p.TypeName)
	}
	set := map[string]bool{
		"type": p.Type != "", "type_name": p.TypeName != "",
		"code": p.Code != "", "code_number": p.CodeNumber != "", "code_notation": p.CodeNotation != "",
		"issued_date": !p.IssuedDate.IsZero(), "place": p.Place != "",
		"organ_name": p.OrganName != "", "parent_organ": p.ParentOrgan != "",
		"subject": p.Subject != "", "speaks_of": len(p.SpeaksOf) > 0,
		"signer": p.Signer != cchc.Signer{}, "recipients": len(p.Recipients) > 0,
		"drafter": p.Drafter != "", "urgency": p.Urgency != "", "draft": p.Draft, "attachments": len(p.Attachments) > 0,
		"units": len(p.Units) > 0, "periods": len(p.Periods) > 0,
	}
	for field, filled := range set {
		if c, sure := p.Confidence[field]; filled != sure || sure && (c <= 0 || c > 1) {
			t.Errorf("%s: filled %v, confidence %v %v", field, filled, c, sure)
		}
	}
	for field, s := range p.Spans {
		if !set[field] || s.Text == "" || s.Page < 0 || s.Line < 0 {
			if field != "code" || p.CodeNotation == "" {
				t.Errorf("span of %s: %+v", field, s)
			}
		}
	}
	for field := range p.Confidence {
		if _, known := set[field]; !known {
			t.Errorf("confidence of an unknown field %q", field)
		}
	}
}

// Files hold the same letters in more than one form; what they say is the same.
func TestDescribeForms(t *testing.T) {
	forms := map[string]func(string) string{
		"decomposed": norm.NFD.String,
		"tone on the second vowel": strings.NewReplacer("òa", "oà", "óa", "oá", "ỏa", "oả", "ủy", "uỷ", "úy", "uý",
			"ỦY", "UỶ", "HÒA", "HOÀ", "HÓA", "HOÁ").Replace,
		"no-break spaces": func(s string) string { return strings.ReplaceAll(s, " ngày ", "\u00a0ngày\u00a0") },
	}
	for form, change := range forms {
		t.Run(form, func(t *testing.T) {
			for _, p := range papers(t) {
				got := render(Describe(changed(pagesOf(p.input), change)))
				want, _ := splitWant(p.want)
				if d := differences(vi.Fold(got), vi.Fold(want)); d != "" {
					t.Errorf("%s\n%s", p.name, d)
				}
			}
		})
	}
}

func changed(pages []cchc.Page, change func(string) string) []cchc.Page {
	for i := range pages {
		for j := range pages[i].Blocks {
			b := &pages[i].Blocks[j]
			b.Text = change(b.Text)
			for k := range b.Cells {
				b.Cells[k] = change(b.Cells[k])
			}
		}
	}
	return pages
}

func TestDescribeNothing(t *testing.T) {
	for name, pages := range map[string][]cchc.Page{
		"no pages": nil, "empty page": {{Number: 1}}, "scan without text": {{Number: 1, NeedsOCR: true}, {Number: 2, NeedsOCR: true}},
	} {
		p := Describe(pages)
		if render(p) != "" || p.Confidence != nil {
			t.Errorf("%s: %+v", name, p)
		}
	}
}
