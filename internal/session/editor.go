package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"
)

// Editor is a Screen on a terminal that can move its cursor.
type Editor struct {
	in, out *os.File
	t       *term.Terminal
	keys    *keys
	hist    *history
	paint   func(string) string
	before  *term.State
	stop    func() // stops looking for changes of size

	mu    sync.Mutex // of all below
	over  bool       // no line is read any more: there is no prompt to be drawn again
	owned bool       // the terminal is ours; else an editor has it
	late  []string   // what was to be printed meanwhile
}

// EditorOptions are what an [Editor] needs.
type EditorOptions struct {
	In, Out *os.File
	Paint   func(line string) string // gives a line its colour
	Colour  string                   // begins the colour of typed lines, or ""
	History string                   // the file that keeps what was typed; "" for none
	// Ended gives a typed line with the ending it is sent with.
	Ended func(line string) string
	// Complete gives the candidates for the word before the cursor.
	Complete func(before string) []string
}

const uncoloured = "\x1b[0m"

// NewEditor takes over a terminal. Close gives it back. The error is that of the
// terminal.
func NewEditor(o EditorOptions) (*Editor, error) {
	before, err := term.MakeRaw(int(o.In.Fd()))
	if err != nil {
		return nil, err
	}
	e := &Editor{in: o.In, out: o.Out, before: before, paint: o.Paint, owned: true, hist: openHistory(o.History)}
	e.keys = &keys{src: newSource(o.In)}
	e.keys.tell = func() {
		e.Print([]string{"# what follows in this line is kept, but not shown; Backspace takes from it, Ctrl-U empties the line"})
	}
	e.t = term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{e.keys, o.Out}, "")
	e.t.History = e.hist
	e.t.AutoCompleteCallback = func(line string, pos int, key rune) (string, int, bool) {
		switch e.keys.answer(line, pos, key); key {
		case showEnd:
			shown := o.Ended(line)
			e.hist.typed, e.hist.shown = line, true
			return shown, len(shown), true
		case tab:
			newLine, newPos, several := complete(line, pos, func(before string) []string {
				all := o.Complete(meant(before))
				for i := range all {
					all[i] = escaped(all[i])
				}
				return all
			})
			if len(several) > 0 {
				e.Print([]string{"# " + strings.Join(several, "  ")})
			}
			return newLine, newPos, true
		}
		return "", 0, false
	}
	e.resize()
	e.stop = onResize(e.resize)
	e.t.SetBracketedPasteMode(true)
	e.hist.prompt = o.Colour
	return e, nil
}

// Close gives the terminal back as it was.
func (e *Editor) Close() error {
	e.stop()
	e.t.SetBracketedPasteMode(false)
	if e.hist.prompt != "" {
		io.WriteString(e.out, uncoloured)
	}
	e.keys.src.close()
	return errors.Join(term.Restore(int(e.in.Fd()), e.before), e.hist.close())
}

// Trouble tells why what is typed is not kept for the next session, or gives nil.
func (e *Editor) Trouble() error { return e.hist.err }

// resize takes the size of the terminal.
func (e *Editor) resize() {
	w, h, err := term.GetSize(int(e.out.Fd()))
	if err != nil || w <= 0 || h <= 0 {
		w, h = 80, 24
	}
	e.t.SetSize(w, h)
}

// ReadLine reads a line.
func (e *Editor) ReadLine(ctx context.Context, prompt string) (string, error) {
	e.keys.ctx = ctx
	colour := e.hist.prompt
	e.t.SetPrompt(colour + prompt)
	line, err := e.t.ReadLine()
	if colour != "" {
		io.WriteString(e.out, uncoloured)
	}
	if err != nil {
		e.mu.Lock()
		e.over = true
		e.mu.Unlock()
		io.WriteString(e.out, "\r\n")
		return "", err
	}
	end := e.keys.line()
	switch {
	case end.cancelled:
		return "", ErrCancelled
	case end.lost > 0:
		e.Print([]string{fmt.Sprintf("! a line of more than %d MiB: nothing was sent", lineMax>>20)})
		return "", ErrCancelled
	case len(end.long) > 0:
		e.Print([]string{fmt.Sprintf("# %d bytes more in this line than are shown", len(end.long))})
		return meant(end.whole(line)), nil
	}
	return meant(line), nil
}

// meant gives a line as it is meant, where it is a command.
func meant(line string) string {
	if strings.HasPrefix(line, ":") {
		return unescaped(line)
	}
	return line
}

// Print writes lines above the one that is being typed.
func (e *Editor) Print(lines []string) {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(e.paint(l) + "\n")
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.owned {
		if len(e.late) < 1000 {
			e.late = append(e.late, lines...)
		}
		return
	}
	text := b.String()
	if e.over {
		io.WriteString(e.out, strings.ReplaceAll(text, "\n", "\r\n"))
		return
	}
	if e.hist.prompt != "" {
		text = uncoloured + text
	}
	io.WriteString(e.t, text)
}

// Wait waits; Ctrl-C ends it.
func (e *Editor) Wait(ctx context.Context, d time.Duration, until <-chan struct{}) error {
	return e.keys.src.wait(ctx, d, until)
}

// Lend gives the terminal to another program. What is to be printed meanwhile is
// printed when that has ended.
func (e *Editor) Lend(f func() error) error {
	e.mu.Lock()
	e.t.SetBracketedPasteMode(false)
	err := term.Restore(int(e.in.Fd()), e.before)
	e.owned = false
	e.mu.Unlock()
	if err == nil {
		err = f()
	}
	_, raw := term.MakeRaw(int(e.in.Fd()))
	e.mu.Lock()
	e.owned = true
	e.t.SetBracketedPasteMode(true)
	late := e.late
	e.late = nil
	e.mu.Unlock()
	e.resize()
	if len(late) > 0 {
		e.Print(late)
	}
	return errors.Join(err, raw)
}

// Edited reports that a typed line is seen with its ending.
func (e *Editor) Edited() bool { return true }

// Live reports that a person types.
func (e *Editor) Live() bool { return true }
