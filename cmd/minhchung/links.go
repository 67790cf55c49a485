package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/evidence"
	"minhchung/internal/messages"
	"minhchung/internal/store"
)

type linkFlags struct {
	criterion, document, state string
	minScore                   float64
	all                        bool // also what is below the proposing threshold
}

func linksCommand(inv *invocation) *cobra.Command {
	var f linkFlags
	cmd := &cobra.Command{
		Use: "links", Short: "Liệt kê tài liệu được đề xuất cho từng tiêu chí, kèm trích dẫn, trang và lý do",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f.all = cmd.Flags().Changed("min-score")
			if f.state != "" {
				if err := cchc.LinkState(f.state).Validate(); err != nil {
					return cchc.Usage("bad-flag", err, err.Error(), cmd.CommandPath())
				}
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				links, err := e.links(cmd.Context(), f)
				if err != nil {
					return err
				}
				return inv.printLinks(cmd.Context(), e, links)
			})
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.criterion, "criterion", "", "chỉ một tiêu chí, ví dụ 1.4")
	fl.StringVar(&f.document, "document", "", "chỉ một văn bản")
	fl.StringVar(&f.state, "state", "", "suggested, accepted hoặc rejected")
	fl.Float64Var(&f.minScore, "min-score", 0, "gồm cả đề xuất yếu, từ điểm này trở lên (0..1)")
	return cmd
}

// links reads all links of the current catalogue that the flags ask for.
func (e *engines) links(ctx context.Context, f linkFlags) ([]cchc.Link, error) {
	cat, err := e.store.CurrentCatalogue(ctx, cchc.Everything())
	if err != nil {
		return nil, err
	}
	if f.criterion != "" && !cat.HasLeaf(f.criterion) {
		return nil, cchc.Usage("no-such-criterion", nil, f.criterion)
	}
	return e.store.AllLinks(ctx, cchc.Everything(), store.LinkFilter{
		Catalogue: cat.Ref(), Criterion: f.criterion, Document: f.document, State: f.state,
		MinScore: f.minScore, ProposedOnly: !f.all,
	})
}

func reviewCommand(inv *invocation) *cobra.Command {
	var note string
	to := map[string]cchc.LinkState{"accept": cchc.LinkAccepted, "reject": cchc.LinkRejected, "reset": cchc.LinkSuggested}
	cmd := &cobra.Command{
		Use: "review LIÊN_KẾT accept|reject|reset", Short: "Chấp nhận, không chấp nhận hoặc đặt lại một đề xuất",
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			state, ok := to[args[1]]
			if !ok {
				return cchc.Usage("bad-flag", nil, args[1]+" không phải accept, reject hay reset", cmd.CommandPath())
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				link, err := e.store.Review(cmd.Context(), cchc.Operator(), cchc.LinkID(args[0]), func(l cchc.Link) (cchc.Link, error) {
					return evidence.Review(l, state, cchc.Operator(), note, time.Now().UTC())
				})
				if errors.Is(err, cchc.ErrNotFound) {
					return cchc.Usage("no-such-link", err, args[0])
				}
				if err != nil {
					return err
				}
				return inv.printLinks(cmd.Context(), e, []cchc.Link{link})
			})
		},
	}
	cmd.Flags().StringVar(&note, "note", "", "ghi chú, bắt buộc khi không chấp nhận")
	return cmd
}

// linkLine is a link of `links --json`.
type linkLine struct {
	Link        cchc.LinkID     `json:"link"`
	Criterion   string          `json:"criterion"`
	Requirement string          `json:"requirement"`
	Document    cchc.DocumentID `json:"document"`
	Path        string          `json:"path"`
	Page        *int            `json:"page"`
	Paragraph   int             `json:"paragraph,omitempty"`
	Section     string          `json:"section"`
	Quote       string          `json:"quote"`
	Score       float64         `json:"score"`
	Proposed    bool            `json:"proposed"`
	Fulfils     bool            `json:"fulfils"`
	Reasons     []messages.Said `json:"reasons"`
	Misses      []messages.Said `json:"misses,omitempty"`
	State       cchc.LinkState  `json:"state"`
	By          string          `json:"by,omitempty"`
	At          string          `json:"at,omitempty"`
	Note        string          `json:"note,omitempty"`
}

func (inv *invocation) printLinks(ctx context.Context, e *engines, links []cchc.Link) error {
	ids := make([]cchc.DocumentID, 0, len(links))
	for _, l := range links {
		ids = append(ids, l.Document)
	}
	docs, err := e.store.DocumentsByID(ctx, cchc.Everything(), ids)
	if err != nil {
		return err
	}
	for _, l := range links {
		line := inv.linkLine(l, docs[l.Document])
		if inv.json {
			if err := inv.emit(line); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(inv.stdout, "%s  %s  %.2f  %s  %s%s\n", line.Link, line.Requirement, line.Score,
			linkStateName(line.State, inv.lang()), line.Path, where(line.Page, line.Paragraph, line.Section))
		if line.Quote != "" {
			fmt.Fprintf(inv.stdout, "    “%s”\n", line.Quote)
		}
		for _, r := range append(line.Reasons, line.Misses...) {
			fmt.Fprintf(inv.stdout, "    · %s\n", r.Message)
		}
	}
	return nil
}

func (inv *invocation) linkLine(l cchc.Link, d cchc.Document) linkLine {
	line := linkLine{
		Link: l.ID, Criterion: l.Criterion, Requirement: l.Requirement, Document: l.Document, Path: d.Path,
		Score: l.Score, Proposed: l.Proposed, Fulfils: l.Fulfils, State: l.State, By: l.By, Note: l.Note,
		Reasons: inv.saidAll(l.Reasons), Misses: inv.saidAll(l.Misses),
	}
	if !l.At.IsZero() {
		line.At = l.At.UTC().Format(time.RFC3339)
	}
	if len(l.Quotes) > 0 {
		q := l.Quotes[0]
		line.Quote, line.Section, line.Paragraph = q.Text, q.Section, q.Paragraph
		if q.Page > 0 {
			line.Page = &q.Page
		}
	}
	return line
}
