package client

import (
	"crypto/tls"
	"net"
	"sync"
	"syscall"
	"time"

	"httpkit/internal/message"
)

// Conn is a connection to a server. It is read all the time from Dial on; the
// methods may be called by one goroutine at a time, State, Abort and Close by
// any.
type Conn struct {
	addr Address
	name string
	nth  int // which connection of rec
	rec  *Recorder
	max  int // cap for unread bytes

	nc  net.Conn // what is read and written: raw, or TLS on it
	raw net.Conn
	tls *tls.Conn
	tap *tlsTap

	changed  chan struct{} // a token after each change of State
	wake     chan struct{} // a token for the reader when it waits for room or time
	done     chan struct{} // closed when we are done with the connection
	readDone chan struct{} // closed when the reader has ended
	writers  sync.WaitGroup

	mu      sync.Mutex
	turn    turn        // who reads
	shared  bool        // Changed was called, or TLS: the caller never reads itself
	waiting bool        // the caller waits for the goroutine
	guard   *time.Timer // starts the goroutine when the caller stays away

	buf   []byte // received; buf[at:] is unread; never overwritten, only appended to
	at    int
	block int // size of the next buffer

	consumed int64 // bytes that Advance took
	end      message.End
	full     bool
	last     time.Time
	closed   bool // by us

	sip     pace
	kicked  chan struct{} // a deadline was set to get the reader out of Read; nil if not
	drain   bool          // Close was called: read on, whatever was said before
	drained int
	noEnd   bool // more than maxDrain came while closing

	queue    []item
	drip     pace
	writing  bool // a write is under way, by whichever goroutine
	looping  bool // the writer goroutine runs
	fin      bool // CloseWrite was called
	sent     int64
	sendErr  error
	wasReset bool          // a write got ECONNRESET, which read will then not see
	credit   int           // bytes that may be written directly until something comes
	idle     chan struct{} // closed when nothing is left to write; nil if nobody waits
	wrote    chan struct{} // closed when the write under way is over; nil likewise
	dripNext time.Time

	try     tryWriter
	parser  message.Reader
	parsing parsing
	closing sync.Once
	result  error // of Close
}

// newConn wraps a connected socket.
func newConn(a Address, o *Options, raw net.Conn) *Conn {
	c := &Conn{
		addr: a, name: o.Name, rec: o.Recorder, max: o.MaxUnread,
		nc: raw, raw: raw,
		changed: make(chan struct{}, 1), wake: make(chan struct{}, 1),
		done: make(chan struct{}), readDone: make(chan struct{}),
		last: time.Now(), credit: directMax, sip: pace{n: -1},
	}
	if c.max <= 0 {
		c.max = MaxUnread
	}
	if s, ok := raw.(syscall.Conn); ok && !a.TLS {
		c.try.init(s)
	}
	c.shared = a.TLS
	return c
}

// Name returns the name of the connection in the transcript.
func (c *Conn) Name() string { return c.name }

// Address returns where the connection leads.
func (c *Conn) Address() Address { return c.addr }

// State is how a connection stands.
type State struct {
	Unread  []byte      // received and not consumed; not to be modified, but kept as long as wanted
	End     message.End // how the server's side stands
	Full    bool        // Options.MaxUnread was reached: nothing more is read
	Sending bool        // something is still to be written
	Sent    int64       // bytes the connection took
	Last    time.Time   // of the last byte either way
	SendErr error       // why a write, or its rest, was refused
}

// State returns how the connection stands. It copies no bytes.
func (c *Conn) State() State {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stateLocked()
}

func (c *Conn) stateLocked() State {
	return State{
		Unread: c.buf[c.at:len(c.buf):len(c.buf)], End: c.end, Full: c.full,
		Sending: !c.isIdle(), Sent: c.sent, Last: c.last, SendErr: c.sendErr,
	}
}

// Advance consumes n unread bytes. It panics if there are fewer.
func (c *Conn) Advance(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n < 0 || n > len(c.buf)-c.at {
		panic("client: Advance behind what was read")
	}
	c.at += n
	c.consumed += int64(n)
}

func (c *Conn) notify() { poke(c.changed) }

func poke(ch chan struct{}) {
	select {
	case ch <- struct{}{}:
	default:
	}
}

// pace is n bytes every d; next is for reading only.
type pace struct {
	n    int
	d    time.Duration
	next time.Time // when the next bytes are due
}
