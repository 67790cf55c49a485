package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"minhchung/internal/cchc"
	"minhchung/internal/evidence"
	"minhchung/internal/messages"
	"minhchung/internal/record"
	"minhchung/internal/store"
)

// personFlags say who gives a command, and whom he speaks for.
type personFlags struct{ as, unit string }

func (f *personFlags) add(fl *pflag.FlagSet) {
	fl.StringVar(&f.as, "as", "", "họ tên người thực hiện")
	fl.StringVar(&f.unit, "unit", "", "đơn vị mà người đó thay mặt")
}

// person is the actor of the flags. A unit nobody knows is refused: with it nobody could
// tell that it is his own.
func (e *engines) person(ctx context.Context, f personFlags) (cchc.Actor, *record.Units, error) {
	units, err := e.store.Units(ctx, cchc.Everything())
	if err != nil {
		return cchc.Actor{}, nil, err
	}
	a := cchc.Operator()
	if name := strings.TrimSpace(f.as); name != "" {
		a.Name = name
	}
	if a.Unit = strings.TrimSpace(f.unit); a.Unit != "" {
		if others, ok := units.Known(a.Unit); !ok {
			return a, units, cchc.Usage("review-unknown-unit", nil, a.Unit, others)
		}
	}
	return a, units, nil
}

type reviewFlags struct {
	personFlags
	linkFlags
	note  string
	every bool
}

func reviewCommand(inv *invocation) *cobra.Command {
	var f reviewFlags
	cmd := &cobra.Command{
		Use:   "review LIÊN_KẾT… submit|withdraw|accept|reject|ask|reset",
		Short: "Chọn nộp, rút lại, chấp nhận, không chấp nhận, đề nghị giải trình hoặc đặt lại liên kết",
		Long: "Đơn vị chọn nộp (submit) và rút lại (withdraw); tổ kiểm tra chấp nhận (accept), không chấp nhận (reject),\n" +
			"đề nghị giải trình (ask) và đặt lại (reset). Không ai quyết định tài liệu của chính đơn vị mình.\n" +
			"Với --all, xem xét mọi liên kết mà bộ lọc chọn ra, như lệnh links.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(cmd); err != nil {
				return err
			}
			decision := evidence.Decision(args[len(args)-1])
			if !slices.Contains(evidence.Decisions(), decision) {
				return cchc.Usage("review-unknown-state", nil, args[len(args)-1])
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				return inv.review(cmd.Context(), e, args[:len(args)-1], decision, f)
			})
		},
	}
	fl := cmd.Flags()
	f.personFlags.add(fl)
	f.linkFlags.add(fl)
	fl.StringVar(&f.note, "note", "", "ghi chú; bắt buộc khi không chấp nhận hoặc đề nghị giải trình")
	fl.BoolVar(&f.every, "all", false, "mọi liên kết mà bộ lọc chọn ra")
	return cmd
}

func (inv *invocation) review(ctx context.Context, e *engines, named []string, decision evidence.Decision, f reviewFlags) error {
	ids, err := e.toReview(ctx, named, f)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		if !inv.json {
			fmt.Fprintln(inv.stdout, pick(inv.lang(), map[string][2]string{"": {"Không có liên kết nào khớp bộ lọc.", "No link matches."}}, ""))
		}
		return nil
	}
	actor, units, err := e.person(ctx, f.personFlags)
	if err != nil {
		return err
	}
	order := evidence.Order{Decision: decision, Actor: actor, Note: f.note, At: time.Now().UTC(), Same: units.Same}
	done, err := e.store.ReviewAll(ctx, actor, ids, order.Apply)
	if err != nil {
		return err
	}
	return inv.printReviewed(ctx, e, done)
}

func (e *engines) toReview(ctx context.Context, named []string, f reviewFlags) (ids []cchc.LinkID, err error) {
	for _, n := range named {
		if id := cchc.LinkID(n); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if f.every == (len(ids) > 0) {
		return nil, cchc.Usage("review-no-links", nil)
	}
	if !f.every {
		return ids, nil
	}
	links, err := e.links(ctx, f.linkFlags)
	for _, l := range links {
		ids = append(ids, l.ID)
	}
	return ids, err
}

// printReviewed shows what changed and why the rest did not. A single link that was
// refused is the error itself.
func (inv *invocation) printReviewed(ctx context.Context, e *engines, done []store.Reviewed) error {
	var links []cchc.Link
	refused := 0
	for _, r := range done {
		err := r.Err
		if errors.Is(err, cchc.ErrNotFound) {
			err = cchc.Usage("no-such-link", err, string(r.ID))
		}
		switch {
		case err == nil:
			links = append(links, r.Link)
			continue
		case len(done) == 1:
			return err
		case inv.json:
			if err := inv.emit(refusedLine{r.ID, messages.Say(cchc.AsError(err).Reason, inv.lang())}); err != nil {
				return err
			}
		default:
			fmt.Fprintf(inv.stderr, "%s  %s\n", r.ID, messages.Words(cchc.AsError(err).Reason, inv.lang()).Message)
		}
		refused++
	}
	if err := inv.printLinks(ctx, e, links); err != nil {
		return err
	}
	if refused > 0 {
		return cchc.Usage("review-some-refused", nil, itoa(refused), itoa(len(links)))
	}
	return nil
}

// refusedLine is a link of `review --json` that was left as it was.
type refusedLine struct {
	Link    cchc.LinkID   `json:"link"`
	Refused messages.Said `json:"refused"`
}
