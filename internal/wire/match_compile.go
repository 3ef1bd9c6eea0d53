package wire

import (
	"errors"
	"fmt"
	"slices"
)

const (
	// maxElems bounds a \{rep} whose text holds masks: it is unrolled.
	maxElems = 1 << 17
	// shareFrom is the size from which a literal is not copied to be joined with
	// its neighbours.
	shareFrom = 4096
)

// Compile makes a pattern of expected bytes: names, files, noise and repeats
// are filled in from env, which is not looked at later. A name that a mask of t
// captures stands, behind that mask, for what it captured just then. An error
// names what is not set, not there, no number, or no regular expression.
func Compile(t Text, env *Env) (*Pattern, error) {
	c := &compiler{x: newExpander(env), own: t.Captures(), at: map[string]int{}}
	if err := c.parts(t.Parts); err != nil {
		return nil, err
	}
	if err := c.literal([]byte(t.End)); err != nil {
		return nil, err
	}
	p := &c.p
	p.budget = maxSteps
	p.ended = t.End != ""
	p.swallow = !p.ended && len(p.elems) > 0 && p.elems[len(p.elems)-1].kind == MaskRest
	p.captures = len(c.own) > 0
	p.finish()
	return p, nil
}

// compiler turns parts into the elements of a pattern.
type compiler struct {
	p     Pattern
	x     *expander
	own   []string       // names that masks of this pattern capture
	at    map[string]int // those captured so far, and the element
	res   map[string]*machine
	total int  // bytes of literals
	open  bool // the last element is a literal of our own that may grow
}

func (c *compiler) parts(parts []Part) error {
	for i := range parts {
		if err := c.part(&parts[i]); err != nil {
			return err
		}
	}
	return nil
}

func (c *compiler) part(p *Part) error {
	switch p.Kind {
	case Literal:
		return c.literal(p.Bytes)
	case Var:
		return c.name(p.Name)
	case File:
		b, err := c.x.file(p.Name)
		if err != nil {
			return err
		}
		return c.literal(b)
	case Noise:
		n, err := c.count(p.Count)
		if err != nil {
			return err
		}
		if n > maxBytes-c.total {
			return errTooLarge
		}
		return c.literal(NoiseBytes(n))
	case Rep:
		return c.rep(p)
	}
	return c.mask(p)
}

// literal adds bytes as they are. Small neighbours become one element; big ones
// stay where they are, so that a file of a megabyte is not copied for each line.
func (c *compiler) literal(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	if len(b) > maxBytes-c.total {
		return errTooLarge
	}
	c.total += len(b)
	if len(b) >= shareFrom {
		c.open = false
		return c.add(elem{kind: Literal, lit: b, ref: -1})
	}
	if c.open {
		last := &c.p.elems[len(c.p.elems)-1]
		last.lit = append(last.lit, b...)
		return nil
	}
	err := c.add(elem{kind: Literal, lit: slices.Clone(b), ref: -1})
	c.open = true
	return err
}

func (c *compiler) add(e elem) error {
	if len(c.p.elems) >= maxElems {
		return errTooMany
	}
	c.open = false
	c.p.elems = append(c.p.elems, e)
	return nil
}

func (c *compiler) name(name string) error {
	if at, ok := c.at[name]; ok {
		return c.add(elem{kind: Var, ref: at})
	}
	if c.unset(name) {
		return nil
	}
	v, err := c.x.value(name)
	if err != nil {
		return err
	}
	return c.literal(v)
}

// unset notes a name that another line could have captured but has not.
func (c *compiler) unset(name string) bool {
	if _, ok := c.x.env.Vars[name]; ok || !c.x.env.Unset[name] {
		return false
	}
	c.p.unset = append(c.p.unset, name)
	return true
}

// count gives the number of a count; an unset name counts 0, since the pattern
// is not looked at then.
func (c *compiler) count(n Count) (int, error) {
	if n.Name != "" {
		if _, ok := c.at[n.Name]; ok {
			return 0, fmt.Errorf("$%s is captured in this line: only \\{bytes} can count with it", n.Name)
		}
		if c.unset(n.Name) {
			return 0, nil
		}
	}
	return c.x.count(n)
}

func (c *compiler) mask(p *Part) error {
	e := elem{kind: p.Kind, ref: -1, as: p.As}
	switch p.Kind {
	case MaskBytes:
		if at, ok := c.at[p.Count.Name]; ok && p.Count.Name != "" {
			e.ref = at
			break
		}
		n, err := c.count(p.Count)
		if err != nil {
			return err
		}
		e.n = n
	case MaskRe:
		m, err := c.machine(p.Re)
		if err != nil {
			return err
		}
		e.re = m
	case MaskDate, MaskInt, MaskHex, MaskToken, MaskQuoted, MaskETag, MaskAny, MaskRest:
	default:
		return errors.New("got an unknown part of a pattern")
	}
	if p.As != "" {
		c.at[p.As] = len(c.p.elems)
	}
	return c.add(e)
}

// machine compiles a regular expression once a pattern.
func (c *compiler) machine(src string) (*machine, error) {
	if m, ok := c.res[src]; ok {
		return m, nil
	}
	m, err := newMachine(src)
	if err != nil {
		return nil, err
	}
	if c.res == nil {
		c.res = map[string]*machine{}
	}
	c.res[src] = m
	return m, nil
}
