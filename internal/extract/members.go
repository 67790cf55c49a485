package extract

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Bounds on what comes out of a file, besides those of cchc.Limits.
const (
	// A whole that unpacks to more than mostGrown times its own size and more than
	// grownFrom bytes was made to fill a disk. Real papers shrink to a fiftieth at most.
	mostGrown    = 200
	grownFrom    = 64 << 20
	longestName  = 1024 // bytes of a member's name kept
	copyAtATime  = 256 << 10
	memberPrefix = "m" // of names on disk, which have nothing of the names inside
)

// Unpacker writes the members of one mail or archive into a folder, under neutral names
// and within bounds. It is for one goroutine.
type Unpacker struct {
	dir                    string
	most                   int
	mostBytes, whole, size int64
	members                []cchc.Member
	left, skipped          int
	cutBytes               bool
}

// NewUnpacker returns an Unpacker into lim.UnpackTo for a file of whole bytes; zero limits
// mean the defaults.
func NewUnpacker(lim cchc.Limits, whole int64) *Unpacker {
	def := cchc.DefaultLimits()
	u := &Unpacker{dir: lim.UnpackTo, most: lim.Members, mostBytes: lim.MemberBytes, whole: whole}
	if u.most <= 0 {
		u.most = def.Members
	}
	if u.mostBytes <= 0 {
		u.mostBytes = def.MemberBytes
	}
	return u
}

// Add writes one member. What is beyond the limits of count and bytes is left out and
// noted. Errors: the file's fault "archive-bomb" where it grows out of all proportion;
// ours "unpack-failed" where the folder cannot be written and "reader-stopped"; an error
// of reading from r is returned as it is, and the member is left out.
func (u *Unpacker) Add(ctx context.Context, name string, r io.Reader) error {
	if systemName(name) {
		u.skipped++
		return nil
	}
	if u.Full() {
		u.left++
		return nil
	}
	to := filepath.Join(u.dir, memberPrefix+strconv.Itoa(len(u.members)+1))
	n, err := u.write(ctx, to, r)
	if err != nil || n > u.mostBytes-u.size {
		if e := os.Remove(to); e != nil && !errors.Is(e, os.ErrNotExist) && err == nil {
			err = cchc.OurFault("unpack-failed", e)
		}
		if err == nil {
			u.cutBytes = true
			u.left++
		}
		return err
	}
	u.size += n
	u.members = append(u.members, cchc.Member{Name: SafeName(name), Path: to, Size: n})
	return nil
}

// Full reports whether nothing more is taken, so that the rest need not be unpacked.
func (u *Unpacker) Full() bool { return len(u.members) >= u.most || u.cutBytes }

// Leave counts a member left out because of a limit.
func (u *Unpacker) Leave() { u.left++ }

// Skip counts what is no file of its own: a link, a device, a system file.
func (u *Unpacker) Skip() { u.skipped++ }

// Grown returns the fault "archive-bomb" where all bytes, unpacked or announced, are out of
// all proportion to the file they come from.
func (u *Unpacker) Grown(all int64) error {
	if all > grownFrom && all/mostGrown > u.whole {
		return cchc.FileFault("archive-bomb", fmt.Errorf("%d bytes unpacked from %d", all, u.whole), fmt.Sprintf("%d MB", all>>20))
	}
	return nil
}

func (u *Unpacker) write(ctx context.Context, to string, r io.Reader) (int64, error) {
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, cchc.OurFault("unpack-failed", err)
	}
	n, err := u.copy(ctx, f, r)
	if e := f.Close(); e != nil && err == nil {
		err = cchc.OurFault("unpack-failed", e)
	}
	return n, err
}

// copy stops one step after the bound on bytes.
func (u *Unpacker) copy(ctx context.Context, f io.Writer, r io.Reader) (n int64, err error) {
	b := make([]byte, copyAtATime)
	for n <= u.mostBytes-u.size {
		if ctx.Err() != nil {
			return n, cchc.OurFault("reader-stopped", context.Cause(ctx))
		}
		k, readErr := r.Read(b)
		if k > 0 {
			if _, err := f.Write(b[:k]); err != nil {
				return n, cchc.OurFault("unpack-failed", err)
			}
			n += int64(k)
			if err := u.Grown(u.size + n); err != nil {
				return n, err
			}
		}
		if errors.Is(readErr, io.EOF) {
			return n, nil
		}
		if readErr != nil {
			return n, readErr
		}
	}
	return n, nil
}

// Members returns what was written.
func (u *Unpacker) Members() []cchc.Member { return u.members }

// Notes says what was left out.
func (u *Unpacker) Notes() []cchc.Reason {
	var out []cchc.Reason
	switch {
	case u.cutBytes:
		out = append(out, cchc.NewReason("limit-member-bytes", strconv.Itoa(len(u.members)), strconv.Itoa(len(u.members)+u.left), strconv.FormatInt(max(1, u.mostBytes>>20), 10)))
	case u.left > 0:
		out = append(out, cchc.NewReason("limit-members", strconv.Itoa(len(u.members)), strconv.Itoa(len(u.members)+u.left)))
	}
	if u.skipped > 0 {
		out = append(out, cchc.NewReason("members-skipped", strconv.Itoa(u.skipped)))
	}
	return out
}

// Discard removes what was written, after a fault.
func (u *Unpacker) Discard() error {
	var errs []error
	for _, m := range u.members {
		if err := os.Remove(m.Path); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	u.members = nil
	return errors.Join(errs...)
}

// SafeName is the name of a member as it is kept and shown: NFC, with "/" between
// folders, without a root, a drive, "..", control characters or marks that turn the
// direction of writing; never empty.
func SafeName(name string) string {
	name = strings.ToValidUTF8(strings.ReplaceAll(name, `\`, "/"), "_")
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, vi.NFC(name))
	var parts []string
	for i, p := range strings.Split(name, "/") {
		if i == 0 && len(p) == 2 && p[1] == ':' {
			continue
		}
		if p = strings.TrimSpace(p); p != "" && p != "." && p != ".." {
			parts = append(parts, p)
		}
	}
	name = strings.Join(parts, "/")
	if over := len(name) - longestName; over > 0 {
		name = strings.ToValidUTF8(name[over:], "") // the end tells more: the file itself and its ending
	}
	if name == "" {
		return "khong-ten"
	}
	return name
}

// systemName reports names of files that programs leave beside papers.
func systemName(name string) bool {
	name = strings.ReplaceAll(name, `\`, "/")
	base := path.Base(name)
	if strings.HasPrefix(base, "~$") || strings.HasPrefix(base, "._") || strings.HasPrefix(base, ".~lock.") {
		return true
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "__MACOSX" {
			return true
		}
	}
	switch strings.ToLower(base) {
	case "thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store":
		return true
	}
	return false
}
