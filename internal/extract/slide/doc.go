// Package slide reads the slides of PowerPoint 2007 and later (PPTX, ECMA-376 part 1,
// chapter 19): a page a slide, in the order of the presentation.
package slide
