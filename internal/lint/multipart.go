package lint

import (
	"bytes"
	"strings"

	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// RFC 9110 section 15.3.7.2: within the header area of each body part the server
// MUST generate a Content-Range; 8.3.3: a sender MUST generate only CRLF to
// represent line breaks between body parts.
var partsMalformed = Rule{
	Name:     "byteranges-malformed",
	Sentence: "Each part of a multipart/byteranges stands between its boundaries and has a Content-Range that fits it.",
	Refs:     []rfc.Ref{at(9110, "15.3.7.2", "2"), at(9110, "15.3.7.2", "1"), at(9110, "14.6", "2"), at(9110, "8.3.3", "1")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		boundary, multi := x.byteranges()
		switch {
		case !multi || !x.plainContent():
			return obeyed
		case boundary == "":
			return found(x.line("Content-Type"), "the multipart/byteranges has no boundary")
		}
		return parts(x.Response.Content, "--"+boundary)
	},
}

// parts walks along the body parts of RFC 2046 section 5.1.1 to what is wrong
// first. Text before the first boundary and behind the last is allowed.
func parts(b []byte, dash string) Finding {
	mark := []byte("\r\n" + dash)
	rest, ok := bytes.CutPrefix(b, mark[2:])
	if !ok {
		if _, rest, ok = bytes.Cut(b, mark); !ok {
			return found(firstLine(b), "the boundary %s does not stand at the begin of a line", show(dash))
		}
	}
	for n := 1; ; n++ {
		if bytes.HasPrefix(rest, []byte("--")) {
			if n == 1 {
				return found([]byte(dash+"--"), "the multipart has no part")
			}
			return obeyed
		}
		padding, after, ok := bytes.Cut(rest, []byte("\r\n"))
		if !ok || len(bytes.Trim(padding, " \t")) > 0 {
			return found(append([]byte(dash), firstLine(rest)...), "the boundary before part %d is not followed by CRLF", n)
		}
		part, next, ok := bytes.Cut(after, mark)
		if !ok {
			return found(nil, "no boundary ends part %d", n)
		}
		if f := part1(part, n); f.Why != "" {
			return f
		}
		rest = next
	}
}

// part1 looks at the nth body part.
func part1(b []byte, n int) Finding {
	var fields []message.Field
	for {
		line, rest, ok := bytes.Cut(b, []byte("\r\n"))
		switch {
		case !ok:
			return found(firstLine(b), "no empty line ends the header area of part %d", n)
		case bytes.IndexByte(line, '\n') >= 0:
			return found(firstLine(line), "a line of the header area of part %d ends with LF alone", n)
		}
		b = rest
		if len(line) == 0 {
			break
		}
		fields = append(fields, message.ParseField(line))
	}
	value, ok := message.Get(fields, "Content-Range")
	if !ok {
		return found(nil, "part %d has no Content-Range", n)
	}
	line := []byte("Content-Range: " + value)
	r, known, why := readRange(value)
	switch {
	case why != "":
		return found(line, "the Content-Range of part %d %s", n, why)
	case !known:
		return obeyed
	case r.first < 0:
		return found(line, "the Content-Range of part %d names no range", n)
	case r.invalid() != "":
		return found(line, "the Content-Range of part %d %s", n, r.invalid())
	case r.last-r.first != int64(len(b))-1:
		return found(line, "part %d has %d bytes, its Content-Range %d", n, len(b), uint64(r.last-r.first)+1)
	}
	return obeyed
}

// rangeSet returns the number of ranges in the request's Range, 0 unless it is
// one of bytes that can be read.
func (x *Exchange) rangeSet() int {
	asked, ok := x.asked()
	if !ok {
		return 0
	}
	value, _ := message.Get(asked, "Range")
	unit, set, ok := strings.Cut(value, "=")
	if !ok || !strings.EqualFold(unit, "bytes") {
		return 0
	}
	return len(message.SplitList(set))
}

// RFC 9110 section 15.3.7.2: a server MUST NOT generate a multipart response to a
// request for a single range.
var partsUnasked = Rule{
	Name:     "byteranges-unasked",
	Sentence: "A request for a single range gets no multipart response.",
	Refs:     []rfc.Ref{at(9110, "15.3.7.2", "5")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if _, multi := x.byteranges(); multi && x.Response.Status == 206 && x.rangeSet() == 1 {
			return found(x.line("Content-Type"), "the request was for one range")
		}
		return obeyed
	},
}

// RFC 9110 section 15.5.17: a server that generates a 416 response to a byte-range
// request SHOULD generate a Content-Range header field specifying the current
// length; 14.4: with an unsatisfied-range value.
var contentRange416 = Rule{
	Name:     "unsatisfied-range-missing",
	Sentence: "A 416 response to a range in bytes says the length in Content-Range: bytes */length.",
	Refs:     []rfc.Ref{at(9110, "15.5.17", "3"), at(9110, "14.4", "11")},
	Level:    rfc.Should,
	Check: func(x *Exchange) Finding {
		if x.Response.Status != 416 || x.rangeSet() == 0 {
			return obeyed
		}
		value, has := x.Response.Get("Content-Range")
		if !has {
			return found(x.Response.StatusLine, "a 416 response has no Content-Range")
		}
		if r, ok, _ := readRange(value); ok && r.first >= 0 {
			return found(x.line("Content-Range"), "the Content-Range of a 416 response names a range, not the length alone")
		}
		return obeyed
	},
}
