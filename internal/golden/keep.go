package golden

import (
	"bytes"

	"httpkit/internal/wire"
)

// oldParts are those of the line that said the same before.
func (c *column) oldParts() []wire.Part {
	if c.old < 0 {
		return nil
	}
	return c.gap.st.lines[c.old].Text.Parts
}

// kept gives the fields of the old line, by their index, that still fit in each
// sample: what stands right before and right behind them is what stood there.
func (c *column) kept(vals [][]byte, end string) []int {
	parts := c.oldParts()
	var kept []int
	for i := range parts {
		if parts[i].Kind != wire.Literal {
			kept = append(kept, i)
		}
	}
	for again := true; again && len(kept) > 0; {
		again = false
		for k, v := range vals {
			places := fit(parts, kept, v[:len(v)-len(end)], c.gap.st.samples[k].known)
			var still []int
			for n, p := range places {
				if p != nowhere {
					still = append(still, kept[n])
				}
			}
			if len(still) < len(kept) {
				kept, again = still, true
				break
			}
		}
	}
	return kept
}

const (
	longestFitted = 8 << 10 // of a line in which fields are looked for
	maxFits       = 20_000  // how often it is tried
)

// fit places the fields with these indexes in v, each as far as its neighbours
// allow.
func fit(parts []wire.Part, which []int, v []byte, env *wire.Env) []place {
	out := make([]place, len(which))
	from := 0
	for n, i := range which {
		out[n] = nowhere
		p, err := wire.Compile(wire.Text{Parts: parts[i : i+1]}, env)
		if err != nil || p.Unset() || len(v) > longestFitted && i < len(parts)-1 {
			continue
		}
		f := fitter{parts: parts, i: i, v: v, from: from, p: p}
		if i > 0 && parts[i-1].Kind != wire.Literal { // right behind the field before it
			if n == 0 || which[n-1] != i-1 || out[n-1] == nowhere {
				continue
			}
			f.joined = true
		}
		if at, ok := f.find(); ok {
			out[n], from = at, at.to
		}
	}
	return out
}

// fitter looks for the place of one field.
type fitter struct {
	parts  []wire.Part
	i      int
	v      []byte
	from   int // where the field before ends
	joined bool
	p      *wire.Pattern
	tries  int
}

// find gives the place whose surroundings are most like those in the old line.
func (f *fitter) find() (best place, ok bool) {
	most := -1
	for _, s := range f.starts() {
		left := 0
		if f.i > 0 && !f.joined {
			left = likeness(f.parts[f.i-1].Bytes, f.v[f.from:s], commonSuffix)
		}
		for _, e := range f.ends(s) {
			if f.tries++; f.tries > maxFits {
				return best, most >= 0
			}
			right := 0
			if f.i+1 < len(f.parts) {
				right = likeness(f.parts[f.i+1].Bytes, f.v[e:], commonPrefix)
			}
			if left+right > most && f.p.Whole(f.v[s:e]).State == wire.Matched {
				best, most = place{s, e}, left+right
			}
		}
	}
	return best, most >= 0
}

// likeness is how far two runs of bytes are the same; in other letters counts less.
func likeness(a, b []byte, common func(a, b []byte) int) int {
	return common(a, b) + common(bytes.ToLower(a), bytes.ToLower(b))
}

// starts are the offsets where what stood right before the field stands.
func (f *fitter) starts() []int {
	switch {
	case f.i == 0:
		return []int{0}
	case f.joined:
		return []int{f.from}
	}
	want := lastToken(f.parts[f.i-1].Bytes)
	var out []int
	for at := f.from; ; at++ {
		n := bytes.Index(f.v[at:], want)
		if n < 0 {
			return out
		}
		at += n
		out = append(out, at+len(want))
	}
}

// ends are the offsets where what stood right behind it stands, and where it ends by
// itself.
func (f *fitter) ends(from int) []int {
	out := f.natural(from)
	switch {
	case f.i == len(f.parts)-1:
		return append(out, len(f.v))
	case f.parts[f.i+1].Kind != wire.Literal:
		if m := f.p.Prefix(f.v[from:], true); m.State == wire.Matched {
			return []int{from + m.N}
		}
		return nil
	}
	want := firstToken(f.parts[f.i+1].Bytes)
	for at := from; ; at++ {
		n := bytes.Index(f.v[at:], want)
		if n < 0 {
			return out
		}
		at += n
		out = append(out, at)
	}
}

// natural is the end of a mask that knows its own: not one for any bytes.
func (f *fitter) natural(from int) []int {
	switch f.parts[f.i].Kind {
	case wire.MaskDate, wire.MaskInt, wire.MaskHex, wire.MaskToken, wire.MaskQuoted, wire.MaskETag:
		m := f.p.Prefix(f.v[from:], true)
		end := from + m.N
		if m.State == wire.Matched && (end == len(f.v) || !isWord(f.v[end])) {
			return []int{end}
		}
	}
	return nil
}

// firstToken and lastToken give a word, or one byte that is of no word.
func firstToken(b []byte) []byte {
	n := 0
	for n < len(b) && isWord(b[n]) {
		n++
	}
	return b[:max(n, 1)]
}

func lastToken(b []byte) []byte {
	n := len(b)
	for n > 0 && isWord(b[n-1]) {
		n--
	}
	return b[min(n, len(b)-1):]
}

// isWord reports whether c is a letter or a digit, or of a letter beyond ASCII.
func isWord(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c >= 0x80
}
