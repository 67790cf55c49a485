package httpapi

import (
	"context"
	"net/http"
	"reflect"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/danielgtaylor/huma/v2/sse"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/internal/messages"
)

// The pace of the stream of events.
const (
	eventPause   = 250 * time.Millisecond // between two pictures
	eventFresh   = 200 * time.Millisecond // a picture is shared among watchers; below the pause
	eventSilence = 15 * time.Second       // after which a comment shows that the stream lives
	eventRetry   = time.Second            // after a status that could not be told
	eventWrite   = 5 * time.Second        // after which a reader that takes nothing is left
)

type progress struct {
	Running bool    `json:"running"`
	Done    int     `json:"done"`
	Total   int     `json:"total" doc:"Known so far; grows while files are found"`
	Pages   int     `json:"pages,omitempty" doc:"Pages of the files done"`
	Current string  `json:"current,omitempty" doc:"What is being worked on"`
	Rate    float64 `json:"rate,omitempty" doc:"Done a second over the last while"`
	Left    float64 `json:"left_seconds,omitempty" doc:"Seconds to go at that rate; absent where nothing can be said yet"`
}

type status struct {
	Reading     progress           `json:"reading" doc:"Files being taken in and read"`
	Scans       progress           `json:"scans" doc:"Pages being recognised"`
	Index       progress           `json:"index" doc:"Documents going into a search index that is built anew"`
	Trouble     *messages.Said     `json:"trouble,omitempty" doc:"What keeps the work from going on"`
	States      map[cchc.State]int `json:"states" doc:"Rows of the ledger by state"`
	Unconfirmed int                `json:"unconfirmed" doc:"Documents whose number or date a person has to confirm"`
}

func statusOf(ctx context.Context, s intake.Status) status {
	states := s.States
	if states == nil {
		states = map[cchc.State]int{}
	}
	return status{Reading: progressOf(s.Reading), Scans: progressOf(s.Scans), Index: progressOf(s.Index), Trouble: said(ctx, s.Trouble), States: states, Unconfirmed: s.Unconfirmed}
}

func progressOf(p intake.Progress) progress {
	return progress{
		Running: p.Running, Done: p.Done, Total: p.Total, Pages: p.Pages, Current: p.Current, Rate: p.Rate,
		Left: p.Left.Round(time.Second).Seconds(),
	}
}

func (a *api) registerStatus(h huma.API) {
	tags := []string{"Hệ thống"}
	huma.Register(h, huma.Operation{
		OperationID: "get-status", Method: http.MethodGet, Path: "/api/v1/status", Tags: tags,
		Summary: "Chương trình đang làm gì",
	}, func(ctx context.Context, _ *struct{}) (*body[status], error) {
		if a.now == nil {
			return nil, a.fail(ctx, cchc.Waiting("not-taking-in"))
		}
		p, err := a.now.picture(ctx)
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		return &body[status]{statusOf(ctx, p.status)}, nil
	})
	sse.Register(h, huma.Operation{
		OperationID: "watch-status", Method: http.MethodGet, Path: "/api/v1/events", Tags: tags,
		Summary:     "Theo dõi chương trình đang làm gì (server-sent events)",
		Description: "Whole pictures, at most four a second, only where something changed. A slow reader misses pictures, never facts.",
		Middlewares: huma.Middlewares{a.stream},
	}, map[string]any{"status": status{}}, a.events)
}

type writerKey struct{}

// stream refuses a stream nobody feeds, while there is still a status to be sent, and
// hands the connection to the events.
func (a *api) stream(hc huma.Context, next func(huma.Context)) {
	c := humagin.Unwrap(hc)
	if a.now == nil {
		refuse(c, cchc.Waiting("not-taking-in"))
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Header("X-Accel-Buffering", "no") // a proxy in front may not hold events back
	w := &live{w: c.Writer, rc: http.NewResponseController(c.Writer)}
	defer w.end()
	next(huma.WithValue(hc, writerKey{}, w))
}

// events sends what the program is doing until the reader or the program goes.
func (a *api) events(ctx context.Context, _ *struct{}, send sse.Sender) {
	w, ok := ctx.Value(writerKey{}).(*live)
	if !ok {
		return
	}
	var last *status
	for {
		p, err := a.now.picture(ctx)
		changed, silence := p.changed, eventSilence
		view := statusOf(ctx, p.status)
		if err != nil {
			if ctx.Err() != nil {
				return
			}
			a.cfg.Log.ErrorContext(ctx, "the status cannot be told", "error", err)
			if last != nil {
				view = *last // what was known, with what is the matter now
			}
			view.Trouble = said(ctx, &cchc.AsError(err).Reason)
			silence = eventRetry
		}
		if last == nil || !reflect.DeepEqual(*last, view) {
			if send.Data(view) != nil {
				return
			}
			last = &view
		}
		if !a.pause(ctx, eventPause) || !a.await(ctx, w, changed, silence) {
			return
		}
	}
}

// await waits for a change, or after a failure for the time to try again. False means
// that the stream is over.
func (a *api) await(ctx context.Context, w *live, changed <-chan struct{}, silence time.Duration) bool {
	t := time.NewTicker(silence)
	defer t.Stop()
	for {
		select {
		case <-changed:
			return true
		case <-t.C:
			if w.comment() != nil {
				return false
			}
			if silence == eventRetry {
				return true
			}
		case <-ctx.Done():
			return false
		case <-a.cfg.Stopping:
			return false
		}
	}
}

func (a *api) pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
	case <-a.cfg.Stopping:
	}
	return false
}

// live is the connection of a stream of events.
type live struct {
	w  http.ResponseWriter
	rc *http.ResponseController
}

// comment shows a reader, and every proxy between, that the stream is alive.
func (l *live) comment() error {
	// What was set for the event before is over; a moment long past ends a write that
	// hangs, whatever the clock says. Connections without deadlines do without.
	_ = l.rc.SetWriteDeadline(time.Time{})
	guard := time.AfterFunc(eventWrite, func() { _ = l.rc.SetWriteDeadline(time.Unix(1, 0)) })
	defer guard.Stop()
	if _, err := l.w.Write([]byte(": ok\n\n")); err != nil {
		return err
	}
	return l.rc.Flush()
}

// end takes the deadline of the last event from the connection, which may serve more.
func (l *live) end() { _ = l.rc.SetWriteDeadline(time.Time{}) }

// latest asks what the program is doing at most once a while, however many watch.
type latest struct {
	from  Statuser
	fresh time.Duration

	mu     sync.Mutex
	last   *picture // nil before the first
	recent bool     // last is not older than fresh
}

// picture is what the program was doing until changed is closed.
type picture struct {
	status  intake.Status
	changed <-chan struct{}
}

// picture returns the status. One that still holds, or is recent, is not asked for again;
// whoever gets one that is outdated sees by its channel that there is more to come.
func (l *latest) picture(ctx context.Context) (picture, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.last != nil && (l.recent || !closed(l.last.changed)) {
		return *l.last, nil
	}
	p := picture{changed: l.from.Changed()} // first: no change in between goes unseen
	var err error
	if p.status, err = l.from.Status(ctx); err != nil {
		return picture{}, err
	}
	l.last, l.recent = &p, true
	time.AfterFunc(l.fresh, func() {
		l.mu.Lock()
		l.recent = false
		l.mu.Unlock()
	})
	return p, nil
}

func closed(ch <-chan struct{}) bool {
	select {
	case <-ch:
		return true
	default:
		return false
	}
}
