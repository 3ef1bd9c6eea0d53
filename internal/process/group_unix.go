//go:build unix

package process

import (
	"errors"
	"os/exec"
	"syscall"
)

// group is nothing to be kept: the process leads a session, and so a process
// group, that has its id.
type group struct{}

// shell is a command for the user's line.
func shell(line string) *exec.Cmd { return exec.Command("sh", "-c", line) }

// start runs cmd in a session of its own: Ctrl-C on our terminal is ours alone, and
// nothing of it can wait for a terminal.
func (*group) start(cmd *exec.Cmd) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return cmd.Start()
}

func (*group) close() {}

// terminate asks all of them to end that were not asked before: some take a second
// signal for haste.
func (p *Process) terminate(all []Member, asked map[int]bool) { p.signal(all, asked, syscall.SIGTERM) }

// kill ends them.
func (p *Process) kill(all []Member) { p.signal(all, nil, syscall.SIGKILL) }

func (p *Process) signal(all []Member, asked map[int]bool, sig syscall.Signal) {
	send := func(pid int) {
		syscall.Kill(pid, sig)
		if sig != syscall.SIGKILL {
			syscall.Kill(pid, syscall.SIGCONT) // one that was stopped could not obey
		}
	}
	// The group at once, so that nobody sees another one end first. Once all of it has
	// ended its id may be another's.
	first := len(asked) == 0
	if first && (!p.HasEnded() || hasGroup(all, p.pid)) {
		send(-p.pid)
	}
	for _, m := range all {
		if !asked[m.PID] && !(first && m.group == p.pid) {
			send(m.PID)
		}
	}
}

func hasGroup(all []Member, group int) bool {
	for _, m := range all {
		if m.group == group {
			return true
		}
	}
	return false
}

// groupLives tells whether a process of the group is there, be it a zombie.
func groupLives(group int) bool {
	err := syscall.Kill(-group, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
