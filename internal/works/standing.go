package works

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"minhchung/internal/cchc"
)

// Version is one document of a work.
type Version struct {
	ID          cchc.DocumentID
	Particulars cchc.Particulars
	Pages       int // of the document; 0 where the format has none
	PagesRead   int
	Quality     float64 // 0..1
	Received    time.Time
	Sketch      []byte // of its text, nil where unknown
	// Replaced are papers that replace or repeal this one.
	Replaced []Replacement
}

// Replacement is a paper that says it replaces or repeals another.
type Replacement struct {
	By   cchc.DocumentID
	Date cchc.Date // of issue; zero where unknown
	// Draft is true where the paper that says so is not issued yet.
	Draft bool
	// Partly is true where only parts are repealed or amended.
	Partly bool
}

// Role is what a version is in its work.
type Role string

// The roles.
const (
	RoleStands   Role = "stands"   // the one that counts
	RoleCopy     Role = "copy"     // says the same: text and scan of one paper
	RoleEarlier  Role = "earlier"  // issued before the one that stands, under the same number
	RoleUnsigned Role = "unsigned" // the one that stands is signed
	RoleDraft    Role = "draft"
	RoleOther    Role = "other"    // same number and date, but another text: perhaps misread
	RoleReplaced Role = "replaced" // by another document
)

// Standing is what a version is in its work, and why.
type Standing struct {
	ID     cchc.DocumentID
	Role   Role
	Reason cchc.Reason
	// By is the paper that replaced it, "" otherwise.
	By cchc.DocumentID
	// Alike is the share of text in common with the version that stands, 0..1; -1 where
	// it cannot be told.
	Alike float64
}

// Stand says of each version of one work what it is, the one that stands first. The order
// of the versions does not matter.
//
// A work that another paper replaces or repeals as a whole has no version that stands, from
// whatever file it was read, unless the paper that says so is a draft or older. Otherwise
// an issued version goes before a draft, a signed one before an unsigned one, and the later
// date before the earlier: a paper issued again under its number is a correction. Text and
// scan count the same. Of those that are equal the one that was read best speaks for the
// others.
func Stand(versions []Version) []Standing {
	if len(versions) == 0 {
		return nil
	}
	order := slices.Clone(versions)
	slices.SortFunc(order, better)
	best := order[0]
	by, replaced := replacement(order)
	out := make([]Standing, 0, len(order))
	for i, v := range order {
		s := Standing{ID: v.ID, Alike: Alike(best.Sketch, v.Sketch)}
		switch {
		case replaced:
			s.Role, s.By, s.Reason = RoleReplaced, by.By, cchc.NewReason("work-replaced")
		case i == 0:
			s.Role, s.Reason = RoleStands, reasonOfBest(best, order[1:])
		default:
			s.Role, s.Reason = roleOf(best, v, s.Alike)
		}
		if i == 0 {
			s.Alike = 1
		}
		out = append(out, s)
	}
	other := func(s Standing) bool { return s.Role == RoleOther }
	if next := slices.IndexFunc(out, other); next == 1 && out[0].Reason.Code == "work-equal" {
		out[0].Reason = cchc.NewReason("work-for-now") // they are not equal: one number is wrong
	}
	return out
}

// better orders versions, the one to stand first.
func better(a, b Version) int {
	return cmp.Or(
		compareBool(issued(a.Particulars), issued(b.Particulars)),
		compareBool(signed(a.Particulars), signed(b.Particulars)),
		compareDates(a.Particulars.IssuedDate, b.Particulars.IssuedDate),
		cmp.Compare(unread(a), unread(b)),
		cmp.Compare(b.Quality, a.Quality),
		a.Received.Compare(b.Received),
		strings.Compare(string(a.ID), string(b.ID)),
	)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// compareDates puts the later day first, an unknown one last.
func compareDates(a, b cchc.Date) int {
	switch {
	case a == b:
		return 0
	case a.Before(b):
		return 1
	}
	return -1
}

func issued(p cchc.Particulars) bool { return !isDraft(p) && p.CodeNumber != "" }

func signed(p cchc.Particulars) bool { return p.Signer.FullName != "" }

func unread(v Version) int { return max(0, v.Pages-v.PagesRead) }

func replacement(versions []Version) (Replacement, bool) {
	var best Replacement
	found := false
	for _, v := range versions {
		for _, r := range v.Replaced {
			d := v.Particulars.IssuedDate
			if r.Draft || r.Partly || !r.Date.IsZero() && !d.IsZero() && r.Date.Before(d) {
				continue
			}
			if !found || compareDates(r.Date, best.Date) < 0 || r.Date == best.Date && r.By < best.By {
				best, found = r, true
			}
		}
	}
	return best, found
}

// Replaced reports whether a paper is replaced or repealed as a whole, and by which.
func Replaced(v Version) (by cchc.DocumentID, ok bool) {
	r, ok := replacement([]Version{v})
	return r.By, ok
}

func reasonOfBest(best Version, others []Version) cchc.Reason {
	if len(others) == 0 {
		return cchc.NewReason("work-only")
	}
	next := others[0]
	switch {
	case issued(best.Particulars) != issued(next.Particulars):
		return cchc.NewReason("work-issued")
	case signed(best.Particulars) != signed(next.Particulars):
		return cchc.NewReason("work-signed")
	case best.Particulars.IssuedDate != next.Particulars.IssuedDate:
		return cchc.NewReason("work-latest")
	}
	return cchc.NewReason("work-equal")
}

// SameText is the share of text in common from which two versions say the same; scans are
// recognised with errors, so that it is far below 1.
const SameText = 0.35

func roleOf(best, v Version, alike float64) (Role, cchc.Reason) {
	b, p := best.Particulars, v.Particulars
	switch {
	case issued(b) && !issued(p):
		return RoleDraft, cchc.NewReason("work-draft")
	case signed(b) && !signed(p) && !(alike >= SameText):
		return RoleUnsigned, cchc.NewReason("work-unsigned")
	case alike >= 0 && alike < SameText && b.IssuedDate == p.IssuedDate:
		return RoleOther, cchc.NewReason("work-differs")
	case !p.IssuedDate.IsZero() && p.IssuedDate.Before(b.IssuedDate):
		return RoleEarlier, cchc.NewReason("work-earlier")
	case signed(b) && !signed(p):
		return RoleUnsigned, cchc.NewReason("work-unsigned")
	}
	return RoleCopy, cchc.NewReason("work-copy")
}

// Differing returns the versions that claim to be the same as another of the work but do
// not say the same: same number, and neither a draft of it nor issued on another day.
func Differing(versions []Version) []cchc.DocumentID {
	var out []cchc.DocumentID
	for _, s := range Stand(versions) {
		if s.Role == RoleOther {
			out = append(out, s.ID)
		}
	}
	return out
}
