package suite

import (
	"bytes"
	"strconv"
	"time"

	"httpkit/internal/wire"
)

// slowFrom is the written waiting from which on a case is slow.
const slowFrom = time.Second

// Slow reports whether the case is only played where slow cases are asked for: by
// its tag, or as its transcripts spell out a second or more of waiting.
func (c *Case) Slow() bool { return c.HasTag(TagSlow) || c.Waits() >= slowFrom }

// Waits adds up the waiting that the transcripts spell out: pauses, "open" and
// "silent" with a time, and bytes written or read one after the other. Where a
// size is only known on the wire, once is counted. It never exceeds a day.
func (c *Case) Waits() time.Duration {
	total := 0.0
	for _, s := range c.Sections {
		w := waiter{c: c, drips: map[string]*wire.Action{}}
		total += w.lines(s.Lines)
	}
	return time.Duration(min(total, 24*3600) * float64(time.Second))
}

// waiter goes through the lines of a transcript. Its sums are seconds in floating
// point: a repeat in a repeat in a repeat can't overflow them.
type waiter struct {
	c     *Case
	drips map[string]*wire.Action // by connection, what it was told last
}

func (w *waiter) lines(lines []wire.Line) float64 {
	total, times := 0.0, []float64{1}
	for i := range lines {
		l := &lines[i]
		top := times[len(times)-1]
		switch {
		case l.Kind == wire.Sent:
			if d := w.drips[l.Conn]; d != nil {
				n, each := w.size(l.Text.Parts)+float64(len(l.Text.End)), max(w.count(d.Count), 1)
				total += top * max(n/each-1, 0) * d.D.Seconds()
			}
		case l.Do == nil:
		case l.Do.Op == wire.OpRepeat:
			times = append(times, top*w.count(l.Do.Count))
		case l.Do.Op == wire.OpEnd:
			times = times[:max(len(times)-1, 1)]
		case l.Do.Op == wire.OpDrip:
			w.drips[l.Conn] = l.Do
		case l.Do.Op == wire.OpConnect:
			delete(w.drips, l.Do.Name)
		default:
			total += top * l.Do.D.Seconds()
		}
	}
	return total
}

// size is the number of bytes of a text, as far as it can be read off it.
func (w *waiter) size(parts []wire.Part) float64 {
	n := 0.0
	for _, p := range parts {
		switch p.Kind {
		case wire.Literal:
			n += float64(len(p.Bytes))
		case wire.Noise:
			n += w.count(p.Count)
		case wire.Rep:
			n += w.count(p.Count) * w.size(p.Body)
		case wire.File:
			n += float64(len(w.c.Files[p.Name]))
		case wire.Var:
			n += w.longest(p.Name)
		}
	}
	return n
}

// count gives a number, or the largest that a sweep gives to the name.
func (w *waiter) count(c wire.Count) float64 {
	if c.Name == "" {
		return float64(c.N)
	}
	most := 1.0
	for _, s := range w.c.Each {
		if s.Name != c.Name {
			continue
		}
		for _, v := range s.Values {
			if n, err := strconv.Atoi(string(literal(v))); err == nil {
				most = max(most, float64(n))
			}
		}
	}
	return most
}

// longest gives the length of the longest value of a sweep, 1 for other names.
func (w *waiter) longest(name string) float64 {
	most := 1.0
	for _, s := range w.c.Each {
		if s.Name != name {
			continue
		}
		for _, v := range s.Values {
			most = max(most, float64(len(literal(v))))
		}
	}
	return most
}

// literal gives the literal bytes of a text.
func literal(t wire.Text) []byte {
	var b bytes.Buffer
	for _, p := range t.Parts {
		b.Write(p.Bytes)
	}
	return b.Bytes()
}
