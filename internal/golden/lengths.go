package golden

import (
	"bytes"
	"slices"
	"strconv"

	"httpkit/internal/wire"
)

// lengths masks what counts the bytes of a content that has got a mask without a
// fixed length: Content-Length, and the sizes of its chunks. A counter that goes
// from 9 to 10 would else make it wrong.
func (st *stretch) lengths(items []item) []item {
	s := st.samples[0]
	head := place{}
	at := 0
	for _, sp := range s.spans {
		switch sp.Part {
		case Fields:
			head = place{at, sp.To}
		case Content:
			if i := slices.IndexFunc(items, func(it item) bool {
				return it.elastic && at <= it.place.from && it.place.from < sp.To
			}); i >= 0 {
				st.loosen(items, head, func(line []byte) (before, after int, ok bool) {
					if fieldName(line) != "content-length" {
						return 0, 0, false
					}
					colon, value, tail, ok := splitField(line)
					return len(colon), len(colon) + len(value), ok && len(tail) > 0
				}, wire.MaskInt)
			}
		case Chunks:
			for _, c := range chunks(s.bytes[:sp.To], at) {
				if slices.ContainsFunc(items, func(it item) bool {
					return it.elastic && c.data.from <= it.place.from && it.place.from < c.data.to
				}) {
					st.loosen(items, c.line, func(line []byte) (before, after int, ok bool) {
						n := hexDigits(line)
						return 0, n, n > 0
					}, wire.MaskHex)
				}
			}
		}
		at = sp.To
	}
	return items
}

// loosen puts a mask in the place of a number in the lines of a region, where that
// is written out.
func (st *stretch) loosen(items []item, in place, number func([]byte) (from, to int, ok bool), kind wire.PartKind) {
	b := st.samples[0].bytes
	for i := range items {
		it := &items[i]
		if it.place.from < in.from || it.place.to > in.to || len(it.text.Parts) != 1 || it.text.Parts[0].Kind != wire.Literal {
			continue
		}
		line := b[it.place.from:it.place.to]
		from, to, ok := number(line)
		if !ok {
			continue
		}
		it.stays = false
		it.text = wire.Text{End: ending(line), Parts: joined([]wire.Part{
			literal(line[:from]), {Kind: kind}, literal(line[to : len(line)-len(ending(line))]),
		})}
	}
}

// chunk is a chunk of a content: its line with the size, and its data.
type chunk struct{ line, data place }

// chunks finds those of a content that begins at at, as far as they can be read.
func chunks(b []byte, at int) []chunk {
	var out []chunk
	for {
		n := bytes.IndexByte(b[at:], '\n') + 1
		digits := hexDigits(b[at:])
		if n == 0 || digits == 0 || digits > 15 {
			return out
		}
		size, err := strconv.ParseInt(string(b[at:at+digits]), 16, 64)
		data := place{at + n, at + n + int(size)}
		if err != nil || size == 0 || data.to > len(b) {
			return out
		}
		out = append(out, chunk{place{at, at + n}, data})
		at = data.to + bytes.IndexByte(b[data.to:], '\n') + 1
		if at == data.to {
			return out
		}
	}
}

func hexDigits(b []byte) int {
	return len(b) - len(bytes.TrimLeft(b, "0123456789abcdefABCDEF"))
}
