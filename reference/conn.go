package reference

import (
	"errors"
	"io"
	"net"
	"os"
	"sync/atomic"
	"time"

	http1 "httpkit/internal/message"
)

// Conn is one connection of the strict server.
type Conn struct {
	origin   *origin
	raw, net net.Conn
	in       input
	out      []byte // of answers, not written yet
	head     http1.HeadReader
	request  Request
	exchange Exchange
	answered int

	idle     atomic.Bool // it waits for the first byte of a request
	eof      bool        // the client has sent FIN
	gone     bool        // the connection has failed
	reset    bool        // it ends with RST
	readBy   time.Time   // as set on the socket
	writeBy  time.Time
	started  time.Time // when the first byte of the request came
	scrapbuf []byte
}

func newConn(o *origin, raw, conn net.Conn) *Conn {
	c := &Conn{origin: o, raw: raw, net: conn}
	c.in.buf = make([]byte, inputSize)
	l := &o.limits
	c.head = http1.HeadReader{Dialect: o.dialect, Limits: http1.HeadLimits{
		RequestLine: l.RequestLine, FieldLine: l.FieldLine, Section: l.HeaderSection, Fields: l.Fields}}
	c.exchange = Exchange{Request: &c.request, Conn: c}
	return c
}

// serve answers one request after the other, in the order they come.
//
// RFC 9112 section 9.3.2: responses are sent in the order of the requests.
func (c *Conn) serve() {
	for c.next() {
		c.origin.life.Between(c)
	}
	c.flush()
	if !c.gone {
		c.origin.life.Close(c)
	}
}

// turnAway says that there are too many connections.
func (c *Conn) turnAway() {
	c.exchange.refused = true
	r := c.exchange.refuse(503, "This server has as many connections as it takes.")
	r.Set("Retry-After", "1")
	c.answer(&c.exchange, r)
	c.flush()
	c.origin.life.Close(c)
}

// errQuiet says that the connection ended, or has to, without a word.
var errQuiet = errors.New("the connection has ended")

// next reads and answers one request and tells whether the connection persists.
func (c *Conn) next() bool {
	x := &c.exchange
	x.fresh()
	c.head.Reset(&c.request.RequestHead)
	err := c.readHead()
	if err == errQuiet {
		return false
	}
	var r *Response
	if err != nil {
		x.refused = true
		r = x.refusedBy(err)
		c.in.skipLine()
	} else {
		x.wants100 = x.Request.Minor > 0 && x.Request.HasBody() && x.Request.Has("Expect", "100-continue")
		r = x.decide()
	}
	if !x.refused {
		r = c.origin.life.Unread(x, r)
	}
	defer x.release()
	if r == nil || c.gone {
		return false
	}
	defer r.release()
	if !c.origin.life.Ready(c) {
		return false
	}
	return c.answer(x, r) && !c.gone
}

// readHead reads the head of the next request.
func (c *Conn) readHead() error {
	l := &c.origin.limits
	c.started = time.Time{}
	for {
		if c.in.len() > 0 {
			if c.started.IsZero() {
				c.started = time.Now()
			}
			n, done, err := c.head.Read(c.in.unread())
			c.in.skip(n)
			if done || err != nil {
				return err
			}
		}
		first := c.started.IsZero()
		by := c.started.Add(l.HeaderTime)
		if first {
			by = time.Now().Add(l.IdleTime)
		}
		switch err := c.fill(by, first); {
		case err == nil:
		case first:
			// RFC 9112 section 9.5: close gracefully; a 408 is owed to nobody.
			return errQuiet
		case errors.Is(err, os.ErrDeadlineExceeded) && !c.origin.isStopped():
			return &http1.Refused{Status: 408, Why: "The header section did not come in time."}
		case err == io.EOF && (c.head.Begun() || c.in.len() > 0):
			// RFC 9112 section 8: an incomplete request MAY be answered.
			return &http1.Refused{Status: 400, Why: "The request ended before its header section."}
		default:
			return errQuiet
		}
	}
}

// answer writes the response and tells whether the connection persists.
func (c *Conn) answer(x *Exchange, r *Response) bool {
	o := c.origin
	c.answered++
	persist := o.life.Persist(x, r)
	x.finish(r, persist)
	if o.edit != nil {
		o.edit(r, x.Request)
	}
	c.write(r)
	return persist
}
