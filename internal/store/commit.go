package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// Commit ends jobs that were read: their pages, documents, passages and proposed links
// replace what an earlier reading left, reviews stay. One transaction for all results:
// after a crash either all are there or none, and the jobs are due again. It fails where
// a job is not being read any more ([intake.ErrTransition], wrapped).
func (s *Store) Commit(ctx context.Context, actor cchc.Actor, results []Result) error {
	return s.change(ctx, "commit", actor, func(tctx context.Context, c *change) error {
		current, err := first(tctx, c.query, scanText, "SELECT ref FROM catalogues WHERE current = 1")
		if err != nil && !errors.Is(err, cchc.ErrNotFound) {
			return err
		}
		p := packer{}
		for _, r := range results {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := c.commit(tctx, &p, current, r); err != nil {
				return fmt.Errorf("%s: %w", r.Job.Path, err)
			}
		}
		return nil
	})
}

func (c *change) commit(ctx context.Context, p *packer, current string, r Result) error {
	event := intake.EventRead
	if r.State == cchc.StateWaiting {
		event = intake.EventUnread
	} else if r.State != cchc.StateIndexed {
		return fmt.Errorf("state %q of a result is not one of indexed, waiting", r.State)
	}
	to, err := c.transition(ctx, r.Job.Intake, event)
	if err != nil {
		return err
	}
	file, err := c.saveReading(ctx, p, r)
	if err != nil {
		return err
	}
	if err := c.dropDocuments(ctx, r); err != nil {
		return err
	}
	for _, d := range r.Documents {
		if err := c.saveDescribed(ctx, file, current, r, d); err != nil {
			return fmt.Errorf("document %s: %w", d.Document.ID, err)
		}
	}
	code, args, err := reasonColumns(r.Reason)
	if err != nil {
		return err
	}
	_, err = c.exec(ctx, "UPDATE intake SET state = ?, reason_code = ?, reason_args = ?, next_try = NULL, changed = ? WHERE id = ?",
		string(to), code, args, nanos(c.at), r.Job.Intake)
	if err != nil {
		return err
	}
	return c.audit(ctx, string(to), r.Job.Path, map[string]int{"documents": len(r.Documents), "pages": len(r.Reading.Pages)})
}

// fileHead is what documents take from their file.
type fileHead struct {
	id       cchc.FileID
	path     string
	received int64
}

// saveReading replaces the pages of a file.
func (c *change) saveReading(ctx context.Context, p *packer, r Result) (fileHead, error) {
	h := fileHead{id: r.Job.File}
	_, err := first(ctx, c.query, func(row scanner) (fileHead, error) {
		err := row.Scan(&h.path, &h.received)
		return h, err
	}, "SELECT path, received FROM files WHERE id = ?", string(h.id))
	if err != nil {
		return h, fmt.Errorf("file %s: %w", h.id, err)
	}
	notes, err := asJSON(r.Reading.Notes)
	if err != nil {
		return h, err
	}
	format := r.Reading.Format
	if format == "" {
		format = r.Job.Format
	}
	if _, err := c.exec(ctx, "UPDATE files SET format = ?, page_total = ?, notes = ? WHERE id = ?",
		string(format), r.Reading.PageTotal, notes, string(h.id)); err != nil {
		return h, err
	}
	if _, err := c.exec(ctx, "DELETE FROM pages WHERE file = ?", string(h.id)); err != nil {
		return h, err
	}
	for i, page := range r.Reading.Pages {
		blocks, err := p.pack(page.Blocks)
		if err != nil {
			return h, err
		}
		if _, err := c.exec(ctx, "INSERT INTO pages (file, seq, number, source, quality, needs_ocr, blocks) VALUES (?, ?, ?, ?, ?, ?, ?)",
			string(h.id), i, page.Number, string(page.Source), page.Quality, page.NeedsOCR, blocks); err != nil {
			return h, err
		}
	}
	return h, nil
}

// dropDocuments removes the documents an earlier reading found in the file and this one
// does not.
func (c *change) dropDocuments(ctx context.Context, r Result) error {
	had, err := collect(ctx, c.query, scanText, "SELECT id FROM documents WHERE file = ?", string(r.Job.File))
	if err != nil {
		return err
	}
	for _, id := range had {
		kept := false
		for _, d := range r.Documents {
			kept = kept || string(d.Document.ID) == id
		}
		if kept {
			continue
		}
		if _, err := c.exec(ctx, "DELETE FROM documents WHERE id = ?", id); err != nil {
			return err
		}
	}
	return nil
}

func (c *change) saveDescribed(ctx context.Context, file fileHead, current string, r Result, d Described) error {
	if d.Document.ID.File() != file.id {
		return fmt.Errorf("is not of file %s", file.id)
	}
	if err := c.saveDocument(ctx, file, r, d); err != nil {
		return err
	}
	if err := c.savePassages(ctx, d); err != nil {
		return err
	}
	return c.saveLinks(ctx, d.Document.ID, current, d.Links)
}

func (c *change) saveDocument(ctx context.Context, file fileHead, r Result, d Described) error {
	doc := d.Document
	from, to := d.First, d.Last
	if len(r.Documents) == 1 {
		from, to = 0, max(0, len(r.Reading.Pages)-1)
	}
	particulars, err := json.Marshal(doc.Particulars)
	if err != nil {
		return err
	}
	pt := doc.Particulars
	_, err = c.exec(ctx, `INSERT INTO documents (id, file, first_page, last_page, path, work, unit, format, pages, pages_read,
			quality, received, type, code, issued, year, words, particulars)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET first_page = excluded.first_page, last_page = excluded.last_page, path = excluded.path,
			work = excluded.work, unit = excluded.unit, format = excluded.format, pages = excluded.pages,
			pages_read = excluded.pages_read, quality = excluded.quality, type = excluded.type, code = excluded.code,
			issued = excluded.issued, year = excluded.year, words = excluded.words, particulars = excluded.particulars`,
		string(doc.ID), string(file.id), from, to, file.path, string(doc.Work), doc.Unit, string(doc.Format), doc.Pages, doc.PagesRead,
		doc.Quality, file.received, pt.Type, pt.Code, pt.IssuedDate.String(), pt.IssuedDate.Year, words(pt, file.path), string(particulars))
	return err
}

func (c *change) savePassages(ctx context.Context, d Described) error {
	id := d.Document.ID
	if _, err := c.exec(ctx, "DELETE FROM passages WHERE document = ?", string(id)); err != nil {
		return err
	}
	for _, p := range d.Passages {
		n, err := passageNumber(p.ID, id)
		if err != nil {
			return err
		}
		if _, err := c.exec(ctx, `INSERT INTO passages (document, n, page, paragraph, section, heading, source, body)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			string(id), n, p.Page, p.Paragraph, p.Section, p.Heading, string(p.Source), p.Text); err != nil {
			return err
		}
	}
	return nil
}

// saveLinks replaces the proposals of a document for the current catalogue and for every
// catalogue the links name. Those of earlier catalogues stay as they were.
func (c *change) saveLinks(ctx context.Context, doc cchc.DocumentID, current string, links []cchc.Link) error {
	byRef := map[string][]cchc.Link{}
	order := []string{}
	add := func(ref string, more ...cchc.Link) {
		if _, ok := byRef[ref]; !ok {
			order = append(order, ref)
		}
		byRef[ref] = append(byRef[ref], more...)
	}
	if current != "" {
		add(current)
	}
	for _, l := range links {
		add(l.Catalogue, l)
	}
	for _, ref := range order {
		if err := c.replaceLinks(ctx, ref, doc, byRef[ref]); err != nil {
			return err
		}
	}
	return nil
}

// passageNumber is n of "document#n".
func passageNumber(p cchc.PassageID, doc cchc.DocumentID) (int, error) {
	d, n, ok := strings.Cut(string(p), "#")
	num, err := strconv.Atoi(n)
	if !ok || err != nil || num < 1 || d != string(doc) {
		return 0, fmt.Errorf("passage %q is not of document %s", p, doc)
	}
	return num, nil
}
