package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
	"minhchung/internal/record"
	"minhchung/internal/search"
	"minhchung/internal/store"
)

type searchInput struct {
	Paging
	Query     string `query:"q" required:"true" doc:"Words with or without diacritics, a number, abbreviations, \"phrases\", -not"`
	Unit      string `query:"unit"`
	Type      string `query:"type" doc:"Abbreviation of Nghị định 30/2020"`
	From      string `query:"from" format:"date" doc:"Issued on this day or later"`
	To        string `query:"to" format:"date" doc:"Issued on this day or earlier"`
	Criterion string `query:"criterion" doc:"Only documents linked to this criterion"`
}

type searchAnswer struct {
	Items      []record.HitRow `json:"items"`
	Total      int             `json:"total" doc:"Documents that match"`
	Next       string          `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
	Query      string          `json:"query"`
	TookMS     int64           `json:"took_ms"`
	Expansions []expansion     `json:"expansions" doc:"Abbreviations that were understood"`
	Notices    []messages.Said `json:"notices" doc:"What was not understood and searched literally"`
}

type expansion struct {
	Short string `json:"short"`
	Long  string `json:"long"`
}

func (a *api) registerSearch(h huma.API) {
	huma.Register(h, huma.Operation{
		OperationID: "search", Method: http.MethodGet, Path: "/api/v1/search", Tags: []string{"Tìm kiếm"},
		Summary: "Tìm văn bản: mỗi văn bản một kết quả, kèm đoạn khớp nhất, trang và mục",
	}, func(ctx context.Context, in *searchInput) (*body[searchAnswer], error) {
		out, err := a.search(ctx, in)
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		return &body[searchAnswer]{out}, nil
	})
}

func (a *api) search(ctx context.Context, in *searchInput) (searchAnswer, error) {
	q := search.Query{Text: in.Query, Scope: a.scope(ctx), Limit: in.Limit, Cursor: in.Cursor}
	var err error
	if q.Filters, err = a.searchFilters(ctx, in); err != nil {
		return searchAnswer{}, err
	}
	r, err := record.Search(ctx, a.cfg.Searcher, a.cfg.Store, q)
	if err != nil {
		return searchAnswer{}, err
	}
	out := searchAnswer{
		Items: orEmpty(r.Hits), Total: r.Total, Next: r.Next, Query: r.Query, TookMS: int64(r.TookMS), Expansions: []expansion{}, Notices: saidAll(ctx, r.Notices),
	}
	for _, e := range r.Expansions {
		out.Expansions = append(out.Expansions, expansion{e.Short, e.Long})
	}
	return out, nil
}

func (a *api) searchFilters(ctx context.Context, in *searchInput) (search.Filters, error) {
	var f search.Filters
	if in.Unit != "" {
		f.Units = []string{in.Unit}
	}
	if in.Type != "" {
		f.Types = []string{in.Type}
	}
	var err error
	if f.From, err = cchc.ParseDate(in.From); err != nil {
		return f, cchc.Usage("bad-date", err, in.From)
	}
	if f.To, err = cchc.ParseDate(in.To); err != nil {
		return f, cchc.Usage("bad-date", err, in.To)
	}
	if in.Criterion == "" {
		return f, nil
	}
	cat, err := a.cfg.Store.CurrentCatalogue(ctx, a.scope(ctx))
	if err != nil {
		return f, err
	}
	if !cat.HasLeaf(in.Criterion) {
		return f, cchc.Usage("no-such-criterion", nil, in.Criterion)
	}
	links, err := a.cfg.Store.AllLinks(ctx, a.scope(ctx), store.LinkFilter{Catalogue: cat.Ref(), Criterion: in.Criterion, ProposedOnly: true})
	if err != nil {
		return f, err
	}
	f.Documents = []cchc.DocumentID{} // no link, no document
	for _, l := range links {
		f.Documents = append(f.Documents, l.Document)
	}
	return f, nil
}
