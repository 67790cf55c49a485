package evidence

import (
	"strings"
	"testing"

	"minhchung/internal/vi"
)

// What the words of a text rule out is not in it: with and without them, every pattern is
// found in the same place.
func TestWordSetRulesOutNothingThatIsThere(t *testing.T) {
	p := sample(t)
	var texts []string
	for i := range p.requirements {
		for _, x := range p.requirements[i].phrases {
			texts = append(texts, x.text, "Sở "+x.text+" và đào tạo", vi.Fold(x.text), strings.ToUpper(x.text))
		}
	}
	texts = append(texts, "", "Kế hoạch CCHC năm 2020", "Báo cáo KSTTHC", "ke hoach cai cach hanh chinh nam 2020")
	all, found, ruledOut := p.r.lex.newWordSets(), 0, 0
	for _, s := range texts {
		with := p.r.read(s)
		without := *with
		without.wordSet = wordSet{plain: with.plain}
		all.add(with)
		for i := range p.requirements {
			for _, x := range p.requirements[i].phrases {
				for k := range x.patterns {
					got, ok := x.patterns[k].find(with, 0)
					want, there := x.patterns[k].find(&without, 0)
					if got != want || ok != there {
						t.Fatalf("%q in %q: %v %v, want %v %v", x.text, s, got, ok, want, there)
					}
					if there && !all.mayHold(&x.patterns[k]) {
						t.Fatalf("%q is in %q, not in all texts together", x.text, s)
					}
					if there {
						found++
					} else if !with.mayHold(&x.patterns[k]) {
						ruledOut++
					}
				}
			}
		}
	}
	if found == 0 || ruledOut == 0 {
		t.Errorf("%d found, %d ruled out: the test says nothing", found, ruledOut)
	}
}
