package httpapi

import (
	"cmp"
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/internal/particulars"
	"minhchung/internal/store"
)

type confirmationsInput struct {
	Paging
	Unit string `query:"unit" doc:"Folder of a unit; - for the office itself"`
	Type string `query:"type" doc:"Abbreviation of Nghị định 30/2020: KH, BC, QĐ, …"`
}

type confirmationRow struct {
	Document brief           `json:"document"`
	UnitName string          `json:"unit_name,omitempty" doc:"As in units"`
	Fields   []doubtfulField `json:"fields" doc:"What is to be confirmed or filled in"`
}

type doubtfulField struct {
	Field      string     `json:"field"`
	Label      string     `json:"label"`
	Value      any        `json:"value,omitempty" doc:"Absent where nothing was found"`
	Text       string     `json:"text"`
	Confidence float64    `json:"confidence" doc:"0..1"`
	Span       *cchc.Span `json:"span,omitempty" doc:"Where it was read"`
}

type confirmInput struct {
	Body struct {
		Documents []struct {
			ID     string   `json:"id"`
			Fields []string `json:"fields,omitempty" maxItems:"30" doc:"Without any: those that are in doubt and hold something. A blank one is confirmed only where it is named: the paper has no number, or no date"`
		} `json:"documents" minItems:"1" maxItems:"200"`
		Note string `json:"note,omitempty" maxLength:"2000"`
	}
}

type confirmed struct {
	Documents int `json:"documents"`
	Fields    int `json:"fields"`
	Left      int `json:"left" doc:"Documents still to be confirmed"`
	Blank     int `json:"blank" doc:"Documents of these with blank fields that nobody named: they still wait"`
}

func (a *api) registerConfirmations(h huma.API) {
	tags := []string{"Thông tin văn bản"}
	huma.Register(h, huma.Operation{
		OperationID: "list-confirmations", Method: http.MethodGet, Path: "/api/v1/confirmations", Tags: tags,
		Summary:     "Chờ xác nhận thông tin: văn bản chưa rõ số hoặc ngày, dù loại văn bản thường có",
		Description: "Biểu mẫu, bảng, tin bài, ảnh và dự thảo không tính.",
	}, a.listConfirmations)
	huma.Register(h, huma.Operation{
		OperationID: "confirm", Method: http.MethodPost, Path: "/api/v1/confirmations", Tags: tags,
		Summary:     "Xác nhận nhiều văn bản một lần: thông tin đúng như đang hiện",
		Description: "Mục để trống chỉ được xác nhận khi nêu tên mục đó: văn bản không có số, hoặc không có ngày.",
	}, a.confirm)
}

// confirmationList is a page of what is to be confirmed.
type confirmationList struct {
	Items []confirmationRow `json:"items"`
	Total int               `json:"total" doc:"Rows in all, not only on this page"`
	Next  string            `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
	Units []unitCount       `json:"units" doc:"Documents to be confirmed by unit, whatever the filter"`
}

type unitCount struct {
	Unit      string `json:"unit" doc:"As the filter takes it; - for the office itself"`
	Name      string `json:"name" doc:"As the catalogue calls it, or else the folder; blank for the office itself"`
	Documents int    `json:"documents"`
}

func (a *api) listConfirmations(ctx context.Context, in *confirmationsInput) (*body[confirmationList], error) {
	docs, next, total, err := a.cfg.Store.Unsure(ctx, a.scope(ctx), store.UnsureFilter{
		Below: a.cfg.Doubt, Unit: in.Unit, Type: in.Type, Cursor: in.Cursor, Limit: in.Limit,
	})
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	names, err := a.cfg.Store.Units(ctx, a.scope(ctx))
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	rows := make([]confirmationRow, 0, len(docs))
	for _, d := range docs {
		row := confirmationRow{Document: briefOf(d), UnitName: names.Name(d.Unit), Fields: []doubtfulField{}}
		for _, field := range particulars.Doubtful(d.Particulars, a.cfg.Doubt) {
			values, err := particulars.Values(d, field)
			if err != nil {
				return nil, a.fail(ctx, err)
			}
			f := doubtfulField{
				Field: field, Label: labelOf(ctx, field), Value: particulars.Shown(field, values), Text: particulars.Text(field, values),
				Confidence: d.Particulars.Confidence[field],
			}
			if span, ok := d.Particulars.Spans[field]; ok {
				f.Span = &span
			}
			row.Fields = append(row.Fields, f)
		}
		rows = append(rows, row)
	}
	units, err := a.cfg.Store.UnsureUnits(ctx, a.scope(ctx), a.cfg.Doubt)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	out := confirmationList{Items: rows, Total: total, Next: next, Units: []unitCount{}}
	for _, u := range units {
		out.Units = append(out.Units, unitCount{cmp.Or(u.Unit, store.OwnUnit), names.Name(u.Unit), u.Documents})
	}
	return &body[confirmationList]{out}, nil
}

func (a *api) confirm(ctx context.Context, in *confirmInput) (*body[confirmed], error) {
	var edits []intake.Edit
	out := confirmed{}
	for _, named := range in.Body.Documents {
		d, err := a.document(ctx, named.ID)
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		fields := named.Fields
		if len(fields) == 0 {
			fields = particulars.Confirmable(d.Particulars, a.cfg.Doubt)
			if len(fields) < len(particulars.Doubtful(d.Particulars, a.cfg.Doubt)) {
				out.Blank++
			}
		}
		more, err := confirmations(d.ID, fields, in.Body.Note)
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		if len(more) > 0 {
			out.Documents++
			out.Fields += len(more)
			edits = append(edits, more...)
		}
	}
	if len(edits) > 0 { // otherwise somebody else was faster
		if err := a.save(ctx, edits); err != nil {
			return nil, a.fail(ctx, err)
		}
	}
	var err error
	if out.Left, err = a.cfg.Store.UnsureCount(ctx, a.scope(ctx), a.cfg.Doubt); err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[confirmed]{out}, nil
}
