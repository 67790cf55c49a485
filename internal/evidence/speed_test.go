package evidence

import (
	"fmt"
	"strings"
	"testing"

	"minhchung/internal/catalogue"
	"minhchung/internal/cchc"
)

// hundred is the sample catalogue grown to 100 criteria with requirements: its own, and
// others whose phrases are made of the same words in other company.
func hundred(t testing.TB) cchc.Catalogue {
	t.Helper()
	cat, err := catalogue.Sample()
	if err != nil {
		t.Fatal(err)
	}
	own := 0
	for _, c := range cat.Leaves() {
		if len(c.Requires) > 0 {
			own++
		}
	}
	does := []string{"rà soát", "công khai", "kiểm tra", "đánh giá", "tập huấn", "đơn giản hóa", "phân cấp", "kết quả thực hiện", "ứng dụng", "sắp xếp"}
	what := []string{"quy hoạch mạng lưới", "hồ sơ lưu trữ", "dịch vụ công trực tuyến", "văn bản điện tử", "thủ tục hành chính nội bộ", "số lượng người làm việc", "cơ sở dữ liệu dùng chung"}
	kinds := []string{"KH", "BC", "QĐ", "TB", "BB"}
	grown := cchc.Criterion{ID: "9", Title: "Tiêu chí thêm về cải cách hành chính"}
	for n := range 100 - own {
		id := fmt.Sprintf("9.%d", n+1)
		var reqs []cchc.Requirement
		for k := range 2 {
			reqs = append(reqs, cchc.Requirement{
				ID: fmt.Sprintf("%s/%d", id, k+1), Kinds: []string{kinds[n%len(kinds)], kinds[(n+k+1)%len(kinds)]}, Min: 1,
				About: []string{does[n%len(does)] + " " + what[n%len(what)], does[(n+k+3)%len(does)] + ", " + does[(n+5)%len(does)] + " " + what[(n/len(what)+k)%len(what)]},
			})
		}
		grown.Children = append(grown.Children, cchc.Criterion{ID: id, Title: what[n%len(what)], Points: 1, Requires: reqs})
	}
	cat.Criteria = append(cat.Criteria, grown)
	return cat
}

// fileOf is a report of the given number of passages: one in eight speaks of a matter of
// the catalogue, the others of the business of any office.
func fileOf(passages int) (cchc.Document, []cchc.Passage) {
	body := make([]string, 0, passages)
	for i := range passages {
		s := fmt.Sprintf("%d. Trong tháng, phòng đã phối hợp với các đơn vị kiểm tra %d điểm cung cấp dịch vụ, hướng dẫn doanh nghiệp khắc phục thiếu sót, báo cáo lãnh đạo đúng hạn và lưu hồ sơ theo quy định.", i, i%7)
		if i%8 == 0 {
			s = fmt.Sprintf("%d. Trang thông tin điện tử của Sở đăng tin về CCHC; công tác rà soát TTHC, đào tạo, bồi dưỡng công chức, viên chức, ứng dụng CNTT được duy trì theo kế hoạch đã ban hành.", i)
		}
		body = append(body, s+" "+strings.Repeat("Việc triển khai được thực hiện nghiêm túc, kịp thời, không để chậm. ", 3))
	}
	return paper{kind: "BC", name: "Báo cáo", subject: "Kết quả công tác quý III năm 2020", date: day(2020, 9, 14), speaks: of2020,
		organ: "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", body: body}.build(1)
}

// BenchmarkLinkAgain is what a change of the rules costs: one document against 100
// criteria. 10 passages are a letter, 40 a report of ten pages, 200 a long one.
func BenchmarkLinkAgain(b *testing.B) {
	w, err := DefaultWeights()
	if err != nil {
		b.Fatal(err)
	}
	p := Prepare(hundred(b), w, "Sở Thông tin và Truyền thông", "STTTT")
	for _, n := range []int{10, 40, 200} {
		b.Run(fmt.Sprintf("passages=%d", n), func(b *testing.B) {
			doc, passages := fileOf(n)
			b.ReportAllocs()
			for b.Loop() {
				p.Propose(doc, passages)
			}
		})
	}
}

func BenchmarkPrepare(b *testing.B) {
	w, err := DefaultWeights()
	if err != nil {
		b.Fatal(err)
	}
	cat := hundred(b)
	for b.Loop() {
		Prepare(cat, w, "Sở Thông tin và Truyền thông", "STTTT")
	}
}

func TestHundredCriteria(t *testing.T) {
	n := 0
	for _, c := range hundred(t).Leaves() {
		if len(c.Requires) > 0 {
			n++
		}
	}
	if n != 100 {
		t.Errorf("the catalogue of the benchmark has %d criteria", n)
	}
}
