package session

import (
	"context"
	"fmt"
	"time"

	"httpkit/internal/message"
)

// quiet is how long the rest of a line is waited for before what came of it is
// shown.
const quiet = 50 * time.Millisecond

// watch shows what comes on a connection until that is over.
func (s *Session) watch(ctx context.Context, c *conn) {
	defer close(c.gone)
	t := time.NewTimer(quiet)
	defer t.Stop()
	closed := false
	for {
		st := c.State()
		s.mu.Lock()
		if n := len(st.Unread); n > 0 {
			c.Advance(n)
			c.came += n
			c.show.feed(st.Unread)
			t.Reset(quiet)
		}
		if st.SendErr != nil && !c.refused {
			c.refused = true
			c.show.flush()
			s.Screen.Print([]string{"! not all could be sent: " + clean(st.SendErr.Error())})
		}
		if st.End != message.More {
			c.over = true
			c.show.flush()
			s.Screen.Print(endWords(c, st.End, time.Now()))
			s.mu.Unlock()
			return
		}
		if closed {
			c.show.flush()
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()
		select {
		case <-c.Changed():
		case <-c.closed:
			closed = true // by us; what came before is looked at once more
		case <-t.C:
			s.mu.Lock()
			c.show.flush()
			s.mu.Unlock()
		case <-ctx.Done():
			return
		}
	}
}

// endWords says how a server ended a connection, and after how long.
func endWords(c *conn, end message.End, now time.Time) []string {
	name, how := c.name, "the server closed the connection (FIN)"
	event := "*" + name + " closed"
	if end == message.RST {
		event, how = "*"+name+" reset", "the server reset the connection (RST)"
	}
	if c.fin {
		how += ", after your FIN"
	}
	words := fmt.Sprintf("# %s, %s after it was opened", how, after(now.Sub(c.opened)))
	if c.sent.After(c.opened) {
		words += ", " + after(now.Sub(c.sent)) + " after the last bytes were sent"
	}
	return []string{event, words}
}
