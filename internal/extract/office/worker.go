package office

import (
	"context"
	"crypto/md5" //nolint:gosec // names a socket, guards nothing
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"
	"unicode/utf16"
)

const (
	startTimeout = 60 * time.Second // until an opened LibreOffice takes files
	retireShare  = 0.6              // of the memory bound from where an open LibreOffice is replaced
)

// worker owns one profile and at most one open LibreOffice. It is used by one goroutine.
type worker struct {
	cfg     Config
	starter *starter
	closed  <-chan struct{}
	dir     string // private
	open    *process
	served  int // files the open one served
	turn    int // rises with every use
	idle    *time.Timer
}

func (w *worker) profile() string { return filepath.Join(w.dir, "profile") }

// convert makes out of the file in, in the folder of out. It reports what ended it early;
// a missing output without an error means that LibreOffice could not load the file.
func (w *worker) convert(ctx context.Context, program, in, out, filter string) error {
	w.turn++
	fresh := w.ready(ctx, program)
	err := w.once(ctx, program, in, out, filter)
	if err == nil && exists(out) || errors.Is(err, errStopped) || errors.Is(err, errStart) {
		return err
	}
	w.end()
	if fresh && err != nil {
		return err
	}
	// The open LibreOffice may have been spoilt by a file before, or lost while it was
	// spoken to: once more in one that serves this file alone.
	w.cfg.Log.InfoContext(ctx, "converting once more in a fresh LibreOffice", "cause", err)
	if err := newProfile(w.profile()); err != nil {
		return err
	}
	return w.once(ctx, program, in, out, filter)
}

// ready opens LibreOffice with an empty document, so that it stays when a file is done.
// It reports whether the open one has not served yet. Where that fails there is none, and
// each file starts its own.
func (w *worker) ready(ctx context.Context, program string) (fresh bool) {
	if w.open != nil && !w.open.ended() && w.served < w.cfg.MaxFiles && w.open.group.resident() < int64(retireShare*float64(int64(w.cfg.MemoryMB)<<20)) {
		return w.served == 0
	}
	w.end()
	if itself := bare(program); itself != "" {
		program = itself
	}
	if !exists(filepath.Join(w.profile(), "user", "registrymodifications.xcu")) {
		if newProfile(w.profile()) != nil {
			return true
		}
		// With a new profile LibreOffice sets itself up and asks to be started again.
		if p, err := w.start(ctx, program, nil, "--terminate_after_init"); err == nil {
			p.kill()
		}
	}
	p, err := w.start(ctx, program, w.listens, "--nolockcheck", "private:factory/swriter")
	switch {
	case err != nil:
	case p.ended():
		w.cfg.Log.InfoContext(ctx, "LibreOffice does not stay open", "output", p.out.String(), "state", p.cmd.ProcessState.String())
		p.kill()
	default:
		w.open = p
	}
	return true
}

// start starts LibreOffice and waits until it ends or done says so.
func (w *worker) start(ctx context.Context, program string, done func() bool, arguments ...string) (*process, error) {
	p, err := w.starter.run(w.dir, w.cfg.MemoryMB, program, w.arguments(arguments...)...)
	if err == nil {
		if err = p.wait(ctx, w.closed, startTimeout, w.cfg.MemoryMB, done); err != nil {
			p.kill()
		}
	}
	if err != nil {
		w.cfg.Log.InfoContext(ctx, "LibreOffice does not start", "error", err)
		return nil, err
	}
	return p, nil
}

// once hands a file to the open LibreOffice, or to a new one where none is open.
func (w *worker) once(ctx context.Context, program, in, out, filter string) error {
	p, err := w.starter.run(w.dir, w.cfg.MemoryMB, program, w.arguments("--convert-to", filter, "--outdir", filepath.Dir(out), in)...)
	if err != nil {
		return err
	}
	var others []*process
	if w.open != nil {
		others = append(others, w.open)
	}
	err = p.wait(ctx, w.closed, w.cfg.Timeout, w.cfg.MemoryMB, nil, others...)
	w.served++
	said := p.out.String()
	if err != nil {
		w.end()
	}
	p.kill()
	if err == nil && !exists(out) {
		if w.open != nil {
			said += "\n" + w.open.out.String()
		}
		w.cfg.Log.InfoContext(ctx, "LibreOffice made no file", "state", p.cmd.ProcessState.String(), "output", said)
	}
	return err
}

func (w *worker) arguments(more ...string) []string {
	return append([]string{"-env:UserInstallation=" + fileURL(w.profile()), "--headless", "--norestore", "--nologo", "--nofirststartwizard"}, more...)
}

// end ends the open LibreOffice.
func (w *worker) end() {
	if w.open != nil {
		w.open.kill()
	}
	w.open, w.served = nil, 0
	for _, p := range pipes(w.profile()) {
		_ = os.Remove(p) // one that was killed leaves it behind
	}
}

// listens reports whether the LibreOffice that is starting takes files by now. Before that,
// whoever hands it one would become a LibreOffice of its own.
func (w *worker) listens() bool {
	names := pipes(w.profile())
	if len(names) == 0 {
		names = []string{filepath.Join(w.profile(), ".lock")} // stands a little earlier
	}
	for _, p := range names {
		if _, err := os.Stat(p); err == nil {
			return true
		}
	}
	return false
}

// pipes names where the socket of a LibreOffice with the given profile may stand: the name
// is the MD5 of the profile's address in UTF-16, each byte in hexadecimal digits without
// leading zeros (desktop/source/app/officeipcthread.cxx, sal/osl/unx/pipe.cxx). Empty on
// Windows, where pipes are no files.
func pipes(profile string) []string {
	if runtime.GOOS == "windows" {
		return nil
	}
	var wide []byte
	for _, u := range utf16.Encode([]rune(fileURL(profile))) {
		wide = binary.LittleEndian.AppendUint16(wide, u)
	}
	name := "OSL_PIPE_" + strconv.Itoa(os.Getuid()) + "_SingleOfficeIPC_"
	for _, b := range md5.Sum(wide) { //nolint:gosec // the name LibreOffice gives it
		name += strconv.FormatUint(uint64(b), 16)
	}
	return []string{filepath.Join("/tmp", name), filepath.Join("/var/tmp", name)}
}

func exists(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.Mode().IsRegular() && st.Size() > 0
}

func copyFile(from, to string) (err error) {
	src, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("copy for LibreOffice: %w", err)
	}
	defer src.Close() //nolint:errcheck // only read
	dst, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("copy for LibreOffice: %w", err)
	}
	defer func() { err = errors.Join(err, dst.Close()) }()
	if _, err := io.Copy(dst, src); err != nil {
		return fmt.Errorf("copy for LibreOffice: %w", err)
	}
	return nil
}
