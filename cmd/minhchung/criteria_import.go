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
	"minhchung/internal/store"
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
	_, _, total, err := e.store.Documents(ctx, cchc.Everything(), store.DocumentFilter{Limit: 1})
	if err != nil {
		return err
	}
	bar := newProgress(inv.stderr, inv.lang(), inv.terminal)
	defer bar.finish()
	if err := e.useCatalogue(ctx, cchc.Operator(), cat, source, func(done int) { bar.count(done, total) }); err != nil {
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
	if err := e.promiseCarry(ctx, old, in.cat, matches); err != nil {
		return err
	}
	if err := inv.importCatalogue(ctx, e, in.cat, in.source); err != nil {
		return err
	}
	carried, left, err := e.carry(ctx)
	if err != nil {
		return err
	}
	if inv.json {
		return inv.emit(map[string]int{"carried": carried, "left": left})
	}
	fmt.Fprintf(inv.stdout, "Đã chuyển %d liên kết đã duyệt sang bản mới; %d liên kết ở lại bản cũ.\n", carried, left)
	return nil
}
