package reference

import (
	"bytes"
	"strings"

	http1 "httpkit/internal/message"
)

var targetFaults = []*Fault{
	{Name: "absolute-form-404", Sentence: "Takes an absolute URI for the name of a file.",
		Behaviour: deciding(Change{Step: "target", Do: func(x *Exchange) *Response {
			if x.Request.Target.Form == http1.AbsoluteForm {
				return x.problem(404, "There is no such file.")
			}
			return stepTarget(x)
		}})},
	{Name: "absolute-needs-path", Sentence: "Refuses an absolute URI without a path.",
		Behaviour: reading(http1.Dialect{Target: func(method string, b []byte) (http1.Target, error) {
			t, err := http1.StrictTarget(method, b)
			if i := strings.Index(t.Raw, "://"); err == nil && t.Form == http1.AbsoluteForm && !strings.Contains(t.Raw[i+3:], "/") {
				err = no(400, "The request-target has no path.")
			}
			return t, err
		}})},
	{Name: "absolute-no-host-needed", Sentence: "Does not ask for a Host field where the request-target is an absolute URI.",
		Behaviour: deciding(Change{Step: "host", Do: func(x *Exchange) *Response {
			if x.Request.Target.Form == http1.AbsoluteForm {
				return x.hostOf(0, 1)
			}
			return stepHost(x)
		}})},
	{Name: "asterisk-for-all", Sentence: "Takes the request-target * for the root, whatever the method.",
		Behaviour: deciding(Change{Step: "target", Do: func(x *Exchange) *Response {
			if t := &x.Request.Target; t.Form == http1.AsteriskForm && !x.is("OPTIONS") {
				*t = http1.Target{Raw: "/", Path: "/"}
			}
			return stepTarget(x)
		}})},
	{Name: "authority-not-checked", Sentence: "Does not look at the authority of an absolute URI: user information and an empty host will do.",
		Behaviour: reading(http1.Dialect{Target: func(method string, b []byte) (http1.Target, error) {
			scheme, rest, ok := strings.Cut(string(b), "://")
			if !ok || method == "CONNECT" || b[0] == '/' {
				return http1.StrictTarget(method, b)
			}
			i := strings.IndexAny(rest+"/", "/?")
			return http1.StrictTarget(method, []byte(scheme+"://a"+rest[i:]))
		}})},
	{Name: "scheme-not-checked", Sentence: "Answers for any scheme as for http.",
		Behaviour: deciding(Change{Step: "target", Do: func(x *Exchange) *Response {
			x.Request.Target.Scheme = "http"
			return stepTarget(x)
		}})},
	{Name: "target-bytes-not-checked", Sentence: "Takes any bytes in a path or query.",
		Behaviour: reading(http1.Dialect{Target: func(method string, b []byte) (http1.Target, error) {
			t, err := http1.StrictTarget(method, b)
			if err != nil && b[0] == '/' {
				t = http1.Target{Raw: string(b)}
				t.Path, t.Query, t.HasQuery = strings.Cut(t.Raw, "?")
				return t, nil
			}
			return t, err
		}})},
	{Name: "target-fragment-taken", Sentence: "Leaves out a fragment behind the request-target.",
		Behaviour: reading(http1.Dialect{Target: func(method string, b []byte) (http1.Target, error) {
			b, _, _ = bytes.Cut(b, []byte("#"))
			return http1.StrictTarget(method, append([]byte(nil), b...))
		}})},
	{Name: "target-slash-added", Sentence: "Puts a slash before a request-target that lacks it.",
		Behaviour: reading(http1.Dialect{Target: func(method string, b []byte) (http1.Target, error) {
			t, err := http1.StrictTarget(method, b)
			if err != nil && method != "CONNECT" {
				return http1.StrictTarget(method, append([]byte("/"), b...))
			}
			return t, err
		}})},
	{Name: "query-in-name", Sentence: "Takes the query for a part of the file's name.",
		Behaviour: finding(func(x *Exchange) string {
			t := x.Request.Target
			if t.HasQuery {
				return t.Path + "%3F" + t.Query
			}
			return t.Path
		})},
	{Name: "query-strict", Sentence: "Refuses a query with a slash or a question mark in it.",
		Behaviour: reading(http1.Dialect{Target: func(method string, b []byte) (http1.Target, error) {
			t, err := http1.StrictTarget(method, b)
			if err == nil && strings.ContainsAny(t.Query, "/?") {
				err = no(400, "The query holds a character that has to be percent-encoded.")
			}
			return t, err
		}})},
	{Name: "long-target-400", Sentence: "Says 400 where a request-target is too long.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status == 414 {
				r.Status = 400
			}
		}}},
}

// finding is a behaviour that looks for the resource at another path.
func finding(path func(*Exchange) string) Behaviour {
	return deciding(Change{Step: "resource", Do: func(x *Exchange) *Response { return x.find(path(x)) }})
}
