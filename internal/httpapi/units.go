package httpapi

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/round"
)

// Uniter changes the units of the installation and what follows from them.
type Uniter interface {
	SaveUnits(ctx context.Context, actor cchc.Actor, units ...cchc.Unit) error
	RemoveUnit(ctx context.Context, actor cchc.Actor, id string) error
	// MergeUnits has units end in another on their last day; the zero day is unknown.
	MergeUnits(ctx context.Context, actor cchc.Actor, from []string, into string, last cchc.Date) ([]cchc.Unit, error)
}

// unitRow is a unit of the installation.
type unitRow struct {
	ID          string      `json:"id" maxLength:"80"`
	Name        string      `json:"name" maxLength:"300"`
	Aliases     []string    `json:"aliases,omitempty" maxItems:"100"`
	Valid       cchc.Period `json:"valid,omitzero" doc:"When it existed; open ends are blank"`
	SucceededBy string      `json:"succeeded_by,omitempty" doc:"Id of the unit that took its tasks over"`
}

func unitOf(u cchc.Unit) unitRow { return unitRow{u.ID, u.Name, u.Aliases, u.Valid, u.SucceededBy} }

type unitList struct {
	Items []unitRow `json:"items"`
	Total int       `json:"total"`
	Own   bool      `json:"own" doc:"False: the installation has none, these are the catalogue's"`
}

type unitInput struct {
	ID   string `path:"id" maxLength:"80"`
	Body struct {
		Name        string      `json:"name" maxLength:"300"`
		Aliases     []string    `json:"aliases,omitempty" maxItems:"100"`
		Valid       cchc.Period `json:"valid,omitzero"`
		SucceededBy string      `json:"succeeded_by,omitempty" maxLength:"80"`
		By          string      `json:"by,omitempty" maxLength:"100" doc:"Who does it"`
	}
}

type unitID struct {
	ID string `path:"id" maxLength:"80"`
}

type mergeInput struct {
	Body struct {
		From []string  `json:"from" minItems:"1" maxItems:"100" doc:"Ids of the units that end"`
		Into string    `json:"into" doc:"Id of the unit that takes their tasks over"`
		On   cchc.Date `json:"on,omitzero" doc:"Their last day"`
		By   string    `json:"by,omitempty" maxLength:"100"`
	}
}

func (a *api) registerUnits(h huma.API) {
	tags := []string{"Đơn vị"}
	huma.Register(h, huma.Operation{
		OperationID: "list-units", Method: http.MethodGet, Path: "/api/v1/units", Tags: tags,
		Summary: "Đơn vị của cơ quan: tên, tên gọi khác, thời gian tồn tại, đơn vị kế thừa",
	}, a.listUnits)
	huma.Register(h, huma.Operation{
		OperationID: "save-unit", Method: http.MethodPut, Path: "/api/v1/units/{id}", Tags: tags,
		Summary: "Thêm hoặc sửa một đơn vị; liên kết được đề xuất lại theo tên mới",
	}, a.saveUnit)
	huma.Register(h, huma.Operation{
		OperationID: "delete-unit", Method: http.MethodDelete, Path: "/api/v1/units/{id}", Tags: tags, DefaultStatus: http.StatusNoContent,
		Summary: "Xóa một đơn vị khai nhầm",
	}, a.deleteUnit)
	huma.Register(h, huma.Operation{
		OperationID: "merge-units", Method: http.MethodPost, Path: "/api/v1/units/merge", Tags: tags,
		Summary: "Sáp nhập đơn vị: văn bản của các đơn vị cũ được tính cho đơn vị kế thừa",
	}, a.mergeUnits)
}

// unitsInUse are the units of the installation, or else those of the catalogue in use.
func (a *api) unitsInUse(ctx context.Context) (units []cchc.Unit, own bool, err error) {
	units, err = a.cfg.Store.OwnUnits(ctx, a.scope(ctx))
	if err != nil || len(units) > 0 {
		return units, true, err
	}
	cat, err := a.cfg.Store.CurrentCatalogue(ctx, a.scope(ctx))
	if errors.Is(err, cchc.ErrNotFound) {
		return nil, false, nil
	}
	return round.Lacking(nil, cat), false, err
}

func (a *api) listUnits(ctx context.Context, _ *struct{}) (*body[unitList], error) {
	all, own, err := a.unitsInUse(ctx)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	out := unitList{Items: []unitRow{}, Total: len(all), Own: own}
	for _, u := range all {
		out.Items = append(out.Items, unitOf(u))
	}
	return &body[unitList]{out}, nil
}

func (a *api) saveUnit(ctx context.Context, in *unitInput) (*body[unitRow], error) {
	if a.cfg.Units == nil {
		return nil, a.fail(ctx, cchc.Waiting("no-correcting"))
	}
	b := in.Body
	u := round.TidyUnit(cchc.Unit{ID: in.ID, Name: b.Name, Aliases: b.Aliases, Valid: b.Valid, SucceededBy: b.SucceededBy})
	err := a.cfg.Units.SaveUnits(ctx, a.scorer(ctx, b.By, ""), u)
	a.computed.forget()
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[unitRow]{unitOf(u)}, nil
}

func (a *api) deleteUnit(ctx context.Context, in *unitID) (*struct{}, error) {
	if a.cfg.Units == nil {
		return nil, a.fail(ctx, cchc.Waiting("no-correcting"))
	}
	err := a.cfg.Units.RemoveUnit(ctx, a.actor(ctx), in.ID)
	a.computed.forget()
	if errors.Is(err, cchc.ErrNotFound) {
		units, _, listed := a.unitsInUse(ctx)
		if err = round.NoUnit(units, in.ID); listed != nil {
			err = listed
		}
	}
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return nil, nil
}

func (a *api) mergeUnits(ctx context.Context, in *mergeInput) (*body[list[unitRow]], error) {
	if a.cfg.Units == nil {
		return nil, a.fail(ctx, cchc.Waiting("no-correcting"))
	}
	b := in.Body
	changed, err := a.cfg.Units.MergeUnits(ctx, a.scorer(ctx, b.By, ""), b.From, b.Into, b.On)
	a.computed.forget()
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	out := list[unitRow]{Items: []unitRow{}, Total: len(changed)}
	for _, u := range changed {
		out.Items = append(out.Items, unitOf(u))
	}
	return &body[list[unitRow]]{out}, nil
}
