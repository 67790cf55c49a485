//go:build unix

package main

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// settle is the quiet time of the servers in tests.
const settle = 100 * time.Millisecond

// An intake that is asked to stop in the midst of its work ends soon with code 1, says so,
// and loses nothing: the next one ends as an undisturbed one does.
func TestIntakeStopsGracefully(t *testing.T) {
	t.Parallel()
	inbox := t.TempDir()
	fillInbox(t, inbox)
	want := quietPicture(t, inbox)
	data := filepath.Join(t.TempDir(), "data")
	for i := range 4 {
		cmd := exec.Command("minhchung", "ingest", "--data", data, "--json", inbox)
		var said strings.Builder
		cmd.Stderr = &said
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; n < 1+5*i && lines.Scan(); n++ {
			continue // in the midst of the work
		}
		asked := time.Now()
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() {
			continue
		}
		_ = cmd.Wait() // the code is looked at
		if took := time.Since(asked); took > stopBound {
			t.Errorf("stopping took %v", took)
		}
		if code := cmd.ProcessState.ExitCode(); code != exitFailed || !strings.Contains(said.String(), "Đã dừng") {
			t.Errorf("stopped intake %d ended with %d: %s", i, code, &said)
		}
	}
	ingestQuietly(t, data, inbox)
	compare(t, want, viewOf(t, data))
}

// A server that is asked to stop while it reads and somebody listens to its events ends
// soon with code 0, and the next one goes on where it stopped.
func TestServerStopsGracefully(t *testing.T) {
	t.Parallel()
	inbox := t.TempDir()
	fillInbox(t, inbox)
	want := quietPicture(t, inbox)
	data := filepath.Join(t.TempDir(), "data")
	for range 2 {
		server := startServer(t, data, inbox)
		events := listen(t, server.url)
		asked := time.Now()
		server.stop(t)
		if took := time.Since(asked); took > stopBound {
			t.Errorf("stopping took %v", took)
		}
		select {
		case <-events:
		case <-time.After(stopBound):
			t.Error("the stream of events outlives the server")
		}
	}
	server := startServer(t, data, inbox)
	eventually(t, "the rest is read", func() bool {
		s := statusOf(t, server.url)
		return s.States["indexed"] == strings.Count(want["ledger"], `"state":"indexed"`) && s.due() == 0
	})
	server.stop(t)
	compare(t, want, viewOf(t, data))
}

// listen reads the stream of events until it ends; it returns when the first has come.
func listen(t *testing.T, url string) <-chan struct{} {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/api/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("events: %s", resp.Status)
	}
	lines := bufio.NewScanner(resp.Body)
	if !lines.Scan() {
		t.Fatalf("no event comes: %v", lines.Err())
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer resp.Body.Close()
		for lines.Scan() {
			continue
		}
	}()
	return ended
}

// A document dropped into the watched folder of a quiet server is found soon after the
// time it has to be untouched: median of five.
func TestDropToHit(t *testing.T) {
	took := dropToHit(t)
	t.Logf("from the end of the quiet time to the hit: %v", took)
	if median := took[len(took)/2]; median > hitBound {
		t.Errorf("the median is %v, more than %v", median, hitBound)
	}
}

// dropToHit measures, in order of size, how long five documents take from the end of the
// quiet time to the hit.
func dropToHit(t *testing.T) (took []time.Duration) {
	t.Helper()
	dir := t.TempDir()
	inbox, data := filepath.Join(dir, "hộp thư"), filepath.Join(dir, "data")
	if err := os.Mkdir(inbox, 0o700); err != nil {
		t.Fatal(err)
	}
	server := startServer(t, data, inbox, "MINHCHUNG_RESCAN=1h")
	dropped := sampleLetters(t)
	for _, file := range dropped {
		time.Sleep(300 * time.Millisecond) // a quiet server
		name := filepath.Base(file)
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(inbox, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		eventually(t, "the dropped document is found", func() bool {
			return strings.Contains(get(t, server.url+"/api/v1/search?limit=50&q=cải+cách+hành+chính+sở+thông+tin"), name)
		})
		took = append(took, time.Since(start)-settle)
	}
	server.stop(t)
	slices.Sort(took)
	return took
}

// sampleLetters are five sample documents on the reform.
func sampleLetters(t *testing.T) (files []string) {
	t.Helper()
	found, err := filepath.Glob("../../testdata/corpus/van-phong/2020/*CCHC*.docx")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if !strings.HasPrefix(filepath.Base(f), "~$") {
			files = append(files, f)
		}
	}
	if len(files) < 5 {
		t.Fatalf("%d sample documents", len(files))
	}
	return files[:5]
}
