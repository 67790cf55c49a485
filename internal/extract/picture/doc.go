// Package picture makes pictures of pages: of PDF files through an engine handed in, of
// image files by decoding them. It serves two ends, a person who wants to see a quote on
// its page ([Cache], [Mark]) and recognition, which wants a straight grey page.
//
// Untrusted bytes meet [Renderer], which belongs into a reading child; [Cache] and [Mark]
// run in the parent and touch no file of others.
package picture
