package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"minhchung/internal/cchc"
)

// converter makes PDF files of office formats; office.Converter is one.
type converter interface {
	Available() (version string, ok bool)
	PDF(ctx context.Context, path string, from cchc.Format, toDir string) (out string, err error)
}

type printsConfig struct {
	dir    string // of their own
	bytes  int64  // kept
	office converter
	read   func(ctx context.Context, path string) (cchc.Reading, error)
	now    func() time.Time
}

// prints keeps files as LibreOffice prints them, one made at a time. Safe for use by
// several goroutines.
type prints struct {
	cfg  printsConfig
	turn chan struct{} // who holds it makes and removes

	mu      sync.Mutex
	refused map[string]*cchc.Error // files that cannot be printed, by the name of their print
}

const (
	printEnd    = ".pdf"
	textsEnd    = ".json"
	printParts  = ".making-"
	refusedMost = 1000 // remembered; a file more and all are tried again
	printsKeep  = 0.9  // of the bound is left after old ones were removed
	bom         = "\ufeff"
)

// printed is a print and what is known of it.
type printed struct {
	id    string // of the content
	path  string
	Pages int      `json:"pages"`
	Texts []string `json:"texts"` // of the pages, to find a quote; fewer where a limit acted
}

func newPrints(cfg printsConfig) *prints {
	return &prints{cfg: cfg, turn: make(chan struct{}, 1), refused: map[string]*cchc.Error{}}
}

// of returns the print of a file, made now where there is none. A file of text comes as
// its text, since its bytes may be in any encoding; else text is "".
func (p *prints) of(ctx context.Context, file cchc.FileID, path string, from cchc.Format, text string) (printed, error) {
	version, ok := p.cfg.office.Available()
	if !ok {
		return printed{}, cchc.Waiting("print-needs-office", string(from))
	}
	sum := sha256.Sum256([]byte(version + "\x00" + text))
	out := printed{id: string(file) + "-" + hex.EncodeToString(sum[:4])}
	out.path = filepath.Join(p.cfg.dir, out.id+printEnd)
	if p.found(&out) {
		return out, nil
	}
	select {
	case p.turn <- struct{}{}:
	case <-ctx.Done():
		return printed{}, cchc.OurFault("reader-stopped", context.Cause(ctx))
	}
	// Who asked may go away meanwhile; the print is finished for who asks again.
	done := make(chan error, 1)
	go func() {
		defer func() { <-p.turn }()
		done <- p.makeOnce(context.WithoutCancel(ctx), &out, path, from, text)
	}()
	select {
	case err := <-done:
		return out, err
	case <-ctx.Done():
		return printed{}, cchc.OurFault("reader-stopped", context.Cause(ctx))
	}
}

// makeOnce makes a print, unless it was made or the file refused while we waited.
func (p *prints) makeOnce(ctx context.Context, out *printed, path string, from cchc.Format, text string) error {
	if p.found(out) {
		return nil
	}
	p.mu.Lock()
	known := p.refused[out.id]
	p.mu.Unlock()
	if known != nil {
		return known
	}
	if err := p.make(ctx, out, path, from, text); err != nil {
		return p.refuse(out.id, from, err)
	}
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) { // the original was let go of meanwhile
		return errors.Join(cchc.FileFault("vanished", err), removeIfThere(p.texts(out.id)), removeIfThere(out.path))
	}
	return nil
}

// refuse remembers what a file has to answer for: LibreOffice would take as long again.
func (p *prints) refuse(id string, from cchc.Format, err error) error {
	fault := cchc.AsError(err)
	if fault.Reason.Code == "needs-office" { // a part of LibreOffice is missing
		return cchc.Waiting("print-needs-office", string(from))
	}
	if fault.Fault == cchc.FaultFile {
		p.mu.Lock()
		defer p.mu.Unlock()
		if len(p.refused) >= refusedMost {
			clear(p.refused)
		}
		p.refused[id] = fault
	}
	return fault
}

// found looks for a print and makes it the last used one.
func (p *prints) found(out *printed) bool {
	b, err := os.ReadFile(p.texts(out.id))
	if err != nil || json.Unmarshal(b, out) != nil {
		return false
	}
	now := p.cfg.now()
	return os.Chtimes(out.path, now, now) == nil
}

func (p *prints) texts(id string) string { return filepath.Join(p.cfg.dir, id+textsEnd) }

func (p *prints) make(ctx context.Context, out *printed, path string, from cchc.Format, text string) (err error) {
	if err := os.MkdirAll(p.cfg.dir, 0o700); err != nil {
		return cchc.OurFault("internal", err)
	}
	tmp, err := os.MkdirTemp(p.cfg.dir, printParts)
	if err != nil {
		return cchc.OurFault("internal", err)
	}
	defer func() { _ = os.RemoveAll(tmp) }() // else newPictures does
	if from == cchc.FormatText {
		path = filepath.Join(tmp, "text")
		if err := os.WriteFile(path, []byte(bom+text), 0o600); err != nil {
			return cchc.OurFault("internal", err)
		}
	}
	made, err := p.cfg.office.PDF(ctx, path, from, tmp)
	if err != nil {
		return err
	}
	st, err := os.Stat(made)
	if err != nil {
		return cchc.OurFault("internal", err)
	}
	if st.Size() > p.cfg.bytes {
		return cchc.FileFault("print-too-large", nil, strconv.FormatInt(p.cfg.bytes>>20, 10))
	}
	reading, err := p.cfg.read(ctx, made)
	if err != nil {
		return err
	}
	out.Pages, out.Texts = reading.PageTotal, textsOf(reading.Pages)
	if err := p.put(made, *out); err != nil {
		return cchc.OurFault("internal", err)
	}
	return nil
}

// put gives a print its name, its texts last: without them it is not found.
func (p *prints) put(made string, out printed) error {
	now := p.cfg.now()
	b, err := json.Marshal(out)
	if err == nil {
		err = errors.Join(os.Chmod(made, 0o600), os.Chtimes(made, now, now))
	}
	if err == nil {
		err = os.Rename(made, out.path)
	}
	if err == nil {
		err = os.WriteFile(p.texts(out.id), b, 0o600)
	}
	if err != nil {
		return err
	}
	return p.sweep(out.id)
}

// sweep removes the longest unused prints where they are too many bytes, never the newest.
func (p *prints) sweep(newest string) error {
	all, total, err := p.list()
	if err != nil || total <= p.cfg.bytes {
		return err
	}
	slices.SortFunc(all, func(a, b keptPrint) int { return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.id, b.id)) })
	var failed error
	for _, k := range all {
		if float64(total) <= printsKeep*float64(p.cfg.bytes) {
			break
		}
		if k.id == newest {
			continue
		}
		if err := errors.Join(removeIfThere(p.texts(k.id)), removeIfThere(filepath.Join(p.cfg.dir, k.id+printEnd))); err != nil {
			failed = err // open on Windows: it goes the next time
			continue
		}
		total -= k.size
	}
	return failed
}

// keptPrint is a print on disk with its texts.
type keptPrint struct {
	id   string
	size int64
	used time.Time
}

func (p *prints) list() (all []keptPrint, total int64, err error) {
	entries, err := os.ReadDir(p.cfg.dir)
	if err != nil {
		return nil, 0, err
	}
	for _, e := range entries {
		id, ok := strings.CutSuffix(e.Name(), printEnd)
		if !ok {
			continue
		}
		st, err := e.Info()
		if err != nil {
			return nil, 0, err
		}
		k := keptPrint{id, st.Size(), st.ModTime()}
		if texts, err := os.Stat(p.texts(id)); err == nil {
			k.size += texts.Size()
		}
		all, total = append(all, k), total+k.size
	}
	return all, total, nil
}
