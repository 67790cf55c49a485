package searchtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

func beginnings(_ *testing.T, b *bench) {
	b.put(1, nil, "Kế hoạch tuyên truyền.")
	b.put(2, nil, "Đường truyền số liệu.")
	b.put(3, nil, "Mục trư, gia súc.")
	b.put(4, nil, "Thông báo trũng.")
	b.findsAll(everything("truy*"), 1, 2)
	b.findsAll(everything("tru*"), 1, 2, 3, 4)
	b.findsAll(everything("trũ*"), 4)
	b.findsAll(everything("tuyên tru*"), 1)
}

func beginningsCut(t *testing.T, b *bench) {
	var words []string
	for n := range 200 {
		words = append(words, fmt.Sprintf("tr%c%c", 'a'+n%26, 'a'+n/26))
	}
	b.put(1, nil, strings.Join(words, " "))
	b.put(2, nil, "trab trab")
	r := b.search(everything("tr*"))
	if len(r.Notices) != 1 || r.Notices[0].Code != "search-prefix-cut" || r.Total != 2 {
		t.Errorf("total %d, notices %v", r.Total, r.Notices)
	}
	if r = b.search(everything("tra*")); len(r.Notices) != 0 {
		t.Errorf("notices %v", r.Notices)
	}
}

func fields(_ *testing.T, b *bench) {
	b.put(1, func(d *cchc.Document) {
		d.Path, d.Particulars.Subject = "/kho/to-trinh-01.docx", "Xin bổ sung kinh phí"
	}, "Nội dung về biên chế.")
	b.put(2, func(d *cchc.Document) {
		d.Path, d.Particulars.Subject = "/kho/Biên chế năm 2020.docx", "Giao chỉ tiêu"
	}, "Nội dung về bổ sung kinh phí.")
	b.findsAll(everything(`trích_yếu:"bổ sung kinh phí"`), 1)
	b.findsAll(everything(`trich_yeu:"bo sung"`), 1)
	b.findsAll(everything(`tên_tệp:"biên chế"`), 2)
	b.findsAll(everything(`tên_tệp:"biên chế" trích_yếu:"bổ sung"`))
	b.findsAll(everything(`kinh phí trích_yếu:"giao chỉ tiêu"`), 2)
	b.findsAll(everything(`kinh phí`), 1, 2)
}

func gluedFileNames(t *testing.T, b *bench) {
	b.put(1, func(d *cchc.Document) { d.Path = "/kho/07-songlam-KeHoachKiemTra2020.docx" }, "Nội dung một.")
	b.put(2, nil, "Nội dung hai.")
	for _, q := range []string{"kế hoạch kiểm tra", "ke hoach kiem tra", "sông lam", "songlam", "KeHoachKiemTra2020"} {
		if r := b.search(everything(q)); len(r.Hits) == 0 || r.Hits[0].Document != id(1) {
			t.Errorf("%q: %v", q, r.Hits)
		}
	}
}

func alternatives(_ *testing.T, b *bench) {
	b.put(1, nil, "Báo cáo tháng.")
	b.put(2, nil, "Kế hoạch kiểm tra nội bộ.")
	b.put(3, nil, "Kế hoạch tháng; kiểm tra đột xuất.")
	b.findsAll(everything("báo cáo OR kế hoạch kiểm tra"), 1, 2)
	b.findsAll(everything(`"báo cáo" OR "đột xuất"`), 1, 3)
}

func titleFirst(t *testing.T, b *bench) {
	b.put(1, nil, "Căn cứ quy chế văn thư, sở báo cáo quy chế làm việc.", "Quy chế văn thư được nhắc lại trong quy chế.")
	b.put(2, func(d *cchc.Document) {
		d.Particulars = cchc.Particulars{Type: "QĐ", TypeName: "Quyết định", Subject: "Ban hành Quy chế văn thư"}
	}, "Điều khoản thi hành.", "Quy chế văn thư gồm các điều sau.")
	for _, q := range []string{"quy chế văn thư", "quy che van thu", "quyết định quy chế văn thư"} {
		if r := b.search(everything(q)); len(r.Hits) != 2 || r.Hits[0].Document != id(2) {
			t.Errorf("%q: %v", q, r.Hits)
		}
	}
}

func draftsLast(_ *testing.T, b *bench) {
	for n, draft := range []bool{true, false, true, false} {
		b.put(n+1, func(d *cchc.Document) {
			d.Particulars.Draft, d.Particulars.Subject = draft, "Quy định tiếp công dân"
		}, "Nội dung quy định tiếp công dân.")
	}
	b.finds("tiếp công dân", 2, 4, 1, 3)
}

// A passage that says a thing in both ways is not twice as much about it.
func conceptsCountOnce(t *testing.T, b *bench) {
	b.put(1, nil, "Thủ tục hành chính (TTHC) là gì.")
	b.put(2, nil, "Niêm yết TTHC ở xã.")
	b.put(3, nil, "Niêm yết thủ tục hành chính ở xã.")
	for _, q := range []string{"niêm yết TTHC", "niêm yết thủ tục hành chính"} {
		r := b.search(everything(q))
		if len(r.Hits) < 2 || r.Hits[0].Document == id(1) || r.Hits[1].Document == id(1) {
			t.Errorf("%q: %v", q, r.Hits)
		}
	}
}

// numbered indexes three papers with numbers and one that mentions a decree.
func numbered(b *bench) {
	for n, code := range []string{"15/KH-XA", "16/BC-XA", "17/BC-XA"} {
		b.put(n+1, func(d *cchc.Document) {
			number, notation, _ := strings.Cut(code, "/")
			d.Particulars = cchc.Particulars{Code: code, CodeNumber: number, CodeNotation: notation, IssuedDate: cchc.NewDate(2021, 3, 1)}
		}, "Kiểm tra công vụ ở xã.")
	}
	b.put(4, nil, "Căn cứ Nghị định số 15/2020/NĐ-CP, có 15 phòng.")
}

func numberField(t *testing.T, b *bench) {
	numbered(b)
	b.findsAll(everything("số:15 kiểm tra"), 1)
	b.findsAll(everything(`số:16 "công vụ"`), 2)
	b.findsAll(everything("số:15,16 kiểm tra"), 1, 2)
	b.findsAll(everything("số:15,16"), 1, 2)
	b.findsAll(everything("số:15 số:16"), 1, 2)
	b.findsAll(everything("số:15 OR số:16 kiểm tra"), 1, 2)
	b.findsAll(everything("số:15 OR kiểm tra công vụ"), 1, 2, 3)
	r := b.search(everything("số:99,98 kiểm tra"))
	if r.Total != 3 || len(r.Notices) != 1 || r.Notices[0].Code != "search-number-unknown" || r.Notices[0].Args[0] != "99, 98" {
		t.Errorf("numbers nobody has: %d documents, %v", r.Total, r.Notices)
	}
}

func calledNumbers(t *testing.T, b *bench) {
	numbered(b)
	for q, want := range map[string]int{
		"15/2020": 4, "15/KHXA": 1, "số15/KH-XA": 1, "so15/kh-xa": 1, "số16": 2, "１６／ＢＣ－ＸＡ": 2,
	} {
		if r := b.finds(q, want); len(r.Notices) != 0 || r.Suggestion != "" {
			t.Errorf("%q: notices %v, suggestion %q", q, r.Notices, r.Suggestion)
		}
	}
}

func lawsByName(_ *testing.T, b *bench) {
	b.put(1, func(d *cchc.Document) { d.Particulars.TypeName = "Luật" }, "Công nghệ thông tin.")
	b.put(2, func(d *cchc.Document) { d.Particulars.Type, d.Particulars.TypeName = "QĐ", "Quyết định" }, "Công nghệ thông tin.")
	b.put(3, func(d *cchc.Document) { d.Particulars.Type, d.Particulars.TypeName = "PL", "Pháp lệnh" }, "Công nghệ thông tin.")
	b.put(4, func(d *cchc.Document) { d.Particulars.TypeName = "Phụ lục" }, "Công nghệ thông tin.")
	q := everything("công nghệ")
	q.Facets = []search.Facet{search.FacetType}
	b.counted(q, map[search.Facet]string{search.FacetType: "Luật=1 PL=1 Phụ lục=1 QĐ=1 "})
	b.findsAll(everything("công nghệ loại:luật"), 1)
	b.findsAll(everything(`loại:"phap lenh"`), 3)
	b.findsAll(everything(`loại:"phu luc"`), 4)
	q = everything("công nghệ")
	q.Filters.Types = search.TypesOf("Quyết định")
	b.findsAll(q, 2)
}

// A short form that no document has is no misspelling where they write it out.
func shortFormUnwritten(t *testing.T, b *bench) {
	b.put(1, nil, "Niêm yết thủ tục hành chính ở xã.")
	b.put(2, nil, "Sổ theo dõi văn bản đến.")
	for _, q := range []string{"TTHC", "niêm yết TTHC"} {
		if r := b.finds(q, 1); len(r.Notices) != 0 || r.Suggestion != "" {
			t.Errorf("%q: notices %v, suggestion %q", q, r.Notices, r.Suggestion)
		}
	}
	if r := b.finds(`"TTHC"`); len(r.Expansions) != 0 {
		t.Errorf("a phrase is looked for as it stands, and %v is said", r.Expansions)
	}
}

func similar(t *testing.T, b *bench) {
	texts := map[int]string{
		1: "Tập huấn kỹ năng tiếp công dân và giải quyết đơn thư khiếu nại cho cán bộ một cửa.",
		2: "Kế hoạch tập huấn kỹ năng tiếp công dân cho cán bộ xã năm sau.",
		3: "Quy trình giải quyết đơn thư khiếu nại tại bộ phận một cửa; tập huấn kỹ năng tiếp công dân.",
		4: "Danh mục thiết bị mạng cần mua của phòng máy chủ.",
		5: "Cấp phát thiết bị mạng cho các phòng.",
	}
	for n := 1; n <= 5; n++ {
		b.put(n, func(d *cchc.Document) { d.Unit = []string{"", "xã"}[n%2] }, texts[n])
	}
	like := func(n int) search.Like {
		return search.Like{
			Document: cchc.Document{ID: id(n), Path: fmt.Sprintf("/kho/tệp-%d.docx", n)},
			Passages: []cchc.Passage{{ID: cchc.NewPassageID(id(n), 1), Text: texts[n]}},
		}
	}
	find := func(n int, q search.Query) []cchc.DocumentID {
		r, err := b.engine.Similar(t.Context(), like(n), q)
		if err != nil {
			t.Fatal(err)
		}
		var ids []cchc.DocumentID
		for i, h := range r.Hits {
			if h.Rank != i+1 || h.Document == id(n) || h.Passage.Document() != h.Document {
				t.Errorf("like %d: hit %+v", n, h)
			}
			ids = append(ids, h.Document)
		}
		return ids
	}
	if got := find(1, everything("")); !slices.Equal(got, []cchc.DocumentID{id(3), id(2)}) {
		t.Errorf("like 1: %v", short(got))
	}
	if got := find(4, everything("")); !slices.Equal(got, []cchc.DocumentID{id(5)}) {
		t.Errorf("like 4: %v", short(got))
	}
	q := everything("")
	q.Limit = 1
	if got := find(1, q); len(got) != 1 {
		t.Errorf("limit 1: %v", short(got))
	}
	q = search.Query{Scope: cchc.Scope{Units: []string{"xã"}}}
	if got := find(1, q); !slices.Equal(got, []cchc.DocumentID{id(3)}) {
		t.Errorf("in the scope of one unit: %v", short(got))
	}
	if got := find(1, search.Query{}); len(got) != 0 {
		t.Errorf("without scope: %v", short(got))
	}
}

func (b *bench) inside(n int, q search.Query) string {
	b.t.Helper()
	r, err := b.engine.Inside(b.t.Context(), id(n), q)
	if err != nil {
		b.t.Fatal(err)
	}
	var sb strings.Builder
	for _, p := range r.Places {
		_, number, _ := strings.Cut(string(p.Passage), "#")
		sb.WriteString(number + " ")
		if p.Passage.Document() != id(n) || p.Score <= 0 {
			b.t.Errorf("%q: place %+v", q.Text, p)
		}
	}
	return fmt.Sprintf("%sof %d", sb.String(), r.Total)
}

func inside(t *testing.T, b *bench) {
	b.put(1, nil, "Mở đầu.", "Kiểm tra công vụ đột xuất.", "Phụ lục.", "Kết quả kiểm tra công vụ.", "Kiểm tra kho.", "Kiểm tra công vụ lần hai.")
	b.put(2, nil, "Kiểm tra công vụ ở huyện.")
	for query, want := range map[string]string{
		// Half of the words are enough, as in a search.
		"kiểm tra công vụ":  "2 4 5 6 of 4",
		"kiem tra cong vu":  "2 4 5 6 of 4",
		`"kiểm tra kho"`:    "5 of 1",
		"kiểm tra -\"kho\"": "of 0",
		"máy chiếu":         "of 0",
		"":                  "of 0",
	} {
		if got := b.inside(1, everything(query)); got != want {
			t.Errorf("%q: %s, want %s", query, got, want)
		}
	}
	q := everything("kiểm tra công vụ")
	q.Limit = 2
	if got := b.inside(1, q); got != "2 4 of 4" {
		t.Errorf("two places: %s", got)
	}
}

func insideBounds(t *testing.T, b *bench) {
	b.put(1, func(d *cchc.Document) { d.Unit = "xã" }, "Sổ trực đêm.", "Sổ trực ngày.")
	for _, c := range []struct {
		q    search.Query
		want string
	}{
		{search.Query{Text: "sổ trực", Scope: cchc.Everything()}, "1 2 of 2"},
		{search.Query{Text: "sổ trực", Scope: cchc.Scope{Units: []string{"xã"}}}, "1 2 of 2"},
		{search.Query{Text: "sổ trực", Scope: cchc.Scope{Units: []string{""}}}, "of 0"},
		{search.Query{Text: "sổ trực"}, "of 0"},
		{search.Query{Text: `sổ trực "đêm" "tuần"`, Scope: cchc.Everything()}, "of 0"},
		{search.Query{Text: "sổ trực", Scope: cchc.Everything(), Filters: search.Filters{Units: []string{"huyện"}}}, "of 0"},
	} {
		if got := b.inside(1, c.q); got != c.want {
			t.Errorf("%+v: %s, want %s", c.q, got, c.want)
		}
	}
	if got := b.inside(9, everything("sổ trực")); got != "of 0" {
		t.Errorf("unknown document: %s", got)
	}
}

func suggestions(t *testing.T, b *bench) {
	for n := 1; n <= 3; n++ {
		b.put(n, nil, "Kế hoạch tuyên truyền cải cách hành chính.")
	}
	for query, want := range map[string]string{
		"tuyên chuyền": "tuyên truyền",
		"cải cahcs":    "",
		"kế hoạhc":     "kế hoạch",
		"tuyên truyền": "",
		"TUYÊN CHUYỀN": "TUYÊN TRUYỀN",
	} {
		r := b.search(everything(query))
		if want == "" && r.Suggestion == query || want != "" && r.Suggestion != want {
			t.Errorf("%q: suggestion %q, want %q", query, r.Suggestion, want)
		}
		if r.Suggestion != "" && b.search(everything(r.Suggestion)).Total != 3 {
			t.Errorf("%q: suggestion %q finds too little", query, r.Suggestion)
		}
	}
}

// Where nothing has enough of the words, half-matches are shown, and that is said.
func halves(t *testing.T, b *bench) {
	b.put(1, nil, "Hòa giải ở cơ sở.")
	b.put(2, nil, "Bình xét thi đua.")
	if r := b.search(everything("hòa bình")); r.Total != 2 || len(r.Notices) != 1 || r.Notices[0].Code != "search-halves" {
		t.Errorf("%d documents, notices %v", r.Total, r.Notices)
	}
	if r := b.search(everything("hòa giải")); r.Total != 1 || len(r.Notices) != 0 {
		t.Errorf("%d documents, notices %v", r.Total, r.Notices)
	}
}

func odd(_ *testing.T, b *bench) {
	b.put(1, nil, "Một văn bản của các cơ quan.")
	for _, text := range []string{
		strings.Repeat("văn bản ", 1300), strings.Repeat("x", 10_000), `" " " OR AND ( ) - -- "" ** * :`, "OR", "AND OR", "-", `"`,
		"* *", "a*", "loại: từ: đến: năm:", "((((((((((", strings.Repeat(`"`, 999), "\x00\xff\xfe", "🙂", "của các và của các và",
	} {
		b.search(everything(text))
	}
}
