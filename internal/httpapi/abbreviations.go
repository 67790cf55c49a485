package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/record"
	"minhchung/internal/vi"
)

type abbreviationBody struct {
	Short   string `json:"short" maxLength:"200" doc:"CCHC"`
	Long    string `json:"long" maxLength:"1000" doc:"cải cách hành chính"`
	Comment string `json:"comment,omitempty" maxLength:"200"`
	Off     bool   `json:"off,omitempty" doc:"Switched off"`
}

func (b abbreviationBody) abbreviation() record.Abbreviation {
	return record.Abbreviation{Short: b.Short, Long: b.Long, Comment: b.Comment, Off: b.Off}
}

type abbreviationInput struct{ Body abbreviationBody }

type abbreviationChange struct {
	ID   string `path:"id"`
	Body abbreviationBody
}

type abbreviationID struct {
	ID string `path:"id"`
}

func (a *api) registerAbbreviations(h huma.API) {
	tags := []string{"Chữ viết tắt"}
	huma.Register(h, huma.Operation{
		OperationID: "list-abbreviations", Method: http.MethodGet, Path: "/api/v1/abbreviations", Tags: tags,
		Summary: "Chữ viết tắt dùng khi tìm: của cơ quan tự thêm, có sẵn trong chương trình, và chữ đang tắt",
	}, a.listAbbreviations)
	huma.Register(h, huma.Operation{
		OperationID: "add-abbreviation", Method: http.MethodPost, Path: "/api/v1/abbreviations", Tags: tags, DefaultStatus: http.StatusCreated,
		Summary: "Thêm một chữ viết tắt của cơ quan; có hiệu lực ngay khi tìm",
	}, a.addAbbreviation)
	huma.Register(h, huma.Operation{
		OperationID: "change-abbreviation", Method: http.MethodPut, Path: "/api/v1/abbreviations/{id}", Tags: tags,
		Summary: "Sửa chữ viết tắt của cơ quan, hoặc tắt, bật một chữ có sẵn",
	}, a.changeAbbreviation)
	huma.Register(h, huma.Operation{
		OperationID: "delete-abbreviation", Method: http.MethodDelete, Path: "/api/v1/abbreviations/{id}", Tags: tags, DefaultStatus: http.StatusNoContent,
		Summary: "Xóa một chữ viết tắt của cơ quan; chữ có sẵn thì chỉ tắt được",
	}, a.deleteAbbreviation)
}

func (a *api) listAbbreviations(ctx context.Context, _ *struct{}) (*body[list[record.Abbreviation]], error) {
	all, err := a.abbreviations(ctx)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[list[record.Abbreviation]]{list[record.Abbreviation]{Items: orEmpty(all), Total: len(all)}}, nil
}

func (a *api) abbreviations(ctx context.Context) ([]record.Abbreviation, error) {
	office, err := a.cfg.Store.OfficeAbbreviations(ctx, a.scope(ctx))
	if err != nil {
		return nil, err
	}
	return record.Abbreviations(vi.ShippedAbbreviations(), office), nil
}

func (a *api) addAbbreviation(ctx context.Context, in *abbreviationInput) (*body[record.Abbreviation], error) {
	out, err := record.AddAbbreviation(ctx, a.cfg.Store, a.actor(ctx), in.Body.abbreviation())
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[record.Abbreviation]{out}, nil
}

func (a *api) changeAbbreviation(ctx context.Context, in *abbreviationChange) (*body[record.Abbreviation], error) {
	out, err := record.ChangeAbbreviation(ctx, a.cfg.Store, a.actor(ctx), in.ID, in.Body.abbreviation())
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[record.Abbreviation]{out}, nil
}

func (a *api) deleteAbbreviation(ctx context.Context, in *abbreviationID) (*struct{}, error) {
	if err := record.RemoveAbbreviation(ctx, a.cfg.Store, a.actor(ctx), in.ID); err != nil {
		return nil, a.fail(ctx, err)
	}
	return nil, nil //nolint:nilnil // 204 has no body
}
