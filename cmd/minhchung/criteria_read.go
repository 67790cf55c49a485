package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/spf13/cobra"

	"minhchung/internal/catalogue"
	workbook "minhchung/internal/catalogue/sheets"
	"minhchung/internal/cchc"
	"minhchung/internal/extract/isolate"
)

// readFrom is a catalogue as it came in.
type readFrom struct {
	cat    cchc.Catalogue
	source []byte             // YAML, whatever the file was
	draft  *catalogue.Drafted // of an annex, not checked yet; cat and source are empty
	open   []int              // lines of source with open questions
}

// readCatalogue reads a catalogue file; each of its faults is named on a line.
func (inv *invocation) readCatalogue(ctx context.Context, name string) (cchc.Catalogue, []byte, error) {
	in, err := inv.readCriteria(ctx, name, catalogue.DraftSettings{})
	if err == nil && in.draft != nil {
		err = cchc.Usage("catalogue-annex", nil, name)
	}
	return in.cat, in.source, err
}

// readCriteria reads YAML, a workbook in our form, or an annex: what a file is, its bytes
// say.
func (inv *invocation) readCriteria(ctx context.Context, name string, s catalogue.DraftSettings) (readFrom, error) {
	b, err := inv.readFile(name)
	if err != nil {
		return readFrom{}, err
	}
	if !isOffice(b) {
		cat, problems := catalogue.Read(filepath.ToSlash(name), b)
		return readFrom{cat: cat, source: b, open: catalogue.OpenQuestions(b)}, inv.printProblems(name, problems)
	}
	if bytes.HasPrefix(b, []byte("PK")) && bytes.Contains(b, []byte("xl/workbook.xml")) {
		book, err := inv.readBook(ctx, b)
		if err != nil && cchc.AsError(err).Fault != cchc.FaultFile {
			return readFrom{}, err
		}
		if err == nil && catalogue.IsBook(book) {
			w, cat, problems := catalogue.ReadBook(filepath.ToSlash(name), book)
			if err := inv.printProblems(name, problems); err != nil {
				return readFrom{}, err
			}
			source, err := w.YAML()
			return readFrom{cat: cat, source: source}, err
		}
	}
	pages, err := inv.readAnnex(ctx, b)
	if err != nil {
		return readFrom{}, err
	}
	draft := catalogue.Draft(catalogue.Rows(pages), s)
	return readFrom{draft: &draft}, nil
}

// isOffice tells files of office programs and PDF from YAML.
func isOffice(b []byte) bool {
	for _, magic := range []string{"PK\x03\x04", "\xd0\xcf\x11\xe0", "%PDF-", "{\\rtf"} {
		if bytes.HasPrefix(b, []byte(magic)) {
			return true
		}
	}
	return false
}

// printProblems names each fault on a line; the error says how many there are.
func (inv *invocation) printProblems(name string, problems []catalogue.Problem) error {
	for _, p := range problems {
		if !inv.json {
			fmt.Fprintln(inv.stderr, p.Error())
			continue
		}
		line := problemLine{
			File: name, Line: p.Line, Sheet: p.Sheet, Cell: p.Cell, Field: p.Field,
			Code: string(p.Reason.Code), Message: inv.said(&p.Reason).Message, Suggestion: p.Suggestion,
		}
		if err := inv.emit(line); err != nil {
			return err
		}
	}
	if len(problems) > 0 {
		return cchc.OurFault("catalogue-invalid", nil, itoa(len(problems)))
	}
	return nil
}

// readAnnex reads the pages of an annex the way documents are read: by a child process,
// old formats through LibreOffice, pictures of pages through tesseract.
func (inv *invocation) readAnnex(ctx context.Context, b []byte) (pages []cchc.Page, err error) {
	dir, err := os.MkdirTemp("", "minhchung-annex-")
	if err != nil {
		return nil, cchc.OurFault("internal", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "annex")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		return nil, cchc.OurFault("internal", err)
	}
	reading, err := newReading(inv.settings, "", inv.logger())
	if err != nil {
		return nil, err
	}
	defer reading.Close() //nolint:errcheck // the children end with us in any case
	r, done, err := reading.text(ctx, path)
	if done != nil {
		defer done()
	}
	if err != nil {
		return nil, err
	}
	if r, err = reading.recognise(ctx, path, r, false); err != nil {
		return nil, err
	}
	for _, note := range r.Notes {
		if !inv.json {
			fmt.Fprintln(inv.stderr, inv.said(&note).Message)
		}
	}
	return r.Pages, nil
}

// bookAnswer is what the child that reads a workbook says.
type bookAnswer struct {
	Book  catalogue.Book `json:"book"`
	Fault cchc.Fault     `json:"fault,omitempty"`
	Code  cchc.Code      `json:"code,omitempty"`
	Args  []string       `json:"args,omitempty"`
}

// readBook has a child process of bounded memory and time read a workbook: it came by mail
// as likely as not.
func (inv *invocation) readBook(ctx context.Context, b []byte) (catalogue.Book, error) {
	return readBook(ctx, inv.settings, b)
}

func readBook(ctx context.Context, set settings, b []byte) (catalogue.Book, error) {
	self, err := os.Executable()
	if err != nil {
		return catalogue.Book{}, cchc.OurFault("internal", err)
	}
	ctx, cancel := context.WithTimeout(ctx, set.ReadTimeout)
	defer cancel()
	var out, trouble bytes.Buffer
	cmd := exec.CommandContext(ctx, self, "criteria", "rows")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(b), &out, &trouble
	cmd.Env = append(os.Environ(), envPrefix+"WORKER_MEMORY="+itoa(set.WorkerMemory))
	err = cmd.Run()
	if ctx.Err() != nil {
		return catalogue.Book{}, cchc.FileFault("reader-timeout", context.Cause(ctx), itoa(int(set.ReadTimeout.Seconds())))
	}
	var answer bookAnswer
	if err == nil {
		err = json.Unmarshal(out.Bytes(), &answer)
	}
	if err != nil {
		return catalogue.Book{}, cchc.FileFault("reader-crashed", fmt.Errorf("%w: %s", err, short(trouble.String(), 500)))
	}
	if answer.Code != "" {
		return catalogue.Book{}, &cchc.Error{Fault: answer.Fault, Reason: cchc.Reason{Code: answer.Code, Args: answer.Args}}
	}
	return answer.Book, nil
}

// criteriaRowsCommand is the hidden command of that child.
func criteriaRowsCommand(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "rows", Hidden: true, Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := isolate.LimitSelf(inv.settings.WorkerMemory); err != nil {
				return err
			}
			b, err := inv.readFile("-")
			if err != nil {
				return err
			}
			var answer bookAnswer
			if answer.Book, err = workbook.Read(b); err != nil {
				fault := cchc.AsError(err)
				answer.Fault, answer.Code, answer.Args = fault.Fault, fault.Reason.Code, fault.Reason.Args
			}
			return inv.emit(answer)
		},
	}
}
