package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"minhchung/internal/coverage"
)

// selfWords is a self-score beside the maximum.
func selfWords(self *float64) string {
	if self == nil {
		return ""
	}
	return ", tự chấm " + decimal(*self)
}

// decimal writes points as offices do: 2,25.
func decimal(v float64) string {
	return strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), ".", ",", 1)
}

// printSums prints the points of each office. Points of different kinds stand on lines of
// their own and are never added together.
func (inv *invocation) printSums(r coverage.Report) {
	inv.printUnread(r)
	if len(r.Offices) == 0 {
		inv.printSum(r.Totals)
	}
	for _, t := range r.Offices {
		fmt.Fprintf(inv.stdout, "\n%s", unitName(r.Units, t.Office))
		inv.printSum(t)
	}
	if r.Unread > 0 {
		fmt.Fprintf(inv.stdout, "Còn %d tệp chưa đọc được hoặc chưa đọc hết, có thể chứa tài liệu cần tìm.\n", r.Unread)
	}
}

func (inv *invocation) printUnread(r coverage.Report) {
	if r.Unread == 0 {
		return
	}
	fmt.Fprintln(inv.stdout, "\nTệp chưa đọc được hoặc chưa đọc hết:")
	for i, f := range coverage.SayUnread(r.Files, inv.lang()) {
		if i == shownUnread {
			fmt.Fprintf(inv.stdout, "  … và %d tệp khác (xem lệnh intake).\n", r.Unread-shownUnread)
			break
		}
		why := stateName(string(f.State), inv.lang())
		if f.Reason != nil {
			why = f.Reason.Message
		}
		fmt.Fprintf(inv.stdout, "  %s – %s\n", f.Path, why)
	}
}

// shownUnread is the most unread files named on a terminal.
const shownUnread = 10

func (inv *invocation) printSum(t coverage.Sum) {
	fmt.Fprintf(inv.stdout, "\nTổng %s điểm: đủ tài liệu (đã xác nhận) %s, chờ xác nhận %s, thiếu một phần %s, chưa có tài liệu %s",
		decimal(t.Points), decimal(t.Covered), decimal(t.Pending), decimal(t.Partial), decimal(t.Missing))
	if t.Explained > 0 {
		fmt.Fprintf(inv.stdout, ", có giải trình %s", decimal(t.Explained))
	}
	fmt.Fprintf(inv.stdout, ", điều tra XHH %s", decimal(t.Survey))
	if t.NotApplicable > 0 {
		fmt.Fprintf(inv.stdout, ", không áp dụng %s", decimal(t.NotApplicable))
	}
	fmt.Fprintln(inv.stdout, ".")
	if t.Scored > 0 {
		fmt.Fprintf(inv.stdout, "Điểm tự chấm %s (đã chấm %d tiêu chí, còn %d): có tài liệu kiểm chứng đã xác nhận %s, tính cả chờ xác nhận %s, dựa vào giải trình %s, chưa đủ tài liệu %s.\n",
			decimal(t.Self), t.Scored, t.Unscored, decimal(t.SelfConfirmed), decimal(t.SelfEvidenced), decimal(t.SelfExplained), decimal(t.AtRisk))
	}
	if t.TargetShare > 0 {
		fmt.Fprintf(inv.stdout, "Mục tiêu: %s%% số điểm.\n", decimal(math.Round(t.TargetShare*1000)/10))
	}
}
