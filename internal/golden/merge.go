package golden

import (
	"bytes"
	"slices"

	"httpkit/internal/wire"
)

// merged compares the samples token by token and writes masks for those that
// differ. Where they don't have the same tokens, all between what they begin and
// end with alike gets one mask.
func (c *column) merged(vals [][]byte, refs []string, last bool) (parts []wire.Part, elastic bool, err *wire.Error) {
	var all [][]token
	for k, v := range vals {
		all = append(all, c.tokens(v, k, refs))
	}
	if slices.ContainsFunc(all, func(ts []token) bool { return !alikeTokens(ts, all[0]) }) {
		return c.coarse(all, last)
	}
	for i := range all[0] {
		more, loose, err := c.oneMask(all, i, last)
		if err != nil {
			return nil, false, err
		}
		parts, elastic = append(parts, more...), elastic || loose
	}
	return parts, elastic, nil
}

// alikeTokens reports whether what stands between the words is the same.
func alikeTokens(a, b []token) bool {
	return slices.EqualFunc(a, b, func(a, b token) bool {
		return a.kind == b.kind && a.name == b.name && (a.kind != sign || bytes.Equal(a.b, b.b))
	})
}

// oneMask writes token i of all samples.
func (c *column) oneMask(all [][]token, i int, last bool) (parts []wire.Part, elastic bool, err *wire.Error) {
	t := all[0][i]
	if t.kind == ref {
		return []wire.Part{{Kind: wire.Var, Name: t.name}}, false, nil
	}
	var vals [][]byte
	for _, ts := range all {
		vals = append(vals, ts[i].b)
	}
	last = last && i == len(all[0])-1
	switch _, _, changes := differ(vals); {
	case !changes:
		return []wire.Part{literal(t.b)}, false, nil
	case !c.volatile(vals):
		return nil, false, c.depends(vals)
	case t.kind >= 0:
		return []wire.Part{shapes[t.kind].maskOf(vals)}, shapes[t.kind].elastic(t.b), nil
	}
	p, elastic := maskOf(vals, last)
	return []wire.Part{p}, elastic, nil
}

// coarse writes one mask between the first and the last token that differ.
func (c *column) coarse(all [][]token, last bool) (parts []wire.Part, elastic bool, err *wire.Error) {
	same := func(i int, get func([]token, int) (token, bool)) bool {
		first, ok := get(all[0], i)
		return ok && !slices.ContainsFunc(all, func(ts []token) bool {
			t, ok := get(ts, i)
			return !ok || t.name != first.name || !bytes.Equal(t.b, first.b) && t.kind != ref
		})
	}
	head := 0
	for same(head, func(ts []token, i int) (token, bool) { return nth(ts, i) }) {
		head++
	}
	tail := 0
	for same(tail, func(ts []token, i int) (token, bool) { return nth(ts[head:], len(ts)-head-1-i) }) {
		tail++
	}
	var vals [][]byte
	for _, ts := range all {
		var b []byte
		for _, t := range ts[head : len(ts)-tail] {
			b = append(b, t.b...)
		}
		vals = append(vals, b)
	}
	if !c.volatile(vals) {
		return nil, false, c.depends(vals)
	}
	for i := range head {
		more, _, err := c.oneMask(all, i, false)
		if err != nil {
			return nil, false, err
		}
		parts = append(parts, more...)
	}
	p, elastic := maskOf(vals, last && tail == 0)
	parts = append(parts, p)
	for _, t := range all[0][len(all[0])-tail:] {
		if t.kind == ref {
			parts = append(parts, wire.Part{Kind: wire.Var, Name: t.name})
		} else {
			parts = append(parts, literal(t.b))
		}
	}
	return parts, elastic, nil
}

// nth gives token i, where there is one.
func nth(ts []token, i int) (token, bool) {
	if i < 0 || i >= len(ts) {
		return token{}, false
	}
	return ts[i], true
}
