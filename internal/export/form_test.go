package export

import (
	"archive/zip"
	"bytes"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"minhchung/internal/catalogue/sheets"
	"minhchung/internal/cchc"
	"minhchung/internal/round"
)

var noon = time.Date(2020, 12, 15, 5, 0, 0, 0, time.UTC)

func scoredCatalogue() cchc.Catalogue {
	return cchc.Catalogue{ID: "song-lam", Version: "1", Year: 2020, Criteria: []cchc.Criterion{
		{ID: "1", Title: "Chỉ đạo", Children: []cchc.Criterion{
			{ID: "1.1", Title: "Kế hoạch", Points: 2, Requires: []cchc.Requirement{{ID: "1.1/1", Name: "=Kế hoạch"}}},
			{ID: "1.10", Title: "Tỷ lệ hoàn thành", Points: 1.5, Ratio: &cchc.Ratio{A: "xong", B: "giao"}},
		}},
		{ID: "2", Title: "Hài lòng", Points: 10, ScoredBy: cchc.ScoredBySurvey},
	}}
}

// What an office gets as a workbook or as text comes back equal: Vietnamese, nothing and
// zero, quotes, line breaks, what looks like a formula or an escape.
func TestScoresComeBackEqual(t *testing.T) {
	units := []cchc.Unit{{ID: "vp", Name: "Văn phòng [Sở]"}, {ID: "cntt", Name: "Phòng Công nghệ thông tin"}}
	rapid.Check(t, func(t *rapid.T) {
		offices := rapid.SampledFrom([][]string{nil, {"vp", "cntt"}}).Draw(t, "offices")
		r := cchc.Round{ID: "2020", Title: "Đợt\nnăm 2020", Year: 2020, Catalogue: "song-lam@1", State: cchc.RoundOpen, Offices: offices}
		x := round.NewRules(r, scoredCatalogue(), units)
		want := map[string]cchc.Score{}
		var scores []cchc.Score
		for _, o := range round.Offices(r) {
			for _, leaf := range scoredCatalogue().Leaves() {
				s := drawScore(t, leaf, o)
				next, err := x.Apply(cchc.Operator(), cchc.Score{}, round.Whole(s), noon)
				if err != nil {
					t.Fatal(err)
				}
				if !round.Blank(next) {
					scores = append(scores, next)
					want[o+" "+leaf.ID] = next
				}
			}
		}
		for _, read := range map[string]func() []round.Sheet{
			"xlsx": func() []round.Sheet { return workbook(t, x, scores) },
			"csv":  func() []round.Sheet { return text(t, x, scores) },
		} {
			b, err := x.ReadBook(cchc.Operator(), read(), nil, round.BookOptions{}, noon)
			if err != nil || len(b.Problems) > 0 || len(b.Notices) > 0 {
				t.Fatalf("%v %+v %+v", err, b.Problems, b.Notices)
			}
			got := map[string]cchc.Score{}
			for _, e := range b.Edits {
				next, err := x.Apply(cchc.Operator(), cchc.Score{}, e, noon)
				if err != nil {
					t.Fatal(err)
				}
				got[e.Office+" "+e.Criterion] = next
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("came back as\n%+v, was\n%+v", got, want)
			}
		}
	})
}

func drawScore(t *rapid.T, leaf cchc.Criterion, office string) cchc.Score {
	s := cchc.Score{Criterion: leaf.ID, Office: office}
	words := func(name string) string {
		return rapid.OneOf(rapid.Just(""), rapid.SampledFrom([]string{
			"Đã nộp “Kế hoạch”, số 15/KH-STTTT", "một\nhai\n\nba", `"nháy kép"`, "=1+1", "+1", "-1", "@a", "'nháy đơn", "'=x", "''", "_x000D_", "_x005F_x0041_", "a\tb", "0", "1.5",
		}), rapid.StringMatching(`[a-zăâđêôơư =+@'";,_x0\n]{0,20}`)).Draw(t, name)
	}
	number := func(name string, most float64) *float64 {
		if !rapid.Bool().Draw(t, name+" given") {
			return nil
		}
		v := float64(rapid.IntRange(0, int(most*1000)).Draw(t, name)) / 1000
		return &v
	}
	if leaf.ScoredBy == "" {
		s.Self = number("self", leaf.Points)
	}
	if leaf.Ratio != nil {
		if s.B = number("b", 5000); s.B == nil || *s.B == 5000 {
			s.A = nil
		} else {
			s.A = number("a", *s.B)
		}
	}
	s.Figures, s.Explanation, s.Note = words("figures"), words("explanation"), words("note")
	if s.Self == nil && rapid.Bool().Draw(t, "exempt") {
		s.NotApplicable, s.Why = true, "vì "+words("why")
	}
	return s
}

func workbook(t *rapid.T, x *round.Rules, scores []cchc.Score) (out []round.Sheet) {
	pages, err := x.Pages(scoredCatalogue(), scores, nil)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteForms(&b, Scores(pages)); err != nil {
		t.Fatal(err)
	}
	book, err := sheets.Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range book.Sheets {
		out = append(out, round.Sheet{Name: s.Name, Rows: s.Rows})
	}
	return out
}

func text(t *rapid.T, x *round.Rules, scores []cchc.Score) []round.Sheet {
	p, err := x.Flat(scoredCatalogue(), scores, nil)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := ScoresCSV(&b, p); err != nil {
		t.Fatal(err)
	}
	out, err := round.ReadCSV("a.csv", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// No cell is a formula, and points are numbers a spreadsheet can add up.
func TestFormsHoldNumbersAndNoFormulas(t *testing.T) {
	one := 1.5
	r := cchc.Round{ID: "2020", Title: "=Đợt", Year: 2020, State: cchc.RoundOpen}
	x := round.NewRules(r, scoredCatalogue(), nil)
	pages, err := x.Pages(scoredCatalogue(), []cchc.Score{{Criterion: "1.1", Self: &one, Note: "=HYPERLINK(1)"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteForms(&b, Scores(pages)); err != nil {
		t.Fatal(err)
	}
	sheet := part(t, b.Bytes(), "xl/worksheets/sheet1.xml")
	if strings.Contains(sheet, "<f>") || !strings.Contains(sheet, `<c r="G5" s="4"><v>1.5</v>`) || !strings.Contains(sheet, `<c r="K5" s="3" t="s">`) {
		t.Errorf("sheet: %s", sheet)
	}
	b.Reset()
	flat, err := x.Flat(scoredCatalogue(), []cchc.Score{{Criterion: "1.1", Note: "=HYPERLINK(1)"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := ScoresCSV(&b, flat); err != nil || !strings.Contains(b.String(), ",'=HYPERLINK(1)") {
		t.Errorf("csv: %s, %v", b.String(), err)
	}
	if err := WriteForms(&b, []Form{{Name: "a", Head: []string{strings.Repeat("ă", maxCell+1)}}}); err == nil {
		t.Error("a text longer than a cell was cut")
	}
}

// part is a part of a workbook.
func part(t *testing.T, book []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
