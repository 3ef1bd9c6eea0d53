package message

import (
	"slices"
	"strings"
)

// Weighted is a member of a list of preferences.
type Weighted struct {
	Name   string   // in lower case
	Params []string // before the weight: name=value, name in lower case
	Q      int      // thousandths, 0 is "not acceptable"
}

// SplitWeighted reads a list of preferences such as Accept or Accept-Encoding.
// A member whose weight is malformed is left out.
//
// RFC 9110 section 12.4.2: weight = OWS ";" OWS "q=" qvalue
func SplitWeighted(list string) []Weighted {
	var out []Weighted
	eachMember(list, func(m string) bool {
		if w, ok := parseWeighted(m); ok {
			out = append(out, w)
		}
		return true
	})
	return out
}

func parseWeighted(m string) (Weighted, bool) {
	name, rest, more := strings.Cut(m, ";")
	w := Weighted{Name: strings.ToLower(trimBlanks(name)), Q: 1000}
	for more {
		var p string
		p, rest, more = strings.Cut(rest, ";")
		key, value, _ := strings.Cut(trimBlanks(p), "=")
		if key = strings.ToLower(key); key == "q" {
			q, ok := parseQ(value)
			w.Q = q
			return w, ok && w.Name != "" // what follows are extensions
		}
		if key != "" {
			w.Params = append(w.Params, key+"="+value)
		}
	}
	return w, w.Name != ""
}

// parseQ reads ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] ).
func parseQ(s string) (int, bool) {
	if s == "" || len(s) > 5 || s[0] != '0' && s[0] != '1' || len(s) > 1 && s[1] != '.' {
		return 0, false
	}
	q := int(s[0]-'0') * 1000
	for i, unit := 2, 100; i < len(s); i, unit = i+1, unit/10 {
		if !isDigit(s[i]) {
			return 0, false
		}
		q += int(s[i]-'0') * unit
	}
	return q, q <= 1000
}

// AcceptsType gives the weight that an Accept list has for a media type, which may
// have parameters, in thousandths. The most specific range counts; one with parameters
// is for types that have all of them. A list without any valid member accepts
// everything.
//
// RFC 9110 section 12.5.1.
func AcceptsType(list, mediaType string) int {
	t, _ := parseWeighted(mediaType)
	major, _, _ := strings.Cut(t.Name, "/")
	q, best, valid := 0, -1, false
	for _, w := range SplitWeighted(list) {
		if !strings.Contains(w.Name, "/") {
			continue
		}
		valid = true
		rank := -1
		switch w.Name {
		case t.Name:
			rank = 2 + len(w.Params)
		case major + "/*":
			rank = 1
		case "*/*":
			rank = 0
		}
		if rank > best && (rank < 2 || hasParams(t.Params, w.Params)) {
			q, best = w.Q, rank
		}
	}
	if !valid {
		return 1000
	}
	return q
}

// hasParams tells whether each of the wanted parameters is there.
//
// RFC 9110 section 8.3.1: whether case counts in a value depends on the name; section
// 8.3.2: in that of charset it does not.
func hasParams(there, wanted []string) bool {
	for _, w := range wanted {
		if !slices.ContainsFunc(there, func(p string) bool {
			name, value := param(p)
			wantedName, wantedValue := param(w)
			return name == wantedName && (value == wantedValue || name == "charset" && strings.EqualFold(value, wantedValue))
		}) {
			return false
		}
	}
	return true
}

// param takes name=value apart. A quoted value means what stands in it (RFC 9110
// section 5.6.6).
func param(p string) (name, value string) {
	name, value, _ = strings.Cut(p, "=")
	if text, ok := Unquote(value); ok {
		value = text
	}
	return name, value
}

// AcceptsCoding gives the weight that an Accept-Encoding list has for a content
// coding or "identity", in thousandths, and whether it names it or "*" at all.
//
// RFC 9110 section 12.5.3.
func AcceptsCoding(list, coding string) (q int, listed bool) {
	star, starred := 0, false
	for _, w := range SplitWeighted(list) {
		switch w.Name {
		case coding, "x-" + coding: // RFC 9110 section 8.4.1.3: x-gzip is gzip
			return w.Q, true
		case "*":
			star, starred = w.Q, true
		}
	}
	return star, starred
}
