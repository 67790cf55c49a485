package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minhchung/internal/catalogue"
	"minhchung/internal/cchc"
	"minhchung/internal/messages"
	"minhchung/internal/round"
	"minhchung/internal/store"
)

// roundFlags are those of every command of a round.
type roundFlags struct {
	round string
	as    string
	unit  string
}

func roundCommand(inv *invocation) *cobra.Command {
	f := &roundFlags{}
	cmd := &cobra.Command{Use: "round", Short: "Đợt đánh giá: mở, tự chấm, khóa, thẩm định, giải trình, công bố; nhập và xuất bảng điểm"}
	pf := cmd.PersistentFlags()
	pf.StringVar(&f.round, "round", "", "mã đợt; không nêu thì là đợt mới nhất của bộ tiêu chí đang dùng")
	pf.StringVar(&f.as, "as", "", "tên người thực hiện")
	pf.StringVar(&f.unit, "unit", "", "mã đơn vị mà người này thay mặt")
	cmd.AddCommand(
		listRounds(inv), showRound(inv, f), openRoundCommand(inv, f), editRound(inv, f), moveRound(inv, f),
		lockRound(inv, f), unlockRound(inv, f), advanceRound(inv, f), totalsOfRound(inv, f),
		scoresOfRound(inv, f), importScores(inv, f), scoreCommand(inv, f), explainCommand(inv, f), exemptCommand(inv, f),
	)
	return cmd
}

// actor is who a command is given by, and the unit he speaks for.
func (f *roundFlags) actor() cchc.Actor {
	a := cchc.Operator()
	if name := strings.TrimSpace(f.as); name != "" {
		a.Name = name
	}
	if f.unit != "" {
		a.Role, a.Unit = cchc.RoleUnit, f.unit
	}
	return a
}

// pick is the round a command is about: the argument, the flag, or the one in use.
func (f *roundFlags) pick(ctx context.Context, e *engines, args []string) (cchc.Round, error) {
	id := f.round
	if len(args) > 0 {
		id = args[0]
	}
	all, err := e.store.Rounds(ctx, cchc.Everything())
	if err != nil {
		return cchc.Round{}, err
	}
	if id != "" {
		return round.Find(all, id)
	}
	r, err := e.store.CurrentRound(ctx, cchc.Everything())
	switch {
	case errors.Is(err, cchc.ErrNotFound) && len(all) > 0:
		return all[0], nil
	case errors.Is(err, cchc.ErrNotFound):
		return r, cchc.Usage("no-round", err)
	}
	return r, err
}

// roundRules are the rules of a round with its catalogue.
func (e *engines) roundRules(ctx context.Context, r cchc.Round) (*round.Rules, cchc.Catalogue, error) {
	cat, err := e.store.Catalogue(ctx, cchc.Everything(), r.Catalogue)
	if err != nil {
		return nil, cat, err
	}
	units := e.ownUnits()
	if len(units) == 0 {
		units = cat.Units
	}
	return round.NewRules(r, cat, units), cat, nil
}

// roundLine is a round in `--json`.
type roundLine struct {
	cchc.Round
	StateName string              `json:"state_name"`
	Totals    []round.OfficeTotal `json:"totals,omitempty"`
	Snapshots []store.SnapshotRow `json:"snapshots,omitempty"`
}

func (inv *invocation) printRound(l roundLine) error {
	l.StateName = messages.Words(round.StateReason(l.State), inv.lang()).Message
	if inv.json {
		return inv.emit(l)
	}
	out := inv.stdout
	fmt.Fprintf(out, "%s  %s – %s%s\n", l.ID, l.Title, l.StateName, span(l.Period))
	if l.Provisional {
		fmt.Fprintf(out, "    tạm dùng bộ tiêu chí năm trước, bản %s\n", l.Catalogue)
	}
	if len(l.Offices) > 0 {
		fmt.Fprintf(out, "    đơn vị được đánh giá: %s\n", strings.Join(l.Offices, ", "))
	}
	if !l.Due.IsZero() {
		fmt.Fprintf(out, "    hạn tự chấm và nộp tài liệu: %s\n", l.Due.Vietnamese())
	}
	if !l.Locked.IsZero() {
		fmt.Fprintf(out, "    khóa lúc %s\n", l.Locked.Local().Format("15:04 02/01/2006"))
	}
	return nil
}

func listRounds(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "Liệt kê các đợt đánh giá", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				all, err := e.store.Rounds(cmd.Context(), cchc.Everything())
				if err != nil {
					return err
				}
				for _, r := range all {
					if err := inv.printRound(roundLine{Round: r}); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
}

func showRound(inv *invocation, f *roundFlags) *cobra.Command {
	return &cobra.Command{
		Use: "show [ĐỢT]", Short: "Một đợt đánh giá: trạng thái, đơn vị, tổng điểm, các bản chụp", Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				l, err := e.roundLine(cmd.Context(), f, args)
				if err != nil {
					return err
				}
				if err := inv.printRound(l); err != nil || inv.json {
					return err
				}
				inv.printTotalsOfRound(l.Totals)
				for _, s := range l.Snapshots {
					what := "khóa đợt"
					if s.Cause == store.CauseMove {
						what = "đổi bộ tiêu chí"
					}
					fmt.Fprintf(inv.stdout, "    bản chụp %d: %s, %s, %s\n", s.ID, what, s.At.Local().Format("15:04 02/01/2006"), s.By)
				}
				return nil
			})
		},
	}
}

func (e *engines) roundLine(ctx context.Context, f *roundFlags, args []string) (l roundLine, err error) {
	if l.Round, err = f.pick(ctx, e, args); err != nil {
		return l, err
	}
	rules, _, err := e.roundRules(ctx, l.Round)
	if err != nil {
		return l, err
	}
	scores, err := e.store.ScoresOf(ctx, cchc.Everything(), l.ID)
	if err != nil {
		return l, err
	}
	l.Totals = rules.Totals(scores)
	l.Snapshots, err = e.store.Snapshots(ctx, cchc.Everything(), l.ID)
	return l, err
}

// roundFields are what is said of a round that is opened or changed.
type roundFields struct {
	title, due string
	offices    []string
	days       periodFlags
}

func (v *roundFields) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&v.title, "title", "", "tên đợt")
	fl.StringSliceVar(&v.offices, "offices", nil, "mã các đơn vị được đánh giá, cách nhau bằng dấu phẩy; “all” là mọi đơn vị; để trống là toàn cơ quan")
	fl.StringVar(&v.due, "due", "", "hạn tự chấm và nộp tài liệu, 2020-12-31")
	v.days.add(cmd)
}

// apply changes what was given.
func (v *roundFields) apply(cmd *cobra.Command, e *engines, r *cchc.Round) error {
	p, err := v.days.period(cmd)
	if err != nil {
		return err
	}
	due, err := cchc.ParseDate(v.due)
	if err != nil {
		return cchc.Usage("bad-flag", err, err.Error(), cmd.CommandPath())
	}
	changed := cmd.Flags().Changed
	set(changed("title"), &r.Title, v.title)
	set(changed("due"), &r.Due, due)
	set(changed("from"), &r.Period.From, p.From)
	set(changed("to"), &r.Period.To, p.To)
	if !changed("offices") {
		return nil
	}
	offices := slices.DeleteFunc(slices.Clone(v.offices), func(o string) bool { return strings.TrimSpace(o) == "" })
	if slices.Equal(offices, []string{"all"}) {
		all, err := e.unitsInUse(cmd.Context())
		if err != nil {
			return err
		}
		offices = nil
		for _, u := range cchc.UnitsIn(all, r.Period) {
			offices = append(offices, u.ID)
		}
	}
	r.Offices = offices
	return nil
}

func openRoundCommand(inv *invocation, f *roundFlags) *cobra.Command {
	var r cchc.Round
	var v roundFields
	var provisional bool
	cmd := &cobra.Command{
		Use: "open --year NĂM", Short: "Mở đợt đánh giá", Args: cobra.NoArgs,
		Long: "Mở đợt đánh giá trên bộ tiêu chí đang dùng, hoặc bộ nêu ở --catalogue.\n" +
			"Khi bộ tiêu chí của năm chưa ban hành, --provisional lập bản tạm từ bộ năm trước: đổi năm, kỳ đánh giá và thời hạn; " +
			"khi có bản chính thức thì chuyển đợt bằng round catalogue.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return inv.withEngines(cmd.Context(), true, func(e *engines) error {
				next := r
				if err := v.apply(cmd, e, &next); err != nil {
					return err
				}
				opened, err := e.openRound(cmd.Context(), f.actor(), next, provisional)
				if err != nil {
					return err
				}
				return inv.printRound(roundLine{Round: opened})
			})
		},
	}
	fl := cmd.Flags()
	fl.IntVar(&r.Year, "year", 0, "năm đánh giá")
	fl.StringVar(&r.ID, "id", "", "mã đợt; không nêu thì là năm")
	fl.StringVar(&r.Catalogue, "catalogue", "", "bộ tiêu chí, mã hoặc mã@phiên-bản; không nêu thì bộ đang dùng")
	fl.BoolVar(&provisional, "provisional", false, "tạm dùng bộ tiêu chí năm trước")
	v.add(cmd)
	return cmd
}

func editRound(inv *invocation, f *roundFlags) *cobra.Command {
	var v roundFields
	cmd := &cobra.Command{
		Use: "edit [ĐỢT]", Short: "Sửa tên, đơn vị, kỳ đánh giá, hạn của một đợt", Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				r, err := f.pick(cmd.Context(), e, args)
				if err != nil {
					return err
				}
				if err := v.apply(cmd, e, &r); err != nil {
					return err
				}
				if r, err = e.store.SaveRound(cmd.Context(), f.actor(), r); err != nil {
					return err
				}
				return inv.printRound(roundLine{Round: r})
			})
		},
	}
	v.add(cmd)
	return cmd
}

func moveRound(inv *invocation, f *roundFlags) *cobra.Command {
	var mappingFile string
	cmd := &cobra.Command{
		Use: "catalogue ĐỢT [BỘ-TIÊU-CHÍ]", Short: "Chuyển đợt sang bản khác của bộ tiêu chí, điểm đã chấm chuyển theo; nêu những gì không chuyển được",
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			var mapping []byte
			if mappingFile != "" {
				var err error
				if mapping, err = inv.readFile(mappingFile); err != nil {
					return err
				}
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				r, err := f.pick(cmd.Context(), e, args[:1])
				if err != nil {
					return err
				}
				ref := ""
				if len(args) > 1 {
					ref = args[1]
				}
				return inv.moveRound(cmd.Context(), e, f, r, ref, mappingFile, mapping)
			})
		},
	}
	cmd.Flags().StringVar(&mappingFile, "mapping", "", "tệp nối tiêu chí cũ với mới (criteria diff --mapping); không nêu thì nối theo mã")
	return cmd
}

func (inv *invocation) moveRound(ctx context.Context, e *engines, f *roundFlags, r cchc.Round, ref, name string, mapping []byte) error {
	next, _, err := e.storedCatalogue(ctx, ref)
	if err != nil {
		return err
	}
	if next.Ref() == r.Catalogue {
		return cchc.Usage("round-same-catalogue", nil, r.ID, next.Ref())
	}
	var to map[string]string
	if name != "" {
		old, err := e.store.Catalogue(ctx, cchc.Everything(), r.Catalogue)
		if err != nil {
			return err
		}
		matches, problems := catalogue.ReadMapping(filepath.ToSlash(name), mapping, old, next)
		if err := inv.printProblems(name, problems); err != nil {
			return err
		}
		to = catalogue.Criteria(matches)
	}
	r, left, err := e.store.MoveRound(ctx, f.actor(), r.ID, next.Ref(), to, next.Status == catalogue.Provisional)
	if err != nil {
		return err
	}
	for _, l := range left {
		said := inv.said(&l.Reason)
		if inv.json {
			err = inv.emit(map[string]any{"criterion": l.Criterion, "office": l.Office, "reason": said})
		} else {
			_, err = fmt.Fprintf(inv.stderr, "%s %s\n", said.Message, said.Remedy)
		}
		if err != nil {
			return err
		}
	}
	if err := inv.printRound(roundLine{Round: r}); err != nil {
		return err
	}
	if len(left) > 0 {
		return exitError(exitNotTaken)
	}
	return nil
}
