package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"time"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
	"minhchung/pipeline"
)

func ingestCommand(inv *invocation) *cobra.Command {
	var noOCR bool
	var after string
	cmd := &cobra.Command{
		Use:   "ingest ĐƯỜNG_DẪN…",
		Short: "Nạp tệp và thư mục một lần: lưu bản gốc, đọc, lập chỉ mục, đề xuất liên kết",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			roots, err := inv.roots(args, after)
			if err != nil {
				return err
			}
			return inv.withEngines(cmd.Context(), true, func(e *engines) error {
				return inv.ingest(cmd.Context(), e, roots, !noOCR)
			})
		},
	}
	cmd.Flags().BoolVar(&noOCR, "no-ocr", false, "không nhận dạng chữ trên trang ảnh; các tệp đó ở trạng thái chờ")
	afterFlag(cmd, &after)
	return cmd
}

// What is done with a file that was taken in.
const (
	afterKeep = "keep"
	afterMove = "move"
)

func afterFlag(cmd *cobra.Command, after *string) {
	cmd.Flags().StringVar(after, "after", afterKeep, "sau khi nhận: keep để nguyên tệp, move chuyển vào thư mục “_đã nhận” hoặc “_lỗi”")
}

// roots resolves the paths given; one that is not there or cannot be opened is wrong
// usage, found before anything starts.
func (inv *invocation) roots(args []string, after string) ([]pipeline.Root, error) {
	if after != afterKeep && after != afterMove {
		return nil, cchc.Usage("bad-flag", nil, "--after chỉ có keep hoặc move", inv.command)
	}
	var out []pipeline.Root
	for _, a := range args {
		path := inv.abs(a)
		f, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, cchc.Usage("path-missing", err, a)
		}
		if err != nil {
			return nil, cchc.Usage("path-unreadable", err, a, cause(err))
		}
		f.Close() //nolint:errcheck // opened only to see that it can be
		out = append(out, pipeline.Root{Shown: a, Path: path, FileAway: after == afterMove})
	}
	return out, nil
}

// outcomeLine is a file of `ingest --json`.
type outcomeLine struct {
	Path     string          `json:"path"`
	Document cchc.DocumentID `json:"document,omitempty"`
	Outcome  string          `json:"outcome"`
	Reason   *messages.Said  `json:"reason,omitempty"`
	Format   cchc.Format     `json:"format,omitempty"`
	Pages    int             `json:"pages"`
	MS       int64           `json:"ms"`
}

func (inv *invocation) ingest(ctx context.Context, e *engines, roots []pipeline.Root, recognise bool) error {
	bar := newProgress(inv.stderr, inv.lang(), inv.terminal)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var writeErr error
	observer := pipeline.Observer{
		Progress: bar.show,
		Outcome: func(o pipeline.Outcome) {
			if inv.json {
				if writeErr = inv.emit(inv.outcomeLine(o)); writeErr != nil {
					stop() // nobody listens any more
				}
			} else if o.Reason != nil && o.Outcome != pipeline.OutcomeUnchanged && o.Outcome != string(cchc.StateIgnored) {
				bar.interrupt(func() { inv.printOutcome(o) })
			}
		},
	}
	synced := e.blobs.Synced()
	sum, err := e.pipeline.Run(ctx, roots, pipeline.Options{Recognise: recognise}, observer)
	bar.finish()
	if writeErr != nil {
		return writeErr
	}
	if err != nil {
		return troubled(err)
	}
	if err := inv.printSummary(sum, e.blobs.Synced()-synced); err != nil {
		return err
	}
	if sum.NotTaken() > 0 {
		return exitError(exitNotTaken)
	}
	return nil
}

func (inv *invocation) outcomeLine(o pipeline.Outcome) outcomeLine {
	return outcomeLine{Path: o.Path, Document: o.Document, Outcome: o.Outcome, Reason: inv.said(o.Reason),
		Format: o.Format, Pages: o.Pages, MS: o.Took.Milliseconds()}
}

func (inv *invocation) printOutcome(o pipeline.Outcome) {
	s := inv.said(o.Reason)
	fmt.Fprintf(inv.stdout, "%s: %s\n    %s %s\n", stateName(o.Outcome, inv.lang()), o.Path, s.Message, s.Remedy)
}

// stagesOf is the time spent in each stage, in seconds summed over all goroutines: what
// waits for the disk is part of originals.
func stagesOf(s pipeline.Stages, synced time.Duration) map[string]float64 {
	return map[string]float64{
		"originals": seconds(s.Originals), "fsync": seconds(synced), "read": seconds(s.Read), "describe": seconds(s.Describe),
		"link": seconds(s.Link), "index": seconds(s.Index), "record": seconds(s.Record),
	}
}

func (inv *invocation) printSummary(s pipeline.Summary, synced time.Duration) error {
	if inv.json {
		sum := map[string]any{"files": s.Files, "pages": s.Pages, "passages": s.Passages, "seconds": seconds(s.Took)}
		for _, state := range []cchc.State{cchc.StateIndexed, cchc.StateWaiting, cchc.StateDuplicate, cchc.StateIgnored, cchc.StateQuarantined, cchc.StateFailed} {
			sum[string(state)] = s.Outcomes[string(state)]
		}
		sum[pipeline.OutcomeUnchanged] = s.Outcomes[pipeline.OutcomeUnchanged]
		sum["stages"] = stagesOf(s.Stages, synced)
		return inv.emit(map[string]any{"summary": sum})
	}
	if s.Files == 0 { // what was due from before is told by the ledger
		return nil
	}
	if inv.lang() == messages.English {
		fmt.Fprintf(inv.stdout, "%d files, %d pages, %.1f s:", s.Files, s.Pages, seconds(s.Took))
	} else {
		fmt.Fprintf(inv.stdout, "%d tệp, %d trang, %.1f giây:", s.Files, s.Pages, seconds(s.Took))
	}
	return inv.printCounts(inv.stdout, s)
}

// printCounts writes how many files came to which outcome.
func (inv *invocation) printCounts(out io.Writer, s pipeline.Summary) error {
	sep := " "
	for _, state := range []string{"indexed", "waiting", "duplicate", "unchanged", "ignored", "quarantined", "failed"} {
		if n := s.Outcomes[state]; n > 0 {
			fmt.Fprintf(out, "%s%d %s", sep, n, stateName(state, inv.lang()))
			sep = ", "
		}
	}
	_, err := fmt.Fprintln(out, ".")
	return err
}

func seconds(d time.Duration) float64 { return math.Round(d.Seconds()*1000) / 1000 }
