// Package vi knows written Vietnamese: its letters and tones, what a syllable is, the
// forms under which words are searched, the legacy encodings old office files still
// carry, and the abbreviations of the field.
//
// Two spellings of one word get one [Key]: Unicode composed or decomposed, either tone
// placement (hoá, hòa; thuỷ, thủy), i or y (kĩ, kỹ), capital or small letters. [Fold]
// goes further and drops tones and diacritics, for queries typed without them.
//
// All functions are pure and safe for concurrent use.
package vi
