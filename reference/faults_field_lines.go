package reference

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	http1 "httpkit/internal/message"
)

// fieldLineFaults are ways to misread field lines.
var fieldLineFaults = []*Fault{
	{Name: "authorization-split-500", Sentence: "Fails on an Authorization that has no second word.",
		Behaviour: failing(func(x *Exchange) bool {
			v, given := x.Request.Get("Authorization")
			return given && len(strings.Fields(v)) < 2
		})},
	{Name: "content-type-twice-500", Sentence: "Fails on two Content-Type lines.",
		Behaviour: failing(func(x *Exchange) bool { return len(x.values("Content-Type")) > 1 })},
	{Name: "cookie-lines-last", Sentence: "Keeps the last of several Cookie lines.",
		Behaviour: keepingLines(func(fields []http1.Field, i int) bool {
			return !strings.EqualFold(fields[i].Name, "Cookie") || !slices.ContainsFunc(fields[i+1:], func(f http1.Field) bool {
				return strings.EqualFold(f.Name, "Cookie")
			})
		})},
	{Name: "cookie-pair-split-500", Sentence: "Fails on a cookie without an equals sign.",
		Behaviour: failing(func(x *Exchange) bool {
			for _, line := range x.values("Cookie") {
				for pair := range strings.SplitSeq(line, ";") {
					if !strings.Contains(pair, "=") {
						return true
					}
				}
			}
			return false
		})},
	{Name: "cookies-many-500", Sentence: "Fails on more than 180 cookies.",
		Behaviour: failing(func(x *Exchange) bool {
			v, _ := x.Request.Get("Cookie")
			return strings.Count(v, ";") >= 180
		})},
	{Name: "field-blanks-collapsed", Sentence: "Makes one space of several in a field value.",
		Behaviour: valued(func(v string) string {
			return strings.Join(strings.FieldsFunc(v, func(r rune) bool { return r == ' ' }), " ")
		})},
	{Name: "field-colon-alone-ends-head", Sentence: "Takes a line of nothing but a colon for the end of the header section.",
		Behaviour: reading(http1.Dialect{LineEnd: emptyWhere(func(line []byte) bool { return string(line) == ":" })})},
	{Name: "field-controls-left-out", Sentence: "Leaves control characters out of field values.",
		Behaviour: reading(http1.Dialect{FieldValue: func(b []byte) (string, error) {
			var kept []byte
			for _, c := range b {
				if c >= ' ' && c != 0x7f || c == '\t' || c == 0 {
					kept = append(kept, c)
				}
			}
			return http1.StrictFieldValue(kept)
		}})},
	{Name: "field-lf-kept", Sentence: "Ends lines at CRLF alone, and keeps an LF in a value.",
		Behaviour: reading(http1.Dialect{
			LineEnd: func(b []byte, _ int) ([]byte, int, error) {
				i := bytes.Index(b, []byte("\r\n"))
				if i < 0 {
					return nil, 0, nil
				}
				return b[:i:i], i + 2, nil
			},
			FieldValue: func(b []byte) (string, error) {
				v, err := http1.StrictFieldValue(bytes.ReplaceAll(b, []byte("\n"), []byte("\t")))
				return strings.ReplaceAll(v, "\t", "\n"), err
			},
		})},
	{Name: "field-name-blank-is-hyphen", Sentence: "Takes a space within a field name for a hyphen.",
		Behaviour: reading(http1.Dialect{FieldName: func(b []byte) (string, error) {
			inner := bytes.TrimRight(b, " \t")
			name := append(bytes.ReplaceAll(inner, []byte(" "), []byte("-")), b[len(inner):]...)
			return http1.StrictFieldName(name)
		}})},
	{Name: "field-name-camel-refused", Sentence: "Refuses a field name with a capital letter right behind a small one.",
		Behaviour: reading(http1.Dialect{FieldName: func(b []byte) (string, error) {
			for i := 1; i < len(b); i++ {
				if 'a' <= b[i-1] && b[i-1] <= 'z' && 'A' <= b[i] && b[i] <= 'Z' {
					return "", no(400, "The name of a field is spelled oddly.")
				}
			}
			return http1.StrictFieldName(b)
		}})},
	{Name: "field-name-controls-taken", Sentence: "Takes control characters in field names.",
		Behaviour: naming(func(c byte) bool { return c < ' ' && c != '\t' || c == 0x7f })},
	{Name: "field-name-delimiters-taken", Sentence: "Takes all visible characters in field names.",
		Behaviour: naming(func(c byte) bool { return c > ' ' && c < 0x7f })},
	{Name: "field-name-empty-taken", Sentence: "Takes a field line without a name.",
		Behaviour: reading(http1.Dialect{FieldName: func(b []byte) (string, error) {
			if len(b) == 0 {
				return "", nil
			}
			return http1.StrictFieldName(b)
		}})},
	{Name: "field-name-high-bytes-taken", Sentence: "Takes bytes beyond ASCII in field names.",
		Behaviour: naming(func(c byte) bool { return c >= 0x80 })},
	{Name: "field-name-punctuation-refused", Sentence: "Takes letters, digits, hyphens and underscores in field names, and nothing else.",
		Behaviour: reading(http1.Dialect{FieldName: func(b []byte) (string, error) {
			if bytes.ContainsAny(b, "!#$%&'*+.^`|~") {
				return "", no(400, "The name of a field has odd characters.")
			}
			return http1.StrictFieldName(b)
		}})},
	{Name: "field-name-short-refused", Sentence: "Wants two characters at least in a field name.",
		Behaviour: reading(http1.Dialect{FieldName: func(b []byte) (string, error) {
			if len(b) < 2 {
				return "", no(400, "The name of a field is too short.")
			}
			return http1.StrictFieldName(b)
		}})},
	{Name: "field-name-unicode-trimmed", Sentence: "Takes bytes off a field name that are blanks in Unicode only.",
		Behaviour: reading(http1.Dialect{FieldName: func(b []byte) (string, error) { return http1.StrictFieldName(bytes.Trim(b, "\x85\xa0")) }})},
	{Name: "field-no-colon-split-at-blank", Sentence: "Splits a field line that has no colon at its first space.",
		Behaviour: reading(http1.Dialect{FieldLine: func(line []byte) (name, value []byte, err error) {
			if i := bytes.IndexByte(line, ' '); i > 0 && bytes.IndexByte(line, ':') < 0 {
				return line[:i], line[i:], nil
			}
			return http1.StrictFieldLine(line)
		}})},
	{Name: "field-percent-decoded", Sentence: "Decodes percent signs in field values.",
		Behaviour: valued(func(v string) string {
			if decoded, err := url.PathUnescape(v); err == nil {
				return decoded
			}
			return v
		})},
	{Name: "field-quotes-taken-off", Sentence: "Takes the quotes off a field value that begins and ends with one.",
		Behaviour: valued(func(v string) string {
			if strings.HasPrefix(v, `"`) && strings.HasSuffix(v, `"`) {
				return strings.Trim(v, `"`)
			}
			return v
		})},
	{Name: "field-repeated-last", Sentence: "Keeps the last line of a field that is repeated.",
		Behaviour: keepingLines(func(fields []http1.Field, i int) bool {
			return strings.EqualFold(fields[i].Name, "Host") || !slices.ContainsFunc(fields[i+1:], func(f http1.Field) bool {
				return strings.EqualFold(f.Name, fields[i].Name)
			})
		})},
	{Name: "field-repeated-refused", Sentence: "Refuses a request in which any field comes twice.",
		Behaviour: deciding(Change{Step: "field-lines", Before: "host", Do: func(x *Exchange) *Response {
			for _, f := range x.Request.Fields {
				if len(x.values(f.Name)) > 1 {
					return x.refuse(400, "The request has a field more than once.")
				}
			}
			return nil
		}})},
	{Name: "field-repeated-reversed", Sentence: "Has the lines of all fields in the opposite order.",
		Behaviour: deciding(Change{Step: "field-lines", Before: "host", Do: func(x *Exchange) *Response {
			slices.Reverse(x.Request.Fields)
			return nil
		}})},
	{Name: "field-split-at-colon-and-space", Sentence: "Splits a field line at its first colon with a space behind it.",
		Behaviour: reading(http1.Dialect{FieldLine: func(line []byte) (name, value []byte, err error) {
			if bytes.HasSuffix(line, []byte(":")) {
				return http1.StrictFieldLine(line)
			}
			name, value, ok := bytes.Cut(line, []byte(": "))
			if !ok {
				return nil, nil, no(400, "A field line has no colon and space.")
			}
			return name, value, nil
		}})},
	{Name: "field-tab-refused", Sentence: "Refuses a tab within a field value.",
		Behaviour: reading(http1.Dialect{FieldValue: func(b []byte) (string, error) {
			v, err := http1.StrictFieldValue(b)
			if strings.Contains(v, "\t") {
				return "", no(400, "A field value holds a tab.")
			}
			return v, err
		}})},
	{Name: "field-unregistered-refused", Sentence: "Refuses fields that it does not know, unless their names begin with X-.",
		Behaviour: deciding(Change{Step: "field-lines", Before: "host", Do: func(x *Exchange) *Response {
			for _, f := range x.Request.Fields {
				if len(f.Name) > 4 && !strings.EqualFold(f.Name[:2], "X-") && !slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, f.Name) }) {
					return x.refuse(400, "This server does not know one of the fields.")
				}
			}
			return nil
		}})},
	{Name: "field-value-cut-at-colon", Sentence: "Keeps of a field value what stands before its next colon.",
		Behaviour: valued(func(v string) string {
			v, _, _ = strings.Cut(v, ":")
			return v
		})},
	{Name: "field-value-in-lower-case", Sentence: "Puts whole field lines in lower case.", Behaviour: valued(strings.ToLower)},
	{Name: "field-value-utf8-repaired", Sentence: "Reads field values as UTF-8 and replaces what is none.",
		Behaviour: valued(func(v string) string { return strings.ToValidUTF8(v, "\uFFFD") })},
	{Name: "fold-only-spaces-known", Sentence: "Takes a line that begins with a tab for a field line of its own.",
		Behaviour: reading(http1.Dialect{Fold: func(d *http1.Dialect, fields []http1.Field, line []byte) ([]http1.Field, error) {
			if line[0] == '\t' && bytes.IndexByte(line, ':') > 0 {
				return d.AppendField(fields, bytes.TrimLeft(line, " \t"))
			}
			return unfold(d, fields, line)
		}})},
	{Name: "framing-usual-spelling-only", Sentence: "Finds Content-Length and Transfer-Encoding in their usual spelling, or all in lower case.",
		Behaviour: reading(http1.Dialect{Framing: func(d *http1.Dialect, h *http1.RequestHead) (http1.Framing, int64, error) {
			all := h.Fields
			h.Fields = nil
			for _, f := range all {
				if f.Name == usualSpelling(f.Name) || f.Name == strings.ToLower(f.Name) {
					h.Fields = append(h.Fields, f)
				}
			}
			framing, n, err := http1.StrictFraming(d, h)
			h.Fields = all
			return framing, n, err
		}})},
	{Name: "list-empty-member-refused", Sentence: "Refuses empty members in the lists of Accept and Connection.",
		Behaviour: deciding(Change{Step: "field-lines", Before: "host", Do: func(x *Exchange) *Response {
			for _, line := range slices.Concat(x.values("Accept"), x.values("Connection")) {
				for member := range strings.SplitSeq(line, ",") {
					if strings.TrimSpace(member) == "" {
						return x.refuse(400, "A list has an empty member.")
					}
				}
			}
			return nil
		}})},
	{Name: "referer-parsed-500", Sentence: "Fails on a Referer that is no URL.",
		Behaviour: failing(func(x *Exchange) bool {
			v, _ := x.Request.Get("Referer")
			_, err := url.Parse(v)
			return err != nil
		})},
	{Name: "tab-before-colon-taken", Sentence: "Takes tabs between a field name and its colon.",
		Behaviour: reading(http1.Dialect{FieldName: func(b []byte) (string, error) { return http1.StrictFieldName(bytes.TrimRight(b, "\t")) }})},
}

// known are names that are spared by field-unregistered-refused.
var known = []string{"Host", "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Accept-Ranges", "Authorization",
	"Cache-Control", "Connection", "Content-Encoding", "Content-Language", "Content-Length", "Content-Type", "Cookie", "Date",
	"Expect", "Forwarded", "From", "HTTP2-Settings", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range",
	"If-Unmodified-Since", "Keep-Alive", "Max-Forwards", "Origin", "Pragma", "Prefer", "Priority", "Proxy-Authorization", "Range",
	"Referer", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent", "Via"}

// failing is a behaviour that answers 500 where the server breaks down.
func failing(breaks func(*Exchange) bool) Behaviour {
	return deciding(Change{Step: "breakdown", Before: "method", Do: func(x *Exchange) *Response {
		if breaks(x) {
			return x.problem(500, "The server has met an error.")
		}
		return nil
	}})
}

// keepingLines is a behaviour that forgets some field lines.
func keepingLines(keep func(fields []http1.Field, i int) bool) Behaviour {
	return deciding(Change{Step: "field-lines", Before: "host", Do: func(x *Exchange) *Response {
		var kept []http1.Field
		for i, f := range x.Request.Fields {
			if keep(x.Request.Fields, i) {
				kept = append(kept, f)
			}
		}
		x.Request.Fields = kept
		return nil
	}})
}

// valued is a behaviour that changes field values that are in order.
func valued(change func(string) string) Behaviour {
	return reading(http1.Dialect{FieldValue: func(b []byte) (string, error) {
		v, err := http1.StrictFieldValue(b)
		return change(v), err
	}})
}

// naming is a behaviour that takes more bytes in field names than tokens have.
func naming(takes func(c byte) bool) Behaviour {
	return reading(http1.Dialect{FieldName: func(b []byte) (string, error) {
		if len(b) == 0 {
			return http1.StrictFieldName(b)
		}
		rest := []byte("x")
		for _, c := range b {
			if !takes(c) {
				rest = append(rest, c)
			}
		}
		_, err := http1.StrictFieldName(rest)
		return string(b), err
	}})
}

// emptyWhere is the strict end of lines that takes some lines for empty ones.
func emptyWhere(is func(line []byte) bool) func([]byte, int) ([]byte, int, error) {
	return func(b []byte, seen int) ([]byte, int, error) {
		line, n, err := http1.StrictLineEnd(b, seen)
		if n > 0 && is(line) {
			line = line[:0]
		}
		return line, n, err
	}
}
