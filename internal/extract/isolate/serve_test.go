package isolate

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"minhchung/internal/cchc"
)

func TestServeEndsWithStdin(t *testing.T) {
	in, parent := io.Pipe()
	ended := make(chan error, 1)
	started := make(chan struct{})
	read := func(context.Context, string, cchc.Limits) (cchc.Reading, error) {
		close(started)
		select {} // a reader that never looks at its context
	}
	go func() { ended <- Serve(context.Background(), read, in, io.Discard) }()
	if err := writeFrame(parent, request{Path: "x"}, maxRequest); err != nil {
		t.Fatal(err)
	}
	<-started
	_ = parent.Close()
	select {
	case err := <-ended:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("Serve outlives its stdin")
	}
}

func TestServeRefusesGarbage(t *testing.T) {
	err := Serve(context.Background(), misbehave, strings.NewReader("GET / HTTP/1.1"), io.Discard)
	if !errors.Is(err, errFrameSize) {
		t.Errorf("got %v", err)
	}
}

func TestReadingSurvivesTheFrame(t *testing.T) {
	want := cchc.Reading{Format: cchc.FormatPDF, PageTotal: 9, Notes: []cchc.Reason{cchc.NewReason("repaired", "a")},
		Pages: []cchc.Page{{Number: 2, NeedsOCR: true, Source: cchc.SourceOCR, Quality: 0.25,
			Blocks: []cchc.Block{{Text: "một\thai", Cells: []string{"một", "hai"}, Kind: cchc.BlockRow, Bold: true, Center: true}}}}}
	var b, again bytes.Buffer
	if err := writeFrame(&b, answer{Reading: &want}, maxAnswer); err != nil {
		t.Fatal(err)
	}
	first := b.String()
	var got answer
	if err := readFrame(&b, &got, maxAnswer); err != nil {
		t.Fatal(err)
	}
	if err := writeFrame(&again, got, maxAnswer); err != nil || again.String() != first || got.Reading.Pages[0].Blocks[0].Cells[1] != "hai" {
		t.Errorf("%v\n%s\n%s", err, first, again.String())
	}
}

func TestFrameBounds(t *testing.T) {
	var b bytes.Buffer
	if err := writeFrame(&b, strings.Repeat("x", 50), 40); !errors.Is(err, errFrameSize) || b.Len() > 0 {
		t.Errorf("write: %v, %d bytes written", err, b.Len())
	}
	var s string
	if err := readFrame(strings.NewReader("\x00\x00\x00\x05\"abcd"), &s, 4); !errors.Is(err, errFrameSize) {
		t.Errorf("read: %v", err)
	}
	if err := readFrame(strings.NewReader("\x0f\xff\xff\xffabc"), &s, maxAnswer); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("cut off: %v", err)
	}
	if err := readFrame(strings.NewReader(""), &s, 4); !errors.Is(err, io.EOF) {
		t.Errorf("end: %v", err)
	}
}

func FuzzFrame(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x02{}"))
	f.Add([]byte("\xff\xff\xff\xff"))
	f.Add([]byte("\x00\x00\x00\x21{\"failure\":{\"code\":\"x\",\"args\":[]}}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var a answer
		if readFrame(bytes.NewReader(b), &a, 1<<20) == nil && a.Failure != nil {
			if a.Failure.err().Error() == "" && a.Failure.Code != "" {
				t.Error("a failure without words")
			}
		}
	})
}

func TestTailKeepsBothEnds(t *testing.T) {
	var w tail
	_, _ = io.WriteString(&w, "fatal error: first words\n")
	for range 1000 {
		_, _ = io.WriteString(&w, "goroutine frame and frame\n")
	}
	_, _ = io.WriteString(&w, "last words")
	s := w.String()
	if len(s) > tailBytes || !strings.HasPrefix(s, "fatal error: first") || !strings.HasSuffix(s, "last words") {
		t.Errorf("%d bytes: %.40s…%s", len(s), s, s[len(s)-20:])
	}
}

// A parent that is killed outright leaves no child behind, not even a busy one.
func TestChildrenDieWithTheirParent(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs /proc")
	}
	if os.Getenv("ISOLATE_TEST_PARENT") != "" {
		p := newPool(t, nil)
		pid := pidOf(t, mustRead(t, p, "good"))
		_, _ = os.Stderr.WriteString("child " + pid + "\n")
		_, _ = p.Read(context.Background(), "loop", cchc.Limits{})
		return
	}
	parent := exec.Command(os.Args[0], "-test.run=^TestChildrenDieWithTheirParent$")
	parent.Env = append(os.Environ(), "ISOLATE_TEST_PARENT=1")
	said, err := parent.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 64)
	n, err := said.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(string(line[:n]), "child ")))
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond) // the endless loop begins
	_ = parent.Process.Kill()
	_ = parent.Wait()
	for range 100 {
		if !running(pid) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("child %d outlives its parent", pid)
}

func running(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err == nil && !bytes.Contains(stat, []byte(") Z "))
}
