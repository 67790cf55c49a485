package main

import (
	"io"
	"path/filepath"

	"github.com/schollz/progressbar/v3"

	"minhchung/internal/messages"
	"minhchung/pipeline"
)

// progress is a bar with rate and ETA where stderr is a terminal, nothing elsewhere.
type progress struct {
	bar  *progressbar.ProgressBar
	lang messages.Lang
}

func newProgress(stderr io.Writer, lang messages.Lang) *progress {
	if !onTerminal(stderr) {
		return &progress{}
	}
	unit := "tệp"
	if lang == messages.English {
		unit = "files"
	}
	bar := progressbar.NewOptions(0,
		progressbar.OptionSetWriter(stderr), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
		progressbar.OptionSetItsString(unit), progressbar.OptionSetPredictTime(true),
		progressbar.OptionFullWidth(), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100_000_000))
	return &progress{bar: bar, lang: lang}
}

func (p *progress) show(s pipeline.Progress) {
	if p.bar == nil {
		return
	}
	pages := " trang · "
	if p.lang == messages.English {
		pages = " pages · "
	}
	p.bar.ChangeMax(s.Found)
	p.bar.Describe(itoa(s.Pages) + pages + short(filepath.Base(s.Current), 30))
	_ = p.bar.Set(s.Done) // a bar that cannot be drawn must not stop the work
}

// interrupt prints a line of its own above the bar.
func (p *progress) interrupt(print func()) {
	if p.bar != nil {
		_ = p.bar.Clear() // see show
	}
	print()
}

func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish() // see show
	}
}

// short cuts a name to n characters.
func short(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
