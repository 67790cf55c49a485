package extract

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"minhchung/internal/cchc"
)

// Bounds on an office file in a zip, the same as those of the DOCX reader. Parts that are
// read are bounded one by one by Limits.PartBytes and together by partsTogether times
// that; pictures and the like are never unpacked and only have to be believable.
const (
	mostParts     = 20_000
	mostUnpacked  = 8 << 30 // bytes, everything
	partsTogether = 4
	largePart     = 16 << 20 // bytes, from where a part that shrank mostGrown times is a bomb
)

// Parts gives out the parts of an office file in a zip (ECMA-376 part 2) by name, in any
// case of letters. It is safe for concurrent use.
type Parts struct {
	files    map[string]*zip.File
	maxBytes int64
}

// OpenParts opens a package of size bytes and checks what its parts announce; archive/zip
// fails a part that turns out longer. partBytes bounds one part, 0 for the default. The
// error is the file's fault "truncated", "damaged" or "archive-bomb".
func OpenParts(r io.ReaderAt, size, partBytes int64) (*Parts, error) {
	if partBytes <= 0 {
		partBytes = cchc.DefaultLimits().PartBytes
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, ZipFault(r, size, err)
	}
	if len(z.File) > mostParts {
		return nil, cchc.FileFault("damaged", fmt.Errorf("%d entries in a document", len(z.File)))
	}
	p := &Parts{files: make(map[string]*zip.File, len(z.File)), maxBytes: partBytes}
	var text, all uint64
	for _, f := range z.File {
		n := f.UncompressedSize64
		if all += n; all > mostUnpacked {
			return nil, partBomb(f.Name, all)
		}
		if low := strings.ToLower(f.Name); strings.HasSuffix(low, ".xml") || strings.HasSuffix(low, ".rels") {
			text += n
			if n > uint64(partBytes) || text > partsTogether*uint64(partBytes) || n > largePart && n/mostGrown > f.CompressedSize64 {
				return nil, partBomb(f.Name, max(n, text))
			}
		}
		if name := PartName(f.Name); p.files[name] == nil {
			p.files[name] = f
		}
	}
	return p, nil
}

func partBomb(name string, n uint64) error {
	return cchc.FileFault("archive-bomb", fmt.Errorf("%s: %d bytes unpacked", name, n), fmt.Sprintf("%d MB", n>>20))
}

// ZipFault tells a zip that was cut off (its directory, written last, is missing) from one
// that is damaged otherwise. The error is a *[cchc.Error].
func ZipFault(r io.ReaderAt, size int64, cause error) error {
	const longest = 22 + 1<<16 // end record and its comment
	end := make([]byte, min(size, longest))
	if _, err := r.ReadAt(end, size-int64(len(end))); err != nil && !errors.Is(err, io.EOF) {
		return cchc.OurFault("unreadable-file", err, err.Error())
	}
	if !strings.Contains(string(end), "PK\x05\x06") {
		return cchc.FileFault("truncated", cause)
	}
	return cchc.FileFault("damaged", cause)
}

// PartName is a name as [Parts] looks it up.
func PartName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// ErrNoPart is wrapped by the error of [Parts.Read] for a name that does not stand there.
var ErrNoPart = errors.New("no such part")

// Read returns the bytes of a part; of a damaged one as much as can be unpacked.
func (p *Parts) Read(name string) ([]byte, error) {
	f, ok := p.files[PartName(name)]
	if !ok {
		return nil, fmt.Errorf("%s: %w", name, ErrNoPart)
	}
	if f.UncompressedSize64 > uint64(p.maxBytes) {
		return nil, fmt.Errorf("%s: %d bytes unpacked", name, f.UncompressedSize64)
	}
	rc, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	defer rc.Close() //nolint:errcheck // only read
	b, err := io.ReadAll(io.LimitReader(rc, p.maxBytes))
	if err != nil && len(b) == 0 {
		return nil, fmt.Errorf("unpack %s: %w", name, err)
	}
	return b, nil
}

// Slim returns the package with only the parts keep wants, by their names as [PartName]
// writes them; for libraries that would unpack everything, pictures too.
func (p *Parts) Slim(keep func(name string) bool) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(p.files)) {
		if !keep(name) {
			continue
		}
		if err := w.Copy(p.files[name]); err != nil {
			return nil, fmt.Errorf("copy %s: %w", name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("copy a package: %w", err)
	}
	return out.Bytes(), nil
}

// Has reports whether a part stands in the package.
func (p *Parts) Has(name string) bool { return p.files[PartName(name)] != nil }

// Names returns the names of all parts, as [PartName] writes them, in no order.
func (p *Parts) Names() []string {
	out := make([]string, 0, len(p.files))
	for n := range p.files {
		out = append(out, n)
	}
	return out
}
