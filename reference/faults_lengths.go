package reference

import (
	"bytes"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"

	http1 "httpkit/internal/message"
)

// lengthFaults are ways to misread how long a request is, and to lose hold of its
// content.
var lengthFaults = []*Fault{
	{Name: "body-blank-line-ends", Sentence: "Takes content to end at its first empty line.",
		Behaviour: contentMade(func(b []byte) []byte {
			before, _, _ := bytes.Cut(b, []byte("\r\n\r\n"))
			return before
		})},
	{Name: "body-crlf-is-lf", Sentence: "Reads content as text: each CRLF becomes LF.",
		Behaviour: contentMade(func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) })},
	{Name: "body-first-16k", Sentence: "Keeps the first 16 KiB of content.",
		Behaviour: contentMade(func(b []byte) []byte { return b[:min(len(b), 16<<10)] })},
	{Name: "body-is-utf8", Sentence: "Replaces what is no UTF-8 in content by a question mark in a box.",
		Behaviour: contentMade(func(b []byte) []byte { return bytes.ToValidUTF8(b, []byte("\uFFFD")) })},
	{Name: "body-one-read", Sentence: "Takes for the content whatever has come with the header section, if there is a length at all.",
		Behaviour: deciding(Change{Step: "content", Do: func(x *Exchange) *Response {
			if x.Request.Framing != http1.FramedLength {
				return stepContent(x)
			}
			x.Request.Content, x.read = bytes.Clone(x.Conn.in.unread()), true
			x.Conn.DropInput()
			return nil
		}})},
	{Name: "body-short-taken", Sentence: "Takes content that FIN has cut short for the whole.",
		Behaviour: deciding(Change{Step: "content", Do: func(x *Exchange) *Response {
			if err := x.ReadContent(x.resource.keeps); err != nil && x.Conn.eof {
				x.read, x.readError = true, nil
			}
			return stepContent(x)
		}})},
	{Name: "body-trimmed", Sentence: "Takes white space off both ends of content.",
		Behaviour: contentMade(bytes.TrimSpace)},
	{Name: "cl-first-empty-is-zero", Sentence: "Takes the first of several lengths; where it is empty that is 0.",
		Behaviour: reading(http1.Dialect{Lengths: func(d *http1.Dialect, lines []string) (int64, error) {
			list, _ := joined(lines)
			first, _, more := strings.Cut(list, ",")
			if first == "" && more {
				return 0, nil
			}
			return d.Length(strings.Trim(first, " \t"))
		}})},
	{Name: "cl-float-taken", Sentence: "Reads a Content-Length as JavaScript reads a number: 5.0 and 5e0 are 5.",
		Behaviour: reading(http1.Dialect{Length: func(v string) (int64, error) {
			n, err := strconv.ParseFloat(v, 64)
			if err != nil || n < 0 || n > 1<<53 || n != math.Trunc(n) || strings.ContainsAny(v, "xX_+") {
				return http1.StrictLength(v)
			}
			return int64(n), nil
		}})},
	{Name: "cl-invalid-left-out", Sentence: "Goes on without a Content-Length that is no number where there is a Transfer-Encoding.",
		Behaviour: reading(http1.Dialect{Framing: func(d *http1.Dialect, h *http1.RequestHead) (http1.Framing, int64, error) {
			if lengths := h.Values("Content-Length"); lengths != nil {
				if _, err := d.Lengths(d, lengths); err != nil {
					h = without(h, "Content-Length", "Transfer-Encoding")
				}
			}
			return http1.StrictFraming(d, h)
		}})},
	{Name: "cl-list-500", Sentence: "Fails on a Content-Length that is a list.",
		Behaviour: reading(http1.Dialect{Lengths: func(d *http1.Dialect, lines []string) (int64, error) {
			list, _ := joined(lines)
			if strings.Contains(list, ",") {
				return 0, no(500, "The server has met an error.")
			}
			return d.Length(list)
		}})},
	{Name: "cl-missing-500", Sentence: "Fails on a POST that does not say how long it is.",
		Behaviour: deciding(Change{Step: "length-missing", Before: "content", Do: func(x *Exchange) *Response {
			if x.is("POST") && x.Request.Framing == http1.FramedNone {
				return x.problem(500, "The server has met an error.")
			}
			return nil
		}})},
	{Name: "cl-negative-unsigned", Sentence: "Reads a negative Content-Length into 64 bits that have no sign.",
		Behaviour: reading(http1.Dialect{Length: func(v string) (int64, error) {
			n, ok := strings.CutPrefix(v, "-")
			if u, err := strconv.ParseUint(n, 10, 64); ok && err == nil {
				return int64(-u & math.MaxInt64), nil
			}
			return http1.StrictLength(v)
		}})},
	{Name: "cl-one-short", Sentence: "Reads a byte of content less than Content-Length says.",
		Broad: true, // whatever sends content with a length
		Behaviour: reading(http1.Dialect{Length: func(v string) (int64, error) {
			n, err := http1.StrictLength(v)
			return max(n-1, 0), err
		}})},
	{Name: "cl-unicode-digits", Sentence: "Takes the decimal digits of other scripts in a Content-Length.",
		Behaviour: reading(http1.Dialect{Length: func(v string) (int64, error) {
			return http1.StrictLength(strings.Map(func(r rune) rune {
				for _, zero := range []rune{'\u0660', '\u0966', '\uFF10'} {
					if zero <= r && r <= zero+9 {
						return '0' + r - zero
					}
				}
				return r
			}, v))
		}})},
	{Name: "cl-zero-refused", Sentence: "Takes a Content-Length of 0 for one that it could not read.",
		Behaviour: reading(http1.Dialect{Length: func(v string) (int64, error) {
			n, err := http1.StrictLength(v)
			if n == 0 && err == nil {
				err = no(400, "Content-Length is no number.")
			}
			return n, err
		}})},
	{Name: "connection-options-left-out", Sentence: "Leaves out the fields that Connection names before it looks how long a request is.",
		Behaviour: reading(http1.Dialect{Framing: func(d *http1.Dialect, h *http1.RequestHead) (http1.Framing, int64, error) {
			options, _ := h.Get("Connection")
			for _, name := range http1.SplitList(options) {
				h = without(h, name, "Connection")
			}
			return http1.StrictFraming(d, h)
		}})},
	{Name: "field-control-trimmed", Sentence: "Takes control characters off both ends of a field value, as Java's trim does.",
		Behaviour: reading(http1.Dialect{FieldValue: func(b []byte) (string, error) {
			return http1.StrictFieldValue(bytes.TrimFunc(b, func(r rune) bool { return r <= ' ' }))
		}})},
	{Name: "form-decoded", Sentence: "Decodes the content of a form before anybody has asked for its fields.",
		Behaviour: deciding(Change{Step: "form-decoded", Before: "negotiation", Do: func(x *Exchange) *Response {
			if t, _ := x.Request.Get("Content-Type"); strings.HasPrefix(strings.ToLower(t), "application/x-www-form-urlencoded") {
				if s, err := url.QueryUnescape(string(x.Request.Content)); err == nil {
					x.Request.Content = []byte(s)
				}
			}
			return nil
		}})},
	{Name: "host-checked-once", Sentence: "Looks at Host in the first request of a connection only.",
		Behaviour: deciding(Change{Step: "host", Do: func(x *Exchange) *Response {
			if x.Conn.answered > 0 {
				return nil
			}
			return stepHost(x)
		}})},
	{Name: "http10-fin-ends-body", Sentence: "Takes what an HTTP/1.0 client sends until its FIN for content.",
		Behaviour: deciding(Change{Step: "fin-ends-body", Before: "content", Do: func(x *Exchange) *Response {
			if x.Request.Minor > 0 || !x.is("POST") || x.Request.Framing != http1.FramedNone {
				return nil
			}
			for x.Conn.fill(time.Now().Add(time.Second), false) == nil {
			}
			x.Request.Content, x.read = bytes.Clone(x.Conn.in.unread()), true
			x.Conn.DropInput()
			return nil
		}})},
	{Name: "http10-has-no-body", Sentence: "Takes an HTTP/1.0 request to end with its header section.",
		Behaviour: reading(http1.Dialect{Framing: func(d *http1.Dialect, h *http1.RequestHead) (http1.Framing, int64, error) {
			framing, n, err := http1.StrictFraming(d, h)
			if h.Minor == 0 {
				return http1.FramedNone, 0, err
			}
			return framing, n, err
		}})},
	{Name: "length-on-get-refused", Sentence: "Refuses a GET or HEAD with a Content-Length, whatever it says.",
		Behaviour: deciding(Change{Step: "length-on-get", Before: "content", Do: func(x *Exchange) *Response {
			if x.is("GET", "HEAD") && x.Request.Framing == http1.FramedLength {
				return x.refuse(400, fmt.Sprintf("A %s has no content.", x.Request.Method))
			}
			return nil
		}})},
	{Name: "te-empty-is-none", Sentence: "Takes an empty Transfer-Encoding for none.",
		Behaviour: transferCoding(func(lines []string) (bool, error) {
			if strings.Trim(strings.Join(lines, ""), ", \t") == "" {
				return false, nil
			}
			return http1.StrictCoding(lines)
		})},
	{Name: "te-exact", Sentence: "Knows a Transfer-Encoding by its bytes: no white space around chunked, and no comma.",
		Behaviour: reading(http1.Dialect{
			FieldValue: func(b []byte) (string, error) { return string(bytes.TrimPrefix(b, []byte(" "))), nil },
			Coding: func(lines []string) (bool, error) {
				if len(lines) == 1 && strings.EqualFold(lines[0], "chunked") {
					return true, nil
				}
				return false, no(501, "This server understands no transfer coding but chunked.")
			}})},
	{Name: "te-first-line-only", Sentence: "Looks at the first of several Transfer-Encoding lines.",
		Behaviour: transferCoding(func(lines []string) (bool, error) { return http1.StrictCoding(lines[:1]) })},
	{Name: "te-http10-passed-over", Sentence: "Passes over a Transfer-Encoding in an HTTP/1.0 request.",
		Behaviour: reading(http1.Dialect{Framing: func(d *http1.Dialect, h *http1.RequestHead) (http1.Framing, int64, error) {
			if h.Minor == 0 {
				h = without(h, "Transfer-Encoding", "Transfer-Encoding")
			}
			return http1.StrictFraming(d, h)
		}})},
	{Name: "te-identity-is-none", Sentence: "Takes identity for a transfer coding that changes nothing, as it was in RFC 2616.",
		Behaviour: transferCoding(func(lines []string) (bool, error) {
			var left []string
			for _, m := range http1.SplitList(strings.Join(lines, ",")) {
				if !strings.EqualFold(m, "identity") {
					left = append(left, m)
				}
			}
			if len(left) == 0 {
				return false, nil
			}
			return http1.StrictCoding(left)
		})},
	{Name: "te-last-line-only", Sentence: "Looks at the last of several Transfer-Encoding lines.",
		Behaviour: transferCoding(func(lines []string) (bool, error) { return http1.StrictCoding(lines[len(lines)-1:]) })},
	{Name: "te-parameters-left-out", Sentence: "Leaves out the parameters of a transfer coding.",
		Behaviour: transferCoding(func(lines []string) (bool, error) {
			var bare []string
			for _, m := range http1.SplitList(strings.Join(lines, ",")) {
				name, _, _ := strings.Cut(m, ";")
				bare = append(bare, name)
			}
			return http1.StrictCoding(bare)
		})},
	{Name: "te-unquoted", Sentence: "Takes quotes off a transfer coding.",
		Behaviour: transferCoding(func(lines []string) (bool, error) {
			return http1.StrictCoding([]string{strings.Trim(strings.Join(lines, ","), `"'`)})
		})},
	{Name: "upgrade-drops-rest", Sentence: "Throws away what has come behind an Upgrade that it does not take.",
		Behaviour: living(Life{Between: func(c *Conn) {
			if _, ok := c.request.Get("Upgrade"); ok {
				c.DropInput()
			}
		}})},
}

// transferCoding is a behaviour that differs in how Transfer-Encoding is read.
func transferCoding(f func(lines []string) (bool, error)) Behaviour {
	return reading(http1.Dialect{Coding: f})
}

// contentMade is a behaviour that makes something else of content that is kept.
func contentMade(f func([]byte) []byte) Behaviour {
	return deciding(Change{Step: "content-changed", Before: "negotiation", Do: func(x *Exchange) *Response {
		x.Request.Content = f(x.Request.Content)
		return nil
	}})
}
