package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/record"
	"minhchung/internal/search"
)

// searchFlags restrict a search.
type searchFlags struct {
	limit                           int
	unit, kind, from, to, criterion string
	batch                           string
}

func searchCommand(inv *invocation) *cobra.Command {
	var f searchFlags
	cmd := &cobra.Command{
		Use:   "search CÂU_HỎI",
		Short: "Tìm văn bản: có dấu hoặc không dấu, số ký hiệu, chữ viết tắt; mỗi văn bản một kết quả",
		RunE: func(cmd *cobra.Command, args []string) error {
			queries, err := inv.queries(args, f.batch, cmd.CommandPath())
			if err != nil {
				return err
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				for _, text := range queries {
					if err := inv.searchOne(cmd.Context(), e, text, f); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	fl := cmd.Flags()
	fl.IntVar(&f.limit, "limit", 20, "số kết quả nhiều nhất")
	fl.StringVar(&f.unit, "unit", "", "chỉ văn bản của đơn vị")
	fl.StringVar(&f.kind, "type", "", "chỉ loại văn bản (KH, BC, QĐ, …)")
	fl.StringVar(&f.from, "from", "", "ban hành từ ngày (2020-01-15)")
	fl.StringVar(&f.to, "to", "", "ban hành đến ngày (2020-12-31)")
	fl.StringVar(&f.criterion, "criterion", "", "chỉ văn bản có liên kết với tiêu chí")
	fl.StringVar(&f.batch, "batch", "", "tệp câu hỏi, mỗi dòng một câu (- là đầu vào chuẩn)")
	return cmd
}

// queries are the words given, or one query a line of a file.
func (inv *invocation) queries(args []string, batch, command string) ([]string, error) {
	if batch == "" {
		if len(args) == 0 {
			return nil, cchc.Usage("bad-flag", nil, "chưa nêu câu hỏi", command)
		}
		return []string{strings.Join(args, " ")}, nil
	}
	b, err := inv.readFile(batch)
	if err != nil {
		return nil, err
	}
	return lines(bytes.NewReader(b))
}

func (inv *invocation) searchOne(ctx context.Context, e *engines, text string, f searchFlags) error {
	q := search.Query{Text: text, Scope: cchc.Everything(), Limit: f.limit}
	var err error
	if q.Filters, err = e.filters(ctx, f); err != nil {
		return err
	}
	res, err := record.Search(ctx, e.index, e.store, q)
	if err != nil {
		return err
	}
	if inv.json {
		return inv.emit(res)
	}
	inv.printHits(res)
	return nil
}

// filters turns the flags into filters; the criterion is answered by the record.
func (e *engines) filters(ctx context.Context, f searchFlags) (search.Filters, error) {
	out := search.Filters{Units: some(f.unit), Types: some(f.kind)}
	for _, d := range []struct {
		text string
		into *cchc.Date
	}{{f.from, &out.From}, {f.to, &out.To}} {
		var err error
		if *d.into, err = cchc.ParseDate(d.text); err != nil {
			return out, cchc.Usage("bad-date", err, d.text)
		}
	}
	if f.criterion == "" {
		return out, nil
	}
	links, err := e.links(ctx, linkFlags{criterion: f.criterion})
	if err != nil {
		return out, err
	}
	out.Documents = []cchc.DocumentID{} // no link, no document
	for _, l := range links {
		out.Documents = append(out.Documents, l.Document)
	}
	return out, nil
}

// some is a list of the one value, or no list where it was not given.
func some(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

func (inv *invocation) printHits(r record.SearchResult) {
	out := inv.stdout
	for _, x := range r.Expansions {
		fmt.Fprintf(out, "%s = %s\n", x.Short, x.Long)
	}
	for _, n := range r.Notices {
		fmt.Fprintln(out, inv.said(&n).Message)
	}
	fmt.Fprintf(out, "%d văn bản (%d ms)\n", r.Total, r.TookMS)
	for _, h := range r.Hits {
		fmt.Fprintf(out, "%2d. %s %s\n    %s%s\n    %s\n", h.Rank, h.Code, h.Title, h.Path, where(h.Page, h.Paragraph, h.Section), h.Snippet)
	}
}

// where says the place of a passage: ", mục II.3, trang 4" or ", đoạn 12".
func where(page *int, paragraph int, section string) string {
	out := ""
	switch {
	case strings.HasPrefix(section, "Điều"), strings.HasPrefix(section, "Chương"), strings.HasPrefix(section, "Phụ lục"):
		out += ", " + section
	case section != "":
		out += ", mục " + section
	}
	switch {
	case page != nil && *page > 0:
		out += ", trang " + itoa(*page)
	case paragraph > 0:
		out += ", đoạn " + itoa(paragraph)
	}
	return out
}
