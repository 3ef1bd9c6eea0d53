package golden

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"unicode"

	"httpkit/internal/wire"
)

// shape is something that changes as one, though it has several words.
type shape struct {
	is   *regexp.Regexp
	mask wire.Part
}

const (
	days   = `(Mon|Tue|Wed|Thu|Fri|Sat|Sun)`
	months = `(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)`
	clock  = `[0-9]{2}:[0-9]{2}:[0-9]{2}`

	fixdate  = days + `, [0-9]{2} ` + months + ` [0-9]{4} ` + clock + ` GMT`
	fraction = `([.,][0-9]+)?`
	hex      = `[0-9A-Fa-f]`
)

// shapes are looked for in this order. A mask is the expression itself, where the
// notation has no word for it.
var shapes = []shape{
	{beginning(fixdate), wire.Part{Kind: wire.MaskDate}},
	expression(fixdate), // one that is no real date
	expression(days + ` ` + months + ` [ 0-9][0-9] ` + clock + `( [A-Z]{3,4})? [0-9]{4}`),           // ctime
	expression(`[0-9]{2}/` + months + `/[0-9]{4}:` + clock + ` [+-][0-9]{4}`),                       // a log's
	expression(`[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]` + clock + fraction + `(Z|[+-][0-9]{2}:?[0-9]{2})?`), // RFC 3339
	expression(`[0-9]{4}-[0-9]{2}-[0-9]{2}`),
	expression(clock + fraction),
	{beginning(hex + `{8}-` + hex + `{4}-` + hex + `{4}-` + hex + `{4}-` + hex + `{12}`),
		wire.Part{Kind: wire.MaskRe, Re: `[0-9A-Fa-f-]{36}`}}, // UUID
	expression(`[0-9]+\.[0-9]+`),
}

func beginning(re string) *regexp.Regexp { return regexp.MustCompile(`^(` + re + `)`) }

func expression(re string) shape { return shape{beginning(re), wire.Part{Kind: wire.MaskRe, Re: re}} }

// length is how far b begins with the shape, 0 where it does not.
func (s *shape) length(b []byte) int {
	if bytes.IndexByte([]byte("0123456789abcdefABCDEFMTWS"), b[0]) < 0 { // quicker than an expression
		return 0
	}
	n := len(s.is.Find(b[:min(len(b), longestShape)]))
	if n == 0 || n < len(b) && isWord(b[n]) {
		return 0
	}
	if s.mask.Kind == wire.MaskDate {
		p, err := wire.Compile(wire.Text{Parts: []wire.Part{s.mask}}, nil)
		if err != nil || p.Whole(b[:n]).State != wire.Matched {
			return 0
		}
	}
	return n
}

const longestShape = 64

// maskOf gives the mask for values of the shape: where all have the same digits in the
// same places it is no wider than that.
func (s *shape) maskOf(vals [][]byte) wire.Part {
	if s.mask.Kind != wire.MaskRe || bytes.ContainsFunc(vals[0], unicode.IsLower) || s.elastic(vals[0]) {
		return s.mask
	}
	narrow := ""
	for rest := vals[0]; len(rest) > 0; {
		n := len(rest) - len(bytes.TrimLeft(rest, "0123456789"))
		if n == 0 {
			narrow, rest = narrow+regexp.QuoteMeta(string(rest[:1])), rest[1:]
			continue
		}
		narrow, rest = narrow+fmt.Sprintf("[0-9]{%d}", n), rest[n:]
	}
	is := regexp.MustCompile(`^` + narrow + `$`)
	if slices.ContainsFunc(vals, func(v []byte) bool { return !is.Match(v) }) {
		return s.mask
	}
	return wire.Part{Kind: wire.MaskRe, Re: narrow}
}

// elastic reports whether b may be longer or shorter another time: it has a fraction.
func (s *shape) elastic(b []byte) bool {
	return s.mask.Kind == wire.MaskRe && bytes.ContainsAny(b, ".,")
}

// The kinds of token beside shapes, which are their index.
const (
	word = -1 - iota // letters and digits
	sign             // one character more
	ref              // a name of the case
)

// token is what is compared of two samples at a time.
type token struct {
	kind int
	b    []byte
	name string // ref
}

// tokens cuts b, where refs are names whose values are to be seen in it.
func (c *column) tokens(b []byte, k int, refs []string) []token {
	vars := c.gap.st.samples[k].known.Vars
	var out []token
	for at := 0; at < len(b); {
		t := token{kind: sign, b: b[at : at+1]}
		for _, name := range refs {
			if v := vars[name]; bytes.HasPrefix(b[at:], v) && len(v) >= len(t.b) {
				t = token{ref, v, name}
			}
		}
		if t.kind != ref {
			t = plainToken(b, at)
		}
		out = append(out, t)
		at += len(t.b)
	}
	return out
}

func plainToken(b []byte, at int) token {
	if at == 0 || !isWord(b[at-1]) {
		for i, s := range shapes {
			if n := s.length(b[at:]); n > 0 {
				return token{kind: i, b: b[at : at+n]}
			}
		}
	}
	n := 0
	for at+n < len(b) && isWord(b[at+n]) {
		n++
	}
	if n > 0 {
		return token{kind: word, b: b[at : at+n]}
	}
	return token{kind: sign, b: b[at : at+1]}
}

// classes are the masks for one word, or for several with signs between them, the
// narrowest first.
var classes = []struct {
	is   *regexp.Regexp
	one  string // of its characters
	kind wire.PartKind
}{
	{regexp.MustCompile(`^[0-9]+$`), `[0-9]`, wire.MaskInt},
	{regexp.MustCompile(`^[0-9A-Fa-f]+$`), `[0-9A-Fa-f]`, wire.MaskHex},
	{regexp.MustCompile(`^[0-9A-Za-z]+$`), `[0-9A-Za-z]`, wire.MaskRe},
	{regexp.MustCompile(`^[0-9A-Za-z._~+/=-]+$`), `[0-9A-Za-z._~+/=-]`, wire.MaskRe},
	{regexp.MustCompile(`^[^\r\n]*$`), `.`, wire.MaskAny},
}

// maxTimes is the largest number of times that RE2 takes.
const maxTimes = 1000

// maskOf gives the mask for values that differ. elastic: it may take more or fewer
// bytes another time. Where nothing follows it, a mask without a length would wait
// for more, so it gets one where all values have the same.
func maskOf(vals [][]byte, last bool) (p wire.Part, elastic bool) {
	fixed := sameLength(vals) && 0 < len(vals[0]) && len(vals[0]) <= maxTimes
	for _, c := range classes {
		fits := !slices.ContainsFunc(vals, func(v []byte) bool { return !c.is.Match(v) })
		switch {
		case !fits:
		case fixed && (last || c.kind == wire.MaskRe):
			return wire.Part{Kind: wire.MaskRe, Re: fmt.Sprintf("%s{%d}", c.one, len(vals[0]))}, false
		case c.kind == wire.MaskRe:
			return wire.Part{Kind: wire.MaskRe, Re: c.one + "+"}, true
		default:
			return wire.Part{Kind: c.kind}, c.kind == wire.MaskInt || !fixed
		}
	}
	return wire.Part{Kind: wire.MaskAny}, true
}
