package process

// Exit puts into words how the process ended, "" as long as it runs: "exit status
// 1", "killed by SIGSEGV (segmentation fault)".
func (p *Process) Exit() string {
	if !p.HasEnded() {
		return ""
	}
	if p.state == nil {
		return "nobody knows how"
	}
	return exit(p.state)
}

// Succeeded tells whether it ended with exit status 0.
func (p *Process) Succeeded() bool { return p.HasEnded() && p.state != nil && p.state.Success() }

// NotFound tells whether it ended as a shell does that has found no such program;
// NotRun, as one that could not run what it found.
func (p *Process) NotFound() bool { return p.status() == shellNotFound }

// NotRun tells whether it ended as a shell does that could not run the program.
func (p *Process) NotRun() bool { return p.status() == shellNotRun }

func (p *Process) status() int {
	if !p.HasEnded() || p.state == nil {
		return -1
	}
	return p.state.ExitCode()
}
