package reference

import (
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"

	http1 "httpkit/internal/message"
)

// acceptingFaults are mistakes in content negotiation, and in what is said to caches.
var acceptingFaults = []*Fault{
	{Name: "406-empty", Sentence: "Says nothing in the content of a 406.",
		Behaviour: Behaviour{Edit: onStatus(406, func(r *Response) {
			r.Content = nil
			r.Set("Content-Length", "0")
		})}},
	{Name: "accept-any-zero-refuses", Sentence: "Refuses where any range in Accept that fits has the weight 0.",
		Behaviour: acceptingBy(func(list, mediaType string) bool {
			for member := range strings.SplitSeq(list, ",") {
				if http1.AcceptsType(member, mediaType) == 0 && http1.AcceptsType(strings.ReplaceAll(member, "q=0", "q=1"), mediaType) > 0 {
					return false
				}
			}
			return http1.AcceptsType(list, mediaType) > 0
		})},
	{Name: "accept-case-matters", Sentence: "Tells upper from lower case in the media types of Accept.",
		Behaviour: acceptingBy(func(list, mediaType string) bool {
			return http1.AcceptsType(list, mediaType) > 0 && namesOne(list, func(name string) bool { return name == strings.ToLower(name) })
		})},
	{Name: "accept-first-only", Sentence: "Looks at the first media type of Accept only.",
		Behaviour: acceptingBy(func(list, mediaType string) bool {
			first, _, _ := strings.Cut(list, ",")
			return http1.AcceptsType(first, mediaType) > 0
		})},
	{Name: "accept-parameters-unknown", Sentence: "Takes no range in Accept that has parameters, though its own type has them.",
		Behaviour: acceptingBy(func(list, mediaType string) bool {
			return http1.AcceptsType(list, mediaType) > 0 // which is without its parameters here
		})},
	{Name: "accept-wildcard-unknown", Sentence: "Compares the ranges of Accept with its media type as they stand, asterisks too.",
		Behaviour: acceptingBy(func(list, mediaType string) bool {
			return namesOne(list, func(name string) bool { return strings.EqualFold(name, mediaType) })
		})},
	{Name: "accept-encoding-first-only", Sentence: "Looks at the first coding of Accept-Encoding only.",
		Behaviour: negotiating(func(variants []*representation, lines []string) *representation {
			list, _ := joined(lines)
			list, _, _ = strings.Cut(list, ",")
			return selectCoding(variants, []string{list})
		})},
	{Name: "accept-encoding-last-line", Sentence: "Keeps the last line of Accept-Encoding only.",
		Behaviour: negotiating(func(variants []*representation, lines []string) *representation {
			return selectCoding(variants, lines[max(len(lines)-1, 0):])
		})},
	{Name: "age-of-file", Sentence: "Says in Age how old the file is.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if t, ok := http1.ParseFixdate(r.Get("Last-Modified")); ok {
				r.Set("Age", strconv.FormatInt(int64(clock().Sub(t).Seconds()), 10))
			}
		}}},
	{Name: "cache-control-contradicts", Sentence: "Forbids to store what it says is fresh for an hour.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Get("Last-Modified") != "" {
				r.Set("Cache-Control", "no-store, max-age=3600")
			}
		}}},
	{Name: "coded-tag-changes", Sentence: "Makes an entity tag of what it has just compressed, with the time in it.",
		Behaviour: deciding(Change{Step: "coded-tag", Before: "preconditions", Do: func() func(*Exchange) *Response {
			var n atomic.Int64
			return changedRep(func(_ *Exchange, rep *representation) {
				if rep.coding != "" {
					rep.etag = fmt.Sprintf(`"gz%d"`, n.Add(1))
				}
			})
		}()})},
	{Name: "content-coding-500", Sentence: "Fails on content in a coding that it does not know.",
		Behaviour: failing(func(x *Exchange) bool {
			coding, there := x.Request.Get("Content-Encoding")
			return there && !http1.ListHas("gzip, x-gzip, identity", coding)
		})},
	{Name: "content-type-refused-by-coding", Sentence: "Names content codings where it refuses a media type.",
		Behaviour: deciding(Change{Step: "media-type", Before: "content", Do: func(x *Exchange) *Response {
			given, there := x.Request.Get("Content-Type")
			mediaType, _, _ := strings.Cut(given, ";")
			if _, kind, _ := strings.Cut(mediaType, "/"); !there || !x.is("POST") || !strings.HasPrefix(kind, "x-") || kind == "x-www-form-urlencoded" {
				return nil
			}
			r := x.problem(415, "The media type is none that is taken here.")
			r.Set("Accept-Encoding", "gzip")
			return r
		}})},
	{Name: "gzip-label-alone", Sentence: "Labels as gzip whatever goes to who takes gzip.",
		Behaviour: Behaviour{Edit: func(r *Response, q *Request) {
			list, _ := joined(q.Values("Accept-Encoding"))
			if w, _ := http1.AcceptsCoding(list, "gzip"); w > 0 && r.Status == 200 {
				r.Set("Content-Encoding", "gzip")
			}
		}}},
	{Name: "gzip-star-overrules", Sentence: "Lets the star in Accept-Encoding overrule what is said of gzip.",
		Behaviour: negotiating(func(variants []*representation, lines []string) *representation {
			list, _ := joined(lines)
			if q, starred := http1.AcceptsCoding(list, "*"); starred {
				return codedVariant(variants, q > 0)
			}
			return selectCoding(variants, lines)
		})},
	{Name: "gzip-unasked", Sentence: "Codes what it can for who does not speak of codings.",
		Behaviour: negotiating(func(variants []*representation, lines []string) *representation {
			if len(lines) == 0 {
				return codedVariant(variants, true)
			}
			return selectCoding(variants, lines)
		})},
	{Name: "gzip-unfinished", Sentence: "Forgets to close the compressor, and sends what it has written so far.",
		Behaviour: deciding(Change{Step: "unfinished", Before: "preconditions", Do: changedRep(func(_ *Exchange, rep *representation) {
			if rep.coding != "" {
				rep.content = rep.content[:len(rep.content)-8]
				rep.size = int64(len(rep.content))
			}
		})})},
	{Name: "gzip-weights-ignored", Sentence: "Codes for who takes gzip at all, however little.",
		Behaviour: negotiating(func(variants []*representation, lines []string) *representation {
			list, _ := joined(lines)
			if q, _ := http1.AcceptsCoding(list, "gzip"); q > 0 {
				return codedVariant(variants, true)
			}
			return selectCoding(variants, lines)
		})},
	{Name: "gzip-when-empty", Sentence: "Takes an empty Accept-Encoding for one that takes all.",
		Behaviour: negotiating(func(variants []*representation, lines []string) *representation {
			if list, there := joined(lines); there && list == "" {
				return codedVariant(variants, true)
			}
			return selectCoding(variants, lines)
		})},
	{Name: "gzip-within-name", Sentence: "Takes any coding for gzip that has the word in its name.",
		Behaviour: negotiating(func(variants []*representation, lines []string) *representation {
			for member := range strings.SplitSeq(strings.ToLower(strings.Join(lines, ",")), ",") {
				name, weight, _ := strings.Cut(member, ";")
				if q, _ := http1.AcceptsCoding("gzip;"+weight, "gzip"); strings.Contains(name, "gzip") && q > 0 {
					return codedVariant(variants, true)
				}
			}
			return selectCoding(variants, lines)
		})},
	{Name: "inm-plain-tag-only", Sentence: "Compares If-None-Match with the tag of the plain file, whatever it sends.",
		Behaviour: noneMatchBy(func(x *Exchange, lines []string) bool {
			if x.resource.variants == nil {
				return x.ifNoneMatch(lines)
			}
			sent := x.rep
			x.rep = x.resource.variants[0]
			holds := x.ifNoneMatch(lines)
			x.rep = sent
			return holds
		})},
	{Name: "request-max-age-500", Sentence: "Fails where max-age in a request is no number.",
		Behaviour: failing(func(x *Exchange) bool {
			list, _ := joined(x.values("Cache-Control"))
			for member := range strings.SplitSeq(list, ",") {
				name, seconds, _ := strings.Cut(strings.TrimSpace(member), "=")
				if _, err := strconv.Atoi(seconds); name == "max-age" && err != nil {
					return true
				}
			}
			return false
		})},
	{Name: "vary-on-coded-only", Sentence: "Says Vary where it sends coded content, and not with the plain one.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status == 200 && r.Get("Content-Encoding") == "" {
				r.Delete("Vary")
			}
		}}},
	{Name: "weight-unreadable-500", Sentence: "Fails where a weight is no number.",
		Behaviour: failing(func(x *Exchange) bool {
			for _, name := range []string{"Accept", "Accept-Encoding", "Accept-Language"} {
				list, _ := joined(x.values(name))
				for piece := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ';' }) {
					key, weight, _ := strings.Cut(strings.TrimSpace(piece), "=")
					if _, err := strconv.ParseFloat(weight, 64); key == "q" && err != nil {
						return true
					}
				}
			}
			return false
		})},
}

// acceptingBy is a behaviour that holds Accept against the media type of a file
// in another way.
func acceptingBy(accepts func(list, mediaType string) bool) Behaviour {
	return deciding(Change{Step: "accept", Before: "negotiation", Do: func(x *Exchange) *Response {
		list, given := joined(x.values("Accept"))
		if !given || x.resource.variants == nil {
			return nil
		}
		mediaType, _, _ := strings.Cut(x.resource.variants[0].mediaType, ";")
		if !accepts(list, mediaType) {
			return x.notAcceptable("It exists as " + mediaType + ".")
		}
		return nil
	}})
}

// namesOne tells whether one of the names in a list, without their weights, will do.
func namesOne(list string, will func(name string) bool) bool {
	for member := range strings.SplitSeq(list, ",") {
		name, _, _ := strings.Cut(member, ";")
		if will(strings.TrimSpace(name)) {
			return true
		}
	}
	return false
}

// codedVariant is the coded one of the variants, if there is one and it is wanted.
func codedVariant(variants []*representation, wanted bool) *representation {
	if wanted {
		return variants[len(variants)-1]
	}
	return variants[0]
}
