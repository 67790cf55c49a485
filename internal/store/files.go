package store

import (
	"context"
	"fmt"
	"time"

	"minhchung/internal/cchc"
)

func scanFile(r scanner) (cchc.File, error) {
	var f cchc.File
	err := r.Scan(&f.ID, &f.Size, &f.Format, &f.Parent)
	return f, err
}

// File returns a file with the places it lies in, the first received first;
// [cchc.ErrNotFound] is wrapped.
func (s *Store) File(ctx context.Context, scope cchc.Scope, id cchc.FileID) (cchc.File, error) {
	w := &where{}
	w.add("i.file = ?", string(id))
	w.scope(scope, "i.unit")
	places, err := collect(ctx, s.read.QueryContext, func(r scanner) (cchc.Place, error) {
		var p cchc.Place
		var mod int64
		err := r.Scan(&p.Path, &p.Size, &mod, &p.Stamp)
		p.ModTime = time.Unix(0, mod).UTC()
		return p, err
	}, "SELECT i.path, i.size, i.mod_time, i.stamp FROM intake i"+w.String()+" ORDER BY i.id", w.args...)
	if err == nil && len(places) == 0 {
		err = cchc.ErrNotFound
	}
	if err != nil {
		return cchc.File{}, fmt.Errorf("file %s: %w", id, err)
	}
	f, err := first(ctx, s.read.QueryContext, scanFile, "SELECT id, size, format, parent FROM files WHERE id = ?", string(id))
	if err != nil {
		return cchc.File{}, fmt.Errorf("file %s: %w", id, err)
	}
	f.Places = places
	return f, nil
}

// EachFile calls fn for every file of the record, without places, in the order of their
// identities. Only a scope of everything sees them. An error of fn ends the walk and is
// returned.
func (s *Store) EachFile(ctx context.Context, scope cchc.Scope, fn func(cchc.File) error) error {
	if !scope.All {
		return nil
	}
	files, err := collect(ctx, s.read.QueryContext, scanFile, "SELECT id, size, format, parent FROM files ORDER BY id")
	if err != nil {
		return fmt.Errorf("each file: %w", err)
	}
	for _, f := range files {
		if err := fn(f); err != nil {
			return err
		}
	}
	return nil
}
