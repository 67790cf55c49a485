package plain

import "minhchung/internal/cchc"

// HTMLBlocks makes blocks of HTML that stands inside another file, as [HTML.Read] does of
// a file of its own. At most 16 MiB are read. It is safe for use by several goroutines.
func HTMLBlocks(content []byte) ([]cchc.Block, error) {
	return blocksOf(readHTML, content)
}

// TextBlocks makes blocks of plain text that stands inside another file, as [Text.Read]
// does of a file of its own. It is safe for use by several goroutines.
func TextBlocks(content []byte) ([]cchc.Block, error) {
	return blocksOf(readText, content)
}

func blocksOf(read func([]byte, bool) (cchc.Reading, error), content []byte) (out []cchc.Block, err error) {
	cut := len(content) > maxHTML
	if cut {
		content = content[:maxHTML]
	}
	r, err := read(content, cut)
	if err != nil {
		return nil, err
	}
	for _, p := range r.Pages {
		out = append(out, p.Blocks...)
	}
	return out, nil
}
