package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
	"minhchung/internal/store"
)

type intakeInput struct {
	Paging
	State string `query:"state" enum:"queued,reading,waiting,indexed,duplicate,ignored,quarantined,failed"`
}

type intakeRow struct {
	ID       int64           `json:"id"`
	Path     string          `json:"path"`
	Document cchc.DocumentID `json:"document,omitempty"`
	State    cchc.State      `json:"state"`
	Reason   *messages.Said  `json:"reason,omitempty"`
	Attempts int             `json:"attempts"`
	NextTry  *time.Time      `json:"next_try,omitempty"`
}

func (a *api) registerIntake(h huma.API) {
	huma.Register(h, huma.Operation{
		OperationID: "list-intake", Method: http.MethodGet, Path: "/api/v1/intake", Tags: []string{"Tiếp nhận"},
		Summary: "Sổ tiếp nhận: mỗi tệp đã thả đang ở trạng thái nào, vì sao, cần làm gì",
	}, func(ctx context.Context, in *intakeInput) (*body[list[intakeRow]], error) {
		rows, next, total, err := a.cfg.Store.IntakeRows(ctx, a.scope(ctx), store.IntakeFilter{State: in.State, Cursor: in.Cursor, Limit: in.Limit})
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		out := make([]intakeRow, 0, len(rows))
		for _, r := range rows {
			row := intakeRow{ID: r.ID, Path: r.Place.Path, Document: r.Document, State: r.State, Reason: said(ctx, r.Reason), Attempts: r.Attempts}
			if !r.NextTry.IsZero() {
				row.NextTry = &r.NextTry
			}
			out = append(out, row)
		}
		return &body[list[intakeRow]]{list[intakeRow]{Items: out, Total: total, Next: next}}, nil
	})
}
