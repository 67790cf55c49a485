package evidence

// inPassing reports whether a match only cites, addresses or names: in the legal basis,
// among the receivers, behind the number of another paper, in the name of a department.
func (r *reader) inPassing(t *text, m match) bool {
	from := t.segment(m.from)
	if r.passing.at(t, from) > 0 {
		return true
	}
	return r.cites(t, from, m.from) || r.names(t, m.from)
}

// cites looks back to the last comma for "Quyết định số 12".
func (r *reader) cites(t *text, from, i int) bool {
	for k := i; k > from && i-k < 40; k-- {
		if k < i && t.toks[k+1].comma {
			return false
		}
		n := r.cited.at(t, k-1)
		if n > 0 && k-1+n < len(t.toks) && t.toks[k-1+n].digit {
			return true
		}
	}
	return false
}

// names reports whether the match opens right behind the word for a department and with
// a capital: "Trung tâm Ứng dụng công nghệ thông tin".
func (r *reader) names(t *text, i int) bool {
	if t.caps || i == 0 || !t.toks[i].upper || t.toks[i].stop || t.toks[i].comma {
		return false
	}
	for back := 1; back <= 2 && i-back >= 0; back++ {
		if r.organs.at(t, i-back) == back {
			return true
		}
	}
	return false
}
