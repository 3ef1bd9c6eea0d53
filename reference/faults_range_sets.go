package reference

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	http1 "httpkit/internal/message"
)

// rangeSetFaults are ways to misread Range and If-Range, and to send other parts
// than were asked for.
var rangeSetFaults = []*Fault{
	{Name: "accept-ranges-none", Sentence: "Says Accept-Ranges: none, and serves ranges.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Get("Accept-Ranges") != "" {
				r.Set("Accept-Ranges", "none")
			}
		}}},
	{Name: "content-range-obeyed", Sentence: "Takes Content-Range in a GET for a Range.",
		Behaviour: deciding(Change{Step: "range", Do: func(x *Exchange) *Response {
			for i, f := range x.Request.Fields {
				if unit, set, ok := strings.Cut(f.Value, " "); ok && strings.EqualFold(f.Name, "Content-Range") {
					set, _, _ = strings.Cut(set, "/")
					x.Request.Fields[i].Name, x.Request.Fields[i].Value = "Range", unit+"="+set
				}
			}
			return stepRange(x)
		}})},
	{Name: "if-range-for-tags-only", Sentence: "Refuses an If-Range that is no entity tag.",
		Behaviour: deciding(Change{Step: "if-range", Before: "range", Do: func(x *Exchange) *Response {
			if c := x.values("If-Range"); len(c) == 1 && !http1.IsTag(c[0]) {
				return x.problem(400, "If-Range is no entity tag.")
			}
			return nil
		}})},
	{Name: "if-range-in-list", Sentence: "Reads If-Range as a list of entity tags.",
		Behaviour: ranged(func(r *rangeRules) { r.ifRange = (*Exchange).ifMatch })},
	{Name: "if-range-never", Sentence: "Sends the whole wherever there is an If-Range.",
		Behaviour: ranged(func(r *rangeRules) { r.ifRange = holding(false) })},
	{Name: "if-range-unreadable-passed", Sentence: "Passes over an If-Range that it can't read, and sends the part.",
		Behaviour: ranged(func(r *rangeRules) {
			r.ifRange = func(x *Exchange, lines []string) bool {
				_, dated := x.date(lines)
				return x.ifRange(lines) || !dated && len(http1.SplitTags(lines[0])) == 0
			}
		})},
	{Name: "multipart-no-content-type", Sentence: "Leaves the Content-Type out of the parts of multipart/byteranges.",
		Behaviour: Behaviour{Edit: onMultipart(func(r *Response) {
			for i, p := range r.Content {
				before, rest, ok := strings.Cut(string(p.Bytes), "Content-Type: ")
				if _, after, ended := strings.Cut(rest, "\r\n"); ok && ended {
					r.Content[i] = Part{Bytes: []byte(before + after), Len: int64(len(before + after))}
				}
			}
			lengthOf(r, 0)
		})}},
	{Name: "multipart-one-content-range", Sentence: "Says the first range in the head of multipart/byteranges too.",
		Behaviour: Behaviour{Edit: onMultipart(func(r *Response) { r.Set("Content-Range", "bytes 0-1/*") })}},
	{Name: "partial-large-unasked", Sentence: "Says 206 to a GET of a large file that has no Range.",
		Behaviour: deciding(Change{Step: "large-in-parts", Before: "representation", Do: func(x *Exchange) *Response {
			if x.rep == nil || x.rep.size < 64<<10 || !x.is("GET") || x.values("Range") != nil {
				return nil
			}
			return x.partial([]span{{0, x.rep.size}}, false)
		}})},
	{Name: "partial-no-content-type", Sentence: "Leaves the Content-Type out of a 206.",
		Behaviour: Behaviour{Edit: onStatus(206, func(r *Response) { r.Delete("Content-Type") })}},
	{Name: "partial-no-etag", Sentence: "Leaves the entity tag out of a 206.",
		Behaviour: Behaviour{Edit: onStatus(206, func(r *Response) { r.Delete("ETag") })}},
	{Name: "range-all-or-nothing", Sentence: "Says 416 if any of several ranges can't be satisfied.",
		Behaviour: rangeSets(func(x *Exchange, ranges []http1.ByteRange) *Response {
			for _, r := range ranges {
				if _, _, ok := r.Span(x.rep.size); !ok {
					return x.unsatisfiable()
				}
			}
			return nil
		})},
	{Name: "range-backwards-swapped", Sentence: "Swaps the ends of a range that ends before it begins.",
		Behaviour: rangesRead(func(set string) string {
			first, last, _ := strings.Cut(set, "-")
			a, err := strconv.Atoi(first)
			b, err2 := strconv.Atoi(last)
			if err == nil && err2 == nil && b < a {
				return last + "-" + first
			}
			return set
		})},
	{Name: "range-bad-member-skipped", Sentence: "Leaves out what is no range of a set, and serves the others.",
		Behaviour: rangesRead(func(set string) string {
			var good []string
			for m := range strings.SplitSeq(set, ",") {
				if _, ok := http1.SplitRanges("bytes=" + m); ok {
					good = append(good, m)
				}
			}
			return strings.Join(good, ",")
		})},
	{Name: "range-before-coding", Sentence: "Takes the range from the plain content, and calls it gzip-coded.",
		Behaviour: deciding(Change{Step: "range", Do: func(x *Exchange) *Response {
			if x.rep == nil || x.rep.coding == "" {
				return stepRange(x)
			}
			coded := *x.rep
			x.rep = x.resource.variants[0]
			r := stepRange(x)
			x.rep = &coded
			if r != nil && r.Status == 206 {
				r.Set("Content-Encoding", coded.coding)
			}
			return r
		}})},
	{Name: "range-before-file", Sentence: "Sends 64 bytes from in front of the file for a suffix that is longer than it.",
		Behaviour: rangeSets(func(x *Exchange, ranges []http1.ByteRange) *Response {
			for _, r := range ranges {
				if r.First < 0 && r.Last > x.rep.size {
					r := x.partial([]span{{0, x.rep.size}}, false)
					r.Content = append([]Part{{Bytes: make([]byte, 64), Len: 64}}, r.Content...)
					return r
				}
			}
			return nil
		})},
	{Name: "range-blank-400", Sentence: "Refuses a Range with a blank in it.",
		Behaviour: rangeRefused(400, func(value string) bool { return strings.ContainsAny(value, " \t") })},
	{Name: "range-empty-file-206", Sentence: "Sends the part 0--1 of an empty file.",
		Behaviour: deciding(Change{Step: "range-of-nothing", Before: "range", Do: func(x *Exchange) *Response {
			if x.rep == nil || x.rep.size > 0 || x.resource.respond != nil || x.values("Range") == nil || !x.is("GET") {
				return nil
			}
			r := NewResponse(206)
			x.describe(r)
			r.Set("Content-Range", contentRange(span{}, 0))
			return r
		}})},
	{Name: "range-end-zero-is-none", Sentence: "Takes 0 as the end of a range for no end.",
		Behaviour: rangesRead(func(set string) string {
			if first, last, ok := strings.Cut(set, "-"); ok && first != "" && last == "0" {
				return first + "-"
			}
			return set
		})},
	{Name: "range-first-line-taken", Sentence: "Takes the first of several Range lines.",
		Behaviour: deciding(Change{Step: "range", Do: func(x *Exchange) *Response {
			seen := false
			for i, f := range x.Request.Fields {
				if strings.EqualFold(f.Name, "Range") {
					if seen {
						x.Request.Fields[i].Name = "X-Range"
					}
					seen = true
				}
			}
			return stepRange(x)
		}})},
	{Name: "range-flood-served", Sentence: "Sends each range as often as it is asked for, however they overlap.",
		Behaviour: rangeSets(func(x *Exchange, ranges []http1.ByteRange) *Response {
			if len(ranges) < 2 {
				return nil
			}
			var spans []span
			for _, r := range ranges {
				if start, length, ok := r.Span(x.rep.size); ok {
					spans = append(spans, span{start, length})
				}
			}
			if len(spans) < 2 {
				return nil
			}
			return x.partial(spans, false)
		})},
	{Name: "range-gap-416", Sentence: "Says 416 to a set of ranges with an empty member.",
		Behaviour: rangeRefused(416, func(value string) bool {
			_, set, _ := strings.Cut(value, "=")
			return set != "" && (strings.HasPrefix(set, ",") || strings.HasSuffix(set, ",") || strings.Contains(set, ",,"))
		})},
	{Name: "range-joined-too-long", Sentence: "Adds up the lengths of ranges that overlap.",
		Behaviour: rangeSets(func(x *Exchange, ranges []http1.ByteRange) *Response {
			if len(ranges) != 2 {
				return nil
			}
			a, n, ok := ranges[0].Span(x.rep.size)
			b, m, ok2 := ranges[1].Span(x.rep.size)
			if !ok || !ok2 || b < a || b >= a+n {
				return nil
			}
			return x.partial([]span{{a, min(n+m, x.rep.size-a)}}, false)
		})},
	{Name: "range-last-byte-416", Sentence: "Says 416 to a range that begins at the last byte.",
		Behaviour: ranged(func(r *rangeRules) {
			r.span = func(b http1.ByteRange, size int64) (int64, int64, bool) {
				start, length, ok := b.Span(size)
				return start, length, ok && (b.First < 0 || start < size-1)
			}
		})},
	{Name: "range-numbers-lenient", Sentence: "Reads the numbers of a range as atoi does: a sign, and junk behind the digits.",
		Behaviour: rangesRead(func(set string) string {
			at := strings.LastIndex(set, "-")
			if at < 1 || strings.Contains(set, ",") {
				return set
			}
			return atoi(set[:at]) + "-" + atoi(set[at+1:])
		})},
	{Name: "range-octal", Sentence: "Reads a number that begins with 0 as octal.",
		Behaviour: rangeNumbers(func(digits string) string {
			if n, err := strconv.ParseInt(digits, 8, 64); err == nil && len(digits) > 1 && digits[0] == '0' {
				return strconv.FormatInt(n, 10)
			}
			return digits
		})},
	{Name: "range-open-end-short", Sentence: "Ends a range without an end one byte early.",
		Behaviour: ranged(func(r *rangeRules) {
			r.span = func(b http1.ByteRange, size int64) (int64, int64, bool) {
				start, length, ok := b.Span(size)
				if b.First >= 0 && b.Last < 0 && length > 1 {
					length--
				}
				return start, length, ok
			}
		})},
	{Name: "range-parts-sorted", Sentence: "Sends the parts in the order of the file, not in that of the request.",
		Behaviour: rangeSets(func(x *Exchange, ranges []http1.ByteRange) *Response {
			if len(ranges) != 2 {
				return nil
			}
			a, n, ok := ranges[0].Span(x.rep.size)
			b, m, ok2 := ranges[1].Span(x.rep.size)
			if !ok || !ok2 || b+m+partOverhead >= a {
				return nil
			}
			return x.partial([]span{{b, m}, {a, n}}, false)
		})},
	{Name: "range-past-end-empty", Sentence: "Sends an empty part for a range that begins behind the end.",
		Behaviour: rangeSets(func(x *Exchange, ranges []http1.ByteRange) *Response {
			if len(ranges) > 1 || ranges[0].First < x.rep.size {
				return nil
			}
			r := NewResponse(206)
			x.describe(r)
			r.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", x.rep.size, x.rep.size-1, x.rep.size))
			return r
		})},
	{Name: "range-suffix-too-long-416", Sentence: "Says 416 to a suffix longer than the file.",
		Behaviour: ranged(func(r *rangeRules) {
			r.span = func(b http1.ByteRange, size int64) (int64, int64, bool) {
				start, length, ok := b.Span(size)
				return start, length, ok && (b.First >= 0 || b.Last <= size)
			}
		})},
	{Name: "range-suffix-zero-is-all", Sentence: "Takes a suffix of no bytes for the whole file.",
		Behaviour: rangesRead(func(set string) string {
			if set == "-0" {
				return "0-"
			}
			return set
		})},
	{Name: "range-syntax-500", Sentence: "Fails on a range whose numbers it can't read.",
		Behaviour: failing(func(x *Exchange) bool {
			for _, v := range x.values("Range") {
				if _, ok := http1.SplitRanges(v); !ok && strings.HasPrefix(v, "bytes=") {
					return true
				}
			}
			return false
		})},
	{Name: "range-unit-in-small", Sentence: "Knows the unit bytes in small letters only.",
		Behaviour: deciding(Change{Step: "range", Do: func(x *Exchange) *Response {
			for _, v := range x.values("Range") {
				if !strings.HasPrefix(v, "bytes=") {
					return nil
				}
			}
			return stepRange(x)
		}})},
	{Name: "range-wraps", Sentence: "Keeps the numbers of a range in 64 bits, and lets them wrap.",
		Behaviour: rangeNumbers(func(digits string) string {
			n, ok := new(big.Int).SetString(digits, 10)
			if !ok {
				return digits
			}
			return n.And(n, new(big.Int).SetUint64(1<<64-1)).String()
		})},
}

// rangesRead is a behaviour that reads another set of byte ranges than came.
func rangesRead(seen func(set string) string) Behaviour {
	return deciding(Change{Step: "range", Do: func(x *Exchange) *Response {
		for i, f := range x.Request.Fields {
			if unit, set, ok := strings.Cut(f.Value, "="); ok && strings.EqualFold(f.Name, "Range") && unit == "bytes" {
				x.Request.Fields[i].Value = "bytes=" + seen(set)
			}
		}
		return stepRange(x)
	}})
}

// rangeNumbers is a behaviour that reads each number of a range in another way.
func rangeNumbers(read func(digits string) string) Behaviour {
	return rangesRead(func(set string) string {
		var b strings.Builder
		for set != "" {
			n := 0
			for n < len(set) && set[n] >= '0' && set[n] <= '9' {
				n++
			}
			if n > 0 {
				b.WriteString(read(set[:n]))
			} else {
				b.WriteByte(set[0])
				n = 1
			}
			set = set[n:]
		}
		return b.String()
	})
}

// rangeSets is a behaviour that answers some sets of ranges before the RFC's
// step does.
func rangeSets(answer func(*Exchange, []http1.ByteRange) *Response) Behaviour {
	return deciding(Change{Step: "hasty-set", Before: "range", Do: func(x *Exchange) *Response {
		lines := x.values("Range")
		if len(lines) != 1 || x.rep == nil || x.rep.size == 0 || x.resource.respond != nil || !x.is("GET") || x.values("If-Range") != nil {
			return nil
		}
		ranges, ok := http1.SplitRanges(lines[0])
		if !ok {
			return nil
		}
		return answer(x, ranges)
	}})
}

// rangeRefused is a behaviour that refuses some values of Range.
func rangeRefused(status int, refuses func(value string) bool) Behaviour {
	return deciding(Change{Step: "range-refused", Before: "range", Do: func(x *Exchange) *Response {
		for _, v := range x.values("Range") {
			if x.rep != nil && refuses(v) {
				return x.problem(status, "This Range can't be read.")
			}
		}
		return nil
	}})
}

// atoi is what C's atoi makes of a text, "" of an empty one.
func atoi(s string) string {
	if s == "" {
		return ""
	}
	s = strings.TrimPrefix(strings.TrimLeft(s, " "), "+")
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n == 0 {
		return "0"
	}
	return s[:n]
}
