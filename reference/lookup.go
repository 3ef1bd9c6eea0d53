package reference

import (
	"fmt"
	"strings"
)

// lookup gives the manner that name stands for.
func lookup(name string, haveDocroot bool) (manner, error) {
	persona, slip := find(name)
	if persona == nil {
		return manner{}, unknown(name)
	}
	if persona.Docroot && !haveDocroot {
		return manner{}, fmt.Errorf("%s: serves files, but Config.Docroot is nil", name)
	}
	b := manner{answer: persona.answer}
	if slip != nil {
		b.atOnce = slip.atOnce
		if slip.change != nil {
			b.answer = slip.change(b.answer)
		}
	}
	return b, nil
}

// find gives the persona that name means, and the slip if it is one's name.
func find(name string) (*Persona, *Slip) {
	var slip *Slip
	for _, s := range slips {
		if s.Name == name {
			slip, name = s, s.Persona
		}
	}
	for _, p := range personas {
		if p.Name == name {
			return p, slip
		}
	}
	return nil, nil
}

// unknown is the error for a name that is none: what it may have meant, or else
// what there is.
func unknown(name string) error {
	var known, near []string
	for _, p := range personas {
		known = append(known, p.Name)
	}
	all := append([]string(nil), known...)
	for _, s := range slips {
		all = append(all, s.Name)
		if strings.HasPrefix(name, s.Persona+"-") {
			known = append(known, s.Name)
		}
	}
	best := 3 // a name further off than two edits is no slip of the finger
	for _, k := range all {
		switch d := distance(name, k); {
		case d < best:
			best, near = d, []string{k}
		case d == best && d < 3:
			near = append(near, k)
		}
	}
	text := fmt.Sprintf("%q: got no name of a persona or slip", name)
	if near != nil {
		text += "\ndid you mean " + strings.Join(near, " or ") + "?"
	}
	return fmt.Errorf("%s\nthere are: %s", text, strings.Join(known, " "))
}

// distance is how many single bytes must be put in, taken out or exchanged to
// make b of a (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			exchange := corner
			if a[i] != b[j] {
				exchange++
			}
			corner = row[j+1]
			row[j+1] = min(exchange, row[j]+1, corner+1)
		}
	}
	return row[len(b)]
}
