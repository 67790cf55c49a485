package store_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/store"
	"minhchung/internal/store/storetest"
)

func TestLedgerAgainstModel(t *testing.T) {
	open, reopen := anew(t)
	storetest.Run(t, open, reopen)
}

func TestRoundsAgainstModel(t *testing.T) {
	open, reopen := anew(t)
	storetest.RunRounds(t, open, reopen)
}

// anew opens one new record after the other; reopen closes the last one and opens it again.
func anew(t *testing.T) (open func(testing.TB) *store.Store, reopen func(testing.TB, *store.Store) *store.Store) {
	path, n := "", 0
	dir := t.TempDir()
	open = func(t testing.TB) *store.Store {
		n++
		path = filepath.Join(dir, strconv.Itoa(n)+".db")
		return storetest.OpenAt(t, path)
	}
	reopen = func(t testing.TB, s *store.Store) *store.Store {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		return storetest.OpenAt(t, path)
	}
	return open, reopen
}

// crashRecord names the record for the child of TestKilledWhileCommitting; it is no
// configuration of the product.
const crashRecord = "STORE_TEST_CRASH_RECORD"

const crashFiles = 4000

// A process killed in the middle of committing loses nothing it acknowledged and leaves
// a whole record; a second run ends where an undisturbed one would.
func TestKilledWhileCommitting(t *testing.T) {
	if path := os.Getenv(crashRecord); path != "" {
		crashChild(t, path)
		return
	}
	if testing.Short() {
		t.Skip("starts child processes")
	}
	path := filepath.Join(t.TempDir(), "record.db")
	acknowledged := map[cchc.DocumentID]bool{}
	for round := range 4 {
		for _, id := range killedRun(t, path, time.Duration(60+70*round)*time.Millisecond) {
			acknowledged[id] = true
		}
		s := storetest.OpenAt(t, path)
		if found, err := s.Check(t.Context()); err != nil || len(found) > 0 {
			t.Fatalf("round %d: %v, %v", round, found, err)
		}
		for id := range acknowledged {
			if ps, err := s.Passages(t.Context(), cchc.Everything(), id); err != nil || len(ps) != 1 {
				t.Fatalf("round %d: acknowledged document %s is lost: %v", round, id, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(acknowledged) == 0 || len(acknowledged) == crashFiles {
		t.Errorf("%d of %d acknowledged: the kills did not hit the middle", len(acknowledged), crashFiles)
	}
}

// killedRun lets a child work, kills it some time after its first word and returns what
// it acknowledged.
func killedRun(t *testing.T, path string, after time.Duration) []cchc.DocumentID {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilledWhileCommitting$", "-test.v")
	cmd.Env = append(os.Environ(), crashRecord+"="+path)
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd.Stdout = out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if info, err := out.Stat(); err == nil && info.Size() > 100 {
			break
		}
	}
	time.Sleep(after)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // says that it was killed
	b, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(b), "\n")
	var ids []cchc.DocumentID
	for _, line := range lines[:len(lines)-1] { // the last may be cut
		if id, ok := strings.CutPrefix(line, "acknowledged "); ok {
			ids = append(ids, cchc.DocumentID(id))
		}
	}
	return ids
}

// crashChild receives and commits until it is killed, and says what was acknowledged.
func crashChild(t *testing.T, path string) {
	s, err := store.Open(context.Background(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < crashFiles; i += 4 {
		var sights []store.Sight
		for k := range 4 {
			name := strconv.Itoa(i + k)
			sights = append(sights, storetest.Sight("/n/"+name, name))
		}
		if _, err := s.ReceiveAll(context.Background(), cchc.System(), sights); err != nil {
			t.Fatal(err)
		}
		jobs, err := s.Claim(context.Background(), time.Now(), 4)
		if err != nil {
			t.Fatal(err)
		}
		var results []store.Result
		for _, j := range jobs {
			results = append(results, storetest.Result(j, "nội dung"))
		}
		if _, err := s.Commit(context.Background(), cchc.System(), results, 1); err != nil {
			t.Fatal(err)
		}
		for _, r := range results {
			if _, err := os.Stdout.WriteString("acknowledged " + string(r.Documents[0].Document.ID) + "\n"); err != nil {
				t.Fatal(err)
			}
		}
	}
}
