package isolate

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhchung/internal/cchc"
)

// The test binary is its own hidden worker: with workerEnv set it serves instead of
// testing, and misbehaves as the name of the file says.
const (
	workerEnv = "ISOLATE_TEST_WORKER"
	workerMB  = 512
)

func TestMain(m *testing.M) {
	switch os.Getenv(workerEnv) {
	case "":
		os.Exit(m.Run())
	case "mute": // starts, never says hello
		os.Exit(7)
	case "unlimited":
		work(0)
	case "reads-only":
		if err := Serve(context.Background(), misbehave, os.Stdin, os.Stdout); err != nil {
			os.Exit(4)
		}
		os.Exit(0)
	default:
		work(workerMB)
	}
}

func work(memoryMB int) {
	if err := LimitSelf(memoryMB); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	if err := Serve(context.Background(), misbehave, os.Stdin, os.Stdout, Rendering(draw)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(4)
	}
	os.Exit(0)
}

var (
	frames = os.Stdout // before Serve sends stray prints elsewhere
	hoard  [][]byte    // what a leaking reader keeps
	poison = false     // set by one file, kills at the next
	spin   = uint64(0) // keeps the endless loop from being removed
	errNo  = errors.New("seven")
)

func misbehave(ctx context.Context, path string, lim cchc.Limits) (cchc.Reading, error) {
	name := filepath.Base(path)
	if poison {
		os.Exit(9)
	}
	switch name {
	case "panic":
		panic("a hostile file")
	case "goroutine-panic":
		go panic("beyond recover")
		<-ctx.Done()
	case "exit":
		os.Exit(5)
	case "loop":
		for {
			spin++
		}
	case "huge": // one allocation beyond the bound: the runtime ends the process
		hoard = append(hoard, make([]byte, 4<<30))
	case "creep": // grows step by step
		for {
			b := make([]byte, 8<<20)
			for i := range b {
				b[i] = byte(i)
			}
			hoard = append(hoard, b)
			time.Sleep(2 * time.Millisecond)
		}
	case "keep": // stays large after a good answer
		b := make([]byte, 330<<20)
		for i := range b {
			b[i] = 1
		}
		hoard = append(hoard, b)
	case "garbage":
		_, _ = frames.WriteString("this is not a frame at all, only words")
		<-ctx.Done()
	case "oversized":
		_, _ = frames.Write([]byte{0xff, 0xff, 0xff, 0xff})
		<-ctx.Done()
	case "short":
		_, _ = frames.Write([]byte{0, 0, 1, 0, '{'})
		os.Exit(0)
	case "deaf":
		_ = os.Stdin.Close()
		_ = frames.Close()
		select {}
	case "print":
		fmt.Println("a library that talks")
	case "poison":
		poison = true
	case "refuse":
		return cchc.Reading{}, fmt.Errorf("read: %w", cchc.FileFault("too-large", errNo, "x", "7"))
	case "odd":
		return cchc.Reading{}, errNo
	case "environment":
		return said(strings.Join(os.Environ(), "\n")), nil
	}
	return said(fmt.Sprintf("%s %d %d", name, os.Getpid(), lim.Pages)), nil
}

// draw writes what was asked for, and misbehaves like a reader.
func draw(ctx context.Context, path string, req RenderRequest) (Rendered, error) {
	switch filepath.Base(path) {
	case "panic", "exit", "loop", "creep", "refuse":
		_, err := misbehave(ctx, path, cchc.Limits{})
		return Rendered{}, err
	}
	text := fmt.Sprintf("%s %d %q", filepath.Base(path), req.Page, req.Quote)
	if err := os.WriteFile(req.Out, []byte(text), 0o600); err != nil {
		return Rendered{}, err
	}
	return Rendered{Width: req.Width, Height: os.Getpid(), Boxes: req.Marks, Skew: 1.5}, nil
}

func said(text string) cchc.Reading {
	return cchc.Reading{Format: cchc.FormatText, PageTotal: 1, Pages: []cchc.Page{{
		Blocks: []cchc.Block{{Text: text}}, Source: cchc.SourceText, Quality: 0.5}}}
}
