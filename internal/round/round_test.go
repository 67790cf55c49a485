package round

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"minhchung/internal/cchc"
)

var noon = time.Date(2020, 12, 15, 5, 0, 0, 0, time.UTC)

func catalogue() cchc.Catalogue {
	return cchc.Catalogue{
		ID: "song-lam", Version: "1", Title: "Bộ tiêu chí thử năm 2020", Year: 2020,
		Criteria: []cchc.Criterion{
			{ID: "1", Title: "Chỉ đạo, điều hành", Children: []cchc.Criterion{
				{ID: "1.1", Title: "Kế hoạch cải cách hành chính", Points: 2},
				{ID: "1.2", Title: "Tỷ lệ nhiệm vụ hoàn thành", Points: 1.5, Ratio: &cchc.Ratio{A: "nhiệm vụ hoàn thành", B: "nhiệm vụ được giao"}},
			}},
			{ID: "2", Title: "Mức độ hài lòng", Points: 10, ScoredBy: cchc.ScoredBySurvey},
			{ID: "1.10", Title: "Sáng kiến", Points: 1},
		},
	}
}

func units() []cchc.Unit {
	return []cchc.Unit{{ID: "cntt", Name: "Phòng Công nghệ thông tin", Aliases: []string{"Phòng CNTT"}}, {ID: "vp", Name: "Văn phòng Sở"}}
}

func opened(offices ...string) cchc.Round {
	return cchc.Round{ID: "2020", Title: "Đánh giá năm 2020", Year: 2020, Catalogue: "song-lam@1", State: cchc.RoundOpen, Offices: offices}
}

func num(v float64) *float64 { return &v }

func code(err error) cchc.Code {
	if err == nil {
		return ""
	}
	return cchc.AsError(err).Reason.Code
}

func TestCheckRound(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*cchc.Round)
		want   cchc.Code
		says   string
	}{
		"good":            {func(*cchc.Round) {}, "", ""},
		"units":           {func(r *cchc.Round) { r.Offices = []string{"vp", "cntt"} }, "", ""},
		"no id":           {func(r *cchc.Round) { r.ID = "" }, "round-bad-id", ""},
		"id with a blank": {func(r *cchc.Round) { r.ID = "năm 2020" }, "round-bad-id", "năm 2020"},
		"no year":         {func(r *cchc.Round) { r.Year = 0 }, "round-bad-year", ""},
		"backwards": {func(r *cchc.Round) {
			r.Period = cchc.Period{From: cchc.NewDate(2020, 2, 1), To: cchc.NewDate(2020, 1, 1)}
		}, "round-bad-period", ""},
		"catalogue unknown": {func(r *cchc.Round) { r.Catalogue = "x@1" }, "no-such-catalogue", "x@1"},
		"another year":      {func(r *cchc.Round) { r.Year = 2021 }, "round-other-year", ""},
		"unit unknown":      {func(r *cchc.Round) { r.Offices = []string{"cnt"} }, "round-unknown-unit", "cntt"},
		"unit twice":        {func(r *cchc.Round) { r.Offices = []string{"vp", "vp"} }, "round-office-twice", "vp"},
		"state unknown":     {func(r *cchc.Round) { r.State = "closed" }, "round-bad-state", "closed"},
	} {
		r := opened()
		tt.change(&r)
		err := Check(Tidy(r), catalogue(), units())
		if code(err) != tt.want || tt.says != "" && !strings.Contains(strings.Join(cchc.AsError(err).Reason.Args, " "), tt.says) {
			t.Errorf("%s: %v, want %q with %q", name, err, tt.want, tt.says)
		}
	}
}

func TestAdvance(t *testing.T) {
	team := cchc.Actor{Name: "tổ", Role: cchc.RoleTeam}
	unit := cchc.Actor{Name: "vp", Role: cchc.RoleUnit, Unit: "vp"}
	for name, tt := range map[string]struct {
		from, to cchc.RoundState
		actor    cchc.Actor
		note     string
		want     cchc.Code
	}{
		"lock":                   {cchc.RoundOpen, cchc.RoundLocked, team, "", ""},
		"unit locks":             {cchc.RoundOpen, cchc.RoundLocked, unit, "", "round-team-only"},
		"over a step":            {cchc.RoundOpen, cchc.RoundAppraising, team, "", "round-bad-step"},
		"back a step":            {cchc.RoundExplaining, cchc.RoundAppraising, team, "", "round-bad-step"},
		"publish":                {cchc.RoundReappraised, cchc.RoundPublished, team, "", ""},
		"published":              {cchc.RoundPublished, cchc.RoundOpen, cchc.Operator(), "sai", "round-published"},
		"unlock":                 {cchc.RoundLocked, cchc.RoundOpen, cchc.Operator(), "nhập thiếu", ""},
		"unlock later":           {cchc.RoundReappraised, cchc.RoundOpen, cchc.Operator(), "nhập thiếu", ""},
		"unlock without note":    {cchc.RoundLocked, cchc.RoundOpen, cchc.Operator(), " ", "round-unlock-note"},
		"unlock by the team":     {cchc.RoundLocked, cchc.RoundOpen, team, "nhập thiếu", "round-operator-only"},
		"unlock what is open":    {cchc.RoundOpen, cchc.RoundOpen, cchc.Operator(), "x", "round-not-locked"},
		"to what is not a state": {cchc.RoundOpen, "shut", team, "", "round-bad-state"},
	} {
		r := opened()
		r.State = tt.from
		got, err := Advance(r, tt.to, tt.actor, tt.note, noon)
		if code(err) != tt.want {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
			continue
		}
		if err == nil && (got.State != tt.to || got.Locked.IsZero() != (tt.to != cchc.RoundLocked)) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestApply(t *testing.T) {
	unit := cchc.Actor{Name: "chị Vân", Role: cchc.RoleUnit, Unit: "vp"}
	member := cchc.Actor{Name: "anh Tổ", Role: cchc.RoleTeam, Unit: "vp"}
	tests := []struct {
		name  string
		state cchc.RoundState
		actor cchc.Actor
		edit  Edit
		want  cchc.Code
		says  []string
	}{
		{"points", "open", unit, Given(cchc.Score{Criterion: "1.1", Office: "vp", Self: num(1.75)}), "", nil},
		{"none", "open", unit, Given(cchc.Score{Criterion: "1.1", Office: "vp", Self: num(0)}), "", nil},
		{"too many", "open", unit, Given(cchc.Score{Criterion: "1.1", Office: "vp", Self: num(2.25)}), "score-points", []string{"1.1", "Văn phòng Sở", "2,25", "0", "2", "2"}},
		{"negative", "open", unit, Given(cchc.Score{Criterion: "1.1", Office: "vp", Self: num(-1)}), "score-points", []string{"1.1", "Văn phòng Sở", "-1", "0", "2", "0"}},
		{"too fine", "open", unit, Given(cchc.Score{Criterion: "1.1", Office: "vp", Self: num(1.00005)}), "score-points", nil},
		{"not a number", "open", unit, Given(cchc.Score{Criterion: "1.1", Office: "vp", Self: num(math.NaN())}), "score-points", nil},
		{"other unit", "open", unit, Given(cchc.Score{Criterion: "1.1", Office: "cntt", Self: num(1)}), "score-other-office", []string{"1.1", "Phòng Công nghệ thông tin"}},
		{"unit that is not assessed", "open", cchc.Operator(), Given(cchc.Score{Criterion: "1.1", Office: "cnt", Self: num(1)}), "round-no-office", []string{"cnt", "cntt"}},
		{"the office as a whole", "open", cchc.Operator(), Given(cchc.Score{Criterion: "1.1", Self: num(1)}), "round-office-needed", nil},
		{"group", "open", unit, Given(cchc.Score{Criterion: "1", Office: "vp", Self: num(1)}), "round-branch", []string{"1", "1.1, 1.2"}},
		{"no criterion", "open", unit, Given(cchc.Score{Criterion: "1.3", Office: "vp", Self: num(1)}), "round-no-criterion", nil},
		{"survey", "open", unit, Given(cchc.Score{Criterion: "2", Office: "vp", Self: num(1)}), "score-survey", nil},
		{"ratio", "open", unit, Given(cchc.Score{Criterion: "1.2", Office: "vp", A: num(3), B: num(4)}), "", nil},
		{"ratio over one", "open", unit, Given(cchc.Score{Criterion: "1.2", Office: "vp", A: num(5), B: num(4)}), "score-ratio", []string{"1.2", "Văn phòng Sở", "5", "4"}},
		{"ratio below zero", "open", unit, Given(cchc.Score{Criterion: "1.2", Office: "vp", A: num(-1), B: num(4)}), "score-figure", nil},
		{"figures without ratio", "open", unit, Given(cchc.Score{Criterion: "1.1", Office: "vp", A: num(1), B: num(4)}), "score-no-ratio", nil},
		{"exempt", "open", unit, Given(cchc.Score{Criterion: "1.1", Office: "vp", NotApplicable: true, Why: "không có thủ tục"}), "", nil},
		{"exempt without reason", "open", unit, Given(cchc.Score{Criterion: "1.1", Office: "vp", NotApplicable: true, Why: " \n"}), "score-no-reason", nil},
		{"exempt with points", "open", unit, Given(cchc.Score{Criterion: "1.1", Office: "vp", NotApplicable: true, Why: "x", Self: num(1)}), "score-not-applicable", nil},
		{"long", "open", unit, Given(cchc.Score{Criterion: "1.1", Office: "vp", Note: strings.Repeat("ă", MaxText+1)}), "score-text-long", nil},
		{"control", "open", unit, Given(cchc.Score{Criterion: "1.1", Office: "vp", Note: "a\x00b"}), "score-text-control", nil},
		{"locked", "locked", unit, Given(cchc.Score{Criterion: "1.1", Office: "vp", Self: num(1)}), "round-locked", []string{"1.1", "Văn phòng Sở"}},
		{"exempt when locked", "appraising", unit, Given(cchc.Score{Criterion: "1.1", Office: "vp", NotApplicable: true, Why: "x"}), "round-locked", nil},
		{"note when locked", "locked", unit, Given(cchc.Score{Criterion: "1.1", Office: "vp", Note: "xem lại"}), "", nil},
		{"appraisal too early", "open", cchc.Operator(), Given(cchc.Score{Criterion: "1.1", Office: "vp", First: num(1)}), "round-first-when", nil},
		{"appraisal", "appraising", cchc.Operator(), Given(cchc.Score{Criterion: "1.1", Office: "vp", First: num(1)}), "", nil},
		{"appraisal by the unit", "appraising", unit, Given(cchc.Score{Criterion: "1.1", Office: "vp", First: num(1)}), "score-own-office", nil},
		{"appraisal of one's own", "appraising", member, Given(cchc.Score{Criterion: "1.1", Office: "vp", First: num(1)}), "score-own-office", nil},
		{"appraisal of others", "appraising", member, Given(cchc.Score{Criterion: "1.1", Office: "cntt", First: num(1)}), "", nil},
		{"second too early", "explaining", cchc.Operator(), Given(cchc.Score{Criterion: "1.1", Office: "vp", Second: num(1)}), "round-second-when", nil},
		{"second", "reappraised", cchc.Operator(), Given(cchc.Score{Criterion: "1.1", Office: "vp", Second: num(1)}), "", nil},
		{"explanation", "explaining", unit, Given(cchc.Score{Criterion: "1.1", Office: "vp", Explanation: "đã gửi sau"}), "", nil},
		{"explanation at the first appraisal", "appraising", unit, Given(cchc.Score{Criterion: "1.1", Office: "vp", Explanation: "đã gửi sau"}), "round-explanation-when", nil},
		{"published", "published", cchc.Operator(), Given(cchc.Score{Criterion: "1.1", Office: "vp", Note: "x"}), "round-published", nil},
		{"nothing new when published", "published", cchc.Operator(), Whole(cchc.Score{Criterion: "1.1", Office: "vp"}), "", nil},
	}
	for _, tt := range tests {
		r := opened("cntt", "vp")
		r.State = tt.state
		x := NewRules(r, catalogue(), units())
		held := cchc.Score{Round: "2020", Criterion: tt.edit.Criterion, Office: tt.edit.Office}
		got, err := x.Apply(tt.actor, held, tt.edit, noon)
		if code(err) != tt.want {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
			continue
		}
		if tt.says != nil && !reflect.DeepEqual(cchc.AsError(err).Reason.Args, tt.says) {
			t.Errorf("%s says %q, want %q", tt.name, cchc.AsError(err).Reason.Args, tt.says)
		}
		if err != nil && !reflect.DeepEqual(got, held) {
			t.Errorf("%s: refused, but changed to %+v", tt.name, got)
		}
		if err == nil && !Equal(got, held) && (got.By != tt.actor.Name || got.At != noon) {
			t.Errorf("%s: who and when is missing: %+v", tt.name, got)
		}
	}
}

// Fields that are not set stay, those set to nothing are taken back, and nil is not zero.
func TestEditsTouchTheirFieldsOnly(t *testing.T) {
	x := NewRules(opened(), catalogue(), units())
	one, err := x.Apply(cchc.Operator(), cchc.Score{}, Given(cchc.Score{Criterion: "1.1", Self: num(0), Note: " dòng một\r\ndòng hai "}), noon)
	if err != nil || one.Self == nil || *one.Self != 0 || one.Note != "dòng một\ndòng hai" || one.Round != "2020" {
		t.Fatal(one, err)
	}
	two, err := x.Apply(cchc.Operator(), one, Given(cchc.Score{Criterion: "1.1", Figures: "12"}, FieldNote), noon)
	if err != nil || two.Self == nil || two.Note != "" || two.Figures != "12" {
		t.Fatal(two, err)
	}
	three, err := x.Apply(cchc.Operator(), two, Whole(cchc.Score{Criterion: "1.1"}), noon)
	if err != nil || !Blank(three) {
		t.Fatal(three, err)
	}
	again, err := x.Apply(cchc.Actor{Name: "khác"}, two, Given(cchc.Score{Criterion: "1.1", Figures: "12"}), noon.Add(time.Hour))
	if err != nil || !reflect.DeepEqual(again, two) {
		t.Error("saying the same again changed who said it", again, err)
	}
}

func TestOffice(t *testing.T) {
	x := NewRules(opened("cntt", "vp"), catalogue(), units())
	for name, want := range map[string]string{"vp": "vp", "VĂN PHÒNG SỞ": "vp", "phòng cntt": "cntt"} {
		if got, err := x.Office(name); err != nil || got != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	for name, want := range map[string]cchc.Code{"": "round-office-needed", "vpp": "round-no-office"} {
		if _, err := x.Office(name); code(err) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := NewRules(opened(), catalogue(), units()).Office("vp"); code(err) != "round-one-office" {
		t.Error(err)
	}
}

func TestTotalsStandApart(t *testing.T) {
	x := NewRules(opened("cntt", "vp"), catalogue(), units())
	got := x.Totals([]cchc.Score{
		{Criterion: "1.1", Office: "vp", Self: num(1.1), First: num(0)},
		{Criterion: "1.2", Office: "vp", Self: num(0.2), Explanation: "x"},
		{Criterion: "1.10", Office: "vp", NotApplicable: true, Why: "x"},
		{Criterion: "9", Office: "vp", Self: num(7)},
		{Criterion: "1.1", Office: "elsewhere", Self: num(7)},
	})
	want := []OfficeTotal{
		{Office: "cntt", Name: "Phòng Công nghệ thông tin", Points: 4.5, Survey: 10, Criteria: 3},
		{Office: "vp", Name: "Văn phòng Sở", Points: 3.5, Survey: 10, NotApplicable: 1, Self: 1.3, Criteria: 2, SelfScored: 2, FirstScored: 1, Explained: 1, Exempt: 1},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("totals are\n%+v, want\n%+v", got, want)
	}
}

func TestCarry(t *testing.T) {
	next := catalogue()
	next.Version = "2"
	next.Criteria[0].Children = []cchc.Criterion{
		{ID: "1.1", Title: "Kế hoạch", Points: 1},
		{ID: "1.3", Title: "Tỷ lệ nhiệm vụ hoàn thành", Points: 1.5},
	}
	r := opened()
	r.Catalogue = "song-lam@2"
	x := NewRules(r, next, nil)
	scores := []cchc.Score{
		{Round: "2020", Criterion: "1.1", Self: num(1.5), Note: "giữ"},
		{Round: "2020", Criterion: "1.2", Self: num(1), A: num(1), B: num(2), By: "Vân"},
		{Round: "2020", Criterion: "1.10", Self: num(0.5)},
	}
	kept, left := Carry(scores, nil, x)
	if len(kept) != 2 || kept[0].Self != nil || kept[0].Note != "giữ" || kept[1].Criterion != "1.10" {
		t.Errorf("kept %+v", kept)
	}
	if len(left) != 2 || left[0].Reason.Code != "carry-points" || left[1].Reason.Code != "carry-no-criterion" || left[1].Criterion != "1.2" {
		t.Errorf("left %+v", left)
	}
	kept, left = Carry(scores, map[string]string{"1.1": "1.3", "1.2": "1.3", "1.10": ""}, x)
	if len(kept) != 1 || kept[0].Criterion != "1.3" || *kept[0].Self != 1.5 {
		t.Errorf("kept %+v", kept)
	}
	if len(left) != 2 || left[0].Reason.Code != "carry-twice" || left[1].Reason.Code != "carry-no-criterion" {
		t.Errorf("left %+v", left)
	}
	kept, left = Carry(scores[1:2], map[string]string{"1.2": "1.3"}, x)
	if len(kept) != 1 || kept[0].A != nil || kept[0].By != "Vân" || len(left) != 1 || left[0].Reason.Code != "carry-figures" {
		t.Errorf("kept %+v, left %+v", kept, left)
	}
}

// Whatever goes along or stays: every score is either kept or told.
func TestCarryTellsOfEveryScore(t *testing.T) {
	x := NewRules(opened(), catalogue(), nil)
	ids := []string{"1.1", "1.2", "2", "1.10", "9"}
	rapid.Check(t, func(t *rapid.T) {
		mapping := map[string]string{}
		var scores []cchc.Score
		for _, id := range rapid.SliceOfDistinct(rapid.SampledFrom(ids), rapid.ID[string]).Draw(t, "scored") {
			scores = append(scores, cchc.Score{Criterion: id, Self: num(rapid.Float64Range(0, 3).Draw(t, "self"))})
			if rapid.Bool().Draw(t, "mapped") {
				mapping[id] = rapid.SampledFrom(ids).Draw(t, "to")
			}
		}
		kept, left := Carry(scores, mapping, x)
		told := map[string]bool{}
		for _, l := range left {
			told[l.Criterion] = true
		}
		whole := 0
		for _, k := range kept {
			if k.Self != nil {
				whole++
			}
			if err := x.checkScore(x.leaves[k.Criterion], k); err != nil {
				t.Fatalf("kept %+v: %v", k, err)
			}
		}
		if whole+len(told) != len(scores) {
			t.Fatalf("%d scores: %d kept whole, %d told", len(scores), whole, len(told))
		}
	})
}

func TestCheckUnit(t *testing.T) {
	others := append(units(), cchc.Unit{ID: "tckh", Name: "Phòng Tài chính", SucceededBy: "vp", Valid: cchc.Period{To: cchc.NewDate(2019, 6, 30)}})
	for name, tt := range map[string]struct {
		unit cchc.Unit
		want cchc.Code
	}{
		"good":           {cchc.Unit{ID: "tt", Name: "Trung tâm"}, ""},
		"no id":          {cchc.Unit{Name: "Trung tâm"}, "unit-bad-id"},
		"blank in it":    {cchc.Unit{ID: "t t", Name: "Trung tâm"}, "unit-bad-id"},
		"no name":        {cchc.Unit{ID: "tt"}, "unit-no-name"},
		"backwards":      {cchc.Unit{ID: "tt", Name: "T", Valid: cchc.Period{From: cchc.NewDate(2020, 2, 1), To: cchc.NewDate(2020, 1, 1)}}, "unit-bad-period"},
		"same name":      {cchc.Unit{ID: "vp2", Name: "văn phòng sở"}, "unit-same-name"},
		"alias of other": {cchc.Unit{ID: "it", Name: "Phòng IT", Aliases: []string{"PHÒNG CNTT"}}, "unit-same-name"},
		"name used up":   {cchc.Unit{ID: "tc", Name: "Phòng Tài chính", Valid: cchc.Period{From: cchc.NewDate(2019, 7, 1)}}, ""},
		"no successor":   {cchc.Unit{ID: "tt", Name: "T", SucceededBy: "nowhere"}, "unit-no-successor"},
		"own successor":  {cchc.Unit{ID: "tt", Name: "T", SucceededBy: "tt"}, "unit-succession-loop"},
		"in a circle":    {cchc.Unit{ID: "vp", Name: "V", SucceededBy: "tckh"}, "unit-succession-loop"},
	} {
		var rest []cchc.Unit
		for _, o := range others {
			if o.ID != tt.unit.ID {
				rest = append(rest, o)
			}
		}
		if err := NewUnits(rest).Put(tt.unit); code(err) != tt.want {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
		s := NewUnits(others) // a unit is never in its own way
		if err := s.Put(tt.unit); code(err) != tt.want {
			t.Errorf("%s, changed: %v, want %q", name, err, tt.want)
		}
		if err := s.Put(cchc.Unit{ID: "it2", Name: "Phòng IT", Aliases: []string{"Phòng Chín"}}); err != nil && tt.unit.ID != "it" {
			t.Errorf("%s: another afterwards: %v", name, err)
		}
	}
}

func TestLackingAddsWhatIsNew(t *testing.T) {
	cat := cchc.Catalogue{Units: []cchc.Unit{
		{ID: "cntt", Name: "Tên khác"},          // by identity
		{ID: "van-phong", Name: "VĂN PHÒNG SỞ"}, // by name
		{ID: "tt", Name: "Trung tâm", Succeeds: []cchc.Unit{{ID: "cu", Name: "Trung tâm cũ"}}},
	}}
	want := []cchc.Unit{{ID: "tt", Name: "Trung tâm"}, {ID: "cu", Name: "Trung tâm cũ", SucceededBy: "tt"}}
	if got := Lacking(units(), cat); !reflect.DeepEqual(got, want) {
		t.Errorf("lacking %+v, want %+v", got, want)
	}
}

func TestMerge(t *testing.T) {
	day := cchc.NewDate(2025, 2, 28)
	got, err := Merge(units(), []string{"vp"}, "cntt", day)
	if err != nil || len(got) != 1 || got[0].SucceededBy != "cntt" || got[0].Valid.To != day {
		t.Errorf("merged %+v, %v", got, err)
	}
	if _, err := Merge(units(), []string{"vpp"}, "cntt", day); code(err) != "no-such-unit" {
		t.Error(err)
	}
	if _, err := Merge(units(), []string{"vp"}, "vp", day); code(err) != "unit-succession-loop" {
		t.Error(err)
	}
}
