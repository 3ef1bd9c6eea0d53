package process

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// group is a job: whatever the command starts is in it, and the system ends all of
// it when the last handle is closed, also when we are killed.
type group struct{ job windows.Handle }

// shell is a command for the user's line, which cmd reads as it stands.
func shell(line string) *exec.Cmd {
	name := os.Getenv("ComSpec")
	if name == "" {
		name = "cmd.exe"
	}
	cmd := exec.Command(name)
	cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: `cmd.exe /D /S /C "` + line + `"`}
	return cmd
}

func (g *group) start(cmd *exec.Cmd) error {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return err
	}
	limits := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{
		BasicLimitInformation: windows.JOBOBJECT_BASIC_LIMIT_INFORMATION{LimitFlags: windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE},
	}
	_, err = windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits)))
	if err == nil {
		// A group of its own, for Ctrl-Break.
		cmd.SysProcAttr.CreationFlags = windows.CREATE_NEW_PROCESS_GROUP
		err = cmd.Start()
	}
	if err == nil {
		err = join(job, cmd.Process.Pid)
		if err != nil {
			cmd.Process.Kill()
			cmd.Wait()
		}
	}
	if err != nil {
		windows.CloseHandle(job)
		return err
	}
	g.job = job
	return nil
}

// join puts a process into a job. What it started before, in the microseconds
// since it was begun, would not be in it.
func join(job windows.Handle, pid int) error {
	h, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(pid))
	if err != nil {
		return err
	}
	defer windows.CloseHandle(h)
	return windows.AssignProcessToJobObject(job, h)
}

func (g *group) close() {
	if g.job != 0 {
		windows.CloseHandle(g.job)
		g.job = 0
	}
}

// terminate asks all of them to end.
func (p *Process) terminate(_ []Member, asked map[int]bool) {
	if len(asked) > 0 {
		return
	}
	windows.GenerateConsoleCtrlEvent(windows.CTRL_BREAK_EVENT, uint32(p.pid))
}

// kill ends them.
func (p *Process) kill([]Member) { windows.TerminateJobObject(p.group.job, 1) }

func adopt() {}

func awaitMark(int) {}

func (p *Process) unsure() bool { return false }

func birth(int) uint64 { return 0 }

// accounting is JOBOBJECT_BASIC_ACCOUNTING_INFORMATION.
type accounting struct {
	times                     [4]int64
	faults, all, active, died uint32
}

// Members are the processes that came of the command and still run: the job knows
// their number. known is false, as nobody tells what they do.
func (p *Process) Members() (all []Member, known bool) {
	if p.group.job == 0 { // stopped; a call without a job would be about our own
		return nil, false
	}
	var a accounting
	const basicAccounting = 1 // JobObjectBasicAccountingInformation
	err := windows.QueryInformationJobObject(p.group.job, basicAccounting, uintptr(unsafe.Pointer(&a)), uint32(unsafe.Sizeof(a)), nil)
	if err == nil {
		for range a.active {
			all = append(all, Member{PID: p.pid})
		}
	}
	return all, false
}

// exit puts into words how a process ended. A status from 0xC0000000 on is the
// system's, for what would be a signal elsewhere.
func exit(s *os.ProcessState) string {
	words := map[uint32]string{
		0xC0000005: "access violation", 0xC00000FD: "stack overflow", 0xC0000409: "stack buffer overrun",
		0xC000001D: "illegal instruction", 0xC0000094: "division by zero", 0xC000013A: "ended by Ctrl-C",
	}
	text := strings.TrimSpace(s.String())
	if w := words[uint32(s.ExitCode())]; w != "" {
		text += " (" + w + ")"
	}
	return text
}

// The exit statuses of cmd where it could not run the program.
const (
	shellNotFound = 9009
	shellNotRun   = -2 // none
)

// Guard is not needed here: the job ends with us.
type Guard struct{}

// NewGuard gives one that does nothing.
func NewGuard() (*Guard, error) { return nil, nil }

func (*Guard) watch(*Process)   {}
func (*Guard) unwatch(*Process) {}

// Close does nothing.
func (*Guard) Close() {}

// Folder would be for what is to be removed when we are ended by force.
func (*Guard) Folder(string) {}
