package main

import (
	"regexp"
	"strconv"

	"minhchung/internal/cchc"
	"minhchung/internal/coverage"
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
func verdictName(v cchc.Verdict, lang messages.Lang) string { return coverage.VerdictName(v, lang) }

// linkStateName is what people said of a link.
func linkStateName(s cchc.LinkState, lang messages.Lang) string {
	return pick(lang, map[string][2]string{
		string(cchc.LinkSuggested):        {"đề xuất", "suggested"},
		string(cchc.LinkSubmitted):        {"đã nộp", "submitted"},
		string(cchc.LinkAccepted):         {"chấp nhận", "accepted"},
		string(cchc.LinkRejected):         {"không chấp nhận", "rejected"},
		string(cchc.LinkExplanationAsked): {"đề nghị giải trình", "explanation asked"},
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

// usageWords says in Vietnamese what cobra and pflag complain about; what is not known
// here stays as it is.
func usageWords(err error) string {
	for _, w := range []struct{ pattern, words string }{
		{`^unknown flag: (\S+)`, "không có tùy chọn $1"},
		{`^unknown shorthand flag: .* in (.+)`, "không có tùy chọn $1 (chữ cần tìm bắt đầu bằng dấu trừ thì viết sau --)"},
		{`^flag needs an argument: (?:'.' in )?(\S+)`, "tùy chọn $1 cần một giá trị"},
		{`^invalid argument ("[^"]*") for "([^"]*)" flag.*`, "giá trị $1 không hợp với tùy chọn $2"},
		{`^requires at least (\d+) arg\(s\), only received (\d+)`, "cần ít nhất $1 tham số, mới có $2"},
		{`^accepts (\d+) arg\(s\), received (\d+)`, "cần đúng $1 tham số, đang có $2"},
		{`^accepts at most (\d+) arg\(s\), received (\d+)`, "nhận nhiều nhất $1 tham số, đang có $2"},
		{`^unknown command ("[^"]*") for .*`, "không có lệnh $1"},
	} {
		if re := regexp.MustCompile(w.pattern); re.MatchString(err.Error()) {
			return re.ReplaceAllString(err.Error(), w.words)
		}
	}
	return err.Error()
}
