package describe

import (
	"regexp"
	"strings"
	"testing"

	"minhchung/internal/vi"
)

// Looking at the first bytes never changes what a rule says.
func TestOpeningAgreesWithItsExpression(t *testing.T) {
	texts := map[string]bool{}
	for _, s := range []string{"", " ", "s", "so", "số", "\xff", "đ", "12", "- 12 -", "  so: 5", "(so: 5", "pho chu tich", "\ufffd"} {
		texts[s] = true
	}
	for _, p := range papers(t) {
		for l := range strings.SplitSeq(p.input, "\n") {
			for _, w := range append(strings.Fields(l), l) {
				texts[vi.Fold(w)], texts[strings.ToLower(w)] = true, true
			}
		}
	}
	for _, o := range []*opening{noise(), arrival(), arrivalField(), bodyOpening(), numberLabel(), brokenLabel(), citing(), unreadable(), dateline(), cited(), meeting(), adoption(),
		labelWord(), notTitles(), annexNumber(), organWord(), notOrgan(), placeWord(), listLabel(), listEnd(), capacity(), office(), signMark(), rank(), surname(),
		aboutPrefix(), bodySentence(), inBrackets(), authority(), orderMark(), articleOne(), issuer(), isHeading(), yearPart(), mottoStart(), assistant(),
		draftMark(), urgent(), annexLead(), basisLead(), codeInFold(), onlyDate(), storeItem(), registry(), typist(), unitHead(), ofAnother(), enclosed(),
		sendsWith(), annexTitle(), unitWord(), notUnit(), unitKinds(), lostLetter(), wholeStart()} {
		for s := range texts {
			if got, want := o.find(s), o.re.FindString(s); got != want {
				t.Fatalf("%s\n%q: %q, want %q", o.re, s, got, want)
			}
		}
	}
}

func TestStartsOfAnExpression(t *testing.T) {
	for expr, want := range map[string]string{
		`so\b`: "so", `(?:tm|t/m|kt)\s`: "kt\t kt\n kt\f kt\r kt  t/m\t t/m\n t/m\f t/m\r t/m  tm\t tm\n tm\f tm\r tm ", `(?:pho )?chu tich`: "chu ti pho ch",
		`[ab]+x`: "a b", `-?x`: "-x x", `x*y`: "x y", `\d{1,2}$`: "0 1 2 3 4 5 6 7 8 9", `x?`: "", `.a`: "", `[^a]b`: "", `(?i)a`: "",
	} {
		if got := strings.Join(startsWith(expr)().starts, " "); got != want {
			t.Errorf("%s: %q, want %q", expr, got, want)
		}
		if !regexp.MustCompile(expr).MatchString("") && startsWith(expr)().matches("") {
			t.Errorf("%s matches nothing", expr)
		}
	}
}

// A line is like a motto as far as their letter triples are the same.
func TestLikeness(t *testing.T) {
	for _, c := range []struct {
		fold          string
		motto, slogan bool
	}{
		{"cong hoa xa hoi chu nghia viet nam", true, false}, {"c0ng hoa xa h0i chu nghia viet nam", true, false}, {"dang cong san viet nam", true, false},
		{"dang cong san viet nam 2", false, false}, {"doc lap - tu do - hanh phuc", false, true}, {"doc lap tu do hanb phuc", false, true},
		{"cong viec cua phong hanh chinh", false, false}, {"đđđđ hhhh đđđđ 1234", false, false}, {"", false, false},
	} {
		if isMotto(c.fold) != c.motto || isSlogan(c.fold) != c.slogan {
			t.Errorf("%q: motto %v, slogan %v", c.fold, isMotto(c.fold), isSlogan(c.fold))
		}
	}
	l := likenessOf("doc lap, doc lap")
	if l.size != 12 || l.hits[ofSlogan] != 8 || l.to(ofSlogan) != 2*4./(10+16) {
		t.Errorf("%+v: %v", l, l.to(ofSlogan))
	}
}
