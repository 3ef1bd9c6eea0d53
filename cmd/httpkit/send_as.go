package main

import (
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"httpkit/client"
	"httpkit/internal/curl"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// planned is what one connection is to be sent, one after the other.
type planned struct {
	name  string
	steps []plannedStep
	fin   bool
}

// plannedStep is a write, or a pause before the next one.
type plannedStep struct {
	data  []byte
	pause time.Duration
}

// bytes are all the writes of a connection.
func (p *planned) bytes() []byte {
	var b []byte
	for _, s := range p.steps {
		b = append(b, s.data...)
	}
	return b
}

// plannedConnections takes the sections apart by connection. The remarks tell what
// only httpkit can do.
func plannedConnections(c *suite.Case, env *wire.Env) (all []*planned, remarks []string, err error) {
	for _, s := range c.Sections {
		current := map[string]*planned{}
		of := func(name string) *planned {
			if current[name] == nil {
				current[name] = &planned{name: name}
				all = append(all, current[name])
			}
			return current[name]
		}
		for _, l := range s.Lines {
			switch {
			case l.Kind == wire.Sent:
				b, err := l.Text.Bytes(env)
				if err != nil {
					return nil, nil, usage("a command of another program can't wait for an answer", "%s: %v", l.Pos, err)
				}
				p := of(l.Conn)
				if n := len(p.steps); n > 0 && p.steps[n-1].pause == 0 {
					p.steps[n-1].data = append(p.steps[n-1].data, b...)
				} else {
					p.steps = append(p.steps, plannedStep{data: b})
				}
			case l.Kind != wire.Event || l.Do.Op.IsObservation():
			case l.Do.Op == wire.OpConnect:
				delete(current, l.Do.Name)
				of(l.Do.Name)
			case l.Do.Op == wire.OpPause:
				p := of(l.Conn)
				p.steps = append(p.steps, plannedStep{pause: max(l.Do.D, time.Nanosecond)})
			case l.Do.Op == wire.OpCloseWrite:
				of(l.Conn).fin = true
			default:
				remarks = append(remarks, fmt.Sprintf("* %s is left out", l.Do))
			}
		}
	}
	all = slices.DeleteFunc(all, func(p *planned) bool { return len(p.bytes()) == 0 && !p.fin })
	if len(all) > 1 {
		remarks = append(remarks, "each connection has a command of its own: which of them is first is for you to see to")
	}
	return all, remarks, nil
}

// printCommands is --as-curl and --as-nc.
func (f *sendFlags) printCommands(out, errOut io.Writer, c *suite.Case, addr client.Address) error {
	all, remarks, err := plannedConnections(c, f.env(c))
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return usage("", "no line sends anything")
	}
	say := func(more ...string) {
		for _, r := range more {
			if !slices.Contains(remarks, r) {
				remarks = append(remarks, r)
			}
		}
	}
	var lines []string
	for _, p := range all {
		if f.more.asNC {
			line, more := f.asNC(p, addr)
			lines = append(lines, line)
			say(more...)
			continue
		}
		line, more := curl.For(p.bytes(), f.curlTarget(addr))
		say(more...)
		if line == "" {
			return usage("--as-nc prints a command that can", "curl can't send this: %s", strings.Join(more, "; "))
		}
		if slices.ContainsFunc(p.steps, func(s plannedStep) bool { return s.pause > 0 }) {
			say("curl makes no pauses")
		}
		if p.fin {
			say("curl sends no FIN before the answer")
		}
		lines = append(lines, line)
	}
	for _, l := range lines {
		if _, err := fmt.Fprintln(out, l); err != nil {
			return err
		}
	}
	if len(remarks) > 0 {
		for _, r := range remarks {
			fmt.Fprintln(errOut, "not the same:", printable(r))
		}
	}
	return nil
}

func (f *sendFlags) curlTarget(a client.Address) curl.Target {
	t := curl.Target{URL: "http://" + a.Addr, Insecure: f.tls.insecure && a.TLS}
	switch {
	case a.Network == "unix":
		t.URL, t.Socket = "http://localhost", a.Addr
	case a.TLS:
		t.URL, t.CACert = "https://"+a.Addr, f.tls.cacert
	}
	return t
}

// asNC is the command of nc, or openssl where there is TLS, for one connection. The
// pauses are those of sleep.
func (f *sendFlags) asNC(p *planned, a client.Address) (line string, remarks []string) {
	var parts []string
	for _, s := range p.steps {
		if s.pause >= time.Millisecond {
			parts = append(parts, fmt.Sprintf("sleep %g", s.pause.Seconds()))
		}
		if len(s.data) > 0 {
			parts = append(parts, curl.Printf(s.data))
		}
	}
	said := strings.Join(parts, "; ")
	switch {
	case len(parts) > 1:
		said = "{ " + said + "; }"
	case len(parts) == 0:
		said = "printf ''"
	}
	if len(said) > 128<<10 {
		remarks = append(remarks, "the command is longer than some shells take: write the bytes to a file")
	}
	host, port, _ := net.SplitHostPort(a.Addr)
	switch {
	case a.Network == "unix":
		line = said + " | nc -U " + curl.Quote(a.Addr)
	case a.TLS:
		remarks = append(remarks, "nc speaks no TLS: this is openssl, whose -quiet keeps the connection open")
		line = said + " | openssl s_client -quiet -connect " + curl.Quote(a.Addr)
		if a.ServerName != "" {
			line += " -servername " + curl.Quote(a.ServerName)
		}
	default:
		line = said + " | nc " + curl.Quote(host) + " " + curl.Quote(port)
	}
	if p.fin {
		remarks = append(remarks, "the FIN: some programs called nc send it at the end of their input, some need -N or -q 0 for it")
	}
	return line, remarks
}
