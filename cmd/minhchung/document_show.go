package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/particulars"
)

// fieldLine is a field of `document show --json`.
type fieldLine struct {
	Field      string  `json:"field"`
	Label      string  `json:"label"`
	Value      any     `json:"value"`
	Found      any     `json:"found"`
	Confidence float64 `json:"confidence"`
	Doubtful   bool    `json:"doubtful"`
	Kind       string  `json:"kind,omitempty"` // corrected or confirmed
	By         string  `json:"by,omitempty"`
	At         string  `json:"at,omitempty"`
	Note       string  `json:"note,omitempty"`
	Reread     bool    `json:"reread,omitempty"`
	text, read string
}

// documentLine is a document of `document show --json`.
type documentLine struct {
	Document   cchc.DocumentID   `json:"document"`
	Path       string            `json:"path"`
	Work       cchc.WorkID       `json:"work,omitempty"`
	Unit       string            `json:"unit,omitempty"`
	Metadata   cchc.Particulars  `json:"metadata"`
	Fields     []fieldLine       `json:"fields"`
	ReplacedBy cchc.DocumentID   `json:"replaced_by,omitempty"`
	Versions   []workVersion     `json:"versions"`
	Annexes    []cchc.DocumentID `json:"annexes,omitempty"`
	Parents    []cchc.DocumentID `json:"parents,omitempty"`
	Citations  []citationLine    `json:"citations,omitempty"`
	History    []historyLine     `json:"history,omitempty"`
}

// historyLine is what a person said of a field once, in `document show --json`.
type historyLine struct {
	Field    string `json:"field"`
	Label    string `json:"label"`
	Kind     string `json:"kind"` // corrected or confirmed
	Value    any    `json:"value"`
	By       string `json:"by"`
	At       string `json:"at"`
	Note     string `json:"note,omitempty"`
	UndoneBy string `json:"undone_by,omitempty"`
	UndoneAt string `json:"undone_at,omitempty"`
	text     string
	at       time.Time
}

func showDocument(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "show VĂN_BẢN", Short: "Thông tin của văn bản: giá trị đang dùng, giá trị đọc được, ai đã sửa",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inv.withDocument(cmd.Context(), args[0], func(e *engines, d cchc.Document) error {
				return inv.printDocument(cmd.Context(), e, d.ID)
			})
		},
	}
}

func (inv *invocation) printDocument(ctx context.Context, e *engines, id cchc.DocumentID) error {
	line, err := inv.documentLine(ctx, e, id)
	if err != nil {
		return err
	}
	work, err := e.store.WorkOf(ctx, cchc.Everything(), id)
	if err != nil {
		return err
	}
	line.Annexes, line.Parents = work.Annexes, work.Parents
	if line.Versions, err = inv.versionLines(ctx, e, work); err != nil {
		return err
	}
	if line.Citations, err = citationLines(ctx, e, id); err != nil {
		return err
	}
	if line.History, err = inv.historyLines(ctx, e, id); err != nil {
		return err
	}
	if inv.json {
		return inv.emit(line)
	}
	inv.printParticulars(line)
	if line.ReplacedBy != "" {
		by, err := e.store.Document(ctx, cchc.Everything(), line.ReplacedBy)
		if err != nil {
			return err
		}
		fmt.Fprintf(inv.stdout, "  Bị thay thế hoặc bãi bỏ bởi: %s\n", title(by))
	}
	if len(line.Versions)+len(line.Annexes)+len(line.Parents) > 1 {
		fmt.Fprintln(inv.stdout, "Các bản")
		if err := inv.printWork(ctx, e, work); err != nil {
			return err
		}
	}
	if len(line.Citations) > 0 {
		fmt.Fprintln(inv.stdout, "Viện dẫn")
		if err := inv.printCitations(ctx, e, line.Citations); err != nil {
			return err
		}
	}
	inv.printHistory(line.History)
	return nil
}

func (inv *invocation) printParticulars(line documentLine) {
	out := inv.stdout
	fmt.Fprintf(out, "%s\n%s\n", line.Path, line.Document)
	for _, f := range line.Fields {
		if f.text == "" && f.Kind == "" && !f.Doubtful {
			continue
		}
		fmt.Fprintf(out, "  %-20s %s", f.Label+":", dash(f.text))
		switch {
		case f.Kind == string(cchc.Corrected):
			fmt.Fprintf(out, "  [%s sửa; đọc được: %s]", f.By, dash(f.read))
		case f.Kind == string(cchc.Confirmed):
			fmt.Fprintf(out, "  [%s xác nhận]", f.By)
		case f.Doubtful:
			fmt.Fprint(out, "  [chờ xác nhận]")
		}
		if f.Reread {
			fmt.Fprint(out, "  [lần đọc mới khác lúc sửa]")
		}
		if f.Note != "" {
			fmt.Fprintf(out, "  ghi chú: %s", f.Note)
		}
		fmt.Fprintln(out)
	}
}

func (inv *invocation) printHistory(lines []historyLine) {
	if len(lines) == 0 {
		return
	}
	out := inv.stdout
	fmt.Fprintln(out, "Đã sửa, đã xác nhận")
	for _, h := range lines {
		done := "sửa thành " + dash(h.text)
		if h.Kind == string(cchc.Confirmed) {
			done = "xác nhận " + dash(h.text)
		}
		fmt.Fprintf(out, "  %s  %s: %s %s", h.at.Local().Format("15:04 02/01/2006"), h.Label, h.By, done)
		if h.Note != "" {
			fmt.Fprintf(out, " (%s)", h.Note)
		}
		if h.UndoneBy != "" {
			fmt.Fprintf(out, ", %s đã hoàn tác", h.UndoneBy)
		}
		fmt.Fprintln(out)
	}
}

func (inv *invocation) historyLines(ctx context.Context, e *engines, id cchc.DocumentID) (out []historyLine, err error) {
	log, err := e.store.CorrectionLog(ctx, cchc.Everything(), id)
	for _, c := range log {
		h := historyLine{
			Field: c.Field, Label: inv.label(c.Field), Kind: string(c.Kind), Value: particulars.Shown(c.Field, c.Value), By: c.By, At: c.At.Format(time.RFC3339),
			Note: c.Note, UndoneBy: c.UndoneBy, text: particulars.Text(c.Field, c.Value), at: c.At,
		}
		if !c.UndoneAt.IsZero() {
			h.UndoneAt = c.UndoneAt.Format(time.RFC3339)
		}
		out = append(out, h)
	}
	return out, err
}

func (inv *invocation) documentLine(ctx context.Context, e *engines, id cchc.DocumentID) (line documentLine, err error) {
	held, err := e.store.Held(ctx, cchc.Everything(), []cchc.DocumentID{id})
	if err != nil {
		return line, err
	}
	h, ok := held[id]
	if !ok {
		return line, cchc.Usage("no-such-document", cchc.ErrNotFound, string(id))
	}
	states, err := particulars.States(h.Document, h.Found, h.Corrections)
	if err != nil {
		return line, err
	}
	replaced, err := e.store.Replaced(ctx, cchc.Everything(), []cchc.DocumentID{id})
	if err != nil {
		return line, err
	}
	d := h.Document
	line = documentLine{Document: id, Path: d.Path, Work: d.Work, Unit: d.Unit, Metadata: d.Particulars, ReplacedBy: replaced[id]}
	doubtful := particulars.Doubtful(d.Particulars, e.settings.Doubt)
	for _, s := range states {
		f := fieldLine{
			Field: s.Field, Label: inv.label(s.Field), Value: particulars.Shown(s.Field, s.Value), Found: particulars.Shown(s.Field, s.Found),
			Confidence: s.Confidence, Reread: s.Reread, text: particulars.Text(s.Field, s.Value), read: particulars.Text(s.Field, s.Found),
		}
		for _, name := range doubtful {
			f.Doubtful = f.Doubtful || name == s.Field
		}
		if c := s.Correction; c != nil {
			f.Kind, f.By, f.At, f.Note = string(c.Kind), c.By, c.At.Format(time.RFC3339), c.Note
		}
		line.Fields = append(line.Fields, f)
	}
	return line, nil
}
