package cchc

// RegisterEntry is one line of the office's register of outgoing documents ("sổ đăng ký
// văn bản đi", Nghị định 30/2020/NĐ-CP, Điều 15).
type RegisterEntry struct {
	Line       int    `json:"line"` // of the sheet, from 1
	Code       string `json:"code"` // as written, "15/KH-STTTT"
	IssuedDate Date   `json:"issued_date,omitzero"`
	Subject    string `json:"subject,omitempty"`
	Signer     string `json:"signer,omitempty"`
	Recipients string `json:"recipients,omitempty"`
	Drafter    string `json:"drafter,omitempty"`
	Note       string `json:"note,omitempty"`
}
