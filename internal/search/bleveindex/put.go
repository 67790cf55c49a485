package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/blevesearch/bleve/v2"
	bleveindex "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	"golang.org/x/sync/errgroup"

	"minhchung/internal/cchc"
)

// A batch of the engine holds whole documents of together up to batchMax passages, whose
// terms are in memory at once: larger ones take less time a passage and more memory, some
// 60 KiB a passage. What is more than one batch is made into batches side by side.
const (
	batchMax   = 4000
	putWorkers = 2
)

// Put replaces the passages of these documents and has them on disk when it returns;
// doing it again changes nothing. Up to 4,000 passages are one atomic change; more are
// written in steps, so that a crash may leave a part of them, which doing it again
// completes; of a document with no more than 4,000 passages it leaves all or nothing. Of a
// document named twice the last counts. ctx is heeded between documents.
func (x *Index) Put(ctx context.Context, entries []Entry) error {
	return x.PutAt(ctx, entries, 0)
}

// PutAt is Put, and notes with the last step the number seq of what the index is up to; 0
// notes nothing. See [Index.Seq].
func (x *Index) PutAt(ctx context.Context, entries []Entry, seq int64) error {
	latest := make(map[cchc.DocumentID]int, len(entries))
	for i, e := range entries {
		if err := e.check(); err != nil {
			return err
		}
		latest[e.Document.ID] = i
	}
	return x.write(func() error {
		var ids []cchc.DocumentID
		var last []Entry
		for i, e := range entries {
			if latest[e.Document.ID] == i {
				ids, last = append(ids, e.Document.ID), append(last, e)
			}
		}
		old, err := x.names(ids)
		if err != nil {
			return err
		}
		return x.put(ctx, last, old, seq)
	})
}

// put writes documents, of which each is named once, in place of their old entries.
func (x *Index) put(ctx context.Context, entries []Entry, old map[cchc.DocumentID][]string, seq int64) error {
	batches := cut(entries)
	// Every batch notes what number is free behind all of them, in whatever order they
	// reach the disk.
	number := x.next
	x.next += uint64(len(entries))
	if len(batches) == 1 {
		return x.putBatch(ctx, batches[0], number, old, seq)
	}
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(putWorkers)
	for _, batch := range batches {
		from := number
		number += uint64(len(batch))
		group.Go(func() error {
			// A panic would not reach the guard of the change from here.
			_, err := guard(func() (struct{}, error) { return struct{}{}, x.putBatch(within, batch, from, old, 0) })
			return err
		})
	}
	if err := group.Wait(); err != nil || seq == 0 {
		return err
	}
	return x.putBatch(ctx, nil, number, nil, seq)
}

// cut puts documents together into batches of up to batchMax passages; a longer document
// is one by itself.
func cut(entries []Entry) [][]Entry {
	var out [][]Entry
	passages := 0
	for i, e := range entries {
		if n := len(e.Passages); i == 0 || passages+n > batchMax {
			out = append(out, nil)
			passages = 0
		}
		passages += len(e.Passages)
		out[len(out)-1] = append(out[len(out)-1], e)
	}
	return out
}

// putBatch writes the documents of one batch, numbered from number on.
func (x *Index) putBatch(ctx context.Context, batch []Entry, number uint64, old map[cchc.DocumentID][]string, seq int64) error {
	w := &writer{index: x, vocabulary: x.vocabulary(), batch: bleveindex.NewBatch()}
	for i, e := range batch {
		if err := w.replace(ctx, e, number+uint64(i), old[e.Document.ID]); err != nil {
			return err
		}
	}
	if seq != 0 {
		w.batch.SetInternal([]byte(seqKey), strconv.AppendInt(nil, seq, 10))
	}
	if err := w.flush(); err != nil {
		return err
	}
	x.words.Put(w.vocabulary)
	return nil
}

// vocabulary is that of an earlier change, if it went well and was not let go since.
func (x *Index) vocabulary() *vocabulary {
	if v, ok := x.words.Get().(*vocabulary); ok {
		return v
	}
	return newVocabulary()
}

func (e Entry) check() error {
	if e.Document.ID == "" {
		return fmt.Errorf("index document %q: it has no identity", e.Document.Path)
	}
	for _, p := range e.Passages {
		_, number, _ := strings.Cut(string(p.ID), "#")
		if n, err := strconv.ParseUint(number, 10, 24); err != nil || n == 0 || p.ID.Document() != e.Document.ID {
			return fmt.Errorf("index document %s: passage %q is not its own", e.Document.ID, p.ID)
		}
	}
	return nil
}

// seqKey is where the index keeps its number; bleve keeps no such name of its own.
const seqKey = "minhchung-seq"

// Seq is the highest number noted by PutAt, 0 for none. The record notes the same number
// when it commits what was put: an index behind the record lacks documents.
func (x *Index) Seq() (int64, error) {
	release, err := x.hold()
	if err != nil {
		return 0, err
	}
	defer release()
	text, err := guard(func() ([]byte, error) { return x.bleve.GetInternal([]byte(seqKey)) })
	if err != nil || len(text) == 0 {
		return 0, err
	}
	return strconv.ParseInt(string(text), 10, 64)
}

// Remove takes documents out of the index; unknown ones are not an error. It is atomic
// and on disk when it returns.
func (x *Index) Remove(ctx context.Context, ids ...cchc.DocumentID) error {
	return x.write(func() error {
		old, err := x.names(ids)
		if err != nil {
			return err
		}
		w := &writer{index: x, batch: bleveindex.NewBatch()}
		for _, names := range old {
			w.remove(names)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		return w.flush()
	})
}

// nextKey is where the index keeps the number of its next document.
const nextKey = "minhchung-next"

// readNext is the number of the next document.
func (x *Index) readNext() (uint64, error) {
	text, err := x.bleve.GetInternal([]byte(nextKey))
	if err != nil {
		return 0, err
	}
	if len(text) > 0 {
		return strconv.ParseUint(string(text), 10, 64)
	}
	n, err := x.bleve.DocCount()
	if err == nil && n > 0 {
		err = fmt.Errorf("%d entries and no number of the next: %w", n, ErrCorrupt)
	}
	return 1, err
}

// write makes one change after another.
func (x *Index) write(change func() error) error {
	x.change.Lock()
	defer x.change.Unlock()
	err := x.tryWrite(change)
	if err == nil || errors.Is(err, ErrClosed) {
		return err
	}
	return errors.Join(fmt.Errorf("change search index: %w", machineFault(err)), x.reopen())
}

func (x *Index) tryWrite(change func() error) error {
	release, err := x.hold()
	if err != nil {
		return err
	}
	defer release()
	_, err = guard(func() (struct{}, error) { return struct{}{}, change() })
	return err
}

// reopen takes the index back to what is on the disk. A batch that could not be written (a
// full disk) stays in the engine half closed: reading it panics, it is tried again without
// a pause, and it may be written after all, beside the same documents put once more.
// Nothing of it was acknowledged. x.change is held.
func (x *Index) reopen() error {
	x.life.Lock()
	defer x.life.Unlock()
	if x.closed {
		return nil
	}
	_ = x.bleve.Close() // what it could not write is given up
	b, err := guard(func() (bleve.Index, error) {
		return bleve.OpenUsing(filepath.Join(x.dir, engineFolder), engineConfig(x.options))
	})
	if err != nil {
		return fmt.Errorf("reopen search index: %w", classify(err))
	}
	engine, err := b.Advanced()
	if err != nil {
		return errors.Join(fmt.Errorf("reopen search index: %w", err), b.Close())
	}
	x.bleve, x.engine = b, engine
	x.tables.forget()
	x.spelling.forget()
	next, err := x.readNext()
	if err != nil {
		return fmt.Errorf("reopen search index: %w", err)
	}
	x.next = max(x.next, next) // a name that was given away is never given again
	return nil
}

// machineFault gives back the system's error, of which the engine keeps the words only.
func machineFault(err error) error {
	for _, known := range []syscall.Errno{syscall.ENOSPC, syscall.EROFS, syscall.EIO} {
		if !errors.Is(err, known) && strings.Contains(err.Error(), known.Error()) {
			return fmt.Errorf("%w: %w", err, known)
		}
	}
	return err
}

// names finds the entries of documents. The state of the index it reads is let go before
// anything is written, or its files would be held back.
func (x *Index) names(ids []cchc.DocumentID) (old map[cchc.DocumentID][]string, err error) {
	reader, err := x.engine.Reader()
	if err != nil {
		return nil, err
	}
	defer func() {
		if cerr := reader.Close(); err == nil {
			err = cerr
		}
	}()
	segments, err := openSegments(reader)
	if err != nil {
		return nil, err
	}
	old = map[cchc.DocumentID][]string{}
	for _, id := range ids {
		if old[id], err = segments.namesOf(id); err != nil {
			return nil, fmt.Errorf("entries of document %s: %w", id, err)
		}
	}
	return old, nil
}

// namesOf finds the entries of a document, whose names begin as that of its card does.
func (s *segments) namesOf(id cchc.DocumentID) (all []string, err error) {
	l, err := s.exact(fieldFilter, keyDocument+string(id))
	if err != nil {
		return nil, err
	}
	var starts []string
	err = l.eachPosting(func(r run, p segment.Posting) error {
		name, err := r.part.DocID(p.Number())
		if err == nil && len(name) >= numberDigits {
			starts = append(starts, string(name[:numberDigits]))
		}
		return err
	})
	for _, start := range starts {
		for _, p := range s.parts {
			if all, err = p.namesFrom(all, start); err != nil {
				return nil, err
			}
		}
	}
	return all, err
}

// namesFrom adds the names of living entries that begin with start.
func (p *part) namesFrom(all []string, start string) ([]string, error) {
	dictionary, err := p.dictionary(fieldName)
	if err != nil {
		return all, err
	}
	terms := omitCounts(dictionary, []byte(start), after(start))
	for {
		entry, err := terms.Next()
		if err != nil || entry == nil {
			return all, err
		}
		postings, err := dictionary.PostingsList([]byte(entry.Term), p.Deleted(), nil)
		if err != nil {
			return all, err
		}
		if postings.Count() > 0 {
			all = append(all, entry.Term)
		}
	}
}

// writer gathers one change.
type writer struct {
	index      *Index
	vocabulary *vocabulary
	batch      *bleveindex.Batch
	entries    []*indexed // in batch
}

// entry hands out memory for an entry until the next flush.
func (w *writer) entry() *indexed {
	d, _ := w.index.entries.Get().(*indexed)
	if d == nil {
		d = newIndexed()
	}
	w.entries = append(w.entries, d)
	return d
}

func (w *writer) remove(names []string) {
	for _, name := range names {
		w.batch.Delete(name)
	}
}

// replace deletes the old entries of a document and adds what it has now. A document of
// more than batchMax passages is written step by step: its cards, by which it is known, go
// first.
func (w *writer) replace(ctx context.Context, e Entry, number uint64, old []string) error {
	maker := newEntryMaker(w.vocabulary, e, number)
	w.remove(old)
	for i := range maker.entries() {
		if i > cards && (i-cards)%batchMax == 0 {
			if err := w.flush(); err != nil {
				return err
			}
		}
		d := w.entry()
		maker.fill(d, i)
		w.batch.Update(d)
	}
	w.vocabulary.forget()
	return ctx.Err()
}

// flush writes what is gathered, if anything is.
func (w *writer) flush() error {
	if len(w.batch.IndexOps) == 0 && len(w.batch.InternalOps) == 0 {
		return nil
	}
	w.batch.SetInternal([]byte(nextKey), strconv.AppendUint(nil, w.index.next, 10))
	batch := w.batch
	w.batch = bleveindex.NewBatch()
	err := w.index.engine.Batch(batch)
	if err != nil {
		return err
	}
	// bleve keeps nothing of an entry but the segment it became.
	for _, d := range w.entries {
		d.reset()
		w.index.entries.Put(d)
	}
	w.entries = w.entries[:0]
	return nil
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
		postings, err := reader.TermFieldReader(context.Background(), []byte(keyMark), fieldFilter, false, false, false)
		if err != nil {
			return 0, fmt.Errorf("count documents: %w", err)
		}
		n = postings.Count()
		return n, postings.Close()
	})
}
