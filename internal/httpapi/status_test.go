package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// activity is a Statuser that is told what to say.
type activity struct {
	mu      sync.Mutex
	status  intake.Status
	err     error
	asked   int
	changed chan struct{}
}

func newWork() *activity { return &activity{changed: make(chan struct{})} }

func (w *activity) Status(context.Context) (intake.Status, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked++
	return w.status, w.err
}

func (w *activity) Changed() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.changed
}

func (w *activity) set(f func(*activity)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f(w)
	close(w.changed)
	w.changed = make(chan struct{})
}

func (w *activity) times() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.asked
}

func (w *activity) done(n int) { w.set(func(w *activity) { w.status.Reading.Done = n }) }

// watcher is a reader of the stream; each write waits for it where held is set.
type watcher struct {
	header http.Header
	held   chan struct{}

	mu   sync.Mutex
	code int
	text strings.Builder
}

func (w *watcher) Header() http.Header              { return w.header }
func (w *watcher) SetWriteDeadline(time.Time) error { return nil }
func (w *watcher) Flush()                           {}

func (w *watcher) WriteHeader(code int) { w.code = code }

func (w *watcher) Write(p []byte) (int, error) {
	if w.held != nil {
		<-w.held
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *watcher) all() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// events are the pictures that were sent.
func (w *watcher) events(t *testing.T) []status {
	t.Helper()
	var out []status
	for line := range strings.SplitSeq(w.all(), "\n") {
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			var s status
			if err := json.Unmarshal([]byte(data), &s); err != nil {
				t.Fatalf("%v: %s", err, line)
			}
			out = append(out, s)
		}
	}
	return out
}

// watch opens a stream in a bubble; the returned function ends the reader and waits.
func watch(t *testing.T, h http.Handler, w *watcher) (leave func()) {
	t.Helper()
	w.header = http.Header{}
	ctx, cancel := context.WithCancel(t.Context())
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/api/v1/events", nil)
	r.Host = "127.0.0.1"
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		h.ServeHTTP(w, r)
	}()
	synctest.Wait()
	return func() {
		cancel()
		<-ended
	}
}

func handler(w *activity, stopping <-chan struct{}) http.Handler {
	return New(Config{Status: w, Stopping: stopping, Log: slog.New(slog.DiscardHandler)})
}

func TestEventsCarryWholePictures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		reason := cchc.NewReason("store-failed")
		work := newWork()
		work.status = intake.Status{
			Reading: intake.Progress{Running: true, Done: 3, Total: 10, Pages: 40, Current: "kế hoạch.pdf", Rate: 0.5, Left: 14 * time.Second},
			Trouble: &reason, States: map[cchc.State]int{cchc.StateQueued: 7},
		}
		w := &watcher{}
		leave := watch(t, handler(work, nil), w)
		defer leave()
		if !strings.HasPrefix(w.all(), "event: status\ndata: {") || w.header.Get("Content-Type") != "text/event-stream" {
			t.Errorf("stream begins with %v %s", w.header, w.all())
		}
		for _, want := range []string{`"left_seconds":14`, `"rate":0.5`, `"code":"store-failed"`, `"remedy":"Kiểm tra dung lượng`, `"states":{"queued":7}`, `"scans":{"running":false`} {
			if !strings.Contains(w.all(), want) {
				t.Errorf("no %s in %s", want, w.all())
			}
		}
	})
}

func TestEventsAreAtMostFourASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		work := newWork()
		w := &watcher{}
		leave := watch(t, handler(work, nil), w)
		for n := range 1000 {
			work.done(n + 1)
			time.Sleep(3 * time.Millisecond)
		}
		time.Sleep(time.Second)
		leave()
		got := w.events(t)
		if len(got) < 10 || len(got) > 14 || got[len(got)-1].Reading.Done != 1000 {
			t.Errorf("%d pictures in 3 s of changes, the last of %d", len(got), got[len(got)-1].Reading.Done)
		}
	})
}

func TestEventsOnlyOnChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		work := newWork()
		w := &watcher{}
		leave := watch(t, handler(work, nil), w)
		time.Sleep(46 * time.Second)
		work.set(func(*activity) {}) // a change that makes no difference
		time.Sleep(time.Second)
		leave()
		if got := len(w.events(t)); got != 1 {
			t.Errorf("%d pictures of one state", got)
		}
		if got := strings.Count(w.all(), ": ok\n\n"); got != 3 {
			t.Errorf("%d signs of life in 46 s: %q", got, w.all())
		}
	})
}

func TestManyWatchersAskOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		work := newWork()
		h := handler(work, nil)
		var ws []*watcher
		for range 30 {
			w := &watcher{}
			defer watch(t, h, w)()
			ws = append(ws, w)
			time.Sleep(7 * time.Millisecond)
		}
		before := work.times()
		for n := range 100 {
			work.done(n + 1)
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(time.Second)
		if asked := work.times() - before; asked > 7 {
			t.Errorf("asked %d times in a second of changes", asked)
		}
		for i, w := range ws {
			if got := w.events(t); got[len(got)-1].Reading.Done != 100 {
				t.Errorf("watcher %d sees %d last", i, got[len(got)-1].Reading.Done)
			}
		}
	})
}

// A slow reader holds up nobody and gets the latest picture, not the ones between.
func TestSlowWatcher(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		work := newWork()
		h := handler(work, nil)
		slow, quick := &watcher{held: make(chan struct{})}, &watcher{}
		leaveSlow, leaveQuick := watch(t, h, slow), watch(t, h, quick)
		for n := range 100 {
			work.done(n + 1)
			time.Sleep(100 * time.Millisecond)
		}
		close(slow.held)
		time.Sleep(time.Second)
		leaveSlow()
		leaveQuick()
		got := slow.events(t)
		if len(got) != 2 || got[1].Reading.Done != 100 {
			t.Errorf("the slow one got %d pictures: %+v", len(got), got)
		}
		if n := len(quick.events(t)); n < 30 {
			t.Errorf("the quick one got %d pictures in 10 s", n)
		}
	})
}

func TestEventsOfAStatusThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		work := newWork()
		w := &watcher{}
		leave := watch(t, handler(work, nil), w)
		work.done(5)
		time.Sleep(time.Second)
		work.set(func(w *activity) { w.err = cchc.OurFault("record-failed", errors.New("disk")) })
		time.Sleep(10 * time.Second)
		work.mu.Lock()
		work.err = nil // without a sign of change
		work.mu.Unlock()
		time.Sleep(2 * time.Second)
		leave()
		got := w.events(t)
		if len(got) != 4 || got[2].Trouble == nil || got[2].Trouble.Code != "record-failed" || got[2].Reading.Done != 5 || got[3].Trouble != nil {
			t.Errorf("pictures %+v", got)
		}
	})
}

func TestEventsEndWhenTheProgramStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stopping := make(chan struct{})
		h := handler(newWork(), stopping)
		began := time.Now()
		leave := watch(t, h, &watcher{})
		close(stopping)
		ended := make(chan struct{})
		go func() { defer close(ended); leave() }()
		<-ended
		if took := time.Since(began); took > 0 {
			t.Errorf("the stream held up the stop for %s", took)
		}
	})
}

// Over a real server: a graceful stop does not wait for readers of the stream.
func TestShutdownWithWatchers(t *testing.T) {
	t.Parallel()
	stopping := make(chan struct{})
	server := httptest.NewServer(handler(newWork(), stopping))
	defer server.Close()
	for range 3 {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/api/v1/events", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if _, err := resp.Body.Read(make([]byte, 10)); err != nil {
			t.Fatal(err)
		}
	}
	close(stopping)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if err := server.Config.Shutdown(ctx); err != nil {
		t.Errorf("the server did not stop: %v", err)
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	work := newWork()
	o := newOffice(t, func(c *Config) { c.Status = work })
	if s := get[status](o, "/api/v1/status"); s.Reading.Running || len(s.States) != 0 {
		t.Errorf("status %+v", s)
	}
	reason := cchc.NewReason("store-failed")
	work = newWork()
	work.status.Trouble = &reason
	o = newOffice(t, func(c *Config) { c.Status = work })
	if w := o.do(http.MethodGet, "/api/v1/status?lang=en", ""); !strings.Contains(w.Body.String(), "could not be written") {
		t.Errorf("in English: %s", w.Body)
	}
	failing := newWork()
	failing.err = errors.New("lỗi đĩa")
	o = newOffice(t, func(c *Config) { c.Status = failing })
	o.wantProblem(o.do(http.MethodGet, "/api/v1/status", ""), http.StatusInternalServerError, "internal")
}
