package evidence

import (
	"slices"
	"strings"
	"testing"
	"time"

	"minhchung/internal/cchc"
)

// rights tells what each decision gives for each who, by state: the state it leads to, or
// the code it is refused with. The link is of the papers of "a".
const rights = `
decision  who          suggested              submitted              accepted            rejected            explanation_asked
submit    unit         submitted              submitted              review-decided      review-decided      submitted
submit    other-unit   submitted              submitted              review-decided      review-decided      submitted
submit    team         review-unit-only       review-unit-only       review-unit-only    review-unit-only    review-unit-only
submit    team-of-a    submitted              submitted              review-decided      review-decided      submitted
submit    operator     submitted              submitted              review-decided      review-decided      submitted
withdraw  unit         review-not-submitted   suggested              review-not-submitted review-not-submitted suggested
withdraw  team         review-not-submitted   suggested              review-not-submitted review-not-submitted suggested
withdraw  operator     review-not-submitted   suggested              review-not-submitted review-not-submitted suggested
accept    unit         review-team-only       review-team-only       review-team-only    review-team-only    review-team-only
accept    other-unit   review-team-only       review-team-only       review-team-only    review-team-only    review-team-only
accept    team         accepted               accepted               accepted            accepted            accepted
accept    team-of-a    review-own-unit        review-own-unit        review-own-unit     review-own-unit     review-own-unit
accept    team-of-b    accepted               accepted               accepted            accepted            accepted
accept    operator     accepted               accepted               accepted            accepted            accepted
accept    operator-a   review-own-unit        review-own-unit        review-own-unit     review-own-unit     review-own-unit
accept    system       review-needs-person    review-needs-person    review-needs-person review-needs-person review-needs-person
reject    unit         review-team-only       review-team-only       review-team-only    review-team-only    review-team-only
reject    team         rejected               rejected               rejected            rejected            rejected
reject    team-of-a    review-own-unit        review-own-unit        review-own-unit     review-own-unit     review-own-unit
reject    operator     rejected               rejected               rejected            rejected            rejected
ask       unit         review-team-only       review-team-only       review-team-only    review-team-only    review-team-only
ask       team         explanation_asked      explanation_asked      explanation_asked   explanation_asked   explanation_asked
ask       team-of-a    review-own-unit        review-own-unit        review-own-unit     review-own-unit     review-own-unit
ask       operator     explanation_asked      explanation_asked      explanation_asked   explanation_asked   explanation_asked
reset     unit         review-nothing-to-reset suggested             review-team-only    review-team-only    suggested
reset     team         review-nothing-to-reset suggested             suggested           suggested           suggested
reset     team-of-a    review-nothing-to-reset suggested             review-own-unit     review-own-unit     suggested
reset     operator     review-nothing-to-reset suggested             suggested           suggested           suggested
reset     operator-a   review-nothing-to-reset suggested             review-own-unit     review-own-unit     suggested
`

func whoSays() map[string]cchc.Actor {
	return map[string]cchc.Actor{
		"unit": {Name: "An", Role: cchc.RoleUnit, Unit: "Phòng A"}, "other-unit": {Name: "Bình", Role: cchc.RoleUnit, Unit: "b"},
		"team": {Name: "Chi", Role: cchc.RoleTeam}, "team-of-a": {Name: "Dũng", Role: cchc.RoleTeam, Unit: "a"}, "team-of-b": {Name: "Hà", Role: cchc.RoleTeam, Unit: "b"},
		"operator": cchc.Operator(), "operator-a": {Name: "Lan", Role: cchc.RoleOperator, Unit: "Phòng A"}, "system": cchc.System(),
	}
}

func TestWhoMaySayWhat(t *testing.T) {
	at := time.Date(2020, 12, 5, 3, 0, 0, 0, time.UTC)
	lines := strings.Split(strings.TrimSpace(rights), "\n")
	states := strings.Fields(lines[0])[2:]
	for _, line := range lines[1:] {
		f := strings.Fields(line)
		for i, want := range f[2:] {
			actor, known := whoSays()[f[1]]
			if !known {
				t.Fatal(f[1])
			}
			o := Order{Decision: Decision(f[0]), Actor: actor, Note: "lý do", At: at, Same: func(a, b string) bool {
				return a == b || a == "Phòng A" && b == "a"
			}}
			got, err := o.Apply(cchc.Link{ID: "l", State: cchc.LinkState(states[i]), Unit: "a", By: "Người trước", Note: "cũ"})
			switch {
			case strings.HasPrefix(want, "review-"):
				if err == nil || cchc.AsError(err).Reason.Code != cchc.Code(want) {
					t.Errorf("%s by %s on %s: %s, %v, want %s", f[0], f[1], states[i], got.State, err, want)
				}
			case err != nil || string(got.State) != want:
				t.Errorf("%s by %s on %s: %s, %v, want %s", f[0], f[1], states[i], got.State, err, want)
			case want == "suggested" && (got.By != "" || got.ByUnit != "" || got.Note != "" || !got.At.IsZero()):
				t.Errorf("%s on %s leaves %+v", f[0], states[i], got)
			case want != "suggested" && (got.By != actor.Name || got.ByUnit != actor.Unit || got.Note != "lý do" || !got.At.Equal(at)):
				t.Errorf("%s on %s: %+v", f[0], states[i], got)
			}
		}
	}
}

func TestWhatNeedsANote(t *testing.T) {
	for _, d := range Decisions() {
		o := Order{Decision: d, Actor: cchc.Operator(), Note: " \n"}
		_, err := o.Apply(cchc.Link{ID: "l", State: cchc.LinkSubmitted})
		if want := d == Reject || d == Ask; (err != nil) != want {
			t.Errorf("%s without a note: %v", d, err)
		}
	}
	if _, err := (Order{Decision: "like", Actor: cchc.Operator()}).Apply(cchc.Link{}); err == nil {
		t.Error("an unknown decision was taken")
	}
}

func TestWhoMayRemove(t *testing.T) {
	for name, c := range map[string]struct {
		link  cchc.Link
		actor cchc.Actor
		want  cchc.Code
	}{
		"of the program": {cchc.Link{State: cchc.LinkSubmitted}, cchc.Operator(), "link-not-by-hand"},
		"submitted":      {cchc.Link{Manual: true, State: cchc.LinkSubmitted}, cchc.Operator(), ""},
		"asked about":    {cchc.Link{Manual: true, State: cchc.LinkExplanationAsked}, cchc.Operator(), ""},
		"accepted":       {cchc.Link{Manual: true, State: cchc.LinkAccepted}, cchc.Operator(), "review-decided"},
		"rejected":       {cchc.Link{Manual: true, State: cchc.LinkRejected}, cchc.Operator(), "review-decided"},
		"by the program": {cchc.Link{Manual: true}, cchc.System(), "review-needs-person"},
	} {
		err := Remove(c.link, c.actor)
		if c.want == "" != (err == nil) || err != nil && cchc.AsError(err).Reason.Code != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestManualLinks(t *testing.T) {
	cat := cchc.Catalogue{ID: "thu", Version: "1", Criteria: []cchc.Criterion{
		{ID: "1", Requires: []cchc.Requirement{{ID: "1/1"}}}, {ID: "2", Requires: []cchc.Requirement{{ID: "2/1"}, {ID: "2/2"}}}}}
	seen := cchc.NewDate(2020, 12, 5)
	for name, c := range map[string]struct {
		m    Manual
		want string // requirement and document, or a code
	}{
		"a document":           {Manual{Criterion: "1", Document: "d", Note: "ảnh niêm yết"}, "1/1 d"},
		"the second":           {Manual{Criterion: "2", Requirement: "2", Document: "d", Note: "x"}, "2/2 d"},
		"by identity":          {Manual{Criterion: "2", Requirement: "2/1", Document: "d", Note: "x"}, "2/1 d"},
		"which one":            {Manual{Criterion: "2", Document: "d", Note: "x"}, "link-no-requirement"},
		"none such":            {Manual{Criterion: "9", Document: "d", Note: "x"}, "no-such-criterion"},
		"without words":        {Manual{Criterion: "1", Document: "d", Note: " "}, "link-needs-note"},
		"nothing":              {Manual{Criterion: "1", Note: "x"}, "link-needs-one"},
		"two things":           {Manual{Criterion: "1", Document: "d", Statistics: "y", Note: "x"}, "link-needs-one"},
		"a page":               {Manual{Criterion: "1", Web: "https://songlam.example/tin", Seen: seen, Note: "x"}, "1/1 exhibit"},
		"a page without a day": {Manual{Criterion: "1", Web: "https://songlam.example/tin", Note: "x"}, "link-web-seen"},
		"no address":           {Manual{Criterion: "1", Web: "songlam.example", Seen: seen, Note: "x"}, "link-web-address"},
		"a script":             {Manual{Criterion: "1", Web: "javascript:alert(1)", Seen: seen, Note: "x"}, "link-web-address"},
		"figures":              {Manual{Criterion: "1", Statistics: "120 hồ sơ, 118 đúng hạn"}, "1/1 exhibit"},
	} {
		l, x, err := c.m.Link(cat, cchc.Operator(), time.Unix(0, 0))
		got := l.Requirement + " " + string(l.Document)
		if err != nil {
			got = string(cchc.AsError(err).Reason.Code)
		} else if x != nil {
			got = l.Requirement + " exhibit"
			if !l.Document.IsExhibit() || x.ID != l.Document || x.Title == "" || x.Document().ID != x.ID {
				t.Errorf("%s: %+v %+v", name, l, x)
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	a, _, _ := Manual{Criterion: "1", Statistics: "một"}.Link(cat, cchc.Operator(), time.Unix(0, 0))
	b, _, _ := Manual{Criterion: "1", Statistics: "hai"}.Link(cat, cchc.Operator(), time.Unix(0, 0))
	if a.ID == b.ID || !slices.Contains(Decisions(), Ask) {
		t.Error("other figures are another exhibit")
	}
}
