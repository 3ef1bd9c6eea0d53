package script

import (
	"bytes"
	"time"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// conn is a connection of a play.
type conn struct {
	link
	name string
	asked

	gone    bool // we aborted it
	lost    bool // a line did not hold, and the play went on
	over    bool // an outcome said the last word, or we aborted: no line more is played
	swallow bool // all that comes belongs to a line that was played
	strict  bool // the last line played was a "<" line or a block: more bytes are a mismatch

	lastLine *wire.Step
	lines    int           // LFs consumed since the last write: the line of the answer
	drip     time.Duration // what is sent waits for that long between its pieces
	sip      time.Duration // and what is read
	sips     bool          // it is not read freely
	lastSend time.Time
	waiting  bool // a request was sent, nothing was read since, and how long that takes is of interest
}

// consume takes n bytes that a line or a block matched.
func (c *conn) consume(got []byte) {
	c.lines += bytes.Count(got, []byte("\n"))
	c.Advance(len(got))
}

// asked keeps the methods of the requests that are not answered yet. What was
// sent of whole requests is forgotten, so that a play of many requests does not
// read all of them again with each.
type asked struct {
	tail    []byte   // what was sent from the first request on that is not whole
	whole   []string // methods of whole requests without an answer, oldest first
	early   int      // answers to requests that were not whole, or not even begun
	known   []string // what methods gave last
	current bool     // known is what it would give again
}

// sent takes what was sent. b is not changed, and not copied where it stands
// alone: it may be large.
func (a *asked) sent(b []byte) {
	if len(a.tail) == 0 {
		a.tail = b[:len(b):len(b)]
	} else {
		a.tail = append(a.tail, b...)
	}
	a.current = false
}

// answers counts n final responses.
func (a *asked) answers(n int) {
	if n == 0 {
		return
	}
	a.methods() // counts what became whole
	k := min(n, len(a.whole))
	a.whole = a.whole[k:]
	a.early += n - k
	a.current = false
}

// methods gives the methods of the requests without an answer, oldest first.
func (a *asked) methods() []string {
	if a.current {
		return a.known
	}
	a.current = true
	a.known = a.whole
	end := 0
	for _, q := range message.ScanRequests(a.tail) {
		switch {
		case q.Whole && a.early > 0:
			a.early--
		case q.Whole:
			a.whole = append(a.whole, q.Method)
		case a.early == 0:
			a.known = append(a.whole[:len(a.whole):len(a.whole)], q.Method)
			a.cut(end)
			return a.known
		}
		if q.Whole {
			end = q.End
		}
	}
	a.cut(end)
	a.known = a.whole
	return a.known
}

// cut forgets the first n bytes of the tail.
func (a *asked) cut(n int) {
	if a.tail = a.tail[n:]; len(a.tail) == 0 {
		a.tail = nil
	}
}

// allWhole reports whether every request that waits for an answer was sent to its
// end.
func (a *asked) allWhole() bool { return len(a.methods()) == len(a.whole) }
