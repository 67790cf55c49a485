package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/evidence"
	"minhchung/internal/store"
)

type addLinkInput struct {
	Body struct {
		Speaker
		Criterion   string `json:"criterion"`
		Requirement string `json:"requirement,omitempty" doc:"Identity, 1.4/2 or 2; not needed where the criterion has one"`
		Document    string `json:"document,omitempty" doc:"A document or picture; or else a web page or figures"`
		Web         *struct {
			Address string `json:"address" maxLength:"2000"`
			Seen    string `json:"seen" format:"date" doc:"The day the person saw it; nothing is fetched"`
			Title   string `json:"title,omitempty" maxLength:"500"`
			Copy    string `json:"copy,omitempty" pattern:"^[0-9a-f]{64}$" doc:"SHA-256 of a copy that was uploaded"`
		} `json:"web,omitempty"`
		Statistics *struct {
			Description string `json:"description" maxLength:"5000"`
			Seen        string `json:"seen,omitempty" format:"date"`
		} `json:"statistics,omitempty"`
		Quote   string `json:"quote,omitempty" maxLength:"5000"`
		Page    int    `json:"page,omitempty" minimum:"0"`
		Section string `json:"section,omitempty" maxLength:"200"`
		Note    string `json:"note,omitempty" maxLength:"2000" doc:"What it shows; needed but for statistics"`
	}
}

type removeLinkInput struct {
	ID   string `path:"id"`
	By   string `query:"by" maxLength:"200"`
	Unit string `query:"unit" maxLength:"200"`
}

func (a *api) registerManualLinks(h huma.API, tags []string) {
	huma.Register(h, huma.Operation{
		OperationID: "add-link", Method: http.MethodPost, Path: "/api/v1/links", Tags: tags, DefaultStatus: http.StatusCreated,
		Summary: "Liên kết bằng tay: văn bản, ảnh, trang web, số liệu trên hệ thống",
	}, a.addLink)
	huma.Register(h, huma.Operation{
		OperationID: "remove-link", Method: http.MethodDelete, Path: "/api/v1/links/{id}", Tags: tags,
		Summary: "Xóa một liên kết do người tạo",
	}, a.removeLink)
}

func (a *api) addLink(ctx context.Context, in *addLinkInput) (*body[linkRow], error) {
	link, err := a.link(ctx, in)
	a.computed.forget()
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	rows, err := a.linkRows(ctx, []cchc.Link{link})
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[linkRow]{rows[0]}, nil
}

func (a *api) link(ctx context.Context, in *addLinkInput) (cchc.Link, error) {
	actor, units, err := a.speaker(ctx, in.Body.Speaker)
	if err != nil {
		return cchc.Link{}, err
	}
	cat, err := a.cfg.Store.CurrentCatalogue(ctx, a.scope(ctx))
	if err != nil {
		return cchc.Link{}, err
	}
	b := in.Body
	m := evidence.Manual{
		Criterion: b.Criterion, Requirement: b.Requirement, Document: cchc.DocumentID(b.Document),
		Quote: b.Quote, Page: b.Page, Section: b.Section, Note: b.Note, Unit: units.Name(actor.Unit),
	}
	seen := ""
	if b.Web != nil {
		m.Web, m.Title, m.Copy, seen = b.Web.Address, b.Web.Title, cchc.FileID(b.Web.Copy), b.Web.Seen
	}
	if b.Statistics != nil {
		m.Statistics, seen = b.Statistics.Description, b.Statistics.Seen
	}
	if m.Seen, err = cchc.ParseDate(seen); err != nil {
		return cchc.Link{}, cchc.Usage("bad-date", err, seen)
	}
	link, exhibit, err := m.Link(cat, actor, a.cfg.Now())
	if err != nil {
		return cchc.Link{}, err
	}
	if exhibit == nil {
		if _, err := a.document(ctx, string(link.Document)); err != nil {
			return cchc.Link{}, err
		}
	}
	return a.cfg.Store.AddLink(ctx, actor, store.ManualLink{Link: link, Exhibit: exhibit, Unit: m.Unit, Note: m.Words()})
}

func (a *api) removeLink(ctx context.Context, in *removeLinkInput) (*struct{}, error) {
	actor, _, err := a.speaker(ctx, Speaker{By: in.By, Unit: in.Unit})
	if err == nil {
		err = a.cfg.Store.RemoveLink(ctx, actor, cchc.LinkID(in.ID), func(l cchc.Link) error { return evidence.Remove(l, actor) })
		a.computed.forget()
	}
	if err != nil {
		return nil, a.fail(ctx, noLink(err, cchc.LinkID(in.ID)))
	}
	return nil, nil //nolint:nilnil // 204 has no body
}
