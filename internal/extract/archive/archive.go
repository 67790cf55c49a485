package archive

import (
	"bufio"
	"compress/bzip2"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"

	"minhchung/internal/cchc"
	"minhchung/internal/extract"
)

// Reader unpacks archives. It has no state and is safe for use by several goroutines.
type Reader struct{}

// New returns a reader of archives.
func New() *Reader { return &Reader{} }

// Read writes the files inside the archive at path into the folder lim.UnpackTo, under
// neutral names, and lists them as members; pages it has none. Folders, links, devices and
// files of the system are left out with a note, and so is what exceeds lim.Members and
// lim.MemberBytes; a damaged member is noted and the others go on. The error is a
// *cchc.Error:
//   - waiting "needs-unpacking" (arg: the kind) where lim.UnpackTo is "";
//   - the file's fault "archive-bomb" (what was written is removed again), "encrypted",
//     "truncated", "damaged" or "archive-unsupported" (arg: the kind);
//   - ours "unpack-failed", "vanished", "unreadable-file" or "reader-stopped".
func (*Reader) Read(ctx context.Context, path string, lim cchc.Limits) (cchc.Reading, error) {
	r := cchc.Reading{Format: cchc.FormatArchive}
	c, err := extract.Inspect(path)
	if err != nil {
		return r, err
	}
	kind := kindOf(c.Media)
	if unpack := unpackers()[kind]; unpack == nil {
		return r, cchc.FileFault("archive-unsupported", nil, kind)
	}
	if lim.UnpackTo == "" {
		return r, cchc.Waiting("needs-unpacking", kind)
	}
	f, err := os.Open(path)
	if err != nil {
		return r, cchc.OurFault("unreadable-file", err, err.Error())
	}
	defer f.Close() //nolint:errcheck // only read
	st, err := f.Stat()
	if err != nil {
		return r, cchc.OurFault("unreadable-file", err, err.Error())
	}
	j := &job{file: f, size: st.Size(), Unpacker: extract.NewUnpacker(lim, st.Size())}
	if err := unpackers()[kind](ctx, j); err != nil {
		return r, errors.Join(asFault(err), j.Discard())
	}
	r.Members, r.Notes = j.Members(), append(j.notes, j.Notes()...)
	return r, nil
}

// asFault gives what the libraries say of broken bytes to the file.
func asFault(err error) error {
	var known *cchc.Error
	switch {
	case errors.As(err, &known):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return cchc.FileFault("truncated", err)
	}
	return cchc.FileFault("damaged", err)
}

// job is one archive being unpacked.
type job struct {
	*extract.Unpacker
	file  *os.File
	size  int64
	notes []cchc.Reason
}

// take adds one member. A fault of the member alone is noted.
func (j *job) take(ctx context.Context, name string, r io.Reader) error {
	err := j.Add(ctx, name, r)
	var known *cchc.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if locked(err) {
		return cchc.FileFault("encrypted", err)
	}
	j.damaged(name)
	return nil
}

func (j *job) damaged(name string) {
	const most = 20 // notes; a disk full of them helps nobody
	if len(j.notes) < most {
		j.notes = append(j.notes, cchc.NewReason("member-damaged", extract.SafeName(name)))
		return
	}
	j.Skip()
}

func kindOf(media string) string {
	switch media {
	case "application/zip":
		return "ZIP"
	case "application/x-7z-compressed":
		return "7z"
	case "application/x-tar":
		return "TAR"
	case "application/gzip":
		return "GZ"
	case "application/x-bzip2":
		return "BZ2"
	case "application/x-rar-compressed":
		return "RAR"
	case "application/x-xz":
		return "XZ"
	case "application/zstd":
		return "ZST"
	}
	return media
}

func unpackers() map[string]func(context.Context, *job) error {
	return map[string]func(context.Context, *job) error{
		"ZIP": unpackZip,
		"7z":  unpackSevenZip,
		"TAR": func(ctx context.Context, j *job) error { return unpackTar(ctx, j, j.file) },
		"GZ": func(ctx context.Context, j *job) error {
			z, err := gzip.NewReader(bufio.NewReader(j.file))
			if err != nil {
				return err
			}
			return unpackStream(ctx, j, z, z.Name)
		},
		"BZ2": func(ctx context.Context, j *job) error {
			return unpackStream(ctx, j, bzip2.NewReader(bufio.NewReader(j.file)), "")
		},
	}
}
