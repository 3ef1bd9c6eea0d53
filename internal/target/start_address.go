package target

import (
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
	"strings"

	"httpkit/client"
	"httpkit/internal/process"
)

// address decides where the server is to listen, and puts the command together.
// Without a --target each start has a port of its own: that of the last one may
// still be held by its connections.
func (s *Server) address() error {
	target := s.o.Target
	s.port = ""
	switch {
	case target == "" || strings.Contains(target, wordPort):
		port, err := freePort()
		if err != nil {
			return &StartError{Command: s.o.Command, Why: err.Error()}
		}
		s.port = port
		if target == "" {
			target = "127.0.0.1:" + port
		}
		target = strings.ReplaceAll(target, wordPort, port)
	}
	a, err := client.ParseAddress(target)
	if err != nil {
		return &StartError{Command: s.o.Command, Why: err.Error()}
	}
	if s.port == "" && a.Network == "tcp" {
		_, s.port, _ = net.SplitHostPort(a.Addr)
	}
	s.mu.Lock()
	s.addr = a
	s.mu.Unlock()
	s.line = fill(s.o.Command, wordPort, s.port)
	s.line = fill(s.line, wordDocroot, s.o.Docroot)
	return s.taken()
}

// chosen reports whether the port is ours to choose.
func (s *Server) chosen() bool {
	return s.o.Target == "" || strings.Contains(s.o.Target, wordPort)
}

// looks reports whether it is looked where the server listens: nobody said it, and
// the command does not name the port that it was given in its environment.
func (s *Server) looks() bool {
	return s.o.Target == "" && !strings.Contains(s.o.Command, wordPort) && !ofPort.MatchString(s.o.Command)
}

// environment is what the command has beside ours.
func (s *Server) environment() []string {
	var env []string
	if s.port != "" {
		env = append(env, "PORT="+s.port)
	}
	if s.o.Docroot != "" {
		env = append(env, "HTTPKIT_DOCROOT="+s.o.Docroot)
	}
	return env
}

// taken refuses an address where somebody listens already: that one would be
// tested, and not the server that is started.
func (s *Server) taken() error {
	if s.chosen() || s.addr.Network != "tcp" {
		return nil
	}
	n, _ := strconv.ParseUint(s.port, 10, 16)
	all, _ := process.Listening(uint16(n))
	for _, l := range all {
		if !covers(l, s.addr) {
			continue
		}
		who := "another program listens"
		if l.By.PID != 0 {
			who = l.By.String() + " listens"
		}
		return &StartError{Command: s.line, Why: fmt.Sprintf("%s is taken: %s there already", s.addr, who),
			Hint: "stop that one, or let the kit choose a port: {port} in the command, and no --target"}
	}
	return nil
}

// snatched reports whether the port that we had found free is another's now.
func (s *Server) snatched() bool {
	if !s.chosen() || s.looks() || s.p == nil || !s.p.HasEnded() {
		return false
	}
	l, err := net.Listen("tcp", "127.0.0.1:"+s.port)
	if err != nil {
		return true
	}
	l.Close()
	return false
}

// freePort finds a port that nobody listens on. It is not one of those that the
// system gives to connections (RFC 6335 section 6 has them from 49152, Linux from
// 32768): one of those might be a client's before the server has it.
func freePort() (string, error) {
	for range 50 {
		port := strconv.Itoa(20000 + rand.IntN(12000))
		if isFree(port) {
			return port, nil
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("no free port: %w", err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port, nil
}

func isFree(port string) bool {
	for _, host := range []string{"127.0.0.1", "::1"} {
		l, err := net.Listen("tcp", net.JoinHostPort(host, port))
		if err == nil {
			l.Close()
		} else if host == "127.0.0.1" { // there may be no IPv6 here
			return false
		}
	}
	return true
}
