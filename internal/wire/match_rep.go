package wire

import "slices"

// rep repeats its body. Bytes are made at once; a body with masks is unrolled, as
// each copy may match something else.
func (c *compiler) rep(p *Part) error {
	n, err := c.count(p.Count)
	if err != nil {
		return err
	}
	if c.plain(p.Body) {
		one := Part{Kind: Rep, Count: Count{N: n}, Body: p.Body}
		b, err := Text{Parts: []Part{one}}.Bytes(c.x.env)
		if err != nil {
			return err
		}
		return c.literal(b)
	}
	for i := range n {
		elems, total := len(c.p.elems), c.total
		if err := c.parts(p.Body); err != nil {
			return err
		}
		if i > 1 {
			continue
		}
		// the second time on, each copy adds as much: look before going on
		elems, total = len(c.p.elems)-elems, c.total-total
		switch left := n - i - 1; {
		case elems == 0 && total == 0:
			return nil
		case total > 0 && left > maxBytes/total:
			return errTooLarge
		case elems > 0 && left > maxElems/elems:
			return errTooMany
		}
	}
	return nil
}

// plain reports whether parts hold no mask and no name that is unset or that this
// pattern captures.
func (c *compiler) plain(parts []Part) bool {
	ok := true
	eachPart(parts, func(p *Part, _ int) {
		ok = ok && !p.Kind.IsMask() && !c.special(p.Name, p.Kind == Var) && !c.special(p.Count.Name, true)
	})
	return ok
}

// special reports whether a name stands for no bytes that are known beforehand.
func (c *compiler) special(name string, isName bool) bool {
	if !isName || name == "" {
		return false
	}
	_, set := c.x.env.Vars[name]
	return slices.Contains(c.own, name) || !set && c.x.env.Unset[name]
}
