package reference

import (
	"fmt"
	"strings"
	"sync/atomic"

	http1 "httpkit/internal/message"
)

var conditionalFaults = []*Fault{
	{Name: "not-modified-has-content", Sentence: "Sends content with a 304.",
		Behaviour: Behaviour{Edit: func(r *Response, q *Request) {
			if r.Status == 304 && q.Method == "GET" {
				r.SetContent("text/plain", []byte("Not modified.\n"))
				r.Bare = false
			}
		}}},
	{Name: "not-modified-no-etag", Sentence: "Leaves the entity tag out of a 304.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status == 304 {
				r.Delete("ETag")
			}
		}}},
	{Name: "conditions-first", Sentence: "Looks at the conditions before it knows whether there is a resource.",
		Behaviour: deciding(Change{Step: "hasty-conditions", Before: "resource", Do: func(x *Exchange) *Response {
			x.rep = &representation{}
			r := stepPreconditions(x)
			if x.rep = nil; r != nil && len(x.values("If-None-Match")) > 0 && r.Status == 304 {
				return r
			}
			if _, err := x.Conn.origin.site.resource(x.Request.Target.Path); err != nil && x.Request.Target.Form == http1.OriginForm {
				return r
			}
			return nil
		}})},
	{Name: "etag-changes", Sentence: "Makes up an entity tag for each response.",
		Behaviour: Behaviour{Edit: func() func(*Response, *Request) {
			var n atomic.Int64
			return func(r *Response, _ *Request) {
				if r.Get("ETag") != "" {
					r.Set("ETag", fmt.Sprintf(`"n%d"`, n.Add(1)))
				}
			}
		}()}},
	{Name: "etag-ignored", Sentence: "Does not look at If-None-Match.",
		Behaviour: conditional(func(c *conditions) { c.noneMatch = holding(true) })},
	{Name: "etag-unquoted", Sentence: "Writes entity tags without quotes.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if tag := r.Get("ETag"); tag != "" {
				r.Set("ETag", strings.ReplaceAll(tag, `"`, ""))
			}
		}}},
	{Name: "if-match-ignored", Sentence: "Does not look at If-Match.",
		Behaviour: conditional(func(c *conditions) { c.match = holding(true) })},
	{Name: "if-match-weak", Sentence: "Takes a weak entity tag in If-Match.",
		Behaviour: conditional(func(c *conditions) {
			c.match = func(x *Exchange, lines []string) bool { return x.matches(lines, http1.SameWeak) }
		})},
	{Name: "if-modified-since-ignored", Sentence: "Does not look at If-Modified-Since.",
		Behaviour: conditional(func(c *conditions) { c.modifiedSince = holding(true) })},
	{Name: "if-unmodified-since-ignored", Sentence: "Does not look at If-Unmodified-Since.",
		Behaviour: conditional(func(c *conditions) { c.unmodifiedSince = holding(true) })},
	{Name: "ims-any-text-taken", Sentence: "Takes an If-Modified-Since that is no date for one that is late enough.",
		Behaviour: conditional(func(c *conditions) {
			c.modifiedSince = func(x *Exchange, lines []string) bool {
				_, ok := x.date(lines)
				return ok && x.ifModifiedSince(lines)
			}
		})},
	{Name: "ims-beats-inm", Sentence: "Lets If-Modified-Since decide where both are there.",
		Behaviour: conditional(func(c *conditions) {
			c.noneMatch = func(x *Exchange, lines []string) bool {
				if dates := x.values("If-Modified-Since"); dates != nil {
					return x.ifModifiedSince(dates)
				}
				return x.ifNoneMatch(lines)
			}
		})},
	{Name: "ims-earlier-taken", Sentence: "Says 304 to any date in If-Modified-Since.",
		Behaviour: conditional(func(c *conditions) {
			c.modifiedSince = func(x *Exchange, lines []string) bool {
				_, ok := x.date(lines)
				return !ok
			}
		})},
	{Name: "ims-on-post", Sentence: "Says 304 to a POST with If-Modified-Since.",
		Behaviour: deciding(Change{Step: "preconditions", Do: func(x *Exchange) *Response {
			if x.is("POST") && len(x.values("If-Modified-Since")) > 0 {
				return NewResponse(304)
			}
			return stepPreconditions(x)
		}})},
	{Name: "inm-412-for-get", Sentence: "Says 412 where If-None-Match calls for 304.",
		Behaviour: deciding(Change{Step: "preconditions", Do: func(x *Exchange) *Response {
			r := stepPreconditions(x)
			if r != nil && r.Status == 304 && len(x.values("If-None-Match")) > 0 {
				return x.problem(412, "The representation is the one that the client has.")
			}
			return r
		}})},
	{Name: "inm-first-tag-only", Sentence: "Looks at the first entity tag of If-None-Match only.",
		Behaviour: conditional(func(c *conditions) {
			c.noneMatch = func(x *Exchange, lines []string) bool {
				first, _, _ := strings.Cut(lines[0], ",")
				return x.ifNoneMatch([]string{first})
			}
		})},
	{Name: "inm-substring-taken", Sentence: "Looks for its entity tag anywhere in If-None-Match, quotes or not.",
		Behaviour: conditional(func(c *conditions) {
			c.noneMatch = func(x *Exchange, lines []string) bool {
				return x.ifNoneMatch(lines) && !containsFold(x.rep.etag, strings.Trim(lines[0], `" `))
			}
		})},
	{Name: "inm-star-ignored", Sentence: "Does not know * in If-None-Match.",
		Behaviour: conditional(func(c *conditions) {
			c.noneMatch = func(x *Exchange, lines []string) bool { return lines[0] == "*" || x.ifNoneMatch(lines) }
		})},
	{Name: "inm-strong", Sentence: "Compares strongly for If-None-Match.",
		Behaviour: conditional(func(c *conditions) {
			c.noneMatch = func(x *Exchange, lines []string) bool { return !x.matches(lines, http1.SameStrong) }
		})},
	{Name: "last-modified-now", Sentence: "Says that every file was modified just now.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Get("Last-Modified") != "" {
				r.Set("Last-Modified", http1.FormatFixdate(clock()))
			}
		}}},
	{Name: "obsolete-dates-ignored", Sentence: "Reads dates in their newest form only.",
		Behaviour: conditional(func(c *conditions) {
			c.modifiedSince = func(x *Exchange, lines []string) bool {
				_, ok := http1.ParseFixdate(lines[0])
				return !ok || x.ifModifiedSince(lines)
			}
		})},
	{Name: "obsolete-date-500", Sentence: "Fails on a date that it can't read.",
		Behaviour: deciding(Change{Step: "preconditions", Do: func(x *Exchange) *Response {
			for _, value := range x.values("If-Modified-Since") {
				if _, ok := http1.ParseFixdate(value); !ok {
					return x.problem(500, "The server has met an error.")
				}
			}
			return stepPreconditions(x)
		}})},
}

// conditional is a behaviour that evaluates a condition in another way.
func conditional(change func(*conditions)) Behaviour {
	c := rfcConditions
	change(&c)
	return deciding(Change{Step: "preconditions", Do: c.step})
}

// holding is a condition that holds, or does not, whatever it says.
func holding(holds bool) func(*Exchange, []string) bool {
	return func(*Exchange, []string) bool { return holds }
}

func containsFold(s, part string) bool {
	return part != "" && strings.Contains(strings.ToLower(s), strings.ToLower(part))
}
