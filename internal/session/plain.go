package session

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// Plain is a Screen without any editing: for a pipe, and for a terminal that can't
// move its cursor.
type Plain struct {
	out       io.Writer
	paint     func(string) string
	live      bool
	interrupt <-chan struct{}
	src       *source
	buf       []byte
	mu        sync.Mutex
}

// PlainOptions are what a [Plain] needs.
type PlainOptions struct {
	In        io.Reader
	Out       io.Writer
	Paint     func(line string) string
	Live      bool            // a person types
	Interrupt <-chan struct{} // gets a token for each Ctrl-C; nil where that ends the program
}

// NewPlain gives a screen that reads and writes lines, and nothing else.
func NewPlain(o PlainOptions) *Plain {
	return &Plain{out: o.Out, paint: o.Paint, live: o.Live, interrupt: o.Interrupt, src: newSource(o.In)}
}

// Close lets go of the input.
func (p *Plain) Close() error {
	p.src.close()
	return nil
}

// ReadLine reads a line; there is no prompt. A terminal that makes lines by itself
// drops one at Ctrl-C by itself too.
func (p *Plain) ReadLine(ctx context.Context, _ string) (string, error) {
	for {
		if i := bytes.IndexByte(p.buf, '\n'); i >= 0 {
			line := string(bytes.TrimSuffix(p.buf[:i], []byte("\r")))
			p.buf = p.buf[i+1:]
			return line, nil
		}
		if len(p.buf) > lineMax {
			p.buf = nil
			return "", fmt.Errorf("a line of more than %d MiB", lineMax>>20)
		}
		b, err := p.src.next(ctx, p.interrupt)
		p.buf = append(p.buf, b...)
		switch {
		case errors.Is(err, ErrCancelled):
			p.buf = nil
			p.endLine()
			return "", err
		case err != nil && len(p.buf) > 0 && ctx.Err() == nil:
			line := string(p.buf) // the last line has no end
			p.buf = nil
			return line, nil
		case err != nil:
			return "", err
		}
	}
}

// Print writes lines.
func (p *Plain) Print(lines []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	w := bufio.NewWriter(p.out)
	defer w.Flush()
	for _, l := range lines {
		w.WriteString(p.paint(l))
		w.WriteByte('\n')
	}
}

// endLine ends the line on which the terminal has shown ^C.
func (p *Plain) endLine() {
	p.mu.Lock()
	defer p.mu.Unlock()
	io.WriteString(p.out, "\n")
}

// Wait waits; Ctrl-C ends it on a terminal.
func (p *Plain) Wait(ctx context.Context, d time.Duration, until <-chan struct{}) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-until:
	case <-p.interrupt:
		p.endLine()
		return ErrCancelled
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// Lend runs f: nothing was taken from the terminal.
func (p *Plain) Lend(f func() error) error { return f() }

// Edited reports that a typed line is shown again, with its ending.
func (p *Plain) Edited() bool { return false }

// Live reports whether a person types.
func (p *Plain) Live() bool { return p.live }

var _, _ Screen = (*Plain)(nil), (*Editor)(nil)

// blank reports whether there is nothing in a line.
func blank(s string) bool { return strings.TrimSpace(s) == "" }
