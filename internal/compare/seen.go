package compare

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// Seen is what a server did in one play: what it said on each connection.
type Seen struct {
	Conns   []Conn
	Failed  bool   // the verdict of the case here is fail
	Address string // host:port of the server, as it may stand in what it says
}

// Conn is what came on one connection.
type Conn struct {
	Name    string // in the notation; "" for the bare gutters
	Answers []Answer
	// End is how a request that was not answered ended: Closed, Reset, Silence, or ""
	// where all were.
	End string
	// Leaves is "closes" where the server says so in its last answer. Whether it did
	// is not looked at: the case has left by then, and which FIN was first is chance.
	Leaves string
	// Awaited says that the case waits for what comes.
	Awaited bool
}

// How a request can end that is not answered.
const (
	Closed   = "closed"   // FIN
	Reset    = "reset"    // RST
	Silence  = "silence"  // nothing came until we left
	Left     = "left"     // we reset the connection, as the case says
	Rejected = "rejected" // what 400 and the first two are folded to
)

// Answer is one response.
type Answer struct {
	Status   int
	Word     string // what stands for a status: "raw", "broken"; "" for a whole response
	Version  string
	Reason   string
	Fields   []Field
	Trailers []Field
	Framing  string
	Content  Content
	Method   string // of the request
	Expects  bool   // the request said Expect
	says     bool   // it says that the connection ends
	sorted   bool   // the order of its fields was folded
}

// Field is one field line.
type Field struct{ Name, Value string }

// Read takes the answers out of a transcript. section is what was played, nil
// where that is not known.
func Read(t *wire.Transcript, section *wire.Section) Seen {
	var s Seen
	open := map[int]*talk{}
	var order []*talk
	for _, rec := range t.Records {
		if rec.Nth == 0 {
			continue // a remark, or a pause
		}
		k := open[rec.Nth]
		if k == nil {
			k = &talk{name: rec.Conn, ways: waysOf(section, rec.Conn)}
			open[rec.Nth] = k
			order = append(order, k)
		}
		k.record(rec)
	}
	for _, k := range order {
		s.Conns = append(s.Conns, k.conn())
	}
	return s
}

// talk is what went over one connection.
type talk struct {
	ways
	name       string
	sent, came []byte
	end        message.End
	left       bool // we have ended our side, as a play does behind its last line
	wrote      int  // writes
	before     int  // bytes that had come when we sent last
	aborted    bool // we have reset it
	gone       bool // what comes is no answer to the case any more
	first      bool // the server ended before we did
}

func (k *talk) record(rec wire.Record) {
	switch rec.Kind {
	case wire.DidSend:
		k.before = len(k.came)
		k.wrote++
		k.sent = append(k.sent, rec.Data...)
	case wire.DidReceive:
		if !k.gone {
			k.came = append(k.came, rec.Data...)
		}
	case wire.DidCloseWrite:
		if k.left = true; !k.halfCloses && k.awaited {
			_, pending := k.answers(message.More)
			k.gone = pending
		}
	case wire.DidAbort:
		if k.left, k.gone, k.aborted = true, true, true; k.hasty {
			k.came = k.came[:k.before]
		}
	case wire.DidClosed, wire.DidReset:
		if k.gone {
			return
		}
		k.first = !k.left || k.halfCloses || !k.awaited
		if k.end = message.FIN; rec.Kind == wire.DidReset {
			k.end = message.RST
		}
	}
}

// answers reads what came; pending says that a request waits for more.
func (k *talk) answers(end message.End) (out []Answer, pending bool) {
	requests := message.ScanRequests(k.sent)
	finals := 0
	for rest := k.came; len(rest) > 0; {
		var q message.Request
		if finals < len(requests) {
			q = requests[finals]
		}
		r, err := message.ParseResponse(rest, end, q.Method)
		a := answerOf(r, err, rest)
		a.Method, a.Expects = q.Method, expects(k.sent, q)
		out = append(out, a)
		if err != nil {
			return out, errors.Is(err, message.ErrIncomplete)
		}
		rest = rest[r.Len:]
		if r.Interim() {
			continue
		}
		if finals++; a.Status == 101 || a.says {
			if len(rest) > 0 && a.Status == 101 {
				return out, false
			}
			requests = requests[:min(finals, len(requests))] // nothing more is owed
		}
	}
	return out, finals < len(requests)
}

func (k *talk) conn() Conn {
	answers, pending := k.answers(k.end)
	// Where the server has ended, whether the next request was written before we saw
	// that is chance: it was not answered.
	pending = pending || k.first && len(answers) > 0 && k.wrote < k.writes
	c := Conn{Name: k.name, Answers: answers, Awaited: k.awaited}
	last := Answer{}
	if n := len(answers); n > 0 {
		last = answers[n-1]
	}
	switch {
	case last.says:
		c.Leaves = "closes"
	case last.Status == 400 && k.first: // and nothing more is owed
	case pending && k.aborted:
		c.End = Left
	case pending && k.first && k.end == message.RST:
		c.End = Reset
	case pending && k.first:
		c.End = Closed
	case pending:
		c.End = Silence
	}
	return c
}

// answerOf takes what a rule may look at out of a response.
func answerOf(r *message.Response, err error, raw []byte) Answer {
	var broken *message.Broken
	switch {
	case errors.As(err, &broken) && broken.Response != nil:
		a := answerOf(broken.Response, nil, raw)
		a.Word = "broken"
		return a
	case errors.As(err, &broken):
		return Answer{Word: "broken", Content: newContent(raw)}
	case errors.Is(err, message.ErrIncomplete):
		return Answer{Word: "unfinished", Content: newContent(raw)}
	case err != nil:
		return Answer{Word: "raw", Content: newContent(raw)}
	}
	a := Answer{Status: r.Status, Version: r.Version, Reason: r.Reason, Framing: r.Framing.String(),
		Content: newContent(r.Content), says: !r.Interim() && r.SaysClose()}
	for _, f := range r.Fields {
		a.Fields = append(a.Fields, Field{f.Name, f.Value})
	}
	for _, f := range r.Trailers {
		a.Trailers = append(a.Trailers, Field{f.Name, f.Value})
	}
	return a
}

// expects reports whether the head of a request has a field Expect.
func expects(sent []byte, q message.Request) bool {
	head, _, _ := bytes.Cut(sent[q.Start:max(q.Start, q.End)], []byte("\r\n\r\n"))
	return bytes.Contains(bytes.ToLower(head), []byte("\nexpect:"))
}

// Outcome is what came in short: "400", "200 200", "closed", "a: 200 | b: silence".
func (s Seen) Outcome() string {
	var parts []string
	for _, c := range s.Conns {
		w := c.outcome()
		if c.Name != "" {
			w = c.Name + ": " + w
		}
		parts = append(parts, w)
	}
	if len(parts) == 0 {
		return "no connection"
	}
	return strings.Join(counted(parts), " | ")
}

func (c Conn) outcome() string {
	var words []string
	for _, a := range c.Answers {
		words = append(words, a.word())
	}
	if c.End != "" {
		words = append(words, c.End)
	}
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(counted(words), " ")
}

// word is the status, or what stands for it.
func (a Answer) word() string {
	switch {
	case a.Word != "" && a.Status != 0:
		return fmt.Sprintf("%d-%s", a.Status, a.Word)
	case a.Word != "":
		return a.Word
	}
	return fmt.Sprint(a.Status)
}

// counted writes a run of three or more of the same as one: "200*100".
func counted(words []string) []string {
	var out []string
	for i := 0; i < len(words); {
		n := 1
		for i+n < len(words) && words[i+n] == words[i] {
			n++
		}
		if n < 3 {
			out = append(out, words[i:i+n]...)
		} else {
			out = append(out, fmt.Sprintf("%s*%d", words[i], n))
		}
		i += n
	}
	return out
}
