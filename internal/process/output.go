package process

import (
	"bytes"
	"os"
	"regexp"
	"sync"
	"time"
)

const (
	// kept is how much of each stream is kept at least, as bytes.
	kept = 16 << 10
	// longestLine is where a line that has no end is cut to be matched.
	longestLine = 64 << 10
	// farewell is how long the streams of a process that has ended are waited for:
	// their end is behind its last words, unless another process holds them open.
	farewell = 200 * time.Millisecond
)

// stream is the end of what a process writes to one of its standard streams.
type stream struct {
	r    *os.File
	w    *watch
	done chan struct{} // closed when there is no more

	mu   sync.Mutex
	tail []byte // at most 2*kept
	cut  bool   // something stood before the tail
	line []byte // the line that is not whole yet, as long as somebody looks for one
}

func newStream(r *os.File, w *watch) *stream {
	return &stream{r: r, w: w, done: make(chan struct{})}
}

// read reads all the time: a server that logs much must not have to wait.
func (s *stream) read() {
	defer close(s.done)
	buf := make([]byte, 32<<10)
	for {
		n, err := s.r.Read(buf)
		s.take(buf[:n])
		if err != nil {
			return
		}
	}
}

func (s *stream) take(b []byte) {
	if s.w.looking() {
		s.look(b)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(b) > kept {
		b, s.tail, s.cut = b[len(b)-kept:], s.tail[:0], true
	}
	if len(s.tail)+len(b) > 2*kept {
		from := len(s.tail) - kept
		s.tail, s.cut = s.tail[:copy(s.tail, s.tail[from:])], true
	}
	s.tail = append(s.tail, b...)
}

// look shows the watch each line, also one that is not whole yet.
func (s *stream) look(b []byte) {
	for len(b) > 0 {
		i := bytes.IndexByte(b, '\n')
		if i < 0 {
			s.line = append(s.line, b...)
			s.w.see(s.line)
			if len(s.line) > longestLine {
				s.line = s.line[:0]
			}
			return
		}
		s.w.see(append(s.line, b[:i]...))
		s.line, b = s.line[:0], b[i+1:]
	}
}

// last gives the last n lines.
func (s *stream) last(n int) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.tail
	if s.cut { // the first line has lost its beginning
		if i := bytes.IndexByte(b, '\n'); i >= 0 {
			b = b[i+1:]
		}
	}
	b = bytes.TrimRight(b, "\r\n")
	if len(b) == 0 {
		return nil
	}
	lines := bytes.Split(b, []byte("\n"))
	var out []string
	for _, l := range lines[max(len(lines)-n, 0):] {
		out = append(out, string(bytes.TrimRight(l, "\r")))
	}
	return out
}

// watch looks for an expression in the lines of several streams.
type watch struct {
	re    *regexp.Regexp
	found chan struct{}
	mu    sync.Mutex
	over  bool
}

func (w *watch) looking() bool {
	if w.re == nil {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.over
}

func (w *watch) see(line []byte) {
	if !w.re.Match(bytes.TrimRight(line, "\r")) {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.over {
		w.over = true
		close(w.found)
	}
}

// Stderr gives the last lines of standard error, at most n, as they were written:
// with whatever bytes. Of a process that has ended they are all there.
func (p *Process) Stderr(n int) []string { return p.last(1, n) }

// Stdout gives those of standard output.
func (p *Process) Stdout(n int) []string { return p.last(0, n) }

func (p *Process) last(i, n int) []string {
	if p.HasEnded() {
		late := time.NewTimer(farewell)
		defer late.Stop()
		select {
		case <-p.streams[i].done:
		case <-late.C:
		}
	}
	return p.streams[i].last(n)
}
