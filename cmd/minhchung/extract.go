package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"minhchung/internal/cchc"
	"minhchung/internal/describe"
	"minhchung/internal/messages"
)

func extractCommand(inv *invocation) *cobra.Command {
	var from string
	var noOCR, badText bool
	cmd := &cobra.Command{
		Use:   "extract [TỆP…]",
		Short: "Chỉ đọc: in chữ từng trang và các thông tin của văn bản, không cần thư mục dữ liệu",
		RunE: func(cmd *cobra.Command, args []string) error {
			if from != "" {
				more, err := inv.fileList(from)
				if err != nil {
					return err
				}
				args = append(args, more...)
			}
			if len(args) == 0 {
				return cchc.Usage("bad-flag", nil, "chưa nêu tệp nào", cmd.CommandPath())
			}
			return inv.extractAll(cmd.Context(), args, recognition{pages: !noOCR, badText: badText})
		},
	}
	cmd.Flags().BoolVar(&noOCR, "no-ocr", false, "không nhận dạng chữ trên trang ảnh")
	cmd.Flags().BoolVar(&badText, "ocr-bad-text", false, "nhận dạng cả những trang có chữ nhưng chữ hỏng (lớp OCR cũ); không có cờ này thì in đúng chữ trong tệp")
	cmd.Flags().StringVar(&from, "files-from", "", "đọc danh sách tệp, mỗi dòng một tệp (- là đầu vào chuẩn)")
	return cmd
}

// fileList reads one path a line; "-" is standard input.
func (inv *invocation) fileList(name string) ([]string, error) {
	b, err := inv.readFile(name)
	if err != nil {
		return nil, err
	}
	return lines(bytes.NewReader(b))
}

func lines(r io.Reader) ([]string, error) {
	var out []string
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 64<<10), 1<<20)
	for sc.Scan() {
		if l := strings.TrimRight(sc.Text(), "\r"); l != "" {
			out = append(out, l)
		}
	}
	return out, sc.Err()
}

// extractLine is a file of `extract --json`.
type extractLine struct {
	Path     string            `json:"path"`
	Format   cchc.Format       `json:"format,omitempty"`
	Outcome  string            `json:"outcome"` // read, quarantined or failed
	Reason   *messages.Said    `json:"reason,omitempty"`
	Notes    []messages.Said   `json:"notes,omitempty"`
	Pages    []extractPage     `json:"pages"`
	Metadata *cchc.Particulars `json:"metadata,omitempty"`
	MS       int64             `json:"ms"`
}

type extractPage struct {
	Number   int         `json:"number"`
	Text     string      `json:"text"`
	Source   cchc.Source `json:"source"`
	Quality  float64     `json:"quality"`
	NeedsOCR bool        `json:"needs_ocr,omitempty"`
}

// recognition is what `extract` recognises: it shows what a file says, so that a text layer
// of poor quality is shown as it is unless asked otherwise. `ingest` recognises both.
type recognition struct {
	pages   bool // pages without text of their own
	badText bool // and those whose text is bad
}

// extractAll reads the files several at a time and prints them in the order given.
func (inv *invocation) extractAll(ctx context.Context, paths []string, r recognition) error {
	reading, err := newReading(inv.settings, "", inv.logger())
	if err != nil {
		return err
	}
	defer reading.Close() //nolint:errcheck // the children end with us in any case
	// A slot a file, handed over in order; the slots ahead are bounded.
	slots := make(chan chan extractLine, 4*inv.settings.Workers)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(slots)
		readers, ctx := errgroup.WithContext(ctx)
		readers.SetLimit(inv.settings.Workers)
		for _, path := range paths {
			slot := make(chan extractLine, 1)
			select {
			case slots <- slot:
			case <-ctx.Done():
				return ctx.Err()
			}
			readers.Go(func() error {
				slot <- inv.extractOne(ctx, reading, path, r)
				return nil
			})
		}
		return readers.Wait()
	})
	notTaken := 0
	g.Go(func() error {
		for slot := range slots {
			select {
			case line := <-slot:
				if line.Outcome != "read" {
					notTaken++
				}
				if err := inv.printExtract(line); err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	if err := g.Wait(); err != nil {
		return err
	}
	if notTaken > 0 {
		return exitError(exitNotTaken)
	}
	return nil
}

func (inv *invocation) extractOne(ctx context.Context, reading *reading, path string, how recognition) extractLine {
	line := extractLine{Path: path, Outcome: "read", Pages: []extractPage{}}
	abs := inv.abs(path)
	if _, err := os.Stat(abs); err != nil {
		reason := cchc.NewReason("unreadable-file", cause(err))
		if errors.Is(err, os.ErrNotExist) {
			reason = cchc.NewReason("path-missing", path)
		}
		line.Outcome, line.Reason = string(cchc.StateFailed), inv.said(&reason)
		return line
	}
	start := now()
	r, done, err := reading.text(ctx, abs)
	if err == nil && how.pages {
		r, err = reading.recognise(ctx, abs, r, how.badText)
	}
	if done != nil {
		done() // members are files of their own: name them to read them
	}
	line.MS, line.Format = now().Sub(start).Milliseconds(), r.Format
	if err != nil {
		e := cchc.AsError(err)
		line.Reason = inv.said(&e.Reason)
		line.Outcome = string(cchc.StateQuarantined)
		if e.Fault == cchc.FaultOurs {
			line.Outcome = string(cchc.StateFailed)
		}
		return line
	}
	for _, p := range r.Pages {
		line.Pages = append(line.Pages, extractPage{p.Number, p.Text(), p.Source, p.Quality, p.NeedsOCR})
	}
	line.Notes = inv.saidAll(r.Notes)
	particulars := describe.Describe(r.Pages)
	line.Metadata = &particulars
	return line
}
