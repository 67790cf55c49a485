package cchc

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// FileID is the lower-case hexadecimal SHA-256 of a file's bytes.
type FileID string

// DocumentID is the FileID for the first document of a file and "FileID.n", n >= 2,
// for the documents after it.
type DocumentID string

// WorkID names a group of versions of one document. It is made by [NewWorkID] from
// organ, number, notation and year; papers without number have none.
type WorkID string

// PassageID is "DocumentID#n", n counting from 1 in reading order.
type PassageID string

// NewDocumentID returns the identity of the n-th document of a file, n >= 1.
func NewDocumentID(file FileID, n int) DocumentID {
	if n <= 1 {
		return DocumentID(file)
	}
	return DocumentID(string(file) + "." + strconv.Itoa(n))
}

// File returns the file a document lies in.
func (d DocumentID) File() FileID {
	id, _, _ := strings.Cut(string(d), ".")
	return FileID(id)
}

// NewPassageID returns the identity of the n-th passage of a document, n >= 1.
func NewPassageID(d DocumentID, n int) PassageID {
	return PassageID(string(d) + "#" + strconv.Itoa(n))
}

// Document returns the document a passage belongs to.
func (p PassageID) Document() DocumentID {
	id, _, _ := strings.Cut(string(p), "#")
	return DocumentID(id)
}

// Validate reports whether the identity is 64 lower-case hexadecimal digits.
func (f FileID) Validate() error {
	if len(f) != 64 || strings.Trim(string(f), "0123456789abcdef") != "" {
		return fmt.Errorf("file identity %q is not a SHA-256 in hexadecimal", string(f))
	}
	return nil
}

// File is a set of bytes that was dropped, kept once however many places it lies in.
type File struct {
	ID     FileID  `json:"id"`
	Size   int64   `json:"size"` // bytes
	Format Format  `json:"format"`
	Parent FileID  `json:"parent,omitempty"` // the mail or archive it came out of
	Places []Place `json:"places,omitempty"`
}

// Place is where the bytes of a file were seen.
type Place struct {
	Path    string    `json:"path"` // absolute, as the operating system spells it
	Size    int64     `json:"size"` // bytes
	ModTime time.Time `json:"mod_time"`
	// Stamp holds what else tells a rewritten file from an untouched one (ctime in
	// nanoseconds and inode where the platform has them); compared for equality only.
	Stamp string `json:"stamp,omitempty"`
}

// Unchanged reports whether two sights of one path are of the same untouched file.
func (p Place) Unchanged(q Place) bool {
	return p.Path == q.Path && p.Size == q.Size && p.ModTime.Equal(q.ModTime) && p.Stamp == q.Stamp
}

// Document is one paper of a file with what is known of it.
type Document struct {
	ID   DocumentID `json:"id"`
	File FileID     `json:"file"`
	Path string     `json:"path"` // the first place of its file
	Work WorkID     `json:"work,omitempty"`
	// Unit is a hint from the folder it was dropped in ("inbox/<unit>/…"); the document
	// itself or a person overrides it.
	Unit        string      `json:"unit,omitempty"`
	Format      Format      `json:"format"`
	Pages       int         `json:"pages"`      // pages in the file; 0 where the format has none
	PagesRead   int         `json:"pages_read"` // pages with text
	Quality     float64     `json:"quality"`    // 0..1, mean over the pages read
	Particulars Particulars `json:"particulars"`
	Received    time.Time   `json:"received"` // when the product first saw it, UTC
}

// Actor is who makes a change.
type Actor struct {
	Name string `json:"name"`
	Role Role   `json:"role"`
	Unit string `json:"unit,omitempty"`
}

// Role is what an actor may do.
type Role string

// The roles. Until accounts exist everyone at the machine is RoleOperator.
const (
	RoleOperator Role = "operator" // at the machine itself: everything
	RoleSystem   Role = "system"   // the program: what it proposes and derives
	RoleUnit     Role = "unit"     // for a unit: submits and explains
	RoleTeam     Role = "team"     // tổ kiểm tra, thẩm định: accepts, rejects, asks
)

// Operator is the actor of commands given at the machine.
func Operator() Actor { return Actor{Name: "người vận hành", Role: RoleOperator} }

// System is the actor of what the program does by itself.
func System() Actor { return Actor{Name: "hệ thống", Role: RoleSystem} }

// Scope is what a reader may see. The zero Scope sees nothing, so that a forgotten
// one shows nothing.
type Scope struct {
	All   bool     // everything, until accounts exist
	Units []string // otherwise these units
}

// Everything is the scope of an installation without accounts.
func Everything() Scope { return Scope{All: true} }

// Sees reports whether the scope covers a unit; "" is the office itself.
func (s Scope) Sees(unit string) bool {
	if s.All {
		return true
	}
	for _, u := range s.Units {
		if u == unit {
			return true
		}
	}
	return false
}
