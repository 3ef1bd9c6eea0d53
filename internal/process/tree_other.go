//go:build unix && !linux

package process

func adopt() {}

func awaitMark(int) {}

func (p *Process) unsure() bool { return false }

func birth(int) uint64 { return 0 }

// Members are the processes that came of the command and still run. known is false
// where the system does not tell of those that left the group.
func (p *Process) Members() (all []Member, known bool) {
	if groupLives(p.pid) {
		return []Member{{PID: p.pid, group: p.pid}}, false
	}
	return nil, false
}
