package reference

import (
	"strings"

	http1 "httpkit/internal/message"
)

// methodMeaningFaults are mistakes in what a method means, and in where a redirection
// leads.
var methodMeaningFaults = []*Fault{
	{Name: "connect-always-200", Sentence: "Answers 200 to CONNECT whatever it names.",
		Behaviour: Behaviour{Edit: func(r *Response, q *Request) {
			if q.Method == "CONNECT" {
				r.Status = 200
			}
		}}},
	{Name: "head-404-content", Sentence: "Sends the error page after HEAD.",
		Behaviour: Behaviour{Edit: onHead(func(r *Response) {
			if r.Status >= 400 {
				r.Bare = false
			}
		})}},
	{Name: "head-content-of-large", Sentence: "Sends a large file after HEAD.",
		Behaviour: Behaviour{Edit: onHead(func(r *Response) { r.Bare = r.Len() < 256<<10 })}},
	{Name: "head-content-to-older", Sentence: "Sends the content after HEAD in HTTP/1.0.",
		Behaviour: Behaviour{Edit: func(r *Response, q *Request) {
			if q.Method == "HEAD" && q.Minor == 0 {
				r.Bare = false
			}
		}}},
	{Name: "head-files-only", Sentence: "Has HEAD for files only.",
		Behaviour: deciding(Change{Step: "allow", Do: func(x *Exchange) *Response {
			if x.is("HEAD") && x.resource.variants == nil {
				r := x.problem(405, "The resource does not have the method.")
				r.Set("Allow", "GET, POST, OPTIONS")
				return r
			}
			return stepAllow(x)
		}})},
	{Name: "head-not-redirected", Sentence: "Redirects GET only.",
		Behaviour: deciding(Change{Step: "resource", Do: func(x *Exchange) *Response {
			r := stepResource(x)
			if r != nil && r.Status == 301 && x.is("HEAD") {
				return x.problem(404, "There is no such file.")
			}
			return r
		}})},
	{Name: "max-forwards-refused", Sentence: "Refuses to answer where Max-Forwards is 0.",
		Behaviour: deciding(Change{Step: "max-forwards", Before: "target", Do: func(x *Exchange) *Response {
			if value, _ := x.Request.Get("Max-Forwards"); value == "0" {
				return x.problem(403, "The request may be forwarded no further.")
			}
			return nil
		}})},
	{Name: "method-by-prefix", Sentence: "Knows a method by its first letters.",
		Behaviour: deciding(Change{Step: "method", Do: func(x *Exchange) *Response {
			for _, m := range []string{"GET", "HEAD", "POST"} {
				if strings.HasPrefix(x.Request.Method, m) {
					x.Request.Method = m
				}
			}
			return stepMethod(x)
		}})},
	{Name: "method-override-obeyed", Sentence: "Takes the method from a field where there is one.",
		Behaviour: deciding(Change{Step: "override", Before: "method", Do: func(x *Exchange) *Response {
			if m, ok := x.Request.Get("X-HTTP-Method-Override"); ok {
				x.Request.Method = m
			}
			return nil
		}})},
	{Name: "missing-file-home", Sentence: "Sends who asks for what is not there to the front page.",
		Behaviour: editing(func(r *Response) {
			if r.Status == 404 {
				r.Status = 302
				r.Set("Location", "/")
			}
		})},
	{Name: "options-as-get", Sentence: "Answers OPTIONS as it answers GET.",
		Behaviour: methodTaken("OPTIONS", "GET")},
	{Name: "put-says-created", Sentence: "Says that PUT has created what was there already.",
		Behaviour: deciding(Change{Step: "allow", Do: func(x *Exchange) *Response {
			if x.is("PUT") {
				return NewResponse(201)
			}
			return stepAllow(x)
		}})},
	{Name: "redirect-to-itself", Sentence: "Sends to the address that was asked for.",
		Behaviour: editing(func(r *Response) { replace(r, "Location", strings.TrimSuffix(r.Get("Location"), "/")) })},
	{Name: "redirect-to-own-name", Sentence: "Sends to the name that it has for itself.",
		Behaviour: editing(func(r *Response) { replace(r, "Location", "http://localhost"+r.Get("Location")) })},
	{Name: "trace-as-get", Sentence: "Answers TRACE as it answers GET.",
		Behaviour: methodTaken("TRACE", "GET")},
	{Name: "trace-has-no-body", Sentence: "Takes a TRACE request to end with its header section.",
		Behaviour: reading(http1.Dialect{Framing: func(d *http1.Dialect, h *http1.RequestHead) (http1.Framing, int64, error) {
			if h.Method == "TRACE" {
				return http1.FramedNone, 0, nil
			}
			return http1.StrictFraming(d, h)
		}})},
}

// methodTaken is a behaviour that takes a method for another one.
func methodTaken(method, other string) Behaviour {
	return deciding(Change{Step: "method", Do: func(x *Exchange) *Response {
		if x.is(method) {
			x.Request.Method = other
		}
		return stepMethod(x)
	}})
}
