package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const noteText = "Số: 07/TB-STTTT\nSông Lam, ngày 03 tháng 02 năm 2020\n\nTHÔNG BÁO\nLịch tiếp công dân năm 2020\n\nVăn phòng Sở thông báo lịch tiếp công dân.\n"

// A running server owns its data folder: files dropped into the watched folder become
// searchable by themselves, other commands are carried out by it, and a second server is
// refused by name.
func TestServeOwnsItsFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	inbox, data := filepath.Join(dir, "hộp thư"), filepath.Join(dir, "data")
	if err := os.Mkdir(inbox, 0o700); err != nil {
		t.Fatal(err)
	}
	server := startServer(t, data, inbox)

	if err := os.WriteFile(filepath.Join(inbox, "thông báo.txt"), []byte(noteText), 0o600); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the dropped file is found by the API", func() bool {
		return strings.Contains(get(t, server.url+"/api/v1/search?q=tiep+cong+dan"), "07/TB-STTTT")
	})
	stdout, stderr, code := program(t, "search", "--data", data, "--json", "lịch tiếp công dân")
	if code != exitDone || !strings.Contains(stdout, "07/TB-STTTT") {
		t.Errorf("search through the server ended with %d: %s%s", code, stdout, stderr)
	}
	_, stderr, code = program(t, "serve", "--data", data, "--listen", "127.0.0.1:0")
	if code != exitFailed || !strings.Contains(stderr, "(serve) giữ") {
		t.Errorf("a second server ended with %d: %s", code, stderr)
	}
	_, stderr, code = program(t, "links", "--data", data, "--criterion", "99")
	if code != exitUsage || !strings.Contains(stderr, "không có tiêu chí 99") {
		t.Errorf("wrong usage through the server ended with %d: %s", code, stderr)
	}
	server.stop(t)
	if _, err := os.Stat(filepath.Join(data, holderName)); !os.IsNotExist(err) {
		t.Errorf("the server left its mark behind: %v", err)
	}
	stdout, _, code = program(t, "search", "--data", data, "--json", "lịch tiếp công dân")
	if code != exitDone || !strings.Contains(stdout, "07/TB-STTTT") {
		t.Errorf("search after the server ended with %d: %s", code, stdout)
	}
}

// A server killed without warning leaves a lock nobody holds and a socket nobody answers:
// the next command takes over.
func TestKilledServerIsSucceeded(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	server := startServer(t, data, t.TempDir())
	if err := server.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = server.cmd.Wait() // killed
	if _, stderr, code := program(t, "coverage", "--data", data); code != exitDone {
		t.Errorf("coverage after the kill ended with %d: %s", code, stderr)
	}
}

type runningServer struct {
	cmd *exec.Cmd
	url string
}

func startServer(t *testing.T, data, inbox string, env ...string) *runningServer {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Minute)
	cmd := exec.CommandContext(ctx, "minhchung", "serve", "--data", data, "--watch", inbox, "--listen", "127.0.0.1:0")
	cmd.Env = append(append(os.Environ(), "MINHCHUNG_SETTLE=100ms", "MINHCHUNG_RESCAN=1s"), env...)
	pipe, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // ended already in most tests
	})
	lines := bufio.NewScanner(pipe)
	address := regexp.MustCompile(`http://[0-9.:]+`)
	said := ""
	for lines.Scan() {
		said += lines.Text() + "\n"
		if url := address.FindString(lines.Text()); url != "" {
			go func() { _, _ = io.Copy(io.Discard, pipe) }() // keep the server writing
			return &runningServer{cmd, url}
		}
	}
	t.Fatalf("the server never said where it listens, but: %s", said)
	return nil
}

// stop asks the server to end, as Ctrl-C does.
func (s *runningServer) stop(t *testing.T) {
	t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("the server ended with %v", err)
	}
}

func get(t *testing.T, url string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %s", url, resp.Status, b)
	}
	if !json.Valid(b) {
		t.Fatalf("%s answers %q", url, b)
	}
	return string(b)
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("never came true: %s", what)
}

// Many commands at once on one folder follow one another or are passed on; none is lost
// to an owner that is just ending.
func TestCommandsAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, note := filepath.Join(dir, "data"), filepath.Join(dir, "tb.txt")
	if err := os.WriteFile(note, []byte(noteText), 0o600); err != nil {
		t.Fatal(err)
	}
	ingestQuietly(t, data, note)
	var wg sync.WaitGroup
	for i := range 24 {
		wg.Go(func() {
			args := []string{"search", "--data", data, "--json", "tiếp công dân"}
			if i%8 == 0 {
				args = []string{"reindex", "--data", data}
			}
			stdout, stderr, code := program(t, args...)
			if code != exitDone || (i%8 != 0 && !strings.Contains(stdout, "07/TB-STTTT")) {
				t.Errorf("%v ended with %d: %s%s", args, code, stdout, stderr)
			}
		})
	}
	wg.Wait()
	if stdout, _, code := program(t, "check", "--data", data); code != exitDone {
		t.Errorf("check ended with %d: %s", code, stdout)
	}
}
