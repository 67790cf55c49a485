package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"minhchung/internal/cchc"
)

// A command passed on is one JSON request and a stream of JSON answers over the owner's
// socket. The first answer says that the command was taken; a connection that ends before
// it met an owner about to end, and may be tried again. Closing the connection cancels
// the command.

type guestRequest struct {
	Args  []string          `json:"args"`
	Dir   string            `json:"dir"`
	Env   map[string]string `json:"env"`
	Files map[string][]byte `json:"files,omitempty"` // what the caller has read, by name as given
	// Terminal: a person looks at what the command says on stderr.
	Terminal bool `json:"terminal,omitempty"`
}

type guestAnswer struct {
	Taken bool   `json:"taken,omitempty"`
	Out   []byte `json:"out,omitempty"`
	Err   []byte `json:"err,omitempty"`
	Exit  *int   `json:"exit,omitempty"`
}

const (
	maxRequest = 256 << 20 // bytes of JSON: catalogues and lists of queries come along
	// slowReader is how long a caller may leave an answer unread before it is given up.
	slowReader = 30 * time.Second
)

// errNotTaken is returned where the owner ended before it took the command.
var errNotTaken = errors.New("the owner did not take the command")

// passOn has the owner of the data folder carry out this command line.
func (inv *invocation) passOn(ctx context.Context, h holder) error {
	conn, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "unix", h.Socket)
	if err != nil {
		return errNotTaken
	}
	defer conn.Close()                                      //nolint:errcheck // a client has nothing to lose here
	stop := context.AfterFunc(ctx, func() { conn.Close() }) //nolint:errcheck // this is the cancelling
	defer stop()
	request := guestRequest{Args: inv.args, Dir: inv.dir, Env: map[string]string{}, Files: inv.files, Terminal: onTerminal(inv.stderr)}
	for _, kv := range environ(koanfKeys(), inv.getenv) {
		k, v, _ := strings.Cut(kv, "=")
		request.Env[k] = v
	}
	// The owner's folder is meant, whatever its own working directory is.
	request.Env[envPrefix+"DATA"] = inv.settings.Data
	if err := json.NewEncoder(conn).Encode(request); err != nil {
		return errNotTaken
	}
	answers := json.NewDecoder(conn)
	var first guestAnswer
	if err := answers.Decode(&first); err != nil || !first.Taken {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return errNotTaken
	}
	return inv.relay(ctx, answers)
}

// relay copies the owner's answers to our streams until it tells the exit code.
func (inv *invocation) relay(ctx context.Context, answers *json.Decoder) error {
	for {
		var a guestAnswer
		if err := answers.Decode(&a); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return cchc.OurFault("owner-ended", err)
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

// serveGuest carries out one command for another process. What the command says is sent
// at once; a caller that does not read is given up, so that it holds nobody back.
func serveGuest(ctx context.Context, conn net.Conn, host *invocation, e *engines) {
	var request guestRequest
	if err := json.NewDecoder(io.LimitReader(conn, maxRequest)).Decode(&request); err != nil {
		return // a look whether we are here, or nonsense
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { conn.Close() }) //nolint:errcheck // ends writes that hang
	defer stop()
	go func() { // the guest sends nothing more: an end of the stream means it is gone
		_, _ = io.Copy(io.Discard, conn)
		cancel()
	}()
	answers := &answerWriter{conn: conn, enc: json.NewEncoder(conn), gone: cancel}
	if err := answers.send(guestAnswer{Taken: true}); err != nil {
		return
	}
	guest := &invocation{
		args: request.Args, dir: request.Dir, stdin: strings.NewReader(""), files: request.Files,
		stdout:  answers.stream(func(b []byte) guestAnswer { return guestAnswer{Out: b} }),
		stderr:  answers.stream(func(b []byte) guestAnswer { return guestAnswer{Err: b} }),
		getenv:  func(k string) string { return request.Env[k] },
		engines: e, terminal: request.Terminal,
	}
	code := guest.executeSafely(ctx, host)
	if err := answers.send(guestAnswer{Exit: &code}); err != nil && !errors.Is(err, net.ErrClosed) {
		host.logger().Warn("a passed-on command could not be answered", "error", err)
	}
}

// executeSafely keeps a defect in a guest's command from taking the owner with it.
func (inv *invocation) executeSafely(ctx context.Context, host *invocation) (code int) {
	defer func() {
		if v := recover(); v != nil {
			host.logger().Error("a passed-on command panicked", "args", inv.args, "panic", v, "stack", string(debug.Stack()))
			code = exitFailed
		}
	}()
	return inv.execute(ctx)
}

// answerWriter sends the two streams of a command over one connection.
type answerWriter struct {
	mu   sync.Mutex
	conn net.Conn
	enc  *json.Encoder
	gone func() // told when the caller cannot be reached any more
}

func (w *answerWriter) send(a guestAnswer) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	err := w.conn.SetWriteDeadline(time.Now().Add(slowReader))
	if err == nil {
		err = w.enc.Encode(a)
	}
	if err != nil {
		w.gone()
	}
	return err
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
