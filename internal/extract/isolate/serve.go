package isolate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"minhchung/internal/cchc"
)

// ReadFunc reads one file; the method Read of every reader fits. The path is absolute.
type ReadFunc func(ctx context.Context, path string, lim cchc.Limits) (cchc.Reading, error)

// ServeOption adds a kind of requests to [Serve].
type ServeOption func(*handlers)

// Rendering lets the child draw pages; without it such requests are refused.
func Rendering(render RenderFunc) ServeOption {
	return func(h *handlers) { h.render = render }
}

type handlers struct {
	read   ReadFunc
	render RenderFunc
}

// Serve is the loop of the hidden worker command: it answers one request after the other
// until stdin closes, and returns nil then. It also returns while a handler is still running
// when stdin closes or ctx ends, so that the process can end; the caller must exit.
// A panic of a handler is answered as such and ends the loop.
//
// While it runs with os.Stdout, what libraries print goes to os.Stderr instead, for it
// would break the frames.
func Serve(ctx context.Context, read ReadFunc, stdin io.Reader, stdout io.Writer, options ...ServeOption) error {
	h := handlers{read: read}
	for _, o := range options {
		o(&h)
	}
	if stdout == io.Writer(os.Stdout) {
		own := os.Stdout
		os.Stdout = os.Stderr
		defer func() { os.Stdout = own }()
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := writeFrame(stdout, answer{Protocol: protocol}, maxAnswer); err != nil {
		return fmt.Errorf("greet the parent: %w", err)
	}
	requests, ended := receive(ctx, stdin)
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-ended:
			return err
		case req := <-requests:
			done := make(chan answer, 1)
			go func() { done <- h.answer(ctx, req) }()
			select {
			case <-ctx.Done():
				return ctx.Err()
			case err := <-ended:
				return err
			case a := <-done:
				if err := reply(stdout, a); err != nil || a.Panicked {
					return err
				}
			}
		}
	}
}

// receive turns stdin into requests; ended gets nil when stdin closes.
func receive(ctx context.Context, stdin io.Reader) (requests <-chan request, ended <-chan error) {
	reqs, end := make(chan request), make(chan error, 1)
	go func() {
		for {
			var req request
			if err := readFrame(stdin, &req, maxRequest); err != nil {
				if errors.Is(err, io.EOF) {
					err = nil
				}
				end <- err
				return
			}
			select {
			case reqs <- req:
			case <-ctx.Done():
				return
			}
		}
	}()
	return reqs, end
}

func (h handlers) answer(ctx context.Context, req request) (a answer) {
	defer func() {
		if x := recover(); x != nil {
			cause := fmt.Errorf("panic: %v\n%s", x, debug.Stack())
			a = answer{Failure: newFailure(cchc.FileFault("reader-crashed", cause)), Panicked: true}
		}
	}()
	if req.Render != nil {
		return h.draw(ctx, req)
	}
	reading, err := h.read(ctx, req.Path, req.Limits)
	if err != nil {
		return answer{Failure: newFailure(err)}
	}
	return answer{Reading: &reading}
}

func (h handlers) draw(ctx context.Context, req request) answer {
	if h.render == nil {
		return answer{Failure: newFailure(errNoRenderer)}
	}
	rendered, err := h.render(ctx, req.Path, *req.Render)
	if err != nil {
		return answer{Failure: newFailure(err)}
	}
	return answer{Rendered: &rendered}
}

func reply(stdout io.Writer, a answer) error {
	err := writeFrame(stdout, a, maxAnswer)
	if errors.Is(err, errFrameSize) {
		a = answer{Failure: newFailure(cchc.FileFault("too-much-text", err, fmt.Sprint(maxAnswer>>20)))}
		err = writeFrame(stdout, a, maxAnswer)
	}
	return err
}
