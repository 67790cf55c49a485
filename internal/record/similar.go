package record

import (
	"context"
	"errors"
	"fmt"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// Liker finds documents like one: the one given and its passages are known to the record,
// not necessarily to the engine.
type Liker interface {
	Similar(ctx context.Context, d cchc.Document, passages []cchc.Passage, q search.Query) (search.Result, error)
}

// PassageSource is a [Source] that knows the passages of a document.
type PassageSource interface {
	Source
	Passages(ctx context.Context, scope cchc.Scope, id cchc.DocumentID) ([]cchc.Passage, error)
}

// Similar lists documents like d, the most alike first and never d itself. Of q count
// scope, filters and limit; there are no further pages.
func Similar(ctx context.Context, engine Liker, source PassageSource, d cchc.Document, q search.Query) (SearchResult, error) {
	start := time.Now() //nolint:forbidigo // a duration is measured, no instant is kept
	passages, err := source.Passages(ctx, q.Scope, d.ID)
	if err != nil && !errors.Is(err, cchc.ErrNotFound) {
		return SearchResult{}, fmt.Errorf("like %s: %w", d.ID, err)
	}
	asked, notices, err := resolve(ctx, source, q)
	if err != nil {
		return SearchResult{}, fmt.Errorf("like %s: %w", d.ID, err)
	}
	found, err := engine.Similar(ctx, d, passages, asked)
	if err != nil {
		return SearchResult{}, fmt.Errorf("like %s: %w", d.ID, err)
	}
	out, err := answer(ctx, source, q, found)
	if err != nil {
		return SearchResult{}, fmt.Errorf("like %s: %w", d.ID, err)
	}
	out.Notices = append(out.Notices, notices...)
	out.TookMS = millis(time.Since(start)) //nolint:forbidigo // see start
	return out, nil
}
