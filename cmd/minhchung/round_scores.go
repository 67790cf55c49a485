package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/export"
	"minhchung/internal/round"
)

// scoreLine is the score of a criterion in `--json`, with what it is of.
type scoreLine struct {
	cchc.Score
	Title    string  `json:"title"`
	Points   float64 `json:"points"`
	ScoredBy string  `json:"scored_by,omitempty"`
}

func scoresOfRound(inv *invocation, f *roundFlags) *cobra.Command {
	var office, to string
	cmd := &cobra.Command{
		Use: "scores", Short: "Bảng điểm của đợt, từng tiêu chí; --xlsx hoặc --csv ghi ra tệp, điền rồi nhập lại được", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				r, err := f.pick(cmd.Context(), e, nil)
				if err != nil {
					return err
				}
				return inv.scores(cmd.Context(), e, r, office, to)
			})
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&office, "office", "", "chỉ một đơn vị (mã hoặc tên)")
	fl.StringVar(&to, "xlsx", "", "ghi ra sổ tính XLSX theo mẫu của tỉnh, mỗi đơn vị một trang")
	fl.StringVar(&to, "csv", "", "ghi ra tệp CSV")
	return cmd
}

func (inv *invocation) scores(ctx context.Context, e *engines, r cchc.Round, office, to string) error {
	rules, cat, err := e.roundRules(ctx, r)
	if err != nil {
		return err
	}
	offices := round.Offices(r)
	if office != "" {
		if office, err = rules.Office(office); err != nil {
			return err
		}
		offices = []string{office}
	}
	held, err := e.store.ScoresOf(ctx, cchc.Everything(), r.ID)
	if err != nil {
		return err
	}
	if to == "" {
		return inv.printScores(rules, cat, held, offices)
	}
	write, err := scoresTo(to, rules, cat, held, offices)
	if err != nil {
		return err
	}
	if err := inv.replaceFile(to, write); err != nil {
		return err
	}
	if inv.json {
		return inv.emit(map[string]any{"file": to, "round": r.ID, "offices": len(offices)})
	}
	_, err = fmt.Fprintf(inv.stdout, "Đã ghi bảng điểm đợt %s ra %s.\n", r.ID, to)
	return err
}

func scoresTo(name string, rules *round.Rules, cat cchc.Catalogue, held []cchc.Score, offices []string) (func(io.Writer) error, error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".xlsx":
		pages, err := rules.Pages(cat, held, offices)
		return func(w io.Writer) error { return export.WriteForms(w, export.Scores(pages)) }, err
	case ".csv":
		p, err := rules.Flat(cat, held, offices)
		return func(w io.Writer) error { return export.ScoresCSV(w, p) }, err
	}
	return nil, cchc.Usage("book-ending", nil, name)
}

func (inv *invocation) printScores(rules *round.Rules, cat cchc.Catalogue, held []cchc.Score, offices []string) error {
	by := map[[2]string]cchc.Score{}
	for _, s := range held {
		by[[2]string{s.Office, s.Criterion}] = s
	}
	for _, o := range offices {
		if !inv.json {
			fmt.Fprintf(inv.stdout, "%s\n", rules.Name(o))
		}
		for _, leaf := range cat.Leaves() {
			s := by[[2]string{o, leaf.ID}]
			s.Round, s.Office, s.Criterion = rules.Round().ID, o, leaf.ID
			if err := inv.printScore(scoreLine{s, leaf.Title, leaf.Points, leaf.ScoredBy}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (inv *invocation) printScore(l scoreLine) error {
	if inv.json {
		return inv.emit(l)
	}
	out := inv.stdout
	fmt.Fprintf(out, "  %-6s %s (tối đa %s)", l.Criterion, l.Title, round.Decimal(l.Points))
	switch {
	case l.NotApplicable:
		fmt.Fprintf(out, " – không áp dụng: %s", l.Why)
	case l.ScoredBy == cchc.ScoredBySurvey:
		fmt.Fprint(out, " – điều tra xã hội học")
	case l.Self == nil:
		fmt.Fprint(out, " – chưa chấm")
	}
	for _, x := range []struct {
		name string
		v    *float64
	}{{"tự chấm", l.Self}, {"thẩm định lần 1", l.First}, {"thẩm định lần 2", l.Second}} {
		if x.v != nil {
			fmt.Fprintf(out, "; %s %s", x.name, round.Decimal(*x.v))
		}
	}
	if l.A != nil && l.B != nil {
		fmt.Fprintf(out, "; kê khai %s/%s", round.Decimal(*l.A), round.Decimal(*l.B))
	}
	fmt.Fprintln(out)
	for _, x := range []struct{ name, text string }{{"số liệu", l.Figures}, {"giải trình", l.Explanation}, {"ghi chú", l.Note}} {
		if x.text != "" {
			fmt.Fprintf(out, "         %s: %s\n", x.name, strings.ReplaceAll(x.text, "\n", " / "))
		}
	}
	return nil
}

// where are criterion and office a command is about.
type scoreWhere struct{ criterion, office string }

func (w *scoreWhere) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&w.criterion, "criterion", "", "mã tiêu chí")
	cmd.Flags().StringVar(&w.office, "office", "", "đơn vị (mã hoặc tên), khi đợt đánh giá nhiều đơn vị")
}

// edit changes one score and prints what it is now.
func (inv *invocation) edit(ctx context.Context, f *roundFlags, w scoreWhere, values cchc.Score, cleared []round.Field) error {
	return inv.withEngines(ctx, false, func(e *engines) error {
		r, err := f.pick(ctx, e, nil)
		if err != nil {
			return err
		}
		rules, _, err := e.roundRules(ctx, r)
		if err != nil {
			return err
		}
		leaf, err := rules.Criterion(w.criterion)
		if err != nil {
			return err
		}
		office := w.office
		if offices := round.Offices(r); office == "" && f.unit != "" {
			office = f.unit
		} else if office == "" && len(offices) == 1 {
			office = offices[0]
		}
		if office, err = rules.Office(office); err != nil {
			return err
		}
		values.Criterion, values.Office = w.criterion, office
		changed, err := e.store.SaveScores(ctx, f.actor(), r.ID, []round.Edit{round.Given(values, cleared...)})
		if err != nil {
			return err
		}
		if len(changed) == 0 && !inv.json {
			fmt.Fprintln(inv.stderr, "Không có gì thay đổi.")
		}
		for _, s := range changed {
			if err := inv.printScore(scoreLine{s, leaf.Title, leaf.Points, leaf.ScoredBy}); err != nil {
				return err
			}
		}
		return nil
	})
}

func scoreCommand(inv *invocation, f *roundFlags) *cobra.Command {
	var w scoreWhere
	var values cchc.Score
	texts := map[string]**float64{"self": &values.Self, "first": &values.First, "second": &values.Second, "a": &values.A, "b": &values.B}
	given := map[string]*string{}
	var cleared []string
	cmd := &cobra.Command{
		Use: "score --criterion MÃ", Short: "Nhập điểm, số liệu của một tiêu chí", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for name, to := range texts {
				if !cmd.Flags().Changed(name) {
					continue
				}
				v, ok := round.ParseDecimal(*given[name])
				if !ok {
					return cchc.Usage("score-not-number", nil, "--"+name, *given[name])
				}
				*to = &v
			}
			var fields []round.Field
			for _, name := range cleared {
				field, err := round.ParseField(strings.TrimSpace(name))
				if err != nil {
					return err
				}
				fields = append(fields, field)
			}
			return inv.edit(cmd.Context(), f, w, values, fields)
		},
	}
	w.add(cmd)
	fl := cmd.Flags()
	for name, help := range map[string]string{"self": "điểm tự chấm, 1,5 hoặc 1.5", "first": "điểm thẩm định lần 1", "second": "điểm thẩm định lần 2", "a": "tử số của tỷ lệ", "b": "mẫu số của tỷ lệ"} {
		given[name] = fl.String(name, "", help)
	}
	fl.StringVar(&values.Figures, "figures", "", "số liệu kê khai, bằng lời")
	fl.StringVar(&values.Note, "note", "", "ghi chú")
	fl.StringSliceVar(&cleared, "clear", nil, "xóa các mục: self, first, second, a, b, figures, note, explanation, not_applicable, why")
	return cmd
}

func explainCommand(inv *invocation, f *roundFlags) *cobra.Command {
	var w scoreWhere
	var text string
	cmd := &cobra.Command{
		Use: "explain --criterion MÃ --text NỘI-DUNG", Short: "Giải trình cho một tiêu chí chưa có tài liệu kiểm chứng", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return inv.edit(cmd.Context(), f, w, cchc.Score{Explanation: text}, []round.Field{round.FieldExplanation})
		},
	}
	w.add(cmd)
	cmd.Flags().StringVar(&text, "text", "", "nội dung giải trình; để trống là bỏ giải trình")
	return cmd
}

func exemptCommand(inv *invocation, f *roundFlags) *cobra.Command {
	var w scoreWhere
	var why string
	var undo bool
	cmd := &cobra.Command{
		Use: "exempt --criterion MÃ --why LÝ-DO", Short: "Ghi tiêu chí không áp dụng cho đơn vị", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			values := cchc.Score{NotApplicable: !undo, Why: why}
			return inv.edit(cmd.Context(), f, w, values, []round.Field{round.FieldNotApplicable, round.FieldWhy})
		},
	}
	w.add(cmd)
	cmd.Flags().StringVar(&why, "why", "", "lý do không áp dụng")
	cmd.Flags().BoolVar(&undo, "undo", false, "bỏ dấu không áp dụng")
	return cmd
}
