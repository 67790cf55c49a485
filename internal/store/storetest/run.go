package storetest

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"minhchung/internal/cchc"
	"minhchung/internal/store"
)

// model is what the ledger has to be after a history of drops and answers.
type model struct {
	at      map[string]string     // path → content it holds now
	content map[string]cchc.State // content → state of its first row
	order   []string              // contents as they were first received
	reading []store.Job
}

// Run checks a record against a model over random histories of files dropped, changed and
// changed back, jobs read and failed, and restarts in between. reopen closes the record
// and opens it again.
func Run(t *testing.T, open func(t testing.TB) *store.Store, reopen func(t testing.TB, s *store.Store) *store.Store) {
	rapid.Check(t, func(rt *rapid.T) {
		s := open(t)
		defer func() { _ = s.Close() }()
		m := &model{at: map[string]string{}, content: map[string]cchc.State{}}
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			switch rapid.SampledFrom([]string{"drop", "drop", "claim", "read", "fail", "restart"}).Draw(rt, "step") {
			case "drop":
				m.drop(rt, s)
			case "claim":
				m.claim(rt, s, rapid.IntRange(1, 3).Draw(rt, "n"))
			case "read":
				m.read(rt, s)
			case "fail":
				m.fail(rt, s)
			case "restart":
				s = reopen(t, s)
				m.restart()
			}
			m.compare(rt, s)
		}
	})
}

func (m *model) drop(t *rapid.T, s *store.Store) {
	path := rapid.SampledFrom([]string{"/n/a", "/n/b", "/n/c"}).Draw(t, "path")
	content := rapid.SampledFrom([]string{"1", "2", "3", "4"}).Draw(t, "content")
	if _, err := s.Receive(context.Background(), cchc.System(), Sight(path, content)); err != nil {
		t.Fatal(err)
	}
	m.at[path] = content
	if _, known := m.content[content]; !known {
		m.content[content] = cchc.StateQueued
		m.order = append(m.order, content)
	}
}

func (m *model) contentOf(t *rapid.T, id cchc.FileID) string {
	for c := range m.content {
		if FileID(c) == id {
			return c
		}
	}
	t.Fatalf("file %s was never dropped", id)
	return ""
}

// claim expects the queued contents, each once, in the order they were received.
func (m *model) claim(t *rapid.T, s *store.Store, n int) {
	jobs, err := s.Claim(context.Background(), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), n)
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for _, c := range m.order {
		if m.content[c] == cchc.StateQueued && len(want) < n {
			want = append(want, c)
		}
	}
	for _, j := range jobs {
		c := m.contentOf(t, j.File)
		got = append(got, c)
		m.content[c] = cchc.StateReading
	}
	if !slices.Equal(want, got) {
		t.Fatalf("claimed %v, want %v", got, want)
	}
	m.reading = append(m.reading, jobs...)
}

func (m *model) read(t *rapid.T, s *store.Store) {
	var results []store.Result
	for _, j := range m.reading {
		c := m.contentOf(t, j.File)
		results = append(results, Result(j, "nội dung "+c))
		m.content[c] = cchc.StateIndexed
	}
	if _, err := s.Commit(context.Background(), cchc.System(), results, 1); err != nil {
		t.Fatal(err)
	}
	m.reading = nil
}

func (m *model) fail(t *rapid.T, s *store.Store) {
	if len(m.reading) == 0 {
		return
	}
	j := m.reading[0]
	m.reading = m.reading[1:]
	if err := s.Fail(context.Background(), cchc.System(), j, cchc.FileFault("damaged", nil), time.Time{}); err != nil {
		t.Fatal(err)
	}
	m.content[m.contentOf(t, j.File)] = cchc.StateQuarantined
}

func (m *model) restart() {
	for c, state := range m.content {
		if state == cchc.StateReading {
			m.content[c] = cchc.StateQueued
		}
	}
	m.reading = nil
}

// compare holds the record against the model: every path shows what it holds now, in the
// state of that content or as a duplicate of it, and every content read is a document.
func (m *model) compare(t *rapid.T, s *store.Store) {
	places, err := s.Places(context.Background(), cchc.Everything(), "")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := slices.Sorted(maps.Keys(places)), slices.Sorted(maps.Keys(m.at)); !slices.Equal(got, want) {
		t.Fatalf("paths %v, want %v", got, want)
	}
	for path, row := range places {
		c := m.at[path]
		if row.File != FileID(c) || (row.State != m.content[c] && row.State != cchc.StateDuplicate) {
			t.Fatalf("%s: %s as file %s, want content %s as %s", path, row.State, row.File, c, m.content[c])
		}
	}
	for c, state := range m.content {
		docs, err := s.DocumentsByID(context.Background(), cchc.Everything(), []cchc.DocumentID{cchc.NewDocumentID(FileID(c), 1)})
		if err != nil || (len(docs) == 1) != (state == cchc.StateIndexed) {
			t.Fatalf("content %s is %s: %d documents, %v", c, state, len(docs), err)
		}
	}
	if found, err := s.Check(context.Background()); err != nil || len(found) > 0 {
		t.Fatalf("check: %v, %v", found, err)
	}
}
