package reference

import (
	"bytes"
	"time"
)

var connectionFaults = []*Fault{
	{Name: "400-keeps-open", Sentence: "Goes on with the next line after a request that it refused.", Broad: true,
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool {
			if x.refused {
				return true
			}
			return persists(x, r)
		}})},
	{Name: "bodies-left-unread", Sentence: "Leaves the content of a request unread when it answers without a look at it.",
		Behaviour: living(Life{Unread: func(_ *Exchange, r *Response) *Response { return r }})},
	{Name: "close-ignored", Sentence: "Does not close when the client says close.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool {
			return persists(x, r) || !x.refused && !r.Close && x.Request.Minor > 0 && x.Request.Has("Connection", "close")
		}})},
	{Name: "close-case-matters", Sentence: "Knows close in lower case and alone only.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool {
			value, _ := joined(x.values("Connection"))
			return persists(x, r) || !x.refused && !r.Close && x.Request.Minor > 0 && value != "close" && x.Request.Has("Connection", "close")
		}})},
	{Name: "close-substring-taken", Sentence: "Takes any Connection option for close that has the word in it.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool {
			value, _ := joined(x.values("Connection"))
			return persists(x, r) && !containsFold(value, "close")
		}})},
	{Name: "close-not-announced", Sentence: "Closes without having said close.",
		Behaviour: living(Life{Announce: func(x *Exchange, r *Response, persist bool) {
			if persist {
				announce(x, r, persist)
			}
		}})},
	{Name: "closes-unannounced", Sentence: "Closes after each response and says nothing about it.", // whatever needs a second request on the connection
		Behaviour: living(Life{
			Persist:  func(*Exchange, *Response) bool { return false },
			Announce: func(*Exchange, *Response, bool) {}})},
	{Name: "half-close-unanswered", Sentence: "Does not answer a client that has closed its side.",
		Behaviour: living(Life{Ready: func(c *Conn) bool { return !c.Peek(20 * time.Millisecond) }})},
	{Name: "http10-keeps-open", Sentence: "Keeps the connection of an HTTP/1.0 client that did not ask for it.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool {
			return persists(x, r) || !x.refused && !r.Close && x.Request.Minor == 0 && !x.Request.Has("Connection", "close")
		}})},
	{Name: "keep-alive-not-announced", Sentence: "Keeps the connection of an HTTP/1.0 client and does not say so.",
		Behaviour: living(Life{Announce: func(x *Exchange, r *Response, persist bool) {
			if !persist {
				announce(x, r, persist)
			}
		}})},
	{Name: "lingering-off", Sentence: "Closes at once, so that what was not read makes a RST of it.",
		Behaviour: living(Life{Close: func(*Conn) {}})},
	{Name: "closes-with-reset", Sentence: "Ends each connection with RST.",
		Behaviour: living(Life{Close: (*Conn).Reset})},
	{Name: "never-closes", Sentence: "Says close, and leaves it to the client.",
		Behaviour: living(Life{Close: (*Conn).Outlast})},
	{Name: "one-client-at-a-time", Sentence: "Lets all others wait for the client that it serves.",
		Behaviour: living(Life{Clients: 1})},
	{Name: "one-request-in-all", Sentence: "Answers the first request of a connection, says nothing of it, and leaves the others.", Broad: true,
		Behaviour: living(Life{Between: (*Conn).Outlast})},
	{Name: "pipeline-drops-second", Sentence: "Throws away what came behind a request by the time it has answered.",
		Behaviour: living(Life{Between: (*Conn).DropInput})},
	{Name: "colonless-keeps-open", Sentence: "Goes on with the next line after a request that it refused for a field line without a colon.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool {
			// What a refusal is about stands in its own explanation.
			if x.refused && len(r.Content) == 1 && bytes.Contains(r.Content[0].Bytes, []byte("no colon")) {
				return true
			}
			return persists(x, r)
		}})},
}

// living is a behaviour that differs in whom it serves, how long, and how it
// closes.
func living(l Life) Behaviour { return Behaviour{Life: l} }
