// Package pdfium reads the glyphs of PDF pages with PDFium, the engine of Chromium,
// compiled to WebAssembly. It is the second reader: internal/extract/pdf asks for it,
// through a small interface of its own, where its own reading gives nothing or too little.
//
// The engine sees the bytes of one file and nothing else: no folder of the host is
// mounted, there is no network, its memory is bounded, and every call ends with its
// context. What it does with hostile bytes therefore stays inside its own memory.
package pdfium

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"sync"

	api "github.com/klippa-app/go-pdfium"
	fault "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/requests"

	"minhchung/internal/cchc"
)

const (
	presetMemoryMB = 160 // of the guest; usual papers need under 40
	documentsMost  = 50  // documents an instance serves before a fresh one takes its place
	pagesPerMB     = 16  // WebAssembly pages of 64 KiB
)

// Config describes an engine; every field may be left out.
type Config struct {
	// CacheDir keeps the compiled module, machine code of some 20 MB, between processes.
	// It must be writable for nobody but the user: what lies there is executed. Without
	// it every process compiles anew, which takes seconds and 300 MB.
	CacheDir string
	MemoryMB int          // of the guest, in MiB; default 160
	Log      *slog.Logger // default: none
}

// Engine opens documents, one at a time: Open waits until the last one is closed. It is
// safe for use by several goroutines. Nothing is compiled before the first Open.
type Engine struct {
	cfg  Config
	turn chan struct{} // holds one token while no document is open

	// Guarded by turn.
	pool     api.Pool
	instance api.Pdfium
	served   int // documents of this instance
}

// New returns an engine that has not started anything yet.
func New(cfg Config) *Engine {
	if cfg.MemoryMB <= 0 {
		cfg.MemoryMB = presetMemoryMB
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	e := &Engine{cfg: cfg, turn: make(chan struct{}, 1)}
	e.turn <- struct{}{}
	return e
}

// Open opens the file at path with the empty password. The document must be closed.
// Errors are *[cchc.Error]: encrypted, damaged, vanished, unreadable-file, and internal
// where the engine does not start or ctx ended.
func (e *Engine) Open(ctx context.Context, path string) (*Document, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, cchc.FileFault("vanished", err)
	}
	if err != nil {
		return nil, cchc.OurFault("unreadable-file", err, err.Error())
	}
	st, err := f.Stat()
	if err != nil {
		return nil, errors.Join(cchc.OurFault("unreadable-file", err, err.Error()), f.Close())
	}
	d, err := e.open(ctx, f, st.Size())
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	d.file = f
	return d, nil
}

// open opens size bytes of r, which must stay readable until the document is closed.
func (e *Engine) open(ctx context.Context, r io.ReadSeeker, size int64) (*Document, error) {
	if size <= 0 {
		return nil, cchc.FileFault("damaged", errors.New("pdfium: empty file"))
	}
	select {
	case <-e.turn:
	case <-ctx.Done():
		return nil, cchc.OurFault("internal", context.Cause(ctx))
	}
	d, err := e.begin(ctx, r, size)
	if err != nil {
		e.turn <- struct{}{}
		return nil, err
	}
	return d, nil
}

// begin opens a document while this caller has the turn.
func (e *Engine) begin(ctx context.Context, r io.ReadSeeker, size int64) (*Document, error) {
	if err := e.ready(ctx); err != nil {
		return nil, cchc.OurFault("internal", fmt.Errorf("pdfium: %w", err))
	}
	d := &Document{engine: e}
	err := e.guard(ctx, func(in api.Pdfium) error {
		doc, err := in.OpenDocument(&requests.OpenDocument{FileReader: r, FileReaderSize: size})
		if err != nil {
			return err
		}
		n, err := in.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
		if err != nil {
			return err
		}
		d.ref, d.pages = doc.Document, n.PageCount
		return nil
	})
	e.served++
	switch {
	case ctx.Err() != nil:
		return nil, cchc.OurFault("internal", context.Cause(ctx))
	case errors.Is(err, fault.ErrPassword), errors.Is(err, fault.ErrSecurity):
		return nil, cchc.FileFault("encrypted", fmt.Errorf("pdfium: %w", err))
	case err != nil:
		return nil, cchc.FileFault("damaged", fmt.Errorf("pdfium: %w", err))
	}
	return d, nil
}

// ready makes the instance at the first need, and a fresh one after a fault or many documents.
func (e *Engine) ready(ctx context.Context) error {
	if e.pool == nil {
		pool, err := e.compile(ctx)
		if err != nil {
			return err
		}
		e.pool = pool
	}
	if e.served >= documentsMost {
		e.drop()
	}
	if e.instance != nil {
		return nil
	}
	instance, err := e.pool.GetInstanceWithContext(ctx)
	if err != nil {
		return fmt.Errorf("start an instance: %w", err)
	}
	e.instance, e.served = instance, 0
	return nil
}

// guard runs calls on the instance and ends them with ctx. After an error that is not
// one of PDFium's own answers the instance is thrown away: nobody knows its memory.
func (e *Engine) guard(ctx context.Context, calls func(api.Pdfium) error) error {
	in := e.instance
	if in == nil {
		return errGone
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	var ended sync.WaitGroup
	ended.Add(1)
	stop := context.AfterFunc(ctx, func() {
		defer ended.Done()
		_ = in.Kill()
	})
	err := calls(in)
	if !stop() {
		ended.Wait()
		e.instance = nil
		return errors.Join(context.Cause(ctx), err)
	}
	if err != nil && !isAnswer(err) {
		e.drop()
	}
	return err
}

// errGone is the answer of a document whose instance was thrown away.
var errGone = errors.New("pdfium: the instance is gone")

// isAnswer reports what PDFium says of a file in good health of its own.
func isAnswer(err error) bool {
	return errors.Is(err, fault.ErrPassword) || errors.Is(err, fault.ErrSecurity) ||
		errors.Is(err, fault.ErrFormat) || errors.Is(err, fault.ErrFile) || errors.Is(err, fault.ErrPage)
}

// drop throws the instance away; its memory goes with it.
func (e *Engine) drop() {
	if e.instance == nil {
		return
	}
	if err := e.instance.Kill(); err != nil {
		e.cfg.Log.Debug("pdfium: end an instance", "error", err)
	}
	e.instance = nil
}

// Close gives back instance and compiled module; it waits for the open document. The
// engine can be used again afterwards.
func (e *Engine) Close() error {
	<-e.turn
	defer func() { e.turn <- struct{}{} }()
	e.drop()
	if e.pool == nil {
		return nil
	}
	pool := e.pool
	e.pool = nil
	if err := pool.Close(); err != nil {
		return fmt.Errorf("pdfium: %w", err)
	}
	return nil
}
