package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"httpkit/client"
	"httpkit/internal/fixtures"
	"httpkit/internal/session"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// converses reports whether send is a session: without lines, on a terminal or
// where that was asked for.
func (f *sendFlags) converses(cmd *cobra.Command, lines []string) bool {
	plain := len(lines) == 0 && !f.more.given(cmd) && f.file == "" && f.get == "" && f.save == "" && !f.dryRun && !f.raw && !f.fin
	return plain && (f.session || isTerminal(cmd.InOrStdin()))
}

// converse is the session.
func (f *sendFlags) converse(cmd *cobra.Command, o *options, addr client.Address, dial client.Options) error {
	// Ctrl-C is a key here: only what ends a program from outside ends the session.
	ctx, stop := signal.NotifyContext(context.WithoutCancel(cmd.Context()), syscall.SIGTERM)
	defer stop()
	in, out := cmd.InOrStdin(), cmd.OutOrStdout()
	paint := painter{o.colored(out)}
	var s *session.Session
	screen, done, err := f.screen(cmd, paint, func() *session.Session { return s })
	if err != nil {
		return err
	}
	if !isTerminal(in) {
		ctx = cmd.Context()
	}
	s = session.New(session.Config{
		Screen: screen, Address: addr, Dial: dial, Timeout: f.timeout, Wait: f.wait, Env: f.env(&suite.Case{Dir: "."}),
		Save: func(ctx context.Context, file string, to client.Address, played []*wire.Transcript, busy bool) ([]string, error) {
			if err := canSave(":save ", file); err != nil {
				return nil, err
			}
			s := f.saving(ctx, file, to.String(), to)
			if busy {
				s.busy = "your connection is open, and a server may take one at a time"
			}
			return s.write(played)
		},
		Hex:      hexLines,
		Near:     func(word string, from []string) string { return didYouMean(word, from, ":help lists the commands") },
		Edit:     func(ctx context.Context, file string) error { return runEditor(ctx, in, out, file) },
		ReadFile: readToSend,
	})
	s.Begin(f.hex)
	err = errors.Join(s.Run(ctx), done())
	if ctx.Err() != nil {
		return &exitError{status: exitInterrupted}
	}
	if e, ok := errors.AsType[*client.DialError](err); ok {
		// It was said already.
		return &exitError{status: exitUnreached, err: e, own: true}
	}
	return err
}

// screen chooses how the session reads and writes, by what the terminal can do.
func (f *sendFlags) screen(cmd *cobra.Command, paint painter, s func() *session.Session) (session.Screen, func() error, error) {
	in, out := cmd.InOrStdin(), cmd.OutOrStdout()
	line := func(l string) string {
		if strings.HasPrefix(l, "!") {
			return paint.bad(l)
		}
		return paint.line(l)
	}
	if !isTerminal(in) || !isTerminal(out) || os.Getenv("TERM") == "dumb" || os.Getenv("TERM") == "" {
		o := session.PlainOptions{In: in, Out: out, Paint: line, Live: isTerminal(in)}
		release := func() {}
		if o.Live {
			o.Interrupt, release = interrupts()
		}
		p := session.NewPlain(o)
		return p, func() error { release(); return p.Close() }, nil
	}
	o := session.EditorOptions{
		In: in.(*os.File), Out: out.(*os.File), Paint: line, History: historyFile(),
		Ended:    func(l string) string { return s().Ended(l) },
		Complete: func(l string) []string { return s().Candidates(l) },
	}
	if paint.on {
		o.Colour, _, _ = strings.Cut(paint.line(">"), ">")
	}
	e, err := session.NewEditor(o)
	if err != nil {
		return nil, nil, fmt.Errorf("the terminal can't be used: %w", err)
	}
	if err := e.Trouble(); err != nil {
		e.Print([]string{"! what you type is not kept for the next session: " + err.Error()})
	}
	return e, e.Close, nil
}

// interrupts gives a token for each Ctrl-C of a terminal that makes a signal of it.
func interrupts() (<-chan struct{}, func()) {
	signals, tokens, done := make(chan os.Signal, 1), make(chan struct{}, 1), make(chan struct{})
	signal.Notify(signals, os.Interrupt)
	go func() {
		for {
			select {
			case <-signals:
				select {
				case tokens <- struct{}{}:
				default:
				}
			case <-done:
				return
			}
		}
	}()
	return tokens, func() {
		signal.Stop(signals)
		close(done)
	}
}

// historyFile is where typed lines are kept, "" where there is no such place.
// https://specifications.freedesktop.org/basedir-spec/latest/
func historyFile() string {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "httpkit", "history")
	}
	if home, err := os.UserHomeDir(); err == nil && runtime.GOOS == "linux" {
		return filepath.Join(home, ".local", "state", "httpkit", "history")
	}
	if dir, err := os.UserConfigDir(); err == nil {
		return filepath.Join(dir, "httpkit", "history")
	}
	return ""
}

// runEditor runs the program of $VISUAL or $EDITOR, which may have arguments.
func runEditor(ctx context.Context, in io.Reader, out io.Writer, file string) error {
	editor := os.Getenv("VISUAL")
	if editor == "" {
		editor = os.Getenv("EDITOR")
	}
	if editor == "" {
		editor = "vi"
	}
	cmd := exec.CommandContext(ctx, "sh", "-c", editor+` "$1"`, "sh", file)
	if runtime.GOOS == "windows" {
		words := strings.Fields(editor)
		cmd = exec.CommandContext(ctx, words[0], append(words[1:], file)...)
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, out, out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", editor, err)
	}
	return nil
}

// readToSend reads a file that is to be sent, or one of httpkit's own.
func readToSend(name string) ([]byte, error) {
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		if b, err := fixtures.Read(name); err == nil {
			return b, nil
		}
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: is no file", name)
	}
	b, err := io.ReadAll(io.LimitReader(f, maxInput+1))
	if len(b) > maxInput {
		return nil, fmt.Errorf("%s: more than %d MiB", name, maxInput>>20)
	}
	return b, err
}
