package vi

// ShippedAbbreviations returns the pairs behind [DefaultAbbreviations], in their order, so
// that an office can see them, add to them and leave some out.
func ShippedAbbreviations() []Abbreviation { return parseAbbreviations(abbreviationsTSV) }
