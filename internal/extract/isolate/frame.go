package isolate

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"minhchung/internal/cchc"
)

// Bounds of one frame in bytes. An answer holds the text of a file twice at worst (the
// cells of a table row and their joined text) and JSON quoting on top.
const (
	maxRequest = 256 << 10
	maxAnswer  = 256 << 20
)

// protocol is what both sides must agree on; the child names it first of all.
const protocol = 2

var errFrameSize = errors.New("frame is larger than the bound")

// request asks for one file to be read or, with Render set, for the picture of a page.
type request struct {
	Path   string         `json:"path"`
	Limits cchc.Limits    `json:"limits"`
	Render *RenderRequest `json:"render,omitempty"`
}

// answer is the hello of a child (Protocol set), a reading, a picture, or a failure.
type answer struct {
	Protocol int           `json:"protocol,omitempty"`
	Reading  *cchc.Reading `json:"reading,omitempty"`
	Rendered *Rendered     `json:"rendered,omitempty"`
	Failure  *failure      `json:"failure,omitempty"`
	// Panicked says that the reader panicked: the child ends after this answer.
	Panicked bool `json:"panicked,omitempty"`
}

// failure is a cchc.Error on its way between processes.
type failure struct {
	Fault  cchc.Fault `json:"fault"`
	Code   cchc.Code  `json:"code"`
	Args   []string   `json:"args,omitempty"`
	Detail string     `json:"detail,omitempty"`
}

const maxDetail = 8 << 10

func newFailure(err error) *failure {
	e := cchc.AsError(err)
	f := &failure{Fault: e.Fault, Code: e.Reason.Code, Args: e.Reason.Args}
	if e.Err != nil {
		f.Detail = e.Err.Error()
		if len(f.Detail) > maxDetail {
			f.Detail = f.Detail[:maxDetail]
		}
	}
	return f
}

func (f *failure) err() *cchc.Error {
	e := &cchc.Error{Fault: f.Fault, Reason: cchc.Reason{Code: f.Code, Args: f.Args}}
	if f.Detail != "" {
		e.Err = errors.New(f.Detail)
	}
	return e
}

// writeFrame writes v as JSON after its length in four bytes, big end first.
// errFrameSize means that nothing was written.
func writeFrame(w io.Writer, v any, limit int) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode frame: %w", err)
	}
	if len(body) > limit {
		return fmt.Errorf("%w: %d bytes", errFrameSize, len(body))
	}
	frame := make([]byte, 4, 4+len(body))
	binary.BigEndian.PutUint32(frame, uint32(len(body)))
	if _, err := w.Write(append(frame, body...)); err != nil {
		return fmt.Errorf("write frame: %w", err)
	}
	return nil
}

// readFrame reads one frame into v. It returns io.EOF where the stream ends between
// frames. The memory it takes follows the bytes that arrive, not the announced length.
func readFrame(r io.Reader, v any, limit int) error {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		if errors.Is(err, io.EOF) {
			return io.EOF
		}
		return fmt.Errorf("read frame: %w", err)
	}
	size := int64(binary.BigEndian.Uint32(head[:]))
	if size > int64(limit) {
		return fmt.Errorf("%w: %d bytes announced", errFrameSize, size)
	}
	var body bytes.Buffer
	if _, err := io.CopyN(&body, r, size); err != nil {
		return fmt.Errorf("read frame: %w", io.ErrUnexpectedEOF)
	}
	if err := json.Unmarshal(body.Bytes(), v); err != nil {
		return fmt.Errorf("decode frame: %w", err)
	}
	return nil
}
