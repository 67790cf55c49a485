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
