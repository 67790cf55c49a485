package store

import (
	"context"
	"database/sql"
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
// after a crash either all are there or none, and the jobs are due again. A job that a
// person set aside meanwhile is passed over. seq, which grows, is noted with it (see
// [Store.Seq]). An archive with a member that is withheld is withheld itself.
func (s *Store) Commit(ctx context.Context, actor cchc.Actor, results []Result, seq int64) (kept intake.Kept, err error) {
	err = s.change(ctx, "commit", actor, func(tctx context.Context, c *change) error {
		current, err := first(tctx, c.query, scanText, "SELECT ref FROM catalogues WHERE current = 1")
		if err != nil && !errors.Is(err, cchc.ErrNotFound) {
			return err
		}
		p := packer{}
		for _, r := range results {
			if err := ctx.Err(); err != nil {
				return err
			}
			more, err := c.commit(tctx, &p, current, r)
			if err != nil {
				return fmt.Errorf("%s: %w", r.Job.Path, err)
			}
			kept.Add(more)
		}
		_, err = c.exec(tctx, "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", metaSeq, strconv.FormatInt(seq, 10))
		return err
	})
	if err != nil {
		return intake.Kept{}, err
	}
	return kept, nil
}

const metaSeq = "index-seq"

// Seq is the number the last commit was made with, 0 before the first. An index that was
// fed with a lower one lacks documents.
func (s *Store) Seq(ctx context.Context) (int64, error) {
	text, known, err := s.Meta(ctx, metaSeq)
	if err != nil || !known {
		return 0, err
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("meta %s: %w", metaSeq, err)
	}
	return n, nil
}

func (c *change) commit(ctx context.Context, p *packer, current string, r Result) (kept intake.Kept, err error) {
	event := intake.EventRead
	if r.State == cchc.StateWaiting {
		event = intake.EventUnread
	} else if r.State != cchc.StateIndexed {
		return kept, fmt.Errorf("state %q of a result is not one of indexed, waiting", r.State)
	}
	to, err := c.transition(ctx, r.Job.Intake, event)
	if errors.Is(err, intake.ErrTransition) {
		if kept.Gone, err = c.unknown(ctx, r.Documents); err != nil { // the index holds them already
			return kept, err
		}
		kept.Withheld, err = strays(ctx, c.query, membersOf(r)) // their bytes are kept already
		return kept, err
	}
	if err != nil {
		return kept, err
	}
	file, err := c.saveReading(ctx, p, r)
	if err != nil {
		return kept, err
	}
	if kept.Gone, err = c.dropDocuments(ctx, r); err != nil {
		return kept, err
	}
	for _, d := range r.Documents {
		if err := c.saveDescribed(ctx, file, current, r, d); err != nil {
			return kept, fmt.Errorf("document %s: %w", d.Document.ID, err)
		}
	}
	inside, err := c.saveMembers(ctx, r)
	if err != nil {
		return kept, err
	}
	code, args, err := reasonColumns(r.Reason)
	if err != nil {
		return kept, err
	}
	due := sql.NullInt64{Valid: to == cchc.StateWaiting && r.Recognise}
	_, err = c.exec(ctx, "UPDATE intake SET state = ?, reason_code = ?, reason_args = ?, next_try = ?, changed = ? WHERE id = ?",
		string(to), code, args, due, nanos(c.at), r.Job.Intake)
	if err != nil {
		return kept, err
	}
	if err := c.audit(ctx, string(to), r.Job.Path, map[string]int{"documents": len(r.Documents), "pages": len(r.Reading.Pages)}); err != nil {
		return kept, err
	}
	if len(inside) == 0 {
		return kept, nil
	}
	more, err := c.withhold(ctx, r.Job.File, cchc.NewReason("secret-inside", inside[0].Place.Path))
	kept.Add(more)
	for _, row := range inside { // their bytes came along once more
		kept.Withheld = append(kept.Withheld, row.File)
	}
	return kept, err
}

// saveMembers enters what came out of a file, and returns what of it is withheld.
func (c *change) saveMembers(ctx context.Context, r Result) (withheld []IntakeRow, err error) {
	for _, m := range r.Members {
		row, err := c.receive(ctx, m)
		if err != nil {
			return nil, fmt.Errorf("member %s: %w", m.Place.Path, err)
		}
		if m.File == "" {
			continue
		}
		if _, err := c.exec(ctx, "INSERT OR IGNORE INTO members (parent, file) VALUES (?, ?)", string(r.Job.File), string(m.File)); err != nil {
			return nil, fmt.Errorf("member %s: %w", m.Place.Path, err)
		}
		if row.Withheld {
			withheld = append(withheld, row)
		}
	}
	return withheld, nil
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
		var words []byte
		if len(page.Words) > 0 {
			if words, err = p.pack(page.Words); err != nil {
				return h, err
			}
		}
		if _, err := c.exec(ctx, "INSERT INTO pages (file, seq, number, source, quality, needs_ocr, blocks, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			string(h.id), i, page.Number, string(page.Source), page.Quality, page.NeedsOCR, blocks, words); err != nil {
			return h, err
		}
	}
	return h, nil
}

// dropDocuments removes the documents an earlier reading found in the file and this one
// does not.
func (c *change) dropDocuments(ctx context.Context, r Result) (dropped []cchc.DocumentID, err error) {
	had, err := collect(ctx, c.query, scanText, "SELECT id FROM documents WHERE file = ?", string(r.Job.File))
	if err != nil {
		return nil, err
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
			return nil, err
		}
		dropped = append(dropped, cchc.DocumentID(id))
	}
	return dropped, nil
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
	if err := c.saveDetails(ctx, d); err != nil {
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

// unknown returns those of a result's documents the record does not hold.
func (c *change) unknown(ctx context.Context, docs []Described) (out []cchc.DocumentID, err error) {
	for _, d := range docs {
		n, err := first(ctx, c.query, scanInt, "SELECT count(*) FROM documents WHERE id = ?", string(d.Document.ID))
		if err != nil {
			return nil, err
		}
		if n == 0 {
			out = append(out, d.Document.ID)
		}
	}
	return out, nil
}

func membersOf(r Result) (ids []cchc.FileID) {
	for _, m := range r.Members {
		if m.File != "" {
			ids = append(ids, m.File)
		}
	}
	return ids
}

// Strays returns those of the files whose bytes nobody is to keep: the record does not know
// them, or withholds them.
func (s *Store) Strays(ctx context.Context, scope cchc.Scope, ids []cchc.FileID) ([]cchc.FileID, error) {
	if !scope.All {
		return nil, nil
	}
	return strays(ctx, s.read.QueryContext, ids)
}

func strays(ctx context.Context, q querier, ids []cchc.FileID) (out []cchc.FileID, err error) {
	for _, id := range ids {
		n, err := first(ctx, q, scanInt, "SELECT count(*) FROM files WHERE id = ? AND withheld = 0", string(id))
		if err != nil {
			return nil, err
		}
		if n == 0 {
			out = append(out, id)
		}
	}
	return out, nil
}
