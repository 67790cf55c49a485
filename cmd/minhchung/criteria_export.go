package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"minhchung/internal/catalogue"
	workbook "minhchung/internal/catalogue/sheets"
	"minhchung/internal/cchc"
)

func criteriaExportCommand(inv *invocation) *cobra.Command {
	var ref, from string
	cmd := &cobra.Command{
		Use: "export TỆP", Short: "Xuất bộ tiêu chí đang dùng ra .yaml hoặc .xlsx (- là YAML ra đầu ra chuẩn); nhập lại thì giống hệt",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if from != "" { // changes the form of a file, needs no data folder
				in, err := inv.readCriteria(cmd.Context(), from, catalogue.DraftSettings{})
				if err != nil {
					return err
				}
				if in.draft != nil {
					return inv.exportWritten(args[0], in.draft.Catalogue)
				}
				return inv.exportSource(args[0], in.cat, in.source)
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				cat, source, err := e.storedCatalogue(cmd.Context(), ref)
				if err != nil {
					return err
				}
				return inv.exportSource(args[0], cat, source)
			})
		},
	}
	cmd.Flags().StringVar(&ref, "ref", "", "phiên bản khác bản đang dùng, dạng mã@phiên-bản như criteria list --json")
	cmd.Flags().StringVar(&from, "from", "", "đổi một tệp bộ tiêu chí sang dạng kia thay vì lấy từ thư mục dữ liệu")
	return cmd
}

// storedCatalogue returns a version of the record and its source, "" the current one. The
// end of a version may be left out.
func (e *engines) storedCatalogue(ctx context.Context, ref string) (cchc.Catalogue, []byte, error) {
	var cat cchc.Catalogue
	rows, err := e.store.Catalogues(ctx, cchc.Everything())
	if err != nil {
		return cat, nil, err
	}
	for _, row := range rows {
		if ref == "" && row.Current || ref != "" && strings.HasPrefix(row.Ref, ref) && strings.Contains(ref, "@") || row.ID == ref {
			if cat, err = e.store.Catalogue(ctx, cchc.Everything(), row.Ref); err != nil {
				return cat, nil, err
			}
			source, err := e.store.CatalogueSource(ctx, cchc.Everything(), row.Ref)
			return cat, source, err
		}
	}
	return cat, nil, cchc.Usage("no-such-catalogue", cchc.ErrNotFound, ref)
}

// exportSource writes a catalogue as its author wrote it; where the source was not kept,
// or is of an older program and cannot be read any more, as it is used.
func (inv *invocation) exportSource(name string, cat cchc.Catalogue, source []byte) error {
	w, again, problems := catalogue.ReadWritten(name, source)
	if len(problems) > 0 || again.Version != cat.Version {
		if sample, err := catalogue.Sample(); err == nil && sample.Version == cat.Version {
			w, _, _ = catalogue.ReadWritten(name, catalogue.SampleSource())
		} else {
			w = catalogue.WrittenFrom(cat)
		}
	}
	return inv.exportWritten(name, w)
}

func (inv *invocation) exportWritten(name string, w catalogue.Written) error {
	write := func(to io.Writer) error {
		b, err := w.YAML()
		if err != nil {
			return err
		}
		_, err = to.Write(b)
		return err
	}
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case ext == ".xlsx":
		write = func(to io.Writer) error { return workbook.Write(to, w.Book()) }
	case ext != ".yaml" && ext != ".yml" && name != "-":
		return cchc.Usage("export-ending", nil, name)
	}
	if name == "-" {
		return write(inv.stdout)
	}
	if err := inv.replaceFile(name, write); err != nil {
		return err
	}
	if inv.json {
		return inv.emit(map[string]string{"file": name, "id": w.ID})
	}
	_, err := fmt.Fprintf(inv.stdout, "Đã xuất %s ra %s.\n", w.ID, name)
	return err
}

// replaceFile writes a file that is whole or not there.
func (inv *invocation) replaceFile(name string, write func(io.Writer) error) error {
	path := inv.abs(name)
	tmp, err := os.CreateTemp(filepath.Dir(path), ".criteria-*")
	if err != nil {
		return cchc.Usage("path-unwritable", err, name, cause(err))
	}
	err = errors.Join(write(tmp), tmp.Sync(), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return errors.Join(err, removeIfThere(tmp.Name()))
	}
	return nil
}
