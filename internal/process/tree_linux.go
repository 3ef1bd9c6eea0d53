package process

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// stat is what /proc/PID/stat tells of a process.
type stat struct {
	Member
	parent, session int
	born            uint64 // clock ticks since the system started
	dead            bool   // a zombie: nobody waited for it yet
}

// readStat reads one; false where there is none (any more).
func readStat(pid int) (stat, bool) {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return stat{}, false
	}
	// The name stands in parentheses and may hold some itself.
	from, to := bytes.IndexByte(b, '('), bytes.LastIndexByte(b, ')')
	if from < 0 || to < from {
		return stat{}, false
	}
	f := strings.Fields(string(b[to+1:]))
	if len(f) < 20 {
		return stat{}, false
	}
	s := stat{Member: Member{PID: pid, Name: string(b[from+1 : to])}, dead: f[0] == "Z" || f[0] == "X"}
	s.parent, _ = strconv.Atoi(f[1])
	s.group, _ = strconv.Atoi(f[2])
	s.session, _ = strconv.Atoi(f[3])
	s.born, _ = strconv.ParseUint(f[19], 10, 64)
	return s, true
}

// birth is when a process was started, 0 where that is not known.
func birth(pid int) uint64 {
	s, _ := readStat(pid)
	return s.born
}

// procs are the ids of all processes; nil where /proc is not there.
func procs() []int {
	d, err := os.Open("/proc")
	if err != nil {
		return nil
	}
	defer d.Close()
	names, _ := d.Readdirnames(-1)
	var all []int
	for _, n := range names {
		if pid, err := strconv.Atoi(n); err == nil {
			all = append(all, pid)
		}
	}
	slices.Sort(all)
	return all
}

// canSee tells whether /proc is there.
var canSee = sync.OnceValue(func() bool {
	_, ok := readStat(os.Getpid())
	return ok
})

// adopt makes this process the parent of those whose own parents end: a daemon is
// found then even if it has overwritten its environment, as some do to show a title.
var adopt = sync.OnceFunc(func() {
	unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) // a kernel without it is older than ten years
})

// Members are the processes that came of the command and still run. known is false
// where the system does not tell of those that left the group.
func (p *Process) Members() (all []Member, known bool) {
	if !canSee() {
		return p.groupOnly(), false
	}
	children.RLock()
	defer children.RUnlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	in := map[int]bool{}
	var others []stat
	for _, pid := range procs() {
		if p.older[pid] {
			continue
		}
		s, ok := readStat(pid)
		switch {
		case !ok:
		case s.born < p.born:
			p.older[pid] = true // most are, and need not be read again
		case s.dead:
			p.reap(s)
		case s.group == p.pid || s.session == p.pid:
			in[pid] = true
			all = append(all, s.Member)
		default:
			others = append(others, s)
		}
	}
	for again := true; again; { // children of one that was found are found in the next turn
		again = false
		others = slices.DeleteFunc(others, func(s stat) bool {
			if !in[s.parent] && !p.strayed(s) {
				return false
			}
			in[s.PID], again = true, true
			all = append(all, s.Member)
			return true
		})
	}
	for pid := range in {
		p.seen[pid] = true
	}
	return all, true
}

// reap waits for a process that we have adopted and that has ended, so that it does
// not stay as a zombie. Those that we have started are waited for elsewhere.
func (p *Process) reap(s stat) {
	if s.parent == os.Getpid() && !children.made[s.PID] && (s.session == p.pid || p.seen[s.PID]) {
		syscall.Wait4(s.PID, nil, syscall.WNOHANG, nil)
	}
}

// ourSession is the one of this process, which nothing that was adopted is in.
var ourSession = sync.OnceValue(func() int {
	s, _ := readStat(os.Getpid())
	return s.session
})

// awaitMark returns when the environment of a process that was just made is there:
// the system puts it in place a few microseconds after the program.
func awaitMark(pid int) {
	for range 1000 {
		b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/environ")
		if err != nil || bytes.Contains(b, []byte(Mark+"=")) {
			return
		}
		if s, ok := readStat(pid); !ok || s.dead {
			return
		}
		runtime.Gosched()
	}
}

// bareFor is how long a process must have no environment at all to be taken for one
// that has lost it: while a program is put in the place of another there is none, for
// some microseconds.
const bareFor = 20 * time.Millisecond

// strayed tells whether a process of another session came of the command: it has our
// mark in its environment, or it has none any more and was adopted.
func (p *Process) strayed(s stat) bool {
	if p.seen[s.PID] {
		return true
	}
	b, err := os.ReadFile("/proc/" + strconv.Itoa(s.PID) + "/environ")
	for v := range bytes.SplitSeq(b, []byte{0}) {
		if bytes.HasPrefix(v, []byte(Mark+"=")) {
			return string(v) == p.mark
		}
	}
	if s.parent != os.Getpid() || s.session == ourSession() || children.made[s.PID] {
		return false
	}
	if len(b) > 0 || err != nil {
		return true
	}
	if _, err := os.Readlink("/proc/" + strconv.Itoa(s.PID) + "/exe"); errors.Is(err, fs.ErrNotExist) {
		return false // it is on its way out, and whose it was can't be seen any more
	}
	first, known := p.bare[s.PID]
	if !known {
		p.bare[s.PID] = time.Now()
	}
	return known && time.Since(first) > bareFor
}

// unsure tells whether a process was just seen of which it can't be said yet whether
// it came of the command.
func (p *Process) unsure() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, at := range p.bare {
		if time.Since(at) <= bareFor+look {
			return true
		}
	}
	return false
}

func (p *Process) groupOnly() []Member {
	if groupLives(p.pid) {
		return []Member{{PID: p.pid, group: p.pid}}
	}
	return nil
}
