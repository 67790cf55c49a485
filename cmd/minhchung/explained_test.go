//go:build quality

package main

import (
	"fmt"
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// wilson is the interval of Wilson that holds a share of n with 95 %.
func wilson(k, n int) string {
	if n == 0 {
		return "–"
	}
	const z = 1.96
	p, m := float64(k)/float64(n), float64(n)
	middle := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return fmt.Sprintf("%.2f–%.2f", max(0, middle-half), min(1, middle+half))
}

// kindOfMiss is why fields of the hand-read papers are not as the hand wrote them. fields are
// "start of the file name: fields".
type kindOfMiss struct {
	words  string
	misses []string
}

// kindsOfMiss explain every miss of score_metadata.py; each was looked at on the page.
func kindsOfMiss() []kindOfMiss {
	return []kindOfMiss{
		{"số viết tay trên bản scan, để trống", []string{
			"3.pdf number", "Công văn-410 number", "2128 number", "2084 number", "3162 number", "393 number", "QD-566 number", "Công văn-1150 number", "4366 number",
		}},
		{"ngày viết tay trên bản scan, để trống", []string{"1.pdf date", "3.pdf date", "3162 date", "393 date", "QD-566 date", "4366 date"}},
		{"lớp chữ hỏng có sẵn trong tệp", []string{
			"3.pdf subject", "3588_QD place", "3588_QD issuer", "3588_QD subject", "3588_QD signer_name", "3588_QD signer_position", "3588_QD recipients_first",
		}},
		{"dòng thứ hai của đầu thư không giống tên cơ quan", []string{"weekly_template issuer_parent", "weekly_template issuer"}},
		{"bản đối chiếu ghi “công bố thông tin”, bản sinh đôi của chính văn bản đó ghi “công văn”", []string{"20241104_20241102 type"}},
		{"số có trong bản đối chiếu nhưng không có trong chữ của trang nào", []string{"1. Danh muc chung number"}},
	}
}

var missLine = regexp.MustCompile(`(?m)^  miss \S+ +(\S+) +(.+?) \| want `)

// explainMetadata says why fields were missed; a miss without explanation fails.
func explainMetadata(t *testing.T, out string) string {
	t.Helper()
	if m := regexp.MustCompile(`invented numbers (\d+)`).FindStringSubmatch(out); m == nil || number(m[1]) > mostInvented {
		t.Errorf("invented numbers: %v", m)
	}
	total, explained := 0, 0
	kinds := kindsOfMiss()
	counts := make([]int, len(kinds))
	for _, m := range missLine.FindAllStringSubmatch(out, -1) {
		total++
		at := slices.IndexFunc(kinds, func(k kindOfMiss) bool {
			return slices.ContainsFunc(k.misses, func(s string) bool {
				i := strings.LastIndexByte(s, ' ')
				return s[i+1:] == m[1] && strings.HasPrefix(path.Base(m[2]), s[:i])
			})
		})
		if at < 0 {
			t.Errorf("not explained: %s of %s", m[1], m[2])
			continue
		}
		counts[at]++
		explained++
	}
	if m := regexp.MustCompile(`\((\d+) of (\d+)\)`).FindStringSubmatch(out); m == nil || number(m[2])-number(m[1]) != total {
		t.Errorf("%d misses named, the last line says %v", total, m)
	}
	var said []string
	for i, k := range kinds {
		if counts[i] > 0 {
			said = append(said, fmt.Sprintf("%s: %d", k.words, counts[i]))
		}
	}
	return fmt.Sprintf("%d chỗ sai, %d đã xem trên trang và giải thích: %s.", total, explained, strings.Join(said, "; "))
}

// number reads digits.
func number(s string) int {
	n, _ := strconv.Atoi(s) // digits of a pattern: cannot fail
	return n
}

// explainLinks gives the counts behind the shares of score_links.py with their intervals.
func explainLinks(limit string) func(*testing.T, string) string {
	return func(t *testing.T, out string) string { return explainedLinks(t, out, limit) }
}

func explainedLinks(t *testing.T, out, limit string) string {
	t.Helper()
	share := func(name string) (k, n int) {
		m := regexp.MustCompile(name + ` proposed (\d+)/(\d+)`).FindStringSubmatch(out)
		if m == nil {
			t.Fatalf("score_links.py says nothing of %s", name)
		}
		return number(m[1]), number(m[2])
	}
	two, all2 := share("grade 2")
	one, all1 := share("grade 1")
	alike, all0 := share("look-alikes")
	m := regexp.MustCompile(`precision ([\d.]+)`).FindStringSubmatch(out)
	if m == nil {
		t.Fatal("score_links.py says nothing of precision")
	}
	precision, err := strconv.ParseFloat(m[1], 64)
	if err != nil || precision == 0 {
		t.Fatalf("precision %q: %v", m[1], err)
	}
	good := two + one // proposed and judged as evidence or related; the share gives the number of all
	proposed := int(math.Round(float64(good) / precision))
	return fmt.Sprintf("khoảng Wilson 95 %%: đề xuất đúng hoặc liên quan %d/%d (%s); minh chứng được đề xuất %d/%d (%s); văn bản chỉ liên quan được đề xuất %d/%d (%s); "+
		"văn bản trông giống bị đề xuất nhầm %d/%d (%s); %s",
		good, proposed, wilson(good, proposed), two, all2, wilson(two, all2), one, all1, wilson(one, all1), alike, all0, wilson(alike, all0), limit)
}
