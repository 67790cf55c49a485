package main

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/image/font/sfnt"
)

// fontFile reads a weight of Liberation Serif 2 (SIL Open Font License; the first
// series of Liberation has no Vietnamese letters and draws boxes for them).
func fontFile(dir, weight string) ([]byte, error) {
	b, err := os.ReadFile(filepath.Join(dir, "LiberationSerif-"+weight+".ttf"))
	if err != nil {
		return nil, err
	}
	f, err := sfnt.Parse(b)
	if err != nil {
		return nil, err
	}
	var buf sfnt.Buffer
	for _, r := range "ĂẶẾỢỮĐăặếợữđ" {
		if g, err := f.GlyphIndex(&buf, r); err != nil || g == 0 {
			return nil, fmt.Errorf("%s: no letter %q in weight %s", dir, r, weight)
		}
	}
	return b, nil
}
