// Package lint holds the universal rules: what RFC 9110, 9111 and 9112 require
// of every response of an origin server, whatever the request was. Each rule
// looks at one response and, where they are known, at the request it answers and
// at the bytes behind it. What the RFC leaves open, and what can't be known from
// these, is not judged.
//
// Start with [Check], which holds an [Exchange] against all rules, and [Bytes],
// which does it for each response of a recorded stream.
package lint

import (
	"fmt"
	"slices"
	"strings"

	"httpkit/internal/rfc"
)

// Rule is one requirement on any response.
type Rule struct {
	// Name is what owns: names, and what a [Finding] says: "date-missing".
	Name string
	// Sentence is true of a server that conforms.
	Sentence string
	// Refs are the paragraphs it stands in, the most telling one first.
	Refs []rfc.Ref
	// Level is MUST or SHOULD; robust where no sentence binds the server and
	// yet no client can make anything of the response.
	Level rfc.Level
	// Check returns what breaks the rule first, or a Finding without Why.
	// Check is not called for bytes that are no response, unless raw is set.
	Check func(*Exchange) Finding

	raw bool
}

// Finding is a breach of a rule by one response.
type Finding struct {
	Rule string
	// Why says in words what was seen: `the status code is 600`.
	Why string
	// Line is the offending line as it came, without its ending; the first of
	// the bytes where no line is to blame; nil where something is missing. It
	// shares memory with the exchange and may hold any byte.
	Line []byte
	// Nth counts the responses of a stream from 1 and Offset is where this one
	// begins in it. Only [Bytes] sets them.
	Nth, Offset int
}

// Rules returns all rules, sorted by name.
func Rules() []Rule { return slices.Clone(rules) }

// Names returns the names of all rules, sorted: what owns: may name.
func Names() []string {
	names := make([]string, len(rules))
	for i := range rules {
		names[i] = rules[i].Name
	}
	return names
}

// ByName returns the rule of that name, and whether there is one.
func ByName(name string) (Rule, bool) {
	i, ok := slices.BinarySearchFunc(rules, name, func(r Rule, s string) int { return strings.Compare(r.Name, s) })
	if !ok {
		return Rule{}, false
	}
	return rules[i], true
}

// Check holds a response against all rules and returns what breaks them, in the
// order of the names; nil if nothing does. It does not change x.
func Check(x *Exchange) []Finding {
	var all []Finding
	for i := range rules {
		r := &rules[i]
		if x.Response == nil && !r.raw {
			continue
		}
		if f := r.Check(x); f.Why != "" {
			f.Rule = r.Name
			all = append(all, f)
		}
	}
	return all
}

// found makes a Finding.
func found(line []byte, format string, args ...any) Finding {
	return Finding{Why: fmt.Sprintf(format, args...), Line: clip(line)}
}

// obeyed is the Finding of a rule that is not broken.
var obeyed Finding

// at is the address of a paragraph: at(9112, "3.2", "6").
func at(n int, section, paragraph string) rfc.Ref {
	return rfc.Ref{RFC: n, Section: section, Fragment: "section-" + section + "-" + paragraph}
}

// grammar adds to the paragraph with a field's ABNF the one that binds senders
// to it.
//
// RFC 9110 section 2.2: a sender MUST NOT generate protocol elements that do not
// match the grammar defined by the corresponding ABNF rules.
func grammar(abnf ...rfc.Ref) []rfc.Ref { return append(abnf, at(9110, "2.2", "5")) }

// clip bounds a line that is shown.
func clip(b []byte) []byte { return b[:min(len(b), 200):min(len(b), 200)] }

// show quotes a value for a Why, at most its first bytes.
func show(s string) string {
	if len(s) > 60 {
		return fmt.Sprintf("%q...", s[:60])
	}
	return fmt.Sprintf("%q", s)
}
