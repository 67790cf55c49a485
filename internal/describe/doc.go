// Package describe reads what a paper says about itself: its particulars (thể thức), as
// Nghị định 30/2020/NĐ-CP, Điều 8 and Phụ lục I lays them out.
//
//	head.go        the lines of the letterhead        line.go      lines and columns
//	motto.go       the mottos                         opening.go   how a rule starts
//	number.go      số, ký hiệu            date.go        địa danh, ngày tháng năm
//	doctype.go     tên loại               types.go       the list of types
//	organ.go       cơ quan chủ quản, cơ quan ban hành
//	subject.go     trích yếu, "V/v"       years.go       the years it speaks of
//	signer.go      quyền hạn, chức vụ, họ tên
//	recipients.go  nơi nhận, drafting unit    closing.go     where the end of a paper lies
//	organname.go   names of organs that a scan misread
//	marks.go       dự thảo, độ khẩn       annex.go       the date an annex gives its paper
//	period.go      quý, 6 tháng, tháng    unit.go        the units a paper is about
//	attachment.go  what comes with it     citation.go    the papers it names, and why
//	work.go        which papers are versions of one another
//	split.go       a file that holds two papers
//	text.go        comparing words without diacritics, with the errors of scans
//
// Everything is pure: no input or output, no clock, safe for concurrent use. A field that
// is not found, or found in doubtful company, stays blank; a number is never made up.
package describe
