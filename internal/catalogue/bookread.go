package catalogue

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// maxRows is the most rows read of one sheet.
const maxRows = 20_000

// ReadBook reads and checks a catalogue in the sheets of a workbook. Headings may stand in
// any order and in any spelling of tones and case. Each problem names sheet and cell. What
// is returned without problems is the same as [ReadWritten] returns for [Written.YAML].
func ReadBook(name string, b Book) (Written, cchc.Catalogue, []Problem) {
	r := &bookReader{checker: &checker{file: name, ids: map[string]int{}, places: map[*yaml.Node]place{}}, book: b}
	root := r.about()
	set(root, "units", r.units())
	set(root, "criteria", r.criteria())
	if len(r.problems) > 0 {
		// What is misread here would be misreported by the checker.
		sortProblems(r.problems)
		return Written{}, cchc.Catalogue{}, r.problems
	}
	return r.read(root)
}

type bookReader struct {
	*checker
	book Book
}

// line is a row below the headings.
type line struct {
	place
	node  *yaml.Node // of the cells with a key of the YAML form
	cells map[string]string
	at    map[string]place
}

func (r *bookReader) trouble(p place, reason cchc.Reason, suggestion string) {
	r.problems = append(r.problems, Problem{
		File: r.file, Line: p.row, Sheet: p.name, sheet: p.sheet, Cell: p.cell(), Reason: reason, Suggestion: suggestion,
	})
}

// about reads the sheet of names and values.
func (r *bookReader) about() *yaml.Node {
	root := mapping()
	i := find(r.book, sheetAbout)
	if i < 0 {
		r.trouble(place{}, cchc.NewReason("catalogue-missing-sheet", sheetAbout), "")
		return root
	}
	s := r.book.Sheets[i]
	whole := place{sheet: i, name: s.Name, col: -1, columns: map[string]heading{}}
	seen := map[string]bool{}
	for n, row := range s.Rows {
		at := place{sheet: i, name: s.Name, row: n + 1, col: 0}
		label := cellAt(row, 0)
		if label == "" {
			continue
		}
		col, ok := columnFor(aboutColumns(), label)
		if !ok {
			r.trouble(at, cchc.NewReason("catalogue-unknown-heading", label), nearest(label, headings(aboutColumns())))
			continue
		}
		if seen[col.key] {
			r.trouble(at, cchc.NewReason("catalogue-duplicate-heading", label), "")
			continue
		}
		seen[col.key] = true
		at.col = 1
		r.value(root, col, cellAt(row, 1), at)
	}
	r.places[root] = whole
	return root
}

// lines reads the rows of a sheet with headings.
func (r *bookReader) lines(name string, columns []column) []line {
	i := find(r.book, name)
	if i < 0 {
		if name != sheetUnits {
			r.trouble(place{}, cchc.NewReason("catalogue-missing-sheet", name), "")
		}
		return nil
	}
	s := r.book.Sheets[i]
	if len(s.Rows) > maxRows {
		r.trouble(place{sheet: i, name: s.Name, col: -1}, cchc.NewReason("catalogue-too-large", strconv.Itoa(maxRows)+" dòng"), "")
		return nil
	}
	heads, byCol := r.headings(i, s, columns)
	var out []line
	for n := 1; n < len(s.Rows); n++ {
		if l, ok := r.line(place{sheet: i, name: s.Name, row: n + 1, col: 0, columns: heads}, s.Rows[n], byCol); ok {
			out = append(out, l)
		}
	}
	return out
}

func (r *bookReader) headings(sheet int, s Sheet, columns []column) (map[string]heading, map[int]column) {
	heads, byCol := map[string]heading{}, map[int]column{}
	var first []string
	if len(s.Rows) > 0 {
		first = s.Rows[0]
	}
	for i := range first {
		label := cellAt(first, i)
		if label == "" {
			continue
		}
		at := place{sheet: sheet, name: s.Name, row: 1, col: i}
		col, ok := columnFor(columns, label)
		if !ok {
			r.trouble(at, cchc.NewReason("catalogue-unknown-heading", label), nearest(label, headings(columns)))
			continue
		}
		if _, twice := heads[col.key]; twice {
			r.trouble(at, cchc.NewReason("catalogue-duplicate-heading", label), "")
			continue
		}
		heads[col.key], byCol[i] = heading{i, col.header}, col
	}
	for _, col := range columns {
		if _, there := heads[col.key]; col.need && !there {
			r.trouble(place{sheet: sheet, name: s.Name, row: 1, col: -1}, cchc.NewReason("catalogue-missing-heading", col.header), "")
		}
	}
	return heads, byCol
}

func (r *bookReader) line(at place, row []string, byCol map[int]column) (line, bool) {
	l := line{place: at, node: mapping(), cells: map[string]string{}, at: map[string]place{}}
	filled := false
	for i := range row {
		cell := cellAt(row, i)
		if cell == "" {
			continue
		}
		here := place{sheet: at.sheet, name: at.name, row: at.row, col: i}
		col, known := byCol[i]
		if !known {
			r.trouble(here, cchc.NewReason("catalogue-cell-outside", cell), "")
			continue
		}
		filled = true
		if col.form == formID {
			cell = quiet(cell)
		}
		l.cells[col.key], l.at[col.key] = cell, here
		switch col.key {
		case "merged", "criterion":
		case "level": // of the sheet of criteria: the tree, no key of it
		default:
			r.value(l.node, col, cell, here)
		}
	}
	r.places[l.node] = at
	return l, filled
}

// value puts a cell into a mapping in the form of its column.
func (r *bookReader) value(into *yaml.Node, col column, cell string, at place) {
	if cell == "" {
		return
	}
	n, ok := r.node(col, cell, at)
	if !ok || n == nil {
		return
	}
	r.places[n] = at
	for _, item := range n.Content {
		item.Line = at.row
		r.places[item] = at
	}
	n.Line = at.row
	group, key, grouped := strings.Cut(col.key, ".")
	if !grouped {
		set(into, col.key, n)
		return
	}
	inner := get(into, group)
	if inner == nil {
		inner = mapping()
		r.places[inner] = at
		set(into, group, inner)
	}
	set(inner, key, n)
}

// node is a cell as a value of the YAML form; nil for one that says nothing.
func (r *bookReader) node(col column, cell string, at place) (*yaml.Node, bool) {
	switch col.form {
	case formNumber, formWhole:
		v, ok := decimalOf(cell)
		if !ok {
			r.trouble(at, cchc.NewReason("catalogue-cell-number", cell), "")
			return nil, false
		}
		if !strings.Contains(v, ".") {
			return scalar("!!int", v), true
		}
		if col.form == formWhole {
			r.trouble(at, cchc.NewReason("catalogue-cell-number", cell), "")
			return nil, false
		}
		return scalar("!!float", v), true
	case formFlag:
		v, ok := flagOf(cell)
		if !ok {
			r.trouble(at, cchc.NewReason("catalogue-cell-flag", cell), "x")
			return nil, false
		}
		if !v {
			return nil, true
		}
		return scalar("!!bool", "true"), true
	case formWord:
		v, ok := meant(col.words, cell)
		if !ok {
			r.trouble(at, cchc.NewReason("catalogue-unknown-value", cell), nearest(cell, shownWords(col.words)))
			return nil, false
		}
		if v == "" {
			return nil, true
		}
		return scalar("!!str", v), true
	case formKinds:
		return list(splitKinds(cell)), true
	case formLines:
		return list(splitLines(cell)), true
	case formDate:
		return scalar("!!str", dateOf(cell)), true
	case formID:
		return scalar("!!str", quiet(cell)), true
	default:
		return scalar("!!str", cell), true
	}
}

func (r *bookReader) units() *yaml.Node {
	lines := r.lines(sheetUnits, unitColumns())
	if len(lines) == 0 {
		return nil
	}
	out, byID := sequence(), map[string]*yaml.Node{}
	var ids []string
	for _, l := range lines {
		if l.cells["merged"] == "" {
			out.Content = append(out.Content, l.node)
			byID[l.cells["id"]] = l.node
			ids = append(ids, l.cells["id"])
		}
	}
	for _, l := range lines {
		into := l.cells["merged"]
		if into == "" {
			continue
		}
		unit := byID[into]
		if unit == nil {
			r.trouble(l.at["merged"], cchc.NewReason("catalogue-unknown-unit", into), nearest(into, ids))
			continue
		}
		if get(unit, "succeeds") == nil {
			olds := sequence()
			r.places[olds] = l.place
			set(unit, "succeeds", olds)
		}
		old := get(unit, "succeeds")
		old.Content = append(old.Content, l.node)
	}
	r.places[out] = place{sheet: lines[0].sheet, name: lines[0].name, col: -1}
	return out
}

// criteria reads the tree and hangs the requirements on it.
func (r *bookReader) criteria() *yaml.Node {
	out := sequence()
	lines := r.lines(sheetCriteria, criterionColumns())
	byID, ids := map[string]line{}, []string{}
	path := []*yaml.Node{} // the last node of each level
	for _, l := range lines {
		id := l.cells["id"]
		if _, twice := byID[id]; !twice {
			byID[id] = l
			ids = append(ids, id)
		}
		level := r.level(l, len(path)+1)
		path = path[:level-1]
		if level == 1 {
			out.Content = append(out.Content, l.node)
		} else {
			parent := path[level-2]
			if get(parent, "children") == nil {
				children := sequence()
				r.places[children] = l.place
				set(parent, "children", children)
			}
			children := get(parent, "children")
			children.Content = append(children.Content, l.node)
		}
		path = append(path, l.node)
	}
	if i := find(r.book, sheetCriteria); i >= 0 {
		r.places[out] = place{sheet: i, name: r.book.Sheets[i].Name, col: -1}
	}
	for _, l := range r.lines(sheetRequires, requirementColumns()) {
		r.hang(l, byID, ids)
	}
	return out
}

// level is how deep a row stands; deepest is one below the row before.
func (r *bookReader) level(l line, deepest int) int {
	level := 1 + strings.Count(strings.Trim(l.cells["id"], "."), ".")
	if cell := l.cells["level"]; cell != "" {
		v, ok := decimalOf(cell)
		n, err := strconv.Atoi(v)
		if !ok || err != nil || n < 1 {
			r.trouble(l.at["level"], cchc.NewReason("catalogue-cell-number", cell), "")
			return 1
		}
		if n > deepest {
			r.trouble(l.at["level"], cchc.NewReason("catalogue-level-gap", cell, strconv.Itoa(deepest)), strconv.Itoa(deepest))
		}
		level = n
	}
	return min(level, deepest)
}

func (r *bookReader) hang(l line, byID map[string]line, ids []string) {
	id := l.cells["criterion"]
	owner, ok := byID[id]
	switch {
	case id == "":
		r.trouble(place{sheet: l.sheet, name: l.name, row: l.row, col: l.columns["criterion"].col}, cchc.NewReason("catalogue-missing-cell", l.columns["criterion"].name), "")
		return
	case !ok:
		r.trouble(l.at["criterion"], cchc.NewReason("catalogue-unknown-criterion", id), nearest(id, ids))
		return
	}
	all := get(owner.node, "requires")
	if all == nil {
		all = sequence()
		r.places[all] = l.place
		set(owner.node, "requires", all)
	}
	all.Content = append(all.Content, l.node)
}

func cellAt(row []string, i int) string {
	if i >= len(row) {
		return ""
	}
	return strings.TrimSpace(vi.NFC(row[i]))
}

func columnFor(columns []column, label string) (column, bool) {
	for _, c := range columns {
		if same(c.header, label) {
			return c, true
		}
	}
	return column{}, false
}

func headings(columns []column) []string {
	var out []string
	for _, c := range columns {
		out = append(out, c.header)
	}
	return out
}

func mapping() *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"} }

func sequence() *yaml.Node { return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"} }

func scalar(tag, value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value}
}

func list(items []string) *yaml.Node {
	out := sequence()
	for _, s := range items {
		out.Content = append(out.Content, scalar("!!str", s))
	}
	return out
}

func set(m *yaml.Node, key string, value *yaml.Node) {
	if value != nil {
		m.Content = append(m.Content, scalar("!!str", key), value)
	}
}

func get(m *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			return m.Content[i+1]
		}
	}
	return nil
}
