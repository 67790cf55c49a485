package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/store"
)

// Open opens a new record that is closed with the test. Its clock starts on 1 December
// 2020 and moves one second with every change.
func Open(t testing.TB) *store.Store {
	t.Helper()
	return OpenAt(t, filepath.Join(t.TempDir(), "record.db"))
}

// OpenAt opens the record at path; see [Open].
func OpenAt(t testing.TB, path string) *store.Store {
	t.Helper()
	at := time.Date(2020, 12, 1, 1, 0, 0, 0, time.UTC)
	s, err := store.Open(context.Background(), path, store.Options{Now: func() time.Time { at = at.Add(time.Second); return at }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// FileID is the identity of a content.
func FileID(content string) cchc.FileID {
	sum := sha256.Sum256([]byte(content))
	return cchc.FileID(hex.EncodeToString(sum[:]))
}

// Sight is a text file with this content at a path.
func Sight(path, content string) store.Sight {
	return store.Sight{
		Place:   cchc.Place{Path: path, Size: int64(len(content)), ModTime: time.Date(2020, 3, 2, 1, 2, 3, 0, time.UTC)},
		File:    FileID(content),
		Format:  cchc.FormatText,
		Outcome: cchc.StateQueued,
	}
}

// Result reads a job as one document of one page and one passage.
func Result(job store.Job, text string) store.Result {
	id := cchc.NewDocumentID(job.File, 1)
	return store.Result{
		Job:   job,
		State: cchc.StateIndexed,
		Reading: cchc.Reading{
			Format: cchc.FormatText, PageTotal: 1,
			Pages: []cchc.Page{{Number: 1, Source: cchc.SourceText, Quality: 1, Blocks: []cchc.Block{{Text: text}}}},
		},
		Documents: []store.Described{{
			Document: cchc.Document{ID: id, File: job.File, Unit: job.Unit, Format: cchc.FormatText, Pages: 1, PagesRead: 1, Quality: 1},
			Passages: []cchc.Passage{{ID: cchc.NewPassageID(id, 1), Page: 1, Paragraph: 1, Text: text, Source: cchc.SourceText}},
		}},
	}
}
