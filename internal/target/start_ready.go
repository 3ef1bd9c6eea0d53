package target

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"httpkit/client"
	"httpkit/internal/process"
)

// Ready is how a server that was started shows that it is ready. The zero value is
// "listen": it takes connections at its address.
type Ready struct {
	path string         // GET of it is answered with 2xx
	log  *regexp.Regexp // it has written a line with this in it
}

// ParseReady reads listen, /path or log:RE.
func ParseReady(s string) (Ready, error) {
	switch expr, log := strings.CutPrefix(s, "log:"); {
	case s == "" || s == "listen":
		return Ready{}, nil
	case strings.HasPrefix(s, "/"):
		if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
			return Ready{}, fmt.Errorf("%s: a path has no blank; write %%20", s)
		}
		return Ready{path: s}, nil
	case log && expr != "":
		re, err := regexp.Compile(expr)
		if err != nil {
			return Ready{}, fmt.Errorf("%s: %s", s, strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		}
		return Ready{log: re}, nil
	}
	return Ready{}, fmt.Errorf("%s: got %q, want listen, /path or log:REGEXP", s, s)
}

// The system tells of its own accord neither who begins to listen nor when: it is
// looked at often in the beginning, and then less and less.
const (
	firstLook = 2 * time.Millisecond
	lastLook  = 30 * time.Millisecond
	// sureLook is between seeing it listen and seeing that it still does.
	sureLook = 10 * time.Millisecond
	// onlyOne is how long a port must be the only one, where nobody said which.
	onlyOne = 250 * time.Millisecond
)

// await waits until the server is ready. The error is a *StartError, or that of ctx.
func (s *Server) await(ctx context.Context, p *process.Process) error {
	limited, cancel := context.WithTimeout(ctx, s.o.Timeout)
	defer cancel()
	if s.o.until != nil {
		limited = s.o.until
	}
	pause := firstLook
	next := time.NewTimer(0)
	defer next.Stop()
	w := waiting{Server: s, p: p}
	for {
		select {
		case <-p.Ended():
			return s.ended(p)
		case <-limited.Done():
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			return w.late()
		case <-next.C:
		case <-w.matched():
			w.said = true
		}
		if w.look(limited) {
			return nil
		}
		if w.seen > 0 {
			next.Reset(sureLook)
			continue
		}
		next.Reset(pause)
		pause = min(2*pause, lastLook)
	}
}

// waiting is the wait for one start.
type waiting struct {
	*Server
	p         *process.Process
	said      bool               // the line was written
	since     time.Time          // since when it listens on one port
	seen      int                // how often in a row it was seen to listen
	elsewhere []process.Listener // what it listens on otherwise
	answer    string             // why the last answer was none that is wanted
}

// matched is closed when the line is there; nil where none is waited for, or it
// was seen already.
func (w *waiting) matched() <-chan struct{} {
	if w.o.Ready.log == nil || w.said {
		return nil
	}
	return w.p.Matched()
}

// look reports whether the server is ready.
func (w *waiting) look(ctx context.Context) bool {
	listens, known := w.listens()
	w.setBlind(!known)
	switch {
	case w.o.Ready.log != nil:
		// What listens may be no process of ours, as with a container.
		return w.said && (listens || len(w.elsewhere) == 0 && !w.looks())
	case w.o.Ready.path != "":
		return (listens || !known) && w.answers(ctx)
	case !known:
		return true
	case !listens:
		w.seen = 0
		return false
	}
	// A daemon binds its port and then leaves its first process: so once more.
	w.seen++
	return w.seen > 1
}

// answers reports whether GET of the path is answered with 2xx.
func (w *waiting) answers(ctx context.Context) bool {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		defer cancel()
		select {
		case <-w.p.Ended():
		case <-ctx.Done():
		}
	}()
	a := w.Addr()
	host := w.o.Host
	if host == "" {
		host = a.Host
	}
	err := Contact(ctx, a, w.o.Dial, host, w.o.Ready.path, w.o.Timeout)
	if u, ok := errors.AsType[*Unready](err); ok {
		w.answer = u.Why
	}
	return err == nil
}

// listens reports whether somebody takes connections at the address. known is
// false where the system does not tell.
func (w *waiting) listens() (listens, known bool) {
	all, known := w.p.Listeners()
	if !known || w.o.blind {
		return false, false
	}
	for _, l := range all {
		if covers(l, w.addr) {
			w.settleOn(l)
			return true, true
		}
	}
	w.elsewhere = all
	if w.looks() {
		return w.found(all), true
	}
	if outside := w.outside(); len(outside) > 0 {
		w.settleOn(outside[0])
		return true, true
	}
	return false, true
}

// found reports whether what listens is the server, though not on the port that it
// was given in its environment: one port, where it was the last time, or that is
// still the only one after a while. A debugger's port is there before the server's.
func (w *waiting) found(all []process.Listener) bool {
	ports := portsOf(all)
	if len(ports) != 1 {
		w.since = time.Time{}
		return false
	}
	if w.since.IsZero() {
		w.since = time.Now()
	}
	if ports[0] != w.lastPort && time.Since(w.since) < onlyOne {
		return false
	}
	w.lastPort = ports[0]
	w.settleOn(all[slices.IndexFunc(all, func(l process.Listener) bool { return l.Path == "" })])
	return true
}

// outside are those that listen at the address and are no processes of ours, as far
// as can be seen. The address was free before, so they came with the server.
func (s *Server) outside() []process.Listener {
	port := portOf(s.addr)
	if port == 0 {
		return nil
	}
	all, _ := process.Listening(port)
	return slices.DeleteFunc(all, func(l process.Listener) bool { return !covers(l, s.addr) })
}

// settleOn makes the address that of the listener, where nobody has given one.
func (s *Server) settleOn(l process.Listener) {
	if s.o.Target != "" || l.Path != "" {
		return
	}
	host := "127.0.0.1"
	if ip := l.Addr.Addr(); !ip.IsUnspecified() && ip.String() != host {
		host = ip.String()
		if ip.Is6() {
			host = "[" + host + "]"
		}
	}
	if a, err := client.ParseAddress(fmt.Sprintf("%s:%d", host, l.Addr.Port())); err == nil {
		s.mu.Lock()
		s.addr = a
		s.mu.Unlock()
	}
}
