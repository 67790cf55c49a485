package coverage

import (
	"minhchung/internal/cchc"
	"minhchung/internal/messages"
)

// VerdictName is a verdict in the words of an office.
func VerdictName(v cchc.Verdict, lang messages.Lang) string {
	names, ok := map[cchc.Verdict][2]string{
		cchc.VerdictCovered:       {"Đủ tài liệu", "Covered"},
		cchc.VerdictPending:       {"Chờ xác nhận", "To be confirmed"},
		cchc.VerdictPartial:       {"Thiếu một phần", "Partly missing"},
		cchc.VerdictMissing:       {"Chưa có tài liệu kiểm chứng", "No evidence"},
		cchc.VerdictExplained:     {"Có giải trình", "Explained"},
		cchc.VerdictNotApplicable: {"Không áp dụng", "Not applicable"},
		cchc.VerdictSurvey:        {"Điều tra xã hội học", "Survey"},
	}[v]
	switch {
	case !ok:
		return string(v)
	case lang == messages.English:
		return names[1]
	}
	return names[0]
}
