package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/extract/isolate"
	"minhchung/internal/messages"
	"minhchung/internal/search/bleveindex"
	"minhchung/internal/store"
)

func reindexCommand(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "reindex", Short: "Dựng lại chỉ mục tìm kiếm từ sổ dữ liệu; tìm kiếm vẫn dùng chỉ mục cũ cho đến khi xong",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				n, err := e.rebuildIndex(cmd.Context())
				if err != nil {
					return cchc.OurFault("index-failed", err)
				}
				if inv.json {
					return inv.emit(map[string]int{"documents": n})
				}
				fmt.Fprintf(inv.stdout, "Đã dựng lại chỉ mục: %d văn bản.\n", n)
				return nil
			})
		},
	}
}

// findingLine is a fault `check` found.
type findingLine struct {
	Code    cchc.Code `json:"code"`
	Message string    `json:"message"`
	Detail  string    `json:"detail,omitempty"`
}

func checkCommand(inv *invocation) *cobra.Command {
	repair := false
	cmd := &cobra.Command{
		Use: "check", Short: "Kiểm tra toàn vẹn: băm lại mọi bản gốc, đối chiếu sổ dữ liệu và chỉ mục",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				if repair {
					if err := inv.repair(cmd.Context(), e); err != nil {
						return err
					}
				}
				return inv.check(cmd.Context(), e)
			})
		},
	}
	cmd.Flags().BoolVar(&repair, "repair", false, "sửa những gì sửa được: chép lại bản gốc hỏng từ nơi thả, dựng lại chỉ mục")
	return cmd
}

// repair mends what can be mended without a person: a damaged original whose file still
// lies where it was dropped, and an index that differs from the record.
func (inv *invocation) repair(ctx context.Context, e *engines) error {
	findings, _, err := e.check(ctx)
	if err != nil {
		return err
	}
	for _, f := range findings {
		switch f.Code {
		case "original-damaged":
			err = e.fetchAgain(ctx, cchc.FileID(f.Detail))
		case "index-differs":
			_, err = e.rebuildIndex(ctx)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// fetchAgain replaces a damaged original by the file at one of its places, if that still
// has the same bytes. What is damaged is set aside until then.
func (e *engines) fetchAgain(ctx context.Context, id cchc.FileID) error {
	file, err := e.store.File(ctx, cchc.Everything(), id)
	if err != nil {
		return err
	}
	path := e.blobs.Path(id)
	aside := path + ".damaged"
	if err := os.Rename(path, aside); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for _, place := range file.Places {
		if got, _, err := e.blobs.PutFile(ctx, place.Path); err == nil && got == id {
			return removeIfThere(aside)
		}
	}
	if err := os.Rename(aside, path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

func (inv *invocation) check(ctx context.Context, e *engines) error {
	findings, originals, err := e.check(ctx)
	if err != nil {
		return err
	}
	for _, f := range findings {
		code := cchc.Code(f.Code)
		line := findingLine{code, messages.Words(cchc.NewReason(code, f.Detail), inv.lang()).Message, f.Detail}
		if inv.json {
			if err := inv.emit(line); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintln(inv.stdout, line.Message)
	}
	documents, err := e.countDocuments(ctx)
	if err != nil {
		return err
	}
	if inv.json {
		err = inv.emit(map[string]any{"summary": map[string]int{"originals": originals, "documents": documents, "findings": len(findings)}})
	} else {
		_, err = fmt.Fprintf(inv.stdout, "Đã kiểm tra %d bản gốc, %d văn bản: %d lỗi.\n", originals, documents, len(findings))
	}
	if err == nil && len(findings) > 0 {
		return exitError(exitFailed)
	}
	return err
}

// check hashes every original and compares record, originals and index.
func (e *engines) check(ctx context.Context) (findings []store.Finding, originals int, err error) {
	if findings, err = e.store.Check(ctx); err != nil {
		return nil, 0, err
	}
	known := map[cchc.FileID]bool{}
	err = e.store.EachFile(ctx, cchc.Everything(), func(f cchc.File) error {
		known[f.ID] = true
		if err := e.blobs.Verify(ctx, f.ID); err != nil {
			findings = append(findings, store.Finding{Code: "original-damaged", Detail: string(f.ID)})
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, 0, err
	}
	err = e.blobs.Each(func(id cchc.FileID) error {
		originals++
		if !known[id] {
			findings = append(findings, store.Finding{Code: "original-unknown", Detail: string(id)})
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, 0, err
	}
	documents, err := e.countDocuments(ctx)
	if err != nil {
		return nil, 0, err
	}
	if have, err := e.index.Documents(); err != nil || have != uint64(documents) {
		findings = append(findings, store.Finding{Code: "index-differs", Detail: fmt.Sprintf("%d/%d", have, documents)})
	}
	return findings, originals, nil
}

func versionCommand(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Phiên bản của chương trình, các bộ phận và định dạng dữ liệu",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			v := versions()
			if inv.json {
				return inv.emit(v)
			}
			fmt.Fprintf(inv.stdout, "minhchung %s (%s, %s)\n", v.Program, v.Go, v.Platform)
			return nil
		},
	}
}

type versionLine struct {
	Program  string `json:"version"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
	Revision string `json:"revision,omitempty"`
	Reading  string `json:"reading"` // rules that turn files into documents
	Links    string `json:"links"`   // rules that propose evidence
	Index    string `json:"index"`   // how passages are indexed
}

func versions() versionLine {
	v := versionLine{Program: version, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, Reading: readingVersion(), Links: linksVersion(), Index: bleveindex.Fingerprint()}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				v.Revision = s.Value
			}
		}
	}
	return v
}

const workerName = "worker"

// workerCommand is the hidden command of the reading children.
func workerCommand(inv *invocation) *cobra.Command {
	var cacheDir string
	cmd := &cobra.Command{
		Use: workerName, Hidden: true, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := isolate.LimitSelf(inv.settings.WorkerMemory); err != nil {
				return err
			}
			return newChild(cacheDir, inv.settings.WorkerMemory).serve(cmd.Context(), inv.stdin, inv.stdout)
		},
	}
	cmd.Flags().StringVar(&cacheDir, "cache", "", "")
	return cmd
}
