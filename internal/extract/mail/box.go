package mail

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"

	"minhchung/internal/cchc"
)

// box takes the letters of a mailbox (RFC 4155) out, each as a member.
func (l *letter) box(ctx context.Context, in io.Reader) error {
	if l.lim.UnpackTo == "" {
		return cchc.Waiting("needs-unpacking", "MBOX")
	}
	b := &mailbox{in: bufio.NewReaderSize(in, 64<<10)}
	if _, err := b.in.ReadSlice('\n'); err != nil && !errors.Is(err, bufio.ErrBufferFull) { // "From …" of the first letter
		return cchc.FileFault("damaged", err)
	}
	for n := 1; !b.ended; n++ {
		if l.unpack.Full() {
			l.unpack.Leave()
			if _, err := io.Copy(io.Discard, b); err != nil {
				return cchc.OurFault("unreadable-file", err, err.Error())
			}
		} else if err := l.member(ctx, "thu-"+strconv.Itoa(n)+".eml", b); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return cchc.OurFault("reader-stopped", context.Cause(ctx))
		}
		b.next()
	}
	return nil
}

// mailbox reads one letter at a time: its Read ends before the next line "From ".
type mailbox struct {
	in    *bufio.Reader
	rest  []byte // of the line at hand
	mid   bool   // the line goes on in the next slice
	done  bool   // the letter ended
	ended bool   // the file ended
}

// Read reads on in the letter.
func (b *mailbox) Read(p []byte) (int, error) {
	for len(b.rest) == 0 {
		if b.done {
			return 0, io.EOF
		}
		line, err := b.in.ReadSlice('\n')
		begins := !b.mid
		b.mid = errors.Is(err, bufio.ErrBufferFull)
		if err != nil && !b.mid {
			b.done, b.ended = true, true
			if !errors.Is(err, io.EOF) {
				return 0, err
			}
		}
		if begins && bytes.HasPrefix(line, []byte("From ")) {
			b.done = true
			continue
		}
		b.rest = line
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

// next goes on to the next letter.
func (b *mailbox) next() { b.done, b.rest = b.ended, nil }
