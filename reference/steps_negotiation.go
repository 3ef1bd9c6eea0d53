package reference

import (
	"strings"

	http1 "httpkit/internal/message"
)

// stepNegotiation selects the representation.
//
// RFC 9110 section 12.1. /fields and /echo disregard Accept, as section 12.5.1
// permits.
func stepNegotiation(x *Exchange) *Response {
	if x.resource.respond != nil {
		if x.is("GET", "HEAD") {
			x.rep = &representation{}
		}
		return nil
	}
	variants := x.resource.variants
	if list, ok := joined(x.values("Accept")); ok {
		if http1.AcceptsType(list, variants[0].mediaType) == 0 {
			return x.notAcceptable("It exists as " + variants[0].mediaType + ", which Accept does not take.")
		}
	}
	x.rep = selectCoding(variants, x.values("Accept-Encoding"))
	if x.rep == nil {
		return x.notAcceptable("Accept-Encoding takes none of the codings there are, and does not take it without one either.")
	}
	return nil
}

// notAcceptable says that there is nothing that the client would take.
//
// RFC 9110 section 15.5.7.
func (x *Exchange) notAcceptable(why string) *Response {
	r := x.problem(406, why)
	r.Set("Vary", "Accept, Accept-Encoding")
	return r
}

// selectCoding takes the coding that is liked best, a coded one rather than none
// at equal weight; nil if not even none is acceptable.
//
// RFC 9110 section 12.5.3: without the field any coding will do, and none is the
// safest; with it, none is acceptable unless it is excluded.
func selectCoding(variants []*representation, lines []string) *representation {
	list, ok := joined(lines)
	if !ok {
		return variants[0]
	}
	best, weight := variants[0], 0
	q, listed := http1.AcceptsCoding(list, "identity")
	if !listed {
		weight = 1 // acceptable, but nobody asked for it
	} else if weight = q; q == 0 {
		best = nil
	}
	for _, v := range variants[1:] {
		if q, _ := http1.AcceptsCoding(list, v.coding); q > 0 && q >= weight {
			best, weight = v, q
		}
	}
	return best
}

// joined is the value of all lines of a list field, and whether there is any.
//
// RFC 9110 section 5.3.
func joined(lines []string) (string, bool) {
	if len(lines) == 1 {
		return lines[0], true
	}
	return strings.Join(lines, ", "), len(lines) > 0
}
