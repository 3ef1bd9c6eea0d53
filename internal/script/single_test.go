package script

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"httpkit/client"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

func section(t *testing.T, text string) *wire.Section {
	t.Helper()
	s, err := wire.ParseSection("send", "talk", 1, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestPlay: one transcript, as httpkit send plays it: it reads on after the last
// line until all is answered, the server ends the connection, or the time is over.
func TestPlay(t *testing.T) {
	const interim = "HTTP/1.1 100 Continue\r\n\r\n"
	for _, r := range []struct {
		name       string
		server     func(*net.TCPConn)
		text       string
		want       suite.Word
		reason     string
		unfinished bool
		ends       string // the last line of the transcript
	}{
		{"answered, and open", persistent(ok("x")), get, suite.Pass, "", false, "* open"},
		{"answered, and closed", answers("HTTP/1.1 200 OK\r\n\r\nx"), get, suite.Pass, "", false, "* closed"},
		{"two requests", persistent(interim + ok("x")), get + get, suite.Pass, "", false, "* open"},
		{"no HTTP", answers("Yes"), get, suite.Pass, "", false, "* closed"},
		{"not answered", deaf, get, suite.Pass, "", true, "* open"},
		{"half an answer", func(c *net.TCPConn) {
			head(bufio.NewReader(c))
			io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
			deaf(c)
		}, get, suite.Pass, "", true, "* open"},
		{"reset", func(c *net.TCPConn) { head(bufio.NewReader(c)); c.SetLinger(0) }, get, suite.Pass, "", false, "* reset"},
		{"a line that holds", persistent(ok("x")), get + `< HTTP/1.1 200 OK\r\n`, suite.Pass, "", false, "* open"},
		{"a line that does not", persistent(ok("x")), get + `< HTTP/1.1 404 No\r\n`, suite.Fail, `line 1 of the answer: wanted "HTTP/1.1 404 No\r\n", got "HTTP/1.1 200 OK\r\n"`, false, "* open"},
		{"a rule that warns", persistent(ok("x")), get + `= warn 200 -- hm`, suite.Warn, "hm (", false, "* open"},
		{"abort", deaf, "> x\\\n* abort", suite.Pass, "", false, "* abort"},
	} {
		t.Run(r.name, func(t *testing.T) {
			timeout := time.Minute
			if r.unfinished {
				timeout = 100 * time.Millisecond
			}
			further := time.Duration(0)
			if r.ends == "* closed" { // nobody can say before that it was all
				further = time.Minute
			}
			p, err := Play(t.Context(), section(t, r.text), further, nil, Options{Target: serve(t, r.server), Timeout: timeout})
			if err != nil {
				t.Fatal(err)
			}
			lines := p.Transcript.Lines(fmtAll)
			if p.Verdict != r.want || !strings.HasPrefix(p.Reason, r.reason) || p.Unfinished != r.unfinished || lines[len(lines)-1] != r.ends {
				t.Errorf("got %s, %q, unfinished %v\n%s", p.Verdict, p.Reason, p.Unfinished, strings.Join(lines, "\n"))
			}
			if (p.Verdict != suite.Pass) != (len(p.Exchange) > 0) {
				t.Errorf("%s with the exchange %v", p.Verdict, p.Exchange)
			}
		})
	}
	left(t)
}

// TestPlayErrors: what is no verdict is an error, with what was said until then.
func TestPlayErrors(t *testing.T) {
	target := serve(t, persistent(ok("x")))
	_, err := Play(t.Context(), section(t, get), 0, nil, Options{Target: refusing(t)})
	var de *client.DialError
	if !errors.As(err, &de) || de.Kind != client.Refused {
		t.Errorf("refused: got %v", err)
	}
	p, err := Play(t.Context(), section(t, get+"= pass 200\n> \\{$n}\\"), 0, nil, Options{Target: target})
	var we *wire.Error
	if !errors.As(err, &we) || we.Pos.Line != 5 || p == nil || len(p.Transcript.Lines(fmtAll)) < 5 {
		t.Errorf("a name that nobody sets: got %v, %v", p, err)
	}
	stop := errors.New("stopped by the test")
	ctx, cancel := context.WithCancelCause(t.Context())
	silent := serve(t, func(c *net.TCPConn) { head(bufio.NewReader(c)); cancel(stop); deaf(c) })
	if p, err = Play(ctx, section(t, get), time.Hour, nil, Options{Target: silent, Timeout: time.Hour}); !errors.Is(err, stop) || len(p.Transcript.Records) == 0 {
		t.Errorf("interrupted: got %v", err)
	}
	left(t)
}
