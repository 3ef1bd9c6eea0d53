package reference

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	http1 "httpkit/internal/message"
)

// targetPartFaults are ways to misread a request-target.
var targetPartFaults = []*Fault{
	{Name: "absolute-host-compared", Sentence: "Refuses an absolute URI whose authority is not what Host says.",
		Behaviour: deciding(Change{Step: "host", Do: func(x *Exchange) *Response {
			host, _ := x.Request.Get("Host")
			if t := &x.Request.Target; t.Form == http1.AbsoluteForm && t.Authority != host {
				return x.refuse(400, "The Host field is not the authority of the request-target.")
			}
			return stepHost(x)
		}})},
	{Name: "asterisk-prefix-taken", Sentence: "Takes any request-target that begins with * for * alone.",
		Behaviour: targeting(func(method string, b []byte) (http1.Target, error) {
			if len(b) > 0 && b[0] == '*' {
				b = b[:1]
			}
			return http1.StrictTarget(method, b)
		})},
	{Name: "location-decoded", Sentence: "Decodes percent signs in the Location that it sends.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if to, err := url.PathUnescape(r.Get("Location")); err == nil && to != "" {
				r.Set("Location", to)
			}
		}}},
	{Name: "location-from-request", Sentence: "Passes over slashes before a folder, and puts a slash behind the path as it came to make the Location.",
		Behaviour: deciding(Change{Step: "resource", Do: func(x *Exchange) *Response {
			path := x.Request.Target.Path
			r := x.find("/" + strings.TrimLeft(path, "/"))
			if r != nil && r.Get("Location") != "" {
				r.Set("Location", path+"/")
			}
			return r
		}})},
	{Name: "markup-in-error-page", Sentence: "Shows what was not found in HTML, decoded and as it is.",
		Behaviour: Behaviour{Edit: func(r *Response, q *Request) {
			if path, err := url.PathUnescape(q.Target.Path); err == nil && r.Status == 404 {
				r.SetContent("text/html", fmt.Appendf(nil, "<h1>There is no %s</h1>\n", path))
				r.Set("Content-Length", fmt.Sprint(r.Len()))
			}
		}}},
	{Name: "path-letters-only", Sentence: "Refuses a path with anything but letters, digits and -._~/% in it.",
		Behaviour: targeting(func(method string, b []byte) (http1.Target, error) {
			t, err := http1.StrictTarget(method, b)
			if err == nil && strings.ContainsAny(t.Path, "!$&'()*+,;=:@") {
				err = no(400, "The path holds a character that is not expected there.")
			}
			return t, err
		})},
	{Name: "percent-refused", Sentence: "Refuses a path with anything percent-encoded in it.",
		Behaviour: targeting(func(method string, b []byte) (http1.Target, error) {
			t, err := http1.StrictTarget(method, b)
			if err == nil && strings.Contains(t.Path, "%") {
				err = no(400, "The path holds a percent sign.")
			}
			return t, err
		})},
	{Name: "query-empty-refused", Sentence: "Refuses a question mark without a query behind it.",
		Behaviour: targeting(func(method string, b []byte) (http1.Target, error) {
			t, err := http1.StrictTarget(method, b)
			if err == nil && t.HasQuery && t.Query == "" {
				err = no(400, "The query is empty.")
			}
			return t, err
		})},
	{Name: "query-mark-decoded", Sentence: "Takes an encoded question mark for the beginning of the query.",
		Behaviour: targeting(func(method string, b []byte) (http1.Target, error) {
			return http1.StrictTarget(method, []byte(strings.NewReplacer("%3F", "?", "%3f", "?").Replace(string(b))))
		})},
	{Name: "scheme-case-matters", Sentence: "Knows the scheme of a request-target in lower case only.",
		Behaviour: targeting(func(method string, b []byte) (http1.Target, error) {
			t, err := http1.StrictTarget(method, b)
			if err == nil && t.Form == http1.AbsoluteForm && !strings.HasPrefix(t.Raw, t.Scheme) {
				err = no(400, "The scheme is not one that is known.")
			}
			return t, err
		})},
	{Name: "target-backslash-is-slash", Sentence: "Takes a backslash in a request-target for a slash.",
		Behaviour: targeting(func(method string, b []byte) (http1.Target, error) {
			return http1.StrictTarget(method, bytes.ReplaceAll(b, []byte("\\"), []byte("/")))
		})},
	{Name: "target-empty-is-root", Sentence: "Splits a request-line at each single space, and takes an empty second word for the root.",
		Behaviour: reading(http1.Dialect{Words: func(line []byte) (method, target, version []byte, err error) {
			w := bytes.Split(line, []byte(" "))
			if len(w) != 4 || len(w[1]) > 0 {
				return http1.StrictWords(line)
			}
			return w[0], []byte("/"), w[3], nil
		}})},
	{Name: "target-mended", Sentence: "Percent-encodes what a request-target ought to have encoded, and goes on.",
		Behaviour: reading(http1.Dialect{Begin: anything,
			Words: func(line []byte) (method, target, version []byte, err error) {
				i, j := bytes.IndexByte(line, ' '), bytes.LastIndexByte(line, ' ')
				if i <= 0 || j <= i+1 || line[i+1] != '/' {
					return http1.StrictWords(line)
				}
				return line[:i], line[i+1 : j], line[j+1:], nil
			},
			Target: func(method string, b []byte) (http1.Target, error) {
				if t, err := http1.StrictTarget(method, b); err == nil || b[0] != '/' {
					return t, err
				}
				var mended []byte
				for i, c := range b {
					ok := c == '%' && i+2 < len(b) && strings.IndexByte(hexadecimal, b[i+1]) >= 0 && strings.IndexByte(hexadecimal, b[i+2]) >= 0
					if ok || c > ' ' && c < 0x7f && strings.IndexByte("%\"<>\\^`{|}[]", c) < 0 {
						mended = append(mended, c)
					} else {
						mended = fmt.Appendf(mended, "%%%02X", c)
					}
				}
				return http1.StrictTarget(method, mended)
			}})},
	{Name: "userinfo-anywhere", Sentence: "Takes an @ anywhere in an absolute URI for the end of user information, and refuses it.",
		Behaviour: targeting(func(method string, b []byte) (http1.Target, error) {
			t, err := http1.StrictTarget(method, b)
			if err == nil && t.Form == http1.AbsoluteForm && strings.Contains(t.Raw, "@") {
				err = no(400, "The request-target holds user information.")
			}
			return t, err
		})},
}

const hexadecimal = "0123456789ABCDEFabcdef"

// targeting is a behaviour that reads request-targets in another way.
func targeting(f func(method string, b []byte) (http1.Target, error)) Behaviour {
	return reading(http1.Dialect{Target: f})
}
