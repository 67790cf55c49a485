package search

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

func testAbbreviations() vi.Abbreviations {
	return vi.NewAbbreviations([]vi.Abbreviation{
		{Short: "TTHC", Long: "thủ tục hành chính"}, {Short: "KH", Long: "kế hoạch"}, {Short: "STTTT", Long: "Sở Thông tin và Truyền thông"},
	})
}

// say writes runs as text: words by spaces, runs by bars.
func say(runs []Run) string {
	var out []string
	for _, r := range runs {
		var words []string
		for _, w := range r {
			words = append(words, w.Key)
		}
		out = append(out, strings.Join(words, " "))
	}
	return strings.Join(out, "|")
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text               string
		runs, must, not    string
		codes              string
		notice             cchc.Code
		accented, onlyCode bool
	}{
		{text: "Kế hoạch năm", runs: "kế hoạch năm", accented: true},
		{text: "ke hoach", runs: "ke hoach"},
		{text: `"văn thư" kho`, runs: "văn thư|kho", must: "văn thư", accented: true},
		{text: `kho "a b" OR "c d" "e"`, runs: "kho|a b|c d|e", must: "a b|c d & e"},
		{text: "một OR hai AND ba", runs: "một|hai|ba", must: "một|hai", accented: true},
		{text: "báo cáo -dự", runs: "báo cáo", not: "dự", accented: true},
		{text: `x -"dự thảo" y`, runs: "x|y", not: "dự thảo"},
		{text: "kinh tế - xã hội", runs: "kinh tế xã hội", accented: true},
		{text: "-dự", runs: "dự", notice: "search-only-excluded", accented: true},
		{text: "loại:KH -dự", not: "dự"},
		{text: `kho "mở`, runs: "kho mở", notice: "search-quote-open", accented: true},
		{text: `kho -"mở ra`, runs: "kho", not: "mở ra", notice: "search-quote-open"},
		{text: "15/kh-stttt", runs: "15 kh stttt", codes: "15/khstttt", onlyCode: true},
		{text: "số 15 /KH–STTTT", runs: "số 15 kh stttt", codes: "15/khstttt", onlyCode: true, accented: true},
		{text: "số 15", runs: "số 15", codes: "15", onlyCode: true, accented: true},
		{text: "so 015", runs: "so 015", codes: "15", onlyCode: true},
		{text: "báo cáo số 15.", runs: "báo cáo số 15", codes: "15/bc", accented: true, onlyCode: true},
		{text: "KH-STTTT", runs: "kh stttt", codes: "/khstttt", onlyCode: true},
		{text: "15/2020", runs: "15 2020", codes: "15/2020", onlyCode: true},
		{text: "tháng 6/2020", runs: "tháng 6 2020", accented: true},
		{text: "số:15", runs: "15", codes: "15", onlyCode: true},
		{text: "số:15/KH-STTTT", runs: "15 kh stttt", codes: "15/khstttt", onlyCode: true},
		{text: "loại:KH kho", runs: "kho"},
		{text: "từ:6/2020 kho", runs: "kho"},
		{text: "từ:hômqua kho", runs: "từ hômqua kho", notice: "search-field-unread", accented: true},
		{text: "năm:20 kho", runs: "năm 20 kho", notice: "search-field-unread", accented: true},
		{text: "số:mười", runs: "số mười", notice: "search-field-unread", accented: true},
		{text: "Lưu ý: kho", runs: "lưu ý kho", accented: true},
		{text: "từ: kho", runs: "từ kho", accented: true},
		{text: `"15/KH-STTTT"`, runs: "15 kh stttt", must: "15 kh stttt"},
		{text: `"" - : OR`, notice: "search-or-open search-no-words"},
		{text: ""},
	} {
		p := Parse(c.text, vi.Abbreviations{})
		terms := p.Terms
		var groups []string
		for _, g := range terms.Required {
			groups = append(groups, say(g))
		}
		var codes []string
		for _, code := range terms.Codes {
			codes = append(codes, code.Key())
		}
		for what, pair := range map[string][2]string{
			"runs":     {say(terms.Runs), c.runs},
			"required": {strings.Join(groups, " & "), c.must},
			"excluded": {say(terms.Excluded), c.not},
			"codes":    {strings.Join(codes, " "), c.codes},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%q: %s %q, want %q", c.text, what, pair[0], pair[1])
			}
		}
		if terms.Accented != c.accented || terms.OnlyCodes != c.onlyCode {
			t.Errorf("%q: accented %v, only codes %v", c.text, terms.Accented, terms.OnlyCodes)
		}
		if got := noticesOf(p); (c.notice == "" && got != "") || (c.notice != "" && got != string(c.notice)) {
			t.Errorf("%q: notices %q, want %q", c.text, got, c.notice)
		}
	}
}

func noticesOf(p Parsed) string {
	var out []string
	for _, n := range p.Notices {
		out = append(out, string(n.Code))
	}
	return strings.Join(out, " ")
}

func TestParseFilters(t *testing.T) {
	for text, want := range map[string]Filters{
		"loại:qđ":            {Types: []string{"qđ"}},
		"type:KH":            {Types: []string{"kh"}},
		"donvi:vp":           {Units: []string{"vp"}},
		"năm:2020":           {Years: []int{2020}},
		"từ:2020-02-01":      {From: cchc.NewDate(2020, 2, 1)},
		"from:1/2/2020":      {From: cchc.NewDate(2020, 2, 1)},
		"tu:02/2020":         {From: cchc.NewDate(2020, 2, 1)},
		"đến:02/2020":        {To: cchc.NewDate(2020, 2, 29)},
		"den:2020":           {To: cchc.NewDate(2020, 12, 31)},
		"from:2020 to:2020":  {From: cchc.NewDate(2020, 1, 1), To: cchc.NewDate(2020, 12, 31)},
		"từ:31/2/2020":       {},
		"đến:1/2/3/4":        {},
		"từ:2020-13-01":      {},
		"năm 2020, loại KH ": {},
	} {
		got := Parse(text, vi.Abbreviations{}).Filters
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

func TestParseExpandsAbbreviations(t *testing.T) {
	for text, want := range map[string]string{
		"công bố TTHC":               "thủ tục hành chính",
		"rà soát thủ tục hành chính": "tthc",
		"ra soat thu tuc hanh chinh": "tthc",
		"thủ tục":                    "",
		"kế hoạch":                   "",
		"KH năm":                     "kế hoạch",
		"15/KH-STTTT":                "",
	} {
		p := Parse(text, testAbbreviations())
		if got := say(synonymRuns(p.Terms)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if (len(p.Expansions) == 1) != (want != "") {
			t.Errorf("%q: expansions %v", text, p.Expansions)
		}
	}
}

func TestParseIsBounded(t *testing.T) {
	p := Parse(strings.Repeat("đường ", 5000), vi.Abbreviations{})
	if n := len(p.Terms.Runs[0]); n != MaxWords {
		t.Errorf("%d words", n)
	}
	if noticesOf(p) != "search-too-long" {
		t.Errorf("notices %v", p.Notices)
	}
}

// A short form of many meanings adds a few of them, and none twice.
func TestManyMeanings(t *testing.T) {
	var pairs []vi.Abbreviation
	for _, long := range []string{"trung tâm thông tin tỉnh", "thông tin", "trung tâm thông tin", "thông tin truyền thông", "thanh tra tỉnh", "tờ trình tỉnh", "thị trường"} {
		pairs = append(pairs, vi.Abbreviation{Short: "TTTT", Long: long})
	}
	p := Parse("báo cáo TTTT", vi.NewAbbreviations(pairs))
	want := "trung tâm thông tin tỉnh|thông tin truyền thông|thanh tra tỉnh"
	if got := say(synonymRuns(p.Terms)); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if len(p.Expansions) != len(p.Terms.Synonyms) {
		t.Errorf("expansions %v", p.Expansions)
	}
	pairs = nil
	var text strings.Builder
	for _, short := range strings.Fields("AAB AAC AAD AAE AAG AAH AAK AAL AAM AAN AAP AAQ") {
		pairs = append(pairs, vi.Abbreviation{Short: short, Long: "an toàn " + short}, vi.Abbreviation{Short: short, Long: "an ninh " + short})
		text.WriteString(short + " ")
	}
	if n := len(Parse(text.String(), vi.NewAbbreviations(pairs)).Terms.Synonyms); n != maxSynonyms {
		t.Errorf("%d synonyms", n)
	}
}

// hostile are queries nobody types, of 10,000 characters.
func hostile() map[string]string {
	const n = 10_000
	return map[string]string{
		"stars":        strings.Repeat("*", n),
		"star words":   strings.Repeat("ab* ", n/4),
		"operators":    strings.Repeat("OR AND ", n/7),
		"joined":       strings.Repeat("a OR ", n/5),
		"quotes":       strings.Repeat("\"", n),
		"open quotes":  strings.Repeat("“a ", n/3),
		"parentheses":  strings.Repeat("(", n),
		"dashes":       strings.Repeat("-", n),
		"exclusions":   strings.Repeat("-a ", n/3),
		"colons":       strings.Repeat(":", n),
		"fields":       strings.Repeat("loại:", n/5),
		"field names":  strings.Repeat("trích yếu ", n/10) + ":",
		"values":       "loại:" + strings.Repeat("KH,", n/3),
		"spans":        strings.Repeat("ngày:2020..2019 ", n/16),
		"numbers":      strings.Repeat("số 15 ", n/6),
		"codes":        strings.Repeat("15/KH-STTTT ", n/12),
		"slashes":      strings.Repeat("1/", n/2),
		"dashed":       strings.Repeat("a-", n/2),
		"types":        strings.Repeat("kế hoạch ", n/9),
		"frequent":     strings.Repeat("của và là ", n/10),
		"abbreviation": strings.Repeat("TTHC ", n/5),
		"combining":    "a" + strings.Repeat("\u0301", n),
		"not UTF-8":    strings.Repeat("\xff", n),
		"one word":     strings.Repeat("ơ", n),
	}
}

// Whatever is typed has an answer, or a notice that there is nothing to look for.
func TestParseOfHostileQueries(t *testing.T) {
	for name, text := range hostile() {
		p := Parse(text, vi.DefaultAbbreviations())
		if len(p.Notices) == 0 {
			t.Errorf("%s: no notice", name)
		}
		if len(p.Notices) > 20 {
			t.Errorf("%s: %d notices", name, len(p.Notices))
		}
		if p.Terms.Empty() && p.Filters.IsZero() && !strings.Contains(noticesOf(p), "search-no-words") {
			t.Errorf("%s: nothing is looked for, and only %s said", name, noticesOf(p))
		}
	}
}

func BenchmarkParse(b *testing.B) {
	texts := hostile()
	texts["usual"] = "kế hoạch kiểm tra cải cách hành chính năm 2020"
	texts["fielded"] = `"kiểm tra" loại:KH,BC cơ quan:"Sở Nội vụ" từ:1/2020 đến:6/2020 số 15`
	for name, text := range texts {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Parse(text, vi.DefaultAbbreviations())
			}
		})
	}
}

func TestFiltersAnd(t *testing.T) {
	a := Filters{Types: []string{"KH", "BC"}, From: cchc.NewDate(2020, 1, 1), To: cchc.NewDate(2020, 6, 30)}
	b := Filters{Types: []string{"bc"}, Units: []string{"vp"}, Years: []int{2020}, From: cchc.NewDate(2019, 1, 1), To: cchc.NewDate(2020, 3, 31)}
	want := Filters{Types: []string{"bc"}, Units: []string{"vp"}, Years: []int{2020}, From: a.From, To: b.To}
	if got := a.And(b); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if got := b.And(a); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if got := (Filters{Years: []int{2019}}).And(b); got.Years == nil || len(got.Years) != 0 {
		t.Errorf("years that exclude each other: %+v", got)
	}
	if !(Filters{}).And(Filters{}).IsZero() || want.IsZero() {
		t.Error("IsZero")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"kế hoạch cải cách", `"cụm từ" OR "khác" -dự -"bản thảo"`, "15 /KH–STTTT số 15 15/2020 KH-STTTT",
		"loại:KH từ:1/2020 đến:31/12/2020 năm:2020 số:15/KH", `"mở`, `-"`, "-", "số", "số ", "số 15/", "\xff\xfe\"\xc3", "a\u0301:b",
		"thanh tr* a* *", "a OR b HOẶC (c OR 15/KH-X)", `cơ quan:"Sở A",B người ký: X`, "kế hoạch số 15 năm 2020, nghị định 30/2020", "quý:II/2020..IV/2020",
		`trạng thái:đã duyệt,"từ chối" -loại:KH -15/KH-X`, "trích yếu: a tên tệp:b* ngày:2020..2019", "từ:0 0:",
		"01-NQ/TU", "“ ” „ « »", "OR AND OR", `"" "" OR`, strings.Repeat("a ", 1500), strings.Repeat("\uff21", MaxText*2/3), "số１５ NOT b loại:KH, BC từ:quý I/2020 đến 6/2020",
	} {
		f.Add(s, "Kế hoạch số 15/KH-STTTT về thủ tục hành chính, TTHC.")
	}
	abbreviations := testAbbreviations()
	f.Fuzz(func(t *testing.T, query, text string) {
		p := Parse(query, abbreviations)
		count := 0
		for _, r := range p.Terms.Runs {
			count += len(r)
			if len(r) == 0 {
				t.Error("an empty run")
			}
		}
		if count > MaxWords {
			t.Errorf("%d words", count)
		}
		for _, g := range p.Terms.Required {
			if len(g) == 0 || slices.ContainsFunc(g, func(r Run) bool { return len(r) == 0 }) {
				t.Error("an empty required phrase")
			}
		}
		for _, c := range p.Terms.Codes {
			if c.Key() == "" {
				t.Errorf("code %+v has no key", c)
			}
		}
		if len(p.Notices) > 60 {
			t.Errorf("%d notices", len(p.Notices))
		}
		if (len(query) > MaxText*3 || count == MaxWords && len(Words(query)) > 2*MaxWords) && !strings.Contains(noticesOf(p), "search-too-long") {
			t.Errorf("cut without a notice: %s", noticesOf(p))
		}
		if strings.TrimSpace(query) != "" && p.Terms.Empty() && p.Filters.IsZero() && len(p.Notices) == 0 {
			t.Error("nothing is looked for, and nothing said")
		}
		f := p.Filters
		if !f.From.IsZero() && !f.To.IsZero() && f.To.Before(f.From) {
			t.Errorf("a span from %s to %s", f.From, f.To)
		}
		checkMarks(t, query, p.Terms.Marks(query))
		checkMarks(t, text, p.Terms.Marks(text))
		renamed := RenameUnits(query, func(asked string) []string { return []string{asked} })
		if units := Parse(renamed, abbreviations).Filters.Units; len(renamed) < MaxText && !slices.Equal(units, f.Units) {
			t.Errorf("units %q, by their own names %q", f.Units, units)
		}
		again := Parse(query, abbreviations)
		if say(again.Terms.Runs) != say(p.Terms.Runs) {
			t.Error("parsing is not deterministic")
		}
		checkSnippet(t, text, p, 60)
		checkSnippet(t, query, p, 60)
	})
}

func TestRenameUnits(t *testing.T) {
	names := func(asked string) []string {
		return map[string][]string{"vp": {"Văn phòng", "van-phong"}, "lạ": {`a "b"`}, "": nil}[asked]
	}
	for text, want := range map[string]string{
		"báo cáo đơn vị:vp quý I": `báo cáo đơn vị:"Văn phòng","van-phong" quý I`,
		`đơn vị:"vp",lạ x`:        `đơn vị:"Văn phòng","van-phong",lạ x`,
		"đơn vị:lạ":               "đơn vị:lạ",
		"đơn vị vp":               "đơn vị vp",
		`"đơn vị:vp"`:             `"đơn vị:vp"`,
		"":                        "",
	} {
		if got := RenameUnits(text, names); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func checkSnippet(t *testing.T, text string, p Parsed, max int) {
	t.Helper()
	s, marks := Snippet(text, p, max)
	if utf8.ValidString(text) && !utf8.ValidString(s) {
		t.Errorf("snippet %q is not UTF-8", s)
	}
	checkMarks(t, s, marks)
	if len(s) > 3*max+16 { // an invalid byte is written as three
		t.Errorf("snippet of %d bytes for %d", len(s), max)
	}
}

func checkMarks(t *testing.T, s string, marks [][2]int) {
	t.Helper()
	end := 0
	for _, m := range marks {
		if m[0] < end || m[1] <= m[0] || m[1] > len(s) {
			t.Fatalf("marks %v in %q", marks, s)
		}
		if utf8.ValidString(s) && (!utf8.RuneStart(s[m[0]]) || m[1] < len(s) && !utf8.RuneStart(s[m[1]])) {
			t.Fatalf("marks %v cut a letter of %q", marks, s)
		}
		end = m[1]
	}
}
