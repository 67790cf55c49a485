package httpapi

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/evidence"
	"minhchung/internal/messages"
	"minhchung/internal/record"
	"minhchung/internal/store"
)

// Speaker is who a request is made for. It is exported because huma passes over embedded
// fields that are not.
type Speaker struct {
	By   string `json:"by,omitempty" maxLength:"200" doc:"Name of the person; the operator without one"`
	Unit string `json:"unit,omitempty" maxLength:"200" doc:"Unit the person speaks for: identity, name or folder"`
}

// Verdict is what a person says of links.
type Verdict struct {
	Decision string `json:"decision" enum:"submit,withdraw,accept,reject,ask,reset"`
	Note     string `json:"note,omitempty" maxLength:"2000" doc:"Needed to reject and to ask"`
}

type reviewInput struct {
	ID   string `path:"id"`
	Body struct {
		Speaker
		Verdict
	}
}

// maxReviewed is the most links one request reviews.
const maxReviewed = 1000

type reviewAllInput struct {
	Body struct {
		Speaker
		Verdict
		Links  []string `json:"links,omitempty" maxItems:"1000" doc:"Links to review; none reviews what the filter finds"`
		Filter *struct {
			Criterion string  `json:"criterion,omitempty"`
			Document  string  `json:"document,omitempty"`
			State     string  `json:"state,omitempty" enum:"suggested,submitted,accepted,rejected,explanation_asked,stale"`
			MinScore  float64 `json:"min_score,omitempty" minimum:"0" maximum:"1"`
		} `json:"filter,omitempty" doc:"Proposed or reviewed links of the catalogue in use, as the list of links takes them; at most 1000"`
	}
}

type reviewedAll struct {
	Items   []linkRow    `json:"items" doc:"What changed, as it stands now"`
	Refused []refusedRow `json:"refused" doc:"What was left as it was, and why"`
	Left    int          `json:"left" doc:"Links of the filter beyond the 1000 of one request"`
}

type refusedRow struct {
	Link cchc.LinkID   `json:"link"`
	Why  messages.Said `json:"why"`
}

type historyRow struct {
	cchc.LinkEvent
	StateWords string `json:"state_words,omitempty" doc:"The state it led to, in words"`
}

// LinkRow is linkRow by a name huma does not pass over where it is embedded.
type LinkRow = linkRow

type linkView struct {
	LinkRow
	History []historyRow `json:"history" doc:"All that people did with it, the first first"`
}

func (a *api) registerReviews(h huma.API, tags []string) {
	huma.Register(h, huma.Operation{
		OperationID: "get-link", Method: http.MethodGet, Path: "/api/v1/links/{id}", Tags: tags,
		Summary: "Một liên kết với mọi ý kiến từ trước đến nay",
	}, a.getLink)
	huma.Register(h, huma.Operation{
		OperationID: "review-link", Method: http.MethodPost, Path: "/api/v1/links/{id}/review", Tags: tags,
		Summary: "Nộp, rút lại, chấp nhận, không chấp nhận, đề nghị giải trình hoặc đặt lại một liên kết",
	}, a.reviewLink)
	huma.Register(h, huma.Operation{
		OperationID: "review-links", Method: http.MethodPost, Path: "/api/v1/links/review", Tags: tags,
		Summary: "Xem xét nhiều liên kết cùng lúc; liên kết nào không đổi được thì nêu lý do, các liên kết khác vẫn đổi",
	}, a.reviewLinks)
}

// speaker is the actor a request names. A unit nobody knows is refused: with it nobody
// could tell that it is his own.
func (a *api) speaker(ctx context.Context, who Speaker) (cchc.Actor, *record.Units, error) {
	units, err := a.cfg.Store.Units(ctx, a.scope(ctx))
	if err != nil {
		return cchc.Actor{}, nil, err
	}
	actor := a.actor(ctx)
	if name := strings.TrimSpace(who.By); name != "" {
		actor.Name = name
	}
	if actor.Unit = strings.TrimSpace(who.Unit); actor.Unit != "" {
		if others, ok := units.Known(actor.Unit); !ok {
			return actor, units, cchc.Usage("review-unknown-unit", nil, actor.Unit, others)
		}
	}
	return actor, units, nil
}

func (a *api) getLink(ctx context.Context, in *struct {
	ID string `path:"id"`
}) (*body[linkView], error) {
	id := cchc.LinkID(in.ID)
	link, err := a.cfg.Store.Link(ctx, a.scope(ctx), id)
	if err != nil {
		return nil, a.fail(ctx, noLink(err, id))
	}
	history, err := a.cfg.Store.LinkHistory(ctx, a.scope(ctx), id)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	rows, err := a.linkRows(ctx, []cchc.Link{link})
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	v := linkView{LinkRow: rows[0], History: []historyRow{}}
	for _, e := range history {
		row := historyRow{LinkEvent: e}
		if e.To != "" {
			row.StateWords = messages.Words(record.StateReason(e.To), langOf(ctx)).Message
		}
		v.History = append(v.History, row)
	}
	return &body[linkView]{v}, nil
}

func noLink(err error, id cchc.LinkID) error {
	if errors.Is(err, cchc.ErrNotFound) {
		return cchc.Usage("no-such-link", err, string(id))
	}
	return err
}

func (a *api) reviewLink(ctx context.Context, in *reviewInput) (*body[linkRow], error) {
	done, err := a.review(ctx, in.Body.Speaker, in.Body.Verdict, []cchc.LinkID{cchc.LinkID(in.ID)})
	if err == nil {
		err = noLink(done[0].Err, done[0].ID)
	}
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	rows, err := a.linkRows(ctx, []cchc.Link{done[0].Link})
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[linkRow]{rows[0]}, nil
}

func (a *api) review(ctx context.Context, who Speaker, what Verdict, ids []cchc.LinkID) ([]store.Reviewed, error) {
	actor, units, err := a.speaker(ctx, who)
	if err != nil {
		return nil, err
	}
	defer a.computed.forget()
	order := evidence.Order{Decision: evidence.Decision(what.Decision), Actor: actor, Note: what.Note, At: a.cfg.Now().UTC(), Same: units.Same}
	return a.cfg.Store.ReviewAll(ctx, actor, ids, order.Apply)
}

func (a *api) reviewLinks(ctx context.Context, in *reviewAllInput) (*body[reviewedAll], error) {
	ids, left, err := a.toReview(ctx, in)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	done, err := a.review(ctx, in.Body.Speaker, in.Body.Verdict, ids)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	out, changed := reviewedAll{Refused: []refusedRow{}, Left: left}, []cchc.Link{}
	for _, r := range done {
		if r.Err == nil {
			changed = append(changed, r.Link)
			continue
		}
		why := cchc.AsError(noLink(r.Err, r.ID)).Reason
		out.Refused = append(out.Refused, refusedRow{r.ID, messages.Say(why, langOf(ctx))})
	}
	if out.Items, err = a.linkRows(ctx, changed); err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[reviewedAll]{out}, nil
}

func (a *api) toReview(ctx context.Context, in *reviewAllInput) (ids []cchc.LinkID, left int, err error) {
	f := in.Body.Filter
	if (f == nil) == (len(in.Body.Links) == 0) {
		return nil, 0, cchc.Usage("review-no-links", nil)
	}
	if f == nil {
		seen := map[string]bool{}
		for _, id := range in.Body.Links {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, cchc.LinkID(id))
			}
		}
		return ids, 0, nil
	}
	links, _, total, err := a.cfg.Store.Links(ctx, a.scope(ctx), store.LinkFilter{
		Criterion: f.Criterion, Document: f.Document, State: f.State, MinScore: f.MinScore, ProposedOnly: true, Limit: maxReviewed,
	})
	for _, l := range links {
		ids = append(ids, l.ID)
	}
	return ids, max(0, total-len(links)), err
}
