package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"minhchung/internal/agency"
	"minhchung/internal/cchc"
	"minhchung/internal/vi"
	"minhchung/internal/works"
)

// Cited is a citation with the documents of the record that bear the number.
type Cited struct {
	cchc.Citation
	Documents []cchc.DocumentID
}

// Citing is a document that cites another, and how.
type Citing struct {
	Document cchc.DocumentID
	cchc.Citation
}

// Absent is a paper that is cited but not there.
type Absent struct {
	Code      string         // as the last of them writes it
	Date      cchc.Date      // zero where no citation tells it
	Documents int            // that cite it
	Relations map[string]int // citations by what they say
	Sample    cchc.DocumentID
	Text      string // of one citation
}

// AbsentFilter restricts a list of absent papers.
type AbsentFilter struct {
	Relation string
	Text     string // part of the number
	Limit    int    // default 50, most 1000
	Offset   int
}

func (c *change) saveCitations(ctx context.Context, d Described) error {
	id := string(d.Document.ID)
	if _, err := c.exec(ctx, "DELETE FROM citations WHERE document = ?", id); err != nil {
		return err
	}
	for n, cited := range d.Citations {
		key, year := citationKey(cited)
		_, err := c.exec(ctx, `INSERT INTO citations (document, n, relation, code_key, code, year, issued, organ, page, line, body)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			id, n+1, string(cited.Relation), key, cited.Code, year, cited.IssuedDate.String(), cited.Organ, cited.Page, cited.Line, cited.Text)
		if err != nil {
			return fmt.Errorf("citation %d: %w", n+1, err)
		}
	}
	return nil
}

// citationKey is the cited number as numbers compare, and its year.
func citationKey(c cchc.Citation) (key string, year int) {
	return codeKey(cchc.Particulars{Code: c.Code, CodeNumber: c.CodeNumber, CodeNotation: c.CodeNotation, IssuedDate: c.IssuedDate})
}

const citationColumns = "c.relation, c.code, c.issued, c.organ, c.page, c.line, c.body"

func scanCitation(r scanner) (cchc.Citation, error) {
	var c cchc.Citation
	var issued string
	if err := r.Scan(&c.Relation, &c.Code, &issued, &c.Organ, &c.Page, &c.Line, &c.Text); err != nil {
		return c, err
	}
	var err error
	c.IssuedDate, err = cchc.ParseDate(issued)
	return c, err
}

// cites holds where document d is the one citation c means: number and notation are the
// same, and year and day, as far as both are known. No paper cites itself.
const cites = `d.code_key = c.code_key AND c.code_key <> '' AND d.id <> c.document
	AND (c.year = 0 OR d.code_year = 0 OR c.year = d.code_year)
	AND (c.issued = '' OR d.issued = '' OR c.issued = d.issued)`

// Citations are what a document cites, in the order of its text, with the documents that
// bear the numbers, and who cites it, the last issued first; most 1000 of either.
func (s *Store) Citations(ctx context.Context, scope cchc.Scope, id cchc.DocumentID) (cited []Cited, citing []Citing, err error) {
	err = s.view(ctx, "citations", func(tx *sql.Tx) error {
		w := &where{}
		w.add("d.id = ?", string(id))
		w.scope(scope, "d.unit")
		if err := exists(ctx, tx, id, w); err != nil {
			return err
		}
		if cited, err = citedBy(ctx, tx, scope, id); err != nil {
			return err
		}
		citing, err = citingOf(ctx, tx.QueryContext, scope, []string{string(id)})
		return err
	})
	return cited, citing, err
}

func citedBy(ctx context.Context, tx *sql.Tx, scope cchc.Scope, id cchc.DocumentID) ([]Cited, error) {
	type numbered struct {
		n int
		Cited
	}
	all, err := collect(ctx, tx.QueryContext, func(r scanner) (v numbered, err error) {
		v.Citation, err = scanCitation(before{r, &v.n})
		return v, err
	}, "SELECT c.n, "+citationColumns+" FROM citations c WHERE c.document = ? ORDER BY c.n LIMIT ?", string(id), maxLimit)
	if err != nil {
		return nil, err
	}
	w := &where{}
	w.add("c.document = ?", string(id))
	w.scope(scope, "d.unit")
	type hit struct {
		n  int
		id cchc.DocumentID
	}
	hits, err := collect(ctx, tx.QueryContext, func(r scanner) (h hit, err error) {
		err = r.Scan(&h.n, &h.id)
		return h, err
	}, "SELECT c.n, d.id FROM citations c JOIN documents d ON "+cites+w.String()+" ORDER BY c.n, d.id LIMIT ?", append(w.args, maxLimit)...)
	if err != nil {
		return nil, err
	}
	out := make([]Cited, len(all))
	at := map[int]int{}
	for i, v := range all {
		out[i], at[v.n] = v.Cited, i
	}
	for _, h := range hits {
		if i, ok := at[h.n]; ok {
			out[i].Documents = append(out[i].Documents, h.id)
		}
	}
	return out, nil
}

// before scans a further column in front of those of a known row.
type before struct {
	scanner
	number *int
}

// Scan scans one column more than asked for.
func (b before) Scan(dest ...any) error { return b.scanner.Scan(append([]any{b.number}, dest...)...) }

func citingOf(ctx context.Context, q querier, scope cchc.Scope, ids []string) ([]Citing, error) {
	w := &where{}
	w.in("d.id", ids)
	w.documentScope(scope, "c.document")
	return collect(ctx, q, func(r scanner) (v Citing, err error) {
		v.Citation, err = scanCitation(textBefore{r, &v.Document})
		return v, err
	}, "SELECT DISTINCT c.document, "+citationColumns+" FROM documents d JOIN citations c ON "+cites+
		" JOIN documents o ON o.id = c.document"+w.String()+" ORDER BY o.issued DESC, c.document, c.page LIMIT ?", append(w.args, maxLimit)...)
}

type textBefore struct {
	scanner
	id *cchc.DocumentID
}

// Scan scans one column more than asked for.
func (b textBefore) Scan(dest ...any) error { return b.scanner.Scan(append([]any{b.id}, dest...)...) }

// replacementsOf are the papers that replace or repeal some documents.
func replacementsOf(ctx context.Context, q querier, ids []string) (map[cchc.DocumentID][]works.Replacement, error) {
	type row struct {
		id       cchc.DocumentID
		replaced bool
		r        works.Replacement
	}
	w := &where{}
	w.in("d.id", ids)
	w.in("c.relation", replacing())
	rows, err := collect(ctx, q, func(r scanner) (v row, err error) {
		var text, was, by, issued, cited string
		if err = r.Scan(&v.id, &v.r.By, &issued, &cited, &text, &was, &by); err != nil {
			return v, err
		}
		if v.r.Date, err = cchc.ParseDate(issued); err != nil {
			return v, err
		}
		// The day is that of the document where it is known, see cites. Without one only an
		// office's own papers are meant: 9/QĐ-UBND is a number of hundreds of offices.
		v.replaced = cited != "" || agency.SameName(organOf(was), organOf(by))
		v.r.Draft, v.r.Partly = draftOf(by), partly(text)
		return v, nil
	}, "SELECT d.id, o.id, o.issued, CASE WHEN d.issued = '' THEN '' ELSE c.issued END, c.body, d.particulars, o.particulars FROM documents d JOIN citations c ON "+cites+
		" JOIN documents o ON o.id = c.document"+w.String()+" ORDER BY d.id, o.id", w.args...)
	if err != nil {
		return nil, fmt.Errorf("replacements: %w", err)
	}
	out := map[cchc.DocumentID][]works.Replacement{}
	for _, v := range rows {
		if v.replaced {
			out[v.id] = append(out[v.id], v.r)
		}
	}
	return out, nil
}

// organOf is the office of stored particulars.
func organOf(text string) string {
	var p cchc.Particulars
	if json.Unmarshal([]byte(text), &p) != nil {
		return ""
	}
	return p.OrganName
}

// AbsentPapers lists papers that are cited but not there, the most cited first.
func (s *Store) AbsentPapers(ctx context.Context, scope cchc.Scope, f AbsentFilter) (out []Absent, total int, err error) {
	every := &where{}
	every.add("c.code_key <> ''")
	every.add("NOT EXISTS (SELECT 1 FROM documents d WHERE " + cites + ")")
	every.documentScope(scope, "c.document")
	w := every.clone()
	if f.Relation != "" {
		w.add("c.relation = ?", f.Relation)
	}
	if f.Text != "" {
		w.add("(instr(c.code, ?) > 0 OR instr(c.code_key, ?) > 0)", f.Text, typedKey(f.Text))
	}
	group := " FROM citations c" + w.String() + " GROUP BY c.code_key, c.year"
	err = s.view(ctx, "absent papers", func(tx *sql.Tx) error {
		total, err = first(ctx, tx.QueryContext, scanInt, "SELECT count(*) FROM (SELECT 1"+group+")", w.args...)
		if err != nil {
			return err
		}
		rows, err := collect(ctx, tx.QueryContext, scanAbsent,
			"SELECT c.code_key, c.year, count(DISTINCT c.document) AS n, max(c.code), max(c.issued), min(c.document), max(c.body)"+group+
				" ORDER BY n DESC, c.code_key, c.year LIMIT ? OFFSET ?", append(w.args, limit(f.Limit), max(0, f.Offset))...)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if row.Relations, err = relationsOf(ctx, tx.QueryContext, every.clone(), row); err != nil {
				return err
			}
			out = append(out, row.Absent)
		}
		return nil
	})
	return out, total, err
}

// typedKey is part of a number as somebody types it, in the form keys have: 15/kh-stttt is
// 15/khstttt, and the year of 44/2016/QĐ-UBND stands elsewhere. What has no letter or digit
// is found in no key.
func typedKey(text string) string {
	if parts := strings.Split(text, "/"); len(parts) == 3 && len(parts[1]) == 4 && strings.Trim(parts[1], "0123456789") == "" {
		text = parts[0] + "/" + parts[2]
	}
	key := strings.Map(func(r rune) rune {
		if r == '/' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, vi.Fold(text))
	if strings.Trim(key, "/") == "" {
		return "\x00"
	}
	return key
}

// absentRow is an absent paper with what its citations are grouped by.
type absentRow struct {
	Absent
	key  string
	year int
}

func scanAbsent(r scanner) (row absentRow, err error) {
	var issued string
	if err = r.Scan(&row.key, &row.year, &row.Documents, &row.Code, &issued, &row.Sample, &row.Text); err != nil {
		return row, err
	}
	row.Date, err = cchc.ParseDate(issued)
	return row, err
}

// relationsOf counts the citations of one absent paper by what they say, those w shows.
func relationsOf(ctx context.Context, q querier, w *where, row absentRow) (map[string]int, error) {
	type count struct {
		relation string
		n        int
	}
	w.add("c.code_key = ?", row.key)
	w.add("c.year = ?", row.year)
	counts, err := collect(ctx, q, func(r scanner) (c count, err error) {
		err = r.Scan(&c.relation, &c.n)
		return c, err
	}, "SELECT c.relation, count(*) FROM citations c"+w.String()+" GROUP BY c.relation", w.args...)
	out := map[string]int{}
	for _, c := range counts {
		out[c.relation] = c.n
	}
	return out, err
}
