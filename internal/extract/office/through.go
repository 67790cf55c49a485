package office

import (
	"context"
	"os"

	"minhchung/internal/cchc"
)

// ReadFunc reads one file; the method Read of the pool of reading children fits.
type ReadFunc func(ctx context.Context, path string, lim cchc.Limits) (cchc.Reading, error)

// Through returns a ReadFunc that reads by read, and converts first what read says waits
// for "needs-office". The reading has the format of the original file. Where there is no
// LibreOffice the file goes on waiting.
func (c *Converter) Through(read ReadFunc) ReadFunc {
	return func(ctx context.Context, path string, lim cchc.Limits) (cchc.Reading, error) {
		r, err := read(ctx, path, lim)
		from, waits := waitsForOffice(err)
		if !waits {
			return r, err
		}
		dir, mkErr := os.MkdirTemp(c.dir, "out-")
		if mkErr != nil {
			return r, cchc.OurFault("internal", mkErr)
		}
		defer os.RemoveAll(dir) //nolint:errcheck // Close removes what is left
		out, _, err := c.Convert(ctx, path, from, dir)
		if err != nil {
			return cchc.Reading{Format: from}, err
		}
		r, err = read(ctx, out, lim)
		r.Format = from
		return r, err
	}
}

func waitsForOffice(err error) (cchc.Format, bool) {
	if err == nil {
		return "", false
	}
	e := cchc.AsError(err)
	if e.Reason.Code != "needs-office" || len(e.Reason.Args) == 0 {
		return "", false
	}
	from := cchc.Format(e.Reason.Args[0])
	_, ok := target(from)
	return from, ok
}
