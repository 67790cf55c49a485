package evidence

import (
	"testing"

	"minhchung/internal/messages"
)

func TestBand(t *testing.T) {
	for _, tt := range []struct {
		score             float64
		proposed, fulfils bool
		want, word        string
	}{
		{1, true, true, BandSure, "Chắc"},
		{.85, true, true, BandSure, "Chắc"},
		{.84, true, true, BandPossible, "Có thể"},
		{.75, true, true, BandPossible, "Có thể"},
		{1, true, false, BandPossible, "Có thể"},
		{.6, true, false, BandPossible, "Có thể"},
		{.55, false, false, BandWeak, "Yếu"},
		{1, false, true, BandWeak, "Yếu"},
		{0, false, false, BandWeak, "Yếu"},
	} {
		band := Band(tt.score, tt.proposed, tt.fulfils)
		if band != tt.want {
			t.Errorf("%v %v %v: %s, want %s", tt.score, tt.proposed, tt.fulfils, band, tt.want)
		}
		if got := messages.Words(BandWords(band), messages.Vietnamese).Message; got != tt.word {
			t.Errorf("%s in words: %q, want %q", band, got, tt.word)
		}
	}
}

// A passage alone never makes a sure link, a title of the right kind always can.
func TestBandFollowsTheWeights(t *testing.T) {
	w, err := DefaultWeights()
	if err != nil {
		t.Fatal(err)
	}
	rest := w.Kind + w.Year + w.Window + w.Issuer
	if w.Body+rest >= sureScore || w.Heading+rest < sureScore || w.Subject+rest < sureScore {
		t.Errorf("a passage gives %.2f, a heading %.2f, a title %.2f; sure is %.2f", w.Body+rest, w.Heading+rest, w.Subject+rest, sureScore)
	}
}
