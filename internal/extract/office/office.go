package office

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/extract"
)

// inputName is what a file is called while LibreOffice has it; its own name may be long,
// hostile, or end in something it is not.
const inputName = "van-ban"

// ErrClosed is the cause of a conversion that met a closed converter.
var ErrClosed = errors.New("the converter is closed")

// Converter converts files by LibreOffice. It is safe for use by several goroutines.
type Converter struct {
	cfg     Config
	dir     string
	slots   chan *worker
	closed  chan struct{}
	once    sync.Once
	starter *starter
	program installation
	job     atomic.Int64
}

// New makes a converter. LibreOffice need not be there, and none is started yet.
func New(cfg Config) (*Converter, error) {
	cfg = cfg.withDefaults()
	dir, err := os.MkdirTemp(cfg.Dir, "minhchung-office-")
	if err != nil {
		return nil, fmt.Errorf("folder for LibreOffice: %w", err)
	}
	c := &Converter{cfg: cfg, dir: dir, slots: make(chan *worker, cfg.Workers), closed: make(chan struct{}), starter: newStarter()}
	for i := range cfg.Workers {
		w := &worker{cfg: cfg, starter: c.starter, closed: c.closed, dir: filepath.Join(dir, "w"+strconv.Itoa(i))}
		if err := os.Mkdir(w.dir, 0o700); err != nil {
			c.starter.close()
			return nil, errors.Join(fmt.Errorf("folder for LibreOffice: %w", err), os.RemoveAll(dir))
		}
		c.slots <- w
	}
	return c, nil
}

// Convert makes a DOCX, XLSX or PPTX of the file at path, whose content is of the format
// from, and puts it into the folder toDir. It returns where the new file lies and its
// format. Formats: doc, rtf, odt, xls, ods, ppt, odp. The error is a *cchc.Error:
//   - waiting "needs-office" (arg: the format) where there is no LibreOffice, the part of it
//     for such files (Calc, Impress) is not installed, or the format is none of those;
//   - the file's fault "office-failed" (arg: the format), "office-timeout" (arg: seconds)
//     or "office-memory" (arg: MiB), after a second try in a fresh LibreOffice;
//   - our fault "office-start" where LibreOffice does not run at all, "reader-stopped"
//     where ctx ended or the converter was closed, "vanished", "unreadable-file", "internal".
func (c *Converter) Convert(ctx context.Context, path string, from cchc.Format, toDir string) (out string, to cchc.Format, err error) {
	to, ok := target(from)
	if !ok {
		return "", "", cchc.Waiting("needs-office", string(from))
	}
	out, err = c.run(ctx, path, from, to, toDir)
	return out, to, err
}

// PDF makes a PDF of the file at path for people to look at, in the folder toDir. Formats:
// those of [Converter.Convert] and docx, xlsx, pptx, text. The errors are the same.
func (c *Converter) PDF(ctx context.Context, path string, from cchc.Format, toDir string) (out string, err error) {
	if !printable(from) {
		return "", cchc.Waiting("needs-office", string(from))
	}
	return c.run(ctx, path, from, cchc.FormatPDF, toDir)
}

func (c *Converter) run(ctx context.Context, path string, from, to cchc.Format, toDir string) (string, error) {
	if _, ok := c.Available(); !ok || c.program.lacks(to) {
		return "", cchc.Waiting("needs-office", string(from))
	}
	w, err := c.acquire(ctx)
	if err != nil {
		return "", err
	}
	defer c.release(w)
	out, err := c.inside(ctx, w, path, from, to)
	if out != "" {
		defer os.RemoveAll(filepath.Dir(filepath.Dir(out))) //nolint:errcheck // Close removes what is left
	}
	if err != nil {
		return "", err
	}
	c.program.prove(to)
	final := filepath.Join(toDir, filepath.Base(out))
	if os.Rename(out, final) == nil {
		return final, nil
	}
	if err := copyFile(out, final); err != nil {
		return "", cchc.OurFault("internal", err)
	}
	return final, nil
}

// inside converts one file inside the worker's folder.
func (c *Converter) inside(ctx context.Context, w *worker, path string, from, to cchc.Format) (out string, err error) {
	dir := filepath.Join(w.dir, "job"+strconv.FormatInt(c.job.Add(1), 10))
	out = filepath.Join(dir, "out", inputName+"."+string(to))
	if err := os.MkdirAll(filepath.Dir(out), 0o700); err != nil {
		return "", cchc.OurFault("internal", err)
	}
	in, err := link(path, dir, inputName+"."+ending(from))
	if errors.Is(err, fs.ErrNotExist) {
		return out, cchc.OurFault("vanished", err)
	}
	if err != nil {
		return out, cchc.OurFault("unreadable-file", err, err.Error())
	}
	program := c.program.path()
	err = w.convert(ctx, program, in, out, filter(to))
	switch {
	case err == nil && good(out, to):
		return out, nil
	case errors.Is(err, errTimeout):
		return out, cchc.FileFault("office-timeout", err, strconv.FormatFloat(c.cfg.Timeout.Seconds(), 'g', 3, 64))
	case errors.Is(err, errMemory):
		return out, cchc.FileFault("office-memory", err, strconv.Itoa(c.cfg.MemoryMB))
	case errors.Is(err, errStopped):
		return out, cchc.OurFault("reader-stopped", err)
	case errors.Is(err, errStart):
		return out, cchc.OurFault("office-start", err)
	case err != nil:
		return out, cchc.OurFault("internal", err)
	}
	return out, c.blame(ctx, w, program, from)
}

// good reports whether the output is of the format asked for.
func good(out string, to cchc.Format) bool {
	f, err := extract.Sniff(out)
	return err == nil && f == to
}

// blame decides who is at fault for a missing output. Writer, Calc and Impress are
// installed apart, and any of them may be broken: before one has converted anything, a file
// beyond doubt tells.
func (c *Converter) blame(ctx context.Context, w *worker, program string, from cchc.Format) error {
	cause := errors.New("LibreOffice made no usable file")
	to, ok := target(from)
	if !ok {
		to = from // a rendition of a format the readers know
	}
	switch {
	case c.proof(ctx, w, program, to):
		return cchc.FileFault("office-failed", cause, string(from))
	case ctx.Err() != nil:
		return cchc.OurFault("reader-stopped", context.Cause(ctx))
	case to != cchc.FormatDOCX && c.proof(ctx, w, program, cchc.FormatDOCX):
		c.program.lack(to)
		return cchc.Waiting("needs-office", string(from))
	}
	return cchc.OurFault("office-start", cause)
}

// proof reports whether LibreOffice makes files of a format at all.
func (c *Converter) proof(ctx context.Context, w *worker, program string, to cchc.Format) bool {
	if c.program.proved(to) {
		return true
	}
	in, out := filepath.Join(w.dir, "proof."+proofEnding(to)), filepath.Join(w.dir, "proof."+string(to))
	if os.WriteFile(in, []byte(proofText(to)), 0o600) != nil || w.convert(ctx, program, in, out, filter(to)) != nil || !good(out, to) {
		return false
	}
	c.program.prove(to)
	return true
}

func (c *Converter) acquire(ctx context.Context) (*worker, error) {
	select {
	case <-c.closed:
		return nil, cchc.OurFault("reader-stopped", ErrClosed)
	case <-ctx.Done():
		return nil, cchc.OurFault("reader-stopped", context.Cause(ctx))
	default:
	}
	select {
	case w := <-c.slots:
		if w.idle != nil {
			w.idle.Stop()
		}
		return w, nil
	case <-c.closed:
		return nil, cchc.OurFault("reader-stopped", ErrClosed)
	case <-ctx.Done():
		return nil, cchc.OurFault("reader-stopped", context.Cause(ctx))
	}
}

// release gives a worker back; its LibreOffice ends when nothing comes for a while.
func (c *Converter) release(w *worker) {
	turn := w.turn
	w.idle = time.AfterFunc(c.cfg.Idle, func() { c.rest(w, turn) })
	c.slots <- w
}

// rest ends the LibreOffice of a worker that is free and was not used since turn.
func (c *Converter) rest(w *worker, turn int) {
	for range c.cfg.Workers {
		select {
		case free := <-c.slots:
			if free == w && w.turn == turn {
				w.end()
			}
			c.slots <- free
		default:
			return
		}
	}
}

// Close stops the conversions in flight, ends every LibreOffice and removes the private
// folder. Later conversions fail with [ErrClosed]. It may be called more than once.
func (c *Converter) Close() error {
	var err error
	c.once.Do(func() {
		close(c.closed)
		for range c.cfg.Workers {
			w := <-c.slots
			if w.idle != nil {
				w.idle.Stop()
			}
			w.end()
		}
		c.starter.close()
		err = os.RemoveAll(c.dir)
	})
	if err != nil {
		return fmt.Errorf("folder of LibreOffice: %w", err)
	}
	return nil
}
