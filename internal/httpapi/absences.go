package httpapi

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/coverage"
	"minhchung/internal/evidence"
	"minhchung/internal/record"
	"minhchung/internal/store"
)

type absenceBody struct {
	Criterion   string `json:"criterion,omitempty" doc:"Code of a leaf; may be left out where the requirement is given"`
	Requirement string `json:"requirement,omitempty" doc:"Only one of its requirements: 1.4/2"`
	Unit        string `json:"unit,omitempty"`
	Office      string `json:"office,omitempty" doc:"Needed where the round assesses several offices"`
	Round       string `json:"round,omitempty"`
	Period      string `json:"period,omitempty"`
}

type absenceInput struct{ Body absenceBody }

type absenceID struct {
	ID int64 `path:"id"`
}

type absencesInput struct {
	Criterion string `query:"criterion"`
	Unit      string `query:"unit" doc:"Unit or office"`
	Round     string `query:"round"`
	Offset    int    `query:"offset" minimum:"0"`
	Limit     int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
}

func (a *api) registerAbsences(h huma.API) {
	tags := []string{"Tình trạng minh chứng"}
	huma.Register(h, huma.Operation{
		OperationID: "search-absence", Method: http.MethodPost, Path: "/api/v1/absences", Tags: tags,
		Summary: "Tìm tài liệu còn thiếu của một tiêu chí và lưu biên bản tìm kiếm: câu tìm, phạm vi, văn bản đã xem, tệp chưa đọc được, kết luận",
	}, func(ctx context.Context, in *absenceInput) (*body[coverage.AbsenceRow], error) {
		b := in.Body
		f := coverage.Filter{Round: b.Round, Office: b.Office, Unit: b.Unit, Criterion: b.Criterion, Period: b.Period}
		return a.saidAbsence(ctx, nil)(a.searchAbsence(ctx, f, b.Requirement, 0))
	})
	huma.Register(h, huma.Operation{
		OperationID: "list-absences", Method: http.MethodGet, Path: "/api/v1/absences", Tags: tags,
		Summary: "Các biên bản tìm kiếm, mới nhất trước",
	}, func(ctx context.Context, in *absencesInput) (*body[list[coverage.AbsenceRow]], error) {
		all, total, err := a.cfg.Store.Absences(ctx, a.scope(ctx), store.AbsenceFilter{Criterion: in.Criterion, Unit: in.Unit, Round: in.Round, Limit: in.Limit, Offset: in.Offset})
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		out := list[coverage.AbsenceRow]{Items: []coverage.AbsenceRow{}, Total: total}
		for _, x := range all {
			out.Items = append(out.Items, coverage.SayAbsence(x, nil, langOf(ctx)))
		}
		return &body[list[coverage.AbsenceRow]]{out}, nil
	})
	huma.Register(h, huma.Operation{
		OperationID: "get-absence", Method: http.MethodGet, Path: "/api/v1/absences/{id}", Tags: tags,
		Summary: "Một biên bản tìm kiếm, và những gì đã đổi so với lần tìm trước",
	}, func(ctx context.Context, in *absenceID) (*body[coverage.AbsenceRow], error) {
		x, err := a.cfg.Store.Absence(ctx, a.scope(ctx), in.ID)
		if err != nil || x.Former == 0 {
			return a.saidAbsence(ctx, nil)(x, err)
		}
		was, err := a.cfg.Store.Absence(ctx, a.scope(ctx), x.Former)
		return a.saidAbsence(ctx, &was)(x, err)
	})
	huma.Register(h, huma.Operation{
		OperationID: "search-absence-again", Method: http.MethodPost, Path: "/api/v1/absences/{id}/again", Tags: tags,
		Summary: "Tìm lại như một biên bản trước và nêu những gì đã đổi",
	}, func(ctx context.Context, in *absenceID) (*body[coverage.AbsenceRow], error) {
		was, err := a.cfg.Store.Absence(ctx, a.scope(ctx), in.ID)
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		f := coverage.Filter{Round: was.Round, Office: was.Office, Unit: was.Unit, Criterion: was.Criterion, Period: was.Period}
		return a.saidAbsence(ctx, &was)(a.searchAbsence(ctx, f, was.Requirement, was.ID))
	})
}

// saidAbsence answers with a search in words; was is the run it repeats, nil for none.
func (a *api) saidAbsence(ctx context.Context, was *cchc.Absence) func(cchc.Absence, error) (*body[coverage.AbsenceRow], error) {
	return func(x cchc.Absence, err error) (*body[coverage.AbsenceRow], error) {
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		var changes []cchc.Reason
		if was != nil {
			changes = record.CompareAbsences(*was, x)
		}
		return &body[coverage.AbsenceRow]{coverage.SayAbsence(x, changes, langOf(ctx))}, nil
	}
}

func (a *api) searchAbsence(ctx context.Context, f coverage.Filter, requirement string, former int64) (cchc.Absence, error) {
	p, err := a.prepared(ctx, a.scope(ctx), f.Round, f.Period)
	if err != nil {
		return cchc.Absence{}, err
	}
	base, look, err := p.Absence(f, requirement)
	if err != nil {
		return base, err
	}
	base.Former, base.Rules = former, strconv.Itoa(evidence.Version)
	x, err := record.ProveAbsence(ctx, a.cfg.Searcher, a.cfg.Store, a.scope(ctx), p.Catalogue(), base, record.Looked(look))
	if err != nil {
		return x, err
	}
	return a.cfg.Store.SaveAbsence(ctx, a.actor(ctx), x)
}
