package cchc

// ReadQuality says how well a document was read, worst page first.
type ReadQuality string

// The grades.
const (
	ReadWell   ReadQuality = "good"   // every page has text that reads as Vietnamese, or needs none
	ReadPoorly ReadQuality = "poor"   // a page has text of low quality (see [Page.Quality])
	ReadPartly ReadQuality = "partly" // a page has no text yet: it waits for recognition, or was given up
)
