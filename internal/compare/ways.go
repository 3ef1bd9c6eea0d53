package compare

import "httpkit/internal/wire"

// ways is what a section says about one of its connections.
type ways struct {
	awaited    bool // its last line waits for something
	halfCloses bool // it sends FIN by itself, so that what comes then is an answer
	writes     int  // at least so many are made on it, unless the server ends it; 0 where that is not known
	hasty      bool // it resets the connection without waiting for an answer: what came is chance
}

func waysOf(s *wire.Section, name string) ways {
	w := ways{awaited: true}
	if s == nil {
		return w
	}
	running, known := false, true
	for i := range s.Lines {
		l := &s.Lines[i]
		if l.Kind == wire.Blank || l.Kind == wire.Comment {
			continue
		}
		sends := l.Kind == wire.Sent && l.Conn == name
		if sends && !running {
			w.writes++
		}
		running = sends
		switch {
		case l.Kind == wire.Event && l.Do.Op == wire.OpConnect && l.Do.Name == name && (name == "" || w.writes > 0):
			known = false // several have this name
		case l.Conn != name:
		case l.Kind == wire.Sent:
			w.awaited = false
		case l.Kind == wire.Expected, l.Kind == wire.RuleLine:
			w.awaited = true
		case l.Kind == wire.Event && l.Do.Op.IsObservation():
			w.awaited = true
		case l.Kind == wire.Event && l.Do.Op == wire.OpAbort:
			w.hasty = w.hasty || !w.awaited
		case l.Kind == wire.Event && l.Do.Op == wire.OpCloseWrite:
			w.halfCloses = true
		}
	}
	if !known {
		w.writes = 0
	}
	return w
}
