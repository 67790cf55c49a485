package httpapi

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/describe"
	"minhchung/internal/messages"
	"minhchung/internal/record"
	"minhchung/internal/search"
)

type searchInput struct {
	Paging
	record.Filters
	Query  string   `query:"q" required:"true" doc:"Words with or without diacritics, a number, abbreviations, \"phrases\", -not, loại:KH năm:2020"`
	Sort   string   `query:"sort" enum:"relevance,newest,oldest" default:"relevance" doc:"Order; documents without a date of issue come last in the others"`
	Facets []string `query:"facets" enum:"type,unit,year,issuer,quality,criterion,state" doc:"What to count all matching documents by, with commas"`
}

type searchAnswer struct {
	Items      []record.HitRow   `json:"items"`
	Total      int               `json:"total" doc:"Documents that match"`
	Next       string            `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
	Query      string            `json:"query"`
	TookMS     int64             `json:"took_ms"`
	Expansions []expansion       `json:"expansions" doc:"Abbreviations that were understood"`
	Notices    []messages.Said   `json:"notices" doc:"What was not understood, and which limits acted"`
	Facets     []record.FacetRow `json:"facets" doc:"In the order asked for"`
	Suggestion string            `json:"suggestion,omitempty" doc:"The query with unknown words put right, to be offered"`
}

type expansion struct {
	Short string `json:"short"`
	Long  string `json:"long"`
}

func (a *api) registerSearch(h huma.API) {
	huma.Register(h, huma.Operation{
		OperationID: "search", Method: http.MethodGet, Path: "/api/v1/search", Tags: []string{"Tìm kiếm"},
		Summary: "Tìm văn bản: mỗi văn bản một kết quả, kèm đoạn khớp nhất, trang và mục; lọc, sắp xếp và đếm theo loại, đơn vị, năm, …",
	}, func(ctx context.Context, in *searchInput) (*body[searchAnswer], error) {
		out, err := a.search(ctx, in)
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		return &body[searchAnswer]{out}, nil
	})
	a.registerSuggest(h)
	a.registerNear(h)
	a.registerEvidenceSearch(h)
	a.registerSavedSearches(h)
	a.registerBatch(h)
	a.registerAbbreviations(h)
}

func (a *api) search(ctx context.Context, in *searchInput) (searchAnswer, error) {
	q := search.Query{Text: in.Query, Scope: a.scope(ctx), Limit: in.Limit, Cursor: in.Cursor}
	var err error
	if q.Filters, err = in.Search(); err != nil {
		return searchAnswer{}, err
	}
	if q.Sort, err = record.Order(in.Sort); err != nil {
		return searchAnswer{}, err
	}
	if q.Facets, err = record.ReadFacets(in.Facets); err != nil {
		return searchAnswer{}, err
	}
	r, err := record.Search(ctx, a.cfg.Searcher, a.cfg.Store, q)
	if err != nil {
		return searchAnswer{}, err
	}
	return a.searchAnswer(ctx, r)
}

func (a *api) searchAnswer(ctx context.Context, r record.SearchResult) (searchAnswer, error) {
	out := searchAnswer{
		Items: orEmpty(r.Hits), Total: r.Total, Next: r.Next, Query: r.Query, TookMS: r.TookMS, Suggestion: r.Suggestion,
		Expansions: []expansion{}, Notices: saidAll(ctx, r.Notices), Facets: []record.FacetRow{},
	}
	for _, e := range r.Expansions {
		out.Expansions = append(out.Expansions, expansion{e.Short, e.Long})
	}
	if len(r.Facets) == 0 {
		return out, nil
	}
	namer, err := a.namer(ctx)
	if err != nil {
		return out, err
	}
	out.Facets = namer.Rows(r.Facets)
	return out, nil
}

// namer puts the values of facets in words. Without a catalogue units and criteria go by
// their codes.
func (a *api) namer(ctx context.Context) (record.Namer, error) {
	cat, err := a.cfg.Store.CurrentCatalogue(ctx, a.scope(ctx))
	if err != nil && !errors.Is(err, cchc.ErrNotFound) {
		return record.Namer{}, err
	}
	own, err := a.cfg.Store.OwnUnits(ctx, a.scope(ctx))
	if err != nil {
		return record.Namer{}, err
	}
	cat = cat.WithUnits(own)
	return record.Namer{
		Say:  func(r cchc.Reason) string { return messages.Words(r, langOf(ctx)).Message },
		Type: describe.TypeName, Unit: record.UnitNames(cat), Criterion: record.CriterionTitles(cat),
	}, nil
}
