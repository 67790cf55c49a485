package httpapi

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/record"
)

type savedID struct {
	ID int64 `path:"id"`
}

type savedBody struct {
	Name    string         `json:"name" maxLength:"200" doc:"Unique in the office, whatever its capitals"`
	Query   string         `json:"query,omitempty" maxLength:"2000"`
	Filters record.Filters `json:"filters,omitempty"`
	Sort    string         `json:"sort,omitempty" enum:"relevance,newest,oldest"`
}

func (b savedBody) saved() record.Saved {
	return record.Saved{Name: b.Name, Query: b.Query, Filters: b.Filters, Sort: b.Sort}
}

type saveInput struct{ Body savedBody }

type resaveInput struct {
	ID   int64 `path:"id"`
	Body savedBody
}

func (a *api) registerSavedSearches(h huma.API) {
	tags := []string{"Câu tìm đã lưu"}
	huma.Register(h, huma.Operation{
		OperationID: "list-searches", Method: http.MethodGet, Path: "/api/v1/searches", Tags: tags,
		Summary: "Các câu tìm đã lưu, theo tên",
	}, a.listSearches)
	huma.Register(h, huma.Operation{
		OperationID: "get-saved-search", Method: http.MethodGet, Path: "/api/v1/searches/{id}", Tags: tags,
		Summary: "Một câu tìm đã lưu",
	}, a.getSearch)
	huma.Register(h, huma.Operation{
		OperationID: "save-search", Method: http.MethodPost, Path: "/api/v1/searches", Tags: tags, DefaultStatus: http.StatusCreated,
		Summary: "Lưu một câu tìm với bộ lọc và cách sắp xếp",
	}, a.saveSearch)
	huma.Register(h, huma.Operation{
		OperationID: "change-search", Method: http.MethodPut, Path: "/api/v1/searches/{id}", Tags: tags,
		Summary: "Sửa một câu tìm đã lưu",
	}, a.changeSearch)
	huma.Register(h, huma.Operation{
		OperationID: "delete-search", Method: http.MethodDelete, Path: "/api/v1/searches/{id}", Tags: tags, DefaultStatus: http.StatusNoContent,
		Summary: "Xóa một câu tìm đã lưu",
	}, a.deleteSearch)
}

func (a *api) listSearches(ctx context.Context, _ *struct{}) (*body[list[record.Saved]], error) {
	all, err := a.cfg.Store.SavedSearches(ctx, a.scope(ctx))
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[list[record.Saved]]{list[record.Saved]{Items: orEmpty(all), Total: len(all)}}, nil
}

func (a *api) getSearch(ctx context.Context, in *savedID) (*body[record.Saved], error) {
	s, err := a.cfg.Store.SavedSearch(ctx, a.scope(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, noSuchSearch(err, in.ID))
	}
	return &body[record.Saved]{s}, nil
}

func (a *api) saveSearch(ctx context.Context, in *saveInput) (*body[record.Saved], error) {
	s, err := a.cfg.Store.SaveSearch(ctx, a.actor(ctx), in.Body.saved())
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[record.Saved]{s}, nil
}

func (a *api) changeSearch(ctx context.Context, in *resaveInput) (*body[record.Saved], error) {
	s := in.Body.saved()
	s.ID = in.ID
	s, err := a.cfg.Store.ChangeSearch(ctx, a.actor(ctx), s)
	if err != nil {
		return nil, a.fail(ctx, noSuchSearch(err, in.ID))
	}
	return &body[record.Saved]{s}, nil
}

func (a *api) deleteSearch(ctx context.Context, in *savedID) (*struct{}, error) {
	if err := a.cfg.Store.DeleteSearch(ctx, a.actor(ctx), in.ID); err != nil {
		return nil, a.fail(ctx, noSuchSearch(err, in.ID))
	}
	return nil, nil //nolint:nilnil // 204 has no body
}

func noSuchSearch(err error, id int64) error {
	if errors.Is(err, cchc.ErrNotFound) {
		return cchc.Usage("no-such-search", err, strconv.FormatInt(id, 10))
	}
	return err
}
