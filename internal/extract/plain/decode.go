package plain

import "minhchung/internal/vi"

// Decode turns the bytes of a text file into Unicode, in NFC: UTF-8, UTF-16, TCVN3, VNI,
// windows-1258 or windows-1252, whichever the text speaks for. It does not decide on legacy
// fonts in text that already is Unicode. The error is the file's fault "not-a-document".
// It is safe for use by several goroutines.
func Decode(content []byte) (string, error) {
	text, _, err := decode(content, false)
	return vi.NFC(text), err
}
