package store

import (
	"fmt"
	"path/filepath"
	"testing"

	"minhchung/internal/cchc"
)

// BenchmarkIngest is a folder of 500 files with 40 passages and 40 links each, from the
// sight to the last commit, in batches of 32.
func BenchmarkIngest(b *testing.B) {
	for n := 0; b.Loop(); n++ {
		s := openAt(b, filepath.Join(b.TempDir(), fmt.Sprintf("%d.db", n)))
		ref := saveCatalogue(b, s, "v1").Ref()
		var sights []Sight
		for i := range 500 {
			p := fmt.Sprintf("/n/%03d", i)
			sights = append(sights, sight(p, p, ""))
		}
		for i := 0; i < len(sights); i += 100 {
			receive(b, s, sights[i:i+100]...)
		}
		for {
			jobs := claim(b, s, 32)
			if len(jobs) == 0 {
				break
			}
			var results []Result
			for _, j := range jobs {
				r := result(j, 40)
				for k := range 40 {
					r.Documents[0].Links = append(r.Documents[0].Links, link(ref, cchc.NewDocumentID(j.File, 1), fmt.Sprintf("1/%d", k), 0.5, standing))
				}
				results = append(results, r)
			}
			commit(b, s, results...)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(500*b.N)/b.Elapsed().Seconds(), "files/s")
}

// What searches and completions ask of a record of many documents.
func BenchmarkDesk(b *testing.B) {
	const documents = 20_000
	s := open(b)
	cat := saveCatalogue(b, s, "v1")
	tx, err := s.write.BeginTx(b.Context(), nil)
	if err != nil {
		b.Fatal(err)
	}
	exec := func(query string, args ...any) {
		b.Helper()
		if _, err := tx.ExecContext(b.Context(), query, args...); err != nil {
			b.Fatal(err)
		}
	}
	for i := range documents {
		id := fmt.Sprintf("%064x", i)
		exec("INSERT INTO files (id, size, format, path, received) VALUES (?, 1, 'docx', '', 0)", id)
		exec(`INSERT INTO documents (id, file, first_page, last_page, path, work, unit, format, pages, pages_read, quality, received, type, code, issued, year, words, particulars)
			VALUES (?, ?, 0, 0, '', '', '', 'docx', 1, 1, 1, 0, 'KH', ?, '', 0, '', ?)`, id, id, fmt.Sprintf("%d/KH-STTTT", i),
			fmt.Sprintf(`{"type":"KH","type_name":"Kế hoạch","subject":"Tuyên truyền cải cách hành chính đợt %d","organ_name":"Sở Thông tin và Truyền thông"}`, i))
		exec(`INSERT INTO links (id, catalogue, criterion, requirement, document, score, proposed, related, fulfils, quotes, reasons, misses)
			VALUES (?, ?, '1', '1/1', ?, 0.8, 1, 1, 1, '[]', '[]', '[]')`, id[:12]+id[52:], cat.Ref(), id)
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	b.Run("linked", func(b *testing.B) {
		for b.Loop() {
			s.linked.forget()
			if _, err := s.Linked(b.Context(), cchc.Everything()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("headings", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Headings(b.Context(), cchc.Everything()); err != nil {
				b.Fatal(err)
			}
		}
	})
}
