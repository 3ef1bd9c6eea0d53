package reference

import (
	"io"
	"strings"
	"testing"
	"time"

	"httpkit/internal/fixtures"
	http1 "httpkit/internal/message"
)

// session is a conversation with turns.
type session struct {
	t    *testing.T
	conn interface {
		io.ReadWriter
		CloseWrite() error
		SetReadDeadline(time.Time) error
	}
	got []byte
}

func open(t *testing.T, addr string) *session {
	t.Helper()
	return &session{t: t, conn: connectTo(t, addr)}
}

func (s *session) say(text string) {
	s.t.Helper()
	if _, err := io.WriteString(s.conn, text); err != nil {
		s.t.Fatal(err)
	}
}

// hear reads the next response.
func (s *session) hear(method string) *http1.Response {
	s.t.Helper()
	buf := make([]byte, 64<<10)
	var reader http1.Reader
	for end := http1.More; ; {
		r, err := reader.Response(s.got, end, method)
		if err == nil {
			s.got = s.got[r.Len:]
			return r
		}
		if err != http1.ErrIncomplete {
			s.t.Fatalf("%v: %.200q", err, s.got)
		}
		n, err := s.conn.Read(buf)
		s.got = append(s.got, buf[:n]...)
		if err == io.EOF {
			end = http1.FIN
		} else if err != nil {
			s.t.Fatalf("%v after %.200q", err, s.got)
		}
	}
}

// ends wants nothing more, and FIN.
func (s *session) ends() {
	s.t.Helper()
	rest, err := io.ReadAll(s.conn)
	if rest = append(s.got, rest...); len(rest) > 0 || err != nil {
		s.t.Errorf("got %.200q, %v, want FIN", rest, err)
	}
}

// silent wants nothing for a moment.
func (s *session) silent() {
	s.t.Helper()
	_ = s.conn.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	n, err := s.conn.Read(make([]byte, 100))
	if n > 0 || ended(err) {
		s.t.Errorf("got %d bytes, %v, want silence", n, err)
	}
	_ = s.conn.SetReadDeadline(time.Now().Add(10 * time.Second))
}

func statuses(t *testing.T, r *http1.Response, want int) {
	t.Helper()
	if r.Status != want {
		t.Errorf("got %s, want %d", r, want)
	}
}

const expecting = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"

func TestExpect(t *testing.T) {
	addr := startStrict(t, Limits{})
	t.Run("length", func(t *testing.T) {
		s := open(t, addr)
		s.say(expecting)
		r := s.hear("POST")
		statuses(t, r, 100)
		if len(r.Fields) > 0 {
			t.Errorf("100 has fields: %v", r.Fields)
		}
		s.say("hello" + next)
		if r := s.hear("POST"); r.Status != 200 || string(r.Content) != "hello" {
			t.Errorf("got %s %q", r, r.Content)
		}
		statuses(t, s.hear("GET"), 200)
	})
	t.Run("chunked", func(t *testing.T) {
		s := open(t, addr)
		s.say("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n")
		statuses(t, s.hear("POST"), 100)
		s.say("5\r\nhello\r\n0\r\n\r\n")
		if r := s.hear("POST"); r.Framing != http1.FramedChunked || string(r.Content) != "hello" {
			t.Errorf("got %s %s %q", r, r.Framing, r.Content)
		}
	})
	t.Run("final answer", func(t *testing.T) {
		s := open(t, addr)
		s.say(strings.Replace(expecting, "/echo", "/nope", 1))
		if r := s.hear("POST"); r.Status != 404 || !r.SaysClose() {
			t.Errorf("got %s, want 404 and close", r)
		}
		s.say("hello" + next) // all of it is thrown away
		s.ends()
	})
	t.Run("too large", func(t *testing.T) {
		s := open(t, addr)
		s.say(strings.Replace(expecting, ": 5", ": 999999999", 1))
		if r := s.hear("POST"); r.Status != 413 || !r.SaysClose() {
			t.Errorf("got %s, want 413 and close", r)
		}
		s.ends()
	})
	t.Run("1.0", func(t *testing.T) {
		s := open(t, addr)
		s.say(strings.Replace(expecting, "1.1", "1.0", 1))
		s.silent()
		s.say("hello")
		statuses(t, s.hear("POST"), 200)
	})
}

// TestExpectFaults shows the faults that need a client which waits.
func TestExpectFaults(t *testing.T) {
	s := open(t, startStrict(t, Limits{}, "expect-ignored"))
	s.say(expecting)
	s.silent()

	s = open(t, startStrict(t, Limits{}, "100-to-http10"))
	s.say(strings.Replace(expecting, "1.1", "1.0", 1))
	statuses(t, s.hear("POST"), 100)

	s = open(t, startStrict(t, Limits{}, "100-after-content"))
	s.say(expecting)
	s.silent()
	s.say("hello")
	statuses(t, s.hear("POST"), 100)

	s = open(t, startStrict(t, Limits{}, "100-with-length"))
	s.say(expecting)
	if r := s.hear("POST"); len(r.Fields) == 0 {
		t.Error("100-with-length: 100 has no field")
	}

	s = open(t, startStrict(t, Limits{}, "refusal-forgets-content"))
	s.say(strings.Replace(expecting, "/echo", "/nope", 1))
	if r := s.hear("POST"); r.SaysClose() {
		t.Error("refusal-forgets-content: says close")
	}
	s.say("GET /hello.txt HTTP/1.1\r\nHost: a\r\n\r\n")
	statuses(t, s.hear("GET"), 200)
}

// TestLifeFaults shows those that need a client which stays, or two.
func TestLifeFaults(t *testing.T) {
	addr := startStrict(t, Limits{}, "one-client-at-a-time")
	a := open(t, addr)
	a.say(next)
	a.hear("GET") // and it stays
	b := open(t, addr)
	b.say(next)
	b.silent()
	_ = a.conn.CloseWrite()
	statuses(t, b.hear("GET"), 200)

	s := open(t, startStrict(t, Limits{}, "never-closes"))
	s.say(getting("/hello.txt", "Connection: close"))
	s.hear("GET")
	s.silent()

	s = open(t, startStrict(t, Limits{LingerTime: time.Minute}, "lingering-off"))
	s.say(getting("/hello.txt", "Connection: close") + strings.Repeat("x", 100000))
	if _, err := io.ReadAll(s.conn); err == nil {
		t.Error("lingering-off: got FIN, want RST")
	}

	s = open(t, startStrict(t, Limits{}, "idle-close-hasty"))
	s.say(next)
	s.hear("GET")
	s.ends()
}

func TestEchoContents(t *testing.T) {
	addr := startStrict(t, Limits{})
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	big := string(fixturesLarge(t)) + string(all)
	for _, content := range []string{"", "x", string(all), big, strings.Repeat(big, 10)} {
		s := open(t, addr)
		go io.WriteString(s.conn, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: "+itoa(len(content))+"\r\n\r\n"+content)
		if r := s.hear("POST"); string(r.Content) != content || r.Framing != http1.FramedLength {
			t.Errorf("length: %d bytes came back as %d, framing %s", len(content), len(r.Content), r.Framing)
		}
		var chunks strings.Builder
		for rest := content; rest != ""; {
			n := min(len(rest), 1+len(rest)/3)
			chunks.WriteString(hexa(n) + ";ext=\"a b\"\r\n" + rest[:n] + "\r\n")
			rest = rest[n:]
		}
		go io.WriteString(s.conn, "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"+chunks.String()+"0\r\nX: y\r\n\r\n")
		if r := s.hear("POST"); string(r.Content) != content || r.Framing != http1.FramedChunked {
			t.Errorf("chunked: %d bytes came back as %d, framing %s", len(content), len(r.Content), r.Framing)
		}
	}
}

func fixturesLarge(t *testing.T) []byte {
	t.Helper()
	b, err := fixtures.Read("large.bin")
	if err != nil {
		t.Fatal(err)
	}
	return b
}
