package httpapi

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
	"minhchung/internal/works"
)

type versionRow struct {
	Document brief         `json:"document"`
	Role     works.Role    `json:"role" enum:"stands,copy,earlier,unsigned,draft,other,replaced"`
	Reason   messages.Said `json:"reason"`
	Signer   string        `json:"signer,omitempty"`
	Alike    float64       `json:"alike" doc:"Share of text in common with the first, 0..1; -1 where it cannot be told"`
}

type workView struct {
	Work       cchc.WorkID  `json:"work,omitempty" doc:"Absent where number, date or organ are blank"`
	Versions   []versionRow `json:"versions" doc:"The one that stands first"`
	Annexes    []brief      `json:"annexes" doc:"Papers that say they go with it"`
	Parents    []brief      `json:"parents" doc:"Papers it says it goes with"`
	ReplacedBy *brief       `json:"replaced_by,omitempty" doc:"The paper that replaces or repeals it as a whole"`
	Differing  bool         `json:"differing" doc:"Versions bear the same number and date but another text"`
}

type doublesInput struct {
	Offset int `query:"offset" minimum:"0"`
	Limit  int `query:"limit" default:"50" minimum:"1" maximum:"200" doc:"Rows a page"`
}

type doubleRow struct {
	Work     cchc.WorkID  `json:"work"`
	Versions []versionRow `json:"versions"`
}

func (a *api) registerWorks(h huma.API) {
	tags := []string{"Thông tin văn bản"}
	huma.Register(h, huma.Operation{
		OperationID: "get-work", Method: http.MethodGet, Path: "/api/v1/documents/{id}/work", Tags: tags,
		Summary: "Các bản của cùng một văn bản (dự thảo, bản ký, bản scan), bản nào được tính, phụ lục đi kèm",
	}, a.getWork)
	huma.Register(h, huma.Operation{
		OperationID: "list-doubles", Method: http.MethodGet, Path: "/api/v1/doubles", Tags: tags,
		Summary: "Văn bản trùng số, trùng ngày nhưng nội dung khác nhau: đọc nhầm số hoặc cấp trùng số",
	}, a.listDoubles)
}

func (a *api) versions(ctx context.Context, standings []works.Standing) ([]versionRow, error) {
	ids := make([]cchc.DocumentID, len(standings))
	for i, s := range standings {
		ids[i] = s.ID
	}
	docs, err := a.cfg.Store.DocumentsByID(ctx, a.scope(ctx), ids)
	if err != nil {
		return nil, err
	}
	out := make([]versionRow, 0, len(standings))
	for _, s := range standings {
		d := docs[s.ID]
		out = append(out, versionRow{briefOf(d), s.Role, messages.Say(s.Reason, langOf(ctx)), d.Particulars.Signer.FullName, s.Alike})
	}
	return out, nil
}

func (a *api) getWork(ctx context.Context, in *documentInput) (*body[workView], error) {
	w, err := a.cfg.Store.WorkOf(ctx, a.scope(ctx), cchc.DocumentID(in.ID))
	if errors.Is(err, cchc.ErrNotFound) {
		err = cchc.Usage("no-such-document", err, in.ID)
	}
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	out := workView{Work: w.Work}
	if out.Versions, err = a.versions(ctx, w.Standings); err != nil {
		return nil, a.fail(ctx, err)
	}
	for _, s := range w.Standings {
		out.Differing = out.Differing || s.Role == works.RoleOther
		if s.By == "" || out.ReplacedBy != nil {
			continue
		}
		by, err := a.briefs(ctx, []cchc.DocumentID{s.By})
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		if len(by) > 0 {
			out.ReplacedBy = &by[0]
		}
	}
	if out.Annexes, err = a.briefs(ctx, w.Annexes); err != nil {
		return nil, a.fail(ctx, err)
	}
	if out.Parents, err = a.briefs(ctx, w.Parents); err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[workView]{out}, nil
}

func (a *api) listDoubles(ctx context.Context, in *doublesInput) (*body[list[doubleRow]], error) {
	doubles, total, err := a.cfg.Store.Doubles(ctx, a.scope(ctx), in.Limit, in.Offset)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	rows := make([]doubleRow, 0, len(doubles))
	for _, d := range doubles {
		versions, err := a.versions(ctx, d.Standings)
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		rows = append(rows, doubleRow{d.Work, versions})
	}
	return &body[list[doubleRow]]{list[doubleRow]{Items: rows, Total: total}}, nil
}
