package pdf

import "math"

// What makes paint faint: grey that is neither dark nor white, or see-through.
const (
	faintFrom  = 0.55 // lightness
	faintTo    = 0.97
	faintAlpha = 0.75
	greySlip   = 0.06 // how far the parts of a grey may differ
)

// paint is the part of the graphics state that says how dark things are drawn
// (ISO 32000-1, 8.6 and 11.6.4.4).
type paint struct {
	fillLight, strokeLight float64 // 0 black .. 1 white
	coloured               bool    // the fill is no grey
	alpha                  float64 // of the fill
}

func (p *paint) faint() bool {
	return p.alpha < faintAlpha || !p.coloured && p.fillLight > faintFrom && p.fillLight < faintTo
}

// colourOperator sets colours. It reports whether op was one of its own.
func (in *interpreter) colourOperator(op []byte) bool {
	switch string(op) {
	case "g", "rg", "k", "sc", "scn":
		in.fillLight, in.coloured = in.lightness(len(op) == 1 && op[0] == 'g')
	case "G", "RG", "K", "SC", "SCN":
		in.strokeLight, _ = in.lightness(len(op) == 1 && op[0] == 'G')
	case "cs":
		in.fillLight, in.coloured = 0, false
	case "CS":
		in.strokeLight = 0
	default:
		return false
	}
	return true
}

// lightness reads the operands as grey, RGB or CMYK, by their number. One number of a
// colour space that is not known to be grey (it may be a spot ink) counts as black.
func (in *interpreter) lightness(grey bool) (light float64, coloured bool) {
	a, b, c := in.num(0), in.num(1), in.num(2)
	switch n := len(in.args); {
	case n == 1 && grey:
		return a, false
	case n == 3:
		return 0.3*a + 0.59*b + 0.11*c, spread(a, b, c) > greySlip
	case n == 4:
		k := in.num(3)
		return max(0, 1-(0.3*a+0.59*b+0.11*c)-k), spread(a, b, c) > greySlip
	}
	return 0, false
}

func spread(a, b, c float64) float64 { return max(a, b, c) - min(a, b, c) }

// contentDepth bounds marked content inside marked content.
const contentDepth = 1 << 16

// contentOperator follows marked content (ISO 32000-1, 14.6) as far as it tells
// watermarks: an Artifact of Subtype Watermark (14.8.2.2). It reports whether op was one
// of its own.
func (in *interpreter) contentOperator(op []byte) bool {
	switch string(op) {
	case "BMC", "BDC":
		if in.content < contentDepth {
			in.content++
		}
		if in.watermark == 0 && in.saysWatermark() {
			in.watermark = in.content
		}
	case "EMC":
		if in.watermark == in.content {
			in.watermark = 0
		}
		in.content = max(0, in.content-1)
	default:
		return false
	}
	return true
}

func (in *interpreter) saysWatermark() bool {
	if len(in.args) == 0 || !in.args[0].is("Artifact") {
		return false
	}
	props := in.last()
	if subtype, ok := props.entry("Subtype"); ok {
		return subtype.is("Watermark")
	}
	if props.kind == kindName && len(in.args) == 2 {
		v := in.doc.path(in.resources, "Properties", string(props.text))
		return in.doc.key(v, "Subtype").Name() == "Watermark"
	}
	return false
}

// apply maps a point.
func (m matrix) apply(x, y float64) (float64, float64) {
	return x*m[0] + y*m[2] + m[4], x*m[1] + y*m[3] + m[5]
}

// diagonal reports a direction that is none of the four of a page.
func diagonal(dx, dy float64) bool { return max(math.Abs(dx), math.Abs(dy)) < 0.985 }
