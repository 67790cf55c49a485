package docx

import (
	"strings"
)

// fields follows the complex fields of a part (ECMA-376 part 1, 17.16.18). What stands
// between the begin of a field and its separator is its code, and so is the result of a
// field in there; neither is shown.
type fields struct {
	open []bool // fields begun, the innermost last: whether its result has begun
	code int    // of them, those still in their code
	held []held // text of the code, in case the field turns out to be none
}

type held struct {
	text string
	run  runProps
}

func (f *fields) begin() {
	f.open = append(f.open, false)
	f.code++
}

func (f *fields) separate() {
	if n := len(f.open); n > 0 && !f.open[n-1] {
		f.open[n-1] = true
		f.leaveCode()
	}
}

func (f *fields) end() {
	n := len(f.open)
	if n == 0 {
		return
	}
	if !f.open[n-1] {
		f.leaveCode()
	}
	f.open = f.open[:n-1]
}

func (f *fields) leaveCode() {
	if f.code--; f.code == 0 {
		f.held = nil
	}
}

// paragraphEnd gives up fields whose code did not end in the paragraph, and returns the
// text that was held back for them: a damaged file loses no words.
func (f *fields) paragraphEnd() []held {
	if f.code == 0 {
		return nil
	}
	for i := range f.open {
		f.open[i] = true
	}
	text := f.held
	f.code, f.held = 0, nil
	return text
}

// fieldChar walks a w:fldChar. Check boxes and drop-down lists of forms have no result:
// what they show stands in the begin of the field.
func (w *walker) fieldChar(e element, at scope) error {
	switch attr(e, "fldCharType") {
	case "begin":
		text, err := formField(w.d)
		if err != nil {
			return err
		}
		if text != "" {
			at.text = true
			if err := w.characters(text, at); err != nil {
				return err
			}
		}
		w.fields.begin()
		return nil
	case "separate":
		w.fields.separate()
	case "end":
		w.fields.end()
	}
	return skip(w.d)
}

// mostChoices bounds a drop-down list; Word allows 25.
const mostChoices = 1000

// formField reads the form data of a field up to the end of its w:fldChar.
func formField(d *scanner) (shown string, err error) {
	var choices []string
	box, list, chosen, checked := false, false, 0, false
	for depth := 1; depth > 0; {
		kind, err := d.next()
		if err != nil {
			return "", err
		}
		switch kind {
		case endTag:
			depth--
		case startTag:
			e := d.el
			depth++
			switch e.local {
			case "checkBox":
				box = true
			case "ddList":
				list = true
			case "default", "checked", "result": // the default comes first
				checked, chosen = switched(e) == on, number(e, "val")
			case "listEntry":
				if len(choices) < mostChoices {
					choices = append(choices, attr(e, "val"))
				}
			}
		}
	}
	switch {
	case box && checked:
		return "☑", nil
	case box:
		return "☐", nil
	case list && chosen >= 0 && chosen < len(choices):
		return choices[chosen], nil
	}
	return "", nil
}

// prompt follows the text of a content control that shows its prompt because nothing was
// filled in (w:showingPlcHdr). Programs that fill controls in often leave that mark, so a
// text counts as a prompt only where its style or its brackets say so too.
type prompt struct{ bracket bool }

func (p *prompt) hides(text string, run runProps) bool {
	if run.prompt == on {
		return true
	}
	text = strings.TrimSpace(text)
	p.bracket = p.bracket || strings.HasPrefix(text, "[")
	hidden := p.bracket
	if strings.HasSuffix(text, "]") {
		p.bracket = false
	}
	return hidden
}

// control walks a w:sdt, whose properties come before its content.
func (w *walker) control(at scope) error {
	at.prompt = nil
	return w.children(at)
}

// controlProps takes the properties of the control at hand.
func (w *walker) controlProps() (*prompt, error) {
	found := false
	err := within(w.d, func(e element) {
		found = found || e.local == "showingPlcHdr" && switched(e) == on
	})
	if !found {
		return nil, err
	}
	return &prompt{}, err
}
