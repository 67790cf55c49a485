package main

import (
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/schollz/progressbar/v3"

	"minhchung/internal/messages"
	"minhchung/pipeline"
)

// remoteWidth is the width of a bar drawn on a terminal that cannot be measured from here.
const remoteWidth = 30

// progress is a bar with rate and time left where stderr is a terminal, nothing elsewhere.
type progress struct {
	bar  *progressbar.ProgressBar
	lang messages.Lang
}

// newProgress makes the bar of a command, also of one that is carried out for a terminal
// of another process.
func newProgress(stderr io.Writer, lang messages.Lang, remote bool) *progress {
	width := progressbar.OptionFullWidth()
	switch {
	case remote:
		width = progressbar.OptionSetWidth(remoteWidth)
	case !onTerminal(stderr):
		return &progress{}
	}
	unit := "tệp"
	if lang == messages.English {
		unit = "files"
	}
	bar := progressbar.NewOptions(0,
		progressbar.OptionSetWriter(stderr), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
		progressbar.OptionSetItsString(unit), progressbar.OptionSetPredictTime(true),
		width, progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
	return &progress{bar: bar, lang: lang}
}

func (p *progress) show(s pipeline.Progress) {
	if p.bar == nil {
		return
	}
	p.bar.ChangeMax(s.Files.Total)
	p.bar.Describe(p.words(s))
	_ = p.bar.Set(s.Files.Done) // a bar that cannot be drawn must not stop the work
}

// count shows done of total.
func (p *progress) count(done, total int) {
	if p.bar != nil {
		p.bar.ChangeMax(max(done, total))
		_ = p.bar.Set(done) // see show
	}
}

// words are what stands beside the bar: pages read, and pages recognised with the time
// left, since the bar itself counts files.
func (p *progress) words(s pipeline.Progress) string {
	english := p.lang == messages.English
	name := short(filepath.Base(s.Files.Current), 30)
	if s.Scans.Total > s.Scans.Done {
		left := ""
		if s.Scans.Left > 0 {
			left = ", còn " + s.Scans.Left.Round(time.Second).String()
			if english {
				left = ", " + s.Scans.Left.Round(time.Second).String() + " left"
			}
		}
		if english {
			return fmt.Sprintf("%d/%d scanned pages%s · %s", s.Scans.Done, s.Scans.Total, left, name)
		}
		return fmt.Sprintf("nhận dạng %d/%d trang ảnh%s · %s", s.Scans.Done, s.Scans.Total, left, name)
	}
	if english {
		return fmt.Sprintf("%d pages · %s", s.Files.Pages, name)
	}
	return fmt.Sprintf("%d trang · %s", s.Files.Pages, name)
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
