// Package search holds what a question is and what an answer is, apart from any engine:
// the query language, document numbers as people write them, snippets and highlights, and
// suggestions for words that are misspelt.
//
// Text comes first: whatever is typed is searched. What looks like an operator but does
// not parse is searched literally, and a notice says so; there is no syntax error, and no
// query that finds nothing by its form alone.
//
//	cải cách hành chính        words, best passages first; no word is compulsory
//	"kiểm soát thủ tục"        the words must stand together somewhere in the document
//	-dự -"bản thảo" -15/KH-VP  documents with the word, phrase or number are left out; NOT
//	                           before it, in a query that is not all capitals, does the same
//	tuyên tru*                 the beginning of a syllable, of two letters at least
//	loại:KH từ:1/2020          fields, see below
//
// A "-" leaves out what follows it, but for one case: an expression in the list of
// abbreviations that is written with a dash and typed whole with the dash glued on, "kinh
// tế -xã hội", is that expression, and a notice says so. Of "-kết hôn" the first syllable
// is left out and the second looked for; that is said too.
//
// # OR
//
// OR (HOẶC in capitals, in a query that is not all capitals) stands between phrases and
// plain words. A side is the whole run of plain words up to the next quotation, field,
// exclusion, AND, OR or parenthesis, never one syllable of it, since a Vietnamese word has
// several: "báo cáo OR kế hoạch kiểm tra" is "báo cáo" or "kế hoạch kiểm tra". One side
// must stand in the document as typed, or with its abbreviation written out. A side of
// more than four syllables without quotation marks only ranks, and a notice says so; of
// numbers joined by OR none is compulsory either. AND parts two runs and means nothing
// else. Parentheses end a side: (báo cáo OR kế hoạch) kiểm tra.
//
// # Fields
//
// A field is a name, a colon and one word, a quotation, or several of either by commas:
// loại:KH,BC cơ quan:"Sở Nội vụ". A space behind the comma does not matter where what
// follows is plainly one more value. Names are understood with and without diacritics, with
// spaces, underscores or glued (cơ quan:, cơ_quan:, coquan:). Named twice a field means
// either. Values of several syllables that the field knows need no quotation marks
// (trạng thái:đã duyệt, loại:kế hoạch). With a space behind the colon, as in a sentence,
// a field is taken where its value is plain to see (loại: KH, năm: 2020, cơ quan: "…");
// otherwise everything is words.
//
//	loại type                 abbreviation or name of the type: KH, qđ, "tờ trình", luật
//	số number                 15 or 15/KH-STTTT, compulsory; also số ký hiệu:
//	cơ quan issuer            words of the name or its abbreviation
//	người ký signer           words of the name
//	từ from, đến to           2020-01-31, 31/1/2020, 1/2020, 2020; the short forms are
//	                          their first day, or their last; in words, too: quý II/2020,
//	                          tháng 6 năm 2020
//	ngày date                 a day, or a span: 01/01/2020..30/06/2020; spans may have
//	                          spaces, and a dash or đến for the dots
//	tháng month, quý quarter  6/2020; 2/2020, II/2020
//	năm year                  2020, 2018..2020
//	đơn vị unit               as in the folders
//	tiêu chí criterion        its code: 1.2.3
//	trạng thái state          đề xuất, đã nộp, chấp nhận, từ chối, chờ giải trình, cần xem
//	                          lại, or the code
//	chất lượng quality        tốt, kém, thiếu trang, or the code
//	trích yếu subject         words that stand together in the subject, or the same with an
//	                          abbreviation in its other form; each must be met
//	tên tệp file              words that stand together in the name of the file, its ending
//	                          left out
//
// # Numbers
//
//	15/KH-STTTT, 15 /kh–stttt        the whole number, compulsory
//	15/KH, kế hoạch số 15, kh 15     number and type, compulsory; alike for every type
//	nghị định 30/2020, thông tư 01   with year or without; documents that cite it, too
//	quyết định số 15 năm 2020        number, year and type
//	số 15, số15, 15/2020, KH-STTTT   compulsory where nothing else is asked for;
//	công văn 318, luật 45/2019       beside other words they rank
//
// What only looks like a number is none: "báo cáo 6 tháng", "kế hoạch 2020", "kế hoạch 5
// năm", "báo cáo 6/2020", "tháng 6/2020".
//
// # Matching
//
// Words typed with diacritics find exact tones first; words typed without find every
// tone. Abbreviations are searched in both forms, of a short form of many meanings the
// first three in the list; what stands in quotation marks is searched as it stands.
// Letters and digits of full width are those everybody types. Everything here is pure and
// safe for concurrent use.
package search
