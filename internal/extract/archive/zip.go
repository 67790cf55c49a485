package archive

import (
	"archive/zip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"minhchung/internal/cchc"
	"minhchung/internal/extract"
	"minhchung/internal/vi"
)

// Bounds on a ZIP.
const (
	mostEntries = 200_000 // of the directory
	// One member that shrank more than mostShrunk times was made to fill a disk; pages of
	// blanks and empty pictures shrink as much while they are small.
	mostShrunk  = 400
	largeMember = 64 << 20 // bytes
)

func unpackZip(ctx context.Context, j *job) error {
	z, err := zip.NewReader(j.file, j.size)
	if err != nil {
		return extract.ZipFault(j.file, j.size, err)
	}
	if len(z.File) > mostEntries {
		return cchc.FileFault("archive-bomb", fmt.Errorf("%d entries", len(z.File)), fmt.Sprintf("%d tệp", len(z.File)))
	}
	if err := believable(j, z.File); err != nil {
		return err
	}
	names := zipNames(z.File)
	for i, f := range z.File {
		if ctx.Err() != nil {
			return cchc.OurFault("reader-stopped", context.Cause(ctx))
		}
		mode := f.Mode()
		switch {
		case mode.IsDir() || strings.HasSuffix(names[i], "/"):
			continue
		case !mode.IsRegular():
			j.Skip()
			continue
		case f.Flags&1 != 0:
			return cchc.FileFault("encrypted", errors.New("encrypted member"))
		case j.Full():
			j.Leave()
			continue
		}
		if err := takeZip(ctx, j, names[i], f); err != nil {
			return err
		}
	}
	return nil
}

func takeZip(ctx context.Context, j *job, name string, f *zip.File) error {
	rc, err := f.Open()
	if err != nil { // a method nobody knows, or a broken header
		j.damaged(name)
		return nil
	}
	defer rc.Close() //nolint:errcheck // only read
	return j.take(ctx, name, rc)
}

// believable checks the announced sizes before anything is written; archive/zip fails a
// member that turns out longer than it announces. Members that overlap are counted as often
// as they are announced.
func believable(j *job, files []*zip.File) error {
	var all uint64
	for _, f := range files {
		n := f.UncompressedSize64
		if all += n; all > 1<<50 || n > largeMember && n/mostShrunk > f.CompressedSize64 {
			return cchc.FileFault("archive-bomb", fmt.Errorf("%s: %d bytes", f.Name, n), fmt.Sprintf("%d MB", max(all, n)>>20))
		}
	}
	return j.Grown(int64(all))
}

// zipNames decodes the names. Without the flag for UTF-8 they are in the code page of the
// machine they were packed on: UTF-8 all the same, else the Vietnamese windows-1258 or the
// IBM 437 of the first programs, whichever reads best over all of them.
func zipNames(files []*zip.File) []string {
	out := make([]string, len(files))
	var odd []int
	var all strings.Builder
	for i, f := range files {
		switch name, ok := unicodePath(f); {
		case ok:
			out[i] = name
		case !f.NonUTF8 || utf8.ValidString(f.Name):
			out[i] = f.Name
		default:
			odd = append(odd, i)
			all.WriteString(f.Name + "\n")
		}
	}
	if len(odd) == 0 {
		return out
	}
	best, score := charmap.CodePage437, -1.0
	for _, page := range []*charmap.Charmap{charmap.Windows1258, charmap.Windows1252, charmap.CodePage437} {
		s, err := page.NewDecoder().String(all.String())
		if q := vi.Quality(strings.NewReplacer("/", " ", "_", " ", "-", " ", ".", " ").Replace(vi.NFC(s))); err == nil && q > score {
			best, score = page, q
		}
	}
	for _, i := range odd {
		s, err := best.NewDecoder().String(files[i].Name)
		if err != nil {
			s = files[i].Name
		}
		out[i] = s
	}
	return out
}

// unicodePath reads the extra field 0x7075 (APPNOTE 4.6.9), the name in UTF-8 beside one
// in a code page.
func unicodePath(f *zip.File) (string, bool) {
	for b := f.Extra; len(b) >= 4; {
		id, n := binary.LittleEndian.Uint16(b), int(binary.LittleEndian.Uint16(b[2:]))
		if b = b[4:]; n > len(b) {
			return "", false
		}
		if id == 0x7075 && n > 5 && b[0] == 1 && binary.LittleEndian.Uint32(b[1:]) == crc32.ChecksumIEEE([]byte(f.Name)) {
			return string(b[5:n]), utf8.Valid(b[5:n])
		}
		b = b[n:]
	}
	return "", false
}
