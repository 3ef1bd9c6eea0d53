package reference

import (
	"net/mail"
	"strings"
	"time"

	http1 "httpkit/internal/message"
)

// preconditionFaults are mistakes in the evaluation of preconditions, and in validators.
var preconditionFaults = []*Fault{
	{Name: "not-modified-content-type", Sentence: "Sends a 304 with the Content-Type of the file.",
		Behaviour: deciding(Change{Step: "preconditions", Do: func(x *Exchange) *Response {
			r := stepPreconditions(x)
			if r != nil && r.Status == 304 {
				r.Set("Content-Type", x.rep.mediaType)
			}
			return r
		}})},
	{Name: "not-modified-length-zero", Sentence: "Says in a 304 that the content has no bytes.",
		Behaviour: Behaviour{Edit: onStatus(304, func(r *Response) { r.Set("Content-Length", "0") })}},
	{Name: "not-modified-no-vary", Sentence: "Leaves Vary out of a 304.",
		Behaviour: Behaviour{Edit: onStatus(304, func(r *Response) { r.Delete("Vary") })}},
	{Name: "not-modified-to-max-age", Sentence: "Says 304 to Cache-Control: max-age=0, which is no condition.",
		Behaviour: deciding(Change{Step: "max-age", Before: "preconditions", Do: func(x *Exchange) *Response {
			if list, ok := joined(x.values("Cache-Control")); ok && x.rep != nil && http1.ListHas(list, "max-age=0") {
				return x.notModified()
			}
			return nil
		}})},
	{Name: "conditions-for-get-only", Sentence: "Evaluates the conditions of GET and of no other method.",
		Behaviour: deciding(Change{Step: "preconditions", Do: func(x *Exchange) *Response {
			if !x.is("GET") {
				return nil
			}
			return stepPreconditions(x)
		}})},
	{Name: "conditions-on-options", Sentence: "Evaluates If-Match for OPTIONS too.",
		Behaviour: deciding(Change{Step: "options-conditions", Before: "allow", Do: func(x *Exchange) *Response {
			tags := x.values("If-Match")
			if tags == nil || !x.is("OPTIONS") || x.resource.variants == nil {
				return nil
			}
			x.rep = x.resource.variants[0]
			if !x.ifMatch(tags) {
				return x.problem(412, "The representation is another one.")
			}
			x.rep = nil
			return nil
		}})},
	{Name: "date-zone-ignored", Sentence: "Reads a date up to its zone, and takes any zone for GMT.",
		Behaviour: modifiedSinceLines(func(x *Exchange, lines []string) []string {
			if i := strings.LastIndexByte(lines[0], ' '); i > 0 {
				return []string{lines[0][:i] + " GMT"}
			}
			return lines
		})},
	{Name: "dates-as-in-mail", Sentence: "Reads dates with the rules of mail: any zone, one digit for the day, any letter case.",
		Behaviour: modifiedSinceLines(func(_ *Exchange, lines []string) []string {
			if t, err := mail.ParseDate(lines[0]); err == nil {
				return []string{http1.FormatFixdate(t)}
			}
			return lines
		})},
	{Name: "etag-by-method", Sentence: "Makes the method a part of the entity tag.",
		Behaviour: deciding(Change{Step: "method-tag", Before: "preconditions", Do: changedRep(func(x *Exchange, rep *representation) {
			if tag, ok := strings.CutSuffix(rep.etag, `"`); ok && !x.is("GET") {
				rep.etag = tag + "-" + x.Request.Method + `"`
			}
		})})},
	{Name: "etag-same-for-codings", Sentence: "Gives the gzip-coded content the strong tag of the plain one.",
		Behaviour: deciding(Change{Step: "one-tag", Before: "preconditions", Do: changedRep(func(x *Exchange, rep *representation) {
			if len(x.resource.variants) > 0 {
				rep.etag = x.resource.variants[0].etag
			}
		})})},
	{Name: "future-date-refused", Sentence: "Refuses an If-Modified-Since that lies in the future.",
		Behaviour: deciding(Change{Step: "future", Before: "preconditions", Do: func(x *Exchange) *Response {
			if dates := x.values("If-Modified-Since"); len(dates) == 1 {
				if t, ok := http1.ParseDate(dates[0], clock()); ok && t.After(clock()) {
					return x.problem(400, "If-Modified-Since lies in the future.")
				}
			}
			return nil
		}})},
	{Name: "if-match-ends-it", Sentence: "Looks at no other condition after an If-Match that holds.",
		Behaviour: deciding(Change{Step: "preconditions", Do: func(x *Exchange) *Response {
			if tags := x.values("If-Match"); tags != nil && x.rep != nil && x.ifMatch(tags) {
				return nil
			}
			return stepPreconditions(x)
		}})},
	{Name: "if-match-first-tag-only", Sentence: "Looks at the first entity tag of If-Match only.",
		Behaviour: conditional(func(c *conditions) {
			c.match = func(x *Exchange, lines []string) bool {
				first, _, _ := strings.Cut(lines[0], ",")
				return x.ifMatch([]string{first})
			}
		})},
	{Name: "if-match-refused", Sentence: "Says 412 to each If-Match, since files have no versions.",
		Behaviour: conditional(func(c *conditions) { c.match = holding(false) })},
	{Name: "if-match-star-unknown", Sentence: "Takes * in If-Match for a tag that nothing has.",
		Behaviour: conditional(func(c *conditions) {
			c.match = func(x *Exchange, lines []string) bool { return lines[0] != "*" && x.ifMatch(lines) }
		})},
	{Name: "if-match-with-range-refused", Sentence: "Says 412 to If-Match beside a Range, since a part has no entity tag of its own.",
		Behaviour: conditional(func(c *conditions) {
			c.match = func(x *Exchange, lines []string) bool { return x.values("Range") == nil && x.ifMatch(lines) }
		})},
	{Name: "ims-after-inm", Sentence: "Asks If-Modified-Since where If-None-Match has found no tag.",
		Behaviour: conditional(func(c *conditions) {
			c.noneMatch = func(x *Exchange, lines []string) bool {
				dates := x.values("If-Modified-Since")
				return x.ifNoneMatch(lines) && (dates == nil || x.ifModifiedSince(dates))
			}
		})},
	{Name: "ims-by-client-clock", Sentence: "Corrects If-Modified-Since by how far the client's Date is off.",
		Behaviour: modifiedSinceLines(func(x *Exchange, lines []string) []string {
			theirs := x.values("Date")
			if len(theirs) != 1 {
				return lines
			}
			at, ok := http1.ParseDate(theirs[0], clock())
			t, ok2 := x.date(lines)
			if !ok || !ok2 {
				return lines
			}
			return []string{http1.FormatFixdate(t.Add(clock().Sub(at)))}
		})},
	{Name: "ims-exact-only", Sentence: "Says 304 to no date but the file's own.",
		Behaviour: conditional(func(c *conditions) {
			c.modifiedSince = func(x *Exchange, lines []string) bool {
				t, ok := x.date(lines)
				return !ok || !x.rep.modified.Equal(t)
			}
		})},
	{Name: "ims-first-date", Sentence: "Takes the first of several dates in If-Modified-Since.",
		Behaviour: modifiedSinceLines(func(_ *Exchange, lines []string) []string {
			parts := strings.SplitN(lines[0], ",", 3)
			return []string{strings.Join(parts[:min(len(parts), 2)], ",")}
		})},
	{Name: "ims-to-the-minute", Sentence: "Compares dates of files to the minute.",
		Behaviour: conditional(func(c *conditions) {
			c.modifiedSince = func(x *Exchange, lines []string) bool {
				t, ok := x.date(lines)
				return !ok || x.rep.modified.Truncate(time.Minute).After(t.Truncate(time.Minute))
			}
		})},
	{Name: "ims-year-ahead", Sentence: "Takes a year of two digits for one of this century.",
		Behaviour: modifiedSinceLines(func(_ *Exchange, lines []string) []string {
			t, err := time.Parse("Monday, 02-Jan-06 15:04:05 GMT", lines[0])
			if err == nil && t.Year() < 2000 {
				return []string{http1.FormatFixdate(t.AddDate(100, 0, 0))}
			}
			return lines
		})},
	{Name: "inm-and-ims", Sentence: "Says 304 only where If-Modified-Since agrees with If-None-Match.",
		Behaviour: conditional(func(c *conditions) {
			c.noneMatch = func(x *Exchange, lines []string) bool {
				dates := x.values("If-Modified-Since")
				return x.ifNoneMatch(lines) || dates != nil && x.ifModifiedSince(dates)
			}
		})},
	{Name: "inm-before-if-match", Sentence: "Evaluates If-None-Match before If-Match.",
		Behaviour: deciding(Change{Step: "preconditions", Do: func(x *Exchange) *Response {
			if tags := x.values("If-None-Match"); tags != nil && x.rep != nil && x.is("GET", "HEAD") && !x.ifNoneMatch(tags) {
				return x.notModified()
			}
			return stepPreconditions(x)
		}})},
	{Name: "inm-empty-found", Sentence: "Looks whether its entity tag contains the value of If-None-Match, which nothing always is.",
		Behaviour: noneMatchBy(func(x *Exchange, lines []string) bool { return lines[0] != "" && x.ifNoneMatch(lines) })},
	{Name: "inm-first-line", Sentence: "Reads the first of several If-None-Match lines.",
		Behaviour: noneMatchBy(func(x *Exchange, lines []string) bool { return x.ifNoneMatch(lines[:1]) })},
	{Name: "inm-sixteen-tags", Sentence: "Reads the first sixteen entity tags of a list.",
		Behaviour: noneMatchBy(func(x *Exchange, lines []string) bool {
			if tags := http1.SplitTags(strings.Join(lines, ", ")); len(tags) > 16 {
				lines = []string{strings.Join(tags[:16], ", ")}
			}
			return x.ifNoneMatch(lines)
		})},
	{Name: "inm-split-at-commas", Sentence: "Splits If-None-Match at each comma, in quotes or not, and throws the quotes away.",
		Behaviour: noneMatchBy(func(x *Exchange, lines []string) bool {
			for _, piece := range strings.Split(strings.Join(lines, ","), ",") {
				piece = strings.Trim(strings.TrimPrefix(strings.TrimSpace(piece), "W/"), `"`)
				if piece == "*" || piece == strings.Trim(x.rep.etag, `W/"`) {
					return false
				}
			}
			return true
		})},
	{Name: "inm-stops-at-gap", Sentence: "Reads a list of entity tags up to its first empty member.",
		Behaviour: noneMatchBy(func(x *Exchange, lines []string) bool {
			var tags []string
			for _, piece := range strings.Split(strings.Join(lines, ","), ",") {
				if strings.TrimSpace(piece) == "" {
					break
				}
				tags = append(tags, piece)
			}
			return x.ifNoneMatch([]string{strings.Join(tags, ",")})
		})},
	{Name: "ius-strictly-later", Sentence: "Wants If-Unmodified-Since to be later than the date of the file.",
		Behaviour: conditional(func(c *conditions) {
			c.unmodifiedSince = func(x *Exchange, lines []string) bool {
				t, ok := x.date(lines)
				return !ok || t.After(x.rep.modified)
			}
		})},
	{Name: "ius-unreadable-412", Sentence: "Says 412 to an If-Unmodified-Since that is no date.",
		Behaviour: conditional(func(c *conditions) {
			c.unmodifiedSince = func(x *Exchange, lines []string) bool {
				_, ok := x.date(lines)
				return ok && x.ifUnmodifiedSince(lines)
			}
		})},
	{Name: "ius-with-if-match", Sentence: "Wants both If-Match and If-Unmodified-Since to hold.",
		Behaviour: conditional(func(c *conditions) {
			c.match = func(x *Exchange, lines []string) bool {
				dates := x.values("If-Unmodified-Since")
				return x.ifMatch(lines) && (dates == nil || x.ifUnmodifiedSince(dates))
			}
		})},
	{Name: "last-modified-asctime", Sentence: "Writes Last-Modified as C's asctime does.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if t, ok := http1.ParseFixdate(r.Get("Last-Modified")); ok {
				r.Set("Last-Modified", t.Format(time.ANSIC))
			}
		}}},
	{Name: "last-modified-is-expiry", Sentence: "Writes into Last-Modified until when the page is fresh, a day from now.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Get("Last-Modified") != "" {
				r.Set("Last-Modified", http1.FormatFixdate(clock().AddDate(0, 0, 1)))
			}
		}}},
	{Name: "request-date-checked", Sentence: "Refuses a request whose Date is more than a quarter of an hour off.",
		Behaviour: deciding(Change{Step: "their-clock", Before: "method", Do: func(x *Exchange) *Response {
			for _, v := range x.values("Date") {
				if t, ok := http1.ParseDate(v, clock()); !ok || clock().Sub(t).Abs() > 15*time.Minute {
					return x.problem(400, "Your clock is wrong.")
				}
			}
			return nil
		}})},
	{Name: "tag-unclosed-500", Sentence: "Fails on an entity tag that is not closed.",
		Behaviour: failing(func(x *Exchange) bool {
			return len(x.values("If-None-Match")) > 0 && strings.Count(strings.Join(x.values("If-None-Match"), ""), `"`)%2 == 1
		})},
}

// noneMatchBy is a behaviour that reads If-None-Match in another way.
func noneMatchBy(holds func(*Exchange, []string) bool) Behaviour {
	return conditional(func(c *conditions) { c.noneMatch = holds })
}

// modifiedSinceLines is a behaviour that sees other lines of If-Modified-Since than
// came.
func modifiedSinceLines(seen func(*Exchange, []string) []string) Behaviour {
	return conditional(func(c *conditions) {
		c.modifiedSince = func(x *Exchange, lines []string) bool { return x.ifModifiedSince(seen(x, lines)) }
	})
}

// onStatus edits the responses with a status.
func onStatus(status int, edit func(*Response)) func(*Response, *Request) {
	return func(r *Response, _ *Request) {
		if r.Status == status {
			edit(r)
		}
	}
}
