package session

import (
	"bytes"
	"context"
	"io"
	"time"
)

// source reads what is typed only when it is asked for, one read at a time: so
// that Ctrl-C is seen while a command waits, and an editor that was started has
// the terminal for itself. The goroutine of a read that nobody has answered stays
// behind when the session ends; with the program it goes.
type source struct {
	ask   chan struct{}
	got   chan chunk
	asked bool
	ahead []byte // typed while a command was waiting
	err   error
}

type chunk struct {
	data []byte
	err  error
}

// aheadMax is what may be typed ahead while a command waits, in bytes; more stays
// in the terminal.
const aheadMax = 1 << 20

func newSource(r io.Reader) *source {
	s := &source{ask: make(chan struct{}, 1), got: make(chan chunk, 1)}
	go func() {
		for range s.ask {
			buf := make([]byte, 4096)
			n, err := r.Read(buf)
			s.got <- chunk{buf[:n], err}
		}
	}()
	return s
}

func (s *source) request() {
	if !s.asked && s.err == nil {
		s.asked = true
		s.ask <- struct{}{}
	}
}

// next gives bytes that were typed. The error is ErrCancelled where a token comes on
// interrupt.
func (s *source) next(ctx context.Context, interrupt <-chan struct{}) ([]byte, error) {
	if len(s.ahead) > 0 {
		b := s.ahead
		s.ahead = nil
		return b, nil
	}
	if s.err != nil {
		return nil, s.err
	}
	s.request()
	for {
		select {
		case c := <-s.got:
			s.asked = false
			s.err = c.err
			if len(c.data) > 0 {
				return c.data, nil
			}
			return nil, c.err
		case <-interrupt:
			return nil, ErrCancelled
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// wait waits for d, until until is closed, or until Ctrl-C is typed.
func (s *source) wait(ctx context.Context, d time.Duration, until <-chan struct{}) error {
	t := time.NewTimer(d)
	defer t.Stop()
	for {
		if len(s.ahead) < aheadMax {
			s.request()
		}
		select {
		case <-t.C:
			return nil
		case <-until:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case c := <-s.got:
			s.asked = false
			s.err = c.err
			s.ahead = append(s.ahead, c.data...)
			if i := bytes.LastIndexByte(s.ahead, ctrlC); i >= 0 {
				s.ahead = s.ahead[i+1:]
				return ErrCancelled
			}
		}
	}
}

// close lets the goroutine go, once its last read is over.
func (s *source) close() { close(s.ask) }
