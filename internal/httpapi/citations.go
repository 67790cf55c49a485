package httpapi

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/store"
)

type citedRow struct {
	cchc.Citation
	Documents []brief `json:"documents" doc:"The cited paper, where it is there"`
}

type citingRow struct {
	Document brief `json:"document"`
	cchc.Citation
}

type citationsView struct {
	Cites    []citedRow  `json:"cites" doc:"What it cites, in the order of its text"`
	CitedBy  []citingRow `json:"cited_by" doc:"Who cites it, the last issued first"`
	Replaced []citingRow `json:"replaced_by" doc:"Those of cited_by that replace, repeal or amend it"`
}

type absentInput struct {
	Relation string `query:"relation" enum:"basis,replaces,amends,repeals,attached,mentions"`
	Text     string `query:"text" doc:"Part of the number, as written"`
	Offset   int    `query:"offset" minimum:"0"`
	Limit    int    `query:"limit" default:"50" minimum:"1" maximum:"200" doc:"Rows a page"`
}

type absentRow struct {
	Code       string         `json:"code"`
	IssuedDate cchc.Date      `json:"issued_date,omitzero"`
	Documents  int            `json:"documents" doc:"How many documents cite it"`
	Relations  map[string]int `json:"relations" doc:"Citations by what they say"`
	Example    *brief         `json:"example,omitempty" doc:"One that cites it"`
	Text       string         `json:"text" doc:"One sentence that cites it"`
}

func (a *api) registerCitations(h huma.API) {
	tags := []string{"Viện dẫn"}
	huma.Register(h, huma.Operation{
		OperationID: "get-citations", Method: http.MethodGet, Path: "/api/v1/documents/{id}/citations", Tags: tags,
		Summary: "Văn bản này viện dẫn những văn bản nào, văn bản nào viện dẫn, thay thế, sửa đổi nó",
	}, a.getCitations)
	huma.Register(h, huma.Operation{
		OperationID: "list-absent", Method: http.MethodGet, Path: "/api/v1/citations/absent", Tags: tags,
		Summary: "Văn bản được viện dẫn nhưng chưa có, nhiều văn bản viện dẫn nhất trước",
	}, a.listAbsent)
}

func (a *api) getCitations(ctx context.Context, in *documentInput) (*body[citationsView], error) {
	cited, citing, err := a.cfg.Store.Citations(ctx, a.scope(ctx), cchc.DocumentID(in.ID))
	if errors.Is(err, cchc.ErrNotFound) {
		err = cchc.Usage("no-such-document", err, in.ID)
	}
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	var ids []cchc.DocumentID
	for _, c := range cited {
		ids = append(ids, c.Documents...)
	}
	for _, c := range citing {
		ids = append(ids, c.Document)
	}
	docs, err := a.cfg.Store.DocumentsByID(ctx, a.scope(ctx), ids)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	out := citationsView{Cites: []citedRow{}, CitedBy: []citingRow{}, Replaced: []citingRow{}}
	for _, c := range cited {
		row := citedRow{Citation: c.Citation, Documents: []brief{}}
		for _, id := range c.Documents {
			row.Documents = append(row.Documents, briefOf(docs[id]))
		}
		out.Cites = append(out.Cites, row)
	}
	for _, c := range citing {
		row := citingRow{briefOf(docs[c.Document]), c.Citation}
		out.CitedBy = append(out.CitedBy, row)
		switch c.Relation {
		case cchc.RelationReplaces, cchc.RelationRepeals, cchc.RelationAmends:
			out.Replaced = append(out.Replaced, row)
		case cchc.RelationBasis, cchc.RelationAttached, cchc.RelationMentions:
		}
	}
	return &body[citationsView]{out}, nil
}

func (a *api) listAbsent(ctx context.Context, in *absentInput) (*body[list[absentRow]], error) {
	absent, total, err := a.cfg.Store.AbsentPapers(ctx, a.scope(ctx), store.AbsentFilter{
		Relation: in.Relation, Text: strings.TrimSpace(in.Text), Limit: in.Limit, Offset: in.Offset,
	})
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	ids := make([]cchc.DocumentID, len(absent))
	for i, p := range absent {
		ids[i] = p.Sample
	}
	docs, err := a.cfg.Store.DocumentsByID(ctx, a.scope(ctx), ids)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	rows := make([]absentRow, 0, len(absent))
	for _, p := range absent {
		row := absentRow{Code: p.Code, IssuedDate: p.Date, Documents: p.Documents, Relations: p.Relations, Text: p.Text}
		if d, ok := docs[p.Sample]; ok {
			b := briefOf(d)
			row.Example = &b
		}
		rows = append(rows, row)
	}
	return &body[list[absentRow]]{list[absentRow]{Items: rows, Total: total}}, nil
}
