package extract

import (
	"context"
	"maps"

	"minhchung/internal/cchc"
)

// Mux reads every file with the reader of its format, found by content.
type Mux struct {
	readers map[cchc.Format]Reader
}

// NewMux returns a Mux over readers. The map is copied.
func NewMux(readers map[cchc.Format]Reader) *Mux {
	return &Mux{readers: maps.Clone(readers)}
}

// Read finds the format of path and reads it. Errors are *[cchc.Error]:
//   - empty-file, encrypted, not-a-document: the file's fault;
//   - needs-office, needs-unpacking: a format nobody reads here; the file waits;
//   - otherwise what the reader of the format says.
//
// A picture is a scan: it becomes one page that waits for OCR.
func (m *Mux) Read(ctx context.Context, path string, lim cchc.Limits) (cchc.Reading, error) {
	if err := ctx.Err(); err != nil {
		return cchc.Reading{}, cchc.OurFault("internal", err)
	}
	c, err := Inspect(path)
	if err != nil {
		return cchc.Reading{Format: c.Format}, err
	}
	if r, ok := m.readers[c.Format]; ok {
		reading, err := r.Read(ctx, path, lim)
		if reading.Format == "" {
			reading.Format = c.Format
		}
		return reading, err
	}
	return withoutReader(c)
}

func withoutReader(c Content) (cchc.Reading, error) {
	switch c.Format {
	case cchc.FormatUnknown:
		return cchc.Reading{Format: c.Format}, cchc.FileFault("not-a-document", nil, c.Media)
	case cchc.FormatImage:
		page := cchc.Page{Number: 1, Source: cchc.SourceText, NeedsOCR: true}
		return cchc.Reading{Format: c.Format, Pages: []cchc.Page{page}, PageTotal: 1}, nil
	case cchc.FormatArchive:
		return cchc.Reading{Format: c.Format}, cchc.Waiting("needs-unpacking", c.Media)
	default:
		return cchc.Reading{Format: c.Format}, cchc.Waiting("needs-office", string(c.Format))
	}
}
