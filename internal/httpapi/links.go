package httpapi

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/evidence"
	"minhchung/internal/messages"
	"minhchung/internal/store"
)

type linksInput struct {
	Paging
	Criterion string  `query:"criterion"`
	Document  string  `query:"document"`
	State     string  `query:"state" enum:"suggested,accepted,rejected"`
	MinScore  float64 `query:"min_score" minimum:"0" maximum:"1"`
	All       bool    `query:"all" doc:"Also links below the proposing threshold"`
}

type linkRow struct {
	Link        cchc.LinkID     `json:"link"`
	Criterion   string          `json:"criterion"`
	Requirement string          `json:"requirement"`
	Asks        string          `json:"asks" doc:"What the requirement asks for, in words"`
	Document    cchc.DocumentID `json:"document"`
	Path        string          `json:"path"`
	Title       string          `json:"title"`
	Code        string          `json:"code"`
	Quotes      []cchc.Quote    `json:"quotes"`
	Score       float64         `json:"score"`
	Proposed    bool            `json:"proposed"`
	Fulfils     bool            `json:"fulfils"`
	Reasons     []messages.Said `json:"reasons"`
	Misses      []messages.Said `json:"misses"`
	State       cchc.LinkState  `json:"state"`
	By          string          `json:"by,omitempty"`
	At          *time.Time      `json:"at,omitempty"`
	Note        string          `json:"note,omitempty"`
}

type reviewInput struct {
	ID   string `path:"id"`
	Body struct {
		Decision string `json:"decision" enum:"accept,reject,reset"`
		Note     string `json:"note,omitempty" maxLength:"2000" doc:"Needed to reject"`
	}
}

func (a *api) registerLinks(h huma.API) {
	tags := []string{"Minh chứng"}
	huma.Register(h, huma.Operation{
		OperationID: "list-links", Method: http.MethodGet, Path: "/api/v1/links", Tags: tags,
		Summary: "Tài liệu được đề xuất cho tiêu chí, kèm trích dẫn, trang và lý do",
	}, a.listLinks)
	huma.Register(h, huma.Operation{
		OperationID: "review-link", Method: http.MethodPost, Path: "/api/v1/links/{id}/review", Tags: tags,
		Summary: "Chấp nhận, không chấp nhận hoặc đặt lại một đề xuất",
	}, a.reviewLink)
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
	asks, err := a.requirementNames(ctx, links)
	if err != nil {
		return nil, err
	}
	rows := make([]linkRow, 0, len(links))
	for _, l := range links {
		d := docs[l.Document]
		row := linkRow{
			Link: l.ID, Criterion: l.Criterion, Requirement: l.Requirement, Asks: asks[l.Requirement], Document: l.Document,
			Path: d.Path, Title: d.Particulars.Subject, Code: d.Particulars.Code, Quotes: orEmpty(l.Quotes),
			Score: l.Score, Proposed: l.Proposed, Fulfils: l.Fulfils, Reasons: saidAll(ctx, l.Reasons), Misses: saidAll(ctx, l.Misses),
			State: l.State, By: l.By, Note: l.Note,
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

func (a *api) reviewLink(ctx context.Context, in *reviewInput) (*body[linkRow], error) {
	to := map[string]cchc.LinkState{"accept": cchc.LinkAccepted, "reject": cchc.LinkRejected, "reset": cchc.LinkSuggested}[in.Body.Decision]
	actor := a.actor(ctx)
	link, err := a.cfg.Store.Review(ctx, actor, cchc.LinkID(in.ID), func(l cchc.Link) (cchc.Link, error) {
		return evidence.Review(l, to, actor, in.Body.Note, a.cfg.Now().UTC())
	})
	a.computed.forget()
	if errors.Is(err, cchc.ErrNotFound) {
		err = cchc.Usage("no-such-link", err, in.ID)
	}
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	rows, err := a.linkRows(ctx, []cchc.Link{link})
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[linkRow]{rows[0]}, nil
}
