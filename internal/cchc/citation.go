package cchc

// Relation says why a paper names another one.
type Relation string

// The relations of a paper to one it cites, as Nghị định 30/2020/NĐ-CP and Luật Ban hành
// văn bản quy phạm pháp luật word them.
const (
	RelationBasis    Relation = "basis"    // "Căn cứ …"
	RelationReplaces Relation = "replaces" // "thay thế …"
	RelationAmends   Relation = "amends"   // "sửa đổi, bổ sung …"
	RelationRepeals  Relation = "repeals"  // "bãi bỏ …", "hết hiệu lực"
	RelationAttached Relation = "attached" // "(Kèm theo …)": the paper it is an annex of
	RelationMentions Relation = "mentions" // anything else: "thực hiện …", "theo …"
)

// Citation is a paper named in the text of another. What was not written stays blank.
type Citation struct {
	Relation     Relation `json:"relation"`
	Code         string   `json:"code"`                  // "30/2020/NĐ-CP", spaces removed
	CodeNumber   string   `json:"code_number,omitempty"` // "30"
	CodeNotation string   `json:"code_notation,omitempty"`
	IssuedDate   Date     `json:"issued_date,omitzero"`
	Organ        string   `json:"organ,omitempty"` // "Chính phủ", as written behind "của"
	// Page is where it stands, from 1; 0 where the pages of the file are unknown. Line
	// counts the lines of that page's text from 1.
	Page int `json:"page,omitempty"`
	Line int `json:"line,omitempty"`
	// Text is the sentence, or the part of a long one around the code, as written.
	Text string `json:"text"`
}
