package record

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// Bounds of a batch.
const (
	MaxBatch  = 500 // questions
	BatchHits = 3   // hits shown a question
)

// BatchRow is the answer to one question of a batch.
type BatchRow struct {
	Line    int           `json:"line" doc:"From 1, counted in the list handed in; empty lines count and have no answer"`
	Query   string        `json:"query"`
	Total   int           `json:"total" doc:"Documents that match; 0 says that nothing was found"`
	Hits    []HitRow      `json:"hits" doc:"The best three"`
	Notices []cchc.Reason `json:"-"`
}

// Found reports whether something was found for what was asked: papers that share words
// with a number nobody bears are nothing.
func (r BatchRow) Found() bool {
	return r.Total > 0 && !slices.ContainsFunc(r.Notices, func(n cchc.Reason) bool { return n.Code == "search-number-unknown" })
}

// Batch asks one question a line and keeps the best hits of each. Empty lines are passed
// over; more than MaxBatch questions are a usage error, "batch-too-long", and none at all
// is "batch-empty". base gives scope, filters and order of all.
func Batch(ctx context.Context, engine Engine, source Source, lines []string, base search.Query) ([]BatchRow, error) {
	questions := 0
	for _, l := range lines {
		if strings.TrimSpace(l) != "" {
			questions++
		}
	}
	switch {
	case questions == 0:
		return nil, cchc.Usage("batch-empty", nil)
	case questions > MaxBatch:
		return nil, cchc.Usage("batch-too-long", nil, strconv.Itoa(questions), strconv.Itoa(MaxBatch))
	}
	out := make([]BatchRow, 0, questions)
	for i, l := range lines {
		text := strings.TrimSpace(l)
		if text == "" {
			continue
		}
		q := base
		q.Text, q.Limit, q.Cursor = text, BatchHits, ""
		r, err := Search(ctx, engine, source, q)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		out = append(out, BatchRow{Line: i + 1, Query: text, Total: r.Total, Hits: r.Hits, Notices: r.Notices})
	}
	return out, nil
}

// BatchTable is a batch as a table: a line for each of the best hits, and one for a
// question without any, so that what was not found is seen too. say puts notices in words.
func BatchTable(rows []BatchRow, say func(cchc.Reason) string) (head []string, lines [][]string) {
	head = []string{"Dòng", "Câu tìm", "Số văn bản", "Thứ tự", "Số, ký hiệu", "Tên văn bản", "Ngày ban hành", "Cơ quan ban hành", "Đơn vị", "Vị trí", "Trích đoạn", "Tệp", "Lưu ý"}
	for _, r := range rows {
		var said []string
		for _, n := range r.Notices {
			said = append(said, say(n))
		}
		first := []string{strconv.Itoa(r.Line), r.Query, strconv.Itoa(r.Total)}
		note := strings.Join(said, " ")
		if len(r.Hits) == 0 {
			lines = append(lines, append(first, "", "", "", "", "", "", "", "", "", note))
			continue
		}
		for _, h := range r.Hits {
			date, _ := cchc.ParseDate(h.IssuedDate)
			lines = append(lines, append(append([]string{}, first...), strconv.Itoa(h.Rank), h.Code, h.Title, date.Vietnamese(), h.OrganName, h.UnitName, h.Place, h.Snippet, h.Path, note))
		}
	}
	return head, lines
}
