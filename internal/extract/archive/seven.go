package archive

import (
	"context"
	"errors"
	"fmt"

	"github.com/bodgit/sevenzip"

	"minhchung/internal/cchc"
)

func unpackSevenZip(ctx context.Context, j *job) (err error) {
	defer func() { // the library is held at arm's length
		if x := recover(); x != nil {
			err = cchc.FileFault("damaged", fmt.Errorf("7z: %v", x))
		}
	}()
	z, err := sevenzip.NewReader(j.file, j.size)
	if err != nil {
		return sevenFault(err)
	}
	if len(z.File) > mostEntries {
		return cchc.FileFault("archive-bomb", fmt.Errorf("%d entries", len(z.File)), fmt.Sprintf("%d tệp", len(z.File)))
	}
	all := int64(0)
	for _, f := range z.File {
		all += int64(min(f.UncompressedSize, 1<<50))
	}
	if err := j.Grown(all); err != nil {
		return err
	}
	for _, f := range z.File {
		if ctx.Err() != nil {
			return cchc.OurFault("reader-stopped", context.Cause(ctx))
		}
		mode := f.Mode()
		switch {
		case mode.IsDir():
			continue
		case !mode.IsRegular():
			j.Skip()
			continue
		case j.Full():
			j.Leave()
			continue
		}
		if err := takeSeven(ctx, j, f); err != nil {
			return err
		}
	}
	return nil
}

func takeSeven(ctx context.Context, j *job, f *sevenzip.File) error {
	rc, err := f.Open()
	if err != nil {
		if locked(err) {
			return cchc.FileFault("encrypted", err)
		}
		j.damaged(f.Name)
		return nil
	}
	defer rc.Close() //nolint:errcheck // only read
	return j.take(ctx, f.Name, rc)
}

func sevenFault(err error) error {
	if locked(err) {
		return cchc.FileFault("encrypted", err)
	}
	return cchc.FileFault("damaged", err)
}

// locked reports an error of 7z that has to do with a password.
func locked(err error) bool {
	e := new(sevenzip.ReadError)
	return errors.As(err, &e) && e.Encrypted
}
