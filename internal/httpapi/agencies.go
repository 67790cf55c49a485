package httpapi

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/agency"
	"minhchung/internal/cchc"
)

type agencyInput struct {
	ID   string `path:"id" maxLength:"60"`
	Body struct {
		Name      string         `json:"name" maxLength:"300"`
		Sign      string         `json:"sign,omitempty" maxLength:"60" doc:"As in its numbers: STTTT"`
		Aliases   []agency.Alias `json:"aliases,omitempty" maxItems:"100" doc:"Other names and signs, with the time they were used"`
		Valid     cchc.Period    `json:"valid,omitzero" doc:"When it existed"`
		Successor string         `json:"successor,omitempty" maxLength:"60" doc:"Id of the agency that took over"`
	}
}

type agencyID struct {
	ID string `path:"id"`
}

type resolveInput struct {
	Name string `query:"name" required:"true" maxLength:"300" doc:"A name or a sign"`
	Date string `query:"date" format:"date" doc:"The day it was used on, 2020-01-15"`
}

type resolved struct {
	Agency     agency.Agency   `json:"agency"`
	Successors []agency.Agency `json:"successors" doc:"Who took over, the next first"`
	Family     []agency.Agency `json:"family" doc:"The agency and all it came from"`
}

func (a *api) registerAgencies(h huma.API) {
	tags := []string{"Cơ quan"}
	huma.Register(h, huma.Operation{
		OperationID: "list-agencies", Method: http.MethodGet, Path: "/api/v1/agencies", Tags: tags,
		Summary: "Danh mục cơ quan: tên, ký hiệu, tên gọi khác theo thời gian, cơ quan kế thừa",
	}, a.listAgencies)
	huma.Register(h, huma.Operation{
		OperationID: "save-agency", Method: http.MethodPut, Path: "/api/v1/agencies/{id}", Tags: tags,
		Summary: "Thêm hoặc sửa một cơ quan; các bản của cùng văn bản được gom lại theo danh mục mới",
	}, a.saveAgency)
	huma.Register(h, huma.Operation{
		OperationID: "delete-agency", Method: http.MethodDelete, Path: "/api/v1/agencies/{id}", Tags: tags, DefaultStatus: http.StatusNoContent,
		Summary: "Xóa một cơ quan khỏi danh mục",
	}, a.deleteAgency)
	huma.Register(h, huma.Operation{
		OperationID: "resolve-agency", Method: http.MethodGet, Path: "/api/v1/agencies/resolve", Tags: tags,
		Summary: "Tên hoặc ký hiệu này, vào ngày này, là cơ quan nào",
	}, a.resolveAgency)
}

func (a *api) listAgencies(ctx context.Context, _ *struct{}) (*body[list[agency.Agency]], error) {
	all, err := a.cfg.Store.Agencies(ctx, a.scope(ctx))
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[list[agency.Agency]]{list[agency.Agency]{Items: orEmpty(all), Total: len(all)}}, nil
}

func (a *api) saveAgency(ctx context.Context, in *agencyInput) (*body[agency.Agency], error) {
	if a.cfg.Corrections == nil {
		return nil, a.fail(ctx, cchc.Waiting("no-correcting"))
	}
	b := in.Body
	one := agency.Agency{ID: in.ID, Name: b.Name, Sign: b.Sign, Aliases: b.Aliases, Valid: b.Valid, Successor: b.Successor}
	err := a.cfg.Corrections.SaveAgency(ctx, a.actor(ctx), one)
	a.computed.forget()
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[agency.Agency]{one}, nil
}

func (a *api) deleteAgency(ctx context.Context, in *agencyID) (*struct{}, error) {
	if a.cfg.Corrections == nil {
		return nil, a.fail(ctx, cchc.Waiting("no-correcting"))
	}
	err := a.cfg.Corrections.RemoveAgency(ctx, a.actor(ctx), in.ID)
	a.computed.forget()
	if errors.Is(err, cchc.ErrNotFound) {
		err = cchc.Usage("no-such-agency", err, in.ID)
	}
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return nil, nil
}

func (a *api) resolveAgency(ctx context.Context, in *resolveInput) (*body[resolved], error) {
	day, err := cchc.ParseDate(in.Date)
	if err != nil {
		return nil, a.fail(ctx, cchc.Usage("bad-request", err, err.Error()))
	}
	all, err := a.cfg.Store.Agencies(ctx, a.scope(ctx))
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	r := agency.NewRegistry(all)
	one, ok := r.Resolve(in.Name, day)
	if !ok {
		return nil, a.fail(ctx, cchc.Usage("no-such-agency", cchc.ErrNotFound, in.Name))
	}
	return &body[resolved]{resolved{one, orEmpty(r.Successors(one.ID)), r.Family(one.ID)}}, nil
}
