package store

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"fmt"
	"io"

	"minhchung/internal/cchc"
)

// maxBlocks bounds the blocks of one page after inflating, in bytes. What we wrote is
// never near it; a damaged record must not take the machine's memory.
const maxBlocks = 256 << 20

// packer deflates the blocks of pages, keeping its tables from page to page. It is for
// one goroutine.
type packer struct {
	w *flate.Writer
}

func (p *packer) pack(blocks []cchc.Block) ([]byte, error) {
	plain, err := json.Marshal(blocks)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if p.w == nil {
		if p.w, err = flate.NewWriter(&out, flate.BestSpeed); err != nil {
			return nil, err
		}
	} else {
		p.w.Reset(&out)
	}
	if _, err := p.w.Write(plain); err != nil {
		return nil, err
	}
	if err := p.w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func unpack(packed []byte) ([]cchc.Block, error) {
	r := flate.NewReader(bytes.NewReader(packed))
	plain, err := io.ReadAll(io.LimitReader(r, maxBlocks+1))
	if err != nil {
		return nil, fmt.Errorf("blocks of a page: %w", err)
	}
	if len(plain) > maxBlocks {
		return nil, fmt.Errorf("blocks of a page are over %d bytes", maxBlocks)
	}
	var blocks []cchc.Block
	if err := json.Unmarshal(plain, &blocks); err != nil {
		return nil, fmt.Errorf("blocks of a page: %w", err)
	}
	return blocks, nil
}
