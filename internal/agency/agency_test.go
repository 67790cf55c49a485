package agency

import (
	"testing"

	"minhchung/internal/cchc"
)

func day(y, m, d int) cchc.Date { return cchc.NewDate(y, m, d) }

func office() []Agency {
	merged := day(2025, 2, 28)
	return []Agency{
		{ID: "stttt", Name: "Sở Thông tin và Truyền thông", Sign: "STTTT", Valid: cchc.Period{To: merged}, Successor: "skhcn",
			Aliases: []Alias{{Name: "Sở TT&TT"}, {Name: "Sở Bưu chính, Viễn thông", Valid: cchc.Period{To: day(2008, 3, 31)}}}},
		{ID: "skhcn-cu", Name: "Sở Khoa học và Công nghệ", Sign: "SKHCN", Valid: cchc.Period{To: merged}, Successor: "skhcn"},
		{ID: "skhcn", Name: "Sở Khoa học và Công nghệ", Sign: "SKHCN", Valid: cchc.Period{From: day(2025, 3, 1)}},
		{ID: "ubnd", Name: "Ủy ban nhân dân tỉnh Sông Lam", Sign: "UBND"},
	}
}

func TestResolve(t *testing.T) {
	r := NewRegistry(office())
	for _, c := range []struct {
		name string
		on   cchc.Date
		want string
	}{
		{"Sở Thông tin và Truyền thông", day(2020, 1, 15), "stttt"},
		{"SỞ THÔNG TIN VÀ TRUYỀN THÔNG", cchc.Date{}, "stttt"},
		{"STTTT", day(2020, 1, 15), "stttt"},
		{"Sở TT&TT", day(2020, 1, 15), "stttt"},
		{"Sở Bưu chính Viễn thông", day(2007, 1, 1), "stttt"},
		{"Sở Thông tin và Truyền thông", day(2025, 6, 1), "stttt"}, // an old seal used up
		{"SKHCN", day(2020, 1, 15), "skhcn-cu"},
		{"SKHCN", day(2025, 6, 1), "skhcn"},
		{"SKHCN", cchc.Date{}, ""}, // two bore it
		{"UBND tỉnh Sông Lam", day(2020, 1, 15), "ubnd"},
		{"Uỷ ban nhân dân tỉnh Sông Lam", day(2020, 1, 15), "ubnd"},
		{"Sở Xây dựng", day(2020, 1, 15), ""},
		{"", day(2020, 1, 15), ""},
	} {
		if a, ok := r.Resolve(c.name, c.on); a.ID != c.want || ok != (c.want != "") {
			t.Errorf("%q on %v is %q, want %q", c.name, c.on, a.ID, c.want)
		}
	}
}

func TestIssuer(t *testing.T) {
	r := NewRegistry(office())
	for _, c := range []struct {
		organ, notation, want string
	}{
		{"Sở TT&TT", "KH-UBND", "stttt"}, // the name goes before the sign
		{"", "KH-STTTT", "stttt"},
		{"", "STTTT-CNTT", "stttt"},
		{"Sở Xây dựng", "KH-STTTT", ""}, // a name nobody knows is not guessed
		{"", "KH-SXD", ""},
	} {
		a, _ := r.Issuer(cchc.Particulars{OrganName: c.organ, CodeNotation: c.notation, IssuedDate: day(2020, 1, 15)})
		if a.ID != c.want {
			t.Errorf("%q %q is of %q, want %q", c.organ, c.notation, a.ID, c.want)
		}
	}
	if _, ok := (Registry{}).Issuer(cchc.Particulars{OrganName: "Sở TT&TT"}); ok {
		t.Error("an empty registry knows an issuer")
	}
}

func TestMergers(t *testing.T) {
	r := NewRegistry(office())
	if s := r.Successors("stttt"); len(s) != 1 || s[0].ID != "skhcn" {
		t.Errorf("successors are %v", s)
	}
	var ids string
	for _, a := range r.Family("skhcn") {
		ids += a.ID + " "
	}
	if ids != "skhcn skhcn-cu stttt " {
		t.Errorf("the family is %s", ids)
	}
}

func TestCheck(t *testing.T) {
	all := office()
	for code, a := range map[cchc.Code]Agency{
		"":                     {ID: "so-moi", Name: "Sở Mới", Successor: "skhcn"},
		"agency-bad-id":        {ID: "Sở", Name: "Sở"},
		"agency-no-name":       {ID: "a", Name: " - "},
		"agency-bad-period":    {ID: "a", Name: "A", Valid: cchc.Period{From: day(2021, 1, 1), To: day(2020, 1, 1)}},
		"agency-bad-successor": {ID: "skhcn", Name: "Sở", Successor: "stttt"}, // round in a circle
	} {
		var others []Agency
		for _, o := range all {
			if o.ID != a.ID {
				others = append(others, o)
			}
		}
		err := a.Check(others)
		if err == nil && code != "" || err != nil && cchc.AsError(err).Reason.Code != code {
			t.Errorf("%+v: %v, want %q", a, err, code)
		}
	}
}
