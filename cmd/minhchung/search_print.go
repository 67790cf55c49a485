package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/record"
	"minhchung/internal/search"
)

func (inv *invocation) printHits(r record.SearchResult) {
	out := inv.stdout
	for _, x := range r.Expansions {
		fmt.Fprintf(out, "%s = %s\n", x.Short, x.Long)
	}
	inv.printNotices(r.Notices)
	fmt.Fprintf(out, "%d văn bản (%d ms)\n", r.Total, r.TookMS)
	if r.Suggestion != "" {
		fmt.Fprintf(out, "Có phải bạn muốn tìm: %s\n", r.Suggestion)
	}
	for _, h := range r.Hits {
		inv.printHit(h)
	}
	if r.Next != "" {
		fmt.Fprintf(out, "Xem tiếp: thêm --cursor %s\n", r.Next)
	}
}

func (inv *invocation) printNotices(notices []cchc.Reason) {
	for _, n := range notices {
		fmt.Fprintln(inv.stdout, inv.message(n))
	}
}

func (inv *invocation) printHit(h record.HitRow) {
	var more []string
	if h.Place != "" {
		more = append(more, h.Place)
	}
	if h.Unit != "" {
		more = append(more, "đơn vị "+h.UnitName)
	}
	if h.Draft {
		more = append(more, "có thể là dự thảo")
	}
	if h.Quality != cchc.ReadWell {
		more = append(more, lowerFirst(inv.message(record.QualityReason(h.Quality))))
	}
	at := strings.Join(append([]string{h.Path}, more...), ", ")
	fmt.Fprintf(inv.stdout, "%2d. %s %s\n    %s\n    %s\n", h.Rank, h.Code, h.Title, at, h.Snippet)
}

// lowerFirst is a phrase as it stands inside a sentence.
func lowerFirst(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return strings.ToLower(s[:n]) + s[n:]
}

func (inv *invocation) printFacets(rows []record.FacetRow) {
	titles := map[search.Facet]string{
		search.FacetType: "Loại văn bản", search.FacetUnit: "Đơn vị", search.FacetYear: "Năm ban hành", search.FacetIssuer: "Cơ quan ban hành",
		search.FacetQuality: "Chất lượng đọc", record.FacetCriterion: "Tiêu chí", record.FacetState: "Minh chứng",
	}
	for _, row := range rows {
		fmt.Fprintf(inv.stdout, "%s:\n", titles[row.Facet])
		for _, v := range row.Values {
			code := ""
			if v.Value != "" && v.Value != v.Name {
				code = " (" + v.Value + ")"
			}
			fmt.Fprintf(inv.stdout, "  %6d  %s%s\n", v.Documents, v.Name, code)
		}
		if row.Other > 0 {
			fmt.Fprintf(inv.stdout, "  %6d  thuộc các giá trị khác\n", row.Other)
		}
	}
}

// printFields prints chosen fields of hits: a line a hit, with tabs; as JSON an object.
func (inv *invocation) printFields(hits []record.HitRow, fields []string) error {
	for _, h := range hits {
		all, err := fieldsOf(h)
		if err != nil {
			return err
		}
		if inv.json {
			some := map[string]any{}
			for _, f := range fields {
				some[f] = all[f]
			}
			if err := inv.emit(some); err != nil {
				return err
			}
			continue
		}
		cells := make([]string, len(fields))
		for i, f := range fields {
			if all[f] != nil {
				cells[i] = strings.Join(strings.Fields(fmt.Sprint(all[f])), " ")
			}
		}
		fmt.Fprintln(inv.stdout, strings.Join(cells, "\t"))
	}
	return nil
}

func (inv *invocation) printInside(d cchc.Document, r record.InsideResult) {
	out := inv.stdout
	inv.printNotices(r.Notices)
	fmt.Fprintf(out, "%s: %d chỗ khớp (%d ms)\n", record.Title(d), r.Total, r.TookMS)
	for _, p := range r.Places {
		fmt.Fprintf(out, "  %s\n    %s\n", firstOf(p.Place, "không rõ vị trí"), strings.Join(strings.Fields(p.Text), " "))
	}
	if len(r.Places) < r.Total {
		fmt.Fprintf(out, "Đã in %d chỗ khớp nhất; xem thêm bằng --limit.\n", len(r.Places))
	}
}

func (inv *invocation) printEvidence(r record.EvidenceResult) {
	out := inv.stdout
	fmt.Fprintf(out, "Tiêu chí %s: %s\nĐã tìm:\n", r.Criterion, r.Title)
	for _, q := range r.Queries {
		more := ""
		if len(q.Types) > 0 {
			more += ", loại " + strings.Join(q.Types, ", ")
		}
		if q.Issued != "" {
			more += ", ban hành " + q.Issued
		}
		fmt.Fprintf(out, "  – %s: “%s”%s: %d văn bản\n", q.Name, q.Text, more, q.Total)
	}
	inv.printNotices(r.Notices)
	fmt.Fprintf(out, "%d văn bản (%d ms)\n", r.Total, r.TookMS)
	for _, h := range r.Hits {
		inv.printHit(h.HitRow)
	}
}

// batchLine is a question of `search --batch --csv --json`.
type batchLine struct {
	Line  int    `json:"line"`
	Query string `json:"query"`
	Total int    `json:"total"`
}

func (inv *invocation) printBatch(name string, rows []record.BatchRow) error {
	found := 0
	for _, r := range rows {
		if r.Total > 0 {
			found++
		}
		if inv.json && name != "-" {
			if err := inv.emit(batchLine{r.Line, r.Query, r.Total}); err != nil {
				return err
			}
		}
	}
	if !inv.json && name != "-" {
		fmt.Fprintf(inv.stdout, "Đã tìm %d câu: %d câu có văn bản, %d câu không thấy; kết quả ở %s\n", len(rows), found, len(rows)-found, name)
	}
	return nil
}

// where says the place of a passage: ", mục II.3, trang 4" or ", đoạn 12".
func where(page *int, paragraph int, section string) string {
	p := cchc.Passage{Paragraph: paragraph, Section: section}
	if page != nil {
		p.Page = *page
	}
	if place := record.Place(p); place != "" {
		return ", " + place
	}
	return ""
}
