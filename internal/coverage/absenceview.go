package coverage

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
)

// AbsenceRow is a search for absent evidence in words.
type AbsenceRow struct {
	cchc.Absence
	VerdictName  string           `json:"verdict_name"`
	Said         messages.Said    `json:"said" doc:"The conclusion in words, and what to do"`
	Requirements []RequirementRow `json:"requirements"`
	Notes        []messages.Said  `json:"notes"`
	Hits         []AbsenceHitRow  `json:"hits"`
	Files        []UnreadRow      `json:"files"`
	Cut          []messages.Said  `json:"cut"`
	Changes      []messages.Said  `json:"changes" doc:"What changed since the run it repeats"`
	Text         []string         `json:"text" doc:"The whole in sentences, for a report"`
}

// AbsenceHitRow is a document that was looked at.
type AbsenceHitRow struct {
	cchc.AbsenceHit
	Why []string `json:"why"`
}

// SayAbsence puts a search into words; changes are those since the run it repeats.
func SayAbsence(a cchc.Absence, changes []cchc.Reason, lang messages.Lang) AbsenceRow {
	row := AbsenceRow{Absence: a, VerdictName: VerdictName(a.Verdict, lang), Said: messages.Say(a.Conclusion, lang), Requirements: []RequirementRow{},
		Notes: sayAll(a.Notes, lang), Hits: []AbsenceHitRow{}, Files: SayUnread(a.Files, lang), Cut: sayAll(a.Cut, lang), Changes: sayAll(changes, lang)}
	for _, q := range a.Requirements {
		row.Requirements = append(row.Requirements, sayRequirement(q, lang))
	}
	for _, h := range a.Hits {
		hit := AbsenceHitRow{AbsenceHit: h, Why: []string{}}
		for _, w := range h.Why {
			hit.Why = append(hit.Why, messages.Words(w, lang).Message)
		}
		row.Hits = append(row.Hits, hit)
	}
	row.Text = row.sentences(lang)
	return row
}

func sayAll(rs []cchc.Reason, lang messages.Lang) []messages.Said {
	out := make([]messages.Said, len(rs))
	for i, r := range rs {
		out[i] = messages.Say(r, lang)
	}
	return out
}

// reported is the most documents and files a report names.
const reported = 10

// sentences are what an auditor puts into a report.
func (r *AbsenceRow) sentences(lang messages.Lang) []string {
	say := func(vi, en string, args ...any) string {
		if lang == messages.English {
			return fmt.Sprintf(en, args...)
		}
		return fmt.Sprintf(vi, args...)
	}
	whose := r.Whose
	if whose == "" {
		whose = say("cơ quan được đánh giá", "the assessed office")
	}
	out := []string{say("Tiêu chí %s (%s), %s: %s.", "Criterion %s (%s), %s: %s.", r.Criterion, r.Name, whose, r.VerdictName)}
	for _, q := range r.Requirements {
		if !q.Satisfied && !q.Spared {
			out = append(out, say("Yêu cầu “%s”: có %d, cần %d.", "Required “%s”: %d of %d.", q.Name, q.Have, q.Need))
		}
		for _, m := range q.Missing {
			out = append(out, m.Message)
		}
	}
	out = append(out, say("Lúc %s (giờ Việt Nam), đã chạy %d câu tìm trên %d văn bản (%d đoạn), thấy %d văn bản khác nhau; những văn bản gần nhất đã được xem và nêu ở dưới.",
		"At %s (Vietnam), %d queries were run over %d documents (%d passages) and found %d different ones; the nearest were looked at and are named below.",
		r.At.In(time.FixedZone("ICT", 7*3600)).Format("15:04 02/01/2006"), len(r.Queries), r.Documents, r.Passages, r.Found))
	for i, q := range r.Queries {
		out = append(out, fmt.Sprintf("  %d. %s", i+1, queryWords(q, say)))
	}
	for i, h := range r.Hits {
		if i == reported {
			out = append(out, say("  … và %d văn bản khác đã xem.", "  … and %d more looked at.", len(r.Hits)-reported))
			break
		}
		what := strings.Join(h.Why, " ")
		if h.Counts {
			what = say("Có đáp ứng.", "It does count.")
		}
		where := ""
		if h.Code != "" {
			where += say(", số %s", ", no. %s", h.Code)
		}
		if d, err := cchc.ParseDate(h.Issued); err == nil && !d.IsZero() {
			where += say(" ngày %s", " of %s", d.Vietnamese())
		}
		if h.Page > 0 {
			where += say(", trang %d", ", page %d", h.Page)
		}
		out = append(out, fmt.Sprintf("  – %s%s: %s", h.Title, where, what))
	}
	return append(out, r.limits(say)...)
}

func queryWords(q cchc.AbsenceQuery, say func(string, string, ...any) string) string {
	types, issued := say("mọi loại văn bản", "any kind"), say("mọi thời gian", "any time")
	if len(q.Types) > 0 {
		types = say("loại %s", "kinds %s", strings.Join(q.Types, ", "))
	}
	if q.Issued != "" {
		issued = say("ban hành %s", "issued %s", q.Issued)
	}
	return say("“%s”, %s, %s: thấy %d văn bản", "“%s”, %s, %s: %d documents", q.Text, types, issued, q.Total)
}

// limits are what the search could not see.
func (r *AbsenceRow) limits(say func(string, string, ...any) string) []string {
	var out []string
	if r.Unread > 0 {
		out = append(out, say("Còn %d tệp chưa đọc được, tài liệu có thể nằm trong đó:", "%d files are not read and could hold the paper:", r.Unread))
	}
	for i, f := range r.Files {
		if i == reported {
			out = append(out, say("  … và %d tệp khác.", "  … and %d more.", r.Unread-reported))
			break
		}
		why := ""
		if f.Reason != nil {
			why = ": " + f.Reason.Message
		}
		out = append(out, "  – "+f.Path+why)
	}
	if len(r.Registers) == 0 {
		out = append(out, say("Chưa có sổ đăng ký văn bản đi để đối chiếu.", "There is no register of outgoing documents to compare with."))
	} else {
		years := make([]string, len(r.Registers))
		for i, y := range r.Registers {
			years[i] = strconv.Itoa(y)
		}
		out = append(out, say("Đã đối chiếu sổ đăng ký văn bản đi năm %s.", "Compared with the registers of outgoing documents of %s.", strings.Join(years, ", ")))
	}
	for _, c := range r.Cut {
		out = append(out, c.Message)
	}
	out = append(out, say("Bộ tiêu chí: %s (%s).", "Catalogue: %s (%s).", r.Title, r.Catalogue), say("Kết luận: %s", "Conclusion: %s", r.Said.Message))
	for _, c := range r.Changes {
		out = append(out, say("So với lần tìm trước: %s", "Since the run before: %s", c.Message))
	}
	return out
}
