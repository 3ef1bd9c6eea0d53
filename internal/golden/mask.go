package golden

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"regexp"
	"strings"

	"httpkit/internal/fixtures"
	"httpkit/internal/wire"
)

// inlineBytes is how much of a content is written into a case. A longer one,
// and one that is no text, is named, if it is one of httpkit's own files, or else only counted.
const inlineBytes = 4096

// Lines are received bytes of one span as "<" lines, with masks for what changes
// from answer to answer. gutter is "<" and the name of the connection.
func Lines(gutter string, p Part, b []byte) []string {
	switch {
	case p == Content && (len(b) > inlineBytes || binary(b)):
		if name := fixture(b); name != "" {
			return []string{gutter + ` \{file ` + name + `}\`}
		}
		return []string{
			fmt.Sprintf("# their SHA-256 was %x; any as many bytes will do", sha256.Sum256(b)),
			fmt.Sprintf(`%s \{bytes %d}\`, gutter, len(b)),
		}
	case p != Fields:
		return wire.ByteLines(gutter, b)
	}
	var out []string
	for line := range bytes.Lines(b) {
		if masked := maskField(line); masked != "" {
			out = append(out, gutter+" "+masked)
			continue
		}
		out = append(out, wire.ByteLines(gutter, line)...)
	}
	return out
}

// binary reports whether most of b would have to be escaped, so that nobody could
// read it.
func binary(b []byte) bool { return len(b) > 64 && len(wire.QuoteBytes(b)) > 2*len(b) }

// identifier finds the names of fields that hold a number for this one answer.
var identifier = regexp.MustCompile(`^((x|cf|fly|amz|x-amz|x-amzn|x-amz-cf)-)*((request|req|trace|correlation|transaction|span)-?id|ray|id-2|traceid)$|^traceparent$|^x-runtime$|^x-response-time$|^server-timing$`)

// volatileFields are the masks of fields by name, in lower case. Each is used
// only where it matches the value that came.
var volatileFields = map[string]wire.PartKind{
	"date":          wire.MaskDate,
	"last-modified": wire.MaskDate,
	"expires":       wire.MaskDate,
	"etag":          wire.MaskETag,
	"age":           wire.MaskInt,
}

// masks are the spellings of the kinds that are used here.
var masks = map[wire.PartKind]string{
	wire.MaskDate: `\{date}`, wire.MaskETag: `\{etag}`, wire.MaskInt: `\{int}`, wire.MaskAny: `\{any}`,
}

// maskField gives a field line in the notation with its value masked, or "" where
// it needs no mask.
func maskField(line []byte) string {
	before, value, after, ok := splitField(line)
	if !ok {
		return ""
	}
	name := strings.ToLower(string(bytes.TrimRight(before, ": \t")))
	kind, known := volatileFields[name]
	switch {
	case name == "set-cookie":
		// The name of the cookie stays.
		kind = wire.MaskAny
		if eq := bytes.IndexByte(value, '='); eq >= 0 {
			before, value = line[:len(before)+eq+1], value[eq+1:]
		}
	case identifier.MatchString(name):
		kind = wire.MaskAny
	case !known:
		return ""
	}
	p, err := wire.Compile(wire.Text{Parts: []wire.Part{{Kind: kind}}}, &wire.Env{})
	if err != nil || p.Whole(value).State != wire.Matched {
		return ""
	}
	return wire.QuoteBytes(before) + masks[kind] + wire.QuoteBytes(after)
}

// splitField cuts a field line around its value; after holds the blanks behind
// the value and the ending, and is where the line has one.
func splitField(line []byte) (before, value, after []byte, ok bool) {
	colon := bytes.IndexByte(line, ':')
	if colon <= 0 || !bytes.HasSuffix(line, []byte("\n")) {
		return nil, nil, nil, false
	}
	value = bytes.Trim(line[colon+1:], " \t\r\n")
	if len(value) == 0 {
		return nil, nil, nil, false
	}
	at := colon + 1 + bytes.Index(line[colon+1:], value)
	return line[:at], value, line[at+len(value):], true
}

// fixture gives the name of the file of httpkit's own whose bytes b are, or "".
func fixture(b []byte) string {
	for _, name := range fixtures.Names() {
		if have, err := fixtures.Read(name); err == nil && bytes.Equal(have, b) {
			return name
		}
	}
	return ""
}
