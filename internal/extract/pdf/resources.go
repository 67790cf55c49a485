package pdf

import "github.com/ledongthuc/pdf"

// resourceKind is a kind of named resources of content streams (ISO 32000-1, 7.8.3).
type resourceKind int

const (
	fontKind resourceKind = iota
	stateKind
	objectKind
	resourceKinds
)

func (k resourceKind) key() string { return [...]string{"Font", "ExtGState", "XObject"}[k] }

// Bounds of the resources a file is remembered by.
const (
	sharedMost = 4096    // dictionaries
	sharedLong = 1 << 14 // bytes of the text of one
)

// resources are those of one kind, by name. Many pages share them, and the library parses
// an object anew whenever it is asked for.
type resources struct {
	dict  pdf.Value
	found map[string]*resource
}

type resource struct {
	value  pdf.Value
	faults int   // met when it was looked up
	font   *font // of fonts, read when first used
}

// resource looks a resource up, once a file. It is never nil.
func (in *interpreter) resource(kind resourceKind, name []byte) *resource {
	set := in.kinds[kind]
	if set == nil {
		set = in.doc.sharedResources(in.doc.key(in.resources, kind.key()))
		in.kinds[kind] = set
	}
	r, ok := set.found[string(name)]
	if !ok {
		before := in.doc.faults
		r = &resource{value: in.doc.key(set.dict, string(name))}
		r.faults = in.doc.faults - before
		set.found[string(name)] = r
		return r
	}
	in.doc.faults += r.faults
	return r
}

// sharedResources returns the same for dictionaries that say the same. What they say are
// the numbers of the objects, which is all the library tells about them.
func (d *document) sharedResources(dict pdf.Value) *resources {
	text := dict.String()
	set, ok := d.shared[text]
	if !ok {
		set = &resources{dict: dict, found: map[string]*resource{}}
		if len(d.shared) < sharedMost && len(text) <= sharedLong {
			d.shared[text] = set
		}
	}
	return set
}
