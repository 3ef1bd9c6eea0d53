package golden

import (
	"bytes"
	"maps"
	"slices"

	"httpkit/internal/wire"
)

// around puts the fields that are kept together with what came between them.
func (c *column) around(kept []int, vals [][]byte, end string) (t wire.Text, elastic bool, err *wire.Error) {
	parts := c.oldParts()
	var places [][]place
	for k, v := range vals {
		places = append(places, fit(parts, kept, v[:len(v)-len(end)], c.gap.st.samples[k].known))
	}
	t.End = end
	from := make([]int, len(vals))
	for n := 0; n <= len(kept); n++ {
		var pieces [][]byte
		for k, v := range vals {
			to := len(v) - len(end)
			if n < len(kept) {
				to = places[k][n].from
			}
			pieces = append(pieces, v[from[k]:to])
			if n < len(kept) {
				from[k] = places[k][n].to
			}
		}
		more, loose, err := c.between(pieces, n == len(kept) && end == "")
		if err != nil {
			return t, false, err
		}
		elastic = elastic || loose
		t.Parts = append(t.Parts, more...)
		if n < len(kept) {
			t.Parts = append(t.Parts, parts[kept[n]])
		}
	}
	t.Parts = c.hosted(joined(t.Parts))
	return t, elastic, nil
}

// joined makes one literal of neighbours, as the parser does.
func joined(parts []wire.Part) []wire.Part {
	var out []wire.Part
	for _, p := range parts {
		if n := len(out); p.Kind == wire.Literal && n > 0 && out[n-1].Kind == wire.Literal {
			out[n-1].Bytes = slices.Concat(out[n-1].Bytes, p.Bytes)
		} else if p.Kind != wire.Literal || len(p.Bytes) > 0 {
			out = append(out, p)
		}
	}
	return out
}

// between writes what came in one place of the line in each sample. last is true
// where nothing follows, not even a line end.
func (c *column) between(vals [][]byte, last bool) (parts []wire.Part, elastic bool, err *wire.Error) {
	_, k, changes := differ(vals)
	if !changes {
		return []wire.Part{literal(vals[0])}, false, nil
	}
	st := c.gap.st
	if c.part == Status {
		return nil, false, st.refuse(c.anchor(), st.unlike(0, k, "the status-line has", vals[0], vals[k]),
			"each play must find the server in the same state; or use rules: = pass 200,201")
	}
	names := c.names()
	for _, name := range names {
		if parts := c.reference(name, vals); parts != nil {
			return parts, false, nil
		}
	}
	parts, elastic, worst := c.merged(vals, nil, last)
	if worst == nil {
		return parts, elastic, nil
	}
	if len(names) > 0 {
		if parts, elastic, again := c.merged(vals, names, last); again == nil {
			return parts, elastic, nil
		}
	}
	return nil, false, worst
}

// names are those of sweeps and captures that are set in each sample.
func (c *column) names() []string {
	var names []string
	for _, s := range c.gap.st.c.Each {
		names = append(names, s.Name)
	}
	names = append(names, c.gap.st.c.Captures()...)
	return slices.DeleteFunc(names, func(name string) bool {
		return slices.ContainsFunc(c.gap.st.samples, func(s *sample) bool { return len(s.known.Vars[name]) == 0 })
	})
}

// reference gives the parts where the value of the name, and nothing else, is what
// differs; else nil.
func (c *column) reference(name string, vals [][]byte) []wire.Part {
	const most = 64
	value := func(k int) []byte { return c.gap.st.samples[k].known.Vars[name] }
	for at, n := 0, 0; n < most; n++ {
		i := bytes.Index(vals[0][at:], value(0))
		if i < 0 {
			return nil
		}
		at += i
		before, after := vals[0][:at], vals[0][at+len(value(0)):]
		holds := true
		for k, v := range vals {
			holds = holds && bytes.Equal(v, slices.Concat(before, value(k), after))
		}
		if holds {
			return []wire.Part{literal(before), {Kind: wire.Var, Name: name}, literal(after)}
		}
		at++
	}
	return nil
}

// volatile reports whether the values differ though the case was played alike: not
// by the value of a sweep.
func (c *column) volatile(vals [][]byte) bool {
	first := map[string][]byte{}
	for k, v := range vals {
		values := c.gap.st.samples[k].values
		if have, ok := first[values]; ok && !bytes.Equal(have, v) {
			return true
		} else if !ok {
			first[values] = v
		}
	}
	return false
}

// depends is the refusal of a line that says something else for each value of a
// sweep.
func (c *column) depends(vals [][]byte) *wire.Error {
	st := c.gap.st
	_, k, _ := differ(vals)
	name := slices.Sorted(maps.Keys(sweepNames(st)))[0]
	return st.refuse(c.anchor(), st.unlike(0, k, "the line depends on the value:", c.gap.bytes(0, c.at[0]), c.gap.bytes(k, c.at[k])),
		`write \{$`+name+`} where the value stands, a mask such as \{int} where something follows from it, or rules`)
}

func sweepNames(st *stretch) map[string]bool {
	names := map[string]bool{}
	for _, s := range st.c.Each {
		names[s.Name] = true
	}
	return names
}

// hosted puts the name that stands for the address of the server in the place of
// that: a case may be played against another one.
func (c *column) hosted(parts []wire.Part) []wire.Part {
	host := c.gap.st.samples[0].known.Vars["host"]
	if !bytes.Contains(host, []byte(":")) {
		return parts
	}
	var out []wire.Part
	for _, p := range parts {
		for p.Kind == wire.Literal && bytes.Contains(p.Bytes, host) {
			before, after, _ := bytes.Cut(p.Bytes, host)
			out = append(out, literal(before), wire.Part{Kind: wire.Var, Name: "host"})
			p.Bytes = after
		}
		out = append(out, p)
	}
	return joined(out)
}

func literal(b []byte) wire.Part { return wire.Part{Kind: wire.Literal, Bytes: b} }
