package round

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minhchung/internal/cchc"
)

// sheetsOf are pages as they come back from a workbook.
func sheetsOf(pages ...Page) (out []Sheet) {
	for _, p := range pages {
		s := Sheet{Name: p.Name}
		for _, line := range p.Above {
			s.Rows = append(s.Rows, []string{line})
		}
		s.Rows = append(s.Rows, p.Head)
		s.Rows = append(s.Rows, p.Rows...)
		out = append(out, s)
	}
	return out
}

// scoreOf draws a score an open round takes.
func scoreOf(t *rapid.T, leaf cchc.Criterion, office string) cchc.Score {
	s := cchc.Score{Round: "2020", Criterion: leaf.ID, Office: office}
	text := func(name string) string {
		return rapid.OneOf(rapid.Just(""), rapid.SampledFrom([]string{
			"Đã ban hành Kế hoạch số 15/KH-STTTT", "dòng một\ndòng hai", `"trích dẫn"; có dấu phẩy, chấm`, "=1+1", "'nháy", "'=x", "+84", "-", "@ai", "_x000D_", "0", "hoà\tgiải",
		}), rapid.StringMatching(`[a-zàáâăđêôơư =+@'";,\n]{0,20}`)).Draw(t, name)
	}
	points := func(name string) *float64 {
		if rapid.Bool().Draw(t, name+" given") {
			return num(float64(rapid.IntRange(0, int(leaf.Points*100)).Draw(t, name)) / 100)
		}
		return nil
	}
	if rapid.IntRange(0, 4).Draw(t, "exempt") == 0 {
		s.NotApplicable, s.Why = true, "không có "+text("why")
	} else if leaf.ScoredBy != cchc.ScoredBySurvey {
		s.Self = points("self")
	}
	if leaf.Ratio != nil && rapid.Bool().Draw(t, "figures") {
		a := float64(rapid.IntRange(0, 5_000_000).Draw(t, "a")) / 1000
		s.A, s.B = num(a), num(a+float64(rapid.IntRange(0, 999).Draw(t, "b")))
	}
	s.Figures, s.Explanation, s.Note = text("figures"), text("explanation"), text("note")
	return tidyScore(s)
}

// drawn are scores of a round, of some of its criteria.
func drawn(t *rapid.T, offices ...string) (out []cchc.Score) {
	for _, o := range Offices(cchc.Round{Offices: offices}) {
		for _, leaf := range catalogue().Leaves() {
			if s := scoreOf(t, leaf, o); rapid.Bool().Draw(t, "scored") && !Blank(s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// apply makes the edits of a book to what is held.
func apply(t *rapid.T, x *Rules, held []cchc.Score, b Book) []cchc.Score {
	if len(b.Problems) > 0 {
		t.Fatalf("problems: %+v", b.Problems)
	}
	all := heldBy(held)
	for _, e := range b.Edits {
		k := [2]string{e.Office, e.Criterion}
		next, err := x.Apply(cchc.Operator(), all[k], e, noon)
		if err != nil {
			t.Fatal(err)
		}
		all[k] = next
	}
	var out []cchc.Score
	for _, o := range x.offices {
		for _, leaf := range x.order {
			if s, ok := all[[2]string{o, leaf.ID}]; ok && !Blank(s) {
				out = append(out, s)
			}
		}
	}
	return out
}

func sameScores(t *rapid.T, got, want []cchc.Score) {
	if len(got) != len(want) {
		t.Fatalf("%d scores, want %d:\n%+v\n%+v", len(got), len(want), got, want)
	}
	for i := range got {
		if !Equal(got[i], want[i]) {
			t.Fatalf("score %d is\n%s, want\n%s", i, show(got[i]), show(want[i]))
		}
	}
}

func show(s cchc.Score) string {
	return fmt.Sprintf("%s %s self %q a %q b %q %q", s.Office, s.Criterion, cellNumber(s.Self), cellNumber(s.A), cellNumber(s.B), []string{s.Figures, s.Explanation, s.Why, s.Note})
}

// What is written comes back equal, into an empty round and over another state of it.
func TestBookComesBackEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		offices := rapid.SampledFrom([][]string{nil, {"vp"}, {"cntt", "vp"}}).Draw(t, "offices")
		x := NewRules(opened(offices...), catalogue(), units())
		scores := drawn(t, offices...)
		pages, err := x.Pages(catalogue(), scores, nil)
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "flat") {
			flat, err := x.Flat(catalogue(), scores, nil)
			if err != nil {
				t.Fatal(err)
			}
			pages = []Page{flat}
		}
		read := func(held []cchc.Score, o BookOptions) Book {
			b, err := x.ReadBook(cchc.Operator(), sheetsOf(pages...), held, o, noon)
			if err != nil {
				t.Fatal(err)
			}
			if len(b.Notices) > 0 {
				t.Fatalf("notices %+v", b.Notices)
			}
			return b
		}
		sameScores(t, apply(t, x, nil, read(nil, BookOptions{})), scores)
		other := drawn(t, offices...)
		sameScores(t, apply(t, x, other, read(other, BookOptions{BlankClears: true})), scores)
		if b := read(scores, BookOptions{}); len(b.Edits) != 0 {
			t.Fatalf("reading what is held changes %+v", b.Edits)
		}
	})
}

// table is a sheet of a province's form, rows with tabs between cells.
func table(name string, lines ...string) Sheet {
	s := Sheet{Name: name}
	for _, l := range lines {
		s.Rows = append(s.Rows, strings.Split(l, "\t"))
	}
	return s
}

func TestReadBookRecognisesForms(t *testing.T) {
	x := NewRules(opened("cntt", "vp"), catalogue(), units())
	want := map[string]float64{"cntt 1.1": 1.5, "cntt 1.10": 0, "vp 1.2": 0.75}
	for name, sheets := range map[string][]Sheet{
		"province": {
			table("Phòng Công nghệ thông tin", "UBND TỈNH SÔNG LAM", "", "STT\tTiêu chí\tĐiểm tối đa\tSố liệu kê khai\tĐIỂM TỰ ĐÁNH GIÁ\tGhi chú", "(1)\t(2)\t(3)\t(4)\t(5)\t(6)",
				"1\tChỉ đạo, điều hành\t3,5\t\t1,5", "1.1\tKế hoạch cải cách hành chính\t2\t\t1,5\t", "1.2\tTỷ lệ nhiệm vụ hoàn thành\t1.5", "1.10\tSáng kiến\t1\t\t0", "\tTỔNG CỘNG\t\t\t1,5", "\tNGƯỜI LẬP"),
			table("VP", "Đơn vị: Văn phòng Sở", "TT\tNội dung\tThang điểm\tTự chấm", "1.2\t\t\t0.750"),
		},
		"two rows of heading": {table("x", "Đơn vị\tSTT\tĐiểm\t\tGhi chú", "\t\ttối đa\ttự chấm", "phòng cntt\t1.1\t2\t1.5", "cntt\t1,10\t1\t0", "VĂN PHÒNG SỞ\t1.2\t1.5\t 0,75")},
		"by title":            {table("x", "Mã đơn vị\tTiêu chí\tĐiểm tự chấm", "cntt\tKẾ HOẠCH cải cách hành chính\t1.5", "cntt\tSáng kiến\t0", "vp\tTỷ lệ nhiệm vụ hoàn thành\t0.75")},
		"1.10 as a number":    {table("x", "Mã đơn vị\tSTT\tTiêu chí\tĐiểm tự chấm", "cntt\t1.1\tKế hoạch cải cách hành chính\t1.5", "cntt\t1.1\tSáng kiến\t0", "vp\t1.2\t\t0.75")},
	} {
		b, err := x.ReadBook(cchc.Operator(), sheets, nil, BookOptions{}, noon)
		if err != nil || len(b.Problems) > 0 {
			t.Errorf("%s: %v %+v", name, err, b.Problems)
			continue
		}
		got := map[string]float64{}
		for _, e := range b.Edits {
			got[e.Office+" "+e.Criterion] = *e.Values.Self
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestReadBookNamesTheCell(t *testing.T) {
	x := NewRules(opened("cntt", "vp"), catalogue(), units())
	head := "STT\tTiêu chí\tĐiểm tối đa\tĐiểm tự đánh giá\tĐiểm thẩm định lần 1\ta\tb\tKhông áp dụng\tLý do không áp dụng"
	for name, tt := range map[string]struct {
		lines []string
		want  []string // cell, code and words of it
	}{
		"too many points":    {[]string{"1.1\t\t2\t2,5"}, []string{"D2 score-points 2,5 2"}},
		"no number":          {[]string{"1.1\t\t2\t1,5 điểm"}, []string{"D2 book-not-number 1,5"}},
		"two cells":          {[]string{"1.1\t\t2\t9\t1"}, []string{"D2 score-points 9", "E2 round-first-when"}},
		"too early":          {[]string{"1.1\t\t2\t1\t1"}, []string{"E2 round-first-when"}},
		"unknown criterion":  {[]string{"1.3\tKhác\t2\t1"}, []string{"A2 book-no-criterion 1.3"}},
		"other maximum":      {[]string{"1.1\t\t3\t1"}, []string{"C2 book-max 3 2"}},
		"twice":              {[]string{"1.1\t\t2\t1", "1.1\t\t2\t1"}, []string{"A3 book-twice A2"}},
		"two criteria":       {[]string{"1.1\tSáng kiến\t1\t1", "1.2\tKế hoạch cải cách hành chính\t\t1"}, []string{"A3 book-two-criteria 1.2 1.1"}},
		"ambiguous figure":   {[]string{"1.2\t\t\t\t\t1.250\t2000"}, []string{"F2 book-ambiguous 1250"}},
		"a over b":           {[]string{"1.2\t\t\t\t\t5\t4"}, []string{" score-ratio 5 4"}},
		"no tick":            {[]string{"1.1\t\t\t\t\t\t\tcó lẽ\tx"}, []string{"H2 book-not-flag"}},
		"exempt, no reason":  {[]string{"1.1\t\t\t\t\t\t\tx"}, []string{"H2 score-no-reason"}},
		"survey":             {[]string{"2\tMức độ hài lòng\t10\t5"}, []string{"D2 score-survey"}},
		"two rows, one good": {[]string{"1.10\t\t\t1", "1.1\t\t2\tmột"}, []string{"D3 book-not-number"}},
	} {
		b, err := x.ReadBook(cchc.Operator(), []Sheet{table("vp", append([]string{head}, tt.lines...)...)}, nil, BookOptions{}, noon)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(b.Problems) != len(tt.want) {
			t.Errorf("%s: %+v, want %q", name, b.Problems, tt.want)
			continue
		}
		for i, p := range b.Problems {
			words := strings.Fields(tt.want[i])
			got := p.Cell + " " + string(p.Reason.Code) + " " + strings.Join(p.Reason.Args, " ")
			if !strings.HasPrefix(got, strings.Split(tt.want[i], " ")[0]+" ") || p.Sheet != "vp" || slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(got, w) }) {
				t.Errorf("%s: %q, want %q", name, got, tt.want[i])
			}
		}
	}
}

func TestReadBookOptions(t *testing.T) {
	x := NewRules(opened("cntt", "vp"), catalogue(), units())
	held := []cchc.Score{{Round: "2020", Criterion: "1.1", Office: "vp", Self: num(1), Note: "giữ"}}
	odd := []Sheet{table("Hướng dẫn", "Điền vào trang sau"), table("biểu", "A\tB\tC", "1.1\t2\tx"), table("vp", "STT\tĐiểm tự chấm\tMàu\tGhi chú", "1.1\t\tđỏ\t")}
	b, err := x.ReadBook(cchc.Operator(), odd, held, BookOptions{}, noon)
	if err != nil || len(b.Edits) != 0 || b.Kept != 2 || len(b.Problems) != 0 {
		t.Errorf("blank cells: %+v, %v", b, err)
	}
	var codes []string
	for _, n := range b.Notices {
		codes = append(codes, string(n.Reason.Code)+" "+n.Sheet+" "+n.Cell)
	}
	if got, want := strings.Join(codes, "; "), "book-column-unused vp C1; book-sheet-unused Hướng dẫn ; book-sheet-unused biểu "; got != want {
		t.Errorf("notices %s, want %s", got, want)
	}
	if b, err := x.ReadBook(cchc.Operator(), odd, held, BookOptions{BlankClears: true, Sheet: "3"}, noon); err != nil || len(b.Edits) != 1 || len(b.Edits[0].Set) != 2 {
		t.Errorf("blank cells that clear: %+v, %v", b, err)
	}
	if b, err := x.ReadBook(cchc.Operator(), odd, held, BookOptions{BlankClears: true, Only: []Field{FieldNote}}, noon); err != nil || len(b.Edits) != 1 || !reflect.DeepEqual(b.Edits[0].Set, []Field{FieldNote}) {
		t.Errorf("one column: %+v, %v", b, err)
	}
	b, err = x.ReadBook(cchc.Operator(), odd, held, BookOptions{Sheet: "biểu", Columns: "stt=A, tu-cham=B", Office: "Văn phòng Sở"}, noon)
	if err != nil || len(b.Edits) != 1 || *b.Edits[0].Values.Self != 2 || b.Edits[0].Office != "vp" {
		t.Errorf("columns by hand: %+v, %v", b, err)
	}
	for name, tt := range map[string]struct {
		o    BookOptions
		want cchc.Code
	}{
		"no sheet":          {BookOptions{Sheet: "khác"}, "book-no-sheet"},
		"no heading":        {BookOptions{Sheet: "1"}, "book-no-heading"},
		"unknown column":    {BookOptions{Columns: "tucham=B"}, "book-bad-columns"},
		"column of nowhere": {BookOptions{Columns: "stt=A,tu-cham=1"}, "book-bad-columns"},
		"no office":         {BookOptions{Office: "vpp"}, "round-no-office"},
	} {
		if _, err := x.ReadBook(cchc.Operator(), odd, held, tt.o, noon); code(err) != tt.want {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
	b, err = x.ReadBook(cchc.Operator(), []Sheet{table("khác", "STT\tĐiểm tự chấm", "1.1\t1")}, nil, BookOptions{}, noon)
	if err != nil || len(b.Problems) != 1 || b.Problems[0].Reason.Code != "round-no-office" {
		t.Errorf("a sheet of nobody: %+v, %v", b, err)
	}
}

func TestParseDecimal(t *testing.T) {
	for text, want := range map[string]float64{
		"1,5": 1.5, "1.5": 1.5, " 0 ": 0, "-2": -2, "1.250,5": 1250.5, "1,250.5": 1250.5, "1 250": 1250, "1\u00a0250,25": 1250.25,
		"1.250.000": 1250000, "1.1000000000000001": 1.1, "1E-2": 0.01,
	} {
		if got, ok := ParseDecimal(text); !ok || got != want {
			t.Errorf("%q is %v, %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "một", "1,5đ", "1..5", "1,2,3", "50%", "NaN", "0x10", "١"} {
		if got, ok := ParseDecimal(text); ok {
			t.Errorf("%q is %v", text, got)
		}
	}
}

// Names of sheets are such as a workbook takes, and unlike one another.
func TestPageNames(t *testing.T) {
	taken := map[string]bool{}
	for name, want := range map[string]string{"": "Tự chấm"} {
		if got := pageName(name, "", taken); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
	long := strings.Repeat("Trung tâm ", 9)
	a, b := pageName(long, "a", taken), pageName(long, "b", taken)
	if a == b || len([]rune(a)) > 31 || len([]rune(b)) > 31 || !strings.HasSuffix(b, "(2)") {
		t.Errorf("%q and %q", a, b)
	}
	if got := pageName("'Phòng A/B: [1]'", "c", taken); got != "Phòng A-B- -1-" {
		t.Errorf("%q", got)
	}
}

// Untrusted workbooks are no reason to fail: whatever the cells hold, there is an answer.
func FuzzReadBook(f *testing.F) {
	f.Add("STT\tTiêu chí\tĐiểm tự chấm\n1.1\tKế hoạch\t1,5\n", "", "")
	f.Add("Đơn vị: vp\nTT\tĐiểm\n\ttự chấm\n1.10\t0\n", "stt=A,tu-cham=B", "2")
	f.Add("Mã đơn vị\tSTT\ta\tb\nvp\t1.2\t1.250\t9\n", "", "vp")
	f.Fuzz(func(t *testing.T, text, columns, office string) {
		x := NewRules(opened("cntt", "vp"), catalogue(), units())
		var lines []string
		for l := range strings.SplitSeq(text, "\n") {
			lines = append(lines, l)
		}
		b, err := x.ReadBook(cchc.Operator(), []Sheet{table("vp", lines...)}, nil, BookOptions{Columns: columns, Office: office}, noon)
		if err != nil && cchc.AsError(err).Fault != cchc.FaultUsage {
			t.Fatal(err)
		}
		for _, e := range b.Edits {
			if _, err := x.Apply(cchc.Operator(), cchc.Score{}, e, noon); err != nil {
				t.Fatalf("an edit nobody can make: %+v: %v", e, err)
			}
		}
	})
}

// Whatever bytes a table in text holds, there is an answer, and what was written is read
// back.
func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("\ufeffSTT;Điểm\n1.1;\"1,5\"\n"))
	f.Add([]byte("a\tb\n'=c\t''d"))
	f.Add([]byte("\"\n\x00,"))
	f.Fuzz(func(t *testing.T, b []byte) {
		sheets, err := ReadCSV("a.csv", b)
		if err != nil {
			if cchc.AsError(err).Fault != cchc.FaultUsage {
				t.Fatal(err)
			}
			return
		}
		for _, s := range sheets {
			for _, row := range s.Rows {
				for _, cell := range row {
					if got := unguarded(guarded(cell)); got != cell {
						t.Fatalf("%q comes back as %q", cell, got)
					}
				}
			}
		}
	})
}

// guarded is a cell as the export writes it.
func guarded(cell string) string {
	cell = Guarded(cell)
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
