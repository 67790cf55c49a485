package docx

// margins gathers the headers and footers that are shown on a page (ECMA-376 part 1,
// 17.10): a section without one of its own has that of the section before; those of first
// pages need w:titlePg in the section, those of even pages a setting of the document.
type margins struct {
	current map[marginPlace]string // relation by place, up to the section at hand
	shown   []shownMargin
}

type marginPlace struct {
	kind string // "header" or "footer"
	page string // "first", "default" or "even"
}

type shownMargin struct {
	id   string
	even bool // shown only where the document has even pages of their own
}

// section reads a w:sectPr up to its end.
func (m *margins) section(d *scanner) error {
	if m == nil {
		return skip(d)
	}
	if m.current == nil {
		m.current = map[marginPlace]string{}
	}
	titlePage := false
	err := within(d, func(e element) {
		switch e.local {
		case "headerReference", "footerReference":
			page := attr(e, "type")
			if page == "" {
				page = "default"
			}
			m.current[marginPlace{e.local[:len("header")], page}] = attr(e, "id")
		case "titlePg":
			titlePage = switched(e) == on
		}
	})
	for _, kind := range []string{"header", "footer"} {
		if titlePage {
			m.show(marginPlace{kind, "first"})
		}
		m.show(marginPlace{kind, "default"})
		m.show(marginPlace{kind, "even"})
	}
	return err
}

func (m *margins) show(p marginPlace) {
	if id := m.current[p]; id != "" {
		m.shown = append(m.shown, shownMargin{id, p.page == "even"})
	}
}

// evenMargins reads from settings.xml whether even pages have headers of their own.
func evenMargins(settings string) bool {
	found := false
	_ = within(newScanner(settings), func(e element) {
		found = found || e.local == "evenAndOddHeaders" && switched(e) == on
	})
	return found
}
