package proxy

import (
	"bytes"
	"fmt"
	"strings"

	"httpkit/internal/golden"
	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// none says why a tape makes no case, "" where it makes one, and how much of it the
// case has.
func (s *said) none(t *Tape) (why string, p part) {
	switch {
	case t.Unreached != nil:
		return "the target can't be reached", p
	case len(s.sent) == 0 && len(s.got) == 0:
		return "nothing was said", p
	case len(s.sent) == 0:
		return "the client said nothing", p
	case s.isTLS():
		return "no HTTP: a TLS handshake; write http:// for the address of the recorder", p
	case !s.isHTTP():
		return "no HTTP", p
	case s.stray() && s.cut():
		return "cut short: what came behind the last answer belongs to no request", p
	case t.Dropped > 0:
		p = s.exchanges()
		if p.got == 0 {
			return fmt.Sprintf("more than %d MiB, which is too much for a case", maxKept>>20), p
		}
		return "", p
	case !s.cut():
		return "", s.whole()
	}
	if p = s.exchanges(); p.got == 0 {
		return "cut short: no whole answer", p
	}
	return "", p
}

// script is the text of the case. name keeps a large content that was sent.
func (s *said) script(t *Tape, p part, target, host string, name func([]byte) string) []byte {
	records := s.order(t, p)
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n#\n# why: This is what %s answered when \"httpkit record\" wrote this file.\n", s.title(records), wire.QuoteBytes([]byte(target)))
	b.WriteString("#   Values that change (dates, tags, ages, cookies) are masked. The first line\n" +
		"#   is for you to mend: a sentence that is true of a server that works.\n")
	if p != s.whole() {
		b.WriteString("#   The connection was cut short; only what was answered to the end is here.\n")
	}
	b.WriteString("\ntalk\n\n-- talk --\n")
	for _, line := range golden.Section(records, golden.Saved{Host: host, Name: name}) {
		b.WriteString(line + "\n")
	}
	return b.Bytes()
}

// title is the first line of the case: that of its first exchange, and how many more
// there are.
func (s *said) title(records []wire.Record) string {
	first := golden.Title(records)
	var sent []byte
	for _, r := range records {
		if r.Kind == wire.DidSend {
			sent = append(sent, r.Data...)
		}
	}
	switch n := len(message.ScanRequests(sent)); {
	case n == 2:
		return strings.TrimSuffix(first, ".") + ", and one more request follows on its connection."
	case n > 2:
		return strings.TrimSuffix(first, ".") + fmt.Sprintf(", and %d more requests follow on its connection.", n-1)
	}
	return first
}

// Words say in one line, in the words of the notation, what was said: each request
// with the status of its answer, and how it ended.
func (t *Tape) Words() string {
	const most, longest = 6, 60
	s := read(t)
	var out []string
	finals := s.finals()
	for i, q := range s.requests {
		if i == most {
			out = append(out, fmt.Sprintf("and %d more", len(s.requests)-i))
			break
		}
		w := fmt.Sprintf("%d bytes", q.End-q.Start)
		if q.Method != "" {
			target := wire.QuoteBytes([]byte(q.Target))
			if len(target) > longest {
				target = target[:longest-3] + "..."
			}
			w = wire.QuoteBytes([]byte(q.Method))
			if len(w) > longest {
				w = w[:longest-3] + "..."
			}
			w += " " + target
		}
		if i < len(finals) {
			w += fmt.Sprintf(" %d", finals[i].status)
		} else if i == len(finals) && len(s.got) > s.rest {
			w += fmt.Sprintf(" (%d bytes)", len(s.got)-s.rest)
		} else {
			w += " (no answer)"
		}
		out = append(out, w)
	}
	if len(out) == 0 {
		out = append(out, fmt.Sprintf("%d bytes sent, %d received", t.Sent, t.Received))
	}
	words := strings.Join(out, ", ")
	for _, r := range t.Records {
		if !isBytes(r.Kind) {
			words += "; " + strings.TrimPrefix(golden.EventLine(wire.Record{Kind: r.Kind}), "* ")
		}
	}
	return words
}

func isBytes(k wire.RecordKind) bool { return k == wire.DidSend || k == wire.DidReceive }
