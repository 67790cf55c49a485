package main

import (
	"strconv"

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
	"minhchung/pipeline"
)

func itoa(n int) string { return strconv.Itoa(n) }

// stateName is a state of the ledger in the words of an office.
func stateName(state string, lang messages.Lang) string {
	return pick(lang, map[string][2]string{
		string(cchc.StateQueued):      {"chờ đọc", "queued"},
		string(cchc.StateReading):     {"đang đọc", "being read"},
		string(cchc.StateWaiting):     {"chờ đọc tiếp", "waiting"},
		string(cchc.StateIndexed):     {"đã đọc", "read"},
		string(cchc.StateDuplicate):   {"trùng", "duplicate"},
		string(cchc.StateIgnored):     {"bỏ qua", "ignored"},
		string(cchc.StateQuarantined): {"không nhận", "refused"},
		string(cchc.StateFailed):      {"lỗi", "failed"},
		pipeline.OutcomeUnchanged:     {"không đổi", "unchanged"},
	}, state)
}

// verdictName is a verdict in the words of an office.
func verdictName(v cchc.Verdict, lang messages.Lang) string {
	return pick(lang, map[string][2]string{
		string(cchc.VerdictCovered):       {"Đủ tài liệu", "Covered"},
		string(cchc.VerdictPending):       {"Chờ xác nhận", "To be confirmed"},
		string(cchc.VerdictPartial):       {"Thiếu một phần", "Partly missing"},
		string(cchc.VerdictMissing):       {"Chưa có tài liệu kiểm chứng", "No evidence"},
		string(cchc.VerdictNotApplicable): {"Không áp dụng", "Not applicable"},
		string(cchc.VerdictSurvey):        {"Điều tra xã hội học", "Survey"},
	}, string(v))
}

// linkStateName is what people said of a link.
func linkStateName(s cchc.LinkState, lang messages.Lang) string {
	return pick(lang, map[string][2]string{
		string(cchc.LinkSuggested): {"đề xuất", "suggested"},
		string(cchc.LinkAccepted):  {"chấp nhận", "accepted"},
		string(cchc.LinkRejected):  {"không chấp nhận", "rejected"},
	}, string(s))
}

func pick(lang messages.Lang, names map[string][2]string, key string) string {
	n, ok := names[key]
	if !ok {
		return key
	}
	if lang == messages.English {
		return n[1]
	}
	return n[0]
}
