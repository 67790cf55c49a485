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
