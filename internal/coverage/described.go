package coverage

import "minhchung/internal/cchc"

// described counts the files without a page of text of which a person said what they show:
// a picture somebody linked and described could hide no evidence. Such files wait for their
// letters or were found to have none, and are among the unread ones.
func described(links []cchc.Link, docs map[cchc.DocumentID]cchc.Document) int {
	files := map[cchc.FileID]bool{}
	for _, l := range links {
		d, known := docs[l.Document]
		if l.Manual && known && !l.Document.IsExhibit() && d.PagesRead == 0 {
			files[d.File] = true
		}
	}
	return len(files)
}

// withdrawn reports whether a person took back what he had linked, and the program does not
// propose it: it is no near miss.
func withdrawn(l *cchc.Link) bool {
	return l.Manual && !l.Proposed && l.State == cchc.LinkSuggested
}

// linkedFor is the unit a person linked evidence for, by identity or name, "" for none.
func linkedFor(l *cchc.Link) string {
	for i := range l.Reasons {
		if r := &l.Reasons[i]; r.Code == "linked-for-unit" && len(r.Args) > 0 {
			return r.Args[0]
		}
	}
	return ""
}

// ofProgram drops what a person said of a link he made from its reasons.
func ofProgram(rs []cchc.Reason) []cchc.Reason {
	for len(rs) > 0 && (rs[0].Code == "linked-by-person" || rs[0].Code == "linked-for-unit") {
		rs = rs[1:]
	}
	return rs
}
