//go:build unix

package process

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
)

// Guard is a small process that ends what we have started, should we be killed
// before we can do so ourselves: by SIGKILL, by a second Ctrl-C, by a panic in a
// goroutine. It learns of our end from the end of a pipe that only we hold. A daemon
// that has left the group and overwritten its environment is out of its sight. It
// removes the folder that was made for them, too.
type Guard struct {
	mu   sync.Mutex
	cmd  *exec.Cmd
	pipe io.WriteCloser
}

// guarding is what it runs. Each line of its input names a process group and a
// mark, or nothing, or a folder behind the word folder; at the end of the input the
// last of each counts. Those that left
// the group are found by their mark, where /proc is.
const guarding = `trap '' HUP INT TERM
group= folder=
while read -r g m; do
  if [ "$g" = folder ]; then folder=$m; else group=$g mark=$m; fi
done
if [ "$group" ]; then
  kill -TERM -- "-$group" 2>/dev/null
  for i in 1 2 3 4 5 6 7 8 9 10; do
    kill -0 -- "-$group" 2>/dev/null || break
    sleep 0.2 2>/dev/null || sleep 1
  done
  kill -KILL -- "-$group" 2>/dev/null
  for e in /proc/[0-9]*/environ; do
    if grep -qs -- "$mark" "$e" 2>/dev/null; then e=${e#/proc/}; kill -KILL "${e%/environ}" 2>/dev/null; fi
  done
fi
[ -z "$folder" ] || rm -rf -- "$folder"`

// NewGuard starts one.
func NewGuard() (*Guard, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("no pipe for the guard: %w", err)
	}
	defer r.Close()
	g := &Guard{cmd: exec.Command("sh", "-c", guarding), pipe: w}
	g.cmd.Stdin = r
	g.cmd.Env = append(os.Environ(), Mark+"=guard") // it is nobody's server
	// A session of its own: what ends us must not end it.
	g.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := begin(g.cmd, (*exec.Cmd).Start); err != nil {
		w.Close()
		return nil, fmt.Errorf("the shell can't be started: %w", err)
	}
	return g, nil
}

func (g *Guard) watch(p *Process) { g.say(fmt.Sprintf("%d %s", p.pid, p.mark)) }

func (g *Guard) unwatch(*Process) { g.say("") }

// Folder names a folder that is to be removed, should we not come to it; "" for none.
func (g *Guard) Folder(dir string) {
	if strings.ContainsAny(dir, "\n") {
		return // it is a line's
	}
	g.say("folder " + dir)
}

func (g *Guard) say(line string) {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	io.WriteString(g.pipe, line+"\n") // should somebody have killed it, there is nothing to be done
}

// Close ends the guard; what is watched is left alone.
func (g *Guard) Close() {
	if g == nil {
		return
	}
	g.say("")
	g.Folder("")
	g.pipe.Close()
	wait(g.cmd)
}
