package session

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"httpkit/internal/wire"
)

// sendWhole sends a whole request, over a new connection where the last is over.
func (s *Session) sendWhole(ctx context.Context, b []byte) error {
	c, err := s.ready(ctx)
	if err != nil {
		return err
	}
	s.showSent(b)
	return s.send(c, b)
}

// get sends a GET.
func (s *Session) get(ctx context.Context, path string) error {
	if path == "" {
		path = "/"
	}
	lines := []string{
		"> GET " + wire.QuoteBytes([]byte(path)) + ` HTTP/1.1\r\n`, `> Host: \{$host}\r\n`, `> \r\n`,
	}
	b, err := s.expand(lines)
	if err != nil {
		return err
	}
	s.last = request{lines: lines, data: b, whole: true}
	return s.sendWhole(ctx, b)
}

// again sends the last request once more.
func (s *Session) again(ctx context.Context, _ string) error {
	b, err := s.repeat()
	if err != nil {
		return err
	}
	s.last.whole = true
	return s.sendWhole(ctx, b)
}

// between is how long :split waits between two parts: long enough that a server
// reads them one by one.
const between = 100 * time.Millisecond

// split sends the last request in n writes.
func (s *Session) split(ctx context.Context, args string) error {
	b, err := s.repeat()
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(args)
	if err != nil || n < 2 || n > len(b) {
		return fmt.Errorf(":split %s: got %s, want a number from 2 to %d, the bytes of the last request", args, args, len(b))
	}
	if n > 1000 {
		return fmt.Errorf(":split %s: that would take %s; at most 1000 parts", args, time.Duration(n)*between)
	}
	c, err := s.ready(ctx)
	if err != nil {
		return err
	}
	s.last.whole = true
	for i := range n {
		if i > 0 {
			c.rec.Pause(c.name, between)
			s.Screen.Print([]string{"*" + c.name + " pause " + wire.FormatTime(between)})
			if err := s.Screen.Wait(ctx, between, c.gone); err != nil {
				return err
			}
			if !s.alive(c) {
				return fmt.Errorf("part %d of %d was not sent: the connection is over", i+1, n)
			}
		}
		part := b[i*len(b)/n : (i+1)*len(b)/n]
		s.showSent(part)
		if err := s.send(c, part); err != nil {
			return err
		}
	}
	return nil
}

// file sends the bytes of a file.
func (s *Session) file(ctx context.Context, path string) error {
	b, err := s.ReadFile(path)
	if err != nil {
		return fmt.Errorf(":file %w", err)
	}
	if len(b) == 0 {
		return fmt.Errorf(":file %s: is empty, so there is nothing to send", path)
	}
	s.last = request{data: b, raw: true, whole: true}
	return s.sendWhole(ctx, b)
}

// edit lets a person edit the last request and sends what became of it.
func (s *Session) edit(ctx context.Context, _ string) error {
	lines := s.last.lines
	if s.last.raw {
		lines = wire.ByteLines(">", s.last.data)
	}
	if len(lines) == 0 {
		lines = []string{`> GET / HTTP/1.1\r\n`, `> Host: \{$host}\r\n`, `> \r\n`}
	}
	f, err := os.CreateTemp("", "httpkit-*.txt")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	text := strings.Join(lines, "\n") + "\n"
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := s.Screen.Lend(func() error { return s.Edit(ctx, f.Name()) }); err != nil {
		return fmt.Errorf(":edit: the editor failed: %w\nnothing was sent; $EDITOR names the program", err)
	}
	data, err := os.ReadFile(f.Name())
	if err != nil {
		return err
	}
	if strings.TrimSpace(string(data)) == "" {
		return errors.New(":edit: the file is empty now, so nothing was sent")
	}
	var edited []string
	for l := range strings.Lines(string(data)) {
		l = strings.TrimRight(l, "\r\n")
		if strings.TrimSpace(l) == "" || l[0] == '#' {
			continue
		}
		if l[0] != '>' {
			l = "> " + l
		}
		edited = append(edited, l)
	}
	// What was edited is the last request from here on, mistakes and all: so
	// :edit goes on where it was left.
	s.last = request{lines: edited, whole: true}
	b, err := s.expand(edited)
	if err != nil {
		if _, ok := errors.AsType[wire.Errors](err); ok {
			s.note(":edit opens it again, as you left it")
		}
		return err
	}
	s.last.data = b
	return s.sendWhole(ctx, b)
}
