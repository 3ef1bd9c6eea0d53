package suite

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"httpkit/internal/rfc"
	"httpkit/internal/wire"
)

// reader fills a case from the entries of its head.
type reader struct {
	c     *Case
	errs  wire.Errors
	swept []string // names that an each: is for, also where its values were refused
}

func (r *reader) read(e entry) {
	if !isKey(e.key) || e.value == "" {
		return // told by readHead
	}
	at, twice := r.c.KeyPos[e.key]
	if twice && e.key != "each" {
		r.bad(e, "is there twice", fmt.Sprintf("the first one is in line %d; a long value goes on in lines with three blanks after the #", at.Line))
		return
	}
	if !twice {
		r.c.KeyPos[e.key] = e.pos
	}
	for _, k := range keys {
		if k.Name == e.key {
			k.read(r, e)
		}
	}
}

// bad notes a mistake; an error of several lines brings its own hint.
func (r *reader) bad(e entry, msg, hint string) {
	msg, own, ok := strings.Cut(e.key+": "+msg, "\n\t")
	if ok {
		hint = own
	}
	r.errs = append(r.errs, &wire.Error{Pos: e.pos, Msg: msg, Hint: hint})
}

func (r *reader) rfc(e entry) {
	refs, err := rfc.ParseRefs(e.value)
	if err != nil {
		r.bad(e, err.Error(), "")
		return
	}
	r.c.Refs = refs
}

func (r *reader) level(e entry) {
	l, err := rfc.ParseLevel(e.value)
	if err != nil {
		r.bad(e, fmt.Sprintf("got %q, want MUST, SHOULD, MAY, security or robust", e.value), "")
		return
	}
	r.c.Level = l
}

func (r *reader) needs(e entry) {
	for _, w := range r.words(e) {
		if !isCapability(w) {
			r.bad(e, fmt.Sprintf("%q is no capability", w), didYouMean(w, CapabilityNames()))
			continue
		}
		r.c.Needs = append(r.c.Needs, w)
	}
}

func isCapability(name string) bool {
	for _, c := range capabilities {
		if c.Name == name {
			return true
		}
	}
	return false
}

func (r *reader) catches(e entry) { r.c.Catches = r.names(e) }
func (r *reader) owns(e entry)    { r.c.Owns = r.names(e) }
func (r *reader) tags(e entry)    { r.c.Tags = r.names(e) }

func (r *reader) text(e entry) {
	switch e.key {
	case "why":
		r.c.Why = e.value
	case "hint":
		r.c.Hint = e.value
	case "kills":
		r.c.Kills = e.value
	case "read":
		r.c.Read = e.value
	case "c":
		r.c.Usual = append(r.c.Usual, Usual{"C", e.value})
	default: // python, go, node
		r.c.Usual = append(r.c.Usual, Usual{strings.ToUpper(e.key[:1]) + e.key[1:], e.value})
	}
}

func (r *reader) stage(e entry) {
	n, err := strconv.Atoi(e.value)
	if err != nil || n < 1 || n > 999 || strconv.Itoa(n) != e.value {
		r.bad(e, fmt.Sprintf("got %q, want a number from 1 to 999", e.value), "")
		return
	}
	r.c.Stage = n
}

// maxTimeout bounds a case that asks to wait, so that a run comes to an end.
const maxTimeout = time.Hour

var duration = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,9})?(ms|s)$`)

func (r *reader) timeout(e entry) {
	d, err := time.ParseDuration(e.value)
	if err != nil || !duration.MatchString(e.value) || d <= 0 || d > maxTimeout {
		r.bad(e, fmt.Sprintf("got %q, want a time such as 500ms or 120s, at most %ds", e.value, int(maxTimeout.Seconds())), "")
		return
	}
	r.c.Timeout = d
}

var plainName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// names reads words in lower case with "-" between their parts.
func (r *reader) names(e entry) []string {
	words := r.words(e)
	for _, w := range words {
		if !plainName.MatchString(w) {
			r.bad(e, fmt.Sprintf("%q is no name", w), "names are in lower case, with - between their parts, and blanks between names")
			return nil
		}
	}
	return words
}

// words splits at blanks; a word that is there twice is a mistake.
func (r *reader) words(e entry) []string {
	words := strings.Fields(e.value)
	seen := map[string]bool{}
	for _, w := range words {
		if seen[w] {
			r.bad(e, fmt.Sprintf("%q is there twice", w), "")
			return nil
		}
		seen[w] = true
	}
	return words
}
