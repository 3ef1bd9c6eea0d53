package reference

import (
	"bytes"
	"strconv"
	"strings"

	http1 "httpkit/internal/message"
)

// trailerFaults are about trailer fields, and about lines of a head that come in
// parts.
var trailerFaults = []*Fault{
	{Name: "chunked-empty-refused", Sentence: "Refuses a chunked body with nothing in it.",
		Behaviour: deciding(Change{Step: "chunked-empty", Before: "negotiation", Do: func(x *Exchange) *Response {
			if x.Request.Framing == http1.FramedChunked && x.read && x.resource.keeps && len(x.Request.Content) == 0 {
				return x.problem(400, "The content is empty.")
			}
			return nil
		}})},
	{Name: "head-one-read", Sentence: "Refuses a head with a line that is not whole in one read.",
		Behaviour: reading(http1.Dialect{LineEnd: func(b []byte, seen int) ([]byte, int, error) {
			if len(b) > 0 && bytes.IndexByte(b, '\n') < 0 {
				return nil, 0, no(400, "The request is not whole.")
			}
			return http1.StrictLineEnd(b, seen)
		}})},
	{Name: "host-sought-in-trailers", Sentence: "Reads the whole message, trailer section and all, before it looks for Host.",
		Behaviour: deciding(Change{Step: "host", Do: func(x *Exchange) *Response {
			h := &x.Request.RequestHead
			if _, ok := h.Get("Host"); !ok && h.Framing == http1.FramedChunked && x.ReadContent(true) == nil {
				h.Fields = append(h.Fields, h.Trailers...)
			}
			return stepHost(x)
		}})},
	{Name: "leading-cr-alone-refused", Sentence: "Knows an empty line before a request-line only if it comes whole.",
		Behaviour: reading(http1.Dialect{LineEnd: func(b []byte, seen int) ([]byte, int, error) {
			if string(b) == "\r" && seen == 0 {
				return nil, 0, no(400, "A request begins with CR.")
			}
			return http1.StrictLineEnd(b, seen)
		}})},
	{Name: "line-in-parts-ends-at-nul", Sentence: "Puts a line that came in parts together with functions that stop at NUL.",
		Behaviour: headInParts(func(line []byte, _ int) []byte {
			line, _, _ = bytes.Cut(line, []byte{0})
			return line
		})},
	{Name: "line-in-parts-mended", Sentence: "Takes white space out before a colon of a line that came in parts.",
		Behaviour: headInParts(func(line []byte, _ int) []byte { return bytes.Replace(line, []byte(" :"), []byte(":"), 1) })},
	{Name: "reads-decoded-apart", Sentence: "Reads as UTF-8 what one read brings, and replaces a letter that comes in two.",
		Behaviour: headInParts(func(line []byte, cut int) []byte {
			if cut >= len(line) {
				return line
			}
			repair := func(b []byte) []byte { return bytes.ToValidUTF8(b, []byte("\uFFFD")) }
			return append(repair(bytes.Clone(line[:cut])), repair(line[cut:])...)
		})},
	{Name: "trailer-announced-demanded", Sentence: "Refuses a request without a trailer field that Trailer announces.",
		Behaviour: refusingTrailers(func(announced string, trailers http1.RequestHead) bool {
			for _, name := range http1.SplitList(announced) {
				if _, ok := trailers.Get(name); !ok {
					return false
				}
			}
			return true
		})},
	{Name: "trailer-length-counts", Sentence: "Passes over as many bytes behind a chunked body as a Content-Length in its trailer section says.",
		Behaviour: living(Life{Between: func(c *Conn) {
			for _, f := range c.request.Trailers {
				if n, err := strconv.Atoi(f.Value); err == nil && strings.EqualFold(f.Name, "Content-Length") {
					c.in.skip(min(max(n, 0), c.in.len()))
				}
			}
		}})},
	{Name: "trailer-unannounced-refused", Sentence: "Refuses a trailer field that Trailer does not announce.",
		Behaviour: refusingTrailers(func(announced string, trailers http1.RequestHead) bool {
			for _, f := range trailers.Fields {
				if !http1.ListHas(announced, f.Name) {
					return false
				}
			}
			return true
		})},
	{Name: "trailers-overwrite", Sentence: "Takes the value of a trailer field for that of the header field of the same name.",
		Behaviour: reading(http1.Dialect{Trailer: func(h *http1.RequestHead, f http1.Field) {
			for i := range h.Fields {
				if strings.EqualFold(h.Fields[i].Name, f.Name) {
					h.Fields[i].Value = f.Value
				}
			}
		}})},
	{Name: "trailers-refused", Sentence: "Refuses trailer fields.",
		Behaviour: refusingTrailers(func(_ string, trailers http1.RequestHead) bool { return len(trailers.Fields) == 0 })},
}

// headInParts is a behaviour that changes a line of a head of which the first cut
// bytes were there before the others.
func headInParts(change func(line []byte, cut int) []byte) Behaviour {
	return reading(http1.Dialect{LineEnd: func(b []byte, seen int) ([]byte, int, error) {
		line, n, err := http1.StrictLineEnd(b, seen)
		if n > 0 && seen > 0 {
			line = change(line, seen)
		}
		return line, n, err
	}})
}

// refusingTrailers is a behaviour that refuses a request for its trailer fields.
func refusingTrailers(fits func(announced string, trailers http1.RequestHead) bool) Behaviour {
	return deciding(Change{Step: "trailers", Before: "negotiation", Do: func(x *Exchange) *Response {
		announced, _ := joined(x.values("Trailer"))
		if !fits(announced, http1.RequestHead{Fields: x.Request.Trailers}) {
			return x.problem(400, "This server does not take these trailer fields.")
		}
		return nil
	}})
}
