package ocr

import (
	"context"
	"slices"
	"strings"
	"time"

	"minhchung/internal/cchc"
)

const lookTimeout = 10 * time.Second

// Available returns the version of tesseract, or why pages cannot be read: ocr-missing,
// where it is not installed or does not start, or ocr-language (languages), where its
// data for them are not. It looks at most every 30 s, so that what is installed later is
// found, and else costs nothing.
func (e *Engine) Available() (version string, reason *cchc.Reason) {
	have := e.look()
	return have.version, have.reason
}

func (e *Engine) look() installed {
	e.mu.Lock()
	defer e.mu.Unlock()
	if now := e.cfg.Now(); e.looked.IsZero() || now.Sub(e.looked) >= lookEvery || now.Before(e.looked) {
		e.found, e.looked = e.inspect(), now
	}
	return e.found
}

// forget makes the next call look again.
func (e *Engine) forget() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.looked = time.Time{}
}

func (e *Engine) inspect() installed {
	ctx, cancel := context.WithTimeout(context.Background(), lookTimeout)
	defer cancel()
	missing := func(code cchc.Reason) installed { return installed{reason: &code} }
	out, err := e.run(ctx, "--version")
	if err != nil {
		e.cfg.Log.Debug("ocr: no tesseract", "error", err)
		return missing(cchc.NewReason("ocr-missing"))
	}
	first, _, _ := strings.Cut(string(out), "\n")
	have := installed{version: strings.TrimSpace(strings.TrimPrefix(first, "tesseract"))}
	out, err = e.run(ctx, "--list-langs")
	if err != nil {
		return missing(cchc.NewReason("ocr-missing"))
	}
	langs := strings.Fields(string(out))
	for want := range strings.SplitSeq(e.cfg.Languages, "+") {
		if !slices.Contains(langs, want) {
			return missing(cchc.NewReason("ocr-language", e.cfg.Languages))
		}
	}
	have.osd = slices.Contains(langs, "osd")
	return have
}
