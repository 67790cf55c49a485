package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"time"

	"minhchung/internal/cchc"
)

// A command passed on is one JSON request and a stream of JSON answers over the owner's
// socket. Closing the connection cancels the command.

type guestRequest struct {
	Args []string          `json:"args"`
	Dir  string            `json:"dir"`
	Env  map[string]string `json:"env"`
}

type guestAnswer struct {
	Out  []byte `json:"out,omitempty"`
	Err  []byte `json:"err,omitempty"`
	Exit *int   `json:"exit,omitempty"`
}

// passOn has the owner of the data folder carry out this command line.
func (inv *invocation) passOn(ctx context.Context) error {
	h, err := readHolder(inv.settings.Data)
	if err != nil {
		return cchc.OurFault("owner-silent", err, inv.settings.Data, "?")
	}
	conn, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "unix", h.Socket)
	if err != nil {
		return cchc.OurFault("owner-silent", err, inv.settings.Data, itoa(h.PID))
	}
	defer conn.Close()                                      //nolint:errcheck // a client has nothing to lose here
	stop := context.AfterFunc(ctx, func() { conn.Close() }) //nolint:errcheck // this is the cancelling
	defer stop()
	request := guestRequest{Args: inv.args, Dir: inv.dir, Env: map[string]string{}}
	for _, kv := range environ(inv.getenv) {
		k, v, _ := strings.Cut(kv, "=")
		request.Env[k] = v
	}
	// The owner's folder is meant, whatever its own working directory is.
	request.Env[envPrefix+"DATA"] = inv.settings.Data
	if err := json.NewEncoder(conn).Encode(request); err != nil {
		return cchc.OurFault("owner-silent", err, inv.settings.Data, itoa(h.PID))
	}
	return inv.relay(ctx, json.NewDecoder(conn), h)
}

// relay copies the owner's answers to our streams until it tells the exit code.
func (inv *invocation) relay(ctx context.Context, answers *json.Decoder, h holder) error {
	for {
		var a guestAnswer
		if err := answers.Decode(&a); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return cchc.OurFault("owner-silent", err, inv.settings.Data, itoa(h.PID))
		}
		if len(a.Out) > 0 {
			if _, err := inv.stdout.Write(a.Out); err != nil {
				return err
			}
		}
		if len(a.Err) > 0 {
			if _, err := inv.stderr.Write(a.Err); err != nil {
				return err
			}
		}
		if a.Exit != nil {
			if *a.Exit != exitDone {
				return exitError(*a.Exit)
			}
			return nil
		}
	}
}

// serveGuest carries out one command for another process.
func serveGuest(ctx context.Context, conn net.Conn, host *invocation, e *engines) {
	var request guestRequest
	decoder := json.NewDecoder(io.LimitReader(conn, 1<<20))
	if err := decoder.Decode(&request); err != nil {
		return // a look whether we are here, or nonsense
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { // the guest sends nothing more: an end of the stream means it is gone
		_, _ = io.Copy(io.Discard, conn)
		cancel()
	}()
	answers := &answerWriter{enc: json.NewEncoder(conn)}
	guest := &invocation{
		args: request.Args, dir: request.Dir, stdin: strings.NewReader(""),
		stdout:  answers.stream(func(b []byte) guestAnswer { return guestAnswer{Out: b} }),
		stderr:  answers.stream(func(b []byte) guestAnswer { return guestAnswer{Err: b} }),
		getenv:  func(k string) string { return request.Env[k] },
		engines: e,
	}
	code := guest.execute(ctx)
	if err := answers.send(guestAnswer{Exit: &code}); err != nil && !errors.Is(err, net.ErrClosed) {
		host.logger().Warn("a passed-on command could not be answered", "error", err)
	}
}

// answerWriter sends the two streams of a command over one connection.
type answerWriter struct {
	mu  sync.Mutex
	enc *json.Encoder
}

func (w *answerWriter) send(a guestAnswer) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.enc.Encode(a)
}

func (w *answerWriter) stream(wrap func([]byte) guestAnswer) io.Writer {
	return writerFunc(func(b []byte) (int, error) {
		if err := w.send(wrap(b)); err != nil {
			return 0, err
		}
		return len(b), nil
	})
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }
