package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"httpkit/client"
	"httpkit/internal/wire"
)

// ErrCancelled says that Ctrl-C ended a line, or a wait.
var ErrCancelled = errors.New("cancelled")

// Screen is where a person types and reads.
type Screen interface {
	// ReadLine gives the next line. The error is [ErrCancelled] for a line that was
	// cancelled, io.EOF at the end, or that of ctx.
	ReadLine(ctx context.Context, prompt string) (string, error)
	// Print writes lines, above the one being typed. Any goroutine may call it.
	Print(lines []string)
	// Wait waits for d or for until. The error is ErrCancelled or that of ctx.
	Wait(ctx context.Context, d time.Duration, until <-chan struct{}) error
	// Lend runs f while the terminal is as it was before the session.
	Lend(f func() error) error
	// Edited reports whether a typed line is seen with its ending, so that it
	// need not be shown again.
	Edited() bool
	// Live reports whether a person types. Where nobody does, an answer is waited
	// for before what looks at it.
	Live() bool
}

// Config is what a session needs from outside.
type Config struct {
	Screen  Screen
	Address client.Address // of the unnamed connection; changed by :connect
	Dial    client.Options
	Env     *wire.Env     // of the fields in what is typed
	Timeout time.Duration // how long an answer is waited for, since the last byte; 0: 5 s
	Wait    time.Duration // how long more is waited for behind a whole answer

	// Save writes what happened with the server at the address as a case, and gives
	// what is to be said about it. busy: a connection is still in use.
	Save func(ctx context.Context, file string, to client.Address, played []*wire.Transcript, busy bool) (remarks []string, err error)
	// Hex gives bytes in hexadecimal, as lines.
	Hex func(*wire.Transcript) []string
	// Near gives a hint with the words nearest to a mistyped one.
	Near func(word string, from []string) string
	// Edit lets a person edit a file and waits until that is done.
	Edit func(ctx context.Context, file string) error
	// ReadFile reads the file of :file.
	ReadFile func(name string) ([]byte, error)
}

// Session is a conversation. Its methods are for one goroutine.
type Session struct {
	Config
	eol string // as it is written: `\r\n`, `\n`, or a lone `\`
	hex bool

	now    string                    // the connection that typed lines go to
	tried  map[string]client.Address // where connections were last opened, or should have been
	last   request
	book   book
	ending bool

	mu    sync.Mutex // of conns and of what is known of each
	conns map[string]*conn
	wg    sync.WaitGroup
}

// New gives a session.
func New(c Config) *Session {
	if c.Timeout <= 0 {
		c.Timeout = 5 * time.Second
	}
	s := &Session{Config: c, eol: `\r\n`, conns: map[string]*conn{}, tried: map[string]client.Address{}}
	s.last.whole = true
	return s
}

// Run connects and converses until the input ends. The error is the one of the
// first connection where none could ever be made, or that of ctx.
func (s *Session) Run(ctx context.Context) error {
	defer s.wg.Wait()
	first := s.connect(ctx, "", s.Address)
	s.outcome(ctx, first)
	for ctx.Err() == nil {
		line, err := s.Screen.ReadLine(ctx, ">"+s.now+" ")
		switch {
		case errors.Is(err, ErrCancelled):
			continue
		case err != nil && !errors.Is(err, io.EOF) && ctx.Err() == nil:
			s.tell(fmt.Errorf("reading what is typed failed: %w", err))
		}
		if err != nil && line == "" {
			break
		}
		s.take(ctx, line)
		if err != nil || s.ending {
			break
		}
	}
	if !s.Screen.Live() {
		s.settle(ctx)
	}
	s.leave(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if !s.book.happened() {
		return first
	}
	return nil
}

// take takes a line that was typed.
func (s *Session) take(ctx context.Context, line string) {
	var err error
	if rest, ok := strings.CutPrefix(line, ":"); ok {
		err = s.command(ctx, rest)
	} else {
		err = s.typed(line)
	}
	s.outcome(ctx, err)
}

// outcome says how something ended that was asked for.
func (s *Session) outcome(ctx context.Context, err error) {
	switch {
	case errors.Is(err, ErrCancelled):
		s.Screen.Print([]string{"# cancelled"})
	case ctx.Err() == nil:
		s.tell(err)
	}
}

// tell says what is wrong, and on a line of its own what to do.
func (s *Session) tell(err error) {
	if err == nil {
		return
	}
	var lines []string
	add := func(msg, hint string) {
		lines = append(lines, "! "+clean(msg))
		for h := range strings.SplitSeq(hint, "\n") {
			if h != "" {
				lines = append(lines, "!   "+clean(h))
			}
		}
	}
	dial, isDial := errors.AsType[*client.DialError](err)
	parse, isParse := errors.AsType[wire.Errors](err)
	_, isUnsent := errors.AsType[unsent](err)
	switch {
	case isDial:
		hint := dial.Hint
		if hint != "" {
			hint += "\n"
		}
		add(dial.Addr+": "+dial.Why, hint+":connect tries again; nothing that was typed is lost")
	case isParse && isUnsent: // where it stands in the line is seen
		for _, e := range parse {
			add(e.Msg, e.Hint)
		}
	default:
		msg, hint, _ := strings.Cut(err.Error(), "\n")
		add(msg, strings.ReplaceAll(hint, "\t", ""))
	}
	if isUnsent {
		lines = append(lines, "!   nothing was sent")
	}
	s.Screen.Print(lines)
}

// note writes a remark.
func (s *Session) note(format string, args ...any) {
	s.Screen.Print([]string{"# " + clean(fmt.Sprintf(format, args...))})
}

// Begin sets what can be set before the first line: bytes in hexadecimal.
func (s *Session) Begin(hex bool) { s.hex = hex }
