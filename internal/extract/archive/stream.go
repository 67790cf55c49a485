package archive

import (
	"archive/tar"
	"bufio"
	"context"
	"errors"
	"io"

	"minhchung/internal/cchc"
)

// unpackTar reads a tar as a stream. Members already taken stay where it breaks off.
func unpackTar(ctx context.Context, j *job, r io.Reader) error {
	t := tar.NewReader(&bounded{r: r, j: j})
	for n := 0; n < mostEntries; n++ {
		if ctx.Err() != nil {
			return cchc.OurFault("reader-stopped", context.Cause(ctx))
		}
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch h.Typeflag {
		case tar.TypeDir, tar.TypeXGlobalHeader:
			continue
		case tar.TypeReg:
		default:
			j.Skip()
			continue
		}
		if j.Full() {
			j.Leave()
			continue
		}
		if err := j.take(ctx, h.Name, t); err != nil {
			return err
		}
	}
	return nil
}

// unpackStream reads what gzip or bzip2 gives: a tar, or one file of the name given.
func unpackStream(ctx context.Context, j *job, r io.Reader, name string) error {
	in := bufio.NewReaderSize(r, 1024)
	head, err := in.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if len(head) == 512 && string(head[257:262]) == "ustar" {
		return unpackTar(ctx, j, in)
	}
	if name == "" {
		name = "noi-dung"
	}
	return j.Add(ctx, name, in)
}

// bounded counts what is unpacked, skipped members too, and stops where it is out of all
// proportion to the archive.
type bounded struct {
	r io.Reader
	j *job
	n int64
}

// Read reads on, or returns the fault "archive-bomb".
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.n += int64(n)
	if bomb := b.j.Grown(b.n); bomb != nil {
		return n, bomb
	}
	return n, err
}
