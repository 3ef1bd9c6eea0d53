package reference

import "strings"

var expectFaults = []*Fault{
	{Name: "100-to-http10", Sentence: "Sends 100 to HTTP/1.0 clients.",
		Behaviour: living(Life{Continue: func(x *Exchange) {
			x.wants100 = x.Request.Has("Expect", "100-continue") && x.Request.HasBody()
			if x.Request.Minor == 0 && x.wants100 {
				x.said100 = true
				x.Conn.SendInterim(100)
			}
			sayContinue(x)
		}})},
	{Name: "100-after-content", Sentence: "Sends 100 when the content is there.",
		Behaviour: deciding(Change{Step: "expectation", Do: func(x *Exchange) *Response {
			r := stepExpectation(x)
			if r == nil && x.wants100 {
				x.said100 = true // nobody is asked
			}
			return r
		}}, Change{Step: "late-100", Before: "negotiation", Do: func(x *Exchange) *Response {
			if x.wants100 {
				x.Conn.SendInterim(100)
			}
			return nil
		}})},
	{Name: "100-with-length", Sentence: "Puts a Content-Length into 100.",
		Behaviour: living(Life{Continue: func(x *Exchange) {
			if x.wants100 && !x.said100 && x.Conn.in.len() == 0 {
				x.said100 = true
				x.Conn.write(&Response{Status: 100, Bare: true, Fields: []Field{{"Content-Length", "0"}}})
				x.Conn.flush()
			}
		}})},
	{Name: "expect-case-matters", Sentence: "Knows 100-continue in lower case only.",
		Behaviour: deciding(Change{Step: "expectation", Do: func(x *Exchange) *Response {
			value, _ := joined(x.values("Expect"))
			if value != "" && value != "100-continue" {
				return x.problem(417, "This server meets no expectation but 100-continue.")
			}
			return stepExpectation(x)
		}})},
	{Name: "expect-list-unread", Sentence: "Knows 100-continue only where no other expectation stands beside it, and passes over all others.",
		Behaviour: deciding(Change{Step: "expectation", Do: func(x *Exchange) *Response {
			value, _ := joined(x.values("Expect"))
			x.wants100 = x.wants100 && strings.EqualFold(value, "100-continue")
			return nil
		}})},
	{Name: "expect-ignored", Sentence: "Waits for the content of a client that waits for 100.",
		Behaviour: living(Life{Continue: func(*Exchange) {}})},
	{Name: "expect-500", Sentence: "Fails on an expectation that it does not know.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status == 417 {
				r.Status = 500
			}
		}}},
	{Name: "refusal-awaits-content", Sentence: "Refuses methods and expectations only when it has the content, also where the client holds that back.",
		Behaviour: deciding(Change{Step: "method", Do: func(x *Exchange) *Response {
			r := stepMethod(x)
			x.wants100 = x.wants100 && r == nil
			return r
		}}, Change{Step: "expectation", Do: func(x *Exchange) *Response {
			r := stepExpectation(x)
			x.wants100 = x.wants100 && r == nil
			return r
		}})},
	{Name: "refusal-forgets-content", Sentence: "Answers before the content that a client still holds back, keeps the connection, and takes the content for a request.",
		Behaviour: living(Life{Unread: func(x *Exchange, r *Response) *Response {
			if x.wants100 && !x.said100 {
				return r
			}
			return readUnread(x, r)
		}})},
}
