package main

import (
	"strings"
	"testing"
)

func TestClassify(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"mit", "MIT License\n\nPermission is hereby granted,\nfree of charge, to any person", "MIT"},
		{"mpl names agpl", "Mozilla Public License Version 2.0 … Secondary Licenses: the GNU Affero General Public License", "MPL-2.0"},
		{"agpl", "GNU AFFERO GENERAL PUBLIC LICENSE\nVersion 3", "refused: AGPL"},
		{"gpl names lgpl", "GNU GENERAL PUBLIC LICENSE … use the GNU Lesser General Public License instead", "refused: GPL"},
		{"sspl", "Server Side Public License VERSION 1", "refused: SSPL"},
		{"clause over apache", "Apache License 2.0 with Commons Clause", "refused: Commons Clause"},
		{"commercial", "All rights reserved. Contact sales.", "unknown licence"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := classify(tt.text)
			if err != nil {
				got = err.Error()
			}
			if !strings.Contains(got, tt.want) {
				t.Errorf("classify = %q, want %q", got, tt.want)
			}
		})
	}
}
