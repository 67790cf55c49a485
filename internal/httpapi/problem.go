package httpapi

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
)

// problem is an RFC 9457 answer with a stable code and a remedy.
type problem struct {
	Type   string    `json:"type"`
	Title  string    `json:"title"`
	Status int       `json:"status"`
	Detail string    `json:"detail"`
	Code   cchc.Code `json:"code"`
	Remedy string    `json:"remedy,omitempty"`
}

// Error returns the code and the words.
func (p *problem) Error() string { return string(p.Code) + ": " + p.Detail }

// GetStatus returns the HTTP status.
func (p *problem) GetStatus() int { return p.Status }

// ContentType is that of RFC 9457.
func (p *problem) ContentType(string) string { return "application/problem+json" }

// asProblem is the one map from errors to statuses.
func asProblem(ctx context.Context, err error) *problem {
	e := cchc.AsError(err)
	status := http.StatusInternalServerError
	switch {
	case errors.Is(err, cchc.ErrNotFound):
		status = http.StatusNotFound
		if e.Reason.Code == "internal" {
			e = cchc.Usage("not-found", err)
		}
	case e.Fault == cchc.FaultUsage:
		status = http.StatusUnprocessableEntity
	case e.Fault == cchc.FaultFile:
		status = http.StatusUnprocessableEntity
	case e.Fault == cchc.FaultWaiting, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		status = http.StatusServiceUnavailable
	}
	w := messages.Words(e.Reason, langOf(ctx))
	return &problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: w.Message, Code: e.Reason.Code, Remedy: w.Remedy}
}

// ownProblems makes huma answer what its validation refuses in our own form, and
// describe it so.
func ownProblems(c *huma.Config) {
	c.Transformers = append(c.Transformers, func(hc huma.Context, _ string, v any) (any, error) {
		m, ok := v.(*huma.ErrorModel)
		if !ok {
			return v, nil
		}
		p := asProblem(hc.Context(), cchc.Usage("bad-request", nil, faultsOf(m)))
		p.Status, p.Title = m.Status, m.Title
		return p, nil
	})
	c.OnAddOperation = append(c.OnAddOperation, func(api *huma.OpenAPI, op *huma.Operation) {
		ours := api.Components.Schemas.Schema(reflect.TypeFor[problem](), true, "Problem")
		for _, r := range op.Responses {
			if content := r.Content["application/problem+json"]; content != nil {
				content.Schema = ours
			}
		}
	})
}

// faultsOf names what validation found, each with the place it is about.
func faultsOf(m *huma.ErrorModel) string {
	var out []string
	for _, e := range m.Errors {
		out = append(out, strings.TrimSpace(e.Location+" "+e.Message))
	}
	if len(out) == 0 {
		return m.Detail
	}
	return strings.Join(out, "; ")
}

// fail turns an error into its problem and logs what is our fault; this is the edge
// that logs.
func (a *api) fail(ctx context.Context, err error) error {
	p := asProblem(ctx, err)
	if p.Status >= http.StatusInternalServerError && ctx.Err() == nil {
		a.cfg.Log.ErrorContext(ctx, "request failed", "code", p.Code, "error", err)
	}
	return p
}
