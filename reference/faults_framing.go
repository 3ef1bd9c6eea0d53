package reference

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	http1 "httpkit/internal/message"
)

var framingFaults = []*Fault{
	{Name: "cl-any-base", Sentence: "Reads a Content-Length as a programming language would: 0x5, 010 and 1_0 are numbers.",
		Behaviour: reading(http1.Dialect{Length: func(v string) (int64, error) {
			n, err := strconv.ParseInt(v, 0, 64)
			if err != nil || n < 0 {
				return http1.StrictLength(v)
			}
			return n, nil
		}})},
	{Name: "cl-digits-counted", Sentence: "Refuses a Content-Length of more than nineteen digits, zeros included.",
		Behaviour: reading(http1.Dialect{Length: func(v string) (int64, error) {
			if len(v) > 19 {
				return 0, no(400, "Content-Length is too large.")
			}
			return http1.StrictLength(v)
		}})},
	{Name: "cl-junk-taken", Sentence: "Reads the digits that a Content-Length begins with and leaves out what follows; no digits are 0.",
		Behaviour: reading(http1.Dialect{Length: func(v string) (int64, error) {
			n := 0
			for n < len(v) && '0' <= v[n] && v[n] <= '9' {
				n++
			}
			return http1.StrictLength("0" + v[:n])
		}})},
	{Name: "cl-last-wins", Sentence: "Takes the last of several Content-Length lines.",
		Behaviour: reading(http1.Dialect{Lengths: func(d *http1.Dialect, lines []string) (int64, error) {
			return d.Length(lines[len(lines)-1])
		}})},
	{Name: "cl-list-first", Sentence: "Takes the first of several Content-Length lines, and the first member of a list.",
		Behaviour: reading(http1.Dialect{Lengths: func(d *http1.Dialect, lines []string) (int64, error) {
			first, _, _ := strings.Cut(lines[0], ",")
			return d.Length(first)
		}})},
	{Name: "cl-sign-taken", Sentence: "Takes a sign before a Content-Length; a negative one is 0.",
		Behaviour: reading(http1.Dialect{Length: func(v string) (int64, error) {
			if rest, ok := strings.CutPrefix(v, "-"); ok {
				_, err := http1.StrictLength(rest)
				return 0, err
			}
			return http1.StrictLength(strings.TrimPrefix(v, "+"))
		}})},
	{Name: "cl-wraps-32", Sentence: "Keeps 32 bits of a Content-Length.",
		Behaviour: reading(http1.Dialect{Length: func(v string) (int64, error) {
			n, err := http1.StrictLength(v)
			if n == math.MaxInt64 {
				return n, err
			}
			return n & math.MaxUint32, err
		}})},
	{Name: "cl-wraps-64", Sentence: "Keeps 64 bits of a Content-Length.",
		Behaviour: reading(http1.Dialect{Length: func(v string) (int64, error) {
			if _, err := http1.StrictLength(v); err != nil {
				return 0, err
			}
			n := uint64(0)
			for i := range len(v) {
				n = n*10 + uint64(v[i]-'0')
			}
			return int64(n & math.MaxInt64), nil
		}})},
	{Name: "cl-zero-first-refused", Sentence: "Refuses a Content-Length of several digits whose first is 0.",
		Behaviour: reading(http1.Dialect{Length: func(v string) (int64, error) {
			if len(v) > 1 && v[0] == '0' {
				return 0, no(400, "Content-Length is no number.")
			}
			return http1.StrictLength(v)
		}})},
	{Name: "content-like-request-refused", Sentence: "Refuses content with a request-line in it, as a filter against smuggling would.",
		Behaviour: deciding(Change{Step: "content-filter", Before: "negotiation", Do: func(x *Exchange) *Response {
			if requestBegun.Match(x.Request.Content) {
				return x.problem(400, "The content looks like a request.")
			}
			return nil
		}})},
	{Name: "get-body-left-unread", Sentence: "Takes GET and HEAD to have no content, whatever the fields say.",
		Behaviour: reading(http1.Dialect{Framing: func(d *http1.Dialect, h *http1.RequestHead) (http1.Framing, int64, error) {
			framing, n, err := http1.StrictFraming(d, h)
			if h.Method == "GET" || h.Method == "HEAD" {
				return http1.FramedNone, 0, err
			}
			return framing, n, err
		}})},
	{Name: "te-case-matters", Sentence: "Knows the coding chunked in lower case only.",
		Behaviour: reading(http1.Dialect{Coding: func(lines []string) (bool, error) {
			if list := strings.Join(lines, ","); list != strings.ToLower(list) {
				return false, no(501, "This server does not understand the transfer coding.")
			}
			return http1.StrictCoding(lines)
		}})},
	{Name: "te-cl-keeps-open", Sentence: "Takes a request with both Transfer-Encoding and Content-Length as chunked, and keeps the connection.",
		Behaviour: reading(http1.Dialect{Framing: func(d *http1.Dialect, h *http1.RequestHead) (http1.Framing, int64, error) {
			return http1.StrictFraming(d, without(h, "Content-Length", "Transfer-Encoding"))
		}})},
	{Name: "te-cl-prefers-length", Sentence: "Goes by Content-Length where there is a Transfer-Encoding too.",
		Behaviour: reading(http1.Dialect{Framing: func(d *http1.Dialect, h *http1.RequestHead) (http1.Framing, int64, error) {
			return http1.StrictFraming(d, without(h, "Transfer-Encoding", "Content-Length"))
		}})},
	{Name: "te-http10-taken", Sentence: "Takes a Transfer-Encoding in an HTTP/1.0 request as in HTTP/1.1.",
		Behaviour: reading(http1.Dialect{Framing: func(d *http1.Dialect, h *http1.RequestHead) (http1.Framing, int64, error) {
			newer := *h
			newer.Minor = 1
			return http1.StrictFraming(d, &newer)
		}})},
	{Name: "te-not-last-taken", Sentence: "Takes a request as chunked wherever chunked stands among its transfer codings.",
		Behaviour: reading(http1.Dialect{Coding: func(lines []string) (bool, error) {
			if http1.ListHas(strings.Join(lines, ","), "chunked") {
				return true, nil
			}
			return http1.StrictCoding(lines)
		}})},
	{Name: "te-substring-taken", Sentence: "Takes a request as chunked if the word stands anywhere in its Transfer-Encoding.",
		Behaviour: reading(http1.Dialect{Coding: func(lines []string) (bool, error) {
			if strings.Contains(strings.ToLower(strings.Join(lines, ",")), "chunked") {
				return true, nil
			}
			return http1.StrictCoding(lines)
		}})},
	{Name: "te-unknown-ignored", Sentence: "Passes over a Transfer-Encoding that it does not understand.",
		Behaviour: reading(http1.Dialect{Coding: func(lines []string) (bool, error) {
			chunked, err := http1.StrictCoding(lines)
			if err != nil {
				return false, nil
			}
			return chunked, nil
		}})},
}

// requestBegun is what a filter takes for the beginning of a request.
var requestBegun = regexp.MustCompile(`(?m)^[A-Z]+ \S+ HTTP/1\.[01]\r?$`)

// without is the head without the field name, if it has the field other.
func without(h *http1.RequestHead, name, other string) *http1.RequestHead {
	if _, ok := h.Get(other); !ok {
		return h
	}
	less := *h
	less.Fields = nil
	for _, f := range h.Fields {
		if !strings.EqualFold(f.Name, name) {
			less.Fields = append(less.Fields, f)
		}
	}
	return &less
}
