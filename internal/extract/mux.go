package extract

import (
	"context"
	"maps"
	"strings"

	"minhchung/internal/cchc"
)

// Mux reads every file with the reader of its format, found by content.
type Mux struct {
	readers map[cchc.Format]Reader
	media   map[string]Reader
}

// Option adds to a Mux.
type Option func(*Mux)

// WithMedia gives files of a media type (see [Content]) a reader of their own, where the
// format holds more than one kind: text/csv among text.
func WithMedia(media string, r Reader) Option {
	return func(m *Mux) { m.media[media] = r }
}

// NewMux returns a Mux over readers. The map is copied.
func NewMux(readers map[cchc.Format]Reader, opts ...Option) *Mux {
	m := &Mux{readers: maps.Clone(readers), media: map[string]Reader{}}
	for _, set := range opts {
		set(m)
	}
	return m
}

// Read finds the format of path and reads it. Errors are *[cchc.Error]:
//   - empty-file, encrypted, not-a-document, image-too-large: the file's fault;
//   - needs-office, needs-unpacking: a format nobody reads here; the file waits;
//   - otherwise what the reader of the format says.
//
// A picture is a scan: every page of it waits for OCR.
func (m *Mux) Read(ctx context.Context, path string, lim cchc.Limits) (cchc.Reading, error) {
	if err := ctx.Err(); err != nil {
		return cchc.Reading{}, cchc.OurFault("internal", err)
	}
	c, err := Inspect(path)
	if err != nil {
		return cchc.Reading{Format: c.Format}, err
	}
	r, ok := m.media[c.Media]
	if !ok {
		r, ok = m.readers[c.Format]
	}
	if ok {
		reading, err := r.Read(ctx, path, lim)
		if reading.Format == "" {
			reading.Format = c.Format
		}
		return reading, err
	}
	if c.Format == cchc.FormatImage {
		return readImage(path, lim)
	}
	return withoutReader(c)
}

func withoutReader(c Content) (cchc.Reading, error) {
	switch c.Format {
	case cchc.FormatUnknown:
		return cchc.Reading{Format: c.Format}, cchc.FileFault("not-a-document", nil, c.Media)
	case cchc.FormatArchive:
		return cchc.Reading{Format: c.Format}, cchc.Waiting("needs-unpacking", shortMedia(c.Media))
	default:
		return cchc.Reading{Format: c.Format}, cchc.Waiting("needs-office", string(c.Format))
	}
}

// shortMedia is the part of a media type that says something to people.
func shortMedia(media string) string {
	_, kind, _ := strings.Cut(media, "/")
	return strings.TrimSuffix(strings.TrimPrefix(kind, "x-"), "-compressed")
}
