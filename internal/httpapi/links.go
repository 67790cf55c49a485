package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/evidence"
	"minhchung/internal/messages"
	"minhchung/internal/record"
	"minhchung/internal/store"
)

type linksInput struct {
	Paging
	Criterion string  `query:"criterion"`
	Document  string  `query:"document"`
	State     string  `query:"state" enum:"suggested,submitted,accepted,rejected,explanation_asked,stale" doc:"Stale ones were reviewed and have changed since"`
	MinScore  float64 `query:"min_score" minimum:"0" maximum:"1"`
	All       bool    `query:"all" doc:"Also links below the proposing threshold"`
}

type linkRow struct {
	Link        cchc.LinkID     `json:"link"`
	Criterion   string          `json:"criterion"`
	Requirement string          `json:"requirement"`
	Asks        string          `json:"asks" doc:"What the requirement asks for, in words"`
	Document    cchc.DocumentID `json:"document" doc:"Or the identity of an exhibit"`
	Path        string          `json:"path"`
	Title       string          `json:"title"`
	Code        string          `json:"code"`
	Unit        string          `json:"unit,omitempty" doc:"Whose document it is; nobody decides on what is of his own unit"`
	Exhibit     *cchc.Exhibit   `json:"exhibit,omitempty" doc:"Where the evidence is no file: a web page, figures of a system"`
	Quotes      []cchc.Quote    `json:"quotes"`
	Score       float64         `json:"score"`
	Band        string          `json:"band" enum:"sure,possible,weak,manual"`
	BandWords   string          `json:"band_words"`
	Proposed    bool            `json:"proposed"`
	Related     bool            `json:"related" doc:"Speaks of the subject"`
	Fulfils     bool            `json:"fulfils" doc:"Is the paper asked for"`
	Why         string          `json:"why" doc:"The reasons in one line"`
	Reasons     []messages.Said `json:"reasons"`
	Misses      []messages.Said `json:"misses"`
	State       cchc.LinkState  `json:"state"`
	StateWords  string          `json:"state_words"`
	Stale       bool            `json:"stale" doc:"Reviewed, and changed since: to be looked at again"`
	Manual      bool            `json:"manual" doc:"A person linked it"`
	By          string          `json:"by,omitempty"`
	ByUnit      string          `json:"by_unit,omitempty" doc:"Whom By spoke for"`
	At          *time.Time      `json:"at,omitempty"`
	Note        string          `json:"note,omitempty"`
}

func (a *api) registerLinks(h huma.API) {
	tags := []string{"Minh chứng"}
	huma.Register(h, huma.Operation{
		OperationID: "list-links", Method: http.MethodGet, Path: "/api/v1/links", Tags: tags,
		Summary: "Tài liệu được đề xuất cho tiêu chí, kèm trích dẫn, trang và lý do",
	}, a.listLinks)
	a.registerReviews(h, tags)
	a.registerManualLinks(h, tags)
}

func (a *api) listLinks(ctx context.Context, in *linksInput) (*body[list[linkRow]], error) {
	cat, err := a.cfg.Store.CurrentCatalogue(ctx, a.scope(ctx))
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	if in.Criterion != "" && !cat.HasLeaf(in.Criterion) {
		return nil, a.fail(ctx, cchc.Usage("no-such-criterion", nil, in.Criterion))
	}
	links, next, total, err := a.cfg.Store.Links(ctx, a.scope(ctx), store.LinkFilter{
		Catalogue: cat.Ref(), Criterion: in.Criterion, Document: in.Document, State: in.State,
		MinScore: in.MinScore, ProposedOnly: !in.All, Cursor: in.Cursor, Limit: in.Limit,
	})
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	rows, err := a.linkRows(ctx, links)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[list[linkRow]]{list[linkRow]{Items: rows, Total: total, Next: next}}, nil
}

func (a *api) linkRows(ctx context.Context, links []cchc.Link) ([]linkRow, error) {
	ids := make([]cchc.DocumentID, 0, len(links))
	for _, l := range links {
		ids = append(ids, l.Document)
	}
	docs, err := a.cfg.Store.DocumentsByID(ctx, a.scope(ctx), ids)
	if err != nil {
		return nil, err
	}
	exhibits, err := a.cfg.Store.Exhibits(ctx, a.scope(ctx), ids)
	if err != nil {
		return nil, err
	}
	asks, err := a.requirementNames(ctx, links)
	if err != nil {
		return nil, err
	}
	rows := make([]linkRow, 0, len(links))
	for _, l := range links {
		d, band := docs[l.Document], evidence.BandOf(l)
		row := linkRow{
			Link: l.ID, Criterion: l.Criterion, Requirement: l.Requirement, Asks: asks[l.Requirement], Document: l.Document,
			Path: d.Path, Title: d.Particulars.Subject, Code: d.Particulars.Code, Unit: d.Unit, Quotes: orEmpty(l.Quotes),
			Score: l.Score, Band: band, BandWords: messages.Words(evidence.BandWords(band), langOf(ctx)).Message,
			Proposed: l.Proposed, Related: l.Related, Fulfils: l.Fulfils, Why: messages.Line(l.Reasons, langOf(ctx)),
			Reasons: saidAll(ctx, l.Reasons), Misses: saidAll(ctx, l.Misses),
			State: l.State, StateWords: messages.Words(record.StateReason(l.State), langOf(ctx)).Message,
			Stale: l.Stale, Manual: l.Manual, By: l.By, ByUnit: l.ByUnit, Note: l.Note,
		}
		if x, ok := exhibits[l.Document]; ok {
			row.Exhibit = &x
		}
		if !l.At.IsZero() {
			row.At = &l.At
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// requirementNames are the names of the requirements of the links' catalogue, which is
// one for a list.
func (a *api) requirementNames(ctx context.Context, links []cchc.Link) (map[string]string, error) {
	names := map[string]string{}
	if len(links) == 0 {
		return names, nil
	}
	cat, err := a.cfg.Store.Catalogue(ctx, a.scope(ctx), links[0].Catalogue)
	if err != nil {
		return nil, err
	}
	for _, c := range cat.Leaves() {
		for _, r := range c.Requires {
			names[r.ID] = r.Name
		}
	}
	return names, nil
}
