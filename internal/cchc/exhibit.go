package cchc

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// Exhibit is evidence that is no file: a web page or figures of a system, as a person
// describes it. Nothing is fetched. To everything that counts and shows evidence it is a
// document (see [Exhibit.Document]) without text, pages and number.
type Exhibit struct {
	ID          DocumentID `json:"id"`
	Kind        string     `json:"kind"` // KindWeb or KindSystem
	Title       string     `json:"title"`
	Address     string     `json:"address,omitempty"` // of a web page
	Seen        Date       `json:"seen,omitzero"`     // the day the person saw it
	Description string     `json:"description,omitempty"`
	Unit        string     `json:"unit,omitempty"` // whose evidence it is; "" the office's
	Copy        FileID     `json:"copy,omitempty"` // a copy of the page, kept like any dropped file
	By          string     `json:"by"`
	At          time.Time  `json:"at"` // UTC
}

// The kinds of exhibits, as catalogues name them.
const (
	KindWeb    = "WEB"    // trang web
	KindSystem = "HTHONG" // số liệu trên hệ thống
)

// exhibitPrefix tells the identity of an exhibit from those of documents, which begin with
// a hexadecimal digit.
const exhibitPrefix = "x-"

// NewExhibitID derives the identity from what the person described: the same page seen on
// the same day is the same exhibit.
func NewExhibitID(x Exhibit) DocumentID {
	sum := sha256.Sum256([]byte(strings.Join([]string{x.Kind, x.Address, x.Title, x.Description, x.Seen.String(), x.Unit}, "\x00")))
	return DocumentID(exhibitPrefix + hex.EncodeToString(sum[:6]))
}

// IsExhibit reports whether the identity is that of an [Exhibit].
func (d DocumentID) IsExhibit() bool { return strings.HasPrefix(string(d), exhibitPrefix) }

// Document is the exhibit as a document: its place is the address, its trích yếu the title,
// its date the day it was seen.
func (x Exhibit) Document() Document {
	name := "Trang web"
	if x.Kind == KindSystem {
		name = "Số liệu trên hệ thống"
	}
	return Document{ID: x.ID, Path: x.Address, Unit: x.Unit, Received: x.At,
		Particulars: Particulars{Type: x.Kind, TypeName: name, Subject: x.Title, IssuedDate: x.Seen}}
}
