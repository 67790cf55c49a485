package intake

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"minhchung/internal/cchc"
)

func allStates() []cchc.State { return append([]cchc.State{New}, cchc.States()...) }

// Every pair of state and event is either an arrow of the diagram or an error; the counts
// hold the diagram and the table together.
func TestNextOverAllPairs(t *testing.T) {
	arrows := map[[2]string]cchc.State{}
	for _, tr := range Transitions() {
		key := [2]string{string(tr.From), string(tr.Event)}
		if _, twice := arrows[key]; twice {
			t.Errorf("%s while %q: two ways", tr.Event, tr.From)
		}
		arrows[key] = tr.To
		if tr.To.Validate() != nil {
			t.Errorf("%s while %q leads to unknown state %q", tr.Event, tr.From, tr.To)
		}
	}
	for _, from := range allStates() {
		for _, event := range Events() {
			want, ok := arrows[[2]string{string(from), string(event)}]
			got, err := Next(from, event)
			switch {
			case ok && (err != nil || got != want):
				t.Errorf("%s while %q: got %q, %v, want %q", event, from, got, err, want)
			case !ok && !errors.Is(err, ErrTransition):
				t.Errorf("%s while %q: got %q, %v, want ErrTransition", event, from, got, err)
			case !ok && got != from:
				t.Errorf("%s while %q: a refused event moved the row to %q", event, from, got)
			}
		}
	}
	if len(arrows) != 32 {
		t.Errorf("%d arrows: draw the diagram in doc.go anew and change this number", len(arrows))
	}
}

func TestEveryStateIsReachedAndOnlyDuplicateIsFinal(t *testing.T) {
	in, out := map[cchc.State]bool{}, map[cchc.State]bool{}
	for _, tr := range Transitions() {
		in[tr.To], out[tr.From] = true, true
	}
	for _, s := range cchc.States() {
		if !in[s] {
			t.Errorf("nothing leads to %s", s)
		}
		if out[s] == (s == cchc.StateDuplicate) {
			t.Errorf("%s: way out %v", s, out[s])
		}
	}
}

// What is quarantined never goes back to work by itself: only a person's event leads there.
func TestTheFilesFaultIsNotRetriedByItself(t *testing.T) {
	for _, e := range []Event{EventClaimed, EventReleased, EventStored} {
		if to, err := Next(cchc.StateQuarantined, e); err == nil {
			t.Errorf("%s leads from quarantined to %s", e, to)
		}
	}
}

func TestFault(t *testing.T) {
	for fault, want := range map[cchc.Fault]cchc.State{
		cchc.FaultFile:    cchc.StateQuarantined,
		cchc.FaultOurs:    cchc.StateFailed,
		cchc.FaultWaiting: cchc.StateWaiting,
		cchc.FaultUsage:   cchc.StateFailed,
		"new kind":        cchc.StateFailed,
	} {
		if got, err := Next(cchc.StateReading, Fault(fault)); err != nil || got != want {
			t.Errorf("%s: %s, %v, want %s", fault, got, err, want)
		}
	}
}

func TestRetryGrowsAndEnds(t *testing.T) {
	want := []time.Duration{10 * time.Second, 40 * time.Second, 160 * time.Second, 640 * time.Second}
	for i, w := range want {
		if got, ok := Retry(i + 1); !ok || got != w {
			t.Errorf("after failure %d: %v, %v, want %v", i+1, got, ok, w)
		}
	}
	for _, n := range []int{Tries, Tries + 1, 1 << 30} {
		if d, ok := Retry(n); ok {
			t.Errorf("after failure %d it is tried again in %v", n, d)
		}
	}
}

func TestIgnore(t *testing.T) {
	cases := map[string]cchc.Code{
		"~$bao cao.docx": "lock-file", ".~lock.kế hoạch.odt#": "lock-file", "~$": "lock-file",
		"a.tmp": "system-file", "A.TMP": "system-file", "tải về.pdf.crdownload": "system-file", "x.part": "system-file",
		"Thumbs.db": "system-file", "thumbs.DB": "system-file", "desktop.ini": "system-file", "._scan.pdf": "system-file",
		".DS_Store": "system-file", "@eaDir": "system-file",
		"báo cáo.docx": "", "tmp": "", "part.pdf": "", "thumbs.db.pdf": "", "kế hoạch ~$.docx": "", ".gitignore": "", "": "",
	}
	for name, want := range cases {
		got, ok := Ignore(name)
		if got.Code != want || ok != (want != "") {
			t.Errorf("%q: %q, %v, want %q", name, got.Code, ok, want)
		}
	}
}

func TestHints(t *testing.T) {
	root := filepath.FromSlash("/nhận")
	cases := []struct {
		path string
		unit string
		year int
	}{
		{"/nhận/a.pdf", "", 0},
		{"/nhận/Phòng Một/a.pdf", "Phòng Một", 0},
		{"/nhận/Phòng Một/2020/a.pdf", "Phòng Một", 2020},
		{"/nhận/Phòng Một/Quý I/Năm 2019/a.pdf", "Phòng Một", 2019},
		{"/nhận/Phòng Một/năm 2020/2018/a.pdf", "Phòng Một", 2020},
		{"/nhận/2020/Phòng Một/a.pdf", "", 2020},
		{"/nhận/ Phòng Hai /a.pdf", "Phòng Hai", 0},
		{"/nhận/Pho\u0300ng Ba/a.pdf", "Phòng Ba", 0},
		{"/nhận/_lỗi/a.pdf", "", 0},
		{"/nhận/0020/a.pdf", "0020", 0},
		{"/nhận/2020.pdf", "", 0},
		{"/khác/Phòng Một/2020/a.pdf", "", 0},
		{"/nhận2/Phòng Một/a.pdf", "", 0},
	}
	for _, c := range cases {
		unit, year := Hints(root, filepath.FromSlash(c.path))
		if unit != c.unit || year != c.year {
			t.Errorf("%s: %q, %d, want %q, %d", c.path, unit, year, c.unit, c.year)
		}
	}
}
