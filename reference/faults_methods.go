package reference

import (
	"strconv"
	"strings"

	http1 "httpkit/internal/message"
)

var methodFaults = []*Fault{
	{Name: "allow-missing", Sentence: "Says 405 and not which methods there are.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status == 405 {
				r.Delete("Allow")
			}
		}}},
	{Name: "allow-untrue", Sentence: "Names methods in Allow that it refuses.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if allow := r.Get("Allow"); allow != "" {
				r.Set("Allow", allow+", PUT, TRACE")
			}
		}}},
	{Name: "allow-without-get", Sentence: "Leaves GET out of Allow.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if allow := r.Get("Allow"); allow != "" {
				r.Set("Allow", strings.TrimPrefix(allow, "GET, "))
			}
		}}},
	{Name: "connect-200", Sentence: "Answers CONNECT as if it had made a tunnel, with a Content-Length.",
		Behaviour: deciding(Change{Step: "method", Do: func(x *Exchange) *Response {
			if x.is("CONNECT") {
				return NewResponse(200)
			}
			return stepMethod(x)
		}})},
	{Name: "delete-200", Sentence: "Says that it has deleted a file, and has not.",
		Behaviour: deciding(Change{Step: "allow", Do: func(x *Exchange) *Response {
			if x.is("DELETE", "PUT", "PATCH") {
				return NewResponse(200)
			}
			return stepAllow(x)
		}})},
	{Name: "forms-refused", Sentence: "Refuses forms, wherever they are sent.",
		Behaviour: deciding(Change{Step: "forms", Before: "negotiation", Do: func(x *Exchange) *Response {
			if t, _ := x.Request.Get("Content-Type"); strings.HasPrefix(strings.ToLower(t), "application/x-www-form-urlencoded") {
				return x.problem(415, "This server takes no forms.")
			}
			return nil
		}})},
	{Name: "head-405", Sentence: "Does not have HEAD.",
		Behaviour: deciding(Change{Step: "allow", Do: func(x *Exchange) *Response {
			if x.is("HEAD") {
				r := x.problem(405, "The resource does not have the method.")
				r.Set("Allow", "GET, OPTIONS")
				return r
			}
			return stepAllow(x)
		}})},
	{Name: "head-fields-fewer", Sentence: "Leaves out of the answer to HEAD what it says of the representation.",
		Behaviour: Behaviour{Edit: onHead(func(r *Response) {
			for _, name := range []string{"Content-Type", "ETag", "Last-Modified", "Accept-Ranges"} {
				r.Delete(name)
			}
		})}},
	{Name: "head-has-content", Sentence: "Sends the content after HEAD.",
		Behaviour: Behaviour{Edit: onHead(func(r *Response) { r.Bare = false })}},
	{Name: "head-length-zero", Sentence: "Says Content-Length: 0 in the answer to HEAD.",
		Behaviour: Behaviour{Edit: onHead(func(r *Response) { r.Set("Content-Length", "0") })}},
	{Name: "options-404", Sentence: "Looks for a file called * when OPTIONS asks about the server.",
		Behaviour: deciding(Change{Step: "server", Do: func(x *Exchange) *Response {
			if x.Request.Target.Form == http1.AsteriskForm {
				return x.problem(404, "There is no file of that name.")
			}
			return nil
		}})},
	{Name: "options-without-allow", Sentence: "Answers OPTIONS without Allow.",
		Behaviour: Behaviour{Edit: func(r *Response, q *Request) {
			if q.Method == "OPTIONS" {
				r.Delete("Allow")
			}
		}}},
	{Name: "post-file-200", Sentence: "Answers POST to a file as it answers GET.",
		Behaviour: deciding(Change{Step: "allow", Do: func(x *Exchange) *Response {
			if x.is("POST") && x.resource.variants != nil {
				return nil
			}
			return stepAllow(x)
		}})},
	{Name: "trace-shows-secrets", Sentence: "Answers TRACE with all fields of the request, Cookie and Authorization among them.",
		Behaviour: deciding(Change{Step: "allow", Do: func(x *Exchange) *Response {
			if !x.is("TRACE") {
				return stepAllow(x)
			}
			b := []byte("TRACE " + x.Request.Target.Raw + " HTTP/1.1\r\n")
			for _, f := range x.Request.Fields {
				b = append(b, f.Name+": "+f.Value+"\r\n"...)
			}
			r := NewResponse(200)
			r.SetContent("message/http", append(b, "\r\n"...))
			return r
		}})},
	{Name: "unknown-method-200", Sentence: "Takes a method that it does not know for GET.",
		Behaviour: deciding(Change{Step: "method", Do: func(x *Exchange) *Response {
			if !http1.KnownMethod(x.Request.Method) {
				x.Request.Method = "GET"
			}
			return stepMethod(x)
		}})},
	{Name: "unknown-method-405", Sentence: "Says 405 without Allow to a method that it does not know.",
		Behaviour: Behaviour{Edit: func(r *Response, q *Request) {
			if r.Status == 501 && !http1.KnownMethod(q.Method) && q.Method != "" {
				r.Status = 405
			}
		}}},
	{Name: "unknown-method-500", Sentence: "Fails on a method that it does not know.",
		Behaviour: deciding(Change{Step: "method", Do: func(x *Exchange) *Response {
			if !http1.KnownMethod(x.Request.Method) {
				return x.problem(500, "The server has met an error.")
			}
			return stepMethod(x)
		}})},
}

// onHead edits the answers to HEAD.
func onHead(edit func(*Response)) func(*Response, *Request) {
	return func(r *Response, q *Request) {
		if q.Method == "HEAD" {
			edit(r)
		}
	}
}

// lengthOf sets Content-Length to the content's with an addition.
func lengthOf(r *Response, more int64) { r.Set("Content-Length", strconv.FormatInt(r.Len()+more, 10)) }
