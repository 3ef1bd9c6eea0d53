package script

import (
	"context"
	"fmt"
	"time"

	"httpkit/client"
	"httpkit/internal/judge"
	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// maxDrain is how much is read after the last line of a section.
const maxDrain = 1 << 20

// drainWindows is how many quiet windows a server that does not close after our
// FIN is given. It is no mismatch that it stays: the wait is for bytes too many.
const drainWindows = 4

// finish ends a section: FIN on every connection at once, then each is read to
// the server's end. Where the last line played on a connection was a "<" line or
// a block, a byte more is a mismatch.
func (p *play) finish(ctx context.Context) error {
	for _, c := range p.all {
		if !c.gone {
			c.CloseWrite()
		}
	}
	for _, c := range p.all {
		if err := p.drain(ctx, c); err != nil {
			return err
		}
		if !c.strict || c.swallow {
			continue
		}
		if st := c.State(); len(st.Unread) > 0 {
			d := judge.Decision{State: judge.Fails, Rule: -1, Outcome: -1, Why: surplus(st, c.methods())}
			_, err := p.mismatch(ctx, c, c.lastLine, d)
			if err != nil {
				return err
			}
			return p.leave(ctx)
		}
	}
	return nil
}

// leave ends a section after its verdict: what still comes is read, so that the
// server meets FIN and not a reset, which kills some beginners' servers.
func (p *play) leave(ctx context.Context) error {
	for _, c := range p.all {
		c.strict = false
	}
	return p.finish(ctx)
}

// surplus says in words what came after all that was expected.
func surplus(st client.State, methods []string) string {
	method := ""
	if len(methods) > 0 {
		method = methods[0]
	}
	r, err := message.ParseResponse(st.Unread, st.End, method)
	if err == nil {
		return fmt.Sprintf("a further response came that nobody asked for: %s", wire.QuoteBytes(r.StatusLine))
	}
	return fmt.Sprintf("%d bytes came after all that was expected", len(st.Unread))
}

// drain reads until the server ends the connection. A byte too many that decides
// the verdict ends it at once.
func (p *play) drain(ctx context.Context, c *conn) error {
	start := time.Now()
	window := drainWindows * p.pacer.quiet()
	timer := time.NewTimer(window)
	defer timer.Stop()
	read := 0
	for {
		st := c.State()
		if st.End != message.More || st.Full || c.gone {
			return nil
		}
		if len(st.Unread) > 0 {
			if c.strict && !c.swallow {
				return nil
			}
			read += len(st.Unread)
			c.Advance(len(st.Unread))
			if read > maxDrain || time.Since(start) > inAll*window {
				return nil
			}
			timer.Reset(window)
		}
		select {
		case <-c.Changed():
		case <-timer.C:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// abandon closes whatever is still open, without waiting.
func (p *play) abandon() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, c := range p.all {
		c.Close(ctx)
	}
}
