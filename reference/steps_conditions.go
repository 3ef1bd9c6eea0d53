package reference

import (
	"strings"
	"time"

	http1 "httpkit/internal/message"
)

// stepPreconditions evaluates the preconditions of a request that would else
// succeed.
func stepPreconditions(x *Exchange) *Response { return rfcConditions.step(x) }

// conditions evaluate the value of a conditional field, one function each.
type conditions struct {
	match, unmodifiedSince, noneMatch, modifiedSince func(*Exchange, []string) bool
}

var rfcConditions = conditions{
	match:           (*Exchange).ifMatch,
	unmodifiedSince: (*Exchange).ifUnmodifiedSince,
	noneMatch:       (*Exchange).ifNoneMatch,
	modifiedSince:   (*Exchange).ifModifiedSince,
}

// step evaluates them in the RFC's order.
//
// RFC 9110 section 13.2.2. Methods that select and modify nothing ignore them (section
// 13.2.1). A POST is held against what a GET would select; a resource that can't be
// got has no representation that any tag is of.
func (c conditions) step(x *Exchange) *Response {
	if x.is("POST") && x.resource != nil {
		return c.stepPost(x)
	}
	if x.rep == nil || !x.is("GET", "HEAD") {
		return nil
	}
	ok := true
	if tags := x.values("If-Match"); tags != nil {
		ok = c.match(x, tags)
	} else if dates := x.values("If-Unmodified-Since"); dates != nil {
		ok = c.unmodifiedSince(x, dates)
	}
	if !ok {
		return x.problem(412, "The representation is not the one that the request makes a condition of.")
	}
	if tags := x.values("If-None-Match"); tags != nil {
		ok = c.noneMatch(x, tags)
	} else if dates := x.values("If-Modified-Since"); dates != nil {
		ok = c.modifiedSince(x, dates)
	}
	if !ok {
		return x.notModified()
	}
	return nil
}

// stepPost evaluates the conditions that are for all methods. No resource here that
// takes POST has validators, so that of a representation it matters only whether there
// is one.
//
// RFC 9110 section 13.2.2: 412 too where If-None-Match is false, and no date of
// modification is looked at (section 13.1.3).
func (c conditions) stepPost(x *Exchange) *Response {
	there := x.resource.allows("GET")
	if there && x.rep == nil {
		x.rep = &representation{}
		defer func() { x.rep = nil }()
	}
	ok := true
	if tags := x.values("If-Match"); tags != nil {
		ok = there && c.match(x, tags)
	}
	if tags := x.values("If-None-Match"); ok && there && tags != nil {
		ok = c.noneMatch(x, tags)
	}
	if !ok {
		return x.problem(412, "What is here is not what the request makes a condition of.")
	}
	return nil
}

// ifMatch: any representation, or one of the tags by strong comparison.
//
// RFC 9110 section 13.1.1.
func (x *Exchange) ifMatch(lines []string) bool { return x.matches(lines, http1.SameStrong) }

// ifNoneMatch: none of the tags by weak comparison.
//
// RFC 9110 section 13.1.2.
func (x *Exchange) ifNoneMatch(lines []string) bool { return !x.matches(lines, http1.SameWeak) }

func (x *Exchange) matches(lines []string, same func(a, b string) bool) bool {
	value := strings.Join(lines, ", ")
	if value == "*" {
		return true
	}
	for _, tag := range http1.SplitTags(value) {
		if x.rep.etag != "" && same(tag, x.rep.etag) {
			return true
		}
	}
	return false
}

// ifModifiedSince is true, as if it were not there, where the date is invalid or
// the representation has none.
//
// RFC 9110 section 13.1.3.
func (x *Exchange) ifModifiedSince(lines []string) bool {
	t, ok := x.date(lines)
	return !ok || x.rep.modified.After(t)
}

// ifUnmodifiedSince: likewise.
//
// RFC 9110 section 13.1.4.
func (x *Exchange) ifUnmodifiedSince(lines []string) bool {
	t, ok := x.date(lines)
	return !ok || !x.rep.modified.After(t)
}

// date reads the one date of a condition.
func (x *Exchange) date(lines []string) (time.Time, bool) {
	if len(lines) != 1 || x.rep.modified.IsZero() {
		return time.Time{}, false
	}
	return http1.ParseDate(lines[0], clock())
}

// notModified is the answer to who has the representation already.
//
// RFC 9110 section 15.4.5: Content-Location, Date, ETag and Vary, and no other
// metadata unless there is no ETag.
func (x *Exchange) notModified() *Response {
	r := NewResponse(304)
	if x.rep.etag != "" {
		r.Set("ETag", x.rep.etag)
	} else if x.rep.lastModified != "" {
		r.Set("Last-Modified", x.rep.lastModified)
	}
	if x.rep.vary != "" {
		r.Set("Vary", x.rep.vary)
	}
	return r
}

// ifRange: the one validator is exactly the representation's, and strong.
//
// RFC 9110 section 13.1.5; section 8.8.2.2: a date is a strong validator where it
// is at least a second older than the Date of the response.
func (x *Exchange) ifRange(lines []string) bool {
	if len(lines) != 1 {
		return false
	}
	if http1.IsTag(lines[0]) {
		return http1.SameStrong(lines[0], x.rep.etag)
	}
	t, ok := x.date(lines)
	return ok && t.Equal(x.rep.modified) && clock().Sub(t) >= time.Second
}
