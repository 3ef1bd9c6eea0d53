package wire

import (
	"errors"
	"slices"
)

// maxBytes is the most that a text may expand to: 64 MiB. It is checked before
// anything is made, so that a slip of the finger in a \{rep} costs nothing.
const maxBytes = 64 << 20

var errTooLarge = errors.New("the bytes of the line come to more than 64 MiB")

// Bytes gives the bytes that t stands for, with its written ending. An error
// names the name that nobody has set, the file that is not there, the count that
// is no number, or the mask (which can't be sent). More than 64 MiB is an error.
func (t Text) Bytes(env *Env) ([]byte, error) { return t.AppendBytes(nil, env) }

// AppendBytes puts behind dst what Bytes gives, without a copy between.
func (t Text) AppendBytes(dst []byte, env *Env) ([]byte, error) {
	x := newExpander(env)
	n, err := x.size(t.Parts)
	if err != nil {
		return nil, err
	}
	b, err := x.append(slices.Grow(dst, n+len(t.End)), t.Parts)
	if err != nil {
		return nil, err
	}
	return append(b, t.End...), nil
}

// Names gives the names that t uses, as in \{$name}, in the order of their first
// use.
func (t Text) Names() []string {
	var names []string
	eachPart(t.Parts, func(p *Part, _ int) {
		if p.Kind == Var {
			names = addName(names, p.Name)
		}
		names = addName(names, p.Count.Name)
	})
	return names
}

// Captures gives the names that masks of t set, as in \{int as name}, in the
// order of their first use.
func (t Text) Captures() []string {
	var names []string
	eachPart(t.Parts, func(p *Part, _ int) { names = addName(names, p.As) })
	return names
}

// addName adds a name that is not yet there; names are few.
func addName(names []string, name string) []string {
	if name == "" {
		return names
	}
	for _, n := range names {
		if n == name {
			return names
		}
	}
	return append(names, name)
}

// size gives the number of bytes of parts, without making them.
func (x *expander) size(parts []Part) (int, error) {
	total := 0
	for i := range parts {
		n, err := x.partSize(&parts[i])
		if err != nil {
			return 0, err
		}
		if n > maxBytes-total {
			return 0, errTooLarge
		}
		total += n
	}
	return total, nil
}

func (x *expander) partSize(p *Part) (int, error) {
	switch p.Kind {
	case Literal:
		return len(p.Bytes), nil
	case Var:
		v, err := x.value(p.Name)
		return len(v), err
	case File:
		b, err := x.file(p.Name)
		return len(b), err
	case Noise:
		return x.count(p.Count)
	case Rep:
		n, err := x.count(p.Count)
		if err != nil {
			return 0, err
		}
		body, err := x.size(p.Body)
		if err != nil {
			return 0, err
		}
		if body > 0 && n > maxBytes/body {
			return 0, errTooLarge
		}
		return n * body, nil
	}
	return 0, errors.New("got a mask, want bytes that can be sent")
}

// append appends the bytes of parts, whose size was found to be allowed.
func (x *expander) append(dst []byte, parts []Part) ([]byte, error) {
	for i := range parts {
		p := &parts[i]
		switch p.Kind {
		case Literal:
			dst = append(dst, p.Bytes...)
		case Var:
			v, err := x.value(p.Name)
			if err != nil {
				return nil, err
			}
			dst = append(dst, v...)
		case File:
			b, err := x.file(p.Name)
			if err != nil {
				return nil, err
			}
			dst = append(dst, b...)
		case Noise:
			n, err := x.count(p.Count)
			if err != nil {
				return nil, err
			}
			dst = appendNoise(dst, n)
		case Rep:
			var err error
			if dst, err = x.appendRep(dst, p); err != nil {
				return nil, err
			}
		}
	}
	return dst, nil
}

// appendRep makes the body once and doubles it in place.
func (x *expander) appendRep(dst []byte, p *Part) ([]byte, error) {
	n, err := x.count(p.Count)
	if err != nil || n == 0 {
		return dst, err
	}
	start := len(dst)
	if dst, err = x.append(dst, p.Body); err != nil {
		return nil, err
	}
	for end := start + (len(dst)-start)*n; len(dst) < end; {
		dst = append(dst, dst[start:min(len(dst), start+end-len(dst))]...)
	}
	return dst, nil
}
