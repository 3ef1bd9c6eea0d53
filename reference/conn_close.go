package reference

import "time"

// linger closes in stages: FIN, then what the client still sends is thrown away
// until its own FIN, within bounds. Closing at once would make the kernel send
// RST for bytes that were not read, and that may take the answer from the client.
//
// RFC 9112 section 9.6.
func linger(c *Conn) {
	half, ok := c.net.(interface{ CloseWrite() error })
	if c.eof || !ok || half.CloseWrite() != nil {
		return
	}
	l := &c.origin.limits
	c.readBy = time.Now().Add(l.LingerTime)
	_ = c.net.SetReadDeadline(c.readBy)
	if c.origin.isStopped() {
		interrupt(c.net)
	}
	buf := c.scrap()
	for left := l.LingerBytes; left > 0; {
		n, err := c.net.Read(buf)
		if left -= int64(n); err != nil {
			return
		}
	}
}

// Reset makes the connection end with RST.
func (c *Conn) Reset() {
	if t, ok := c.raw.(interface{ SetLinger(int) error }); ok {
		_ = t.SetLinger(0)
	}
}
