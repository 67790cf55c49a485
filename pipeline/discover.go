package pipeline

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// Root is a file or folder to take in.
type Root struct {
	Shown string // as the person wrote it
	Path  string // absolute
	// Settle is how long a file must be untouched before it is taken: a watched folder
	// holds half-written files. 0 takes files at once.
	Settle time.Duration
	// FileAway has what was taken in moved to the folder [intake.Taken] of the root, and
	// what cannot be read to [intake.Refused] with a note beside it.
	FileAway bool
}

// found is a file under a root.
type found struct {
	shown string
	path  string // absolute
	unit  string // hint from the folder
	info  fs.FileInfo
	skip  *cchc.Reason // why it is not taken, nil where it is
	err   error        // it, or the folder of that name, cannot be read

	settle time.Duration // of its root
	root   string
	away   bool // its root is one files are filed away in
}

// discover walks the roots in lexical order, which makes the choice of a file's first
// place, and so the whole record, independent of timing. Symbolic links are followed to
// files inside the root only.
func discover(ctx context.Context, roots []Root, own string, yield func(found) error) error {
	self := statOf(own)
	for _, root := range roots {
		err := filepath.WalkDir(start(root.Path), func(path string, entry fs.DirEntry, err error) error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if self != nil && err == nil && entry.IsDir() && os.SameFile(self, statOf(path)) {
				return fs.SkipDir // our own data are no documents, however the folder is reached
			}
			if err == nil && entry.IsDir() && filedAway(root, path) {
				return fs.SkipDir
			}
			f, ok := look(root, path, entry, err)
			if !ok {
				return nil
			}
			return yield(f)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// filedAway reports the folders of a root that hold what was filed away earlier, whether
// or not it still is.
func filedAway(root Root, path string) bool {
	path = filepath.Clean(path)
	return filepath.Dir(path) == filepath.Clean(root.Path) && intake.OwnFolder(filepath.Base(path))
}

// statOf is what the system says of a folder, nil where there is none.
func statOf(path string) fs.FileInfo {
	info, err := os.Stat(path)
	if path == "" || err != nil {
		return nil
	}
	return info
}

// start is where the walk of a root begins. A folder reached by a link is walked like any
// other: the separator at the end makes the walk look behind the link.
func start(root string) string {
	if info, err := os.Stat(root); err == nil && info.IsDir() {
		return root + string(filepath.Separator)
	}
	return root
}

// look turns one step of the walk into a file, or nothing for folders.
func look(root Root, path string, entry fs.DirEntry, err error) (found, bool) {
	path = filepath.Clean(path)
	f := found{path: path, shown: shownAs(root, path), settle: root.Settle, root: root.Path, away: root.FileAway}
	if err != nil {
		f.err = err
		return f, ignored(root.Path, path) == nil // nobody misses what a system folder holds
	}
	if entry.IsDir() {
		return f, false
	}
	f.unit, _ = intake.Hints(root.Path, path)
	f.skip = ignored(root.Path, path)
	if entry.Type()&fs.ModeSymlink != 0 && !staysInside(root.Path, path) {
		reason := cchc.NewReason("link-outside")
		f.skip = &reason
		f.info, f.err = entry.Info()
		return f, true
	}
	f.info, f.err = os.Stat(path)
	if errors.Is(f.err, fs.ErrNotExist) {
		return f, false // vanished between the listing and the look
	}
	if f.err == nil && !f.info.Mode().IsRegular() {
		if f.info.IsDir() {
			return f, false // a link to a folder inside the root, walked where it lies
		}
		reason := cchc.NewReason("special-file")
		f.skip = &reason
	}
	return f, true
}

// ignored says why a file, or a folder it lies in below the root, is never a document.
func ignored(root, path string) *cchc.Reason {
	rel, err := filepath.Rel(root, path)
	if err != nil || rel == "." {
		rel = filepath.Base(path)
	}
	for _, name := range strings.Split(rel, string(filepath.Separator)) {
		if reason, yes := intake.Ignore(name); yes {
			return &reason
		}
	}
	return nil
}

func shownAs(root Root, path string) string {
	rel, err := filepath.Rel(root.Path, path)
	if err != nil || rel == "." {
		return root.Shown
	}
	return filepath.Join(root.Shown, rel)
}

func staysInside(root, link string) bool {
	target, err := filepath.EvalSymlinks(link)
	if err != nil {
		return false
	}
	base, err := filepath.EvalSymlinks(root)
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(base, target)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
