package catalogue

import (
	"strconv"
	"strings"
)

// Book returns the catalogue as the sheets of a workbook: what [ReadBook] reads, and a
// sheet that explains it.
func (w Written) Book() Book {
	return Book{Sheets: []Sheet{w.aboutSheet(), w.criteriaSheet(), w.requiresSheet(), w.unitsSheet(), guideSheet()}}
}

// cells holds the texts of one row by key.
type cells map[string]string

func (c cells) set(key, value string) {
	if value != "" {
		c[key] = value
	}
}

func (c cells) number(key string, v float64) {
	if v != 0 {
		c[key] = number(v)
	}
}

func (c cells) flag(key string, v bool) {
	if v {
		c[key] = "x"
	}
}

func (c cells) window(key string, p *Window) {
	if p != nil {
		c.set(key+".from", p.From)
		c.set(key+".to", p.To)
	}
}

func table(name string, columns []column, rows []cells) Sheet {
	s := Sheet{Name: name}
	var head []string
	for _, col := range columns {
		head = append(head, col.header)
		s.Columns = append(s.Columns, Column{Width: col.width, Number: col.form == formNumber || col.form == formWhole})
	}
	s.Rows = append(s.Rows, head)
	for _, r := range rows {
		line := make([]string, len(columns))
		for i, col := range columns {
			line[i] = r[col.key]
		}
		s.Rows = append(s.Rows, line)
	}
	return s
}

func (w Written) aboutSheet() Sheet {
	c := cells{}
	c.set("id", w.ID)
	c.set("title", w.Title)
	c.set("status", w.Status)
	c.set("level", w.Level)
	c.number("year", float64(w.Year))
	c.window("period", w.Period)
	c.number("target_share", w.TargetShare)
	s := Sheet{Name: sheetAbout, Columns: []Column{{Width: 44}, {Width: 80}}, Plain: true}
	for _, col := range aboutColumns() {
		s.Rows = append(s.Rows, []string{col.header, c[col.key]})
	}
	return s
}

func (w Written) unitsSheet() Sheet {
	var rows []cells
	add := func(u WrittenUnit, into string) {
		c := cells{"id": u.ID, "name": u.Name}
		c.set("aliases", joinLines(u.Aliases))
		c.set("merged", into)
		rows = append(rows, c)
	}
	for _, u := range w.Units {
		add(u, "")
		for _, old := range u.Succeeds {
			add(old, u.ID)
		}
	}
	return table(sheetUnits, unitColumns(), rows)
}

func (w Written) criteriaSheet() Sheet {
	var rows []cells
	var walk func(cs []WrittenCriterion, level int)
	walk = func(cs []WrittenCriterion, level int) {
		for _, x := range cs {
			rows = append(rows, criterionCells(x, level))
			walk(x.Children, level+1)
		}
	}
	walk(w.Criteria, 1)
	return table(sheetCriteria, criterionColumns(), rows)
}

func criterionCells(x WrittenCriterion, level int) cells {
	c := cells{"id": x.ID, "title": x.Title, "level": strconv.Itoa(level)}
	c.number("points", x.Points)
	if x.ScoredBy != "" {
		c["scored_by"] = shownAs(scoringWords(), x.ScoredBy)
	}
	c.set("not_applicable_when", x.NotApplicableWhen)
	c.flag("personal", x.Personal)
	if x.Ratio != nil {
		c.set("ratio.a", x.Ratio.A)
		c.set("ratio.b", x.Ratio.B)
	}
	if x.Target != nil {
		c.set("target.share_of", x.Target.ShareOf)
		c.number("target.at_least", x.Target.AtLeast)
	}
	c.flag("seed", x.Seed)
	c.set("note", x.Note)
	return c
}

func (w Written) requiresSheet() Sheet {
	var rows []cells
	var walk func(cs []WrittenCriterion)
	walk = func(cs []WrittenCriterion) {
		for _, x := range cs {
			for _, r := range x.Requires {
				rows = append(rows, requirementCells(x.ID, r))
			}
			walk(x.Children)
		}
	}
	walk(w.Criteria)
	return table(sheetRequires, requirementColumns(), rows)
}

func requirementCells(criterion string, r WrittenRequirement) cells {
	c := cells{"criterion": criterion, "name": r.Name, "kinds": strings.Join(r.Kinds, ", "), "about": joinLines(r.About)}
	for _, x := range []struct {
		key, value string
		words      []word
	}{{"where", r.Where, whereWords()}, {"scope", r.Scope, scopeWords()}, {"by", r.By, issuerWords()}} {
		if x.value != "" {
			c[x.key] = shownAs(x.words, x.value)
		}
	}
	c.window("issued", r.Issued)
	c.flag("in_force", r.InForce)
	c.flag("optional", r.Optional)
	c.number("min", float64(r.Min))
	c.set("any_of", r.AnyOf)
	c.set("note", r.Note)
	return c
}

// guideSheet explains the other sheets to whoever fills them in.
func guideSheet() Sheet {
	rows := [][]string{
		{"Cách điền bộ tiêu chí"},
		{"Mỗi trang là một bảng. Không đổi tên trang và tên cột; thứ tự cột thì tùy ý. Trang khác do đơn vị thêm vào sẽ không được đọc."},
		{},
		{"Trang", "Cột", "Ghi gì"},
		{sheetAbout, "Mã bộ tiêu chí", "Chữ, số, dấu chấm, gạch; giữ nguyên khi sửa bộ tiêu chí, mỗi lần sửa là một phiên bản mới."},
		{sheetCriteria, "Mã", "Số thứ tự như trong phụ lục, ví dụ 1, 1.1, 1.1.2. Cột để dạng chữ: 1.10 khác 1.1."},
		{sheetCriteria, "Cấp", "1 là lĩnh vực, 2 là tiêu chí, 3 là tiêu chí thành phần. Để trống thì tính theo số dấu chấm của mã."},
		{sheetCriteria, "Điểm tối đa", "Ghi ở tiêu chí không có tiêu chí con. Ở cấp trên để trống, hoặc ghi đúng tổng của các tiêu chí con."},
		{sheetCriteria, "Cách chấm", "Để trống nếu chấm theo tài liệu kiểm chứng; nếu không: " + strings.Join(shownWords(scoringWords())[1:], ", ") + "."},
		{sheetCriteria, "Dữ liệu cá nhân", "x nếu tài liệu nói về lương, xếp loại, kỷ luật của từng người: chỉ người có quyền mới xem."},
		{sheetRequires, "Mã tiêu chí", "Mỗi tài liệu một dòng; một tiêu chí có nhiều dòng thì phải đủ tất cả, trừ các dòng thay thế cho nhau."},
		{sheetRequires, "Loại văn bản", "Một hoặc nhiều loại, loại nào cũng được: " + strings.Join(Kinds(), ", ") + "."},
		{sheetRequires, "Nội dung (mỗi dòng một cách nói)", "Cụm từ có trong trích yếu hoặc nội dung, dòng nào khớp cũng được. {year}, {prev}, {next} là năm đánh giá, năm trước, năm sau."},
		{sheetRequires, "Tìm ở", strings.Join(shownWords(whereWords()), " | ")},
		{sheetRequires, "Tính cho", strings.Join(shownWords(scopeWords()), " | ")},
		{sheetRequires, "Ai ban hành", strings.Join(shownWords(issuerWords()), " | ")},
		{sheetRequires, "Ban hành từ ngày, đến ngày", "Ngày như 31/01/2020 hoặc {next}-01-31; ban hành sau ngày cuối là ban hành muộn."},
		{sheetRequires, "Còn hiệu lực là được", "x nếu văn bản cũ chưa bị thay thế vẫn dùng được (quy chế, chứng nhận ISO)."},
		{sheetRequires, "Thay thế cho nhau (nhóm)", "Các dòng cùng nhóm của một tiêu chí chỉ cần một, ví dụ đều ghi A. Phải có cả hai tài liệu mới thay được thì ghi A/1 ở cả hai dòng, A/2 ở dòng kia."},
		{sheetUnits, "Đã nhập vào đơn vị", "Đơn vị cũ đã sáp nhập: ghi mã đơn vị mới."},
	}
	return Sheet{Name: sheetGuide, Rows: rows, Columns: []Column{{Width: 24}, {Width: 34}, {Width: 100}}, Plain: true}
}
