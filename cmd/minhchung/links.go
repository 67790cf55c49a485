package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"minhchung/internal/cchc"
	"minhchung/internal/evidence"
	"minhchung/internal/messages"
	"minhchung/internal/record"
	"minhchung/internal/store"
)

type linkFlags struct {
	criterion, document, state string
	minScore                   float64
	all                        bool // also what is below the proposing threshold
}

func (f *linkFlags) add(fl *pflag.FlagSet) {
	fl.StringVar(&f.criterion, "criterion", "", "chỉ một tiêu chí, ví dụ 1.4")
	fl.StringVar(&f.document, "document", "", "chỉ một văn bản")
	fl.StringVar(&f.state, "state", "", "suggested, submitted, accepted, rejected, explanation_asked hoặc stale (cần xem lại)")
	fl.Float64Var(&f.minScore, "min-score", 0, "gồm cả đề xuất yếu, từ điểm này trở lên (0..1)")
}

// check reads what cannot be checked by the flags alone.
func (f *linkFlags) check(cmd *cobra.Command) error {
	f.all = cmd.Flags().Changed("min-score")
	if f.state == "" || f.state == string(record.StateStale) {
		return nil
	}
	if err := cchc.LinkState(f.state).Validate(); err != nil {
		return cchc.Usage("bad-flag", err, err.Error(), cmd.CommandPath())
	}
	return nil
}

func linksCommand(inv *invocation) *cobra.Command {
	var f linkFlags
	cmd := &cobra.Command{
		Use: "links", Short: "Liệt kê tài liệu được đề xuất cho từng tiêu chí, kèm trích dẫn, trang và lý do",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.check(cmd); err != nil {
				return err
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
	f.add(cmd.Flags())
	cmd.AddCommand(linkShowCommand(inv), linkExportCommand(inv), linkImportCommand(inv))
	return cmd
}

func linkShowCommand(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "show LIÊN_KẾT", Short: "Một liên kết với mọi ý kiến từ trước đến nay: ai, khi nào, vì sao",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				id := cchc.LinkID(args[0])
				link, err := e.store.Link(cmd.Context(), cchc.Everything(), id)
				if errors.Is(err, cchc.ErrNotFound) {
					return cchc.Usage("no-such-link", err, args[0])
				}
				if err != nil {
					return err
				}
				history, err := e.store.LinkHistory(cmd.Context(), cchc.Everything(), id)
				if err != nil {
					return err
				}
				if err := inv.printLinks(cmd.Context(), e, []cchc.Link{link}); err != nil {
					return err
				}
				return inv.printReviews(history)
			})
		},
	}
}

func (inv *invocation) printReviews(history []cchc.LinkEvent) error {
	for _, h := range history {
		if inv.json {
			if err := inv.emit(h); err != nil {
				return err
			}
			continue
		}
		who := h.By
		if h.Unit != "" {
			who += " (" + h.Unit + ")"
		}
		fmt.Fprintf(inv.stdout, "    %s  %s: %s", h.At.Local().Format("02/01/2006 15:04"), who, eventName(h, inv.lang()))
		if h.Note != "" {
			fmt.Fprintf(inv.stdout, " – %s", h.Note)
		}
		fmt.Fprintln(inv.stdout)
	}
	return nil
}

// eventName is what was done with a link.
func eventName(h cchc.LinkEvent, lang messages.Lang) string {
	what := pick(lang, map[string][2]string{
		cchc.LinkAdded:   {"liên kết bằng tay", "linked by hand"},
		cchc.LinkRemoved: {"xóa liên kết", "link removed"},
		cchc.LinkCarried: {"chuyển từ bộ tiêu chí trước", "carried from the catalogue before"},
	}, h.What)
	switch {
	case h.What == cchc.LinkReviewed && h.To == cchc.LinkSuggested:
		return pick(lang, map[string][2]string{"": {"đặt lại", "reset"}}, "")
	case h.What == cchc.LinkReviewed:
		return linkStateName(h.To, lang)
	}
	return what
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
	Band        string          `json:"band"`
	BandWords   string          `json:"band_words"`
	Proposed    bool            `json:"proposed"`
	Related     bool            `json:"related"`
	Fulfils     bool            `json:"fulfils"`
	Why         string          `json:"why"` // the reasons in one line
	Reasons     []messages.Said `json:"reasons"`
	Misses      []messages.Said `json:"misses,omitempty"`
	State       cchc.LinkState  `json:"state"`
	Stale       bool            `json:"stale"`
	Manual      bool            `json:"manual"`
	By          string          `json:"by,omitempty"`
	Unit        string          `json:"unit,omitempty"` // whom By spoke for
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
		inv.printLink(line)
	}
	return nil
}

func (inv *invocation) printLink(line linkLine) {
	state := linkStateName(line.State, inv.lang())
	if line.By != "" {
		state += " (" + line.By + ")"
	}
	if line.Stale {
		state += ", " + messages.Words(cchc.NewReason("state-stale"), inv.lang()).Message
	}
	band := line.BandWords
	if line.Band != evidence.BandManual {
		band = fmt.Sprintf("%.2f %s", line.Score, band)
	}
	fmt.Fprintf(inv.stdout, "%s  %s  %s  %s  %s%s\n", line.Link, line.Requirement, band,
		state, line.Path, where(line.Page, line.Paragraph, line.Section))
	if line.Quote != "" {
		fmt.Fprintf(inv.stdout, "    “%s”\n", line.Quote)
	}
	if line.Why != "" {
		fmt.Fprintf(inv.stdout, "    %s\n", line.Why)
	}
	for _, r := range line.Misses {
		fmt.Fprintf(inv.stdout, "    · %s\n", r.Message)
	}
}

func (inv *invocation) linkLine(l cchc.Link, d cchc.Document) linkLine {
	band := evidence.BandOf(l)
	line := linkLine{
		Link: l.ID, Criterion: l.Criterion, Requirement: l.Requirement, Document: l.Document, Path: firstOf(d.Path, d.Particulars.Subject),
		Score: l.Score, Band: band, BandWords: messages.Words(evidence.BandWords(band), inv.lang()).Message,
		Proposed: l.Proposed, Related: l.Related, Fulfils: l.Fulfils, State: l.State, Stale: l.Stale, Manual: l.Manual,
		By: l.By, Unit: l.ByUnit, Note: l.Note,
		Why: messages.Line(l.Reasons, inv.lang()), Reasons: inv.saidAll(l.Reasons), Misses: inv.saidAll(l.Misses),
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
