package httpapi

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/catalogue"
	"minhchung/internal/cchc"
	"minhchung/internal/messages"
	"minhchung/internal/round"
	"minhchung/internal/store"
)

// Rounder opens rounds, makes what is kept when one is locked, and reads workbooks.
type Rounder interface {
	// OpenRound opens a round on the catalogue it names, "" the one in use; provisional
	// makes last year's one to go on with.
	OpenRound(ctx context.Context, actor cchc.Actor, r cchc.Round, provisional bool) (cchc.Round, error)
	// RoundReport is what a snapshot holds beside the scores, as JSON.
	RoundReport(ctx context.Context, r cchc.Round) ([]byte, error)
	// Book reads the sheets of a workbook or table that was sent, in a reading child.
	Book(ctx context.Context, name string, content io.Reader) ([]round.Sheet, error)
}

// currentRound stands for the round in use wherever an identity is asked for.
const currentRound = "current"

// roundRow is a round in a list.
type roundRow struct {
	cchc.Round
	StateName string          `json:"state_name" doc:"The state in words"`
	Next      cchc.RoundState `json:"next,omitempty" doc:"The state behind this one"`
	Current   bool            `json:"current" doc:"The round read where none is named"`
}

type roundView struct {
	Round     roundRow            `json:"round"`
	Totals    []round.OfficeTotal `json:"totals" doc:"An office a row; points of different kinds are never added up"`
	Snapshots []store.SnapshotRow `json:"snapshots" doc:"The last first"`
}

type roundID struct {
	ID string `path:"id" maxLength:"40" doc:"Of the round; current for the one in use"`
}

// roundFields are what is said of a round when it is opened or changed.
type roundFields struct {
	Title   string      `json:"title,omitempty" maxLength:"300"`
	Offices []string    `json:"offices,omitempty" maxItems:"5000" doc:"Ids of the assessed units; none: the office as a whole"`
	Period  cchc.Period `json:"period,omitzero"`
	Due     cchc.Date   `json:"due,omitzero" doc:"Last day for self-scores and evidence"`
	By      string      `json:"by,omitempty" maxLength:"100" doc:"Who does it"`
	Unit    string      `json:"unit,omitempty" maxLength:"80" doc:"The unit he speaks for"`
}

type openRoundInput struct {
	Body struct {
		ID          string      `json:"id,omitempty" maxLength:"40" doc:"The year where absent"`
		Year        int         `json:"year" minimum:"1990" maximum:"2200"`
		Catalogue   string      `json:"catalogue,omitempty" doc:"id or id@version; the one in use where absent"`
		Provisional bool        `json:"provisional,omitempty" doc:"Make last year's catalogue one to go on with"`
		Title       string      `json:"title,omitempty" maxLength:"300"`
		Offices     []string    `json:"offices,omitempty" maxItems:"5000" doc:"Ids of the assessed units; none: the office as a whole"`
		Period      cchc.Period `json:"period,omitzero"`
		Due         cchc.Date   `json:"due,omitzero" doc:"Last day for self-scores and evidence"`
		By          string      `json:"by,omitempty" maxLength:"100" doc:"Who does it"`
		Unit        string      `json:"unit,omitempty" maxLength:"80" doc:"The unit he speaks for"`
	}
}

type roundInput struct {
	ID   string `path:"id" maxLength:"40"`
	Body roundFields
}

type stepInput struct {
	ID   string `path:"id" maxLength:"40"`
	Body struct {
		To   cchc.RoundState `json:"to,omitempty" enum:"appraising,explaining,reappraised,published" doc:"The next one where absent"`
		Note string          `json:"note,omitempty" maxLength:"2000" doc:"Needed to unlock"`
		By   string          `json:"by,omitempty" maxLength:"100" doc:"Who does it"`
		Unit string          `json:"unit,omitempty" maxLength:"80" doc:"The unit he speaks for"`
	}
}

type moveInput struct {
	ID   string `path:"id" maxLength:"40"`
	Body struct {
		Catalogue string            `json:"catalogue" doc:"id@version of a stored version"`
		Mapping   map[string]string `json:"mapping,omitempty" doc:"Old criterion to new, blank for none; by identity where absent"`
		By        string            `json:"by,omitempty" maxLength:"100"`
		Unit      string            `json:"unit,omitempty" maxLength:"80"`
	}
}

type leftRow struct {
	Criterion string        `json:"criterion"`
	Office    string        `json:"office"`
	Reason    messages.Said `json:"reason"`
}

type moved struct {
	Round roundRow  `json:"round"`
	Left  []leftRow `json:"left" doc:"What could not go along; it is in the snapshot made before"`
}

type snapshotInput struct {
	ID       string `path:"id" maxLength:"40"`
	Snapshot int64  `query:"snapshot" doc:"Id of a snapshot; that of the last lock where absent"`
}

func (a *api) registerRounds(h huma.API) {
	tags := []string{"Đợt đánh giá"}
	huma.Register(h, huma.Operation{
		OperationID: "list-rounds", Method: http.MethodGet, Path: "/api/v1/rounds", Tags: tags, Summary: "Các đợt đánh giá, năm mới nhất trước",
	}, a.listRounds)
	huma.Register(h, huma.Operation{
		OperationID: "open-round", Method: http.MethodPost, Path: "/api/v1/rounds", Tags: tags, DefaultStatus: http.StatusCreated, Summary: "Mở đợt đánh giá",
	}, a.openRound)
	huma.Register(h, huma.Operation{
		OperationID: "get-round", Method: http.MethodGet, Path: "/api/v1/rounds/{id}", Tags: tags, Summary: "Một đợt đánh giá: trạng thái, tổng điểm từng đơn vị, các bản chụp",
	}, a.getRound)
	huma.Register(h, huma.Operation{
		OperationID: "change-round", Method: http.MethodPut, Path: "/api/v1/rounds/{id}", Tags: tags, Summary: "Sửa tên, đơn vị, kỳ đánh giá, hạn của đợt",
	}, a.changeRound)
	huma.Register(h, huma.Operation{
		OperationID: "lock-round", Method: http.MethodPost, Path: "/api/v1/rounds/{id}/lock", Tags: tags, Summary: "Khóa đợt và lưu bản chụp",
	}, a.lockRound)
	huma.Register(h, huma.Operation{
		OperationID: "unlock-round", Method: http.MethodPost, Path: "/api/v1/rounds/{id}/unlock", Tags: tags, Summary: "Mở khóa đợt, phải nêu lý do",
	}, a.unlockRound)
	huma.Register(h, huma.Operation{
		OperationID: "advance-round", Method: http.MethodPost, Path: "/api/v1/rounds/{id}/advance", Tags: tags, Summary: "Chuyển đợt đã khóa sang bước tiếp theo",
	}, a.advanceRound)
	huma.Register(h, huma.Operation{
		OperationID: "move-round", Method: http.MethodPost, Path: "/api/v1/rounds/{id}/catalogue", Tags: tags,
		Summary: "Chuyển đợt sang bản khác của bộ tiêu chí, điểm chuyển theo",
	}, a.moveRound)
	huma.Register(h, huma.Operation{
		OperationID: "get-round-snapshot", Method: http.MethodGet, Path: "/api/v1/rounds/{id}/snapshot", Tags: tags,
		Summary: "Bản chụp của đợt: điểm, tình trạng minh chứng và liên kết lúc khóa",
	}, a.roundSnapshot)
}

// scorer is who a request about a round says it is of, until accounts exist.
func (a *api) scorer(ctx context.Context, by, unit string) cchc.Actor {
	actor := a.actor(ctx)
	if by = strings.TrimSpace(by); by != "" {
		actor.Name = by
	}
	if unit != "" {
		actor.Role, actor.Unit = cchc.RoleUnit, unit
	}
	return actor
}

// round finds a round by its identity, or the one in use.
func (a *api) round(ctx context.Context, id string) (r cchc.Round, err error) {
	if id == currentRound {
		r, err = a.cfg.Store.CurrentRound(ctx, a.scope(ctx))
		if errors.Is(err, cchc.ErrNotFound) {
			err = cchc.Usage("no-round", err)
		}
		return r, err
	}
	all, err := a.cfg.Store.Rounds(ctx, a.scope(ctx))
	if err != nil {
		return r, err
	}
	return round.Find(all, id)
}

func (a *api) roundRow(ctx context.Context, r cchc.Round) (roundRow, error) {
	current, err := a.cfg.Store.CurrentRound(ctx, a.scope(ctx))
	if err != nil && !errors.Is(err, cchc.ErrNotFound) {
		return roundRow{}, err
	}
	return roundRowOf(ctx, r, current.ID), nil
}

func roundRowOf(ctx context.Context, r cchc.Round, current string) roundRow {
	return roundRow{r, messages.Words(round.StateReason(r.State), langOf(ctx)).Message, round.Next(r.State), current == r.ID}
}

// rulesOf are the rules of a round with its catalogue.
func (a *api) rulesOf(ctx context.Context, r cchc.Round) (*round.Rules, cchc.Catalogue, error) {
	cat, err := a.cfg.Store.Catalogue(ctx, a.scope(ctx), r.Catalogue)
	if err != nil {
		return nil, cat, err
	}
	units, err := a.cfg.Store.OwnUnits(ctx, a.scope(ctx))
	if err != nil {
		return nil, cat, err
	}
	if len(units) == 0 {
		units = cat.Units
	}
	return round.NewRules(r, cat, units), cat, nil
}

func (a *api) listRounds(ctx context.Context, _ *struct{}) (*body[list[roundRow]], error) {
	all, err := a.cfg.Store.Rounds(ctx, a.scope(ctx))
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	current, err := a.cfg.Store.CurrentRound(ctx, a.scope(ctx))
	if err != nil && !errors.Is(err, cchc.ErrNotFound) {
		return nil, a.fail(ctx, err)
	}
	out := list[roundRow]{Items: []roundRow{}, Total: len(all)}
	for _, r := range all {
		out.Items = append(out.Items, roundRowOf(ctx, r, current.ID))
	}
	return &body[list[roundRow]]{out}, nil
}

func (a *api) openRound(ctx context.Context, in *openRoundInput) (*body[roundRow], error) {
	if a.cfg.Rounds == nil {
		return nil, a.fail(ctx, cchc.Waiting("no-correcting"))
	}
	b := in.Body
	r := cchc.Round{ID: b.ID, Year: b.Year, Title: b.Title, Catalogue: b.Catalogue, Offices: b.Offices, Period: b.Period, Due: b.Due}
	r, err := a.cfg.Rounds.OpenRound(ctx, a.scorer(ctx, b.By, b.Unit), r, b.Provisional)
	return a.answerRound(ctx, r, err)
}

// answerRound is what a change of a round answers.
func (a *api) answerRound(ctx context.Context, r cchc.Round, err error) (*body[roundRow], error) {
	a.computed.forget()
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	row, err := a.roundRow(ctx, r)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[roundRow]{row}, nil
}

func (a *api) getRound(ctx context.Context, in *roundID) (*body[roundView], error) {
	v, err := a.roundView(ctx, in.ID)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[roundView]{v}, nil
}

func (a *api) roundView(ctx context.Context, id string) (v roundView, err error) {
	r, err := a.round(ctx, id)
	if err != nil {
		return v, err
	}
	if v.Round, err = a.roundRow(ctx, r); err != nil {
		return v, err
	}
	rules, _, err := a.rulesOf(ctx, r)
	if err != nil {
		return v, err
	}
	scores, err := a.cfg.Store.ScoresOf(ctx, a.scope(ctx), r.ID)
	if err != nil {
		return v, err
	}
	v.Totals = rules.Totals(scores)
	snapshots, err := a.cfg.Store.Snapshots(ctx, a.scope(ctx), r.ID)
	v.Snapshots = orEmpty(snapshots)
	return v, err
}

func (a *api) changeRound(ctx context.Context, in *roundInput) (*body[roundRow], error) {
	r, err := a.round(ctx, in.ID)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	b := in.Body
	r.Title, r.Offices, r.Period, r.Due = b.Title, b.Offices, b.Period, b.Due
	r, err = a.cfg.Store.SaveRound(ctx, a.scorer(ctx, b.By, b.Unit), r)
	return a.answerRound(ctx, r, err)
}

func (a *api) lockRound(ctx context.Context, in *stepInput) (*body[roundRow], error) {
	if a.cfg.Rounds == nil {
		return nil, a.fail(ctx, cchc.Waiting("no-correcting"))
	}
	r, err := a.round(ctx, in.ID)
	if err == nil {
		r, err = a.cfg.Store.Lock(ctx, a.scorer(ctx, in.Body.By, in.Body.Unit), r.ID, a.cfg.Rounds.RoundReport)
	}
	return a.answerRound(ctx, r, err)
}

func (a *api) unlockRound(ctx context.Context, in *stepInput) (*body[roundRow], error) {
	r, err := a.round(ctx, in.ID)
	if err == nil {
		r, err = a.cfg.Store.Advance(ctx, a.scorer(ctx, in.Body.By, in.Body.Unit), r.ID, cchc.RoundOpen, in.Body.Note)
	}
	return a.answerRound(ctx, r, err)
}

func (a *api) advanceRound(ctx context.Context, in *stepInput) (*body[roundRow], error) {
	r, err := a.round(ctx, in.ID)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	to := in.Body.To
	if to == "" {
		to = round.Next(r.State)
	}
	if to == "" {
		return nil, a.fail(ctx, cchc.Usage("round-published", nil, r.ID))
	}
	r, err = a.cfg.Store.Advance(ctx, a.scorer(ctx, in.Body.By, in.Body.Unit), r.ID, to, in.Body.Note)
	return a.answerRound(ctx, r, err)
}

func (a *api) moveRound(ctx context.Context, in *moveInput) (*body[moved], error) {
	r, err := a.round(ctx, in.ID)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	b := in.Body
	next, err := a.cfg.Store.Catalogue(ctx, a.scope(ctx), b.Catalogue)
	if errors.Is(err, cchc.ErrNotFound) {
		err = cchc.Usage("no-such-catalogue", err, b.Catalogue)
	} else if err == nil && next.Ref() == r.Catalogue {
		err = cchc.Usage("round-same-catalogue", nil, r.ID, next.Ref())
	}
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	r, left, err := a.cfg.Store.MoveRound(ctx, a.scorer(ctx, b.By, b.Unit), r.ID, next.Ref(), b.Mapping, next.Status == catalogue.Provisional)
	row, err := a.answerRound(ctx, r, err)
	if err != nil {
		return nil, err
	}
	out := moved{Round: row.Body, Left: []leftRow{}}
	for _, l := range left {
		out.Left = append(out.Left, leftRow{l.Criterion, l.Office, messages.Say(l.Reason, langOf(ctx))})
	}
	return &body[moved]{out}, nil
}

func (a *api) roundSnapshot(ctx context.Context, in *snapshotInput) (*body[store.RoundSnapshot], error) {
	r, err := a.round(ctx, in.ID)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	snap, err := a.cfg.Store.SnapshotOf(ctx, a.scope(ctx), r.ID, in.Snapshot)
	if errors.Is(err, cchc.ErrNotFound) {
		err = cchc.Usage("no-snapshot", err, r.ID)
	}
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[store.RoundSnapshot]{snap}, nil
}
