//go:build scale && linux

package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"minhchung/internal/catalogue"
	"minhchung/internal/cchc"
	"minhchung/internal/evidence"
	"minhchung/internal/intake"
	"minhchung/internal/store"
	"minhchung/pipeline"
)

const (
	relinkDocuments = 10_000
	relinkBound     = 60 * time.Second
)

// A new catalogue of 100 criteria for 10,000 documents: letters of six passages, reports of
// forty.
func relinkAgain(t *testing.T, f *figures) {
	s, passages := recordOfMany(t, relinkDocuments)
	cat := hundredCriteria(t)
	w, err := evidence.DefaultWeights()
	if err != nil {
		t.Fatal(err)
	}
	rules := pipeline.Rules{Proposer: func(cat cchc.Catalogue) pipeline.Proposer {
		return evidence.Prepare(cat, w, "Sở Thông tin và Truyền thông", "STTTT").Propose
	}}
	p := pipeline.New(pipeline.Parts{Record: s}, rules, pipeline.Settings{Workers: runtime.NumCPU()}, 0, time.Now, slog.Default())
	if err := s.SaveCatalogue(t.Context(), cchc.Operator(), cat, nil); err != nil {
		t.Fatal(err)
	}
	start, before := time.Now(), processorTime(t)
	if err := p.Relink(t.Context(), cchc.System(), cat, nil); err != nil {
		t.Fatal(err)
	}
	took, used := time.Since(start), processorTime(t)-before
	_, _, proposed, err := s.Links(t.Context(), cchc.Everything(), store.LinkFilter{ProposedOnly: true, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	_, _, all, err := s.Links(t.Context(), cchc.Everything(), store.LinkFilter{Limit: 1})
	if err != nil || proposed == 0 {
		t.Fatalf("%d links, %v", proposed, err)
	}
	text := fmt.Sprintf("%d văn bản, %d đoạn, %d tiêu chí: %.1f giây (%.1f giây bộ xử lý); %d liên kết, %d được đề xuất",
		relinkDocuments, passages, leavesWithRequirements(cat), took.Seconds(), used.Seconds(), all, proposed)
	t.Logf("\n%s", text)
	if took > relinkBound && used > time.Duration(runtime.NumCPU())*relinkBound {
		t.Errorf("%v, more than %v", took, relinkBound)
	}
	f.add("Đề xuất lại liên kết khi đổi bộ tiêu chí", "bin/minhchung criteria import mới.yaml   # phần đề xuất lại, trên sổ dữ liệu thật", text)
}

func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// Matters of the offices of the benchmark: an activity and what it is about.
var (
	relinkDoes = []string{"rà soát", "công khai", "kiểm tra", "đánh giá", "tập huấn", "đơn giản hóa", "số hóa", "kết quả thực hiện", "theo dõi", "sắp xếp"}
	relinkWhat = []string{"quy hoạch mạng lưới", "hồ sơ lưu trữ", "dịch vụ công trực tuyến", "văn bản điện tử", "thủ tục hành chính nội bộ",
		"số lượng người làm việc", "cơ sở dữ liệu dùng chung", "văn bản quy phạm pháp luật", "vị trí việc làm", "tài sản công"}
)

// hundredCriteria is the sample catalogue grown to 100 criteria with requirements.
func hundredCriteria(t *testing.T) cchc.Catalogue {
	t.Helper()
	cat, err := catalogue.Sample()
	if err != nil {
		t.Fatal(err)
	}
	grown := cchc.Criterion{ID: "9", Title: "Tiêu chí thêm về cải cách hành chính"}
	for n := range 100 - leavesWithRequirements(cat) {
		id := fmt.Sprintf("9.%d", n+1)
		about := relinkDoes[n%len(relinkDoes)] + " " + relinkWhat[(n+n/10)%len(relinkWhat)]
		grown.Children = append(grown.Children, cchc.Criterion{ID: id, Title: about, Points: 1, Requires: []cchc.Requirement{
			{ID: id + "/1", Name: "Kế hoạch", Kinds: []string{"KH", "QĐ"}, Min: 1, About: []string{about}},
			{ID: id + "/2", Name: "Báo cáo", Kinds: []string{"BC", "TB"}, Min: 1, About: []string{"kết quả " + about}},
		}})
	}
	cat.Criteria, cat.Version = append(cat.Criteria, grown), "100"
	return cat
}

func leavesWithRequirements(cat cchc.Catalogue) (n int) {
	for _, c := range cat.Leaves() {
		if len(c.Requires) > 0 {
			n++
		}
	}
	return n
}

// recordOfMany is a record of documents as a reading leaves them, without index.
func recordOfMany(t *testing.T, documents int) (s *store.Store, passages int) {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	for first := 0; first < documents; first += 500 {
		var sights []intake.Sight
		for n := first; n < min(first+500, documents); n++ {
			sights = append(sights, intake.Sight{Place: cchc.Place{Path: fmt.Sprintf("/n/%05d.docx", n), Size: 1}, File: cchc.FileID(fmt.Sprintf("%064x", n+1)), Outcome: cchc.StateQueued})
		}
		if _, err := s.ReceiveAll(t.Context(), cchc.System(), sights); err != nil {
			t.Fatal(err)
		}
		jobs, err := s.Claim(context.WithoutCancel(t.Context()), time.Now(), len(sights))
		if err != nil {
			t.Fatal(err)
		}
		var results []intake.Result
		for i, job := range jobs {
			r := officePaper(job, first+i)
			passages += len(r.Documents[0].Passages)
			results = append(results, r)
		}
		if _, err := s.Commit(t.Context(), cchc.System(), results, 1); err != nil {
			t.Fatal(err)
		}
	}
	return s, passages
}

// officePaper is the n-th document: two of five are reports of forty passages, the others
// letters and decisions of six. One passage in eight speaks of a matter of the catalogue.
func officePaper(job intake.Job, n int) intake.Result {
	kinds := [][2]string{{"BC", "Báo cáo"}, {"CV", "Công văn"}, {"BC", "Báo cáo"}, {"QĐ", "Quyết định"}, {"KH", "Kế hoạch"}}
	kind, long := kinds[n%5], n%5 == 0 || n%5 == 2
	matter := relinkDoes[n%len(relinkDoes)] + " " + relinkWhat[(n/7)%len(relinkWhat)]
	id := cchc.NewDocumentID(job.File, 1)
	d := cchc.Document{ID: id, File: job.File, Path: job.Path, Format: cchc.FormatDOCX, Pages: 2, PagesRead: 2, Quality: 1, Particulars: cchc.Particulars{
		Type: kind[0], TypeName: kind[1], Subject: "Về việc " + matter + " năm 2020", Code: fmt.Sprintf("%d/%s-STTTT", n, kind[0]), CodeNumber: fmt.Sprint(n), CodeNotation: kind[0] + "-STTTT",
		IssuedDate: cchc.NewDate(2020, 1+n%12, 1+n%28), OrganName: "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", SpeaksOf: []int{2020}}}
	count := 6
	if long {
		count = 40
	}
	var ps []cchc.Passage
	for i := range count {
		s := fmt.Sprintf("%d. Trong tháng, phòng đã phối hợp với các đơn vị kiểm tra %d điểm cung cấp dịch vụ, hướng dẫn doanh nghiệp khắc phục thiếu sót, báo cáo lãnh đạo đúng hạn và lưu hồ sơ theo quy định.", i+1, (n+i)%37)
		if i%8 == 0 {
			s = fmt.Sprintf("%d. Trang thông tin điện tử của Sở đăng tin về CCHC; công tác %s, đào tạo, bồi dưỡng công chức, viên chức, ứng dụng CNTT được duy trì theo kế hoạch.", i+1, relinkDoes[(n+i)%10]+" "+relinkWhat[(n/3+i)%10])
		}
		ps = append(ps, cchc.Passage{ID: cchc.NewPassageID(id, i+1), Page: 1 + i/5, Paragraph: i + 1, Section: fmt.Sprint(1 + i/8), Source: cchc.SourceText,
			Text: s + strings.Repeat(" Việc triển khai được thực hiện nghiêm túc, kịp thời, không để chậm trễ.", 2)})
	}
	return intake.Result{Job: job, State: cchc.StateIndexed, Documents: []intake.Described{{Document: d, Passages: ps}},
		Reading: cchc.Reading{Format: cchc.FormatDOCX, PageTotal: 2, Pages: []cchc.Page{{Number: 1, Source: cchc.SourceText, Quality: 1}}}}
}
