package searchtest

import (
	"reflect"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

func everything(text string) search.Query {
	return search.Query{Text: text, Scope: cchc.Everything()}
}

func exactTonesFirst(t *testing.T, b *bench) {
	b.put(1, nil, "Tổ công tác mua bàn ghế cho phòng tiếp dân.")
	b.put(2, nil, "Tổ công tác mua bán tài sản thanh lý.")
	b.put(3, nil, "Tổ công tác in bản đồ hành chính của tỉnh.")
	for query, want := range map[string]int{"mua bàn": 1, "mua bán": 2, "bản đồ": 3} {
		if r := b.search(everything(query)); len(r.Hits) == 0 || r.Hits[0].Document != id(want) {
			t.Errorf("%q: first hit %v, want %d", query, r.Hits, want)
		}
	}
}

func withoutDiacritics(t *testing.T, b *bench) {
	b.put(1, nil, "Đẩy mạnh cải cách chế độ công vụ trên địa bàn.")
	b.put(2, nil, "Danh sách thiết bị mạng.")
	b.finds("cai cach che do cong vu", 1)
	b.finds("DAY MANH", 1)
	b.finds("cải cach", 1)
}

func tonesAddUp(t *testing.T, b *bench) {
	b.put(1, nil, "Khám bệnh ở trạm xá xã.")
	b.put(2, nil, "Cán bộ can bờ cạn nước.")
	b.put(3, nil, "Căn nhà, cán bộ, cần câu.", "Cạn.")
	b.put(4, nil, "Cán bộ trực đêm ở trạm.")
	b.finds("can", 2, 3, 4)
	b.finds("can bo", 2, 3, 4)
	b.finds("\"can bo\"", 2, 3, 4)
	if r := b.search(everything("cạn")); r.Total != 3 || len(r.Hits) != 3 || r.Hits[2].Document != id(4) {
		t.Errorf("what has the tone asked for does not stand above what has not: %v", r.Hits)
	}
	b.finds("\"cạn nước\"", 2)
}

func spellings(t *testing.T, b *bench) {
	b.put(1, nil, "Quy chế quản lý kỹ thuật, hoà giải và uỷ quyền.")
	b.finds("quản lí kĩ thuật", 1)
	b.finds("hòa giải", 1)
	b.finds("ủy quyền", 1)
	b.finds("quan li ki thuat", 1)
	b.finds("Hòa giải", 1) // decomposed
}

func phrases(t *testing.T, b *bench) {
	b.put(1, nil, "Kiểm tra công tác văn thư, lưu trữ năm 2020.")
	b.put(2, nil, "Công tác kiểm tra văn phòng; thư viện và kho lưu trữ.")
	b.finds(`"công tác văn thư"`, 1)
	b.finds(`"cong tac van thu"`, 1)
	b.finds(`“lưu trữ năm”`, 1)
	b.finds(`"thư lưu kho"`)
	b.finds(`"văn thư" kiểm tra`, 1)
	b.finds(`"phòng"`, 2)
}

func phraseGroups(t *testing.T, b *bench) {
	b.put(1, nil, "Phê duyệt kế hoạch tuyên truyền.", "Kinh phí do ngân sách tỉnh bảo đảm.")
	b.put(2, nil, "Phê duyệt đề án sắp xếp.", "Kinh phí xã hội hóa.")
	b.findsAll(everything(`"kế hoạch" OR "đề án"`), 1, 2)
	b.findsAll(everything(`"phê duyệt" "ngân sách tỉnh"`), 1)
	b.findsAll(everything(`"kế hoạch" OR "đề án" "xã hội hóa"`), 2)
}

func exclusions(t *testing.T, b *bench) {
	b.put(1, nil, "Báo cáo sơ kết quý I.", "Bản này là dự thảo.")
	b.put(2, nil, "Báo cáo sơ kết quý II.")
	b.findsAll(everything("báo cáo sơ kết"), 1, 2)
	b.findsAll(everything("báo cáo sơ kết -thảo"), 2)
	b.findsAll(everything(`báo cáo sơ kết -"dự thảo"`), 2)
	b.findsAll(everything("báo cáo - sơ kết"), 1, 2)
}

func numbers(t *testing.T, b *bench) {
	b.put(1, func(d *cchc.Document) {
		d.Particulars = cchc.Particulars{
			Type: "KH", Code: "15/KH-STTTT", CodeNumber: "15", CodeNotation: "KH-STTTT",
			IssuedDate: cchc.NewDate(2020, 2, 10), Subject: "Tuyên truyền công tác cải cách",
		}
	}, "Nội dung tuyên truyền năm nay.", "Phân công thực hiện.")
	b.put(2, nil, "Thực hiện Kế hoạch số 15/KH-STTTT ngày 10 tháng 02 năm 2020, văn phòng báo cáo như sau.")
	b.put(3, func(d *cchc.Document) {
		d.Particulars = cchc.Particulars{
			Type: "QĐ", Code: "15/2019/QĐ-UBND", CodeNumber: "15", CodeNotation: "QĐ-UBND", IssuedDate: cchc.NewDate(2019, 5, 6),
		}
	}, "Ban hành quy định về kho dữ liệu.")
	b.put(4, nil, "Có 15 phòng họp và 3/4 số phòng có máy chiếu.")
	for _, q := range []string{"15/KH-STTTT", "15/kh-stttt", "15 /KH–STTTT", "15/ KH - STTTT", "số 15/KH-STTTT", "15/khstttt", "số:15/KH-STTTT", "15/2020/KH-STTTT", "015/KH-STTTT"} {
		r := b.search(everything(q))
		if len(r.Hits) == 0 || r.Hits[0].Document != id(1) {
			t.Errorf("%q: %v, want document 1 first", q, r.Hits)
		}
		for _, h := range r.Hits {
			if h.Document == id(3) || h.Document == id(4) {
				t.Errorf("%q finds %s", q, h.Document)
			}
		}
	}
	b.finds("15/KH-STTTT", 1, 2)
	b.findsAll(everything("số 15"), 1, 3)
	b.findsAll(everything("số:15"), 1, 3)
	b.findsAll(everything("15/2020"), 1)
	b.findsAll(everything("15/2019"), 3)
	b.findsAll(everything("15/KH"), 1)
	b.findsAll(everything("QĐ-UBND"), 3)
	b.findsAll(everything("qd-ubnd"), 3)
	b.findsAll(everything("15/qđ-ubnd"), 3)
}

func unknownNumber(t *testing.T, b *bench) {
	b.put(1, nil, "Báo cáo kết quả kiểm tra của sở.")
	r := b.finds("báo cáo kết quả kiểm tra 99/BC-SNV", 1)
	if len(r.Notices) != 1 || r.Notices[0].Code != "search-number-unknown" {
		t.Errorf("notices %v", r.Notices)
	}
}

func abbreviations(t *testing.T, b *bench) {
	b.put(1, nil, "Công khai bộ TTHC tại trụ sở.")
	b.put(2, nil, "Rà soát thủ tục hành chính cấp huyện.")
	b.put(3, nil, "Sổ theo dõi văn bản đến.")
	for _, q := range []string{"TTHC", "tthc", "thủ tục hành chính", "thu tuc hanh chinh"} {
		b.findsAll(everything(q), 1, 2)
		if r := b.search(everything(q)); len(r.Expansions) == 0 || r.Expansions[0].Short != "TTHC" {
			t.Errorf("%q: expansions %v", q, r.Expansions)
		}
	}
	if r := b.search(everything("công khai thủ tục hành chính")); len(r.Hits) == 0 || r.Hits[0].Document != id(1) {
		t.Errorf("the short form counts too little: %v", r.Hits)
	}
}

// dated indexes three documents that differ in type, unit and day of issue.
func dated(b *bench) {
	set := func(kind, unit string, day cchc.Date) func(*cchc.Document) {
		return func(d *cchc.Document) {
			d.Unit, d.Particulars.Type, d.Particulars.IssuedDate = unit, kind, day
		}
	}
	b.put(1, set("KH", "van-phong", cchc.NewDate(2019, 12, 31)), "Nội dung công việc chung.")
	b.put(2, set("HĐ", "thanh-tra", cchc.NewDate(2020, 1, 1)), "Nội dung công việc chung.")
	b.put(3, set("HD", "", cchc.NewDate(2020, 11, 30)), "Nội dung công việc chung.")
	b.put(4, set("", "", cchc.Date{}), "Nội dung công việc chung.")
}

func filters(t *testing.T, b *bench) {
	dated(b)
	q := everything("công việc")
	for _, c := range []struct {
		filters search.Filters
		want    []int
	}{
		{search.Filters{}, []int{1, 2, 3, 4}},
		{search.Filters{Types: []string{"kh"}}, []int{1}},
		{search.Filters{Types: []string{"HĐ"}}, []int{2}},
		{search.Filters{Types: []string{"HD"}}, []int{3}},
		{search.Filters{Units: []string{"thanh-tra"}}, []int{2}},
		{search.Filters{Years: []int{2020}}, []int{2, 3}},
		{search.Filters{Years: []int{2018, 2019}}, []int{1}},
		{search.Filters{Types: []string{"kh", "hd"}}, []int{1, 3}},
		{search.Filters{Units: []string{}}, nil},
		{search.Filters{From: cchc.NewDate(2020, 1, 1)}, []int{2, 3}},
		{search.Filters{To: cchc.NewDate(2020, 1, 1)}, []int{1, 2}},
		{search.Filters{From: cchc.NewDate(2019, 12, 31), To: cchc.NewDate(2019, 12, 31)}, []int{1}},
		{search.Filters{Documents: []cchc.DocumentID{id(4), id(1)}}, []int{1, 4}},
		{search.Filters{Documents: []cchc.DocumentID{}}, nil},
		{search.Filters{Years: []int{2020}, Units: []string{"van-phong"}}, nil},
	} {
		q.Filters = c.filters
		b.findsAll(q, c.want...)
	}
}

func textFilters(t *testing.T, b *bench) {
	dated(b)
	b.findsAll(everything("công việc loại:KH"), 1)
	b.findsAll(everything("công việc type:hd"), 3)
	b.findsAll(everything("công việc loại:KH loại:HĐ"), 1, 2)
	b.findsAll(search.Query{Text: "công việc loại:KH", Scope: cchc.Everything(), Filters: search.Filters{Types: []string{"HD"}}})
	b.findsAll(everything("công việc từ:2020-01-01 đến:31/1/2020"), 2)
	b.findsAll(everything("công việc năm:2019"), 1)
	b.findsAll(everything("year:2020"), 2, 3)
	b.findsAll(everything("year:2020 -việc"))
	b.findsAll(everything("đơn_vị:thanh-tra công việc"), 2)
}

func collapse(t *testing.T, b *bench) {
	b.put(1, nil, "Mở đầu và căn cứ.", "Đánh giá sự hài lòng của người dân và sự hài lòng chung.", "Sự hài lòng được đo hằng năm bằng phiếu.")
	b.put(2, nil, "Sự hài lòng của dân.")
	r := b.search(everything("sự hài lòng của người dân"))
	if r.Total != 2 || len(r.Hits) != 2 {
		t.Fatalf("total %d, hits %v", r.Total, r.Hits)
	}
	if r.Hits[0].Passage != cchc.NewPassageID(id(1), 2) {
		t.Errorf("best passage %s", r.Hits[0].Passage)
	}
}

func idempotent(t *testing.T, b *bench) {
	b.put(1, nil, "Tập huấn kỹ năng số.", "Lịch tập huấn kỹ năng.")
	b.put(2, nil, "Tập huấn phòng cháy.")
	before := b.search(everything("tập huấn kỹ năng"))
	for range 3 {
		b.put(1, nil, "Tập huấn kỹ năng số.", "Lịch tập huấn kỹ năng.")
	}
	after := b.search(everything("tập huấn kỹ năng"))
	if len(before.Hits) != len(after.Hits) || before.Total != after.Total {
		t.Fatalf("before %v, after %v", before, after)
	}
	for i := range before.Hits {
		if !reflect.DeepEqual(before.Hits[i], after.Hits[i]) {
			t.Errorf("hit %d: before %v, after %v", i, before.Hits[i], after.Hits[i])
		}
	}
	b.counts(2)
}

func (b *bench) counts(want uint64) {
	b.t.Helper()
	if n, err := b.engine.Documents(); err != nil || n != want {
		b.t.Errorf("%d documents (%v), want %d", n, err, want)
	}
}

func replaces(t *testing.T, b *bench) {
	b.put(1, nil, "Phương án cũ.", "Phụ lục biểu mẫu.", "Danh mục thiết bị.")
	b.put(1, nil, "Phương án mới.")
	b.finds("danh mục thiết bị")
	b.finds("phụ lục biểu mẫu")
	b.finds("phương án mới", 1)
	b.counts(1)
}

func removes(t *testing.T, b *bench) {
	b.put(1, nil, "Giao ban tuần.", "Kết luận giao ban.")
	b.put(2, nil, "Giao ban tháng.")
	if err := b.engine.Remove(t.Context(), id(1), id(9)); err != nil {
		t.Fatal(err)
	}
	b.finds("giao ban", 2)
	b.counts(1)
}

func reopen(t *testing.T, b *bench) {
	b.put(1, nil, "Niêm yết công khai.")
	b.engine.Reopen(t)
	b.finds("niêm yết", 1)
	b.put(2, nil, "Niêm yết bổ sung.")
	b.engine.Reopen(t)
	b.findsAll(everything("niêm yết"), 1, 2)
	b.counts(2)
}

func pages(t *testing.T, b *bench) {
	for _, n := range []int{7, 3, 9, 1, 5, 2, 8, 4, 6} {
		b.put(n, nil, "Văn bản giống hệt nhau.", "Văn bản giống hệt nhau.")
	}
	q := everything("giống hệt")
	q.Limit = 4
	var seen []cchc.DocumentID
	for range 3 {
		r := b.search(q)
		if r.Total != 9 {
			t.Errorf("total %d", r.Total)
		}
		for _, h := range r.Hits {
			if h.Passage != cchc.NewPassageID(h.Document, 1) || h.Rank != len(seen)+1 {
				t.Errorf("hit %+v after %d", h, len(seen))
			}
			seen = append(seen, h.Document)
		}
		q.Cursor = r.Next
	}
	if q.Cursor != "" || len(seen) != 9 {
		t.Fatalf("%d hits, then cursor %q", len(seen), q.Cursor)
	}
	for i, d := range seen {
		if d != id(i+1) {
			t.Errorf("place %d has %s", i, d)
		}
	}
	q.Text, q.Cursor = "khác", b.search(q).Next
	first := everything("giống hệt")
	first.Limit = 1
	for _, cursor := range []string{b.search(first).Next, "!!", "MTA"} {
		q.Cursor = cursor
		if _, err := b.engine.Search(t.Context(), q); err == nil {
			t.Errorf("cursor %q of another query is taken", cursor)
		}
	}
}

func scope(t *testing.T, b *bench) {
	dated(b)
	for _, c := range []struct {
		scope cchc.Scope
		want  []int
	}{
		{cchc.Scope{}, nil},
		{cchc.Scope{Units: []string{"van-phong"}}, []int{1}},
		{cchc.Scope{Units: []string{"", "thanh-tra"}}, []int{2, 3, 4}},
		{cchc.Everything(), []int{1, 2, 3, 4}},
	} {
		b.findsAll(search.Query{Text: "công việc", Scope: c.scope}, c.want...)
		b.findsAll(search.Query{Text: `"công việc"`, Scope: c.scope}, c.want...)
	}
	b.findsAll(search.Query{Text: "công việc", Filters: search.Filters{Years: []int{2020}}})
	b.findsAll(search.Query{Filters: search.Filters{Years: []int{2020}}, Scope: cchc.Scope{Units: []string{"thanh-tra"}}}, 2)
}

func withoutText(t *testing.T, b *bench) {
	b.put(1, func(d *cchc.Document) { d.Path = "/kho/Bản quét quyết định khen thưởng.pdf" })
	b.put(2, nil, "Danh sách đề nghị.")
	b.finds("quyết định khen thưởng", 1)
	b.counts(2)
	b.put(1, nil, "Nội dung đã nhận dạng.")
	b.finds("đã nhận dạng", 1)
	b.counts(2)
}

func narrow(t *testing.T, b *bench) {
	b.put(1, nil, "Một cửa liên thông.")
	b.put(2, nil, "Hội nghị liên tịch.")
	b.put(3, nil, "Đường truyền thông suốt.")
	b.finds("liên thông", 1)
	r := b.search(everything("liên hoan"))
	if r.Total != 2 || len(r.Notices) != 1 || r.Notices[0].Code != "search-words-unknown" {
		t.Errorf("total %d, notices %v", r.Total, r.Notices)
	}
}

func nothing(t *testing.T, b *bench) {
	b.put(1, nil, "Một văn bản.")
	b.finds("")
	b.finds("  ... ")
	b.finds(`""`)
	b.finds("không-có-từ-nào-xyzzy")
}
