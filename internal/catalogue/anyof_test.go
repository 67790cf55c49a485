package catalogue_test

import (
	"fmt"
	"strings"
	"testing"

	"minhchung/internal/catalogue"
)

func alternatives(labels ...string) string {
	var b strings.Builder
	b.WriteString("id: thu\ntitle: Thử\ncriteria:\n  - id: \"1\"\n    title: Một\n    points: 1\n    requires:\n")
	for i, l := range labels {
		fmt.Fprintf(&b, "      - {name: Tài liệu %d, kinds: [KH], about: [kế hoạch]", i+1)
		if l != "" {
			fmt.Fprintf(&b, ", any_of: %q", l)
		}
		b.WriteString("}\n")
	}
	return b.String()
}

func TestAlternatives(t *testing.T) {
	for name, tt := range map[string]struct {
		labels []string
		want   string // code of the problem and its suggestion, "" for none
	}{
		"one of two":                {[]string{"A", "A"}, ""},
		"two against one":           {[]string{"A/1", "A/1", "A/2"}, ""},
		"beside what has to be met": {[]string{"", "nhóm 1", "nhóm 1"}, ""},
		"alone":                     {[]string{"A", "A", "B"}, "catalogue-lonely-group A"},
		"one alternative of two":    {[]string{"A/1", "A/1"}, "catalogue-lonely-group "},
		"no name":                   {[]string{"/1", "/1"}, "catalogue-bad-group "},
		"signs":                     {[]string{"A|B", "A|B"}, "catalogue-bad-group "},
	} {
		t.Run(name, func(t *testing.T) {
			cat, problems := catalogue.Read("thu.yaml", []byte(alternatives(tt.labels...)))
			got := ""
			if len(problems) > 0 {
				got = string(problems[0].Reason.Code) + " " + problems[0].Suggestion
			}
			if got != tt.want {
				t.Fatalf("%q, want %q: %v", got, tt.want, problems)
			}
			if tt.want != "" {
				return
			}
			for i, r := range cat.Criteria[0].Requires {
				if r.AnyOf != tt.labels[i] {
					t.Errorf("%s has %q, want %q", r.ID, r.AnyOf, tt.labels[i])
				}
			}
		})
	}
}
