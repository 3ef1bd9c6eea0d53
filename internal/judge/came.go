package judge

import (
	"fmt"
	"slices"
	"strings"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// got says what came and what was wanted: "got 404 Not Found, then FIN; wanted 400".
func (t *tape) got(b *wire.Block) string {
	s := "got " + t.came()
	if w := wanted(b); w != "" {
		s += "; wanted " + w
	}
	return s
}

// upTo is the tape as far as the try took it. What came after that, and whether the
// end had come yet, is chance: words about the try must not depend on it.
func (t *tape) upTo(r *try) *tape {
	s, m := t.Seen, *t.Memory
	s.Bytes = t.Bytes[:r.n]
	if r.items > 0 && !r.last {
		s.End = message.More
	}
	m.items, m.off = t.items[:r.items], 0
	if r.items > 0 {
		m.off = t.items[r.items-1].end
	}
	return &tape{s, &m}
}

// wanted gives the outcomes of the rules that pass.
func wanted(b *wire.Block) string {
	var ws []string
	for i := range b.Rules {
		rule := b.Rules[i].Line.Rule
		if rule.Verdict != wire.Pass {
			continue
		}
		for j := range rule.Outcomes {
			if w := rule.Outcomes[j].String(); !slices.Contains(ws, w) {
				ws = append(ws, w)
			}
		}
	}
	return strings.Join(ws, " | ")
}

// maxNamed is how many different answers a sentence names.
const maxNamed = 8

// came says what came on the connection, all of it, in words.
func (t *tape) came() string {
	for t.read() {
	}
	var parts []string
	for i := 0; i < len(t.items); {
		w, n := statusWords(t.items[i].r), 1
		for i+n < len(t.items) && statusWords(t.items[i+n].r) == w {
			n++
		}
		i += n
		if n > 1 {
			w = fmt.Sprintf("%s (%d times)", w, n)
		}
		parts = append(parts, w)
	}
	if len(parts) > maxNamed {
		parts = append(parts[:maxNamed], fmt.Sprintf("... (%d answers)", len(t.items)))
	}
	if rest := t.Bytes[t.off:]; len(rest) > 0 {
		parts = append(parts, t.partWords(rest))
	}
	s := strings.Join(parts, ", then ")
	if s == "" {
		return t.nothing()
	}
	switch {
	case t.End == message.FIN:
		return s + ", then FIN"
	case t.End == message.RST:
		return s + ", then a reset (RST)"
	case t.Full:
		return s + ", and more than is kept"
	case t.Timeout:
		return s + ", and the connection stayed open"
	}
	return s
}

// nothing says what happened where no byte came.
func (t *tape) nothing() string {
	switch {
	case t.End != message.More:
		return "nothing, and the connection was " + endWords(t.End)
	case t.Quiet || t.Timeout:
		return "nothing, and the connection stayed open"
	}
	return "nothing"
}
