package reference

import (
	"strings"

	http1 "httpkit/internal/message"
)

// answerValueFaults are field values that are no good by their grammar.
var answerValueFaults = []*Fault{
	{Name: "accept-encoding-bare-weight", Sentence: "Writes the weight in Accept-Encoding without q=.",
		Behaviour: editing(func(r *Response) { r.Set("Accept-Encoding", "gzip;1.0") })},
	{Name: "age-negative", Sentence: "Says an Age below zero.",
		Behaviour: editing(func(r *Response) { r.Set("Age", "-1") })},
	{Name: "authentication-info-word", Sentence: "Writes a word in Authentication-Info.",
		Behaviour: editing(func(r *Response) { r.Set("Authentication-Info", "unknown") })},
	{Name: "chunked-named-twice", Sentence: "Names chunked twice in Transfer-Encoding.",
		Behaviour: editing(func(r *Response) { replace(r, "Transfer-Encoding", "chunked, chunked") })},
	{Name: "close-said-and-forgotten", Sentence: "Says close to who says it, and goes on.",
		Behaviour: living(Life{
			Persist: func(x *Exchange, r *Response) bool {
				return persists(x, r) || !x.refused && !r.Close && x.Request.Minor > 0
			},
			Announce: func(x *Exchange, r *Response, persist bool) {
				announce(x, r, persist && !x.Request.Has("Connection", "close"))
			}})},
	{Name: "coding-with-weight", Sentence: "Copies the weight of a coding from Accept-Encoding into Content-Encoding.",
		Behaviour: editing(func(r *Response) { replace(r, "Content-Encoding", r.Get("Content-Encoding")+";q=1.0") })},
	{Name: "connection-keep-alive-blank", Sentence: "Writes keep alive with a blank in Connection.",
		Behaviour: editing(func(r *Response) {
			if r.Get("Connection") == "" {
				r.Set("Connection", "keep alive")
			}
		})},
	{Name: "content-location-on-disk", Sentence: "Sends the name that a file has on its disk in Content-Location.",
		Behaviour: editing(func(r *Response) { r.Set("Content-Location", `C:\www\index.html`) })},
	{Name: "head-unended-where-empty", Sentence: "Leaves out the empty line behind a head where no content follows.",
		Behaviour: writing(Wire{Head: func(dst []byte, r *Response) []byte {
			dst = appendHead(dst, r)
			if r.Status == 200 && !r.Bare && r.Len() == 0 {
				dst = dst[:len(dst)-2]
			}
			return dst
		}})},
	{Name: "length-with-fraction", Sentence: "Prints the length of a 404 as a floating-point number.", Broad: true,
		Behaviour: editing(func(r *Response) {
			if r.Status == 404 {
				replace(r, "Content-Length", r.Get("Content-Length")+".0")
			}
		})},
	{Name: "password-asked-as-proxy", Sentence: "Refuses passwords with the status of a proxy.",
		Behaviour: deciding(Change{Step: "password", Before: "resource", Do: func(x *Exchange) *Response {
			r := refusePassword("")(x)
			if r != nil {
				r.Status, r.Reason = 407, "Proxy Authentication Required"
			}
			return r
		}})},
	{Name: "password-blanks-between", Sentence: "Parts the parameters of a challenge by blanks.",
		Behaviour: deciding(Change{Step: "password", Before: "resource", Do: refusePassword(`Basic realm="files" charset="UTF-8"`)})},
	{Name: "range-label-copied", Sentence: "Writes Content-Range as the client writes Range, with an equals sign.",
		Behaviour: editing(func(r *Response) { replace(r, "Content-Range", strings.Replace(r.Get("Content-Range"), " ", "=", 1)) })},
	{Name: "range-length-of-part", Sentence: "Writes the length of the part where Content-Range has that of the file.",
		Behaviour: editing(func(r *Response) {
			if span, _, ok := strings.Cut(r.Get("Content-Range"), "/"); ok && r.Status == 206 {
				lengthOf(r, 0)
				r.Set("Content-Range", span+"/"+r.Get("Content-Length"))
			}
		})},
	{Name: "trailer-with-colon", Sentence: "Names a field in Trailer with its colon.",
		Behaviour: editing(func(r *Response) {
			if r.Framing == http1.FramedChunked {
				r.Set("Trailer", "X-Checksum:")
			}
		})},
	{Name: "transfer-none-named", Sentence: "Says in Transfer-Encoding, in parentheses, that there was none before chunked.",
		Behaviour: editing(func(r *Response) { replace(r, "Transfer-Encoding", "(none), chunked") })},
	{Name: "upgrade-other-protocol", Sentence: "Answers any Upgrade with 101 and another protocol.",
		Behaviour: deciding(Change{Step: "upgrade", Before: "target", Do: func(x *Exchange) *Response {
			if len(x.values("Upgrade")) == 0 {
				return nil
			}
			r := NewResponse(101)
			r.Reason, r.Bare = "Switching Protocols", true
			r.Set("Upgrade", "websocket")
			r.Set("Connection", "upgrade")
			return r
		}})},
	{Name: "upgrade-with-weight", Sentence: "Offers a protocol in Upgrade with a weight.",
		Behaviour: editing(func(r *Response) {
			r.Set("Upgrade", "h2c;q=1.0")
			r.Set("Connection", strings.TrimPrefix(r.Get("Connection")+", upgrade", ", "))
		})},
	{Name: "via-name-alone", Sentence: "Writes its name in Via, and no protocol.",
		Behaviour: editing(func(r *Response) { r.Set("Via", "httpkit") })},
}
