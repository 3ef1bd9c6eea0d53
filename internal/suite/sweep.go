package suite

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"httpkit/internal/wire"
)

// MaxPlays is how often a case may be played by the values of its sweeps.
const MaxPlays = 1000

// Sweep is a key "each": the case is played once for every value. A value may
// use names; they are filled in when it is sent.
type Sweep struct {
	Name   string
	Values []wire.Text
	Pos    wire.Pos
}

// Label is how the nth value is named in a result: "n=1024".
func (s Sweep) Label(n int) string { return s.Name + "=" + s.Values[n].Pattern() }

// Plays is the number of plays the values of the sweeps give: 1 without a sweep.
func (c *Case) Plays() int {
	n := 1
	for _, s := range c.Each {
		n *= len(s.Values)
	}
	return n
}

// Play gives, for the nth of Plays, the index of the value of each sweep. The last
// sweep turns fastest.
func (c *Case) Play(n int) []int {
	at := make([]int, len(c.Each))
	for i, s := range slices.Backward(c.Each) {
		at[i] = n % len(s.Values)
		n /= len(s.Values)
	}
	return at
}

// each reads "name: item | item".
func (r *reader) each(e entry) {
	name, list, ok := strings.Cut(e.value, ":")
	name = strings.TrimSpace(name)
	const form = "write each: NAME: VALUE | VALUE, where NAME is lower case"
	switch {
	case !ok:
		r.bad(e, "got no name and colon", form)
		return
	case !sweepName.MatchString(name):
		r.bad(e, fmt.Sprintf("%q can't be a name", name), form)
		return
	case slices.Contains(given, name):
		r.bad(e, fmt.Sprintf("the name %s is given to every case", name), "choose another; given are "+strings.Join(given, ", "))
		return
	}
	for _, s := range r.c.Each {
		if s.Name == name {
			r.bad(e, fmt.Sprintf("the name %s is there twice", name), fmt.Sprintf("the first one is in line %d", s.Pos.Line))
			return
		}
	}
	r.swept = append(r.swept, name)
	s := Sweep{Name: name, Pos: e.pos}
	for _, item := range splitItems(list) {
		s.Values = append(s.Values, r.item(e, strings.TrimSpace(item))...)
		if len(s.Values) > MaxPlays {
			r.bad(e, fmt.Sprintf("got more than %d values of %s, want at most %d", MaxPlays, name, MaxPlays), "")
			return
		}
	}
	if len(s.Values) == 0 {
		return // every item was told to be wrong
	}
	if n := r.c.Plays() * len(s.Values); n > MaxPlays {
		r.bad(e, fmt.Sprintf("the values of all keys make %d plays, want at most %d", n, MaxPlays), "")
		return
	}
	r.c.Each = append(r.c.Each, s)
}

// sweepName is a name of the notation.
var sweepName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// splitItems splits at "|", except inside of fields: an escape can't hold one.
func splitItems(list string) []string {
	var items []string
	start, depth := 0, 0
	for i := 0; i < len(list); i++ {
		switch c := list[i]; {
		case depth == 0 && c == '\\' && i+1 < len(list):
			i++
			if list[i] == '{' {
				depth = 1
			} else if list[i] == '|' {
				i-- // "\" alone is the empty value: a "|" ends it
			}
		case depth > 0 && c == '{':
			depth++
		case depth > 0 && c == '}':
			depth--
		case depth == 0 && c == '|':
			items = append(items, list[start:i])
			start = i + 1
		}
	}
	return append(items, list[start:])
}
