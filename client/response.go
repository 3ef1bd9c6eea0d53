package client

import (
	"context"
	"fmt"

	"httpkit/internal/message"
)

// parsing says what the parser of a connection remembers: it may go on only with
// the same response.
type parsing struct {
	consumed int64
	method   string
}

// ReadResponse reads the next response, interim ones too, and consumes it.
// method is that of the request it answers, which decides its framing (RFC 9112
// section 6.3). Its bytes stay as they are as long as they are wanted.
//
// The error is a [*message.NotHTTP] or a [*message.Broken], both of which leave
// the bytes unread, or that of ctx, or one that says that Options.MaxUnread was
// reached.
func (c *Conn) ReadResponse(ctx context.Context, method string) (*message.Response, error) {
	for {
		c.mu.Lock()
		s, at := c.stateLocked(), parsing{c.consumed, method}
		c.mu.Unlock()
		if at != c.parsing {
			c.parser, c.parsing = message.Reader{}, at
		}
		r, err := c.parser.Response(s.Unread, s.End, method)
		if err == nil {
			c.Advance(r.Len)
			return r, nil
		}
		if err != message.ErrIncomplete {
			return nil, err
		}
		if s.Full {
			return nil, fmt.Errorf("no end of the response in %d bytes", len(s.Unread))
		}
		if err := c.Wait(ctx); err != nil {
			return nil, fmt.Errorf("no whole response yet, %d bytes of it: %w", len(s.Unread), err)
		}
	}
}
