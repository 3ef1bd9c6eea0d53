package reference

import http1 "httpkit/internal/message"

var negotiationFaults = []*Fault{
	{Name: "accept-500", Sentence: "Fails where Accept takes nothing that there is.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status == 406 {
				r.Status = 500
			}
		}}},
	{Name: "gzip-always", Sentence: "Sends what it has coded, whatever Accept-Encoding says.",
		Behaviour: negotiating(func(variants []*representation, _ []string) *representation { return variants[len(variants)-1] })},
	{Name: "gzip-for-substring", Sentence: "Looks for the word gzip anywhere in Accept-Encoding, weights or not.",
		Behaviour: negotiating(func(variants []*representation, lines []string) *representation {
			if list, _ := joined(lines); containsFold(list, "gzip") {
				return variants[len(variants)-1]
			}
			return variants[0]
		})},
	{Name: "gzip-case-matters", Sentence: "Knows gzip in lower case and alone only.",
		Behaviour: negotiating(func(variants []*representation, lines []string) *representation {
			if list, _ := joined(lines); list == "gzip" {
				return variants[len(variants)-1]
			}
			return variants[0]
		})},
	{Name: "gzip-same-etag", Sentence: "Has the same strong entity tag for the coded and the plain file.",
		Behaviour: deciding(Change{Step: "same-tags", Before: "preconditions", Do: changedRep(func(x *Exchange, rep *representation) {
			if x.resource.variants != nil {
				rep.etag = x.resource.variants[0].etag
			}
		})})},
	{Name: "gzip-unlabelled", Sentence: "Sends coded content without Content-Encoding.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) { r.Delete("Content-Encoding") }}},
	{Name: "gzip-wrong-length", Sentence: "Gives coded content the length of the plain content.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Get("Content-Encoding") != "" && r.Status == 200 {
				lengthOf(r, -1)
			}
		}}},
	{Name: "gzip-head-plain", Sentence: "Gives in the answer to HEAD the length of the plain file, where GET has the coded one.",
		Behaviour: Behaviour{Edit: onHead(func(r *Response) {
			if r.Get("Content-Encoding") != "" {
				lengthOf(r, 1000)
			}
		})}},
	{Name: "identity-excluded-ignored", Sentence: "Sends plain content to who excludes it, although it has it coded.",
		Behaviour: negotiating(func(variants []*representation, lines []string) *representation {
			list, _ := joined(lines)
			if q, listed := http1.AcceptsCoding(list, "identity"); listed && q == 0 {
				return variants[0]
			}
			return selectCoding(variants, lines)
		})},
	{Name: "vary-missing", Sentence: "Does not say that it chose a representation by the request.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) { r.Delete("Vary") }}},
}

// negotiating is a behaviour that selects the coding in another way.
func negotiating(choose func(variants []*representation, lines []string) *representation) Behaviour {
	return deciding(Change{Step: "negotiation", Do: func(x *Exchange) *Response {
		r := stepNegotiation(x)
		if x.resource.variants != nil && (r == nil || x.rep == nil) {
			x.rep = choose(x.resource.variants, x.values("Accept-Encoding"))
			if x.rep != nil {
				return nil
			}
		}
		return r
	}})
}

// changedRep is a step that changes the selected representation, for this
// exchange only.
func changedRep(change func(*Exchange, *representation)) func(*Exchange) *Response {
	return func(x *Exchange) *Response {
		if x.rep != nil {
			rep := *x.rep
			change(x, &rep)
			x.rep = &rep
		}
		return nil
	}
}
