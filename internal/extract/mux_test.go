package extract

import (
	"context"
	"errors"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
)

// reader says its format, or fails.
type reader struct{ err error }

func (r reader) Read(context.Context, string, cchc.Limits) (cchc.Reading, error) {
	return cchc.Reading{Pages: []cchc.Page{{Number: 1}}, PageTotal: 1}, r.err
}

func TestMux(t *testing.T) {
	broken := cchc.FileFault("damaged", errors.New("why"))
	m := NewMux(map[cchc.Format]Reader{cchc.FormatText: reader{}, cchc.FormatHTML: reader{broken}})
	for _, c := range []struct {
		name, bytes string
		format      cchc.Format
		code        cchc.Code
		fault       cchc.Fault
		arg         string
	}{
		{"read", "Văn bản", cchc.FormatText, "", "", ""},
		{"its reader fails", "<html>", cchc.FormatHTML, "damaged", cchc.FaultFile, ""},
		{"picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", cchc.FormatImage, "", "", ""},
		{"no reader", `{\rtf1}`, cchc.FormatRTF, "needs-office", cchc.FaultWaiting, "rtf"},
		{"archive", "7z\xbc\xaf\x27\x1c\x00\x04\x00\x00", cchc.FormatArchive, "needs-unpacking", cchc.FaultWaiting, "7z"},
		{"unknown", "\x00\x01\x02\x03", cchc.FormatUnknown, "not-a-document", cchc.FaultFile, "application/octet-stream"},
		{"encrypted", string(compound(nil, "EncryptedPackage")), cchc.FormatUnknown, "encrypted", cchc.FaultFile, ""},
		{"empty", "", cchc.FormatUnknown, "empty-file", cchc.FaultFile, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := m.Read(context.Background(), write(t, c.bytes), cchc.Limits{})
			if r.Format != c.format {
				t.Errorf("format %q", r.Format)
			}
			if c.code == "" {
				if err != nil || len(r.Pages) != 1 || r.PageTotal != 1 || r.Pages[0].NeedsOCR != (c.format == cchc.FormatImage) {
					t.Errorf("got %+v, %v", r, err)
				}
				return
			}
			e := cchc.AsError(err)
			if e.Reason.Code != c.code || e.Fault != c.fault || c.arg != "" && (len(e.Reason.Args) != 1 || e.Reason.Args[0] != c.arg) {
				t.Errorf("got %+v", e)
			}
			if _, ok := messages.Lookup(e.Reason.Code); !ok {
				t.Errorf("%s has no words", e.Reason.Code)
			}
		})
	}
}

func TestMuxStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := NewMux(nil).Read(ctx, write(t, "x"), cchc.Limits{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestMuxByMedia(t *testing.T) {
	broken := cchc.FileFault("damaged", nil)
	m := NewMux(map[cchc.Format]Reader{cchc.FormatText: reader{broken}}, WithMedia("text/csv", reader{}))
	if r, err := m.Read(context.Background(), write(t, "a;b\n1;2\n3;4\n"), cchc.Limits{}); err != nil || r.Format != cchc.FormatText {
		t.Errorf("csv: %+v %v", r, err)
	}
	if _, err := m.Read(context.Background(), write(t, "Văn bản"), cchc.Limits{}); err == nil {
		t.Error("other text went to the reader of csv")
	}
}
