package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"minhchung/internal/cchc"
	"minhchung/internal/particulars"
	"minhchung/internal/works"
)

// mostVersions bounds the versions of one work that are looked at.
const mostVersions = 200

const versionColumns = "d.id, d.particulars, d.pages, d.pages_read, d.quality, d.received, d.sketch, d.work"

func scanVersion(r scanner) (v works.Version, work cchc.WorkID, err error) {
	var text string
	var received int64
	if err = r.Scan(&v.ID, &text, &v.Pages, &v.PagesRead, &v.Quality, &received, &v.Sketch, &work); err != nil {
		return v, work, err
	}
	v.Received = instant(received)
	err = json.Unmarshal([]byte(text), &v.Particulars)
	return v, work, err
}

// WorkOf is a document with the others of its work, and with what hangs together with it.
type WorkOf struct {
	Work      cchc.WorkID // "" where number, date or organ are blank
	Standings []works.Standing
	// Annexes are documents that say they go with a document of the work; Parents are those
	// this document says it goes with.
	Annexes []cchc.DocumentID
	Parents []cchc.DocumentID
}

// WorkOf returns the versions of a document's work, the one that stands first, with its
// annexes; [cchc.ErrNotFound] is wrapped where there is no such document.
func (s *Store) WorkOf(ctx context.Context, scope cchc.Scope, id cchc.DocumentID) (out WorkOf, err error) {
	err = s.view(ctx, "work of "+string(id), func(tx *sql.Tx) error {
		w := &where{}
		w.add("d.id = ?", string(id))
		w.scope(scope, "d.unit")
		own, err := first(ctx, tx.QueryContext, scanOneVersion, "SELECT "+versionColumns+" FROM documents d"+w.String(), w.args...)
		if err != nil {
			return err
		}
		out.Work = own.work
		versions := []works.Version{own.v}
		if out.Work != "" {
			if versions, err = versionsOf(ctx, tx, scope, out.Work); err != nil {
				return err
			}
		}
		ids := idsOf(versions)
		replaced, err := replacementsOf(ctx, tx.QueryContext, ids)
		if err != nil {
			return err
		}
		for i, v := range versions {
			versions[i].Replaced = replaced[v.ID]
		}
		out.Standings = works.Stand(versions)
		if err := s.hideReplacing(ctx, tx, scope, out.Standings); err != nil {
			return err
		}
		out.Annexes, out.Parents, err = annexes(ctx, tx.QueryContext, scope, ids, id)
		return err
	})
	return out, err
}

type oneVersion struct {
	v    works.Version
	work cchc.WorkID
}

func scanOneVersion(r scanner) (o oneVersion, err error) {
	o.v, o.work, err = scanVersion(r)
	return o, err
}

func versionsOf(ctx context.Context, tx *sql.Tx, scope cchc.Scope, work cchc.WorkID) ([]works.Version, error) {
	w := &where{}
	w.add("d.work = ? AND d.work <> ''", string(work))
	w.scope(scope, "d.unit")
	all, err := collect(ctx, tx.QueryContext, scanOneVersion,
		"SELECT "+versionColumns+" FROM documents d"+w.String()+" ORDER BY d.id LIMIT ?", append(w.args, mostVersions)...)
	out := make([]works.Version, len(all))
	for i, o := range all {
		out[i] = o.v
	}
	return out, err
}

func idsOf(versions []works.Version) []string {
	ids := make([]string, len(versions))
	for i, v := range versions {
		ids[i] = string(v.ID)
	}
	return ids
}

// annexes are the documents that say they go with one of a work, and those the document
// itself says it goes with. Papers of one file belong together too: a decision and the plan
// it issues are often one file.
func annexes(ctx context.Context, q querier, scope cchc.Scope, ids []string, id cchc.DocumentID) (children, parents []cchc.DocumentID, err error) {
	w := &where{}
	w.in("d.id", ids)
	w.add("c.relation = ?", annexRelation())
	w.documentScope(scope, "c.document")
	found, err := collect(ctx, q, scanText, "SELECT DISTINCT c.document FROM documents d JOIN citations c ON "+cites+w.String()+" ORDER BY c.document LIMIT ?", append(w.args, maxLimit)...)
	if err != nil {
		return nil, nil, err
	}
	for _, x := range found {
		if !slices.Contains(ids, x) {
			children = append(children, cchc.DocumentID(x))
		}
	}
	w = &where{}
	w.add("c.document = ?", string(id))
	w.add("c.relation = ?", annexRelation())
	w.scope(scope, "d.unit")
	found, err = collect(ctx, q, scanText, "SELECT DISTINCT d.id FROM citations c JOIN documents d ON "+cites+w.String()+" ORDER BY d.id LIMIT ?", append(w.args, maxLimit)...)
	for _, x := range found {
		parents = append(parents, cchc.DocumentID(x))
	}
	return children, parents, err
}

// hideReplacing takes the papers out of standings that replace a version but that the
// reader does not see: that it is replaced holds for everybody.
func (s *Store) hideReplacing(ctx context.Context, tx *sql.Tx, scope cchc.Scope, standings []works.Standing) error {
	var ids []cchc.DocumentID
	for _, st := range standings {
		if st.By != "" {
			ids = append(ids, st.By)
		}
	}
	seen, err := seenOf(ctx, tx.QueryContext, scope, ids)
	for i, st := range standings {
		if !seen[st.By] {
			standings[i].By = ""
		}
	}
	return err
}

// seenOf are those of some documents that a scope covers.
func seenOf(ctx context.Context, q querier, scope cchc.Scope, ids []cchc.DocumentID) (map[cchc.DocumentID]bool, error) {
	seen := map[cchc.DocumentID]bool{}
	err := inChunks(texts(ids), func(part []string) error {
		w := &where{}
		w.in("d.id", part)
		w.scope(scope, "d.unit")
		found, err := collect(ctx, q, scanText, "SELECT d.id FROM documents d"+w.String(), w.args...)
		for _, id := range found {
			seen[cchc.DocumentID(id)] = true
		}
		return err
	})
	return seen, err
}

// Replaced returns those of some documents that another, issued paper replaces or repeals
// as a whole, with that paper, or with "" where the reader does not see it.
func (s *Store) Replaced(ctx context.Context, scope cchc.Scope, ids []cchc.DocumentID) (map[cchc.DocumentID]cchc.DocumentID, error) {
	out := map[cchc.DocumentID]cchc.DocumentID{}
	docs, err := s.DocumentsByID(ctx, scope, ids)
	if err != nil {
		return nil, err
	}
	err = inChunks(texts(ids), func(part []string) error {
		found, err := replacementsOf(ctx, s.read.QueryContext, part)
		for id, rs := range found {
			d, ok := docs[id]
			if by, is := works.Replaced(works.Version{ID: id, Particulars: d.Particulars, Replaced: rs}); ok && is {
				out[id] = by
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	seen, err := seenOf(ctx, s.read.QueryContext, scope, slices.Collect(maps.Values(out)))
	for id, by := range out {
		if !seen[by] {
			out[id] = ""
		}
	}
	return out, err
}

// Doubled is a work with versions that do not say the same.
type Doubled struct {
	Work      cchc.WorkID
	Standings []works.Standing
}

// Doubles lists works of which two versions bear the same number and date but say
// something else: one of them was numbered twice, or its number was misread. Ordered by
// work, most limit of them behind the first offset; total counts all.
func (s *Store) Doubles(ctx context.Context, scope cchc.Scope, limitTo, offset int) (out []Doubled, total int, err error) {
	w := &where{}
	w.add("d.work <> ''")
	w.scope(scope, "d.unit")
	all, err := collect(ctx, s.read.QueryContext, scanOneVersion, "SELECT "+versionColumns+" FROM documents d"+w.String()+
		" AND d.work IN (SELECT work FROM documents WHERE work <> '' GROUP BY work HAVING count(*) > 1) ORDER BY d.work, d.id", w.args...)
	if err != nil {
		return nil, 0, fmt.Errorf("possible duplicates: %w", err)
	}
	n := limit(limitTo)
	for len(all) > 0 {
		end := 1
		for end < len(all) && all[end].work == all[0].work {
			end++
		}
		versions := make([]works.Version, 0, end)
		for _, o := range all[:min(end, mostVersions)] {
			versions = append(versions, o.v)
		}
		if len(works.Differing(versions)) > 0 {
			if total >= offset && len(out) < n {
				out = append(out, Doubled{all[0].work, works.Stand(versions)})
			}
			total++
		}
		all = all[end:]
	}
	return out, total, nil
}

// draftOf reports whether stored particulars are of a paper that is not issued yet.
func draftOf(text string) bool {
	var p cchc.Particulars
	if json.Unmarshal([]byte(text), &p) != nil {
		return false
	}
	return particulars.IsDraft(p)
}
