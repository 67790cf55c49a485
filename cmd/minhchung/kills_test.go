//go:build crash && linux

package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/store"
)

// How much is poured in and how often the program is killed meanwhile; the number of
// kills is set by MINHCHUNG_CRASH_KILLS, the seed by MINHCHUNG_CRASH_SEED.
const (
	pouredFiles  = 2000
	pouredBySite = 40 // files uploaded to the server
	killsDefault = 200
)

// TestCrashWhilePouring kills the program again and again while files pour in, always on
// the same data folder: single intakes, servers watching the folder, uploads. One quiet
// run after the last kill must end as an uninterrupted one does: every file in the ledger
// in one state, every original whole, the same links, coverage and answers.
func TestCrashWhilePouring(t *testing.T) {
	c := newCrash(t)
	for c.kills > 0 || len(c.rest) > 0 {
		c.kill(t)
	}
	c.sendAll(t, c.data)
	ingestQuietly(t, c.data, c.inbox)
	got := c.picture(t, c.data)
	c.eachOnce(t)

	whole := filepath.Join(t.TempDir(), "data")
	ingestQuietly(t, whole, c.inbox)
	c.sendAll(t, whole)
	want := c.picture(t, whole)
	compare(t, want, got)
	noneLeft(t, c.bin)
	c.nothingLeft(t)
}

type crash struct {
	bin, data, inbox, temp string
	random                 *rand.Rand
	took                   time.Duration // of a run that takes in one file
	kills                  int           // still to be done
	portion                int
	rest                   []paper // still to be dropped
	uploads, sent          []paper
	modes                  map[string]int
}

func newCrash(t *testing.T) *crash {
	t.Helper()
	dir := t.TempDir()
	c := &crash{
		bin: realProgram(t), data: filepath.Join(dir, "data"), inbox: filepath.Join(dir, "hộp thư"), temp: filepath.Join(dir, "tmp"),
		kills: number(t, "MINHCHUNG_CRASH_KILLS", killsDefault), rest: papers(t, pouredFiles), modes: map[string]int{},
	}
	for _, d := range []string{c.inbox, c.temp} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("TMPDIR", c.temp)
	for i := range pouredBySite {
		c.uploads = append(c.uploads, paper{fmt.Sprintf("gửi lên %03d.txt", i), letter(5000+i, "gửi qua trang web")})
	}
	c.portion = (len(c.rest) + c.kills - 1) / max(c.kills, 1)
	seed := uint64(number(t, "MINHCHUNG_CRASH_SEED", int(time.Now().UnixNano()&0x7fffffff)))
	c.random = rand.New(rand.NewPCG(seed, 0))
	start := time.Now()
	one := filepath.Join(dir, "một.txt")
	if err := os.WriteFile(one, letter(1, "thử"), 0o600); err != nil {
		t.Fatal(err)
	}
	ingestQuietly(t, filepath.Join(dir, "thử"), one)
	c.took = time.Since(start)
	t.Logf("MINHCHUNG_CRASH_SEED=%d: %d kills among %d files and %d uploads; taking in one file takes %v", seed, c.kills, len(c.rest), len(c.uploads), c.took.Round(time.Millisecond))
	return c
}

func number(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// kill starts the program in one of its ways, drops the next files before and meanwhile,
// and kills it at a random moment: mostly in the midst of the work, often while it starts.
func (c *crash) kill(t *testing.T) {
	t.Helper()
	next := c.rest[:min(c.portion, len(c.rest))]
	c.rest = c.rest[len(next):]
	before := next[:c.random.IntN(len(next)+1)]
	drop(t, c.inbox, before)
	after := time.Duration(c.random.Int64N(int64(3 * c.took)))
	if c.random.IntN(5) == 0 {
		after = time.Duration(c.random.Int64N(int64(c.took / 2)))
	}
	args := []string{"ingest", "--data", c.data, "--json", c.inbox}
	mode := "ingest"
	if c.random.IntN(2) == 0 {
		mode, args = "serve", []string{"serve", "--data", c.data, "--watch", c.inbox, "--listen", "127.0.0.1:0"}
	}
	c.modes[mode]++
	cmd, stderr := c.start(t, args...)
	killed := make(chan struct{})
	timer := time.AfterFunc(after, func() {
		_ = cmd.Process.Kill() // an intake may have ended by itself
		close(killed)
	})
	defer timer.Stop()
	drop(t, c.inbox, next[len(before):])
	if mode == "serve" {
		c.sendUntil(t, stderr, killed)
	}
	<-killed
	_ = cmd.Wait() // killed
	c.kills--
	noneLeft(t, c.bin)
}

func (c *crash) start(t *testing.T, args ...string) (*exec.Cmd, io.Reader) {
	t.Helper()
	cmd := exec.Command(c.bin, args...)
	cmd.Env = append(os.Environ(), "MINHCHUNG_SETTLE=50ms", "MINHCHUNG_RESCAN=1s")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = w
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return cmd, r
}

// sendUntil uploads files until the server is killed. One that was not acknowledged is
// sent again next time.
func (c *crash) sendUntil(t *testing.T, stderr io.Reader, killed <-chan struct{}) {
	t.Helper()
	address := regexp.MustCompile(`http://[0-9.:]+`)
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		url := address.FindString(lines.Text())
		if url == "" {
			continue
		}
		go func() { _, _ = io.Copy(io.Discard, stderr) }() // keep the server writing
		if !takesIn(t, url) {
			return
		}
		for range 3 {
			select {
			case <-killed:
				return
			default:
			}
			if len(c.uploads) == 0 || send(t, url, c.uploads[0].name, c.uploads[0].bytes) != nil {
				return
			}
			c.sent, c.uploads = append(c.sent, c.uploads[0]), c.uploads[1:]
		}
		return
	}
}

// sendAll uploads to a quiet server all files, those once more that were taken: that
// changes nothing. Where the server takes none there are none.
func (c *crash) sendAll(t *testing.T, data string) {
	t.Helper()
	server := startServer(t, data, t.TempDir())
	if !takesIn(t, server.url) {
		t.Log("NOT TESTED: this server takes no uploads")
		c.sent, c.uploads = nil, nil
	}
	if data == c.data {
		t.Logf("acknowledged before a kill: %d uploads; ways: %v", len(c.sent), c.modes)
		c.acknowledged(t, server.url)
	}
	for _, p := range append(c.sent, c.uploads...) {
		if err := send(t, server.url, p.name, p.bytes); err != nil {
			t.Errorf("upload: %v", err)
		}
	}
	if len(c.sent) > 0 {
		// The ledger itself: the live status may be a moment old.
		eventually(t, "all uploads are read", func() bool { return inState(t, server.url, "queued")+inState(t, server.url, "reading") == 0 })
	}
	server.stop(t)
}

// inState counts the rows of the ledger in a state.
func inState(t *testing.T, url, state string) int {
	t.Helper()
	var list struct {
		Total int `json:"total"`
	}
	if err := json.Unmarshal([]byte(get(t, url+"/api/v1/intake?limit=1&state="+state)), &list); err != nil {
		t.Fatal(err)
	}
	return list.Total
}

// acknowledged looks whether every upload that was said to be taken is in the ledger.
func (c *crash) acknowledged(t *testing.T, url string) {
	t.Helper()
	if len(c.sent) == 0 {
		return
	}
	rows := get(t, url+"/api/v1/intake?limit=200&under="+"t%E1%BA%A3i%20l%C3%AAn:")
	for _, p := range c.sent {
		if !strings.Contains(rows, p.name) {
			t.Errorf("%s was acknowledged and is not in the ledger", p.name)
		}
	}
}

// picture is everything a user sees of a data folder, without times and row numbers.
func (c *crash) picture(t *testing.T, data string) map[string]string {
	t.Helper()
	out := viewOf(t, data)
	for i := 0; i < pouredFiles; i += 97 {
		query := fmt.Sprintf("%d/%s-STTTT", i+1000, []string{"KH", "BC", "TB", "QĐ"}[i%4])
		stdout, stderr, code := program(t, "search", "--data", data, "--json", query)
		if code != exitDone {
			t.Fatalf("search %s ended with %d: %s", query, code, stderr)
		}
		out["search "+query] = withoutTimes(t, stdout)
	}
	return out
}

// eachOnce holds the ledger to what lies in the folder: each file has one row, in a state
// it can stay in, and its bytes are kept as they are.
func (c *crash) eachOnce(t *testing.T) {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(c.data, recordName), store.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	rows, err := s.Places(t.Context(), cchc.Everything(), "")
	if err != nil {
		t.Fatal(err)
	}
	states := map[cchc.State]int{}
	for path, row := range rows {
		states[row.State]++
		if row.State == cchc.StateQueued || row.State == cchc.StateReading || row.State == cchc.StateFailed {
			t.Errorf("%s is still %s: %v", path, row.State, row.Reason)
		}
	}
	t.Logf("the ledger: %v", states)
	for _, p := range papers(t, pouredFiles) {
		path := filepath.Join(c.inbox, filepath.FromSlash(p.name))
		row, known := rows[path]
		if !known {
			t.Errorf("%s is not in the ledger", p.name)
			continue
		}
		if row.State == cchc.StateIgnored {
			continue
		}
		sum := sha256.Sum256(p.bytes)
		id := hex.EncodeToString(sum[:])
		kept, err := os.ReadFile(filepath.Join(c.data, originalsName, id[:2], id))
		if err != nil || string(kept) != string(p.bytes) || string(row.File) != id {
			t.Errorf("%s: the original is not kept as it was (%v), row %v", p.name, err, row)
		}
	}
}

// nothingLeft looks for what killed programs left lying about.
func (c *crash) nothingLeft(t *testing.T) {
	t.Helper()
	var left []string
	for _, dir := range []string{c.temp, c.data, filepath.Join(c.data, originalsName)} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			name := e.Name()
			if dir == c.temp || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "incoming-") || strings.HasSuffix(name, ".new") {
				left = append(left, filepath.Join(filepath.Base(dir), name))
			}
		}
	}
	if len(left) > 0 {
		t.Errorf("%d files and folders are left behind: %.300s", len(left), strings.Join(left, " "))
	}
}

// takesIn reports whether a server tells its status and takes files over the network.
func takesIn(t *testing.T, url string) bool {
	t.Helper()
	_, code, err := ask(t, url+"/api/v1/status")
	return err == nil && code == http.StatusOK
}
