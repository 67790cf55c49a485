package bleveindex

import (
	"context"
	"fmt"

	bleveindex "github.com/blevesearch/bleve_index_api"

	"minhchung/internal/cchc"
)

// batchMax bounds the passages of one batch of the engine, whose terms are in memory at
// once; bleve is at full speed there.
const batchMax = 2000

// Put replaces the passages of these documents and has them on disk when it returns;
// doing it again changes nothing. Up to 2,000 passages are one atomic change; more are
// written in steps, so that a crash may leave a part of them, which doing it again
// completes. Of a document named twice the last counts. Once the engine has begun to
// write, ctx is not heeded any more.
func (x *Index) Put(ctx context.Context, entries []Entry) error {
	latest := make(map[cchc.DocumentID]int, len(entries))
	for i, e := range entries {
		if e.Document.ID == "" {
			return fmt.Errorf("index document %q: it has no identity", e.Document.Path)
		}
		latest[e.Document.ID] = i
	}
	return x.write(ctx, func(w *writer) error {
		for i, e := range entries {
			if latest[e.Document.ID] != i {
				continue
			}
			if err := w.replace(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
}

// Remove takes documents out of the index; unknown ones are not an error. It is atomic
// and on disk when it returns.
func (x *Index) Remove(ctx context.Context, ids ...cchc.DocumentID) error {
	return x.write(ctx, func(w *writer) error {
		for _, id := range ids {
			if err := w.clear(ctx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// writer gathers one change.
type writer struct {
	reader bleveindex.IndexReader
	delete func(id string)
	update func(Entry) error
}

func (x *Index) write(ctx context.Context, gather func(*writer) error) error {
	release, err := x.hold()
	if err != nil {
		return err
	}
	defer release()
	x.change.Lock()
	defer x.change.Unlock()
	_, err = guard(func() (struct{}, error) { return struct{}{}, x.writeHeld(ctx, gather) })
	return err
}

func (x *Index) writeHeld(ctx context.Context, gather func(*writer) error) (err error) {
	reader, err := x.engine.Reader()
	if err != nil {
		return fmt.Errorf("change search index: %w", err)
	}
	batch := x.bleve.NewBatch()
	flush := func() error {
		if err := x.bleve.Batch(batch); err != nil {
			return fmt.Errorf("change search index: %w", err)
		}
		batch = x.bleve.NewBatch()
		return nil
	}
	w := &writer{reader: reader, delete: func(id string) { batch.Delete(id) }, update: func(e Entry) error {
		maker := newEntryMaker(e)
		for i, p := range e.passages() {
			if err := batch.IndexAdvanced(maker.make(p, i == 0)); err != nil {
				return fmt.Errorf("index passage %s: %w", p.ID, err)
			}
			if batch.Size() < batchMax {
				continue
			}
			if err := flush(); err != nil {
				return err
			}
		}
		return ctx.Err()
	}}
	err = gather(w)
	// The old state is let go before writing, or its files would be held back.
	if cerr := reader.Close(); err == nil {
		err = cerr
	}
	if err != nil || batch.Size() == 0 {
		return err
	}
	return flush()
}

// replace deletes what is indexed of the document and adds what it has now. An entry that
// is both is only updated: in a batch the last operation on a name stands.
func (w *writer) replace(ctx context.Context, e Entry) error {
	for _, p := range e.passages() {
		if p.ID.Document() != e.Document.ID {
			return fmt.Errorf("index document %s: passage %s is not its own", e.Document.ID, p.ID)
		}
	}
	if err := w.clear(ctx, e.Document.ID); err != nil {
		return err
	}
	return w.update(e)
}

// clear deletes all indexed passages of a document.
func (w *writer) clear(ctx context.Context, id cchc.DocumentID) error {
	return eachPosting(ctx, w.reader, fieldDocument, string(id), func(at bleveindex.IndexInternalID) error {
		name, err := w.reader.ExternalID(at)
		if err != nil {
			return fmt.Errorf("index document %s: %w", id, err)
		}
		w.delete(name)
		return nil
	})
}

// Documents returns the number of documents indexed, those without text included.
func (x *Index) Documents() (uint64, error) {
	release, err := x.hold()
	if err != nil {
		return 0, err
	}
	defer release()
	return guard(func() (n uint64, err error) {
		reader, err := x.engine.Reader()
		if err != nil {
			return 0, fmt.Errorf("count documents: %w", err)
		}
		defer func() { _ = reader.Close() }()
		postings, err := reader.TermFieldReader(context.Background(), []byte("1"), fieldMark, false, false, false)
		if err != nil {
			return 0, fmt.Errorf("count documents: %w", err)
		}
		n = postings.Count()
		return n, postings.Close()
	})
}

// eachPosting calls f for every entry that has the term. The identity is reused between
// calls.
func eachPosting(ctx context.Context, reader bleveindex.IndexReader, field, term string, f func(bleveindex.IndexInternalID) error) (err error) {
	postings, err := reader.TermFieldReader(ctx, []byte(term), field, false, false, false)
	if err != nil {
		return fmt.Errorf("postings of %s:%s: %w", field, term, err)
	}
	defer func() {
		if cerr := postings.Close(); err == nil {
			err = cerr
		}
	}()
	var posting bleveindex.TermFieldDoc
	for {
		got, err := postings.Next(posting.Reset())
		if err != nil || got == nil {
			return err
		}
		if err := f(got.ID); err != nil {
			return err
		}
	}
}
