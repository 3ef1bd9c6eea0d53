package process

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"sync"
	"time"
)

// Mark is the name in the environment by which processes are found that left
// their session; its value is another for each run.
const Mark = "HTTPKIT_RUN"

// Command is what to run.
type Command struct {
	Line string   // for the shell: sh -c, on Windows cmd /C
	Env  []string // "NAME=value", on top of our own environment
	// Match is looked for in each line of what the command writes; Matched tells
	// of the first that has it. nil: nothing is looked for.
	Match *regexp.Regexp
	// Guard ends what Start began should this process be killed; nil: nobody does.
	Guard *Guard
}

// Process is a command that was started.
type Process struct {
	cmd     *exec.Cmd
	pid     int
	mark    string // Mark=value
	born    uint64 // when it was started, in the system's own count; 0: not known
	group   group
	guard   *Guard
	began   time.Time
	matched chan struct{}
	streams [2]*stream // standard output, standard error

	ended chan struct{}
	state *os.ProcessState // once ended is closed

	mu    sync.Mutex
	seen  map[int]bool      // processes that came of it, so far
	bare  map[int]time.Time // since when processes are known that may have
	older map[int]bool      // processes that were there before
}

// Start runs a command. Its standard input is empty; what it writes is read all
// the time, so that it never has to wait for us. The error is that of a shell that
// can't be started; a program that does not exist is told by the shell.
func Start(c Command) (*Process, error) {
	adopt()
	id := make([]byte, 12)
	rand.Read(id)
	p := &Process{
		cmd: shell(c.Line), mark: Mark + "=" + hex.EncodeToString(id), guard: c.Guard,
		matched: make(chan struct{}), ended: make(chan struct{}), began: time.Now(), seen: map[int]bool{}, bare: map[int]time.Time{}, older: map[int]bool{},
	}
	p.cmd.Env = append(append(os.Environ(), c.Env...), p.mark)
	w := &watch{re: c.Match, found: p.matched}
	var theirs [2]*os.File
	for i := range p.streams {
		r, wr, err := os.Pipe()
		if err != nil {
			p.closeStreams()
			return nil, fmt.Errorf("no pipe to read what the server writes: %w", err)
		}
		defer wr.Close() // the server has it by then
		p.streams[i], theirs[i] = newStream(r, w), wr
	}
	p.cmd.Stdout, p.cmd.Stderr = theirs[0], theirs[1]
	if err := begin(p.cmd, p.group.start); err != nil {
		p.closeStreams()
		return nil, fmt.Errorf("the shell can't be started: %w", err)
	}
	p.pid = p.cmd.Process.Pid
	p.born = birth(p.pid)
	p.guard.watch(p)
	for _, s := range p.streams {
		go s.read()
	}
	go func() {
		wait(p.cmd)
		p.state = p.cmd.ProcessState
		close(p.ended)
	}()
	return p, nil
}

// children are the processes that this program has made itself and waits for. What
// is a child of ours and is none of them was adopted. The lock is held while one is
// being made: until it shows its mark it could be anybody's.
var children = struct {
	sync.RWMutex
	made map[int]bool
}{made: map[int]bool{}}

// begin starts a command whose environment has a mark, and returns when it shows.
func begin(cmd *exec.Cmd, start func(*exec.Cmd) error) error {
	children.Lock()
	defer children.Unlock()
	err := start(cmd)
	if err == nil {
		children.made[cmd.Process.Pid] = true
		awaitMark(cmd.Process.Pid)
	}
	return err
}

// wait waits for the end of what begin has started. How it ended is in its state.
func wait(cmd *exec.Cmd) {
	cmd.Wait()
	children.Lock()
	defer children.Unlock()
	delete(children.made, cmd.Process.Pid)
}

func (p *Process) closeStreams() {
	for _, s := range p.streams {
		if s != nil {
			s.r.Close()
		}
	}
}

// PID is the id of the shell, or of the program where the shell gave it its own.
func (p *Process) PID() int { return p.pid }

// Began is when it was started.
func (p *Process) Began() time.Time { return p.began }

// Ended is closed when the process has ended; others that came of it may still
// run.
func (p *Process) Ended() <-chan struct{} { return p.ended }

// HasEnded tells whether it has.
func (p *Process) HasEnded() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// Matched is closed when a line was written that Command.Match is in.
func (p *Process) Matched() <-chan struct{} { return p.matched }
