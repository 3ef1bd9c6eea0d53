package process

import (
	"fmt"
	"strings"
	"time"
)

// Member is a process that came of a command.
type Member struct {
	PID   int
	Name  string // of the program, "" where the system does not tell
	group int
}

// String names it: python3 (pid 4711).
func (m Member) String() string {
	if m.Name == "" {
		return fmt.Sprintf("pid %d", m.PID)
	}
	return fmt.Sprintf("%s (pid %d)", m.Name, m.PID)
}

// Names puts members into words.
func Names(all []Member) string {
	const most = 5
	var out []string
	for i, m := range all {
		if i == most {
			out = append(out, fmt.Sprintf("%d more", len(all)-most))
			break
		}
		out = append(out, m.String())
	}
	return strings.Join(out, ", ")
}

// Stopped is how the end of a command went.
type Stopped struct {
	Deaf []Member // did not end when they were asked to, and were killed
	Left []Member // could not be ended at all
}

const (
	// look is how often it is looked whether processes are gone: the system tells
	// only of our own child.
	look = 5 * time.Millisecond
	// gone is how long processes that were killed may take to vanish.
	gone = 5 * time.Second
)

// Stop ends all that came of the command: it asks them to end (SIGTERM, on Windows
// Ctrl-Break), kills after grace what is still there, and returns when nothing is
// left, or what is left can't be ended.
func (p *Process) Stop(grace time.Duration) Stopped {
	var s Stopped
	all, _ := p.Members()
	if len(all) > 0 || !p.HasEnded() || p.unsure() {
		asked := map[int]bool{}
		s.Deaf = p.wait(grace, func(all []Member) {
			p.terminate(all, asked)
			for _, m := range all {
				asked[m.PID] = true
			}
		})
		if len(s.Deaf) > 0 {
			s.Left = p.wait(gone, p.kill)
		}
	}
	p.guard.unwatch(p)
	p.group.close()
	p.closeStreams()
	if len(s.Left) == 0 {
		<-p.ended
	}
	return s
}

// wait waits until all are gone, at most d, and gives those that are not. It calls
// end with them before, and each time that it looks for them again.
func (p *Process) wait(d time.Duration, end func([]Member)) []Member {
	until := time.NewTimer(d)
	defer until.Stop()
	tick := time.NewTicker(look)
	defer tick.Stop()
	for ended := p.ended; ; {
		all, _ := p.Members()
		if len(all) == 0 && p.HasEnded() && !p.unsure() {
			return nil
		}
		end(all)
		select {
		case <-ended:
			ended = nil
		case <-tick.C:
		case <-until.C:
			if len(all) == 0 { // it ended, and nobody told us
				return nil
			}
			return all
		}
	}
}
