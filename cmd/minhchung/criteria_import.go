package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"minhchung/internal/catalogue"
	"minhchung/internal/cchc"
)

// importFlags are the flags of `criteria import`.
type importFlags struct {
	draft    string
	accept   bool
	mapping  string
	settings catalogue.DraftSettings
}

func criteriaImportCommand(inv *invocation) *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use: "import TỆP", Short: "Nhập bộ tiêu chí (YAML, XLSX, hoặc phụ lục Word/Excel/PDF) và đề xuất lại liên kết cho mọi văn bản đã có",
		Long: "Nhập bộ tiêu chí từ YAML, từ XLSX do criteria export xuất ra, hoặc từ phụ lục mà cơ quan nhận được.\n" +
			"Phụ lục được lập thành dự thảo: ghi ra tệp bằng --draft, sửa những chỗ có # HỎI, rồi nhập tệp đó.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return inv.criteriaImport(cmd.Context(), args[0], f) },
	}
	cmd.Flags().StringVar(&f.draft, "draft", "", "chỉ ghi dự thảo lập từ phụ lục ra tệp YAML mới (- là đầu ra chuẩn), chưa nhập")
	cmd.Flags().BoolVar(&f.accept, "accept-draft", false, "nhập dù dự thảo còn câu hỏi chưa trả lời")
	cmd.Flags().StringVar(&f.mapping, "mapping", "", "tệp nối tiêu chí cũ với mới (criteria diff --mapping): chuyển các liên kết đã duyệt sang bản mới")
	cmd.Flags().StringVar(&f.settings.ID, "id", "", "mã bộ tiêu chí khi lập dự thảo từ phụ lục")
	cmd.Flags().IntVar(&f.settings.Year, "year", 0, "năm đánh giá khi lập dự thảo từ phụ lục")
	return cmd
}

func (inv *invocation) criteriaImport(ctx context.Context, name string, f importFlags) error {
	in, err := inv.readCriteria(ctx, name, f.settings)
	if err != nil {
		return err
	}
	if in.draft != nil {
		if in.source, err = in.draft.YAML(); err != nil {
			return err
		}
	}
	if f.draft != "" {
		return inv.saveDraft(name, f.draft, in)
	}
	if in.draft != nil {
		if !f.accept {
			inv.printQuestions(in.draft.Questions)
			return cchc.Usage("draft-not-seen", nil, name)
		}
		var problems []catalogue.Problem
		if in.cat, problems = catalogue.Read(filepath.ToSlash(name), in.source); len(problems) > 0 {
			return inv.printProblems(name, problems)
		}
	}
	if n := len(in.open); n > 0 && !f.accept {
		return cchc.Usage("draft-open", nil, name, itoa(n), itoa(in.open[0]))
	}
	var mapping []byte
	if f.mapping != "" {
		if mapping, err = inv.readFile(f.mapping); err != nil {
			return err
		}
	}
	return inv.withEngines(ctx, true, func(e *engines) error {
		if f.mapping == "" {
			return inv.importCatalogue(ctx, e, in.cat, in.source)
		}
		return inv.importMapped(ctx, e, in, f.mapping, mapping)
	})
}

func (inv *invocation) importCatalogue(ctx context.Context, e *engines, cat cchc.Catalogue, source []byte) error {
	if err := e.useCatalogue(ctx, cchc.Operator(), cat, source); err != nil {
		return err
	}
	return inv.printCatalogue(catalogueLine(cat, true))
}

// saveDraft writes the draft of an annex; a file that is there may hold corrections and is
// left alone.
func (inv *invocation) saveDraft(name, to string, in readFrom) error {
	if in.draft == nil {
		return cchc.Usage("draft-not-annex", nil, name)
	}
	if len(in.draft.Catalogue.Criteria) == 0 {
		inv.printQuestions(in.draft.Questions)
		return cchc.Usage("draft-empty", nil, name)
	}
	if err := inv.writeNew(to, func(w io.Writer) error { _, err := w.Write(in.source); return err }); err != nil {
		return err
	}
	open := 0
	for _, q := range in.draft.Questions {
		if q.Open {
			open++
		}
	}
	if inv.json {
		return inv.emit(map[string]any{"draft": to, "open": open, "guessed": len(in.draft.Questions) - open})
	}
	if to != "-" {
		fmt.Fprintf(inv.stdout, "Đã ghi dự thảo %s: %d chỗ cần quyết định (# HỎI), %d chỗ máy đoán (# ĐOÁN).\n", to, open, len(in.draft.Questions)-open)
	}
	return nil
}

func (inv *invocation) printQuestions(qs []catalogue.Question) {
	for _, q := range qs {
		if q.Open && !inv.json {
			fmt.Fprintf(inv.stderr, "%s: %s\n", orWhole(q.Criterion), q.String())
		}
	}
}

func orWhole(criterion string) string {
	if criterion == "" {
		return "Bộ tiêu chí"
	}
	return "Tiêu chí " + criterion
}

// writeNew writes a file that must not be there yet; "-" is standard output.
func (inv *invocation) writeNew(name string, write func(io.Writer) error) error {
	if name == "-" {
		return write(inv.stdout)
	}
	f, err := os.OpenFile(inv.abs(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return cchc.Usage("path-taken", err, name)
	}
	if err != nil {
		return cchc.Usage("path-unwritable", err, name, cause(err))
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return errors.Join(err, removeIfThere(inv.abs(name)))
	}
	return nil
}

// importMapped imports the next version of a catalogue and carries reviewed links over.
func (inv *invocation) importMapped(ctx context.Context, e *engines, in readFrom, name string, mapping []byte) error {
	old, err := e.store.CurrentCatalogue(ctx, cchc.Everything())
	if err != nil {
		return err
	}
	matches, problems := catalogue.ReadMapping(filepath.ToSlash(name), bytes.Clone(mapping), old, in.cat)
	if err := inv.printProblems(name, problems); err != nil {
		return err
	}
	if old.Ref() == in.cat.Ref() {
		return cchc.Usage("mapping-same-version", nil, in.cat.ID)
	}
	reviewed, err := e.reviewedLinks(ctx, old.Ref())
	if err != nil {
		return err
	}
	if err := inv.importCatalogue(ctx, e, in.cat, in.source); err != nil {
		return err
	}
	carried, left, err := e.carry(ctx, reviewed, old, in.cat, matches)
	if err != nil {
		return err
	}
	if inv.json {
		return inv.emit(map[string]int{"carried": carried, "left": left})
	}
	fmt.Fprintf(inv.stdout, "Đã chuyển %d liên kết đã duyệt sang bản mới; %d liên kết ở lại bản cũ.\n", carried, left)
	return nil
}

func (e *engines) reviewedLinks(ctx context.Context, ref string) ([]cchc.Link, error) {
	links, err := e.store.LinksOf(ctx, cchc.Everything(), ref)
	if err != nil {
		return nil, err
	}
	var out []cchc.Link
	for _, l := range links {
		if l.State != cchc.LinkSuggested {
			out = append(out, l)
		}
	}
	return out, nil
}

// carry says of the links of the next version what people said of those they continue:
// state, who, when and why stay. A link the program does not propose again, or that
// somebody reviewed already, is left. Doing it twice changes nothing more.
func (e *engines) carry(ctx context.Context, reviewed []cchc.Link, old, next cchc.Catalogue, matches []catalogue.Match) (carried, left int, err error) {
	to := map[string]string{}
	for _, m := range matches {
		if m.Kind == catalogue.MatchRequirement {
			to[m.Old] = m.New
		}
	}
	for _, l := range reviewed {
		requirement := to[l.Requirement]
		if requirement == "" {
			left++
			continue
		}
		id := cchc.NewLinkID(next.Ref(), requirement, l.Document)
		_, err := e.store.Review(ctx, cchc.Operator(), id, func(now cchc.Link) (cchc.Link, error) {
			if now.State != cchc.LinkSuggested {
				return now, errReviewed
			}
			now.State, now.By, now.At = l.State, l.By, l.At
			now.Note = carriedNote(l, old)
			return now, nil
		})
		switch {
		case errors.Is(err, cchc.ErrNotFound), errors.Is(err, errReviewed):
			left++
		case err != nil:
			return carried, left, err
		default:
			carried++
		}
	}
	return carried, left, nil
}

var errReviewed = errors.New("reviewed already")

func carriedNote(l cchc.Link, old cchc.Catalogue) string {
	from := fmt.Sprintf("chuyển từ %s, bản %s", l.Requirement, short(old.Version, 12))
	if l.Note == "" {
		return from
	}
	return l.Note + " (" + from + ")"
}
