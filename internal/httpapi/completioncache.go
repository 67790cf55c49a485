package httpapi

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/record"
	"minhchung/internal/store"
)

const (
	// completionAge is how old completions may get while the record changes; gathering
	// them anew takes a twentieth of the time at most.
	completionAge   = 5 * time.Second
	completionShare = 20
	// completionTime bounds gathering them in the background.
	completionTime = time.Minute
	// completionsKept bounds the lists kept, one for each scope.
	completionsKept = 16
)

// completionCache keeps what is offered while somebody types. Nobody waits for a list to
// be gathered again: the last one answers meanwhile. It is safe for concurrent use.
type completionCache struct {
	mu   sync.Mutex
	kept map[string]*keptCompletions
}

type keptCompletions struct {
	mu      sync.Mutex
	list    *record.Completions
	changes uint64
	at      time.Time
	took    time.Duration
	renewal chan struct{} // closed at the end of the running one; nil where none runs
}

func (c *completionCache) of(scope cchc.Scope) *keptCompletions {
	key := fmt.Sprintf("%+v", scope)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil || len(c.kept) >= completionsKept && c.kept[key] == nil {
		c.kept = map[string]*keptCompletions{}
	}
	if c.kept[key] == nil {
		c.kept[key] = &keptCompletions{}
	}
	return c.kept[key]
}

// get returns the completions of a scope; the first time it gathers them.
func (c *completionCache) get(ctx context.Context, s *store.Store, scope cchc.Scope, now func() time.Time, log *slog.Logger) (*record.Completions, error) {
	k := c.of(scope)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.list == nil {
		err := k.gather(ctx, s, scope, now)
		return k.list, err
	}
	stale := k.changes != s.Changes() && now().Sub(k.at) >= max(completionAge, completionShare*k.took)
	if stale && k.renewal == nil {
		done := make(chan struct{})
		k.renewal = done
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), completionTime)
		go func() {
			defer cancel()
			fresh := keptCompletions{}
			err := fresh.gather(ctx, s, scope, now)
			k.mu.Lock()
			defer k.mu.Unlock()
			k.renewal = nil
			close(done)
			if err != nil {
				log.WarnContext(ctx, "completions are old", "error", err)
				k.at = now() // not at every key that is pressed
				return
			}
			k.list, k.changes, k.at, k.took = fresh.list, fresh.changes, fresh.at, fresh.took
		}()
	}
	return k.list, nil
}

func (k *keptCompletions) gather(ctx context.Context, s *store.Store, scope cchc.Scope, now func() time.Time) error {
	changes, start := s.Changes(), now()
	headings, err := s.Headings(ctx, scope)
	if err != nil {
		return err
	}
	k.list = record.NewCompletions(headings)
	k.changes, k.at = changes, now()
	k.took = k.at.Sub(start)
	return nil
}
