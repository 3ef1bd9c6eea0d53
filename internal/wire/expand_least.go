package wire

import "fmt"

// TooLarge gives the error that t comes to whatever its names stand for, or nil: more
// than 64 MiB, or too many masks. sizes are those of the files that are known.
func (t Text) TooLarge(sizes map[string]int) error {
	switch n, masks := least(t.Parts, sizes); {
	case n > maxBytes:
		return errTooLarge
	case masks > maxElems:
		return errTooMany
	}
	return nil
}

var errTooMany = fmt.Errorf("the pattern has more than %d masks and literals", maxElems)

// least gives the bytes and masks that parts have at least. What is not known counts
// nothing, and what is beyond the walls is not counted any further.
func least(parts []Part, sizes map[string]int) (n, masks int) {
	for i := range parts {
		p := &parts[i]
		switch {
		case p.Kind == Literal:
			n += len(p.Bytes)
		case p.Kind == File:
			n += sizes[p.Name]
		case p.Kind == Noise && p.Count.Name == "":
			n += p.Count.N
		case p.Kind == Rep && p.Count.Name == "":
			size, inside := least(p.Body, sizes)
			n += times(p.Count.N, size, maxBytes)
			masks += times(p.Count.N, inside, maxElems)
		case p.Kind.IsMask():
			masks++
		}
		n, masks = min(n, maxBytes+1), min(masks, maxElems+1)
	}
	return n, masks
}

// times multiplies, up to one more than most.
func times(n, m, most int) int {
	if m > 0 && n > most/m {
		return most + 1
	}
	return n * m
}
