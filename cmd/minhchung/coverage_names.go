package main

import "minhchung/internal/cchc"

// unitName is what people call a unit: its name, or the identity where it is not known.
func unitName(units []cchc.Unit, id string) string {
	for _, u := range units {
		if u.ID == id {
			return u.Name
		}
	}
	return id
}
