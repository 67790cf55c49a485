// Package search holds what a question is and what an answer is, apart from any engine:
// the query language, document numbers as people write them, and snippets.
//
// Text comes first: whatever is typed is searched. What looks like an operator but does
// not parse is searched literally, and a notice says so; there is no syntax error.
//
//	cải cách hành chính        words, best passages first; no word is compulsory
//	"kiểm soát thủ tục"        the words must stand together somewhere in the document
//	"kế hoạch" OR "đề án"      one of the phrases must
//	-dự -"bản thảo"            documents with the word or phrase are left out
//	15/KH-STTTT                a document number, however spaced, dashed or cased
//	số 15, 15/2020, KH-STTTT   number, number and year, or sign alone
//	loại:KH đơn_vị:vp từ:2020-01-01 đến:31/12/2020 năm:2020 số:15
//	                           filters; also type: unit: from: to: year: number:;
//	                           one named twice means either
//
// Words typed with diacritics find exact tones first; words typed without find every
// tone. Everything here is pure and safe for concurrent use.
package search
