//go:build linux

package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// ownMounts is set where a test runs in a mount namespace of its own.
const ownMounts = "MINHCHUNG_TEST_OWN_MOUNTS"

// withOwnMounts runs the test once more, in a namespace where it may mount without harm
// to the machine and without being root. It returns true there.
func withOwnMounts(t *testing.T) bool {
	t.Helper()
	if os.Getenv(ownMounts) != "" {
		return true
	}
	if out, err := exec.CommandContext(t.Context(), "unshare", "-rm", "true").CombinedOutput(); err != nil {
		t.Skipf("NOT TESTED: this machine lets nobody mount (unshare -rm: %v %s)", err, out)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "unshare", "-rm", self, "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=15m")
	cmd.Env = append(os.Environ(), ownMounts+"=yes")
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Errorf("in a namespace of its own: %v", err)
	}
	return false
}

const diskSize = 24 << 20

// smallDisk is a file system of its own for a data folder, that can be filled.
type smallDisk struct{ dir, data string }

func newSmallDisk(t *testing.T) smallDisk {
	t.Helper()
	d := smallDisk{dir: filepath.Join(t.TempDir(), "disk")}
	d.data = filepath.Join(d.dir, "data")
	if err := os.Mkdir(d.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", d.dir, "tmpfs", 0, "size="+strconv.Itoa(diskSize)); err != nil {
		t.Skipf("NOT TESTED: no disk can be mounted: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(d.dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return d
}

// fill leaves room bytes on the disk.
func (d smallDisk) fill(t *testing.T, room int64) {
	t.Helper()
	var s syscall.Statfs_t
	if err := syscall.Statfs(d.dir, &s); err != nil {
		t.Fatal(err)
	}
	ballast := int64(s.Bavail)*s.Bsize - room
	if ballast <= 0 {
		return
	}
	if err := os.WriteFile(d.ballast(), make([]byte, ballast), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (d smallDisk) free(t *testing.T) {
	t.Helper()
	if err := os.Remove(d.ballast()); err != nil {
		t.Fatal(err)
	}
}

func (d smallDisk) ballast() string { return filepath.Join(d.dir, "ballast") }

// readOnly switches the whole disk; no file of it may be open for writing.
func (d smallDisk) readOnly(t *testing.T, yes bool) {
	t.Helper()
	flags := uintptr(syscall.MS_REMOUNT)
	if yes {
		flags |= syscall.MS_RDONLY
	}
	if err := syscall.Mount("", d.dir, "", flags, ""); err != nil {
		t.Fatal(err)
	}
}

// fullInbox is more than fits on a disk that is nearly full.
func fullInbox(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	fillInbox(t, dir)
	drop(t, filepath.Join(dir, "rót"), papers(t, 80))
	return dir
}

// A server whose disk is full says so, answers what it can, loses nothing, and goes on by
// itself when there is room again.
func TestFullDiskUnderServer(t *testing.T) {
	t.Parallel()
	if !withOwnMounts(t) {
		return
	}
	inbox := fullInbox(t)
	want := quietPicture(t, inbox)
	for _, room := range rooms() {
		t.Run(fmt.Sprintf("%dK", room>>10), func(t *testing.T) {
			disk := newSmallDisk(t)
			ingestQuietly(t, disk.data, filepath.Join(inbox, "kh-01.txt"))
			disk.fill(t, room)
			server := startServer(t, disk.data, inbox)
			eventually(t, "the server says that the disk is full", func() bool {
				s := statusOf(t, server.url)
				return s.Trouble != nil && s.Trouble.Code == "disk-full"
			})
			if s := statusOf(t, server.url); !strings.Contains(s.Trouble.Message, "đã đầy") || s.Trouble.Remedy == "" {
				t.Errorf("the words: %+v", s.Trouble)
			}
			idles(t, server.cmd.Process.Pid)
			get(t, server.url+"/api/v1/search?q=ke+hoach")
			if err := send(t, server.url, "gửi.txt", make([]byte, 4<<20)); err == nil || !strings.Contains(err.Error(), "disk-full") {
				t.Errorf("an upload to a full disk: %v", err)
			}
			disk.free(t)
			freed := time.Now()
			settled(t, server.url)
			t.Logf("done %v after there was room again", time.Since(freed).Round(100*time.Millisecond))
			server.stop(t)
			compare(t, want, viewOf(t, disk.data))
		})
	}
}

// A disk that is full when everything is kept already and is only read again: what is
// missing then is room for the index and the record.
func TestFullDiskWhileReading(t *testing.T) {
	t.Parallel()
	if !withOwnMounts(t) {
		return
	}
	inbox := fullInbox(t)
	want := quietPicture(t, inbox)
	for _, room := range rooms() {
		t.Run(fmt.Sprintf("%dK", room>>10), func(t *testing.T) {
			disk := newSmallDisk(t)
			ingestQuietly(t, disk.data, inbox)
			server := startServer(t, disk.data, inbox)
			settled(t, server.url)
			disk.fill(t, room)
			body, code, err := post(t, server.url+"/api/v1/intake/retry", `{"state":"indexed"}`)
			t.Logf("everything is to be read again: %d %.200s", code, body)
			if err != nil || code != http.StatusOK && !strings.Contains(body, "disk-full") {
				t.Errorf("reading again on a full disk: %d %s %v", code, body, err)
			}
			full := code != http.StatusOK // nothing is to be read then
			for deadline := time.Now().Add(8 * time.Second); time.Now().Before(deadline) && !full; time.Sleep(50 * time.Millisecond) {
				s := statusOf(t, server.url)
				full = s.Trouble != nil
				if full && s.Trouble.Code != "disk-full" {
					t.Errorf("the trouble is %+v", s.Trouble)
				}
			}
			s := statusOf(t, server.url)
			t.Logf("trouble: %v, states %v", full, s.States)
			if s.States["failed"] > 0 {
				t.Errorf("a full disk is blamed on %d files: they are given up after a few tries", s.States["failed"])
			}
			idles(t, server.cmd.Process.Pid)
			if answer := get(t, server.url+"/api/v1/search?q=cong+van+cai+cach"); !strings.Contains(answer, `"rank":1`) {
				t.Errorf("nothing is found while the disk is full: %s", answer)
			}
			disk.free(t)
			freed := time.Now()
			settled(t, server.url)
			t.Logf("done %v after there was room again", time.Since(freed).Round(100*time.Millisecond))
			server.stop(t)
			compare(t, want, viewOf(t, disk.data))
		})
	}
}

// A disk that is full when an archive is unpacked is no fault of the archive: it is not
// given up after a few tries.
func TestFullDiskWhileUnpacking(t *testing.T) {
	t.Parallel()
	if !withOwnMounts(t) {
		return
	}
	inbox := t.TempDir()
	overwrite(t, filepath.Join(inbox, "gói.zip"), zipOf(t, map[string][]byte{"một.txt": bytes.Repeat(letter(1, "dài"), 4000), "hai.txt": letter(2, "ngắn")}))
	disk := newSmallDisk(t)
	ingestQuietly(t, disk.data, inbox)
	server := startServer(t, disk.data, inbox)
	settled(t, server.url)
	disk.fill(t, 300<<10)
	if body, code, err := post(t, server.url+"/api/v1/intake/1/retry", ""); err != nil || code != http.StatusOK {
		t.Fatalf("retry: %d %s %v", code, body, err)
	}
	eventually(t, "the server says that the disk is full", func() bool {
		s := statusOf(t, server.url)
		return s.Trouble != nil && s.Trouble.Code == "disk-full" || s.States["failed"] > 0
	})
	if s := statusOf(t, server.url); s.States["failed"] > 0 {
		t.Errorf("the full disk is blamed on the archive: %v", s.States)
	}
	disk.free(t)
	settled(t, server.url)
	server.stop(t)
}

// A server killed while its disk is full, and started again before and after there is
// room, ends in the same state.
func TestKilledOnFullDisk(t *testing.T) {
	t.Parallel()
	if !withOwnMounts(t) {
		return
	}
	inbox := fullInbox(t)
	want := quietPicture(t, inbox)
	for _, room := range rooms() {
		t.Run(fmt.Sprintf("%dK", room>>10), func(t *testing.T) {
			disk := newSmallDisk(t)
			ingestQuietly(t, disk.data, filepath.Join(inbox, "kh-01.txt"))
			disk.fill(t, room)
			server := startServer(t, disk.data, inbox)
			eventually(t, "the server has a trouble", func() bool { return statusOf(t, server.url).Trouble != nil })
			if err := server.cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = server.cmd.Wait() // killed
			for range 2 {
				_, stderr, code := program(t, "ingest", "--data", disk.data, "--json", inbox)
				if code != exitFailed || !strings.Contains(stderr, "đã đầy") {
					t.Errorf("ingest on a full disk ended with %d: %s", code, stderr)
				}
			}
			disk.free(t)
			ingestQuietly(t, disk.data, inbox)
			compare(t, want, viewOf(t, disk.data))
		})
	}
}

// A data folder on a disk that cannot be written is said to be so, by every command, and
// is whole when it can be written again.
func TestReadOnlyDisk(t *testing.T) {
	t.Parallel()
	if !withOwnMounts(t) {
		return
	}
	inbox := fullInbox(t)
	disk := newSmallDisk(t)
	ingestQuietly(t, disk.data, inbox)
	want := viewOf(t, disk.data)
	disk.readOnly(t, true)
	for _, args := range [][]string{{"ingest", inbox}, {"search", "kế hoạch"}, {"coverage"}, {"serve", "--listen", "127.0.0.1:0"}} {
		_, stderr, code := program(t, append(args, "--data", disk.data)...)
		if code != exitFailed || !strings.Contains(stderr, "chỉ cho đọc") && !strings.Contains(stderr, "không cho ghi") {
			t.Errorf("%v on a read-only disk ended with %d: %s", args, code, stderr)
		}
	}
	disk.readOnly(t, false)
	ingestQuietly(t, disk.data, inbox)
	compare(t, want, viewOf(t, disk.data))
}

// settled waits until a server has nothing left to do and no trouble.
func settled(t *testing.T, url string) {
	t.Helper()
	quiet := 0
	for deadline := time.Now().Add(3 * patience); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		s := statusOf(t, url)
		if s.Trouble != nil || s.due() > 0 || s.States["failed"] > 0 || s.Reading.Running || s.Index.Running {
			quiet = 0
			continue
		}
		if quiet++; quiet > 7 { // longer than the time between two full looks
			return
		}
	}
	t.Errorf("the work does not end: %+v", statusOf(t, url))
}

// idles looks whether a server that can do nothing does nothing.
func idles(t *testing.T, pid int) {
	t.Helper()
	const while = 2 * time.Second
	before := cpuOf(t, pid)
	time.Sleep(while)
	share := float64(cpuOf(t, pid)-before) / float64(while)
	t.Logf("%.0f %% of a processor while the disk is full", 100*share)
	if share > idleMost {
		t.Errorf("the server works in vain: %.0f %% of a processor", 100*share)
	}
}

// cpuOf is the processor time a process has used so far.
func cpuOf(t *testing.T, pid int) time.Duration {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(b), ") ")
	fields := strings.Fields(rest) // from the third on, see proc(5)
	ticks := 0
	for _, f := range fields[11:13] {
		n, err := strconv.Atoi(f)
		if err != nil {
			t.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}
