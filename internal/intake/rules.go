package intake

import (
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// NeedsRecognition is the reason of files with scanned pages that wait for recognition.
const NeedsRecognition cchc.Code = "needs-ocr"

// Tries is how often a file is tried before a failure of ours stands until a person acts.
const Tries = 5

const (
	firstDelay = 10 * time.Second
	growth     = 4
)

// Retry returns how long to wait after the attempt-th failure (counted from 1) before
// the next try: 10 s, 40 s, 160 s, 640 s. False means no further try by itself.
func Retry(attempt int) (time.Duration, bool) {
	if attempt >= Tries {
		return 0, false
	}
	delay := firstDelay
	for n := 1; n < attempt; n++ {
		delay *= growth
	}
	return delay, true
}

// Ignore reports whether a file or folder of this name (one element of a path, without
// its folder) is never a document, and why. Case does not matter: network shares change it.
func Ignore(name string) (cchc.Reason, bool) {
	low := strings.ToLower(name)
	switch {
	case strings.HasPrefix(low, "~$"), strings.HasPrefix(low, ".~lock"):
		return cchc.NewReason("lock-file"), true
	case hasSuffix(low, ".tmp", ".part", ".crdownload"),
		low == "thumbs.db", low == "desktop.ini", low == ".ds_store", low == "@eadir",
		strings.HasPrefix(low, "._"):
		return cchc.NewReason("system-file"), true
	}
	return cchc.Reason{}, false
}

func hasSuffix(s string, endings ...string) bool {
	for _, e := range endings {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}

// The folders of a watched root the product files into: what was taken in, and what could
// not be read.
const (
	Taken   = "_đã nhận"
	Refused = "_lỗi"
)

// OwnFolder reports whether a folder directly below a root is one of those, however its
// name is spelt in Unicode.
func OwnFolder(name string) bool {
	name = vi.NFC(name)
	return name == Taken || name == Refused
}

// Paths that are not of a folder.
const (
	// Inside separates the path of an archive or mail from the name of a member in it.
	Inside = " » "
	// ByHand begins the path of files that came by hand instead of lying in a folder; the
	// day follows, then the name.
	ByHand = "tải lên:/"
)

// The years a folder name is believed to mean.
const (
	firstYear = 1945
	lastYear  = 2100
)

// Hints returns what the folders between a watched root and a file hint at:
// "root/<unit>/…" the unit ("" directly under the root) and the first folder named by a
// year, alone or after "Năm", the year (0 without one). The document itself or a person
// overrides both.
func Hints(root, path string) (unit string, year int) {
	rel, err := filepath.Rel(root, filepath.Dir(path))
	if err != nil || rel == "." || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", 0
	}
	for i, folder := range strings.Split(rel, string(filepath.Separator)) {
		y := folderYear(folder)
		if year == 0 {
			year = y
		}
		// "_đã nhận" and "_lỗi" are the product's own folders, not units.
		if i == 0 && y == 0 && !strings.HasPrefix(folder, "_") {
			unit = vi.NFC(strings.TrimSpace(folder)) // macOS spells names decomposed
		}
	}
	return unit, year
}

func folderYear(name string) int {
	fields := strings.Fields(name)
	if len(fields) == 2 && vi.Fold(fields[0]) == "nam" {
		fields = fields[1:]
	}
	if len(fields) != 1 || len(fields[0]) != 4 {
		return 0
	}
	y, err := strconv.Atoi(fields[0])
	if err != nil || y < firstYear || y > lastYear {
		return 0
	}
	return y
}
