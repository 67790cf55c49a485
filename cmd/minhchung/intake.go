package main

import (
	"fmt"
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
		fmt.Fprintf(inv.stdout, "%-12s %s\n", stateName(string(r.State), inv.lang()), r.Place.Path)
		if line.Reason != nil {
			fmt.Fprintf(inv.stdout, "             %s %s\n", line.Reason.Message, line.Reason.Remedy)
		}
	}
	return nil
}
