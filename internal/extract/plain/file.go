package plain

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strconv"

	"minhchung/internal/cchc"
)

// load returns the first bytes of a file, at most limit, and whether there are more.
func load(ctx context.Context, path string, limit int64) (content []byte, more bool, err error) {
	if ctx.Err() != nil {
		return nil, false, cchc.OurFault("reader-stopped", context.Cause(ctx))
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, cchc.OurFault("vanished", err)
	}
	if err != nil {
		return nil, false, cchc.OurFault("unreadable-file", err, path)
	}
	defer f.Close() //nolint:errcheck // only read
	content, err = io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, false, cchc.OurFault("unreadable-file", err, path)
	}
	if len(content) == 0 {
		return nil, false, cchc.FileFault("empty-file", nil)
	}
	if int64(len(content)) > limit {
		return content[:limit], true, nil
	}
	return content, false, nil
}

func textLimit(lim cchc.Limits) int64 {
	if lim.TextBytes > 0 {
		return lim.TextBytes
	}
	return cchc.DefaultLimits().TextBytes
}

func limitNote(limit int64) cchc.Reason {
	return cchc.NewReason("limit-text", strconv.FormatInt(max(1, limit>>20), 10))
}
