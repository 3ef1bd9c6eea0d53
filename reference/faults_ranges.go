package reference

import (
	"bytes"
	"strings"

	http1 "httpkit/internal/message"
)

var rangeFaults = []*Fault{
	{Name: "if-range-ignored", Sentence: "Does not look at If-Range.",
		Behaviour: ranged(func(r *rangeRules) { r.ifRange = holding(true) })},
	{Name: "if-range-later-date", Sentence: "Takes a later date in If-Range.",
		Behaviour: ranged(func(r *rangeRules) {
			r.ifRange = func(x *Exchange, lines []string) bool {
				_, ok := x.date(lines)
				return x.ifRange(lines) || ok && x.ifUnmodifiedSince(lines)
			}
		})},
	{Name: "if-range-weak", Sentence: "Takes a weak entity tag in If-Range.",
		Behaviour: ranged(func(r *rangeRules) {
			r.ifRange = func(x *Exchange, lines []string) bool {
				return x.ifRange(lines) || len(lines) == 1 && http1.SameWeak(lines[0], x.rep.etag)
			}
		})},
	{Name: "if-range-412", Sentence: "Says 412 where If-Range does not hold.",
		Behaviour: deciding(Change{Step: "range", Do: func(x *Exchange) *Response {
			if c := x.values("If-Range"); x.rep != nil && c != nil && !x.ifRange(c) {
				return x.problem(412, "If-Range does not hold.")
			}
			return stepRange(x)
		}})},
	{Name: "multipart-unfinished", Sentence: "Leaves out the boundary that ends multipart/byteranges.",
		Behaviour: Behaviour{Edit: onMultipart(func(r *Response) {
			r.Content = r.Content[:len(r.Content)-1]
			lengthOf(r, 0)
		})}},
	{Name: "multipart-no-content-range", Sentence: "Does not say in the parts of multipart/byteranges which they are.",
		Behaviour: Behaviour{Edit: onMultipart(func(r *Response) {
			for i, p := range r.Content {
				if at := bytes.Index(p.Bytes, []byte("Content-Range:")); at >= 0 && i%2 == 0 {
					b := append(bytes.Clone(p.Bytes[:at]), "\r\n"...)
					r.Content[i] = Part{Bytes: b, Len: int64(len(b))}
				}
			}
			lengthOf(r, 0)
		})}},
	{Name: "range-416-bare", Sentence: "Says 416 and not how long the file is.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status == 416 {
				r.Delete("Content-Range")
			}
		}}},
	{Name: "range-before-conditions", Sentence: "Looks at Range before the preconditions.",
		Behaviour: deciding(Change{Step: "hasty-range", Before: "preconditions", Do: stepRange})},
	{Name: "range-first-only", Sentence: "Sends the first of several ranges only, as if it were all.",
		Behaviour: ranged(func(r *rangeRules) { r.most = 1 })},
	{Name: "range-no-content-range", Sentence: "Does not say which part a 206 has.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status == 206 {
				r.Delete("Content-Range")
			}
		}}},
	{Name: "range-off-by-one", Sentence: "Takes the last position of a range for the first byte that is not wanted.",
		Behaviour: ranged(func(r *rangeRules) {
			r.span = func(b http1.ByteRange, size int64) (int64, int64, bool) {
				if b.Last > b.First && b.First >= 0 {
					b.Last--
				}
				return b.Span(size)
			}
		})},
	{Name: "range-on-error", Sentence: "Says 416 to a Range for a resource that is not there.",
		Behaviour: deciding(Change{Step: "resource", Do: func(x *Exchange) *Response {
			r := stepResource(x)
			if r != nil && r.Status == 404 && len(x.values("Range")) > 0 {
				return x.problem(416, "There is nothing to take a part of.")
			}
			return r
		}})},
	{Name: "range-on-head", Sentence: "Answers HEAD with Range as it answers GET.",
		Behaviour: ranged(func(r *rangeRules) { r.methods = []string{"GET", "HEAD"} })},
	{Name: "range-on-post", Sentence: "Sends a part of the answer to POST where there is a Range.",
		Behaviour: deciding(Change{Step: "representation", Do: func(x *Exchange) *Response {
			r := stepRepresentation(x)
			if x.is("POST") && len(x.values("Range")) > 0 && r.Len() > 0 {
				r.Status = 206
				r.Set("Content-Range", contentRange(span{0, 1}, r.Len()))
				r.Content = []Part{{Bytes: r.Content[0].Bytes[:1], Len: 1}}
			}
			return r
		}})},
	{Name: "range-suffix-is-prefix", Sentence: "Takes the range -5 for the first five bytes.",
		Behaviour: ranged(func(r *rangeRules) {
			r.span = func(b http1.ByteRange, size int64) (int64, int64, bool) {
				_, length, ok := b.Span(size)
				if b.First < 0 {
					return 0, length, ok
				}
				return b.Span(size)
			}
		})},
	{Name: "range-too-long-416", Sentence: "Says 416 to a range that begins within the file and ends behind it.",
		Behaviour: ranged(func(r *rangeRules) {
			r.span = func(b http1.ByteRange, size int64) (int64, int64, bool) {
				start, length, ok := b.Span(size)
				return start, length, ok && b.Last < size
			}
		})},
	{Name: "range-unit-ignored", Sentence: "Takes any range unit for bytes.",
		Behaviour: deciding(Change{Step: "range", Do: func(x *Exchange) *Response {
			for i, f := range x.Request.Fields {
				if _, set, ok := strings.Cut(f.Value, "="); ok && strings.EqualFold(f.Name, "Range") {
					x.Request.Fields[i].Value = "bytes=" + set
				}
			}
			return stepRange(x)
		}})},
	{Name: "range-whole-file", Sentence: "Says 206 and sends the whole file.",
		Behaviour: deciding(Change{Step: "range", Do: func(x *Exchange) *Response {
			r := stepRange(x)
			if r == nil || r.Status != 206 {
				return r
			}
			r.release()
			return x.partial([]span{{0, x.rep.size}}, false)
		}})},
	{Name: "single-range-multipart", Sentence: "Sends a single range as multipart/byteranges.",
		Behaviour: deciding(Change{Step: "range", Do: func(x *Exchange) *Response {
			r := stepRange(x)
			if r == nil || r.Status != 206 || r.Get("Content-Range") == "" {
				return r
			}
			parts := r.Content
			part := Part{Bytes: []byte("\r\n--part\r\nContent-Range: " + r.Get("Content-Range") + "\r\n\r\n")}
			end := Part{Bytes: []byte("\r\n--part--\r\n")}
			part.Len, end.Len = int64(len(part.Bytes)), int64(len(end.Bytes))
			r.Content = append(append([]Part{part}, parts...), end)
			r.Delete("Content-Range")
			r.Set("Content-Type", "multipart/byteranges; boundary=part")
			return r
		}})},
}

// ranged is a behaviour that answers a range request by other rules.
func ranged(change func(*rangeRules)) Behaviour {
	r := rfcRanges
	change(&r)
	return deciding(Change{Step: "range", Do: r.step})
}

// onMultipart edits the answers with several parts.
func onMultipart(edit func(*Response)) func(*Response, *Request) {
	return func(r *Response, _ *Request) {
		if strings.HasPrefix(r.Get("Content-Type"), "multipart/byteranges") {
			edit(r)
		}
	}
}
