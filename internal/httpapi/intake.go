package httpapi

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/internal/messages"
	"minhchung/internal/store"
)

type intakeInput struct {
	Paging
	State string `query:"state" enum:"queued,reading,waiting,indexed,duplicate,ignored,quarantined,failed"`
	Code  string `query:"code" doc:"Code of the reason"`
	Under string `query:"under" doc:"A folder, or the path of one file, as the ledger spells it"`
}

type intakeRow struct {
	ID       int64           `json:"id"`
	Path     string          `json:"path"`
	Unit     string          `json:"unit,omitempty" doc:"Hint of the folder or of who uploaded"`
	Size     int64           `json:"size" doc:"Bytes"`
	Document cchc.DocumentID `json:"document,omitempty"`
	State    cchc.State      `json:"state"`
	Reason   *messages.Said  `json:"reason,omitempty"`
	Kept     bool            `json:"kept" doc:"Whether the bytes are kept; only then can they be read again"`
	Attempts int             `json:"attempts" doc:"Failures of the program so far"`
	NextTry  *time.Time      `json:"next_try,omitempty"`
	Received time.Time       `json:"received"`
	Changed  time.Time       `json:"changed" doc:"When the state last changed"`
}

type intakeID struct {
	ID int64 `path:"id"`
}

type intakeDetail struct {
	Row    intakeRow       `json:"row"`
	Format cchc.Format     `json:"format,omitempty"`
	Notes  []messages.Said `json:"notes" doc:"Limits and repairs met while reading"`
	Log    []logEntry      `json:"log" doc:"What happened to the file, the first first"`
}

type logEntry struct {
	At     time.Time `json:"at"`
	Actor  string    `json:"actor"`
	Action string    `json:"action"`
	Detail string    `json:"detail,omitempty" doc:"For technical support"`
}

type reasonClass struct {
	State  cchc.State    `json:"state"`
	Reason messages.Said `json:"reason" doc:"… stands for what differs from file to file"`
	Count  int           `json:"count"`
}

type retryClassInput struct {
	Body struct {
		State string `json:"state,omitempty" enum:"waiting,indexed,ignored,quarantined,failed"`
		Code  string `json:"code,omitempty" doc:"Code of the reason"`
	}
}

type retried struct {
	Retried int `json:"retried" doc:"Rows put back in the queue"`
}

type dismissInput struct {
	ID   int64 `path:"id"`
	Body struct {
		Note string `json:"note" maxLength:"2000" doc:"Why; shown as the reason"`
	}
}

func (a *api) registerIntake(h huma.API) {
	tags := []string{"Tiếp nhận"}
	huma.Register(h, huma.Operation{
		OperationID: "list-intake", Method: http.MethodGet, Path: "/api/v1/intake", Tags: tags,
		Summary: "Sổ tiếp nhận: mỗi tệp đã thả đang ở trạng thái nào, vì sao, cần làm gì",
	}, a.listIntake)
	huma.Register(h, huma.Operation{
		OperationID: "list-intake-reasons", Method: http.MethodGet, Path: "/api/v1/intake/reasons", Tags: tags,
		Summary: "Các lý do trong sổ tiếp nhận, mỗi lý do bao nhiêu tệp",
	}, a.intakeReasons)
	huma.Register(h, huma.Operation{
		OperationID: "get-intake", Method: http.MethodGet, Path: "/api/v1/intake/{id}", Tags: tags,
		Summary: "Một dòng của sổ tiếp nhận với những gì đã xảy ra với tệp",
	}, a.getIntake)
	huma.Register(h, huma.Operation{
		OperationID: "retry-intake", Method: http.MethodPost, Path: "/api/v1/intake/{id}/retry", Tags: tags,
		Summary: "Đọc lại một tệp",
	}, a.retryOne)
	huma.Register(h, huma.Operation{
		OperationID: "retry-intake-class", Method: http.MethodPost, Path: "/api/v1/intake/retry", Tags: tags,
		Summary: "Đọc lại mọi tệp của một trạng thái, một lý do",
	}, a.retryClass)
	huma.Register(h, huma.Operation{
		OperationID: "dismiss-intake", Method: http.MethodPost, Path: "/api/v1/intake/{id}/dismiss", Tags: tags,
		Summary: "Cho qua một tệp, kèm ghi chú; tệp chờ đọc hoặc đang đọc thì thôi đọc. Tệp không bị xóa",
	}, a.dismiss)
}

func (a *api) listIntake(ctx context.Context, in *intakeInput) (*body[list[intakeRow]], error) {
	rows, next, total, err := a.cfg.Store.IntakeRows(ctx, a.scope(ctx), store.IntakeFilter{
		State: in.State, Code: in.Code, Under: in.Under, Cursor: in.Cursor, Limit: in.Limit,
	})
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	out := make([]intakeRow, 0, len(rows))
	for _, r := range rows {
		out = append(out, rowOf(ctx, r))
	}
	return &body[list[intakeRow]]{list[intakeRow]{Items: out, Total: total, Next: next}}, nil
}

func rowOf(ctx context.Context, r intake.Row) intakeRow {
	row := intakeRow{
		ID: r.ID, Path: r.Place.Path, Unit: r.Unit, Size: r.Place.Size, Document: r.Document, State: r.State, Reason: said(ctx, r.Reason),
		Kept: r.File != "", Attempts: r.Attempts, Received: r.Received, Changed: r.Changed,
	}
	if !r.NextTry.IsZero() {
		row.NextTry = &r.NextTry
	}
	return row
}

func (a *api) getIntake(ctx context.Context, in *intakeID) (*body[intakeDetail], error) {
	r, err := a.row(ctx, in.ID)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	d := intakeDetail{Row: rowOf(ctx, r), Format: r.Format, Notes: saidAll(ctx, r.Notes), Log: []logEntry{}}
	log, err := a.cfg.Store.IntakeLog(ctx, a.scope(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	for _, l := range log {
		d.Log = append(d.Log, logEntry{l.At, l.Actor, l.Action, l.Detail})
	}
	return &body[intakeDetail]{d}, nil
}

func (a *api) row(ctx context.Context, id int64) (intake.Row, error) {
	r, err := a.cfg.Store.IntakeRow(ctx, a.scope(ctx), id)
	return r, rowFault(err, id)
}

// rowFault says which row an error is about.
func rowFault(err error, id int64) error {
	n := strconv.FormatInt(id, 10)
	switch {
	case errors.Is(err, cchc.ErrNotFound):
		return cchc.Usage("no-such-row", err, n)
	case errors.Is(err, intake.ErrTransition):
		return cchc.Usage("cannot-dismiss", err, n)
	}
	return err
}

// blanks stand in the words of a class for what differs from file to file.
func blanks() []string { return []string{"…", "…", "…", "…"} }

func (a *api) intakeReasons(ctx context.Context, _ *struct{}) (*body[list[reasonClass]], error) {
	out := []reasonClass{}
	counts, err := a.cfg.Store.IntakeReasons(ctx, a.scope(ctx))
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	for _, c := range counts {
		out = append(out, reasonClass{State: c.State, Reason: messages.Say(cchc.Reason{Code: c.Code, Args: blanks()}, langOf(ctx)), Count: c.Rows})
	}
	return &body[list[reasonClass]]{list[reasonClass]{Items: out, Total: len(out)}}, nil
}

func (a *api) retryOne(ctx context.Context, in *intakeID) (*body[intakeRow], error) {
	before, err := a.row(ctx, in.ID)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	n, err := a.retry(ctx, store.RetryFilter{ID: in.ID})
	if err != nil && !errors.Is(err, cchc.ErrNotFound) { // which it is where no bytes are kept
		return nil, a.fail(ctx, err)
	}
	if n == 0 && before.State != cchc.StateQueued && before.State != cchc.StateReading {
		return nil, a.fail(ctx, cchc.Usage("cannot-retry", nil, strconv.FormatInt(in.ID, 10)))
	}
	after, err := a.row(ctx, in.ID)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[intakeRow]{rowOf(ctx, after)}, nil
}

func (a *api) retryClass(ctx context.Context, in *retryClassInput) (*body[retried], error) {
	n, err := a.retry(ctx, store.RetryFilter{State: in.Body.State, Code: in.Body.Code})
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[retried]{retried{n}}, nil
}

func (a *api) retry(ctx context.Context, f store.RetryFilter) (int, error) {
	if a.cfg.Intake == nil {
		return 0, cchc.Waiting("not-taking-in")
	}
	return a.cfg.Intake.Retry(ctx, a.actor(ctx), f)
}

func (a *api) dismiss(ctx context.Context, in *dismissInput) (*body[intakeRow], error) {
	note := strings.TrimSpace(in.Body.Note)
	if note == "" {
		return nil, a.fail(ctx, cchc.Usage("dismiss-needs-note", nil))
	}
	if a.cfg.Intake == nil {
		return nil, a.fail(ctx, cchc.Waiting("not-taking-in"))
	}
	r, err := a.cfg.Intake.Cancel(ctx, a.actor(ctx), in.ID, note)
	if err != nil {
		return nil, a.fail(ctx, rowFault(err, in.ID))
	}
	return &body[intakeRow]{rowOf(ctx, r)}, nil
}
