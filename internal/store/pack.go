package store

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"fmt"
	"io"
)

// maxBlocks bounds what is packed of one page after inflating, in bytes. What we wrote is
// never near it; a damaged record must not take the machine's memory.
const maxBlocks = 256 << 20

// packer deflates what belongs to pages as JSON, keeping its tables from page to page. It is for
// one goroutine.
type packer struct {
	w *flate.Writer
}

func (p *packer) pack(v any) ([]byte, error) {
	plain, err := json.Marshal(v)
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

func unpack[T any](packed []byte) (v T, err error) {
	r := flate.NewReader(bytes.NewReader(packed))
	plain, err := io.ReadAll(io.LimitReader(r, maxBlocks+1))
	if err != nil {
		return v, fmt.Errorf("content of a page: %w", err)
	}
	if len(plain) > maxBlocks {
		return v, fmt.Errorf("content of a page is over %d bytes", maxBlocks)
	}
	if err := json.Unmarshal(plain, &v); err != nil {
		return v, fmt.Errorf("content of a page: %w", err)
	}
	return v, nil
}
