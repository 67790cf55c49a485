package record

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// Engine answers queries with identities.
type Engine interface {
	Search(ctx context.Context, q search.Query) (search.Result, error)
}

// Source is the record. It returns what it has of the identities asked for and is in the
// scope; what it lacks is simply not in the map.
type Source interface {
	DocumentsByID(ctx context.Context, scope cchc.Scope, ids []cchc.DocumentID) (map[cchc.DocumentID]cchc.Document, error)
	PassagesByID(ctx context.Context, scope cchc.Scope, ids []cchc.PassageID) (map[cchc.PassageID]cchc.Passage, error)
}

// HitRow is a document found, with its best passage.
type HitRow struct {
	Rank       int             `json:"rank"` // from 1, counted through all pages
	Path       string          `json:"path"`
	Document   cchc.DocumentID `json:"document"`
	Title      string          `json:"title"` // see [Title]
	Code       string          `json:"code"`  // "" where the document has none
	Type       string          `json:"type"`
	TypeName   string          `json:"type_name"`
	IssuedDate string          `json:"issued_date"` // ISO, "" where unknown
	OrganName  string          `json:"organ_name"`
	Page       *int            `json:"page"`      // null where the format has no pages
	Paragraph  int             `json:"paragraph"` // from 1 through the document, 0 where unknown
	Section    string          `json:"section"`
	Snippet    string          `json:"snippet"` // "" where the document has no text yet
	// Marks are the byte offsets [start, end) in Snippet of what was looked for.
	Marks [][2]int `json:"marks"`
	Score float64  `json:"score"` // comparable within one answer only
}

// SearchResult is the answer to one query.
type SearchResult struct {
	Query      string        `json:"query"`
	Total      int           `json:"total"`   // documents that match, see the engine
	TookMS     int64         `json:"took_ms"` // search and record together, rounded up
	Hits       []HitRow      `json:"hits"`
	Next       string        `json:"next,omitempty"` // cursor of the next page
	Expansions []Expansion   `json:"expansions,omitempty"`
	Notices    []cchc.Reason `json:"notices,omitempty"` // what was not understood, in codes
}

// Expansion is an abbreviation that was understood; both forms were searched.
type Expansion struct {
	Short string `json:"short"`
	Long  string `json:"long"`
}

// Search asks the engine and fills its hits in from the record. Hits whose document the
// record does not have or the scope does not see are dropped: the record decides, the
// index is derived. Total is the engine's all the same.
func Search(ctx context.Context, engine Engine, source Source, q search.Query) (SearchResult, error) {
	start := time.Now() //nolint:forbidigo // a duration is measured, no instant is kept
	found, err := engine.Search(ctx, q)
	if err != nil {
		return SearchResult{}, fmt.Errorf("search: %w", err)
	}
	rows, err := fill(ctx, source, q.Scope, found)
	if err != nil {
		return SearchResult{}, fmt.Errorf("search: %w", err)
	}
	var expansions []Expansion
	for _, e := range found.Expansions {
		expansions = append(expansions, Expansion{Short: e.Short, Long: e.Long})
	}
	took := time.Since(start) //nolint:forbidigo // see start
	return SearchResult{
		Query: q.Text, Total: found.Total, TookMS: int64((took + time.Millisecond - 1) / time.Millisecond), Hits: rows,
		Next: found.Next, Expansions: expansions, Notices: found.Notices,
	}, nil
}

func fill(ctx context.Context, source Source, scope cchc.Scope, found search.Result) ([]HitRow, error) {
	rows := make([]HitRow, 0, len(found.Hits))
	if len(found.Hits) == 0 {
		return rows, nil
	}
	documents := make([]cchc.DocumentID, len(found.Hits))
	passages := make([]cchc.PassageID, len(found.Hits))
	for i, h := range found.Hits {
		documents[i], passages[i] = h.Document, h.Passage
	}
	known, err := source.DocumentsByID(ctx, scope, documents)
	if err != nil {
		return nil, err
	}
	texts, err := source.PassagesByID(ctx, scope, passages)
	if err != nil {
		return nil, err
	}
	for _, h := range found.Hits {
		if d, ok := known[h.Document]; ok {
			rows = append(rows, row(h, d, texts[h.Passage], found.Terms))
		}
	}
	return rows, nil
}

func row(h search.Hit, d cchc.Document, p cchc.Passage, terms search.Terms) HitRow {
	x := d.Particulars
	r := HitRow{
		Rank: h.Rank, Path: d.Path, Document: d.ID, Title: Title(d), Code: x.Code, Type: x.Type, TypeName: x.TypeName,
		IssuedDate: x.IssuedDate.String(), OrganName: x.OrganName, Paragraph: p.Paragraph, Section: p.Section, Score: h.Score,
		Marks: [][2]int{},
	}
	if p.Page > 0 {
		page := p.Page
		r.Page = &page
	}
	snippet, marks := terms.Snippet(p.Text, search.DefaultSnippet)
	r.Snippet = snippet
	if marks != nil {
		r.Marks = marks
	}
	return r
}

// Title is what a document is called in lists: type and subject, as on its face; without
// a subject type and number; without both the name of its file.
func Title(d cchc.Document) string {
	x := d.Particulars
	switch {
	case x.Subject != "" && (x.TypeName == "" || strings.HasPrefix(vi.Fold(x.Subject), vi.Fold(x.TypeName))):
		return x.Subject
	case x.Subject != "":
		return x.TypeName + " " + x.Subject
	case x.TypeName != "" && x.Code != "":
		return x.TypeName + " " + x.Code
	case x.Code != "":
		return x.Code
	}
	name := d.Path[strings.LastIndexAny(d.Path, `/\`)+1:]
	return strings.TrimSuffix(name, filepath.Ext(name))
}
