package reference

import (
	"strings"

	http1 "httpkit/internal/message"
)

// passedOverFaults are mistakes in rules of RFC 9110 that are easily passed over.
var passedOverFaults = []*Fault{
	{Name: "accept-weight-last-only", Sentence: "Refuses an Accept in which anything follows a weight.",
		Behaviour: deciding(Change{Step: "accept-syntax", Before: "negotiation", Do: func(x *Exchange) *Response {
			list, _ := joined(x.values("Accept"))
			for _, member := range http1.SplitList(list) {
				if _, weight, has := strings.Cut(member, ";q="); has && strings.Contains(weight, ";") {
					return x.problem(400, "Accept is malformed.")
				}
			}
			return nil
		}})},
	{Name: "charset-escaped", Sentence: "Escapes the hyphen in charset=\"utf-8\".",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if t, _, has := strings.Cut(r.Get("Content-Type"), ";"); has {
				r.Set("Content-Type", t+`; charset="utf\-8"`)
			}
		}}},
	{Name: "coding-old-name-unknown", Sentence: "Does not know gzip by its old name.",
		Behaviour: deciding(Change{Step: "old-name", Before: "preconditions", Do: func(x *Exchange) *Response {
			list, ok := joined(x.values("Accept-Encoding"))
			if ok && x.rep != nil && x.rep.coding != "" && !containsFold(strings.ReplaceAll(list, "x-gzip", ""), "gzip") {
				x.rep = x.resource.variants[0]
			}
			return nil
		}})},
	{Name: "content-location-followed", Sentence: "Answers for the resource that Content-Location names.",
		Behaviour: deciding(Change{Step: "resource", Do: func(x *Exchange) *Response {
			if to, ok := x.Request.Get("Content-Location"); ok {
				return x.find(to)
			}
			return stepResource(x)
		}})},
	{Name: "etag-backslash", Sentence: "Escapes what is within the quotes of an entity tag.",
		Behaviour: deciding(Change{Step: "escape", Before: "preconditions", Do: changedRep(func(_ *Exchange, rep *representation) {
			if tag, ok := strings.CutPrefix(rep.etag, `"`); ok {
				rep.etag = `"\` + tag
			}
		})})},
	{Name: "etag-not-for-text", Sentence: "Has entity tags for pictures, and none for text.",
		Behaviour: deciding(Change{Step: "tag-by-type", Before: "preconditions", Do: changedRep(func(_ *Exchange, rep *representation) {
			if strings.HasPrefix(rep.mediaType, "text/") {
				rep.etag = ""
			}
		})})},
	{Name: "fields-left-over", Sentence: "Puts the fields of a request over those of the one before, and reads on behind them.",
		Behaviour: deciding(Change{Step: "left-over", Before: "host", Do: func(x *Exchange) *Response {
			n := len(x.Request.Fields)
			for _, f := range x.Request.Fields[n:cap(x.Request.Fields)] {
				if f.Name == "" {
					break
				}
				n++
			}
			x.Request.Fields = x.Request.Fields[:n]
			return nil
		}})},
	{Name: "field-values-aligned", Sentence: "Writes its fields in two columns.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if t := r.Get("Content-Type"); t != "" {
				r.Set("Content-Type", "  "+t)
			}
		}}},
	{Name: "if-range-needs-ranges", Sentence: "Says 412 to If-Range where it has no ranges.",
		Behaviour: deciding(Change{Step: "no-ranges", Before: "range", Do: func(x *Exchange) *Response {
			if x.values("If-Range") != nil && x.resource.respond != nil {
				return x.problem(412, "The resource has no ranges.")
			}
			return nil
		}})},
	{Name: "last-modified-beside-no-tag", Sentence: "Sends Last-Modified only where there is no entity tag.",
		Behaviour: deciding(Change{Step: "one-validator", Before: "preconditions", Do: changedRep(func(_ *Exchange, rep *representation) {
			if rep.etag != "" {
				rep.lastModified = ""
			}
		})})},
	{Name: "partial-tells-all", Sentence: "Describes the file in full after If-Range too.",
		Behaviour: Behaviour{Edit: onStatus(206, func(r *Response) {
			if r.Get("Last-Modified") == "" {
				r.Set("Last-Modified", "Tue, 02 Jan 2024 03:04:05 GMT")
			}
		})}},
	{Name: "put-new-204", Sentence: "Says 204 to each PUT, also where there was nothing.",
		Behaviour: deciding(Change{Step: "resource", Do: func(x *Exchange) *Response {
			r := stepResource(x)
			if r != nil && r.Status == 404 && x.is("PUT") {
				return NewResponse(204)
			}
			return r
		}})},
	{Name: "put-tag-of-request", Sentence: "Makes an entity tag of what it was sent by PUT, and has another for the file.",
		Behaviour: deciding(Change{Step: "allow", Do: func(x *Exchange) *Response {
			if x.is("PUT") && x.resource.variants != nil {
				r := NewResponse(204)
				r.Set("ETag", `"put"`)
				return r
			}
			return stepAllow(x)
		}})},
	{Name: "server-words-apart", Sentence: "Has two spaces between the words of Server.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) { r.Set("Server", "httpkit  reference/1") }}},
	{Name: "undated-is-old", Sentence: "Takes what has no date of modification for unchanged since any date.",
		Behaviour: conditional(func(c *conditions) {
			c.modifiedSince = func(x *Exchange, lines []string) bool {
				return !x.rep.modified.IsZero() && x.ifModifiedSince(lines)
			}
		})},
	{Name: "undated-is-new", Sentence: "Takes what has no date of modification for changed just now.",
		Behaviour: conditional(func(c *conditions) {
			c.unmodifiedSince = func(x *Exchange, lines []string) bool {
				return !x.rep.modified.IsZero() && x.ifUnmodifiedSince(lines)
			}
		})},
	{Name: "ius-by-client-clock", Sentence: "Corrects If-Unmodified-Since by how far the client's Date is off.",
		Behaviour: conditional(func(c *conditions) {
			c.unmodifiedSince = func(x *Exchange, lines []string) bool {
				t, ok := x.date(lines)
				if theirs := x.values("Date"); ok && len(theirs) == 1 {
					if at, known := http1.ParseDate(theirs[0], clock()); known {
						t = t.Add(clock().Sub(at))
					}
				}
				return !ok || !x.rep.modified.After(t)
			}
		})},
}
