package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"httpkit/client"
	"httpkit/internal/proxy"
	"httpkit/internal/wire"
)

// recording counts and prints what the recorder hears.
type recording struct {
	folder  *proxy.Folder
	verbose bool
	count   int // of connections after which it is enough; 0 for never
	enough  context.CancelFunc
	out     io.Writer
	paint   painter

	mu            sync.Mutex
	conns, spoken int
	cases         int
	failed        error // the first case that could not be written
	unwritten     int
}

// done is called when a connection has ended.
func (r *recording) done(t *proxy.Tape) {
	kept, err := r.folder.Keep(t)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.conns++
	if t.Sent+t.Received > 0 {
		r.spoken++
	}
	if kept.File != "" {
		r.cases++
	}
	line := fmt.Sprintf("# connection %d: %s, after %s", t.N, t.Words(), wire.FormatTime(rounded(t.Took)))
	switch e, refused := errors.AsType[*client.DialError](t.Unreached); {
	case refused:
		line = fmt.Sprintf("# connection %d: no case: %s: %s", t.N, e.Addr, shownWord(e.Why))
	case err != nil:
		r.unwritten++
		if r.failed == nil {
			r.failed = err
		}
		line += fmt.Sprintf("; no case: %s: %s", kept.Why, shownWord(err.Error()))
	case kept.File == "":
		line += "; no case: " + kept.Why
	case kept.Why != "":
		line += fmt.Sprintf("; %s (%s)", shownWord(kept.File), kept.Why)
	default:
		line += "; " + shownWord(kept.File)
	}
	r.sayLocked(line)
	if r.verbose {
		for _, l := range t.Transcript().Lines(wire.FormatOptions{Times: true, Limit: shownBytes}) {
			r.sayLocked(l)
		}
		if t.Dropped > 0 {
			r.sayLocked(fmt.Sprintf("# %d bytes more are not shown", t.Dropped))
		}
	}
	if r.count > 0 && r.spoken >= r.count {
		r.enough()
	}
}

func (r *recording) say(line string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sayLocked(line)
}

func (r *recording) sayLocked(line string) { fmt.Fprintln(r.out, r.paint.line(line)) }

// summary says what was recorded, and how to play it.
func (r *recording) summary(f *recordFlags) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if isTerminal(r.out) {
		fmt.Fprintln(r.out) // behind the ^C that the terminal shows
	}
	text := fmt.Sprintf("%s, %s in %s", counted(r.conns, "connection"), counted(r.cases, "case"), shownWord(f.dir))
	if r.cases > 0 {
		text += "\nto play them: httpkit test --target " + shellWord(f.target) + f.tls.words() + " " + shellWord(f.dir) +
			"\nwhere an answer is another one each time, --update masks what changes"
	}
	fmt.Fprintln(r.out, text)
	if r.failed != nil {
		return &exitError{status: exitUsage, msg: fmt.Sprintf("%s could not be written: %v", counted(r.unwritten, "case"), r.failed), err: r.failed}
	}
	return nil
}

// rounded takes off digits that say nothing.
func rounded(d time.Duration) time.Duration {
	if d > time.Second {
		return d.Round(10 * time.Millisecond)
	}
	return d.Round(100 * time.Microsecond)
}

// shownWord is a word of the user or of the system, fit for a terminal.
func shownWord(s string) string {
	var b strings.Builder
	for _, c := range s {
		if c < ' ' || c == 0x7f || 0x80 <= c && c < 0xa0 {
			b.WriteString(wire.QuoteBytes([]byte(string(c))))
			continue
		}
		b.WriteRune(c)
	}
	return b.String()
}

// words are the flags as they were given, with a blank before each.
func (t *tlsFlags) words() string {
	s := ""
	if t.insecure {
		s += " --insecure"
	}
	if t.cacert != "" {
		s += " --cacert " + shellWord(t.cacert)
	}
	if t.sni != "" {
		s += " --sni " + shellWord(t.sni)
	}
	return s
}
