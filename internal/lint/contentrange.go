package lint

import (
	"strconv"
	"strings"

	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// byteRange is the value of a Content-Range in bytes. first is -1 in an
// unsatisfied-range, total is -1 where it is "*".
type byteRange struct{ first, last, total int64 }

// readRange reads a Content-Range. ok is false where its unit is not bytes,
// since the numbers of other units are their own affair, or where a number is
// beyond what we count; why says what is wrong with it.
//
// RFC 9110 section 14.4: range-unit SP ( range-resp / unsatisfied-range )
func readRange(value string) (r byteRange, ok bool, why string) {
	p := scanner{s: value}
	unit := p.token()
	switch {
	case unit == "":
		return r, false, "does not begin with a range unit"
	case !p.take(' '):
		return r, false, "has no space behind its unit"
	case !strings.EqualFold(unit, "bytes"):
		return r, false, ""
	}
	var n [3]string
	if p.take('*') {
		if !p.take('/') {
			return r, false, "has no slash behind *"
		}
		n[2] = p.while(isDigit)
		n[0], n[1] = "-1", "-1"
	} else {
		n[0] = p.while(isDigit)
		if n[0] == "" || !p.take('-') {
			return r, false, "has no first-pos and hyphen"
		}
		n[1] = p.while(isDigit)
		if n[1] == "" || !p.take('/') {
			return r, false, "has no last-pos and slash"
		}
		if n[2] = p.while(isDigit); n[2] == "" && p.take('*') {
			n[2] = "-1"
		}
	}
	if n[2] == "" || !p.end() {
		return r, false, "does not end in the complete length"
	}
	for i, to := range []*int64{&r.first, &r.last, &r.total} {
		var err error
		if *to, err = strconv.ParseInt(n[i], 10, 64); err != nil {
			return r, false, ""
		}
	}
	return r, true, ""
}

// invalid says why the numbers of a range can't be.
//
// RFC 9110 section 14.4: invalid if it has a last-pos less than its first-pos, or
// a complete-length less than or equal to its last-pos.
func (r byteRange) invalid() string {
	switch {
	case r.first < 0:
		return ""
	case r.last < r.first:
		return "ends before it begins"
	case r.total >= 0 && r.total <= r.last:
		return "ends behind the end of the representation"
	}
	return ""
}

var contentRangeMalformed = Rule{
	Name:     "content-range-malformed",
	Sentence: "Content-Range in bytes is first-last/length, first-last/* or */length.",
	Refs:     grammar(at(9110, "14.4", "2")),
	Level:    rfc.Must,
	Check: inLines(func(value string) string {
		_, _, why := readRange(value)
		return why
	}, "Content-Range"),
}

var contentRangeInvalid = Rule{
	Name:     "content-range-invalid",
	Sentence: "The range in Content-Range lies within the representation, its end not before its begin.",
	Refs:     []rfc.Ref{at(9110, "14.4", "10")},
	Level:    rfc.Must,
	Check: inLines(func(value string) string {
		if r, ok, _ := readRange(value); ok {
			return r.invalid()
		}
		return ""
	}, "Content-Range"),
}

// byteranges tells whether the content is a multipart/byteranges, and its
// boundary ("" where there is none).
func (x *Exchange) byteranges() (boundary string, yes bool) {
	value, _ := x.Response.Get("Content-Type")
	p := scanner{s: value}
	typ := p.while(func(c byte) bool { return isTchar(c) || c == '/' })
	if !strings.EqualFold(typ, "multipart/byteranges") {
		return "", false
	}
	for {
		p.while(func(c byte) bool { return isBlank(c) || c == ';' })
		name := p.token()
		if name == "" || !p.take('=') {
			return "", true
		}
		start := p.i
		if !p.value() {
			return "", true
		}
		if text := p.s[start:p.i]; strings.EqualFold(name, "boundary") {
			if plain, quoted := message.Unquote(text); quoted {
				text = plain
			}
			return text, true
		}
	}
}

// RFC 9110 section 15.3.7.1: the server generating the 206 response MUST generate
// a Content-Range header field, describing what range is enclosed.
var contentRangeMissing = Rule{
	Name:     "content-range-missing",
	Sentence: "A 206 response says in Content-Range which range it carries, or is a multipart/byteranges.",
	Refs:     []rfc.Ref{at(9110, "15.3.7.1", "1")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if _, multi := x.byteranges(); multi || x.Response.Status != 206 {
			return obeyed
		}
		value, has := x.Response.Get("Content-Range")
		if !has {
			return found(x.Response.StatusLine, "a 206 response of a single part has no Content-Range")
		}
		if r, ok, _ := readRange(value); ok && r.first < 0 {
			return found(x.line("Content-Range"), "the Content-Range of a 206 response names no range")
		}
		return obeyed
	},
}

// RFC 9110 section 15.3.7.2: a server MUST NOT generate a Content-Range header
// field in the HTTP header section of a multiple part response.
var contentRangeBesideParts = Rule{
	Name:     "content-range-beside-parts",
	Sentence: "A 206 response of several parts has Content-Range in the parts, not in its header section.",
	Refs:     []rfc.Ref{at(9110, "15.3.7.2", "1")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		line := x.line("Content-Range")
		if _, multi := x.byteranges(); multi && line != nil && x.Response.Status == 206 {
			return found(line, "a multipart/byteranges response has a Content-Range in its header section")
		}
		return obeyed
	},
}

// RFC 9110 section 15.3.7.1: a content consisting of the range.
var contentRangeLength = Rule{
	Name:     "content-range-length",
	Sentence: "The content of a 206 response has as many bytes as its Content-Range.",
	Refs:     []rfc.Ref{at(9110, "15.3.7.1", "1"), at(9110, "14.4", "1")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		value, line, once := x.single("Content-Range")
		r, ok, _ := readRange(value)
		n := int64(len(x.Response.Content))
		if _, multi := x.byteranges(); multi || !once || !ok || r.first < 0 || r.invalid() != "" || !x.plainContent() {
			return obeyed
		}
		if r.last-r.first != n-1 { // no overflow: both are not negative
			return found(line, "the content has %d bytes, its Content-Range %d", n, uint64(r.last-r.first)+1)
		}
		return obeyed
	},
}

// plainContent tells whether the response is a 206 whose content came as a whole
// and with no transfer coding but chunked.
func (x *Exchange) plainContent() bool {
	r := x.Response
	coding, coded := r.Get("Transfer-Encoding")
	return r.Status == 206 && x.whole() && r.Framing != message.FramedNone && x.method() != "HEAD" &&
		(!coded || strings.EqualFold(coding, "chunked"))
}
