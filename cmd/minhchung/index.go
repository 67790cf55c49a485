package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/internal/messages"
	"minhchung/internal/search"
	"minhchung/internal/search/bleveindex"
	"minhchung/internal/store"
	"minhchung/pipeline"
)

// checkIndex says why the search index, which was opened or could not be, has to be built
// anew, "" where it has not: it is missing, damaged, of another analysis, or lacks what the
// record says was indexed.
func (e *engines) checkIndex(ctx context.Context, failed error) (why string, err error) {
	want, err := e.countDocuments(ctx)
	if err != nil {
		return "", err
	}
	seq, err := e.store.Seq(ctx)
	if err != nil {
		return "", err
	}
	if failed != nil {
		e.log.WarnContext(ctx, "index cannot be used", "error", failed)
		return "không dùng được nữa", nil
	}
	x := e.index.x
	have, err := x.Documents()
	if err != nil || have != uint64(want) {
		return fmt.Sprintf("không khớp sổ dữ liệu, %d/%d văn bản", have, want), nil
	}
	if at, err := x.Seq(); err != nil || at < seq {
		return "thiếu những thay đổi cuối cùng", nil
	}
	return "", nil
}

func (e *engines) countDocuments(ctx context.Context) (int, error) {
	_, _, total, err := e.store.Documents(ctx, cchc.Everything(), store.DocumentFilter{Limit: 1})
	return total, err
}

// healIndex builds the index anew for a reason, and says so.
func (e *engines) healIndex(ctx context.Context, inv *invocation, why string) error {
	n, err := e.rebuildIndex(ctx)
	if err != nil {
		return cchc.OurFault("index-failed", err)
	}
	w := messages.Words(cchc.NewReason("index-rebuilt", why, strconv.Itoa(n)), inv.lang())
	fmt.Fprintln(inv.stderr, w.Message)
	return nil
}

// rebuildIndex builds a new index beside the live one, which answers meanwhile, and puts
// it in its place. What is taken in meanwhile goes into both.
func (e *engines) rebuildIndex(ctx context.Context) (documents int, err error) {
	e.rebuild.Lock()
	defer e.rebuild.Unlock()
	total, err := e.countDocuments(ctx)
	if err != nil {
		return 0, err
	}
	next := e.index.dir + nextSuffix
	if err := os.RemoveAll(next); err != nil {
		return 0, err
	}
	x, err := bleveindex.Open(next, e.index.options)
	if err != nil {
		return 0, err
	}
	show := func(done int) {
		e.index.building(done, total)
		e.pipeline.ShowIndex(intake.Progress{Running: true, Done: done, Total: total})
	}
	defer e.pipeline.ShowIndex(intake.Progress{})
	show(0)
	documents, err = e.pipeline.Rebuild(ctx, indexFeed{x}, func() { e.index.also(x) }, func() error {
		return e.index.replace(next)
	}, show)
	if err != nil {
		e.index.also(nil)
		return 0, errors.Join(err, x.Close(), os.RemoveAll(next))
	}
	return documents, nil
}

// liveIndex is the index searches go to while another is built that will take its place.
type liveIndex struct {
	dir     string
	options bleveindex.Options
	mu      sync.RWMutex
	x       *bleveindex.Index
	// next is being built: what is put goes there too, and where there is nothing else
	// searches are answered from what is ready in it.
	next        *bleveindex.Index
	done, total int  // documents of next
	partial     bool // x lacks documents that next will hold
}

var errNoIndex = errors.New("the index is not open")

// indexOpening is an index being opened: once that is done, err tells why it could not be.
type indexOpening struct {
	done chan struct{}
	err  error
}

// open opens the index in the background. With warm it goes on to read what the first
// search needs, which waits for that.
func (l *liveIndex) open(warm bool) *indexOpening {
	o := &indexOpening{done: make(chan struct{})}
	go func() {
		x, err := bleveindex.Open(l.dir, l.options)
		if err == nil {
			l.mu.Lock()
			l.x = x
			l.mu.Unlock()
		}
		o.err = err
		close(o.done)
		if err == nil && warm {
			_ = x.Warm() // the search says what is wrong
		}
	}()
	return o
}

// also has changes go to an index being built, nil to none.
func (l *liveIndex) also(next *bleveindex.Index) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next = next
}

// lacks notes that the live index does not hold everything.
func (l *liveIndex) lacks() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.partial = true
}

func (l *liveIndex) building(done, total int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done, l.total = done, total
}

// Search asks the live index; where it is missing, what is ready of the next one, and
// says so.
func (l *liveIndex) Search(ctx context.Context, q search.Query) (search.Result, error) {
	r, notices, err := askIndex(l, func(x *bleveindex.Index) (search.Result, error) { return x.Search(ctx, q) })
	r.Notices = append(r.Notices, notices...)
	return r, err
}

// Similar finds documents like one; see Search.
func (l *liveIndex) Similar(ctx context.Context, d cchc.Document, passages []cchc.Passage, q search.Query) (search.Result, error) {
	r, notices, err := askIndex(l, func(x *bleveindex.Index) (search.Result, error) {
		return x.Similar(ctx, search.Like{Document: d, Passages: passages}, q)
	})
	r.Notices = append(r.Notices, notices...)
	return r, err
}

// Inside finds the places of one document that match; see Search.
func (l *liveIndex) Inside(ctx context.Context, id cchc.DocumentID, q search.Query) (search.Inside, error) {
	r, notices, err := askIndex(l, func(x *bleveindex.Index) (search.Inside, error) { return x.Inside(ctx, id, q) })
	r.Notices = append(r.Notices, notices...)
	return r, err
}

// askIndex asks what there is of an index, and gives a notice where it is not the whole.
func askIndex[T any](l *liveIndex, ask func(*bleveindex.Index) (T, error)) (answer T, notices []cchc.Reason, err error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	switch {
	case l.x != nil && !l.partial:
		answer, err = ask(l.x)
		return answer, nil, err
	case l.x == nil && !l.partial:
		return answer, nil, errNoIndex
	}
	ready := l.x
	if ready == nil {
		ready = l.next
	}
	if ready != nil {
		answer, err = ask(ready)
	}
	return answer, []cchc.Reason{cchc.NewReason("index-building", strconv.Itoa(l.done), strconv.Itoa(l.total))}, err
}

// Put feeds the live index, and the one being built.
func (l *liveIndex) Put(ctx context.Context, docs []pipeline.Indexed, seq int64) error {
	return l.change(func(x *bleveindex.Index) error { return indexFeed{x}.Put(ctx, docs, seq) })
}

// Remove takes documents out of the live index, and of the one being built.
func (l *liveIndex) Remove(ctx context.Context, ids ...cchc.DocumentID) error {
	return l.change(func(x *bleveindex.Index) error { return x.Remove(ctx, ids...) })
}

func (l *liveIndex) change(f func(*bleveindex.Index) error) error {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.x == nil && l.next == nil && !l.partial {
		return errNoIndex
	}
	// Without any index yet, the one to be built takes everything from the record.
	for _, x := range []*bleveindex.Index{l.x, l.next} {
		if x == nil {
			continue
		}
		if err := f(x); err != nil {
			return err
		}
	}
	return nil
}

// Documents counts the documents of the live index.
func (l *liveIndex) Documents() (uint64, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.x == nil {
		return 0, errNoIndex
	}
	return l.x.Documents()
}

// replace puts the finished index, which lies in the folder next, in the place of the live
// one. Searches wait for the moment it takes.
func (l *liveIndex) replace(next string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, x := range []*bleveindex.Index{l.next, l.x} {
		if x == nil {
			continue
		}
		if err := x.Close(); err != nil {
			return err
		}
	}
	l.next, l.x, l.partial = nil, nil, false
	err := os.RemoveAll(l.dir)
	if err == nil {
		err = os.Rename(next, l.dir)
	}
	x, openErr := bleveindex.Open(l.dir, l.options) // the new one, or what is left
	if openErr != nil {
		return errors.Join(err, openErr)
	}
	l.x, l.partial = x, err != nil
	return err
}

// Close closes the live index.
func (l *liveIndex) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.x == nil {
		return nil
	}
	x := l.x
	l.x = nil
	return x.Close()
}

// indexFeed hands the pipeline's documents to an index.
type indexFeed struct{ x *bleveindex.Index }

// Put replaces the documents' passages in the index.
func (f indexFeed) Put(ctx context.Context, docs []pipeline.Indexed, seq int64) error {
	entries := make([]bleveindex.Entry, 0, len(docs))
	for _, d := range docs {
		entries = append(entries, bleveindex.Entry{Document: d.Document, Passages: d.Passages})
	}
	return f.x.PutAt(ctx, entries, seq)
}

// Remove takes documents out of the index.
func (f indexFeed) Remove(ctx context.Context, ids ...cchc.DocumentID) error {
	return f.x.Remove(ctx, ids...)
}
