package judge

import (
	"errors"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// Memory keeps what Block has read of a connection, and the line that Expect has
// compiled, for the next call. The zero value is ready. It serves the calls of one
// wait, in which Bytes only grows, and Methods and Env stay; after a decision that
// holds it is empty again.
type Memory struct {
	items  []item
	off    int   // the end of the last item
	finals int   // final responses among the items
	tunnel bool  // HTTP has ended: what follows the last item is no response
	stop   error // why no further item can follow: *message.NotHTTP, *message.Broken
	reader message.Reader
	seen   int // bytes at the last call

	line     *wire.Line // of Expect
	compiled *wire.Pattern
}

// tape is what was seen, cut into responses. It is read only as far as an outcome
// looks, and once for all outcomes of a block: which bytes are which response
// does not depend on what is wanted.
type tape struct {
	Seen
	*Memory
}

// newTape goes on with the memory of the last call, if there is one that fits.
func newTape(s Seen) *tape {
	m := s.Memory
	if m == nil {
		m = &Memory{}
	}
	if len(s.Bytes) < m.seen {
		*m = Memory{} // other bytes
	}
	m.seen = len(s.Bytes)
	return &tape{Seen: s, Memory: m}
}

// forget empties the memory: its bytes are about to be consumed.
func (t *tape) forget() { *t.Memory = Memory{} }

// item is one whole response on the tape.
type item struct {
	r      *message.Response
	end    int // offset of the byte after it
	finals int // final responses up to and with it
}

// at gives the item with index i, or nil where it has not come (whole).
func (t *tape) at(i int) *item {
	for len(t.items) <= i {
		if !t.read() {
			return nil
		}
	}
	return &t.items[i]
}

// MaxItems is how many responses are read at once. A server that sends them without
// end would otherwise have each of its bytes take dozens of ours.
const MaxItems = 20_000

// read takes one more response from the bytes.
func (t *tape) read() bool {
	if t.tunnel || t.stop != nil || t.off == len(t.Bytes) {
		return false
	}
	if len(t.items) == MaxItems {
		t.Full = true // as if nothing more were kept
		return false
	}
	method := ""
	if t.finals < len(t.Methods) {
		method = t.Methods[t.finals]
	}
	r, err := t.reader.Response(t.Bytes[t.off:], t.End, method)
	if errors.Is(err, message.ErrIncomplete) {
		return false
	}
	if err != nil {
		t.stop = err
		return false
	}
	t.off += r.Len
	if !r.Interim() {
		t.finals++
	}
	t.tunnel = endsHTTP(r)
	t.items = append(t.items, item{r: r, end: t.off, finals: t.finals})
	return true
}

// endsHTTP reports whether what follows r is no HTTP any more.
// RFC 9110 section 15.2.2 (101), section 9.3.6 (CONNECT).
func endsHTTP(r *message.Response) bool {
	return r.Status == 101 ||
		r.Method == "CONNECT" && r.Status >= 200 && r.Status <= 299
}

// raw reports whether the bytes after the items are certainly no HTTP/1 response.
func (t *tape) raw() bool {
	var not *message.NotHTTP
	return t.tunnel && t.off < len(t.Bytes) || errors.As(t.stop, &not)
}

// responses gives the first n items' responses.
func (t *tape) responses(n int) []*message.Response {
	if n == 0 {
		return nil
	}
	rs := make([]*message.Response, n)
	for i := range rs {
		rs[i] = t.items[i].r
	}
	return rs
}
