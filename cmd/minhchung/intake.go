package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/internal/messages"
	"minhchung/internal/store"
)

// intakeLine is a row of the ledger in `intake --json`.
type intakeLine struct {
	ID       int64           `json:"id"`
	Path     string          `json:"path"`
	State    cchc.State      `json:"state"`
	Reason   *messages.Said  `json:"reason,omitempty"`
	Attempts int             `json:"attempts"`
	NextTry  string          `json:"next_try,omitempty"`
	Document cchc.DocumentID `json:"document,omitempty"`
}

func intakeCommand(inv *invocation) *cobra.Command {
	var state string
	cmd := &cobra.Command{
		Use: "intake", Short: "Sổ tiếp nhận: mỗi tệp đã thả đang ở trạng thái nào, vì sao, cần làm gì",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if state != "" {
				if err := cchc.State(state).Validate(); err != nil {
					return cchc.Usage("bad-flag", err, err.Error(), cmd.CommandPath())
				}
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				filter := store.IntakeFilter{State: state, Limit: 500}
				for {
					rows, next, _, err := e.store.IntakeRows(cmd.Context(), cchc.Everything(), filter)
					if err != nil {
						return err
					}
					if err := inv.printIntake(rows); err != nil {
						return err
					}
					if next == "" {
						return nil
					}
					filter.Cursor = next
				}
			})
		},
	}
	cmd.Flags().StringVar(&state, "state", "", "chỉ một trạng thái: waiting, quarantined, failed, …")
	return cmd
}

func (inv *invocation) printIntake(rows []intake.Row) error {
	for _, r := range rows {
		line := intakeLine{ID: r.ID, Path: r.Place.Path, State: r.State, Reason: inv.said(r.Reason), Attempts: r.Attempts, Document: r.Document}
		if !r.NextTry.IsZero() {
			line.NextTry = r.NextTry.UTC().Format(time.RFC3339)
		}
		if inv.json {
			if err := inv.emit(line); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(inv.stdout, "%4d  %-12s %s\n", r.ID, stateName(string(r.State), inv.lang()), r.Place.Path)
		if line.Reason != nil {
			fmt.Fprintf(inv.stdout, "                   %s %s\n", line.Reason.Message, line.Reason.Remedy)
		}
	}
	return nil
}

func retryCommand(inv *invocation) *cobra.Command {
	var f store.RetryFilter
	cmd := &cobra.Command{
		Use: "retry [SỐ]", Aliases: []string{"reprocess"},
		Short: "Đọc lại một tệp (theo số trong sổ tiếp nhận), một trạng thái hoặc một loại lý do",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				id, err := strconv.ParseInt(args[0], 10, 64)
				if err != nil {
					return cchc.Usage("bad-flag", err, args[0]+" không phải số thứ tự", cmd.CommandPath())
				}
				f.ID = id
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				n, err := e.store.Retry(cmd.Context(), cchc.Operator(), f)
				if errors.Is(err, cchc.ErrNotFound) {
					return cchc.Usage("no-such-row", err, strconv.FormatInt(f.ID, 10))
				}
				if err != nil {
					return err
				}
				if !inv.json {
					fmt.Fprintf(inv.stdout, "Đọc lại %d tệp.\n", n)
				}
				return inv.ingest(cmd.Context(), e, nil, true)
			})
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.Code, "class", "", "mã lý do, ví dụ reader-timeout")
	fl.StringVar(&f.State, "state", "", "trạng thái: failed, quarantined, waiting, indexed")
	return cmd
}

func dismissCommand(inv *invocation) *cobra.Command {
	var note string
	cmd := &cobra.Command{
		Use: "dismiss SỐ", Short: "Cho qua một tệp không đọc được, kèm ghi chú; tệp không bị xóa",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return cchc.Usage("bad-flag", err, args[0]+" không phải số thứ tự", cmd.CommandPath())
			}
			if strings.TrimSpace(note) == "" {
				return cchc.Usage("bad-flag", nil, "cần ghi chú --note", cmd.CommandPath())
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				row, err := e.setAside(cmd.Context(), cchc.Operator(), id, note)
				switch {
				case errors.Is(err, cchc.ErrNotFound):
					return cchc.Usage("no-such-row", err, args[0])
				case errors.Is(err, intake.ErrTransition):
					return cchc.Usage("cannot-dismiss", err, args[0])
				case err != nil:
					return err
				}
				return inv.printIntake([]intake.Row{row})
			})
		},
	}
	cmd.Flags().StringVar(&note, "note", "", "vì sao cho qua")
	return cmd
}
