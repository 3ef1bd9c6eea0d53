package lint

import (
	"strings"

	"httpkit/internal/rfc"
)

// RFC 9110 section 8.4: Content-Encoding = #content-coding; content-coding = token
var contentEncodingMalformed = Rule{
	Name:     "content-encoding-malformed",
	Sentence: "Content-Encoding is a list of content codings, each a token.",
	Refs:     grammar(at(9110, "8.4", "2"), at(9110, "8.4.1", "2")),
	Level:    rfc.Must,
	Check:    inMembers(isTokenMember("content coding"), "Content-Encoding"),
}

// RFC 9110 section 8.4: "identity" is reserved for its special role in
// Accept-Encoding and thus SHOULD NOT be included.
var contentEncodingIdentity = Rule{
	Name:     "content-encoding-identity",
	Sentence: "Content-Encoding does not name identity.",
	Refs:     []rfc.Ref{at(9110, "8.4", "5")},
	Level:    rfc.Should,
	Check: inMembers(func(m string) string {
		if strings.EqualFold(m, "identity") {
			return "names identity, which is no coding"
		}
		return ""
	}, "Content-Encoding"),
}

// RFC 9110 section 8.5: Content-Language = #language-tag. Of RFC 5646 only the
// shape is asked for: subtags of one to eight letters and digits, the first one
// of letters.
var contentLanguageMalformed = Rule{
	Name:     "content-language-malformed",
	Sentence: "Content-Language is a list of language tags: subtags with hyphens between them.",
	Refs:     grammar(at(9110, "8.5", "2"), at(9110, "8.5.1", "4")),
	Level:    rfc.Must,
	Check: inMembers(func(m string) string {
		for i, sub := range strings.Split(m, "-") {
			p := scanner{s: sub}
			p.while(func(c byte) bool { return isAlpha(c) || i > 0 && isDigit(c) })
			if len(sub) < 1 || len(sub) > 8 || !p.end() {
				return "has the member " + show(m) + ", which is no language tag"
			}
		}
		return ""
	}, "Content-Language"),
}

// RFC 9110 section 12.5.5: Vary = #( "*" / field-name ). An asterisk is a tchar,
// and may stand beside names.
var varyMalformed = Rule{
	Name:     "vary-malformed",
	Sentence: "Vary is a list of field names, or has an asterisk.",
	Refs:     grammar(at(9110, "12.5.5", "2")),
	Level:    rfc.Must,
	Check:    inMembers(isTokenMember("field name"), "Vary"),
}

// RFC 9110 section 12.5.3: Accept-Encoding = #( codings [ weight ] ), with the
// weight of section 12.4.2. In a response it says what a request may carry.
var acceptEncodingMalformed = Rule{
	Name:     "accept-encoding-malformed",
	Sentence: "Accept-Encoding is a list of content codings, each perhaps with a weight.",
	Refs:     grammar(at(9110, "12.5.3", "5"), at(9110, "12.4.2", "3")),
	Level:    rfc.Must,
	Check: inMembers(func(m string) string {
		coding, weight, has := strings.Cut(m, ";")
		coding = strings.TrimRight(coding, " \t")
		if why := isTokenMember("content coding")(coding); why != "" {
			return why
		}
		if has && !isWeight(strings.TrimLeft(weight, " \t")) {
			return "has the member " + show(m) + ", whose weight is malformed"
		}
		return ""
	}, "Accept-Encoding"),
}

// isWeight checks "q=" qvalue: 0 to 1 with at most three digits behind the point.
func isWeight(s string) bool {
	if len(s) < 3 || s[0]|0x20 != 'q' || s[1] != '=' || s[2] != '0' && s[2] != '1' {
		return false
	}
	digits, point := strings.CutPrefix(s[3:], ".")
	if !point {
		return s[3:] == ""
	}
	p := scanner{s: digits}
	p.while(func(c byte) bool { return c == '0' || s[2] == '0' && isDigit(c) })
	return len(digits) <= 3 && p.end()
}

// RFC 9110 section 14.3: Accept-Ranges = 1#range-unit; range-unit = token
var acceptRangesMalformed = Rule{
	Name:     "accept-ranges-malformed",
	Sentence: "Accept-Ranges is a list of range units, at least one.",
	Refs:     grammar(at(9110, "14.3", "2"), at(9110, "14.1", "3")),
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if v, ok := x.Response.Get("Accept-Ranges"); ok && !hasMembers(v) {
			return found(x.line("Accept-Ranges"), "Accept-Ranges names no range unit")
		}
		return acceptRangeUnits(x)
	},
}

var acceptRangeUnits = inMembers(isTokenMember("range unit"), "Accept-Ranges")
