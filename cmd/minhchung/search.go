package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"minhchung/internal/cchc"
	"minhchung/internal/describe"
	"minhchung/internal/export"
	"minhchung/internal/messages"
	"minhchung/internal/record"
	"minhchung/internal/search"
)

// searchFlags say what is searched, how, and where the answer goes.
type searchFlags struct {
	limit            int
	filters          record.Filters
	sort, cursor     string
	facets, fields   []string
	batch, csv, xlsx string
	inside, similar  string
	evidence         string
	anyTime, anyType bool
}

func searchCommand(inv *invocation) *cobra.Command {
	var f searchFlags
	cmd := &cobra.Command{
		Use:   "search CÂU_HỎI",
		Short: "Tìm văn bản: có dấu hoặc không dấu, số ký hiệu, chữ viết tắt; mỗi văn bản một kết quả",
		Example: `  minhchung search "kế hoạch cải cách hành chính" --year 2020 --type KH --facets unit,criterion
  minhchung search "tuyên truyền" --inside VĂN_BẢN
  minhchung search --similar VĂN_BẢN
  minhchung search --evidence 1.4 --unit cntt
  minhchung search --batch câu-hỏi.txt --xlsx kết-quả.xlsx`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ask, err := inv.searchKind(args, f, cmd.CommandPath())
			if err != nil {
				return err
			}
			inv.asks = true
			return inv.withEngines(cmd.Context(), false, func(e *engines) error { return ask(cmd.Context(), e) })
		},
	}
	fl := cmd.Flags()
	fl.IntVar(&f.limit, "limit", 20, "số kết quả nhiều nhất")
	fl.StringVar(&f.cursor, "cursor", "", "xem tiếp từ dấu trang của lần tìm trước")
	filterFlags(fl, &f.filters)
	fl.StringVar(&f.sort, "sort", "", "sắp xếp: relevance (khớp nhất trước), newest (mới nhất trước), oldest (cũ nhất trước)")
	fl.StringSliceVar(&f.facets, "facets", nil, "đếm theo: type, unit, year, issuer, quality, criterion, state (cách nhau dấu phẩy)")
	fl.StringSliceVar(&f.fields, "fields", nil, "chỉ in các trường này của kết quả, cách nhau bằng tab: "+strings.Join(hitFields(), ", "))
	fl.StringVar(&f.batch, "batch", "", "tệp câu hỏi, mỗi dòng một câu (- là đầu vào chuẩn)")
	fl.StringVar(&f.csv, "csv", "", "ghi kết quả của --batch ra tệp CSV")
	fl.StringVar(&f.xlsx, "xlsx", "", "ghi kết quả của --batch ra tệp Excel")
	fl.StringVar(&f.inside, "inside", "", "tìm mọi chỗ khớp trong một văn bản (mã văn bản)")
	fl.StringVar(&f.similar, "similar", "", "tìm văn bản tương tự một văn bản (mã văn bản)")
	fl.StringVar(&f.evidence, "evidence", "", "tìm tài liệu kiểm chứng cho một tiêu chí, ví dụ 1.4, theo yêu cầu của tiêu chí")
	fl.BoolVar(&f.anyTime, "any-time", false, "với --evidence: bất kể ban hành lúc nào, cả văn bản chưa rõ ngày")
	fl.BoolVar(&f.anyType, "any-type", false, "với --evidence: bất kể loại văn bản")
	for _, pair := range [][]string{{"batch", "inside", "similar", "evidence"}, {"csv", "xlsx"}, {"fields", "csv"}, {"fields", "xlsx"}} {
		cmd.MarkFlagsMutuallyExclusive(pair...)
	}
	return cmd
}

// filterFlags are the flags that narrow a search.
func filterFlags(fl *pflag.FlagSet, f *record.Filters) {
	fl.StringArrayVar(&f.Unit, "unit", nil, "chỉ văn bản của đơn vị (- là chung của cơ quan); dùng nhiều lần được, các bộ lọc dưới đây cũng vậy")
	fl.StringArrayVar(&f.Type, "type", nil, "chỉ loại văn bản (KH, BC, QĐ, …)")
	fl.IntSliceVar(&f.Year, "year", nil, "chỉ văn bản ban hành trong năm")
	fl.StringArrayVar(&f.Issuer, "issuer", nil, "chỉ văn bản của cơ quan ban hành (tên hoặc chữ viết tắt)")
	fl.StringArrayVar(&f.Signer, "signer", nil, "chỉ văn bản do người này ký")
	fl.StringArrayVar(&f.Quality, "quality", nil, "chỉ văn bản đọc được: good (rõ), poor (chưa rõ), partly (còn trang chưa đọc)")
	fl.StringArrayVar(&f.Criterion, "criterion", nil, "chỉ văn bản có liên kết với tiêu chí hoặc lĩnh vực")
	fl.StringArrayVar(&f.State, "state", nil, "chỉ văn bản có liên kết đang là suggested, accepted, rejected hoặc stale")
	fl.StringVar(&f.From, "from", "", "ban hành từ ngày (2020-01-15)")
	fl.StringVar(&f.To, "to", "", "ban hành đến ngày (2020-12-31)")
}

type asking func(context.Context, *engines) error

// searchKind chooses what is asked, and reads what the caller has to hand over before the
// command may be passed on.
func (inv *invocation) searchKind(args []string, f searchFlags, command string) (asking, error) {
	text := strings.Join(args, " ")
	if f.batch == "" && (f.csv != "" || f.xlsx != "") {
		return nil, cchc.Usage("bad-flag", nil, "--csv và --xlsx đi cùng --batch", command)
	}
	for _, name := range f.fields {
		if !isHitField(name) {
			return nil, cchc.Usage("search-value-unknown", nil, name, strings.Join(hitFields(), ", "))
		}
	}
	switch {
	case f.batch != "":
		b, err := inv.readFile(f.batch)
		if err != nil {
			return nil, err
		}
		if f.csv != "" || f.xlsx != "" {
			return func(ctx context.Context, e *engines) error { return inv.searchTable(ctx, e, string(b), f) }, nil
		}
		queries, err := lines(bytes.NewReader(b))
		return func(ctx context.Context, e *engines) error { return inv.searchAll(ctx, e, queries, f) }, err
	case f.similar != "":
		return func(ctx context.Context, e *engines) error { return inv.searchSimilar(ctx, e, f) }, nil
	case f.evidence != "":
		return func(ctx context.Context, e *engines) error { return inv.searchEvidence(ctx, e, text, f) }, nil
	case text == "":
		return nil, cchc.Usage("bad-flag", nil, "chưa nêu câu hỏi", command)
	case f.inside != "":
		return func(ctx context.Context, e *engines) error { return inv.searchInside(ctx, e, text, f) }, nil
	}
	return func(ctx context.Context, e *engines) error { return inv.searchAll(ctx, e, []string{text}, f) }, nil
}

// query is a question without its text.
func (f searchFlags) query() (q search.Query, err error) {
	q = search.Query{Scope: cchc.Everything(), Limit: f.limit, Cursor: f.cursor}
	if q.Filters, err = f.filters.Search(); err != nil {
		return q, err
	}
	if q.Sort, err = record.Order(f.sort); err != nil {
		return q, err
	}
	q.Facets, err = record.ReadFacets(f.facets)
	return q, err
}

func (inv *invocation) searchAll(ctx context.Context, e *engines, queries []string, f searchFlags) error {
	q, err := f.query()
	if err != nil {
		return err
	}
	for _, q.Text = range queries {
		if err := inv.ask(ctx, e, q, f.fields); err != nil {
			return err
		}
	}
	return nil
}

// searchLine is an answer of `search --json`.
type searchLine struct {
	record.SearchResult
	Facets []record.FacetRow `json:"facets,omitempty"`
}

// ask asks one question and prints the answer.
func (inv *invocation) ask(ctx context.Context, e *engines, q search.Query, fields []string) error {
	r, err := e.search(ctx, q)
	if err != nil {
		return err
	}
	facets, err := inv.facets(ctx, e, r)
	switch {
	case err != nil:
		return err
	case len(fields) > 0:
		return inv.printFields(r.Hits, fields)
	case inv.json:
		return inv.emit(searchLine{r, facets})
	}
	inv.printHits(r)
	inv.printFacets(facets)
	return nil
}

// search answers a query, page after page where more is asked for than a page holds.
func (e *engines) search(ctx context.Context, q search.Query) (record.SearchResult, error) {
	want := q.Limit
	r, err := record.Search(ctx, e.index, e.store, q)
	for err == nil && r.Next != "" && len(r.Hits) < want {
		q.Cursor, q.Facets, q.Limit = r.Next, nil, want-len(r.Hits)
		var more record.SearchResult
		if more, err = record.Search(ctx, e.index, e.store, q); err != nil || len(more.Hits) == 0 {
			break
		}
		r.Hits, r.Next, r.TookMS = append(r.Hits, more.Hits...), more.Next, r.TookMS+more.TookMS
	}
	return r, err
}

func (inv *invocation) facets(ctx context.Context, e *engines, r record.SearchResult) ([]record.FacetRow, error) {
	if len(r.Facets) == 0 {
		return nil, nil
	}
	cat, err := e.store.CurrentCatalogue(ctx, cchc.Everything())
	if err != nil && !errors.Is(err, cchc.ErrNotFound) {
		return nil, err
	}
	cat = cat.WithUnits(e.ownUnits())
	return record.Namer{
		Say: inv.message, Type: describe.TypeName, Unit: record.UnitNames(cat), Criterion: record.CriterionTitles(cat),
	}.Rows(r.Facets), nil
}

// message is what people read of a reason.
func (inv *invocation) message(r cchc.Reason) string { return messages.Words(r, inv.lang()).Message }

// document finds the document a flag names.
func (e *engines) document(ctx context.Context, id string) (cchc.Document, error) {
	d, err := e.store.Document(ctx, cchc.Everything(), cchc.DocumentID(id))
	if errors.Is(err, cchc.ErrNotFound) {
		return d, cchc.Usage("no-such-document", err, id)
	}
	return d, err
}

func (inv *invocation) searchInside(ctx context.Context, e *engines, text string, f searchFlags) error {
	d, err := e.document(ctx, f.inside)
	if err != nil {
		return err
	}
	r, err := record.Inside(ctx, e.index, e.store, d.ID, search.Query{Text: text, Scope: cchc.Everything(), Limit: f.limit})
	if err != nil {
		return err
	}
	if inv.json {
		return inv.emit(r)
	}
	inv.printInside(d, r)
	return nil
}

func (inv *invocation) searchSimilar(ctx context.Context, e *engines, f searchFlags) error {
	d, err := e.document(ctx, f.similar)
	if err != nil {
		return err
	}
	q, err := f.query()
	if err != nil {
		return err
	}
	r, err := record.Similar(ctx, e.index, e.store, d, q)
	switch {
	case err != nil:
		return err
	case len(f.fields) > 0:
		return inv.printFields(r.Hits, f.fields)
	case inv.json:
		return inv.emit(r)
	}
	inv.printHits(r)
	return nil
}

// evidenceLine is the answer of `search --evidence --json`.
type evidenceLine struct {
	Criterion string                 `json:"criterion"`
	Title     string                 `json:"title"`
	Queries   []record.EvidenceQuery `json:"queries"`
	Total     int                    `json:"total"`
	TookMS    int64                  `json:"took_ms"`
	Hits      []record.EvidenceHit   `json:"hits"`
	Notices   []messages.Said        `json:"notices,omitempty"`
}

func (inv *invocation) searchEvidence(ctx context.Context, e *engines, words string, f searchFlags) error {
	q, err := f.query()
	if err != nil {
		return err
	}
	cat, err := e.store.CurrentCatalogue(ctx, cchc.Everything())
	if err != nil {
		return err
	}
	unit := ""
	if len(f.filters.Unit) > 0 {
		unit = f.filters.Unit[0]
	}
	r, err := record.FindEvidence(ctx, e.index, e.store, cat, f.evidence, record.EvidenceAsk{
		Scope: cchc.Everything(), Unit: unit, From: q.Filters.From, To: q.Filters.To, AnyTime: f.anyTime, AnyType: f.anyType, Words: words, Limit: f.limit,
	})
	if err != nil {
		return err
	}
	if inv.json {
		return inv.emit(evidenceLine{r.Criterion, r.Title, r.Queries, r.Total, r.TookMS, r.Hits, inv.saidAll(r.Notices)})
	}
	inv.printEvidence(r)
	return nil
}

// searchTable asks every line and writes the answers to a table.
func (inv *invocation) searchTable(ctx context.Context, e *engines, text string, f searchFlags) error {
	q, err := f.query()
	if err != nil {
		return err
	}
	all := strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n")
	var rows []record.BatchRow
	for at := 0; at < len(all); at += record.MaxBatch {
		part := all[at:min(at+record.MaxBatch, len(all))]
		if strings.TrimSpace(strings.Join(part, "")) == "" {
			continue
		}
		found, err := record.Batch(ctx, e.index, e.store, part, q)
		if err != nil {
			return err
		}
		for i := range found {
			found[i].Line += at
		}
		rows = append(rows, found...)
	}
	head, body := record.BatchTable(rows, inv.message)
	table := export.Table{Name: "Kết quả tìm", Head: head, Rows: body}
	name, write := f.csv, table.CSV
	if f.xlsx != "" {
		name, write = f.xlsx, table.XLSX
	}
	if err := inv.writeFile(name, write); err != nil {
		return err
	}
	return inv.printBatch(name, rows)
}

// writeFile writes a file the caller named; "-" is standard output.
func (inv *invocation) writeFile(name string, write func(io.Writer) error) (err error) {
	if name == "-" {
		return write(inv.stdout)
	}
	file, err := os.Create(inv.abs(name))
	if err != nil {
		return cchc.Usage("path-unwritable", err, name, cause(err))
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return write(file)
}

// hitFields are the fields of a hit that can be asked for.
func hitFields() []string {
	return []string{
		"rank", "path", "document", "title", "code", "type", "type_name", "issued_date", "organ_name", "unit", "unit_name", "quality", "draft",
		"page", "paragraph", "section", "place", "snippet", "score",
	}
}

func isHitField(name string) bool {
	for _, f := range hitFields() {
		if f == name {
			return true
		}
	}
	return false
}

// fieldsOf is a hit as the fields its JSON has.
func fieldsOf(h record.HitRow) (map[string]any, error) {
	b, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	var out map[string]any
	return out, json.Unmarshal(b, &out)
}
