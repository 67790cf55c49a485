package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
	"minhchung/internal/store"
	"minhchung/internal/works"
)

// workVersion is a version of a document.
type workVersion struct {
	Document cchc.DocumentID `json:"document"`
	Path     string          `json:"path"`
	Code     string          `json:"code"`
	Role     works.Role      `json:"role"`
	Reason   messages.Said   `json:"reason"`
	Alike    float64         `json:"alike"`
}

// workLine is a work of `document work --json`.
type workLine struct {
	Work     cchc.WorkID       `json:"work"`
	Versions []workVersion     `json:"versions"`
	Annexes  []cchc.DocumentID `json:"annexes,omitempty"`
	Parents  []cchc.DocumentID `json:"parents,omitempty"`
}

func workOfDocument(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "work VĂN_BẢN", Short: "Các bản của cùng một văn bản, bản nào được tính, phụ lục đi kèm",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inv.withDocument(cmd.Context(), args[0], func(e *engines, d cchc.Document) error {
				w, err := e.store.WorkOf(cmd.Context(), cchc.Everything(), d.ID)
				if err != nil {
					return err
				}
				return inv.printWork(cmd.Context(), e, w)
			})
		},
	}
}

func (inv *invocation) versionLines(ctx context.Context, e *engines, w store.WorkOf) (out []workVersion, err error) {
	ids := make([]cchc.DocumentID, len(w.Standings))
	for i, s := range w.Standings {
		ids[i] = s.ID
	}
	docs, err := e.store.DocumentsByID(ctx, cchc.Everything(), ids)
	for _, s := range w.Standings {
		d := docs[s.ID]
		out = append(out, workVersion{s.ID, d.Path, d.Particulars.Code, s.Role, messages.Say(s.Reason, inv.lang()), s.Alike})
	}
	return out, err
}

func (inv *invocation) printWork(ctx context.Context, e *engines, w store.WorkOf) error {
	line := workLine{Work: w.Work, Annexes: w.Annexes, Parents: w.Parents}
	ids := append(append([]cchc.DocumentID{}, w.Annexes...), w.Parents...)
	for _, s := range w.Standings {
		ids = append(ids, s.ID)
	}
	docs, err := e.store.DocumentsByID(ctx, cchc.Everything(), ids)
	if err != nil {
		return err
	}
	if line.Versions, err = inv.versionLines(ctx, e, w); err != nil {
		return err
	}
	if inv.json {
		return inv.emit(line)
	}
	for _, v := range line.Versions {
		mark := " "
		if v.Role == works.RoleStands {
			mark = "*"
		}
		fmt.Fprintf(inv.stdout, "%s %s\n    %s %s\n", mark, title(docs[v.Document]), v.Reason.Message, v.Reason.Remedy)
	}
	for _, id := range line.Annexes {
		fmt.Fprintf(inv.stdout, "  kèm theo: %s\n", title(docs[id]))
	}
	for _, id := range line.Parents {
		fmt.Fprintf(inv.stdout, "  là phần kèm theo của: %s\n", title(docs[id]))
	}
	return nil
}

func doubledDocuments(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "doubles", Short: "Văn bản trùng số, trùng ngày nhưng nội dung khác nhau",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				for offset := 0; ; {
					doubles, total, err := e.store.Doubles(cmd.Context(), cchc.Everything(), 500, offset)
					if err != nil {
						return err
					}
					for _, d := range doubles {
						if err := inv.printWork(cmd.Context(), e, store.WorkOf{Work: d.Work, Standings: d.Standings}); err != nil {
							return err
						}
					}
					if offset += len(doubles); offset >= total || len(doubles) == 0 {
						return nil
					}
				}
			})
		},
	}
}

// citationLine is a citation of `document citations --json`.
type citationLine struct {
	Direction string `json:"direction"` // cites or cited-by
	cchc.Citation
	Documents []cchc.DocumentID `json:"documents"` // the cited ones, or the one that cites
}

func citationsOfDocument(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "citations VĂN_BẢN", Short: "Văn bản này viện dẫn gì, ai viện dẫn, thay thế, sửa đổi nó",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inv.withDocument(cmd.Context(), args[0], func(e *engines, d cchc.Document) error {
				lines, err := citationLines(cmd.Context(), e, d.ID)
				if err != nil {
					return err
				}
				return inv.printCitations(cmd.Context(), e, lines)
			})
		},
	}
}

// citationLines are what a document cites, then who cites it.
func citationLines(ctx context.Context, e *engines, id cchc.DocumentID) (lines []citationLine, err error) {
	cited, citing, err := e.store.Citations(ctx, cchc.Everything(), id)
	for _, c := range cited {
		lines = append(lines, citationLine{"cites", c.Citation, append([]cchc.DocumentID{}, c.Documents...)})
	}
	for _, c := range citing {
		lines = append(lines, citationLine{"cited-by", c.Citation, []cchc.DocumentID{c.Document}})
	}
	return lines, err
}

func (inv *invocation) printCitations(ctx context.Context, e *engines, lines []citationLine) error {
	for _, l := range lines {
		if inv.json {
			if err := inv.emit(l); err != nil {
				return err
			}
			continue
		}
		docs, err := e.store.DocumentsByID(ctx, cchc.Everything(), l.Documents)
		if err != nil {
			return err
		}
		there := "chưa có"
		if len(l.Documents) > 0 {
			there = title(docs[l.Documents[0]])
		}
		if l.Direction == "cites" {
			fmt.Fprintf(inv.stdout, "%s %s → %s\n", relationName(l.Relation, inv.lang()), l.Code, there)
			continue
		}
		fmt.Fprintf(inv.stdout, "%s %s\n", citedName(l.Relation, inv.lang()), there)
	}
	return nil
}

// relationName is a relation in the words of an office.
func relationName(r cchc.Relation, lang messages.Lang) string {
	return pick(lang, map[string][2]string{
		string(cchc.RelationBasis):    {"căn cứ", "rests on"},
		string(cchc.RelationReplaces): {"thay thế", "replaces"},
		string(cchc.RelationAmends):   {"sửa đổi, bổ sung", "amends"},
		string(cchc.RelationRepeals):  {"bãi bỏ", "repeals"},
		string(cchc.RelationAttached): {"kèm theo", "goes with"},
		string(cchc.RelationMentions): {"nhắc tới", "mentions"},
	}, string(r))
}

// citedName is a relation from the side of the paper that is cited.
func citedName(r cchc.Relation, lang messages.Lang) string {
	return pick(lang, map[string][2]string{
		string(cchc.RelationBasis):    {"là căn cứ của", "is the basis of"},
		string(cchc.RelationReplaces): {"bị thay thế bởi", "is replaced by"},
		string(cchc.RelationAmends):   {"được sửa đổi, bổ sung bởi", "is amended by"},
		string(cchc.RelationRepeals):  {"bị bãi bỏ bởi", "is repealed by"},
		string(cchc.RelationAttached): {"có kèm theo", "goes with"},
		string(cchc.RelationMentions): {"được nhắc tới trong", "is mentioned in"},
	}, string(r))
}

// absentLine is a paper of `document absent --json`.
type absentLine struct {
	Code      string          `json:"code"`
	Issued    cchc.Date       `json:"issued_date,omitzero"`
	Documents int             `json:"documents"`
	Relations map[string]int  `json:"relations"`
	Example   cchc.DocumentID `json:"example"`
	Text      string          `json:"text"`
}

func absentDocuments(inv *invocation) *cobra.Command {
	var relation string
	cmd := &cobra.Command{
		Use: "absent", Short: "Văn bản được viện dẫn nhưng chưa có, nhiều văn bản viện dẫn nhất trước",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if relation != "" && relationName(cchc.Relation(relation), messages.English) == relation {
				return cchc.Usage("bad-flag", errors.New("unknown relation"), relation+" không phải một quan hệ viện dẫn", cmd.CommandPath())
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				filter := store.AbsentFilter{Relation: relation, Limit: 500}
				for {
					absent, total, err := e.store.AbsentPapers(cmd.Context(), cchc.Everything(), filter)
					if err != nil {
						return err
					}
					for _, a := range absent {
						if err := inv.printAbsent(absentLine{a.Code, a.Date, a.Documents, a.Relations, a.Sample, a.Text}); err != nil {
							return err
						}
					}
					if filter.Offset += len(absent); filter.Offset >= total || len(absent) == 0 {
						return nil
					}
				}
			})
		},
	}
	cmd.Flags().StringVar(&relation, "relation", "", "basis, replaces, amends, repeals, attached hoặc mentions")
	return cmd
}

func (inv *invocation) printAbsent(l absentLine) error {
	if inv.json {
		return inv.emit(l)
	}
	fmt.Fprintf(inv.stdout, "%-28s %-10s %d văn bản viện dẫn\n", l.Code, l.Issued.Vietnamese(), l.Documents)
	return nil
}
